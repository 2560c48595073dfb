"""The list of findings as an Excel sheet, and the editor's decisions read back from it.

Editors pass sheets around; so the sheet holds one finding a row, a column to decide in with a
menu, and the fingerprint that leads the decision home. The only module that touches openpyxl.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.proof.customs import COLUMNS, Customs
from casebook.proof.decisions import Verdict
from casebook.proof.reports.record import fingerprint
from casebook.proof.spots import Finding

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
)
KINDS = {Kind.ERRATUM: "差错", Kind.QUERY: "疑似", Kind.NOTE: "说明"}


def write(path: Path, errata: Sequence[Erratum], customs: Customs | None) -> None:
    """Write the findings, and the table of customs on a second sheet, to `path` (.xlsx)."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "校对意见"
    sheet.append([heading for _, heading, _ in SHEET])
    for erratum in errata:
        row = _row(erratum)
        sheet.append([_safe(row[key]) for key, _, _ in SHEET])
    for number, (_, _, width) in enumerate(SHEET, 1):
        letter = sheet.cell(1, number).column_letter
        sheet.column_dimensions[letter].width = width
    menu = DataValidation(
        type="list", formula1=f'"{",".join(verdict.value for verdict in Verdict)}"',
        allow_blank=True,
    )  # fmt: skip
    sheet.add_data_validation(menu)
    menu.add(f"K2:K{max(2, len(errata) + 1)}")
    _dress(sheet)
    if customs is not None:
        _customs(book.create_sheet("体例"), customs)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


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
    found = erratum if isinstance(erratum, Finding) else None
    hint = erratum.hint.zh if erratum.hint else ""
    put = found.put if found else None
    return {
        "kind": KINDS[erratum.kind],
        "case": found.case if found else "",
        "path": erratum.place.path,
        "line": erratum.place.line,
        "column": erratum.place.column,
        "rule": erratum.rule,
        "message": f"{erratum.message.zh}。{hint}",
        "quote": erratum.quote,
        "put": "（删去）" if put == "" else put,
        "clause": found.clause if found else "",
        "verdict": "",
        "because": "",
        "by": "",
        "round": "",
        "text": found.text if found else "",
        "weight": found.weight if found else "",
        "page": "",
        "fingerprint": fingerprint(erratum),
    }


def _safe(value: str | int | None) -> str | int | None:
    """Keep a text that begins like a formula from being one, and out what no cell may hold."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if isinstance(value, str) and value[:1] in tuple("=+-@"):
        return f"'{value}"
    return value


def _dress(sheet) -> None:  # type: ignore[no-untyped-def]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8E4DA")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _customs(sheet, customs: Customs) -> None:  # type: ignore[no-untyped-def]
    sheet.append([heading.zh for heading in COLUMNS])
    for number, row in enumerate(customs.rows):
        sheet.append([int(word) if word.isdecimal() else _safe(word) for word in row])
        for column in range(len(row)):
            if customs.differs(number, column):
                cell = sheet.cell(number + 2, column + 1)
                cell.fill = PatternFill("solid", fgColor="F6D9A8")
    _dress(sheet)


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
