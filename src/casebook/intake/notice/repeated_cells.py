"""Units before which the words of the column beside them stand once more.

    党建品牌    党建品牌机车检修公司党委    “火车头”先锋行动
    优秀案例    优秀案例设计研究院第二党支部    红砖墙

The column says of what kind or of what system a unit is, and the words stand in front of each unit,
too. They are no part of the name; the column keeps them. Each such entry bears a check, for the name
is then not all that the cell prints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casebook.intake.notice.lexicon import body_like, is_place
from casebook.intake.notice.listing import Entry, Read
from casebook.intake.notice.templates import Slot

FEWEST = 3
"""Entries that show that the words come again in each."""
SHORTEST = 3
"""Characters of such words, and of the name that is left."""
_OF_KIND = ("category", "genre", "remarks")
"""The kinds of columns whose words belong to no name. That of a region or a body does."""


def parted(read: Read) -> Read:
    """Return a list as read, the units of such a table without the words of the column."""
    template = read.template
    if template is None or not template.cells or len(read.entries) < FEWEST:
        return read
    for unit in [slot for slot in template.slots if slot.kind in ("organisation", "school")]:
        for column in [slot for slot in template.slots if slot.kind in _OF_KIND]:
            if _comes_again(read.entries, column, unit):
                return replace(read, entries=tuple(_without(read.entries, column, unit)))
    return read


def _comes_again(entries: Sequence[Entry], column: Slot, unit: Slot) -> bool:
    """Whether what stands in `column` begins the unit of each entry, and is not the same in all."""
    words = {entry[column.field] for entry in entries}
    if len(words) < 2 or any(len(word) < SHORTEST or _is_name(word) for word in words):
        return False
    return all(
        entry[unit.field].startswith(entry[column.field])
        and len(entry[unit.field]) >= len(entry[column.field]) + SHORTEST
        for entry in entries
    )


def _is_name(words: str) -> bool:
    return body_like(words) > 0 or is_place(words)


def _without(entries: Sequence[Entry], column: Slot, unit: Slot) -> Iterator[Entry]:
    for entry in entries:
        word, whole = entry[column.field], entry[unit.field]
        name = whole.removeprefix(word).strip()
        values = tuple((f, name if f == unit.field else text) for f, text in entry.values)
        check = f"“{whole}”里的“{word}”另有一栏，单位只取了后面的字，请核对"
        yield replace(entry, values=values, check=entry.check or check)
