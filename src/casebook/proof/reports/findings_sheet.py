"""The list of findings as an Excel sheet, and the editor's decisions read back from it.

Editors pass sheets around; so the sheet holds one finding a row, a column to decide in with a
menu, and the fingerprint that leads the decision home. The only module that touches openpyxl.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from casebook import atomic
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.proof import ranking
from casebook.proof.decisions import Verdict
from casebook.proof.findings import Finding, fingerprint
from casebook.proof.house_style import COLUMNS, HouseStyle
from casebook.typography import measure

#: Key, heading, width of each column.
SHEET = (
    ("kind", "级别", 8),
    ("case", "案例", 8),
    ("path", "文件", 20),
    ("line", "行", 6),
    ("column", "列", 6),
    ("rule", "规则", 22),
    ("message", "问题", 32),
    ("quote", "原文", 44),
    ("put", "建议改为", 24),
    ("clause", "依据", 26),
    ("verdict", "处理意见", 10),
    ("because", "理由", 26),
    ("by", "处理人", 10),
    ("round", "校次", 8),
    ("text", "错处", 14),
    ("weight", "计分类", 14),
    ("page", "页", 6),
    ("fingerprint", "指纹", 20),
    ("part", "部位", 8),
    ("size", "多漏字数", 8),
)
_HIDDEN = frozenset(("path", "column", "text", "weight", "fingerprint", "size"))
"""What leads a decision home: kept in the sheet, out of the editor's way."""
_LINE = 15.0  # points
_COLOURS = {"差错": "9D1F1F", "疑似": "8A6100", "说明": "28506B"}
KINDS = {Kind.ERRATUM: "差错", Kind.QUERY: "疑似", Kind.NOTE: "说明"}


def write(path: Path, errata: Sequence[Erratum], house_style: HouseStyle | None) -> None:
    """Write the findings, text by text and the heaviest first, to `path` (.xlsx).

    The table of the house style stands on a second sheet.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "校对意见"
    sheet.append([heading for _, heading, _ in SHEET])
    for erratum in (same for group in ranking.groups(errata) for same in group.errata):
        row = _row(erratum)
        sheet.append([_safe(row[key]) for key, _, _ in SHEET])
    for number, (key, _, width) in enumerate(SHEET, 1):
        column = sheet.column_dimensions[sheet.cell(1, number).column_letter]
        column.width, column.hidden = width, key in _HIDDEN
    menu = DataValidation(
        type="list", formula1=f'"{",".join(verdict.value for verdict in Verdict)}"',
        allow_blank=True,
    )  # fmt: skip
    sheet.add_data_validation(menu)
    menu.add(f"K2:K{max(2, len(errata) + 1)}")
    _format_sheet(sheet)
    if house_style is not None:
        _house_style(book.create_sheet("体例"), house_style)
    out = io.BytesIO()
    book.save(out)
    atomic.put(path, out.getvalue())


def write_table(
    path: Path, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | int]]
) -> None:
    """Write `rows` below their headings to `path` (.xlsx); `columns` are heading and width."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append([heading for heading, _ in columns])
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    for row in rows:
        sheet.append([_safe(value) for value in row])
    _format_sheet(sheet)
    out = io.BytesIO()
    book.save(out)
    atomic.put(path, out.getvalue())


def read(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a filled-in sheet by column key. Raises `StopPress` if it is none."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as fault:
        raise StopPress([_no_sheet(path)]) from fault
    sheet = book["校对意见"] if "校对意见" in book.sheetnames else book.worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    names = {heading: key for key, heading, _ in SHEET}
    keys = [names.get(str(cell or "")) for cell in next(rows, ())]
    if not {"verdict", "fingerprint"} <= set(keys):
        raise StopPress([_no_sheet(path)])
    for row in rows:
        yield {
            key: str(cell).removeprefix("'") if cell is not None else ""
            for key, cell in zip(keys, row, strict=False)
            if key
        }


def _row(erratum: Erratum) -> dict[str, str | int | None]:
    finding = erratum if isinstance(erratum, Finding) else None
    hint = erratum.hint.zh if erratum.hint else ""
    put = finding.put if finding else None
    return {
        "kind": KINDS[erratum.kind],
        "case": finding.case if finding else "",
        "path": erratum.place.path,
        "line": erratum.place.line,
        "column": erratum.place.column,
        "rule": erratum.rule,
        "message": f"{erratum.message.zh.rstrip('。')}。{hint}",
        "quote": erratum.quote,
        "put": "（删去）" if put == "" else put,
        "clause": finding.clause if finding else "",
        "verdict": "",
        "because": "",
        "by": "",
        "round": "",
        "text": finding.text if finding else "",
        "weight": finding.weight if finding else "",
        "page": "",
        "fingerprint": fingerprint(erratum),
        "part": "",
        "size": _size(finding),
    }


def _size(finding: Finding | None) -> int | None:
    """Return how many characters are too many or missing, as far as the finding says it."""
    if finding is None or finding.weight not in ("missing", "superfluous"):
        return None
    if finding.put is None:
        return len("".join(finding.text.split()))
    return abs(len(finding.text) - len(finding.put))


def _safe(value: str | int | None) -> str | int | None:
    """Keep a text that begins like a formula from being one, and out what no cell may hold."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if isinstance(value, str) and value[:1] in tuple("=+-@"):
        return f"'{value}"
    return value


def _format_sheet(sheet) -> None:  # type: ignore[no-untyped-def]
    """Give a sheet its head, its wrapping, and a page: A4 on its side, as wide as the sheet."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75, footer=0.35)
    sheet.print_options.gridLines = True
    sheet.oddFooter.center.text = "&A　&P / &N"
    sheet.auto_filter.ref = sheet.dimensions
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8E4DA")
    for row in sheet.iter_rows(min_row=2):
        lines = max(ceil(measure(str(cell.value or "")) * 2 / _width(sheet, cell)) for cell in row)
        sheet.row_dimensions[row[0].row].height = _LINE * max(1, lines)
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.value in _COLOURS:
                cell.font = Font(bold=True, color=_COLOURS[cell.value])


def _width(sheet, cell) -> float:  # type: ignore[no-untyped-def]
    """Return the width of a cell's column in half-width characters; all of it where it is hidden."""
    column = sheet.column_dimensions[cell.column_letter]
    return float("inf") if column.hidden else column.width - 1


def _house_style(sheet, house_style: HouseStyle) -> None:  # type: ignore[no-untyped-def]
    sheet.append([heading.zh for heading in COLUMNS])
    sheet.column_dimensions["B"].width, sheet.column_dimensions["J"].width = 26, 22
    for number, row in enumerate(house_style.rows):
        sheet.append([int(word) if word.isdecimal() else _safe(word) for word in row])
        for column in range(len(row)):
            if house_style.differs(number, column):
                cell = sheet.cell(number + 2, column + 1)
                cell.fill = PatternFill("solid", fgColor="F6D9A8")
    _format_sheet(sheet)


def _no_sheet(path: Path) -> Erratum:
    return Erratum(
        "no-sheet",
        Place(str(path)),
        Wording("这不是校对意见表", "this is no sheet of findings"),
        Wording(
            "用 casebook proof --format xlsx 写出的表，填“处理意见”后原样存回。",
            "Fill in the sheet that casebook proof --format xlsx wrote, and save it as it is.",
        ),
    )
