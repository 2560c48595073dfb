"""The marks of a round as an Excel sheet, for people who pass sheets around."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from casebook.rounds.round_marks import NAMES, Sheet

COLUMNS = (
    ("案例", 10), ("段", 6), ("要求", 10), ("原文", 40), ("改成／补上", 40), ("说明", 40),
    ("校对人", 12), ("时间", 22), ("状态", 10),
)  # fmt: skip


def written(sheets: Iterable[Sheet]) -> bytes:
    """Return the workbook of `sheets`: a row a mark, then who signed what."""
    book = Workbook()
    marks = book.active
    marks.title = "批注"
    _head(marks, COLUMNS)
    signed = book.create_sheet("签字")
    _head(signed, (("案例", 10), ("校对人", 16), ("日期", 14), ("批注数", 10)))
    for sheet in sheets:
        for mark in sheet.marks:
            row = (
                sheet.case, mark.paragraph + 1, NAMES[mark.asks].zh, mark.quote, mark.text,
                mark.note, mark.by, mark.at, "" if mark.open else "不采纳",
            )  # fmt: skip
            marks.append([_plain(value) for value in row])
        if sheet.signed:
            facts = (sheet.case, sheet.signed.name, sheet.signed.date, len(sheet.marks))
            signed.append([_plain(value) for value in facts])
    for rows in (marks, signed):
        for cells in rows.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if cell.data_type == "f":  # words that begin with = are words
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: "object", columns: Iterable[tuple[str, int]]) -> None:
    for number, (name, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number, name)  # type: ignore[attr-defined]
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width  # type: ignore[attr-defined]
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]


def _plain(value: str | int) -> str | int:
    return "".join(c for c in value if c >= " " or c in "\n\t") if isinstance(value, str) else value
