"""Forms that were filled in as a table of Excel: a manuscript, and what is a mere list is none."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from receiving import AWARDS

from casebook.intake.receive.batch import receive_all

HOUSE, TITLE = "黑龙江省哈尔滨市第一医院", "心灵园地——党员教育新方法的探索"
BODY = [
    f"第{n}段讲的是第{n * 31}件事，人人都说好，处处有回音，一件一件都落在了实处。" for n in range(8)
]
PHONE, WHO = 13800000497, "郝装订"


def workbook(path: Path, rows: Sequence[Sequence[object]], across: int = 4) -> Path:
    """Write a workbook; the last cell of each row is merged up to the width of the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
        if len(row) < across:
            sheet.merge_cells(start_row=at, start_column=len(row), end_row=at, end_column=across)
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    return path


FORM = [
    ["案例申报表"], ["申报单位", HOUSE], ["案例名称", TITLE], ["执笔人", "匡卷宗", "类别", "教育"],
    ["联系人", WHO, "电话", PHONE], ["案例内容", "\n".join(BODY)], ["单位意见", "同意申报（盖章）"],
]  # fmt: skip


def test_a_form_filled_in_as_a_workbook_is_a_manuscript(tmp_path: Path) -> None:
    root = tmp_path / "book"
    batch = receive_all([workbook(tmp_path / "申报表.xlsx", FORM)], root, AWARDS)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    case = (root / "cases/1-09.md").read_text("utf-8")
    assert all(paragraph in case for paragraph in BODY)
    assert "匡卷宗" in case
    assert not any(item in case for item in (WHO, str(PHONE), "同意申报"))
    assert str(PHONE) in (root / "cases/received/1-09.private.yaml").read_text("utf-8")


def test_how_to_fill_in_a_form_on_a_sheet_of_its_own_is_no_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "申报表.xlsx", FORM)
    book = openpyxl.load_workbook(path)
    book.create_sheet("填表说明")["A1"] = "请用宋体填写，不超过三千字。"
    book.save(path)
    receive_all([path], tmp_path / "book", AWARDS)
    assert "请用宋体填写" not in (tmp_path / "book/cases/1-09.md").read_text("utf-8")
    assert "请用宋体填写" in (tmp_path / "book/cases/received/1-09.yaml").read_text("utf-8")


def test_a_list_in_a_folder_is_no_manuscript(tmp_path: Path) -> None:
    rows = [["序号", "单位", "案例名称", "电话"], [1, HOUSE, TITLE, PHONE], [2, "甲", "乙", "丙"]]
    folder = tmp_path / "in"
    folder.mkdir()
    workbook(folder / "汇总表.xlsx", rows)
    batch = receive_all([folder], tmp_path / "book", AWARDS)
    assert not batch.rows
    assert [other.fate.value for other in batch.others] == ["kept"]
