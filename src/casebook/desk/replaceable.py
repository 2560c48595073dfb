"""What a replacement leaves alone, and why; and whether it changes more than words.

Replaced are words of texts. What the notice says, titles of awards that a text quotes, heads of
files, and addresses (of pictures, links, notes, elements of HTML) are found and told, not replaced.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from casebook.desk.text_search import Hit
from casebook.intake.manuscript import text_files
from casebook.proof import likeness
from casebook.proof.award_titles import AwardTitles


class Obstacle(StrEnum):
    """Why words are not replaced."""

    TITLE = "award-title"
    HEAD = "head"
    ADDRESS = "address"
    FILE = "other-file"


_ADDRESS = re.compile(
    r"\]\([^)\n]*\)|^[ \t]*\[(?!\^)[^\]\n]+\]:.*$|\[\^[^\]\n]+\]|</?[A-Za-z][^<>\n]*>|\{[#.][^}\n]*\}",
    re.MULTILINE,
)
_PLAIN = re.compile(r"[^\W_]+(?:[，。；：、！？“”‘’《》（）—…·]*[^\W_]*)*")
"""Words that are no marks of structure anywhere in a line but at its beginning."""


def obstacles(
    path: str, text: str, hits: Sequence[Hit], titles: AwardTitles
) -> tuple[Obstacle | None, ...]:
    """Return for each of `hits` in the file `path` what keeps it from being replaced, or None."""
    if not path.endswith(".md"):
        return (Obstacle.FILE,) * len(hits)
    cut = text_files.cut(path, text)
    head = len(text) - len(cut.body) if cut else 0
    spans = [(title.start, title.end, Obstacle.TITLE) for title in titles.quoted(text)]
    spans += [(*match.span(), Obstacle.ADDRESS) for match in _ADDRESS.finditer(text)]
    return tuple(_obstacle(hit, head, spans) for hit in hits)


def _obstacle(hit: Hit, head: int, spans: Sequence[tuple[int, int, Obstacle]]) -> Obstacle | None:
    if hit.start < head:
        return Obstacle.HEAD
    return next((why for start, end, why in spans if hit.start < end and hit.end > start), None)


def reshapes(path: str, text: str, hits: Sequence[Hit]) -> bool:
    """Say whether replacing `hits` changes the structure of a text: its headings, lists, tables."""
    if all(_is_plain(text, hit) for hit in hits):
        return False
    return not likeness.same_structure(text, replaced(text, hits), path)


def _is_plain(text: str, hit: Hit) -> bool:
    begins = hit.start == 0 or text[hit.start - 1] in "\n \t"
    return not begins and all(_PLAIN.fullmatch(part) for part in (hit.words, hit.put or "字"))


def replaced(text: str, hits: Sequence[Hit]) -> str:
    """Return `text` with what is to be put in the place of each of `hits`, which stand in order."""
    return "".join(_replaced(text, hits))


def _replaced(text: str, hits: Sequence[Hit]) -> Iterator[str]:
    at = 0
    for hit in hits:
        yield text[at : hit.start]
        yield hit.put or ""
        at = hit.end
    yield text[at:]
