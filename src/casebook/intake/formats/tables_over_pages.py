"""Join the tables of a PDF that the end of a page cuts: rows, cells of several pages, whole tables.

A page shows the lines between those columns only that its rows have: the page in the middle of a
long cell has two columns, or a mere frame, where the first page has four. Columns are therefore
known by where their lines stand, and not by their number.
"""

from collections.abc import Sequence
from typing import NamedTuple

from casebook.intake.formats.pdf_text import NEAR, Join, Row, rows
from casebook.pagetext import Ruled

EDGE = 3
"""Lines at the head or foot of a page that may stand between two halves of a table."""
_LONG = 40
"""Characters of a text that fills a row by itself and may go on over the page."""


class _Open(NamedTuple):
    """The row at the foot of a page with which the next page may go on: the lines of the page it
    stands in, and its place among them."""

    lines: list[Row]
    at: int

    @property
    def row(self) -> Row:
        """The row itself."""
        return self.lines[self.at]


def document(pages: Sequence[Ruled], join: Join | None = None) -> list[list[Row]]:
    """Return the lines of each page; a row of a table that a page's end cuts is whole on the first.

    Tables are numbered through; one that goes on over the page is the same table. `join` puts the
    characters of a cell together, as in `rows`; with it, a text that fills a row goes on over pages.
    """
    pages_lines: list[list[Row]] = []
    last: _Open | None = None
    count = 0
    for page in pages:
        edges = last.row.edges if last and join else ()
        lines = [
            row._replace(table=row.table + count * bool(row.table))
            for row in rows(page, join, edges)
        ]
        known: set[str] = set()
        joined: int | None = None
        if last:
            lines, known, joined = _going_on(last, lines, whole=join is not None)
        pages_lines.append(lines)
        count = max([count, *(row.table for row in lines)])
        last = _left_open(lines, known, joined, last)
    return pages_lines


def _left_open(
    lines: list[Row], known: set[str], joined: int | None, before: _Open | None
) -> _Open | None:
    """Return the row that is open at the foot of a page.

    It is that of the page before where nothing came behind what was `joined` to it.
    """
    foot = [at for at, row in enumerate(lines) if row.table or at == joined]
    if not foot or len(lines) - foot[-1] > EDGE:
        return None
    own = [at for at in foot if at != joined and lines[at].text not in known]
    return _Open(lines, own[-1]) if own else before


def _going_on(last: _Open, lines: list[Row], whole: bool) -> tuple[list[Row], set[str], int | None]:
    """Join a table at the head of a page to the row the page before left open.

    Returns the lines of the page, the texts of the rows that the page before has too (the heads of
    columns that are printed again), and which row was joined, if one was.
    """
    head = next((at for at, row in enumerate(lines[: EDGE + 1]) if row.table), None)
    if head is None:
        return lines, set(), None
    number = lines[head].table
    columns = _columns(lines[head], last.row, whole)
    if columns is None:
        return lines, set(), None
    same = [
        _laid_over(row, columns, last.row)._replace(table=last.row.table)
        if row.table == number
        else row
        for row in lines
    ]
    known = {row.text for row in last.lines if row.table == last.row.table}
    own = [at for at in range(head, len(same)) if same[at].table and same[at].text not in known]
    joined = _joined_row(last.row, same[own[0]], whole) if own else None
    if joined is None:
        return same, known, None
    last.lines[last.at] = joined
    same[own[0]] = Row("")
    return same, known, own[0]


def _columns(row: Row, above: Row, placed: bool) -> tuple[int, ...] | None:
    """Return in which columns of `above` those of `row` begin; None when it has others.

    Unless they are `placed`, another number of columns is another table.
    """
    if len(row.cells) == len(above.cells):
        return tuple(range(len(row.cells)))
    if not placed:
        return None
    places: list[int] = []
    for edge in row.edges:
        near = [at for at, other in enumerate(above.edges) if abs(edge - other) <= 2 * NEAR]
        if not near:
            return None
        places.append(near[0])
    ends = places[:1] == [0] and places[-1:] == [len(above.cells)]
    return tuple(places[:-1]) if ends and len(set(places)) == len(places) else None


def _laid_over(row: Row, columns: Sequence[int], above: Row) -> Row:
    """Return a row with the columns of the row above; a cell stands where it begins."""
    if len(row.cells) == len(above.cells):
        return row
    cells, own = [""] * len(above.cells), [False] * len(above.cells)
    for at, text, begins in zip(columns, row.cells, row.own, strict=True):
        cells[at], own[at] = text, begins
    return Row("\t".join(cells), row.table, tuple(cells), tuple(own), row.boxes, above.edges)


def _joined_row(last: Row, first: Row, whole: bool) -> Row | None:
    """Return the row that a page's end cut in two, None when `first` is a row of its own.

    It is cut when its first cell, the number as a rule, is empty, and that of the row before not;
    with `whole` also when both are nothing but one long text.
    """
    if not first.cells:
        return None
    numbered = not first.cells[0] and bool(last.cells[0])
    if not numbered and not (whole and _is_text(last) and _is_alone(first)):
        return None
    cells = tuple(a + b for a, b in zip(last.cells, first.cells, strict=True))
    return Row("\t".join(cells), last.table, cells, last.own, last.boxes, last.edges)


def _is_text(row: Row) -> bool:
    return _is_alone(row) and len(row.cells[0]) > _LONG


def _is_alone(row: Row) -> bool:
    """Whether a row is one cell."""
    return bool(row.cells[0]) and not any(row.cells[1:]) and not any(row.own[1:])
