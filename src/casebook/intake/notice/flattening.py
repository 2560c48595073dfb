"""Flatten a document of blocks into the lines of a notice: a paragraph a line, a table row a line.

Numbers that the program counts stand before their paragraph as they are shown. Cells of a row are
parted by tabs, an inner line end becomes a space, a cell merged over rows is put into each of
them. A table that only lays out the page (blocks in one cell, a table in a cell) gives its blocks.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casebook.conservation import missing
from casebook.intake.formats.rich import (
    Block,
    Cell,
    Document,
    InlinePicture,
    Mark,
    Paragraph,
    Table,
    paragraphs,
)

LIST = 3
"""Paragraphs of one cell from which a table of a single row is a list set in columns."""


class Recognition(NamedTuple):
    """How a line was recognised: the mean of how sure its characters are, from 0 to 1.

    `doubts` are the characters of which it is not sure. `picture` counts the pages of its file
    that were recognised from 1; `box` is the line's place on it in pixels, left, top, right, bottom.
    `room` are the ems left free at its end, where known, `wraps`
    the characters before and after each place where a cell in it goes over to its next line.
    """

    sure: float
    doubts: str
    picture: int
    box: tuple[float, float, float, float]
    room: float | None = None
    wraps: tuple[tuple[str, str], ...] = ()


class Printed(NamedTuple):
    """A line as printed: its text, its page from 1, the table it is a row of (0 for none).

    `line` is its number in the file where that is not its place among the lines; 0 where it is a
    name and no line. `picture` is the key of a picture that stands there, `ocr` how the line was
    recognised if it stood in one.
    """

    text: str
    page: int = 1
    table: int = 0
    line: int | None = None
    picture: str = ""
    ocr: Recognition | None = None


def printed(document: Document) -> tuple[Printed, ...]:
    """Return the lines of `document`, tables counted from 1."""
    return tuple(_Flattening().blocks(document.blocks))


def lost(document: Document, lines: Sequence[Printed]) -> tuple[str, ...]:
    """Return what of the paragraphs of `document` does not stand in `lines`."""
    wanted = "\n".join(
        f"{_number(paragraph.mark)}{paragraph.text}" for paragraph in paragraphs(document.blocks)
    )  # fmt: skip
    captions = "".join(f"\n{paragraph.caption}" for paragraph in _tables(document.blocks))
    held = "\n".join(line.text for line in lines)
    return tuple(gap.text for gap in missing(wanted + captions, held) if gap.text.strip())


def pictures(document: Document) -> int:
    """Return how many pictures stand in the text of `document`."""
    return sum(
        isinstance(piece, InlinePicture)
        for paragraph in paragraphs(document.blocks)
        for piece in paragraph.pieces
    )


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
            for row in block.rows:
                for cell in row:
                    yield from _tables(cell.blocks)


class _Flattening:
    """Counts the tables on the way."""

    def __init__(self) -> None:
        self._tables = 0

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Printed]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from _lines(block)
            else:
                yield from self._table(block)

    def _table(self, table: Table) -> Iterator[Printed]:
        if table.caption:
            yield Printed(table.caption)
        if _lays_out(table):
            for row in table.rows:
                for cell in row:
                    yield from self.blocks(cell.blocks)
            return
        self._tables += 1
        number = self._tables
        for text in rows_of(table):
            yield Printed(text, table=number)


def _lays_out(table: Table) -> bool:
    """Whether a table is there for the sake of the page: its cells hold what pages hold."""
    cells = [cell for row in table.rows for cell in row if cell.blocks]
    if any(isinstance(block, Table) for cell in cells for block in cell.blocks):
        return True
    widest = max((len(row) for row in table.rows), default=0)
    if widest == 1:
        return True
    counts = [sum(bool(_text(block).strip()) for block in cell.blocks) for cell in cells]
    return len(table.rows) == 1 and max(counts, default=0) >= LIST


def rows_of(table: Table) -> Iterator[str]:
    """Yield the rows of `table`, cells between tabs.

    In rows of the usual count of cells they stand by their number: the columns of Word seldom meet
    to the point. In a row with more or fewer they stand by the column they begin in.
    """
    grid = _grid(table)
    counts = Counter(map(len, grid))
    usual = max(counts, key=lambda count: (counts[count], count), default=0)
    for row in grid:
        if len(row) == usual:
            yield "\t".join(text for text, _ in row)
        else:
            yield "\t".join(text + "\t" * (across - 1) for text, across in row)


def _grid(table: Table) -> list[list[tuple[str, int]]]:
    """Return for each row its cells, those that began above too: their text, and their width."""
    grid: list[list[tuple[str, int]]] = []
    above: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        cells: list[tuple[str, int]] = []
        here: dict[int, tuple[Cell, int]] = {}
        column, queue = 0, list(row)
        own = any(cell_text(cell) for cell in row)
        while queue or any(at >= column for at in above):
            if column in above:
                cell, left = above.pop(column)
                cells.append((cell_text(cell) if own else "", cell.across))
            elif queue:
                cell = queue.pop(0)
                left = cell.down
                cells.append((cell_text(cell), cell.across))
            else:
                column += 1
                continue
            if left > 1:
                here[column] = (cell, left - 1)
            column += cell.across
        above = here
        grid.append(cells)
    return grid


def cell_text(cell: Cell) -> str:
    """Return the text of a cell on one line."""
    return " ".join(" ".join(_text(block) for block in cell.blocks).split())


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _number(block.mark) + block.text
    return " ".join(cell_text(cell) for row in block.rows for cell in row)


def _lines(paragraph: Paragraph) -> Iterator[Printed]:
    text = _number(paragraph.mark) + paragraph.text
    yield from (Printed(line) for line in text.split("\n"))
    yield from (
        Printed("", picture=piece.key)
        for piece in paragraph.pieces
        if isinstance(piece, InlinePicture)
    )


def _number(mark: Mark | None) -> str:
    """Return the number a list prints before a paragraph, a space behind it after a Latin sign."""
    if mark is None or not mark.text:
        return ""
    return f"{mark.text} " if mark.text[-1].isascii() else mark.text
