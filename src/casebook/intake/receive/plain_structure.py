"""Find the parts of a plain-text manuscript: title, organisation, headings, paragraphs.

Contributors number their headings 一、（一）1.（1） and often run them into the text; the numbers
are all there is to go by. A heading is given the level at which it stands, so that none is
skipped whatever numbers its author began with.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from casebook.book import Contributor
from casebook.intake.matching.organisations import fold, organisations_in
from casebook.intake.receive import bylines
from casebook.intake.receive.credits import credits_of
from casebook.typography import measure

LONGEST_HEADING = 34.0
LONGEST_TITLE = 70.0
"""Ems. A title of the notice reaches 60; a heading that fills more than a line is a sentence."""

_NUMBERS = (
    re.compile(r"第[一二三四五六七八九十]{1,3}[章节部]分?[\s、　]?"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、．.]\s*"),
    re.compile(r"（[一二三四五六七八九十]{1,3}）[、．.]?\s*"),
    re.compile(r"[0-9]{1,2}(?:[、．]\s*|\.(?![0-9])\s*)"),
    re.compile(r"（[0-9]{1,2}）[、．.]?\s*"),
)
_LABEL_TITLE = re.compile(r"(?:案例)?(?:题目|标题|名称|题名)\s*[:：]\s*(.+)$")
_LABEL_HOUSE = re.compile(r"(?:申报|报送|选送|推荐|作者|供稿|所在)?单位(?:名称)?\s*[:：]\s*(.+)$")
_IN_MARKS = re.compile(r"《(.+)》$")
_ALIKE = 0.5
_ENDS = "。！？；，：、"


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    RUN_IN = "run-in"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Block:
    """A heading of `level` 2 to 6, a paragraph, or a run-in head (`lead`) and its paragraph."""

    kind: Kind
    text: str
    lead: str = ""
    level: int = 0


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
        elif contributors and (house := bylines.affiliation(line)):
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
    return credits_of(lines[0]) or bylines.authors(*[*lines[:2], ""][:2])


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


def number_kind(line: str) -> int | None:
    """Return which kind of number `line` begins with, 0 (第一章) to 4 （（1））, or None."""
    for kind, pattern in enumerate(_NUMBERS):
        if pattern.match(line):
            return kind
    return None


def blocks_of(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return `lines`, one paragraph each, as blocks in their order; nothing is left out."""
    open_kinds: list[int] = []
    blocks: list[Block] = []
    for line in lines:
        kind = number_kind(line)
        if kind is None:
            blocks.append(Block(Kind.PARAGRAPH, line))
        elif is_heading(line):
            open_kinds = [one for one in open_kinds if one < kind] + [kind]
            blocks.append(Block(Kind.HEADING, line, level=min(len(open_kinds) + 1, 6)))
        else:
            blocks.append(run_in(line))
    return tuple(blocks)


def is_heading(line: str) -> bool:
    """Whether a numbered line stands alone as a heading: short and not a sentence with more."""
    body = line.rstrip("。")
    return (
        measure(line) <= LONGEST_HEADING
        and not re.search("[。！？；]", body)
        and (line[-1] not in "，；：、")
    )


def run_in(line: str) -> Block:
    """Split a numbered paragraph after the first 。 when what stands before it is a heading."""
    lead, stop, text = line.partition("。")
    if not stop or not text or measure(lead) > LONGEST_HEADING or re.search("[！？；：]", lead):
        return Block(Kind.PARAGRAPH, line)
    return Block(Kind.RUN_IN, text, lead=lead + stop)


def join_wraps(lines: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Join the lines of a file that was hard-wrapped; return them and how many were joined.

    Only when at least five lines end in mid-sentence, all about as wide as the widest of them:
    otherwise the line ends are the author's paragraphs.
    """
    broken = [at for at, line in enumerate(lines[:-1]) if _breaks_off(line, lines[at + 1])]
    if len(broken) < 5:
        return tuple(lines), 0
    widths = sorted(measure(lines[at]) for at in broken)
    widest = max(measure(line) for line in lines)
    if widest - widths[0] > 3.0:
        return tuple(lines), 0
    joined: list[str] = []
    for at, line in enumerate(lines):
        if at and at - 1 in broken:
            joined[-1] += line
        else:
            joined.append(line)
    return tuple(joined), len(broken)


def _breaks_off(line: str, following: str) -> bool:
    return bool(
        line
        and following
        and line[-1] not in "。！？；：”）》…"
        and number_kind(following) is None
        and not following.startswith(("　", "  "))
        and measure(line) > 16
    )
