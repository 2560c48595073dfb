"""Read a workbook (.xlsx, .xlsm, .xls, .xlsb, .ods) into sheets of cells as a reader sees them.

Numbers and days are as printed, merged cells filled down into every row they span and once across,
hidden sheets, rows and columns read and told. python-calamine reads every format and knows no
number formats; so .xlsx is read by openpyxl first, and .ods, which keeps what it shows, by
`plain_tables`. In both cases calamine's reading is the count that no cell is lost.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

import openpyxl
import python_calamine
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from casebook.conservation import missing
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats import office_errata, plain_tables
from casebook.intake.formats.number_format import shown, unformatted

MOST_CELLS = 2_000_000
"""Cells of a sheet that are looked at; a list of awards has thousands."""
LARGEST = 256 * 2**20
"""Bytes of a workbook when unpacked; beyond it lies a zip bomb."""
_BROKEN = (
    python_calamine.CalamineError, zipfile.BadZipFile, InvalidFileException, etree.XMLSyntaxError,
    KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError,
)  # fmt: skip
"""What the readers raise on a damaged workbook, openpyxl nearly anything."""


class Span(NamedTuple):
    """A merged cell: its first row and column, its last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its rows from the first on, empty ones too; whether it is hidden.

    `hidden` are the numbers of hidden rows, from 1; `columns` counts the hidden columns; `notes`
    are comments on its cells.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    concealed: bool = False
    hidden: tuple[int, ...] = ()
    columns: int = 0
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(any(row) for row in self.rows)


@dataclass(frozen=True)
class Workbook:
    """A workbook as read, and what the editor is told of it."""

    sheets: tuple[Sheet, ...]
    errata: tuple[Erratum, ...] = ()


def read(data: bytes, kind: str, name: str) -> Workbook:
    """Return the workbook in `data`; `kind` is xlsx, xls, xlsb, ods, fods
    or excel-xml.

    Raises `StopPress` when it is damaged, locked or too large.
    """
    if data.startswith(b"PK"):
        _bounded(data, name)
    errata = list(_beside(data, name)) if kind == "xlsx" else []
    try:
        sheets = _sheets(data, kind)
    except _BROKEN as error:
        if kind != "xlsx":
            raise StopPress([_damaged(name, error)]) from error
        sheets = _plainly(data, name)
        errata.append(_unformatted(name))
    if kind in ("xls", "xlsb"):
        errata += _dated(data, name)
    return Workbook(sheets, (*errata, *_concealed(sheets, name), *_lost(data, kind, sheets, name)))


class Grid(NamedTuple):
    """A sheet as it is drawn: its name, the text of its cells with their line breaks, and which
    cells are merged."""

    name: str
    rows: list[list[str]]
    spans: tuple[Span, ...]


def drawn(data: bytes, kind: str, name: str) -> tuple[Grid, ...]:
    """Return the visible sheets of the workbook in `data`; arguments and faults as in `read`."""
    if data.startswith(b"PK"):
        _bounded(data, name)
    try:
        return tuple(_drawn_by_openpyxl(data) if kind == "xlsx" else _drawn_by_calamine(data))
    except _BROKEN as error:
        raise StopPress([_damaged(name, error)]) from error


def _drawn_by_openpyxl(data: bytes) -> Iterator[Grid]:
    for sheet, cells, spans in _worksheets(data):
        if sheet.sheet_state == "visible":
            rows = [[text.replace("_x000D_", "") for text in row] for row in cells]
            yield Grid(sheet.title, rows, spans)


def _drawn_by_calamine(data: bytes) -> Iterator[Grid]:
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for name, sheet, visible in _named_sheets(book):
            if visible:
                values: list[list[Any]] = sheet.to_python(skip_empty_area=False)
                rows = [[unformatted(value) for value in row] for row in values]
                yield Grid(
                    name, rows, tuple(Span(*a, *b) for a, b in sheet.merged_cell_ranges or ())
                )


def filled(rows: list[list[str]], spans: Iterable[Span]) -> tuple[tuple[str, ...], ...]:
    """Return `rows` with each merged cell put into every row it spans that holds other words.

    Columns in which nothing stands are taken out.
    """
    own = [any(row) for row in rows]
    for span in spans:
        text = rows[span.top][span.left] if _within(rows, span) else ""
        for row in range(span.top + 1, min(span.bottom + 1, len(rows))):
            if text and own[row] and span.left < len(rows[row]) and not rows[row][span.left]:
                rows[row][span.left] = text
    width = max(map(len, rows), default=0)
    columns = [at for at in range(width) if any(at < len(row) and row[at] for row in rows)]
    return tuple(tuple(row[at] if at < len(row) else "" for at in columns) for row in rows)


def _within(rows: list[list[str]], span: Span) -> bool:
    return span.top < len(rows) and span.left < len(rows[span.top])


def _sheets(data: bytes, kind: str) -> tuple[Sheet, ...]:
    if kind == "xlsx":
        return tuple(_of_openpyxl(data))
    if kind in ("ods", "fods", "excel-xml"):
        tables = plain_tables.excel_tables if kind == "excel-xml" else plain_tables.tables
        return tuple(
            Sheet(table.name, filled(table.rows, (Span(*span) for span in table.spans)), table.hidden,
                  tuple(table.hidden_rows), table.hidden_columns, tuple(table.notes))
            for table in tables(data)
        )  # fmt: skip
    return tuple(_of_calamine(data))


def _worksheets(data: bytes) -> Iterator[tuple[Any, list[list[str]], tuple[Span, ...]]]:
    """Yield each sheet openpyxl reads: itself, its cells as shown, and which are merged."""
    book: Any = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            raise ValueError(f"{sheet.title}: {sheet.max_row} x {sheet.max_column}")
        cells = [
            [shown(cell.value, cell.number_format) for cell in row]
            for row in sheet.iter_rows(min_row=1, max_row=_last(sheet))
        ]
        yield (
            sheet,
            cells,
            tuple(
                Span(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
                for area in sheet.merged_cells.ranges
            ),
        )


def _of_openpyxl(data: bytes) -> Iterator[Sheet]:
    for sheet, cells, spans in _worksheets(data):
        rows = [[_line(text) for text in row] for row in cells]
        hidden = [
            at
            for at, dimension in sheet.row_dimensions.items()
            if dimension.hidden and at <= len(rows)
        ]
        columns = sum(
            (dimension.max or 1) - (dimension.min or 1) + 1
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden and (dimension.min or 1) <= sheet.max_column
        )
        notes = [
            _line(cell.comment.text) for row in sheet.iter_rows() for cell in row if cell.comment
        ]
        concealed = sheet.sheet_state != "visible"
        yield Sheet(sheet.title, filled(rows, spans), concealed, tuple(sorted(hidden)), columns,
                    tuple(notes))  # fmt: skip


def _last(sheet: Any) -> int:
    """Return the last row that holds anything: formatting often goes on for a thousand rows."""
    filled_rows = [cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return max(filled_rows, default=1)


def _named_sheets(book: Any) -> Iterator[tuple[str, Any, bool]]:
    """Yield name and sheet of each sheet that calamine reads, and whether it is visible."""
    states = {facts.name: facts.visible for facts in book.sheets_metadata}
    for name in filter(str, book.sheet_names):
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise ValueError(f"{name}: {sheet.total_height} x {sheet.total_width}")
        yield name, sheet, states[name] is python_calamine.SheetVisibleEnum.Visible


def _of_calamine(data: bytes) -> Iterator[Sheet]:
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for name, sheet, visible in _named_sheets(book):
            values: list[list[Any]] = sheet.to_python(skip_empty_area=False)
            rows = [[_line(unformatted(value)) for value in row] for row in values]
            spans = [Span(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            yield Sheet(name, filled(rows, spans), not visible)


def _plainly(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Read what openpyxl cannot: other programs write styles that it refuses."""
    try:
        return tuple(_of_calamine(data))
    except _BROKEN as error:
        raise StopPress([_damaged(name, error)]) from error


def _line(text: str) -> str:
    """Return the text of a cell on one line."""
    return " ".join(text.replace("_x000D_", " ").split())


def _bounded(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(part.file_size for part in package.infolist())
            locked = any(part.flag_bits & 1 for part in package.infolist())
    except zipfile.BadZipFile as error:
        raise StopPress([_damaged(name, error)]) from error
    if locked:
        raise StopPress([office_errata.locked(name)])
    if size > LARGEST:
        raise StopPress([office_errata.oversized_list(name, size)])


def _lost(data: bytes, kind: str, sheets: tuple[Sheet, ...], name: str) -> Iterator[Erratum]:
    """Yield an erratum for words that calamine reads and the sheets do not hold."""
    try:
        if kind in ("fods", "excel-xml"):
            return
        counted = "\n".join(
            "\t".join(row) for sheet in _of_calamine(data) for row in sheet.rows
        ) if kind != "ods" else _words_of(data)  # fmt: skip
    except _BROKEN:
        return
    read_text = "\n".join("\t".join(row) for sheet in sheets for row in sheet.rows)
    for gap in missing(_letters(counted), _letters(read_text)):
        yield _unread(name, gap.text)


def _words_of(data: bytes) -> str:
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        return "\n".join(
            value
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for value in row
            if isinstance(value, str)
        )


def _beside(data: bytes, name: str) -> Iterator[Erratum]:
    """Tell of words in text boxes over the cells, and of formulas that were never worked out."""
    words: list[str] = []
    bare = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            with suppress(etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error):
                if part.startswith("xl/drawings/") and part.endswith(".xml"):
                    root = etree.fromstring(package.read(part))
                    words += (str(element.text) for element in root.iter("{*}t") if element.text)
                elif part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    cells = etree.fromstring(package.read(part)).iter("{*}c")
                    bare += sum(_unvalued(cell) for cell in cells)
    if words:
        message = Wording("文本框里的字没有读入", "words in text boxes are not read")
        hint = Wording("要用的请写进单元格。", "Write them into cells if they belong there.")
        yield Erratum("text-beside", Place(name), message, hint, "".join(words)[:200], Kind.QUERY)
    if bare:
        message = Wording(
            f"有 {bare} 个公式没有算出的值，按空单元格读",
            f"{bare} formulas hold no value yet; their cells were read as empty",
        )
        hint = Wording(
            "请用 Excel 或 WPS 打开、保存一次再读。", "Open the file in Excel or WPS and save it."
        )
        yield Erratum("formula-without-value", Place(name), message, hint)


def _unvalued(cell: etree._Element) -> bool:
    value = cell.find("{*}v")
    return cell.find("{*}f") is not None and (value is None or not value.text)


def _letters(text: str) -> str:
    """Return `text` without digits: the two readers write numbers and days differently."""
    return "".join(" " if char.isascii() and not char.isalpha() else char for char in text)


def _concealed(sheets: tuple[Sheet, ...], name: str) -> Iterator[Erratum]:
    look = Wording(
        "请看这些该不该用；不该用的请从文件里删去再读。",
        "See whether they are meant to be used; if not, delete them from the file and read again.",
    )
    for sheet in sheets:
        place = Place(f"{name}/{sheet.name}")
        if sheet.concealed and not sheet.empty:
            message = Wording(
                f"工作表“{sheet.name}”是隐藏的，也读了",
                f"the hidden sheet ‘{sheet.name}’ was read too",
            )
            yield Erratum("hidden-cells", place, message, look, sheet.name, Kind.QUERY)
        full = [at for at in sheet.hidden if at <= len(sheet.rows) and any(sheet.rows[at - 1])]
        if full or sheet.columns:
            counts = [(len(full), "行", "rows"), (sheet.columns, "列", "columns")]
            message = Wording(
                f"有 {'、'.join(f'{n} {zh}' for n, zh, _ in counts if n)}是隐藏的，也读了",
                f"{' and '.join(f'{n} hidden {en}' for n, _, en in counts if n)} were read too",
            )
            quote = " / ".join(" ".join(filter(None, sheet.rows[at - 1])) for at in full[:3])
            yield Erratum("hidden-cells", place, message, look, quote, Kind.QUERY)
        for note in sheet.notes:
            message = Wording("单元格上的批注没有读入", "a comment on a cell is not read")
            hint = Wording("要用的请写进单元格。", "Write it into a cell if it belongs there.")
            yield Erratum("text-beside", place, message, hint, note[:200], Kind.QUERY)


def _dated(data: bytes, name: str) -> Iterator[Erratum]:
    """Tell of days in a format whose number formats are not known."""
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        values = [
            value
            for sheet in book.sheet_names
            for row in book.get_sheet_by_name(sheet).to_python()
            for value in row
            if not isinstance(value, str | bool | int | float)
        ]
    if values:
        message = Wording(
            f"有 {len(values)} 个日期，按年-月-日写出，与表里的样子可能不同",
            f"{len(values)} dates are written year-month-day, perhaps not as the sheet shows them",
        )
        hint = Wording("请核对，或另存为 .xlsx 再读。", "Check them, or save the file as .xlsx.")
        yield Erratum(
            "dates-as-stored", Place(name), message, hint, unformatted(values[0]), Kind.QUERY
        )


def _unformatted(name: str) -> Erratum:
    message = Wording(
        "表格的格式信息有误，数字和日期按存储的值读出",
        "the styles of the workbook are faulty; numbers and dates were read as stored",
    )
    hint = Wording("请核对编号和日期。", "Check numbers and dates.")
    return Erratum("dates-as-stored", Place(name), message, hint, "", Kind.QUERY)


def _unread(name: str, text: str) -> Erratum:
    message = Wording("表里的这些字没有读出", "these words of the workbook were not read")
    hint = Wording(
        "请另存为新的 .xlsx 或 .csv 再读。", "Save it as a new .xlsx or .csv and read that."
    )
    return Erratum("lossy-file", Place(name), message, hint, text[:200])


def _damaged(name: str, error: Exception) -> Erratum:
    locked = isinstance(error, python_calamine.PasswordError) or "password" in str(error).lower()
    return (
        office_errata.locked(name) if locked else office_errata.damaged_workbook(name, str(error))
    )
