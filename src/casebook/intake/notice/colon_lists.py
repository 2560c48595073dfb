"""Lines with a colon that are lists: a prize, a place or a class and those awarded, 十佳员工：柏杨、盛夏.

The names of persons may go on in the lines below, and a line may end within one. Persons behind
their unit, 采矿场：雷开山　季 明, are one award or one for each person: the words of the line do not say,
the number in the heading above does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from casebook.intake.matching.organisations import region_of
from casebook.intake.notice import rows_of_names
from casebook.intake.notice.entries import pieces_of
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.lexicon import (
    body_like,
    is_name,
    is_place,
    kind_of_label,
    labels,
    names_in,
)
from casebook.intake.notice.line_layout import bare
from casebook.intake.notice.notice_lines import Row, compact
from casebook.intake.notice.notice_phrases import HAN
from casebook.intake.notice.rows_of_names import are_names, names_of, words_of
from casebook.typography import number_of

LABEL = 6
"""Characters of the label of a field; what is longer and ends like one names a prize."""
SHORT = 8
"""Characters of a line that may head others."""
_COLON = re.compile(
    r"^(?P<head>[^：:。，；《》、]{2,24})\s*[：:]\s*(?P<names>[^：:《》，]+?)[。；]?$"
)
WHOLE_CLASS = re.compile(
    r"(?:[初高][一二三]|[一二三四五六七八九]年?级?|(?:20)?\d\d级)(?:[（(]?[\d一二三四五六七八九十]{1,2}[）)]?班|[（(]\d{1,2}[）)])"
)
"""The name of a class and nothing else: in the notice of a school it stands for the unit."""


def behind_class(text: str) -> bool:
    """Whether a class stands before the colon of a line, and something behind it: 三（2）班：方向."""
    match = _COLON.match(text)
    return match is not None and WHOLE_CLASS.fullmatch(match["head"].strip()) is not None


def colon_list(text: str, named: bool = False) -> tuple[str, str] | None:
    """Return the head and the names of a line such as 十佳员工：柏杨、盛夏; None if it is none.

    `named` tells that its fellows have names of persons behind their colons.

    A label of a field (作者：) is no such head, nor is a unit before its people.
    """
    match = _COLON.match(bare(text))
    if not match or (len(match["head"]) <= LABEL and kind_of_label(match["head"])):
        return None
    names = match["names"].strip()
    parts = pieces_of(names, "、")
    if is_region(match["head"]) and all(map(_is_work, parts)):
        return match["head"], names
    people = bool(names_in(names) or (words_of(names) if named else names_of(names)))
    if people and _is_unit(match["head"]):
        return None
    units = all(
        3 < len(p) <= 40 and (body_like(p) > 0 or region_of(p) or WHOLE_CLASS.fullmatch(p))
        for p in parts
    )
    return (match["head"], names) if people or units else None


def is_region(head: str) -> bool:
    """Whether a word before a colon names a place by its form: 利山市."""
    return is_place(head) or _REGION.fullmatch(head) is not None


_REGION = re.compile("[\u3400-\u9fff]{1,6}(?:[省市县区州盟旗镇乡]|街道)")
_WORK = re.compile("[^（）()]{2,}[（(](?P<by>[^（）()]{4,})[）)]")


def _is_work(text: str) -> bool:
    """Whether a body stands in brackets behind what it made: 景阳鸡礼盒（某县某公司）."""
    match = _WORK.fullmatch(text)
    return match is not None and body_like(match["by"]) > 0


PRAISED = re.compile("优秀|先进|最美|最佳|十佳|模范|杰出|三好|示范|文明|卓越|突出|金牌|星级")
"""How the name of an honour begins."""


def _is_unit(head: str) -> bool:
    """Whether a unit stands before a colon, no honour and no place: 行政部, not 优秀班干部."""
    other = is_place(head) or PRAISED.match(head) or WHOLE_CLASS.fullmatch(head)
    return body_like(head) > 0 and not other


def colon_names(rows: Sequence[Row]) -> bool:
    """Whether most of the `rows` hold names of persons behind a colon, most of them known ones.

    Short lines may head them, and lines of further names follow.
    """
    matches = [_COLON.match(row.text) for row in rows]
    heads = [match for match in matches if match and _may_head_names(match["head"])]
    held = [match["names"] for match in heads if words_of(match["names"])]
    others = [
        row for row, match in zip(rows, matches, strict=True)
        if match not in heads and not words_of(row.text) and len(row.text) > SHORT
    ]  # fmt: skip
    most = len(held) * 3 >= len(heads) * 2 and len(held) > max(len(others), 1)
    return most and are_names(held)


def _may_head_names(head: str) -> bool:
    """Whether a prize, a place or a class may be called so: no unit, no field, no columns."""
    if WHOLE_CLASS.fullmatch(head):
        return True
    labelled = len(head) <= LABEL and kind_of_label(head)
    return not (labelled or _is_unit(head) or re.search(r"[ \u3000\d]", head))


def colon_lists(rows: Sequence[Row]) -> bool:
    """Whether most of the `rows` are such lines."""
    lists = [listed for row in rows if (listed := colon_list(row.text))]
    several = any("、" in names or len(names_of(names)) > 1 for _, names in lists)
    return several and len(lists) > 1 and len(lists) * 2 >= len(rows)


@dataclass(frozen=True)
class Names:
    """The names behind a colon: where they begin in their list, their last row, their text."""

    at: int
    last: Row
    text: str

    def go_on(self, listed: Sequence[Row], row: Row) -> list[Row]:
        """Return the rows of the list if `row` below the last holds further names, else none."""
        honour = PRAISED.match(row.text)
        if row.gap or honour or not listed or self.last.number != listed[-1].number:
            return []
        people = rows_of_names.joined(self.text, row.text)
        here = [*listed[self.at :], *[row] * (len(people) + self.at - len(listed))]
        return [replace(held, text=name) for held, name in zip(here, people, strict=False)]


def over_line_end(row: Row, below: Row) -> tuple[str, list[Row]] | None:
    """Return the head of a line that ends within a name that goes on `below`, and a row for each of
    the names of both: of the parted name, that of its greater part."""
    whole = None if below.gap else colon_list(row.text + below.text, True)
    if whole is None or colon_list(row.text, True) or colon_list(below.text, True):
        return None
    size = len(compact(whole[1])) - len(below.compact)
    rows: list[Row] = []
    for name in words_of(whole[1]):
        rows.append(replace(row if size * 2 > len(compact(name)) else below, text=name))
        size -= len(compact(name))
    return whole[0], rows


_LINE = re.compile(
    r"^(?P<unit>[^：:，。；《》、\s]{2,24})(?P<gap>\s*[：:]\s*|[ \u3000\t]+)(?P<names>[^：:《》，]+?)[。；]?$"
)
_PERSONS = re.compile(rf"(\d{{1,4}}|[{HAN}]{{1,4}})\s*[人名位]")


def parted(rows: Sequence[Row]) -> list[Row]:
    """Return `rows`, each line of a unit and its persons as one for each person, 单位：姓名, where
    there are as many persons below a heading as it says, and more than lines."""
    rows = [_uncounted(row) for row in rows]
    apart = persons_apart(rows)
    return [
        part for row in rows for part in (_persons(row) if row.number in apart else [row])
    ]  # fmt: skip


def _uncounted(row: Row) -> Row:
    """Return a row without the number of persons behind its unit, where as many stand behind the
    colon: 第一小学（3名）：王一、李二、张三."""
    match = _COUNTED_UNIT.match(row.text)
    names = pieces_of(match["names"].rstrip("。；; "), "、") if match else []
    if match is None or number_of(match["n"]) != len(names):
        return row
    return replace(row, text=f"{match['unit']}：{match['names']}")


_COUNTED_UNIT = re.compile(
    rf"(?P<unit>[^：:，。；《》、（）()\s]{{2,24}})\s*[（(]\s*(?P<n>\d{{1,3}}|[{HAN}]{{1,3}})\s*[人名位]\s*[）)]"
    r"\s*[：:]\s*(?P<names>[^：:《》（）()]+)$"
)


def persons_apart(rows: Sequence[Row]) -> set[int]:
    """Return the numbers of the rows that `parted` takes apart."""
    numbers: set[int] = set()
    for at, row in enumerate(rows, 1):
        counts = {number_of(count) for count in _PERSONS.findall(row.text)}
        if not counts or _persons(row):
            continue
        block = list(takewhile(_persons, rows[at:]))
        persons = sum(len(_persons(below)) for below in block)
        if len(block) < persons and persons in counts:
            numbers |= {below.number for below in block}
    return numbers


def _persons(row: Row) -> list[Row]:
    """Return a row for each person behind the unit of a line, empty if it is no such line."""
    line = _LINE.match(row.text)
    unit = line["unit"].strip() if line else ""
    if not line or not _may_be_unit(unit) or (line["gap"].isspace() and not body_like(unit)):
        return []
    return [replace(row, text=f"{unit}：{name}") for name in words_of(line["names"])]


def behind_unit(text: str) -> tuple[str, list[str]]:
    """Return the unit or the place that a line begins with and the persons behind it; both empty
    where the line is not so."""
    line = _LINE.match(text)
    head = line["unit"].strip() if line else ""
    if not line or honoured(head) or is_name(head) or (len(head) <= LABEL and kind_of_label(head)):
        return "", []
    if line["gap"].isspace() and not body_like(head):
        return "", []
    names = line["names"].split("、")
    short = len(names) > 1 and all(re.fullmatch("[\u3400-\u9fff·\\s]{2,5}", n) for n in names)
    return head, words_of(line["names"]) or ([n.strip() for n in names] if short else [])


def _may_be_unit(text: str) -> bool:
    """Whether a word before a colon may be a unit: no honour, no place, no label of a field."""
    person = is_name(text) and body_like(text) <= 0  # 光明学校 begins like a name
    other = honoured(text) or is_place(text) or WHOLE_CLASS.fullmatch(text) or person
    kind = kind_of_label(text) if len(text) <= LABEL else ""
    named = kind == "school" and text not in labels()  # 光明学校 ends like 所在学校
    return not other and (not kind or named)
