"""Divide a workbook that lists manuscripts, a row each with its text: what a web form hands out.

Enters: a workbook. Leaves: for each row a page that asks and answers as an application form does,
the heads of the columns its labels. A list whose rows hold no texts is no register of manuscripts.
"""

from collections.abc import Iterator, Sequence
from html import escape

from casebook.errata import StopPress
from casebook.intake.formats import spreadsheet
from casebook.intake.formats.spreadsheet import Grid
from casebook.intake.forms.labels import Field, Label, label_of

_HEADS = 10
"""Rows at the top of a sheet among which the heads of its columns are looked for."""
_LEAST, _FEWEST, _MOST = 150, 2, 1_000
"""Characters of a text that is a manuscript; how many rows with one make a list a register; how many
are taken apart."""
_NAMES = frozenset({Field.ORGANISATION, Field.TITLE})
_TEXTS = frozenset({Field.BODY, Field.SECTION})


def pages_in(data: bytes, kind: str, name: str) -> tuple[bytes, ...]:
    """Return a page for each manuscript of the workbook in `data`; nothing when it is no register.

    Raises `StopPress` when it is damaged, locked or too large.
    """
    pages = tuple(page for grid in spreadsheet.drawn(data, kind, name) for page in _pages(grid))
    return pages if len(pages) <= _MOST else ()


def is_register(data: bytes, kind: str, name: str) -> bool:
    """Whether a workbook lists manuscripts with their texts."""
    try:
        return bool(pages_in(data, kind, name))
    except StopPress:
        return False


def _pages(grid: Grid) -> Iterator[bytes]:
    for at, row in enumerate(grid.rows[:_HEADS]):
        labels = [label_of(cell) for cell in row]
        if not _heads_columns(labels):
            continue
        texts = [column for column, label in enumerate(labels) if label and label.field in _TEXTS]
        below = grid.rows[at + 1 :]
        lengths = [
            sum(len(cells[column]) for column in texts if column < len(cells)) for cells in below
        ]
        if sum(length >= _LEAST for length in lengths) >= _FEWEST:
            yield from (
                _page(row, cells) for cells, length in zip(below, lengths, strict=True) if length
            )
        return


def _heads_columns(labels: Sequence[Label | None]) -> bool:
    """Whether the labels of a row ask for units or titles, and for texts."""
    fields = {label.field for label in labels if label}
    return bool(fields & _NAMES) and bool(fields & _TEXTS) and len(fields) > 2


def _page(heads: Sequence[str], cells: Sequence[str]) -> bytes:
    """Return a row as a table of labels and values; a column without a head has an empty label."""
    rows = "".join(
        f"<tr><td>{escape(heads[at] if at < len(heads) else '')}</td><td>{_paragraphs(cell)}</td></tr>"
        for at, cell in enumerate(cells)
        if cell.strip()
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><table>{rows}</table>'
        "</body></html>"
    ).encode()


def _paragraphs(cell: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in cell.split("\n") if line.strip())
