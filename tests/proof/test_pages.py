"""The issued pages are read back: what the layout lost, and where lines and headings stand."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

import tiny
from casebook import issuing, legibility, pdf, proof
from casebook.intake import specimen
from casebook.proof import pagework, readings


def build(folder: Path) -> None:
    issuing.issue(folder, ["print"], lambda _step, _count: None)


@pytest.fixture(scope="module")
def dummy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "book"
    specimen.write(folder, 3)
    build(folder)
    return folder


def test_the_file_that_is_read_is_the_one_that_is_issued() -> None:
    assert issuing.FILES["print"] == pagework.PRINT


def test_a_sound_issue_gives_no_finding(dummy: Path) -> None:
    found = proof.examine(dummy)
    assert found.pages.read
    assert found.pages.findings == ()


def test_characters_are_counted_by_the_layout(dummy: Path) -> None:
    pages = proof.examine(dummy).pages
    across, down = pages.capacity
    assert (across, down) == (36, 32)  # what page.css of the layout says
    sizes = pages.sizes or {}
    assert all(size % (across * down) == 0 for size in sizes.values())
    assert sizes["case-1-1"] > 2000


def test_pages_are_read_once_while_nothing_changes(
    dummy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = proof.examine(dummy).pages

    def again(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(pagework, "printed", again)
    assert proof.examine(dummy).pages == first


def test_an_issue_older_than_the_manuscript_is_not_read(dummy: Path) -> None:
    file = dummy / "build" / "print.pdf"
    new = file.stat().st_mtime
    os.utime(file, (1, 1))
    found = proof.examine(dummy)
    os.utime(file, (new, new))
    assert [erratum.rule for erratum in found.errata if erratum.kind == "note"] == ["stale-issue"]
    assert not found.pages.read


def test_text_that_leaves_the_page_is_missed(tmp_path: Path) -> None:
    case = tiny.CASE + "\n> 这一段引文被版式排到了版心之外，没有人看得见。\n"
    folder = tiny.write(tmp_path, case=case)
    sheet = folder / "layouts" / "standard" / "print" / "zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("blockquote { position: absolute; top: 500mm }\n", "utf-8")
    build(folder)
    found = [e for e in proof.examine(folder).errata if e.rule == "text-lost-in-layout"]
    assert [erratum.place.path for erratum in found] == ["cases/1-1.md"]
    assert "这一段引文" in found[0].quote


def test_a_page_that_draws_the_same_is_not_drawn_again(
    dummy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = dummy / "build" / "print.pdf"
    first = readings.readings(file, dummy)
    assert len(first) == pdf.page_count(file)
    assert all(reading.faults == () for reading in first)
    asked: list[int] = []
    read = legibility.read

    def counted(pdf_file: Path | bytes, wanted: Sequence[int]) -> list[legibility.Reading]:
        asked.extend(wanted)
        return read(pdf_file, wanted)

    monkeypatch.setattr(legibility, "read", counted)
    assert readings.readings(file, dummy) == first
    assert asked == []
    kept = dummy / "build" / ".proof" / "readings.json"
    kept.write_text("{", "utf-8")
    monkeypatch.setattr(readings, "FEW", 1000)
    assert readings.readings(file, dummy) == first
    assert len(asked) == len(first)


def test_heads_and_folios_are_no_text_of_the_page(dummy: Path) -> None:
    file = dummy / "build" / "print.pdf"
    ends = [page.text.split("\n")[-3:] for page in pdf.shown(file)]
    read = [reading.text for reading in readings.readings(file, dummy)]
    headed = [n for n, end in enumerate(ends) if "典型案例" in map(str.strip, end)]
    assert headed
    assert not any(read[n].endswith(("典型案例", "案例" + str(n))) for n in headed)


def test_pictures_are_measured_at_their_placed_size(dummy: Path) -> None:
    pages = pdf.shown(dummy / "build" / "print.pdf")
    pictures = [one for page in pages for one in page.pictures]
    assert pictures
    assert all(one.ppi > 300 for one in pictures)


def test_no_page_of_a_sound_issue_shows_an_empty_box(dummy: Path) -> None:
    counts = pdf.missing_glyphs(dummy / "build" / "print.pdf")
    assert len(counts) == pdf.page_count(dummy / "build" / "print.pdf")
    assert sum(counts) == 0
