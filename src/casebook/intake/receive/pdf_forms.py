"""Read a PDF as a manuscript when it is an application form whose cells are ruled.

The text of a PDF runs through the cells in any order; the rules on the page tell which words stand
in which cell. A PDF without a form is read line by line.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from casebook import pagetext
from casebook.intake.formats import pdf_text
from casebook.intake.formats.pdf_text import Row
from casebook.intake.formats.rich import Block, Cell, Document, Paragraph, Span, Table
from casebook.intake.receive.form_lines import laid_out, parted
from casebook.intake.receive.form_taking import taken
from casebook.intake.receive.plain_structure import join_wraps
from casebook.pagetext import Box

Chars = Sequence[tuple[str, Box | None]]


def document(data: bytes, folios: Sequence[str]) -> Document | None:
    """Return the PDF `data` as a document when a table of it is a form, else None.

    `folios` are lines that are page numbers, which are left out.
    """
    pages = pdf_text.document(pagetext.ruled(data), _cell_text)
    rows = [row for page in pages for row in page if row.text.strip() not in set(folios)]
    if not any(row.table for row in rows):
        return None
    blocks = tuple(_blocks(rows))
    _, form = taken(blocks)
    tables = [one for one in blocks if isinstance(one, Table)]
    _, alone = taken(tables)
    return Document(blocks) if alone.met and (form.title or form.organisation) else None


def _blocks(rows: Sequence[Row]) -> Iterator[Block]:
    for table, group in groupby(rows, lambda row: row.table):
        if table:
            yield _table([*group])
            continue
        lines, _ = join_wraps(parted(laid_out([row.text.strip() for row in group])))
        yield from (Paragraph((Span(line),) if line else ()) for line in lines)


def _table(rows: Sequence[Row]) -> Table:
    """Return rows as a table: a cell goes on to the right where none begins and nothing stands."""
    made: list[list[Cell]] = []
    begun: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        mine = False
        for column, (text, own) in enumerate(zip(row.cells, row.own, strict=True)):
            if own or (not number and not column):
                begun[column] = (number, len(cells))
                cells.append(Cell(_paragraphs(text)))
                mine = True
            elif text and column in begun:
                at, place = begun[column]
                if at < number:
                    above = made[at][place]
                    made[at][place] = Cell(above.blocks, above.across, number - at + 1)
                mine = False
            elif mine:
                last = cells[-1]
                cells[-1] = Cell(last.blocks, last.across + 1, last.down)
        made.append(cells)
    return Table(tuple(tuple(cells) for cells in made))


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph((Span(line),)) for line in text.split("\n") if line.strip())


def _cell_text(chars: Chars) -> str:
    """Return the text of a cell, a line a paragraph: one ends where its last line is short."""
    lines = [line for line in _lines(chars) if any(box for _, box in line)]
    if not lines:
        return ""
    edges = [max(box.x1 for _, box in line if box) for line in lines]
    starts = [min(box.x0 for _, box in line if box) for line in lines]
    em = median(box.y1 - box.y0 for line in lines for _, box in line if box)
    said = _words(lines[0])
    right, left = max(edges), min(starts)
    for at, _ in enumerate(pairwise(lines), 1):
        short = edges[at - 1] < right - 1.5 * em or starts[at] > left + em
        narrow = right - left < 8 * em  # 联 over 系: a label, or a name that wraps
        said += ("\n" if short and not narrow else "") + _words(lines[at])
    return said


def _lines(chars: Chars) -> Iterator[list[tuple[str, Box | None]]]:
    """Yield the characters of each line of a cell."""
    line: list[tuple[str, Box | None]] = []
    last: Box | None = None
    for char, box in chars:
        if box and last and not char.isspace() and box.y0 > (last.y0 + last.y1) / 2:
            yield line
            line = []
        line.append((char, box))
        last = box if box and not char.isspace() else last
    if line:
        yield line


def _words(line: Chars) -> str:
    text = "".join(char for char, _ in line if char not in "\r\n")
    return " ".join(text.split(" ")).strip()
