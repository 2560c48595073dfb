"""The list of everything that came: every file a row, the editor's column kept, nothing lost."""

import io
import json
from pathlib import Path

import pytest
from boxing import put
from openpyxl import load_workbook
from receiving import AWARDS

from casebook.intake.filing import arrivals
from casebook.intake.receive.batch import Batch, receive_all

TEXT = "\n".join((
    "心灵园地——党员教育新方法的探索", "黑龙江省哈尔滨市第一医院",
    *(f"第{n}段，内容各不相同{n * 37}。" for n in range(6)),
)).encode()  # fmt: skip
FILES = {
    "稿.txt": TEXT, "坏.docx": b"PK\3\4 broken", "=1+1.xlsx": b"PK", "说明.txt": "附件".encode(),
    "Thumbs.db": b"x", "空.docx": b"",
}  # fmt: skip


def receive(folder: Path, root: Path, files: dict[str, bytes]) -> Batch:
    return receive_all([put(folder, files)], root, AWARDS)


def rows(root: Path) -> list[dict[str, str]]:
    sheet = load_workbook(io.BytesIO((root / "cases/received/index.xlsx").read_bytes())).active
    assert sheet is not None
    head, *rest = sheet.iter_rows(values_only=True)
    return [
        {str(k): str(v or "") for k, v in zip(head, row, strict=True)} for row in rest
    ]  # fmt: skip


def test_every_file_has_a_row_that_says_where_it_is(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "来件", root, FILES)
    result = {row["其中的文件"]: row for row in rows(root)}
    assert set(result) == {"稿.txt", "坏.docx", "'=1+1.xlsx", "说明.txt", "空.docx"}
    for name, row in result.items():
        held = FILES[name.removeprefix("'")]
        place = row["保存在（manuscript/ 下）"]
        assert (root / place).read_bytes() == held if held else not place
    assert result["稿.txt"]["案例"] == "1-09"


def test_what_an_editor_writes_into_the_list_stays(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "来件", root, FILES)
    path = root / "cases" / "received" / "index.xlsx"
    book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=2):
        row[10].value = f"已电话核实 {row[2].value}"
        row[6].value = "乱改"
    book.save(path)
    receive(tmp_path / "又一件", root, {"新.txt": "另一篇，内容全新。\n很短。".encode()})
    result = {row["其中的文件"]: row for row in rows(root)}
    assert result["稿.txt"]["编辑备注（可填，会保留）"] == "已电话核实 稿.txt"
    assert result["稿.txt"]["处理"] == "收为案例"
    assert result["'=1+1.xlsx"]["编辑备注（可填，会保留）"].startswith("已电话核实")
    path.unlink()
    receive(tmp_path / "来件", root, FILES)
    assert "已电话核实 稿.txt" in {row["编辑备注（可填，会保留）"] for row in rows(root)}


def test_bytes_that_are_kept_are_not_kept_again(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "一", root, {"稿.txt": TEXT, "a/b.xlsx": b"PK"})
    receive(tmp_path / "二", root, {"稿.txt": TEXT, "c.xlsx": b"PK"})
    kept = [p for p in (root / "cases/received/parcels").rglob("*") if p.is_file()]
    assert [p.read_bytes() for p in kept] == [b"PK"]
    assert len(rows(root)) == 4


def test_other_bytes_under_the_same_name_are_kept_beside(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "x" / "来件", root, {"稿.txt": TEXT, "b.xlsx": b"PK1"})
    receive(tmp_path / "y" / "来件", root, {"稿.txt": TEXT, "B.xlsx": b"PK2"})
    kept = {p.name: p.read_bytes() for p in (root / "cases/received/parcels").rglob("*.xlsx")}
    assert kept == {"b.xlsx": b"PK1", "B (2).xlsx": b"PK2"}


def test_a_line_that_cannot_be_read_is_not_thrown_away(tmp_path: Path, root: Path) -> None:
    receive(tmp_path / "一", root, {"稿.txt": TEXT})
    path = root / "cases" / "received" / "index.jsonl"
    path.write_text(path.read_text("utf-8") + "{broken\n", "utf-8")
    batch = receive(tmp_path / "二", root, {"b.xlsx": b"PK"})
    assert "unread-record" in {erratum.rule for erratum in batch.errata}
    assert path.read_text("utf-8").endswith("{broken\n")
    assert (root / "cases/received/parcels/二/b.xlsx").is_file()


def test_a_sheet_that_is_none_or_is_held_open_loses_nothing(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(tmp_path / "一", root, {"稿.txt": TEXT})
    sheet = root / "cases" / "received" / "index.xlsx"
    sheet.write_bytes(b"mine")
    batch = receive(tmp_path / "二", root, {"b.xlsx": b"PK"})
    assert "unwritten-sheet" in {erratum.rule for erratum in batch.errata}
    assert sheet.read_bytes() == b"mine"
    sheet.unlink()

    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(arrivals, "write_sheet", held)
    receive(tmp_path / "三", root, {"c.xlsx": b"PKc"})
    record = (root / "cases/received/index.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["parcel"] for line in record] == ["一", "二", "三"]


def test_what_is_kept_reaches_no_edition_and_asks_nothing(tmp_path: Path) -> None:
    import tiny
    from casebook.intake.manuscript import book_reader

    folder = tiny.write(tmp_path / "book")
    before = book_reader.read(folder)
    files = {
        "说明.txt": b"secret", "a.yaml": b"a: [", "图1.png": b"\x89PNG\r\n\x1a\nbroken",
        "旧.md/b.xlsx": b"PK", "C.XLSX": b"PKC", "c.xlsx": b"PKc",
    }  # fmt: skip
    receive(tmp_path / "来件", folder / "manuscript", files)
    kept = folder / "manuscript/cases/received/parcels"
    assert len([p for p in kept.rglob("*") if p.is_file()]) == len(files)
    after = book_reader.read(folder)
    assert (after.book, after.queries) == (before.book, before.queries)
