"""Read files of which an application form is the whole: PDF, workbook, several forms in a Word file.

The text of a PDF runs through the cells of a form in any order; the rules on the page tell which
words stand in which cell. A PDF without a form is read line by line. Units fill in forms in Excel as
often as in Word: a sheet is laid out as a table. A workbook that is no form is a list of something,
and no manuscript. And a unit that fills the form in once for each of its cases sends them in one
Word file, which is divided into one file for each form and its text: where the next title is asked
for, the next form begins, with the short lines over it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from casebook import pagetext
from casebook.book import Award
from casebook.errata import StopPress
from casebook.intake.formats import file_kinds, office, spreadsheet, tables_over_pages, word
from casebook.intake.formats.pdf_text import Row
from casebook.intake.formats.rich import Block, Cell, Document, Paragraph, Span, Table, paragraphs
from casebook.intake.formats.spreadsheet import Grid
from casebook.intake.formats.word.office_package import DivisibleDocument
from casebook.intake.forms.application import TEXT, Application
from casebook.intake.forms.form_lines import is_stamp, laid_out, parted
from casebook.intake.forms.form_taking import taken
from casebook.intake.forms.labels import Field, label_of, pairs_of
from casebook.intake.matching.match import titles_at
from casebook.intake.matching.organisations import fold
from casebook.intake.structure import registers
from casebook.intake.structure.cell_paragraphs import cut_cell_text
from casebook.intake.structure.draft import FORM, Draft, Stated, names_a_house
from casebook.intake.structure.titles_and_headings import join_wraps
from casebook.intake.tidy import TidyChanges


def pdf_form(data: bytes, folios: Sequence[str]) -> Document | None:
    """Return the PDF `data` as a document when a table of it is a form, else None.

    `folios` are lines that are page numbers, which are left out.
    """
    pages = tables_over_pages.document(pagetext.ruled(data), cut_cell_text)
    rows = [row for page in pages for row in page if row.text.strip() not in set(folios)]
    if not any(row.table for row in rows):
        return None
    blocks = tuple(blocks_of_rows(rows))
    _, form = taken(blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    _, alone = taken(tables)
    return Document(blocks) if alone.met and (form.title or form.organisation) else None


def blocks_of_rows(rows: Sequence[Row]) -> Iterator[Block]:
    """Yield the lines of pages as paragraphs, wraps joined, and their tables."""
    for table, group in groupby(rows, lambda row: row.table):
        if table:
            yield _pdf_table([*group])
            continue
        lines, _ = join_wraps(parted(laid_out([row.text.strip() for row in group])))
        yield from (Paragraph((Span(line),) if line else ()) for line in lines)


def _pdf_table(rows: Sequence[Row]) -> Table:
    """Return rows as a table: a cell goes on to the right where none begins and nothing stands."""
    made: list[list[Cell]] = []
    begun: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        in_form = False
        for column, (text, own) in enumerate(zip(row.cells, row.own, strict=True)):
            if own or (not number and not column):
                begun[column] = (number, len(cells))
                cells.append(Cell(_paragraphs(text)))
                in_form = True
            elif text and column in begun:
                at, place = begun[column]
                if at < number:
                    above = made[at][place]
                    made[at][place] = Cell(above.blocks, above.across, number - at + 1)
                in_form = False
            elif in_form:
                last = cells[-1]
                cells[-1] = Cell(last.blocks, last.across + 1, last.down)
        made.append(cells)
    return Table(tuple(tuple(cells) for cells in made))


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph((Span(line),)) for line in text.split("\n") if line.strip())


KINDS = frozenset({"xlsx", "xlsb", "xls", "ods"})
_LEAST, _ASKED = 150, 50
"""Characters of text that a form must hold to be a manuscript itself; of sentences under a label that
asks for the text."""


def workbook_form(data: bytes, kind: str, name: str) -> Document | None:
    """Return the workbook in `data` as a document when it is a form with its text, else None.

    Raises `StopPress` when it is damaged, locked or too large.
    """
    blocks = tuple(
        block for grid in spreadsheet.drawn(data, kind, name) for block in _sheet_blocks(grid)
    )
    rest, form = taken(blocks)
    text = "".join(paragraph.text for paragraph in paragraphs(tuple(rest)))
    return Document(blocks) if _is_manuscript(form, text) else None


def is_manuscript(data: bytes, kind: str, name: str) -> bool:
    """Whether a workbook is a form that holds its text."""
    try:
        return workbook_form(data, kind, name) is not None
    except StopPress:
        return False


def facts(data: bytes, kind: str, name: str) -> Draft | None:
    """Return what a form says that holds no text of its own; None when the file is no form.

    Raises `StopPress` when it cannot be read.
    """
    if kind in KINDS:
        grids = spreadsheet.drawn(data, kind, name)
        blocks = [block for grid in grids for block in _sheet_blocks(grid)]
    elif kind == "docx":
        blocks = [*word.read(data, name).blocks]
    else:
        return None
    _, form = taken(blocks)
    return facts_of(form) if form.met and (form.title or form.organisation) else None


def facts_of(form: Application) -> Draft:
    """Return what a form says, without a text."""
    return Draft(
        "", Stated(form.title, FORM), Stated(form.organisation, FORM), tuple(form.names),
        tuple(form.contributors), (), (), TidyChanges(), form=tuple(form.answers),
        private=tuple(form.private), category=form.category, summary=form.summary,
    )  # fmt: skip


def _is_manuscript(form: Application, text: str) -> bool:
    """Whether a form holds its text: a long one, or sentences where the form asks for the text."""
    labels = [label_of(answer.label) for answer in form.answers if answer.became == TEXT]
    asked = any(label and label.field in (Field.BODY, Field.SECTION) for label in labels)
    enough = len(text) >= (_ASKED if asked and "。" in text else _LEAST)
    return form.met and bool(form.title or form.organisation) and enough


def _sheet_blocks(grid: Grid) -> Iterator[Block]:
    """Yield the rows of a sheet: one cell alone is a paragraph, the others are rows of a table.

    A sheet whose name is the label of what the office wants (填表说明) is that label and its words.
    """
    label = label_of(grid.name)
    if label and label.field is Field.OFFICE:
        words = "\n".join(cell for row in grid.rows for cell in row if cell.strip())
        if words:
            yield Table(((_sheet_cell(grid.name, None), _sheet_cell(words, None)),))
        return
    spans = {(span.top, span.left): span for span in grid.spans}
    hidden = {
        (row, column)
        for span in grid.spans
        for row in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
        if (row, column) != (span.top, span.left)
    }
    width = max((len(row) for row in grid.rows), default=0)
    used = [at for at in range(width) if any(at < len(row) and row[at] for row in grid.rows)]
    last = max((*used, *(span.right for span in grid.spans)), default=-1) + 1
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(grid.rows):
        cells = [
            _sheet_cell(row[at] if at < len(row) else "", spans.get((number, at)))
            for at in range(last) if (number, at) not in hidden
        ]  # fmt: skip
        if len(cells) == 1 and not rows:
            yield from (block for block in cells[0].blocks)
        elif rows or any(cell.blocks for cell in cells):
            rows.append(tuple(cells))
    if rows:
        yield Table(tuple(rows))


def _sheet_cell(text: str, span: spreadsheet.Span | None) -> Cell:
    lines = (line.strip() for line in text.split("\n"))
    blocks = tuple(Paragraph((Span(line),)) for line in lines if line)
    if span is None:
        return Cell(blocks)
    return Cell(blocks, span.right - span.left + 1, span.bottom - span.top + 1)


MOST_PIECES, MOST_FORMS = 3_000, 60
_SHORT = 60
"""Characters of a line that may stand over a form."""
_OLD = {"doc": "doc", "rtf": "rtf", "odt": "odt"}


def divided(data: bytes, name: str) -> tuple[bytes, ...]:
    """Return a file for each form in `data`, a Word file, or a page for each row of a workbook that
    lists manuscripts; nothing when they cannot be told apart.

    Raises `StopPress` when the file cannot be read.
    """
    kind = file_kinds.kind_of_bytes(data, "").key
    if kind in KINDS:
        return registers.pages_in(data, kind, name)
    package = _package(data, name)
    if package is None:
        return ()
    starts = _starts(_pieces(package, name))
    return _parted(package, [0, *starts[1:]] if starts else starts)


def divided_at_titles(
    data: bytes, name: str, awards: Sequence[Award]
) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Return a Word file for each manuscript in `data`, that begins with the title of its award.

    A title in a list of contents begins none: text must stand under it. The second value are the
    lines before the first manuscript that are in none of the files: the head of the collection and
    its contents; a text before it is a file of its own. Raises as `divided`.
    """
    package = _package(data, name)
    if package is None:
        return (), ()
    texts = [piece.text for piece in _pieces(package, name)]
    title_awards = titles_at(texts, awards)
    bounds = [*title_awards, len(texts)]
    starts = [
        at for at, end in pairwise(bounds) if sum(map(len, texts[at + 1 : end])) >= _LEAST
    ]  # fmt: skip
    if len(starts) < 2 or len({title_awards[at].id for at in starts}) < len(starts):
        return (), ()
    starts = [_with_house(texts, at) for at in starts]
    before = tuple(text for text in texts[: starts[0]] if text)
    if any("。" in text for text in before):
        return _parted(package, [0, *starts]), ()
    return _parted(package, starts), before


def _with_house(texts: Sequence[str], at: int) -> int:
    """Return where a manuscript begins whose title stands at `at`: its unit may stand above."""
    above = [i for i in range(max(at - 3, 0), at) if texts[i]]
    return above[-1] if above and names_a_house(texts[above[-1]]) else at


def _package(data: bytes, name: str) -> DivisibleDocument | None:
    key = file_kinds.kind_of_bytes(data, "").key
    if key in _OLD:
        data = office.convert(data, _OLD[key], name)
    elif key != "docx":
        return None
    package = DivisibleDocument(data, name)
    return package if package.count <= MOST_PIECES else None


def _pieces(package: DivisibleDocument, name: str) -> list["_Piece"]:
    return [_Piece(package, at, name) for at in range(package.count)]


def _parted(package: DivisibleDocument, starts: Sequence[int]) -> tuple[bytes, ...]:
    if not 1 < len(starts) <= MOST_FORMS:
        return ()
    return tuple(
        package.part(range(first, last)) for first, last in pairwise([*starts, package.count])
    )


class _Piece:
    """A paragraph or a table at the top of a document: its words, and the title it states."""

    def __init__(self, package: DivisibleDocument, at: int, name: str) -> None:
        try:
            blocks = word.read(package.part([at]), name).blocks
        except StopPress:
            blocks = ()
        self.text = "\n".join(paragraph.text.strip() for paragraph in paragraphs(blocks)).strip()
        self.table = any(isinstance(block, Table) for block in blocks)
        pairs = () if self.table else pairs_of(self.text) or ()
        self.title = next((value for label, value in pairs if label.field is Field.TITLE), "")
        if self.table:
            _, form = taken(blocks)
            self.title = form.title

    @property
    def heads(self) -> bool:
        """Whether it may stand over a form: a short line, and no end of the form before."""
        ends = self.text.endswith(("。", "！", "？")) or (bool(self.text) and is_stamp(self.text))
        return not self.table and len(self.text) <= _SHORT and not ends


def _starts(pieces: Sequence[_Piece]) -> list[int]:
    """Return the pieces at which a form begins: where another title is stated than before."""
    starts: list[int] = []
    known, last = "", 0
    for at, piece in enumerate(pieces):
        title = fold(piece.title)
        if not title or title == known:
            continue
        start = at
        while start > last and pieces[start - 1].heads:
            start -= 1
        starts.append(start)
        known, last = title, at + 1
    return starts
