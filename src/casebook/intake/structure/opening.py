"""Take title, organisation and authors off the head of a manuscript."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from casebook.book import Contributor
from casebook.intake.cleaning import credits
from casebook.intake.cleaning.credits import credits_of
from casebook.intake.matching.organisations import fold, organisations_in
from casebook.intake.structure.headings import LONGEST_TITLE, number_kind
from casebook.typography import measure

_LABEL_TITLE = re.compile(r"(?:案例)?(?:题目|标题|名称|题名)\s*[:：]\s*(.+)$")
_LABEL_HOUSE = re.compile(r"(?:申报|报送|选送|推荐|作者|供稿|所在)?单位(?:名称)?\s*[:：]\s*(.+)$")
_IN_MARKS = re.compile(r"《(.+)》$")
_ALIKE = 0.5
_ENDS = "。！？；，：、"


@dataclass(frozen=True)
class Opening:
    """What a manuscript says of itself before its text begins; `lines` is what is left."""

    title: str
    organisation: str
    lines: tuple[str, ...]
    taken: tuple[str, ...]
    contributors: tuple[Contributor, ...] = ()


def split_opening(lines: Sequence[str]) -> Opening:
    """Take title and organisation off the head of `lines` (stripped, empty lines allowed).

    A title is a line or two before the text that is short, unnumbered and no sentence; labels
    （题目：, 单位：） count wherever they stand there.
    """
    rest = [line for line in lines if line]
    title, organisation = "", ""
    taken: list[str] = []
    contributors: list[Contributor] = []
    while rest:
        line = rest[0]
        if (label := _LABEL_TITLE.match(line)) and not title:
            title = _unmarked(label[1])
        elif (label := _LABEL_HOUSE.match(line)) and not organisation:
            organisation = label[1].strip()
        elif title and not organisation and line[0] in "—-" and _is_house(line.lstrip("—- ")):
            organisation = line.lstrip("—- ")
        elif title and line.startswith(("——", "--", "—")) and "——" not in title:
            title += "——" + line.lstrip("—-").strip()
        elif title and (named := _credits(rest)):
            contributors.extend(named)
        elif contributors and (house := credits.affiliation(line)):
            organisation = organisation or house
        elif not organisation and _is_house(line):
            organisation = line.strip("（）()")
        elif not title and len(rest) > 1 and _is_title(line):
            title = _unmarked(line)
        else:
            break
        taken.append(line)
        rest.pop(0)
    return Opening(title, organisation, tuple(rest), tuple(taken), tuple(contributors))


def _credits(lines: Sequence[str]) -> tuple[Contributor, ...] | None:
    """Return who is named in the first of `lines`, a line of credits or of authors."""
    return credits_of(lines[0]) or credits.authors(*[*lines[:2], ""][:2])


def alike(one: str, other: str) -> bool:
    """Whether two titles may be forms of one."""
    first, second = fold(one), fold(other)
    return bool(first) and SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


def repeated_opening(lines: Sequence[str], title: str, organisation: str) -> Opening:
    """Take off the head of `lines` what an application form has said already, and credits.

    The first lines of its text are headings as often as titles, so nothing else is one.
    """
    known = fold(title), fold(organisation)
    taken: list[str] = []
    contributors: list[Contributor] = []
    rest = [line for line in lines if line]
    while rest:
        said = fold(rest[0].strip("（）()"))
        named = credits_of(rest[0]) if taken else None
        subtitle = taken and rest[0].startswith(("——", "--")) and said in known[0]
        if not (said and (said in known or said == "".join(known))) and not named and not subtitle:
            break
        contributors.extend(named or ())
        taken.append(rest.pop(0))
    return Opening("", "", tuple(rest), tuple(taken), tuple(contributors))


def doubtful_opening(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the first lines of the text that look like a title, a name or a date."""
    found: list[str] = []
    for line in lines[:4]:
        if not _is_title(line):
            break
        found.append(line)
    return tuple(found)


def _unmarked(title: str) -> str:
    """Return a title without the 《》 that enclose the whole of it."""
    match = _IN_MARKS.fullmatch(title.strip()) if title.strip().startswith("《") else None
    return match[1] if match and "》" not in match[1] else title.strip()


def _is_title(line: str) -> bool:
    return (
        measure(line) <= LONGEST_TITLE
        and line[-1] not in _ENDS
        and "。" not in line
        and number_kind(line) is None
    )


def _is_house(line: str) -> bool:
    """Whether `line` is an organisation's name and nothing else, brackets round it allowed."""
    bare = fold(line.strip("（）()"))
    named = organisations_in(bare)
    return (
        bool(named)
        and len(bare) - len(named[0]) <= 12
        and bare.startswith(named[0])
        and (
            bare == named[0]
            or bool(re.search(r"(?:党委|党总支|党支部|团委|科|部|处|室|中心)$", bare))
        )
    )
