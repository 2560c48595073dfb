"""Tables saved as text: a cell that stands beside several rows once, or each cell on a line.

    一等奖\t张三\t春晓          The rows below lack the cell; they are moved to the columns of the row
    二等奖\t李四\t夏至          above them, the missing cell empty, as it is in a table.
    王五\t秋分

Only where the first column holds prizes in the whole rows and in none of the short ones. Of cells on
lines of their own, a bar alone begins each row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from casebook.intake.notice import line_layout
from casebook.intake.notice.lexicon import kind_of_label
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.tier_headings import tier_of

FEWEST = 3
"""Columns of such a table: the prize and two more."""
SHORT = 2
"""So many cells at most may be missing at the head of a row."""


BAR = "|"
ROWS = 3
"""So many rows show that bars begin them."""


def between_bars(rows: Sequence[Row]) -> list[Row]:
    """Return `rows`, the cells between two lines of a bar alone put in one row."""
    starts = [at for at, row in enumerate(rows) if row.text == BAR]
    if len(starts) < ROWS or starts[0] + 1 >= len(rows):
        return list(rows)
    size = starts[1] - starts[0]
    groups = [rows[at : at + size] for at in starts]
    steps = {late - early for early, late in pairwise(starts)}
    whole = len(groups[-1]) == size and not any("\t" in row.text for g in groups for row in g)
    if size < ROWS or steps != {size} or not whole:
        return list(rows)
    end = starts[-1] + size
    return [*rows[: starts[0]], *map(_in_row, groups), *rows[end:]]


def _in_row(cells: Sequence[Row]) -> Row:
    texts = [row.text.removesuffix(BAR).strip() for row in cells[1:]]
    return replace(cells[0], text="\t".join(texts), joined=tuple(cells[1:]))


def filled(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield `rows`, the short ones of such tables with empty cells where theirs are missing."""
    block: list[Row] = []
    for row in rows:
        if len(_cells(row)) > 1 or (block and "|" in row.text):
            block.append(row)
        else:
            yield from _filled(block)
            block = []
            yield row
    yield from _filled(block)


def _cells(row: Row) -> list[str]:
    """Return the cells of a row, without the empty ones behind the last that is not."""
    text = row.text if "\t" in row.text else re.sub(r"[\s|]+$", "", row.text)
    cells = line_layout.cells(text)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _filled(block: Sequence[Row]) -> Sequence[Row]:
    grid = [_cells(row) for row in block]
    head = bool(block) and line_layout.header(block[0]) is not None
    width = max((len(cells) for cells in grid), default=0)
    body = grid[head:]
    full = [cells for cells in body if len(cells) == width]
    short = [cells for cells in body if len(cells) < width]
    if width < FEWEST or not short or not full or min(map(len, short)) < width - SHORT:
        return block
    if head and (len(grid[0]) != width or kind_of_label(grid[0][0]) != "prize"):
        return block
    prized = [_is_prize(row, cells[0]) for row, cells in zip(block[head:], body, strict=True)]
    whole = [len(cells) == width for cells in body]
    if prized != whole or not all(all(cells) for cells in body):
        return block
    return [
        replace(row, text="\t".join([*[""] * (width - len(cells)), *cells]))
        for row, cells in zip(block, grid, strict=True)
    ]


def _is_prize(row: Row, cell: str) -> bool:
    return bool(cell) and tier_of(replace(row, text=cell)) is not None
