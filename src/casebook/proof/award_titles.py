"""Where a text quotes the title of an award: words that no program changes.

A title is quoted in 《》 or other quotation marks, whole or without its subtitle, or stands alone in
its line. A long title is known without marks, too. Line ends and spaces within it count for nothing.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from casebook.book import Award

LONG = 10
"""Signs from which on a title is known without marks around it."""
_OPENING, _CLOSING = "《〈“‘「『\"'(（【", "》〉”’」』\"')）】"
_ANY = r"\s*"
_NEAR = 8


class QuotedTitle(NamedTuple):
    """A title in a text: where it stands, and of which award it is."""

    start: int
    end: int
    award: str


class AwardTitles:
    """The titles of `awards`, looked for in texts."""

    def __init__(self, awards: Iterable[Award]) -> None:
        self._awards: dict[str, str] = {}
        for award in awards:
            title = "".join((award.title or "").split())
            for words in (title, title.partition("——")[0]):
                if len(words) > 1:
                    self._awards.setdefault(words, award.id)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        titles = sorted(self._awards, key=len, reverse=True)
        if not titles:
            return None
        return re.compile("|".join(_ANY.join(map(re.escape, title)) for title in titles))

    def quoted(self, text: str) -> tuple[QuotedTitle, ...]:
        """Return where `text` quotes titles, first to last."""
        return tuple(self._quoted(text))

    def _quoted(self, text: str) -> Iterator[QuotedTitle]:
        for match in self._pattern.finditer(text) if self._pattern else ():
            words = "".join(match[0].split())
            before = text[max(0, match.start() - _NEAR) : match.start()].rstrip()
            after = text[match.end() : match.end() + _NEAR].lstrip()
            opened = before != "" and before[-1] in _OPENING
            marked = opened and (after[:1] in _CLOSING or after.startswith("——"))
            if len(words) >= LONG or marked or _alone(text, match):
                yield QuotedTitle(match.start(), match.end(), self._awards[words])


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether a title stands alone in its line, the marks of a heading apart."""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = text[start : len(text) if end < 0 else end]
    return line.strip(" \t\r#*>") == match[0].strip()
