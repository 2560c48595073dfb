"""What a text quotes of the notice: organisations and titles of awards, character by character."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from casebook.book import Award
from casebook.errata import Kind, Wording
from casebook.intake.matching.match import likeness, same_words
from casebook.intake.matching.organisations import bracketed, fold, provinces_of, region
from casebook.intake.pinyin import syllables
from casebook.proof.blocks import AwardEntry, Organisation, Piece
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_KEY = 3
_SHORTEST = 6
_PLACES = "省市县区州"
NEAR = 85.0
"""From this likeness (of 100) on a title in a text is taken for an award's: one in seven."""


@rule("F701", Kind.QUERY, "knowledge")
def organisation_misspelt(piece: Piece) -> Iterator[Spot]:
    """A name that differs by one character from an organisation in the notice.

    Why: the notice is the authority for names. A character of the same sound, two characters
    turned round, one lost or doubled is a slip; other differences are other houses.

        北京市第一样立医院  →  北京市第一样例医院

    Clause: 通报名单
    中文：单位名称与通报名单差一个字。音同字不同、前后颠倒、漏字或多字，请核对；以通报为准。
    """
    names = _names(piece.lists.awards if piece.lists else ())
    for block in piece.blocks:
        if isinstance(block, AwardEntry | Organisation) or block.quoted:
            continue
        for start, end, name in names.slips(block.text):
            message = Wording(f"通报作“{name}”", f"the notice has {name}")
            hint = Wording("核对；以通报为准。", "Check it; the notice rules.")
            yield at(block, start, end, message, hint, name)


@rule("C509", Kind.QUERY, "knowledge")
def award_title_misquoted(piece: Piece) -> Iterator[Spot]:
    """The title of an award, quoted otherwise than the notice prints it.

    Why: the title is quoted from an official document; contents, heading and text must agree.

        《甲题之副题》, where the notice has 《甲题——副题》  →  as in the notice
        中文：《甲题之副题》，通报作《甲题——副题》  →  照通报改

    Clause: 通报名单
    中文：文中引用的案例题目与通报不一致。以通报为准，请核对。
    """
    titles = _titles(piece.lists.awards if piece.lists else ())
    for block in piece.blocks:
        if isinstance(block, AwardEntry) or block.quoted:
            continue
        for match in re.finditer("《([^《》]{8,80})》", block.text):
            if title := _meant(fold(match[1]), titles):
                message = Wording(f"通报题目作《{title}》", f"the notice has 《{title}》")
                hint = Wording("核对；以通报为准。", "Check it; the notice rules.")
                yield at(block, match.start(1), match.end(1), message, hint, title)


@cache
def _titles(awards: tuple[Award, ...]) -> dict[str, str]:
    """Return the titles of the notice by their words alone."""
    return {fold(award.title): award.title for award in awards if award.title}


def _meant(quoted: str, titles: dict[str, str]) -> str | None:
    """Return the title that `said` is nearly, but not quite; None when it is one or none."""
    if quoted in titles:
        return None
    for bare, title in titles.items():
        if abs(len(bare) - len(quoted)) <= _KEY and same_words(bare, quoted) >= NEAR:
            return title
    return None


@dataclass(frozen=True)
class _End:
    """The first or the last third of a name, where it begins in the name, and the name."""

    text: str
    at: int
    name: str


class _Names:
    """The names of the notice, found where one end stands as printed and the rest nearly so."""

    def __init__(self, awards: Iterable[Award]) -> None:
        self._awards: dict[str, Award] = {}
        for award in awards:
            for name in (
                award.organisation,
                *award.aliases,
                *bracketed(award.organisation),
                *_without_province(award.organisation),
            ):
                if len(name) >= _SHORTEST:
                    self._awards.setdefault(name, award)
        self._ends: dict[str, list[_End]] = {}
        for name in self._awards:
            size = max(_KEY, len(name) // 3)
            for end in (_End(name[:size], 0, name), _End(name[-size:], len(name) - size, name)):
                self._ends.setdefault(end.text[:_KEY], []).append(end)

    def slips(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and right form of each name that is one character off."""
        done = 0
        for index in range(len(text) - _KEY + 1):
            for end in self._ends.get(text[index : index + _KEY], ()):
                slip = self._slip(text, index, end)
                if slip and slip[0] >= done:
                    done = slip[1]
                    yield *slip, end.name

    def _slip(self, text: str, index: int, end: _End) -> tuple[int, int] | None:
        if not text.startswith(end.text, index):
            return None
        name, start = end.name, index - end.at
        for size in (len(name), len(name) - 1, len(name) + 1):
            first = start if end.at == 0 else start + len(name) - size
            quoted = text[first : first + size]
            if first < 0 or len(quoted) != size or not self._off(quoted, name):
                continue
            around = text[max(0, first - len(name)) : first + size + len(name)]
            if any(other in around and quoted in other for other in self._awards):
                return None
            return first, first + size
        return None

    def _off(self, quoted: str, name: str) -> bool:
        """Whether `said` is a slip for `name`, and not the name of another house."""
        if len(quoted) == len(name):
            wrong = [n for n, (a, b) in enumerate(zip(quoted, name, strict=True)) if a != b]
            if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
                return quoted[wrong[0]] == name[wrong[1]] and quoted[wrong[1]] == name[wrong[0]]
            if len(wrong) != 1 or not _sounds_alike(quoted[wrong[0]], name[wrong[0]]):
                return False
            return region(quoted) in (None, region(name))
        long, short = (quoted, name) if len(quoted) > len(name) else (name, quoted)
        gone = [n for n in range(len(long)) if long[:n] + long[n + 1 :] == short]
        if not gone or long[gone[0]] in _PLACES:
            return False
        if gone[-1] in (0, len(long) - 1):
            return False  # the next word's character, or a shorter name of its own
        if len(quoted) > len(name) and not any(a == b for a, b in pairwise(quoted)):
            return False
        return likeness(quoted, self._awards[name]).against is None


def _without_province(name: str) -> Iterator[str]:
    """Yield `name` without its province; what stands behind a city of that rank is no name."""
    for province in provinces_of(name)[:1]:
        if province.endswith(("省", "自治区")):
            yield name.removeprefix(province)


@cache
def _names(awards: tuple[Award, ...]) -> _Names:
    return _Names(awards)


def _sounds_alike(name: str, other: str) -> bool:
    sounds, other_sounds = syllables(name), syllables(other)
    return name != other and [s[:-1] for s in sounds] == [s[:-1] for s in other_sounds] != []
