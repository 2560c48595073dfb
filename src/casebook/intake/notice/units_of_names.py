"""Part lines of persons behind their unit, 采矿场：雷开山　季 明, where the heading counts the persons.

Whether such a line is one award or one for each person its words do not say; the number in the
heading above does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from casebook.intake.notice.colon_lists import WHOLE_CLASS
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.lexicon import is_place, kind_of_label
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import HAN
from casebook.intake.notice.rows_of_names import words_of
from casebook.typography import number_of

_LINE = re.compile(
    r"^(?P<unit>[^：:，。；《》、]{2,24})\s*[：:]\s*(?P<names>[^：:《》，]+?)[。；]?$"
)
_PERSONS = re.compile(rf"(\d{{1,4}}|[{HAN}]{{1,4}})\s*[人名位]")


def parted(rows: Sequence[Row]) -> list[Row]:
    """Return `rows`, each line of a unit and its persons as one for each person, 单位：姓名, where
    there are as many persons below a heading as it says, and more than lines."""
    found: list[Row] = []
    at = 0
    while at < len(rows):
        found.append(rows[at])
        at += 1
        counts = {number_of(count) for count in _PERSONS.findall(rows[at - 1].text)}
        if not counts or _persons(rows[at - 1]):
            continue
        block = list(takewhile(_persons, rows[at:]))
        single = [one for row in block for one in _persons(row)]
        if len(block) < len(single) and len(single) in counts:
            found += single
            at += len(block)
    return found


def _persons(row: Row) -> list[Row]:
    """Return a row for each person behind the unit of a line, empty if it is no such line."""
    line = _LINE.match(row.text)
    if not line or not _is_unit(line["unit"].strip()):
        return []
    unit = line["unit"].strip()
    return [replace(row, text=f"{unit}：{name}") for name in words_of(line["names"])]


def _is_unit(text: str) -> bool:
    """Whether a word before a colon may be a unit: no honour, no place, no label of a field."""
    other = honoured(text) or is_place(text) or WHOLE_CLASS.fullmatch(text)
    return not other and not kind_of_label(text)
