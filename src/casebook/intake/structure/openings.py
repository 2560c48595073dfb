"""Take what stands before a text off its head: title, organisation, authors.

Enters: the first lines of a text, and how those are set that stand in the middle of the page. Leaves:
an `Opening`. A title that its author broke goes over several lines of one size; what stands in the
middle under it is whose it is and who wrote it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import repeat

from casebook.book import Contributor
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake import credits
from casebook.intake.credits import credits_of
from casebook.intake.matching.organisations import fold, organisations_in
from casebook.intake.structure.titles_and_headings import LONGEST_TITLE, number_kind
from casebook.typography import is_ideograph, measure

_LABEL_TITLE = re.compile(r"(?:案例)?(?:题目|标题|名称|题名)\s*[:：]\s*(.+)$")
_LABEL_HOUSE = re.compile(r"(?:申报|报送|选送|推荐|作者|供稿|所在)?单位(?:名称)?\s*[:：]\s*(.+)$")
_IN_MARKS = re.compile(r"《(.+)》$")
_UNIT = re.compile(
    r"[\u4e00-\u9fff·（）()“”\dA-Za-z]{2,28}(?:[院校学园所局委会部处科室站社队厂矿司心府道镇乡村区县市联办厅署馆台网行店场段党团]|集团|支部|支队|大队|工会)"
)
"""A name that ends as units do."""
_VERB = re.compile(
    "[的了让把被着]|打造|探索|助力|赋能|推进|激活|走进|温暖|守护|点亮|绘就|谱写|建在|服务[^中处站队社公]"
)
"""Words of titles, which may end as units do: 让党旗飘扬在社区."""
_LINES, _SAME, _TEXT = 4, 0.08, 17.0
"""Lines of a title at most, with the first; part of a size by which two lines may differ; points of
the largest text (三号 is 16)."""
_ALIKE, _HOUSE = 0.5, 5
_TEXT_ENDS = "。！？；，：、"


@dataclass(frozen=True)
class Opening:
    """What a manuscript says of itself before its text begins; `lines` is what is left."""

    title: str
    organisation: str
    lines: tuple[str, ...]
    taken: tuple[str, ...]
    contributors: tuple[Contributor, ...] = ()


def split_opening(lines: Sequence[str], centred: Sequence[float] = ()) -> Opening:
    """Take title and organisation off the head of `lines` (stripped, empty lines allowed).

    A title is a line or two before the text that is short, unnumbered and no sentence; labels
    （题目：, 单位：） count wherever they stand there. `centred` are the sizes of the first lines, in
    points, that stand in the middle of the page, 0 for others.
    """
    rest = [line for line in lines if line]
    padded = (*centred, *repeat(0.0, len(lines)))
    sizes = [size for line, size in zip(lines, padded, strict=False) if line]
    title, organisation = "", ""
    taken: list[str] = []
    contributors: list[Contributor] = []
    while rest:
        line = rest[0]
        shown = sizes[len(taken)]
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
        elif title and (signed := _house_and_people(line)):
            organisation = organisation or signed[0]
            contributors.extend(signed[1])
        elif not organisation and _is_house(line):
            organisation = line.strip("（）()")
        elif not title and len(rest) > 1 and _is_title(line):
            more = _goes_on(rest, sizes[len(taken) :])
            title = _unmarked(_joined(rest[:more]))
            taken += rest[: more - 1]
            del rest[: more - 1]
            line = rest[0]
        elif (title and shown and not organisation and _may_be_house(line)) or (
            title and not organisation and _borne_out(line, rest[1:])
        ):
            organisation = line.strip("（）()")
        elif title and shown and organisation and (people := credits.names_alone(line)):
            contributors.extend(people)
        else:
            break
        taken.append(line)
        rest.pop(0)
    return Opening(title, organisation, tuple(rest), tuple(taken), tuple(contributors))


def _goes_on(lines: Sequence[str], sizes: Sequence[float]) -> int:
    """Return how many lines a title takes that its author broke: they are centred, and of one size.

    In the size of the text, a line that may be a unit or a name is none of it.
    """
    count = 1
    for line, size in zip(lines[1:_LINES], sizes[1:_LINES], strict=False):
        alike = size and sizes[0] and abs(size - sizes[0]) <= _SAME * sizes[0]
        other = line.startswith(("——", "--", "—")) or _is_house(line) or credits_of(line)
        if size <= _TEXT:
            other = other or _may_be_house(line) or credits.names_alone(line)
        if not alike or other or not _is_title(line):
            break
        count += 1
    return count if len(lines) > count else 1


def _joined(lines: Sequence[str]) -> str:
    """Return the lines of a title as one: two halves of one length are parted by a space."""
    counts = [sum(map(is_ideograph, line)) for line in lines]
    halves = len(lines) > 1 and len(set(counts)) == 1 and lines[0][-1] not in "的之与和及在以为"
    return (" " if halves else "").join(lines)


def _may_be_house(line: str) -> bool:
    """Whether a line in the middle of the page may be the name of a unit."""
    name = line.strip("（）() ")
    return _UNIT.fullmatch(name) is not None and not _VERB.search(name)


def _borne_out(line: str, text: Sequence[str]) -> bool:
    """Whether a line may be the name of a unit, and what follows bears that out: the text names the
    unit, or the next line says who wrote it."""
    name = line.strip("（）() ")
    if len(name) < _HOUSE or not _may_be_house(line) or not text:
        return False
    signed = credits_of(text[0]) or credits.may_be_byline(text[0])
    return bool(signed) or any(name in other for other in text)


def _house_and_people(line: str) -> tuple[str, tuple[Contributor, ...]] | None:
    """Return the unit and the people of a line that names both, a space between them."""
    house, *names = line.strip("（）()").split()
    if not names or not (_is_house(house) or _may_be_house(house)):
        return None
    people = credits.names_alone(" ".join(names))
    return (house, people) if people and all(credits.is_name(p.name) for p in people) else None


def _credits(lines: Sequence[str]) -> tuple[Contributor, ...] | None:
    """Return who is named in the first of `lines`, a line of credits or of authors."""
    return credits_of(lines[0]) or credits.authors(*[*lines[:2], ""][:2])


def alike(text: str, other: str) -> bool:
    """Whether two titles may be forms of one."""
    first, second = fold(text), fold(other)
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
        first = fold(rest[0].strip("（）()—- "))
        named = credits_of(rest[0]) if taken else None
        subtitle = taken and rest[0].startswith(("——", "--")) and first in known[0]
        if (
            not (first and (first in known or first == "".join(known)))
            and not named
            and not subtitle
        ):
            break
        contributors.extend(named or ())
        taken.append(rest.pop(0))
    return Opening("", "", tuple(rest), tuple(taken), tuple(contributors))


def doubtful_opening(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the first lines of the text that look like a title, a name or a date."""
    doubtful: list[str] = []
    for line in lines[:4]:
        if not _is_title(line):
            break
        doubtful.append(line)
    return tuple(doubtful)


def bylines_in(lines: Sequence[str], name: str) -> Iterator[Erratum]:
    """Yield a query for a line at the head or the end of a text that may name who wrote it."""
    ends = dict.fromkeys((*lines[:2], *lines[-1:]))
    for line in filter(credits.may_be_byline, ends):
        yield Erratum(
            "byline-in-text", Place(name),
            Wording("正文开头或末尾这一行像署名，已按正文收入",
                    "a line at the head or the end of the text looks like a byline; it was left there"),
            Wording("是署名就写到文件头的 contributors，并从正文删去。",
                    "If it is one, name them under ‘contributors’ and take the line out of the text."),
            line, Kind.QUERY,
        )  # fmt: skip


def _unmarked(title: str) -> str:
    """Return a title without the 《》 that enclose the whole of it."""
    match = _IN_MARKS.fullmatch(title.strip()) if title.strip().startswith("《") else None
    return match[1] if match and "》" not in match[1] else title.strip()


def _is_title(line: str) -> bool:
    return (
        measure(line) <= LONGEST_TITLE
        and line[-1] not in _TEXT_ENDS
        and "。" not in line
        and number_kind(line) is None
    )


def _is_house(line: str) -> bool:
    """Whether `line` is an organisation's name and nothing else, brackets round it allowed."""
    without_signs = fold(line.strip("（）()"))
    named = organisations_in(without_signs)
    return (
        bool(named)
        and len(without_signs) - len(named[0]) <= 12
        and without_signs.startswith(named[0])
        and (
            without_signs == named[0]
            or bool(re.search(r"(?:党委|党总支|党支部|团委|科|部|处|室|中心)$", without_signs))
        )
    )
