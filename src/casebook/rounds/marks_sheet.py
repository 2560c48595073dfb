"""The marks of a round as an Excel sheet, for people who pass sheets around."""

import io
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from casebook.rounds.book_fields import SHEETS, words_of
from casebook.rounds.round_marks import NAMES, SIGNED, Mark, Sheet
from casebook.rounds.signed_cases import MARKS, PAGES, TEXT

COLUMNS = (
    ("案例", 10), ("位置", 24), ("要求", 10), ("原文", 40), ("改成／补上", 40), ("说明", 40),
    ("校对人", 12), ("时间", 22), ("状态", 10),
)  # fmt: skip


STANDINGS = {"": "有效", MARKS: "签后有批注", TEXT: "签后有改（书稿）", PAGES: "签后有改（版面）"}


def written(sheets: Iterable[Sheet], changed: Mapping[str, str]) -> bytes:
    """Return the workbook of `sheets`: a row a mark, then who signed what, then every signature.

    `changed` says of a case that is signed what changed since, as `signed_cases.changed_since`.
    """
    book = Workbook()
    marks = book.active
    marks.title = "批注"
    _head(marks, COLUMNS)
    signed = book.create_sheet("签字")
    _head(signed, (("案例", 10), ("校对人", 16), ("日期", 14), ("批注数", 10), ("状态", 20)))
    trace = book.create_sheet("签字记录")
    _head(trace, (("案例", 10), ("姓名", 16), ("时间", 26), ("事项", 12)))
    for sheet in sheets:
        for mark in sheet.marks:
            row = (
                _name(sheet), _place(sheet, mark), NAMES[mark.asks].zh, mark.quote, mark.text,
                mark.note, mark.by, mark.at, _standing(mark),
            )  # fmt: skip
            marks.append([_plain(value) for value in row])
        if sheet.signed:
            standing = STANDINGS[changed.get(sheet.case, "")]
            facts = (sheet.case, sheet.signed.name, sheet.signed.date, len(sheet.marks), standing)
            signed.append([_plain(value) for value in facts])
        for entry in sheet.trace:
            did = "签字" if entry.did == SIGNED else "撤回签字"
            trace.append([_plain(value) for value in (sheet.case, entry.by, entry.at, did)])
    for rows in (marks, signed, trace):
        for cells in rows.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if cell.data_type == "f":  # words that begin with = are words
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(sheet: Sheet) -> str:
    return SHEETS[sheet.case].zh if sheet.case in SHEETS else sheet.case


def _place(sheet: Sheet, mark: Mark) -> str:
    """Return where a mark stands, in words: a paragraph, a field, or a page."""
    if not mark.field:
        return f"第 {mark.paragraph + 1} 段"
    words = words_of(sheet.case, mark.field).zh
    return f"第 {mark.page} 页 {words}" if mark.page else words


def _standing(mark: Mark) -> str:
    return "不采纳" if not mark.open else "已处理" if mark.settled else ""


def _head(sheet: "object", columns: Iterable[tuple[str, int]]) -> None:
    for number, (name, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number, name)  # type: ignore[attr-defined]
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width  # type: ignore[attr-defined]
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]


def _plain(value: str | int) -> str | int:
    return "".join(c for c in value if c >= " " or c in "\n\t") if isinstance(value, str) else value
