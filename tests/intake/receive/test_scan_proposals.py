"""Photographed forms and scans are proposals in the inbox: never photos, never filed unasked."""

from pathlib import Path

import pytest
from photographs import photo
from receiving import AWARDS

from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.formats import ocr
from casebook.intake.formats.ocr.recognised_page import Scan
from casebook.intake.manuscript import yaml_file
from casebook.intake.receive import scan_proposals
from casebook.intake.receive.batch import Batch, receive_all
from casebook.pagetext import Box, Ruled

UNIT, TITLE = AWARDS[1].organisation, AWARDS[1].title
TEXT = "近年来，医院党委坚持以党建引领发展。"
ROWS = (("申报单位", UNIT), ("案例名称", TITLE or ""), ("联系人", "王五"), ("电话", "13812345678"))
BODY = ("案例正文", TEXT)


def sheet(*rows: tuple[str, str], doubted: str = "") -> Scan:
    """Return a page with a table of two columns as recognised; `doubted` characters are unsure."""
    characters: list[tuple[str, Box | None]] = []
    sure: dict[Box, float] = {}
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            for at, char in enumerate(text):
                x, y = 12.0 + 100 * column + 10 * at, 12.0 + 30 * row
                box = Box(x, y, x + 10, y + 10)
                characters.append((char, box))
                sure[box] = 0.3 if char in doubted else 0.97
        characters.append(("\n", None))
    width, height = 700.0, 30.0 * len(rows)
    rules = [Box(10, 10 + 30 * at, width, 10.5 + 30 * at) for at in range(len(rows) + 1)]
    rules += [Box(x, 10, x + 0.5, 10 + height) for x in (10.0, 110.0, width)]
    return Scan(Ruled(tuple(characters), tuple(rules)), sure, b"")


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, Scan]:
    """Scans by the bytes of their pictures: what recognition sees in these tests."""
    known: dict[bytes, Scan] = {}
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "scans", lambda data: iter([known[data]] if data in known else []))
    monkeypatch.setattr(ocr, "has_table", lambda data: data in known)
    monkeypatch.setattr(scan_proposals, "is_paper", lambda data: data in known)
    return known


def receive(folder: Path, root: Path, files: dict[str, bytes]) -> Batch:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return receive_all([folder], root, AWARDS)


def laid(root: Path) -> list[str]:
    folder = root / "inbox"
    if not folder.is_dir():
        return []
    return sorted(path.name.partition("_")[2] for path in folder.iterdir() if "_" in path.name)


def rules(batch: Batch) -> list[str]:
    return [erratum.rule for erratum in batch.all_errata]


def test_a_photographed_form_is_proposed_and_not_filed(
    tmp_path: Path, root: Path, seen: dict[bytes, Scan]
) -> None:
    seen[photo(1)] = sheet(*ROWS, BODY, doubted="院")
    batch = receive(tmp_path / "in", root, {"IMG_1.jpg": photo(1)})
    assert CaseFiles(root).filed == []
    assert laid(root) == ["IMG_1.ocr.md", "IMG_1.ocr.md.private.yaml"]
    (said,) = (erratum for erratum in batch.all_errata if erratum.rule == "read-by-recognition")
    assert "1-09" in said.message.zh
    text = next((root / "inbox").glob("*.ocr.md")).read_text("utf-8")
    front = yaml_file.parse(text.split("---\n")[1], "x").data
    assert front == {"organisation": UNIT, "title": TITLE}
    assert TEXT in text
    assert "# organisation: 91%，存疑的字 / doubtful: 院" in text
    assert "# title: 97%\n" in text
    private = next((root / "inbox").glob("*.private.yaml")).read_text("utf-8")
    assert "王五" in private
    assert not any(item in text + str(batch.all_errata) for item in ("王五", "13812345678"))


def test_a_proposal_that_is_received_becomes_the_case(
    tmp_path: Path, root: Path, seen: dict[bytes, Scan]
) -> None:
    seen[photo(1)] = sheet(*ROWS, BODY)
    files = {"IMG_1.jpg": photo(1)}
    receive(tmp_path / "in", root, files)
    batch = receive_all(list((root / "inbox").glob("*.ocr.md")), root, AWARDS)
    assert [row.case_id for row in batch.rows] == ["1-09"]
    assert rules(batch) == []
    assert "97%" in CaseFiles(root).log("1-09").read_text("utf-8")
    again = receive(tmp_path / "in", root, files)
    assert laid(root) == ["IMG_1.ocr.md.private.yaml"]
    assert "read-by-recognition" not in rules(again)


def test_the_sheets_of_a_form_are_read_together(
    tmp_path: Path, root: Path, seen: dict[bytes, Scan]
) -> None:
    seen[photo(1)], seen[photo(2)] = sheet(*ROWS), sheet(BODY)
    receive(tmp_path / "in", root, {"申报表2.jpg": photo(2), "申报表1.jpg": photo(1)})
    (text,) = (path.read_text("utf-8") for path in (root / "inbox").glob("*.ocr.md"))
    assert TITLE is not None
    assert TITLE in text
    assert TEXT in text


def test_a_picture_of_a_form_beside_its_manuscript_is_no_photo_of_the_case(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    files = {"稿.txt": f"{TITLE}\n{UNIT}\n{TEXT}\n{TEXT}\n".encode(), "申报表.jpg": photo(1)}
    batch = receive(tmp_path / "in", root, files)
    case = CaseFiles(root).case("1-09").read_text("utf-8")
    assert "media/" not in case
    (said,) = (erratum for erratum in batch.all_errata if erratum.rule == "picture-of-form")
    assert said.hint is not None
    assert "casebook[ocr]" in said.hint.zh
    kept = (root / "cases/received/parcels").rglob("申报表.jpg")
    assert [path.read_bytes() for path in kept] == [photo(1)]


def test_a_photo_that_is_no_form_joins_its_case_as_ever(
    tmp_path: Path, root: Path, seen: dict[bytes, Scan]
) -> None:
    seen[photo(2)] = sheet(("年份", "人数"), ("2021", "30"), ("2022", "40"), ("2023", "50"))
    files = {"稿.txt": f"{TITLE}\n{UNIT}\n{TEXT}\n{TEXT}\n".encode(), "表.png": photo(2)}
    receive(tmp_path / "in", root, files)
    assert laid(root) == []
    assert CaseFiles(root).case("1-09").read_text("utf-8").count("media/") == 1
