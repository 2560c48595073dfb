"""The list of everything that came, as an Excel sheet for editors.

Written from the record each time it differs; what an editor writes into the last column is read
back first and kept in the record. Touches openpyxl, as the other sheets do.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from casebook import atomic, files
from casebook.intake.receive.arrivals import FATES, Arrival

SHEET = "index.xlsx"
_COLUMNS = (
    ("收到", 17), ("来件", 24), ("其中的文件", 44), ("字节", 11), ("校验码", 15), ("种类", 20),
    ("处理", 26), ("案例", 9), ("保存在（manuscript/ 下）", 44), ("备注", 40),
    ("编辑备注（可填，会保留）", 30),
)  # fmt: skip
_FATES = {fate.value: said.zh for fate, said in FATES.items()}
_ALWAYS = (1980, 1, 1, 0, 0, 0)


def notes(path: Path) -> dict[tuple[str, str, str], str]:
    """Return what editors wrote into the sheet at `path`, by parcel, path and hash.

    Raises `ValueError` when it is no sheet that was written here.
    """
    if not path.is_file():
        return {}
    try:
        book = load_workbook(io.BytesIO(files.read(path)), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise ValueError(path.name) from fault
    rows = book.worksheets[0].iter_rows(values_only=True)
    if [str(cell or "") for cell in next(rows, ())][:3] != [name for name, _ in _COLUMNS[:3]]:
        raise ValueError(path.name)
    found: dict[tuple[str, str, str], str] = {}
    for row in rows:
        cells = [str(cell) if cell is not None else "" for cell in row]
        cells += [""] * (len(_COLUMNS) - len(cells))
        found[_bare(cells[1]), _bare(cells[2]), cells[4]] = _bare(cells[10])
    return found


def write(path: Path, rows: Sequence[Arrival], kept: Callable[[Arrival], str]) -> None:
    """Write `rows` as a sheet where it differs from what stands there; `kept` says where a file is.

    Raises `OSError`, as when Excel holds the file open.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "来件"
    sheet.append([name for name, _ in _COLUMNS])
    for row in rows:
        fate = _FATES.get(row.fate, row.fate)
        sheet.append([
            _safe(cell) for cell in (
                row.when.replace("T", " "), row.parcel, row.path, row.size, row.sha256[:12],
                row.kind, fate, row.case, kept(row), row.remark, row.note,
            )
        ])  # fmt: skip
    for number, (_, width) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8E4DA")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.created = datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    data = _timeless(out.getvalue())
    if not path.is_file() or files.read(path) != data:
        atomic.put(path, data)


def _timeless(data: bytes) -> bytes:
    """Return a workbook without the time of its making: the same rows give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as new:
        for info in book.infolist():
            part = book.read(info)
            if info.filename == "docProps/core.xml":
                part = re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", part)
            new.writestr(zipfile.ZipInfo(info.filename, _ALWAYS), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _safe(value: str | int) -> str | int:
    """Keep a text that begins like a formula from being one, and out what no cell may hold."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000]
    if isinstance(value, str) and value[:1] in tuple("=+-@"):
        return f"'{value}"
    return value


def _bare(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell
