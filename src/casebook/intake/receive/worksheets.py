"""Read a workbook as a manuscript when it is an application form: a sheet laid out as a table.

Units fill in forms in Excel as often as in Word. A workbook that is no form is a list of
something, and no manuscript.
"""

from collections.abc import Iterator

from casebook.errata import StopPress
from casebook.intake.formats import spreadsheet
from casebook.intake.formats.rich import Block, Cell, Document, Paragraph, Span, Table, paragraphs
from casebook.intake.formats.spreadsheet import Grid
from casebook.intake.receive.application import Application
from casebook.intake.receive.form_taking import taken

KINDS = frozenset({"xlsx", "xls", "ods"})
_LEAST = 150
"""Characters of text that a form must hold to be a manuscript itself."""


def document(data: bytes, kind: str, name: str) -> Document | None:
    """Return the workbook in `data` as a document when it is a form with its text, else None.

    Raises `StopPress` when it is damaged, locked or too large.
    """
    blocks = tuple(block for grid in spreadsheet.drawn(data, kind, name) for block in _blocks(grid))
    kept, form = taken(blocks)
    text = sum(len(one.text) for one in paragraphs(tuple(kept)))
    return Document(blocks) if _is_manuscript(form, text) else None


def is_manuscript(data: bytes, kind: str, name: str) -> bool:
    """Whether a workbook is a form that holds its text."""
    try:
        return document(data, kind, name) is not None
    except StopPress:
        return False


def _is_manuscript(form: Application, text: int) -> bool:
    return form.met and bool(form.title or form.organisation) and text >= _LEAST


def _blocks(grid: Grid) -> Iterator[Block]:
    """Yield the rows of a sheet: one cell alone is a paragraph, the others are rows of a table."""
    spans = {(one.top, one.left): one for one in grid.spans}
    hidden = {
        (row, column)
        for one in grid.spans
        for row in range(one.top, one.bottom + 1)
        for column in range(one.left, one.right + 1)
        if (row, column) != (one.top, one.left)
    }
    width = max((len(row) for row in grid.rows), default=0)
    used = [at for at in range(width) if any(at < len(row) and row[at] for row in grid.rows)]
    last = max((*used, *(one.right for one in grid.spans)), default=-1) + 1
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(grid.rows):
        cells = [
            _cell(row[at] if at < len(row) else "", spans.get((number, at)))
            for at in range(last) if (number, at) not in hidden
        ]  # fmt: skip
        if len(cells) == 1 and not rows:
            yield from (one for one in cells[0].blocks)
        elif rows or any(cell.blocks for cell in cells):
            rows.append(tuple(cells))
    if rows:
        yield Table(tuple(rows))


def _cell(text: str, span: spreadsheet.Span | None) -> Cell:
    lines = (line.strip() for line in text.split("\n"))
    blocks = tuple(Paragraph((Span(line),)) for line in lines if line)
    if span is None:
        return Cell(blocks)
    return Cell(blocks, span.right - span.left + 1, span.bottom - span.top + 1)
