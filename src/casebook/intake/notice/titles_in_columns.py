"""Titles that hold 《》 and stand in none: 读《论语》有感. The columns of all lines show where one begins.

    第二中学　向前进　苏霍姆林斯基教我当班主任
    高级职业中学　游建　在《论语》中遇见自己

In both lines the third word begins the title. Such lines get tabs between their cells: a cell keeps
what stands in it whole. Only where all lines of several fields have as many of them, 《》 stands in
one column alone, and beside it no person, no unit and no genre: 张三《春晓》 is two fields.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casebook.intake.notice.lexicon import body_like, kind_of_label, names_in, odds
from casebook.intake.notice.notice_lines import Row

FEWEST = 3
"""Lines that make columns."""
COLUMNS = 3
"""Fewest columns: of two fields a line, a space may part the words of either."""
SHARE = 3
"""Of so many titles one at least has no 《》, or each has words on both sides of it."""
_GAP = re.compile(r"[ \u3000\xa0]+")
_WITHIN = re.compile(r"(?P<before>[^《》]*)《[^《》]+》(?P<behind>[^《》]*)")
_OTHER_MARKS = re.compile(r"[\t|｜:：]")


def parted(rows: Sequence[Row]) -> list[Row]:
    """Return `rows`, of lists with such titles each line with tabs between its cells."""
    fields = [_GAP.split(row.text.strip()) for row in rows]
    listed = [cells for cells in fields if len(cells) > 1]
    if len(listed) < FEWEST or len(set(map(len, listed))) != 1 or len(listed[0]) < COLUMNS:
        return list(rows)
    if any(_OTHER_MARKS.search(cell) for cells in listed for cell in cells):
        return list(rows)
    marked = {at for cells in listed for at, cell in enumerate(cells) if "《" in cell}
    if len(marked) != 1 or not _is_of_titles([cells[min(marked)] for cells in listed]):
        return list(rows)
    return [
        replace(row, text="\t".join(cells)) if len(cells) > 1 else row
        for row, cells in zip(rows, fields, strict=True)
    ]


def _is_of_titles(cells: Sequence[str]) -> bool:
    """Whether all cells of a column are titles, though 《》 stands within some of them."""
    around = list(_words_around([cell for cell in cells if "《" in cell]))
    if not all(around) or not any(before or behind for before, behind in filter(None, around)):
        return False
    plain = len(cells) - len(around)
    return plain * SHARE >= len(cells) or all(all(pair) for pair in filter(None, around))


def within(title: str) -> str:
    """Return a title without the marks of the 《》 within it, as it is where they may part fields."""
    around = next(_words_around([title]))
    return re.sub("[《》]", "", title) if around and any(around) else title


def _words_around(cells: Sequence[str]) -> Iterator[tuple[str, str] | None]:
    """Yield the words before and behind the 《》 of each cell, None where they may be a field."""
    for cell in cells:
        match = _WITHIN.fullmatch(cell)
        pair = (match["before"], match["behind"]) if match else None
        yield None if pair is None or any(map(_may_be_field, pair)) else pair


def _may_be_field(words: str) -> bool:
    if not words:
        return False
    named = bool(names_in(words)) or body_like(words) > 0 or words[0] in "（(【["
    return named or bool(kind_of_label(words)) or odds("genre", words) > 0
