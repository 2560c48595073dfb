"""Doubt names before which the words of a column beside them stand once more.

    税务系统    税务系统第一税务所办税服务厅
    优秀案例    优秀案例设计研究院第二党支部    红砖墙

The column says of what kind or of what system each is, and its words stand in front of each name,
too: put there with the cell, or part of the name. The name stays as the document prints it, and the
entry bears a check.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casebook.intake.notice.lexicon import body_like, is_place
from casebook.intake.notice.listing import Entry, Read
from casebook.intake.notice.templates import Slot

FEWEST = 3
"""Entries that show that the words come again in each."""
SHORTEST = 3
"""Characters at least of the name without them."""
_OF_NAME = ("organisation", "school", "title")
_PLAIN = ("number", "people", "region", *_OF_NAME)
"""The kinds of columns whose words may begin a name."""


def marked(read: Read) -> Read:
    """Return a list as read, with a check on each entry of such a table."""
    template = read.template
    if template is None or not template.cells or len(read.entries) < FEWEST:
        return read
    for name in [slot for slot in template.slots if slot.kind in _OF_NAME]:
        for column in [slot for slot in template.slots if slot.kind not in _PLAIN]:
            if _comes_again(read.entries, column, name):
                return replace(read, entries=tuple(_checked(read.entries, column, name)))
    return read


def _comes_again(entries: Sequence[Entry], column: Slot, name: Slot) -> bool:
    """Whether what stands in `column` begins the name of each entry, and is not the same in all."""
    words = {entry[column.field] for entry in entries}
    if len(words) < 2 or not all(words) or any(body_like(w) > 0 or is_place(w) for w in words):
        return False
    return all(
        entry[name.field].startswith(entry[column.field])
        and len(entry[name.field]) >= len(entry[column.field]) + SHORTEST
        for entry in entries
    )


def _checked(entries: Sequence[Entry], column: Slot, name: Slot) -> Iterator[Entry]:
    for entry in entries:
        word = entry[column.field]
        what = "题目" if name.kind == "title" else "单位"
        check = f"{what}前面的“{word}”另有一栏，是不是名称的一部分，请核对"
        yield replace(entry, check=entry.check or check)
