"""The issued pages are read back: what the layout lost, and where lines and headings stand."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

import tiny
from casebook import issuing, legibility, pdf, proof
from casebook.editions.epub import screen_check
from casebook.intake import specimen
from casebook.proof import page_texts, printed


def build(folder: Path) -> None:
    issuing.issue(folder, ["print"], lambda _step, _count: None)


@pytest.fixture(scope="module")
def dummy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "book"
    specimen.write(folder, 3)
    build(folder)
    return folder


def test_a_sound_issue_gives_no_finding(dummy: Path) -> None:
    result = proof.examine(dummy)
    assert result.pages.read
    assert result.pages.findings == ()


def test_characters_are_counted_by_the_layout(dummy: Path) -> None:
    pages = proof.examine(dummy).pages
    across, down = pages.capacity
    assert (across, down) == (36, 32)  # what layout.yaml says
    sizes = pages.sizes or {}
    assert sizes.pop("title-page") == across * down // 2
    assert all(size % (across * down) == 0 for size in sizes.values())
    assert sizes["case-1-1"] > 2000


def test_pages_are_read_once_while_nothing_changes(
    dummy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = proof.examine(dummy).pages

    def again(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(printed, "printed", again)
    assert proof.examine(dummy).pages == first


@pytest.mark.parametrize("when", [1, 4_000_000_000])
def test_the_times_of_files_say_nothing_about_the_issue(dummy: Path, when: int) -> None:
    paths = [*(dummy / "manuscript").rglob("*"), dummy / "build" / "print.pdf"]
    for path in paths:
        os.utime(path, (when, when))
        assert proof.examine(dummy).pages.read, path


def _stale(folder: Path) -> bool:
    result = proof.examine(folder)
    rules = [erratum.rule for erratum in result.errata if erratum.rule == "stale-issue"]
    assert result.pages.read is not bool(rules)
    return bool(rules)


def test_an_issue_that_was_made_from_something_else_is_not_read(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    build(folder)
    assert not _stale(folder)
    case, sheet = (
        folder / "manuscript" / "cases" / "1-1.md",
        folder / "layouts/standard/print/z.css",
    )
    state, old = case.stat(), case.read_text("utf-8")
    case.write_text(old.replace("正文一句", "正文二句"), "utf-8")
    os.utime(case, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert _stale(folder)
    case.write_text(old, "utf-8")
    assert not _stale(folder)
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p { color: #111 }\n", "utf-8")
    assert _stale(folder)
    sheet.unlink()
    assert not _stale(folder)
    file = folder / "build" / "print.pdf"
    file.write_bytes(file.read_bytes() + b"\n")
    assert _stale(folder)


def test_what_is_not_printed_makes_no_issue_stale(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    build(folder)
    manuscript = folder / "manuscript"
    (manuscript / "decisions.yaml").write_text("decisions: []\n", "utf-8")
    (manuscript / "cases" / "1-1.stets.yaml").write_text("stets: []\n", "utf-8")
    assert not _stale(folder)


def test_text_that_leaves_the_page_is_missed(tmp_path: Path) -> None:
    case = tiny.CASE + "\n> 这一段引文被版式排到了版心之外，没有人看得见。\n"
    folder = tiny.write(tmp_path, case=case)
    sheet = folder / "layouts" / "standard" / "print" / "zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("blockquote { position: absolute; top: 500mm }\n", "utf-8")
    build(folder)
    errata = [e for e in proof.examine(folder).errata if e.rule == "text-lost-in-layout"]
    assert [erratum.place.path for erratum in errata] == ["cases/1-1.md"]
    assert "这一段引文" in errata[0].quote


def test_a_page_that_draws_the_same_is_not_drawn_again(
    dummy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = dummy / "build" / "print.pdf"
    first = page_texts.readings(file, dummy)
    assert len(first) == pdf.page_count(file)
    assert all(reading.faults == () for reading in first)
    asked: list[int] = []
    read = legibility.read

    def counted(pdf_file: Path | bytes, wanted: Sequence[int]) -> list[legibility.Reading]:
        asked.extend(wanted)
        return read(pdf_file, wanted)

    monkeypatch.setattr(legibility, "read", counted)
    assert page_texts.readings(file, dummy) == first
    assert asked == []
    kept = dummy / "build" / ".proof" / "readings.json"
    kept.write_text("{", "utf-8")
    monkeypatch.setattr(page_texts, "FEW", 1000)
    assert page_texts.readings(file, dummy) == first
    assert len(asked) == len(first)


def test_heads_and_folios_are_no_text_of_the_page(dummy: Path) -> None:
    file = dummy / "build" / "print.pdf"
    ends = [page.text.split("\n")[-3:] for page in pdf.page_contents(file)]
    read = [reading.text for reading in page_texts.readings(file, dummy)]
    headed = [n for n, end in enumerate(ends) if "典型案例" in map(str.strip, end)]
    assert headed
    assert not any(read[n].endswith(("典型案例", "案例" + str(n))) for n in headed)


def test_pictures_are_measured_at_their_placed_size(dummy: Path) -> None:
    pages = pdf.page_contents(dummy / "build" / "print.pdf")
    pictures = [picture for page in pages for picture in page.pictures]
    assert pictures
    assert all(picture.ppi > 300 for picture in pictures)


def test_no_page_of_a_sound_issue_shows_an_empty_box(dummy: Path) -> None:
    counts = pdf.missing_glyphs(dummy / "build" / "print.pdf")
    assert len(counts) == pdf.page_count(dummy / "build" / "print.pdf")
    assert sum(counts) == 0


def test_the_issued_epub_is_tried_on_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path)
    sheet = folder / "layouts/standard/epub/zz.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("td { color: #fefefe }", "utf-8")
    issuing.issue(folder, ["epub"], lambda _step, _count: None)
    result = proof.examine(folder)
    errata = [erratum for erratum in result.errata if erratum.rule == "text-pale"]
    assert [(item.place.path, item.quote) for item in errata] == [("cases/1-1.md", "甲 3")]
    assert "EPUB" in errata[0].message.zh
    assert not result.pages.read  # there is no PDF
    monkeypatch.setattr(screen_check.workers, "cores", lambda: 1)
    monkeypatch.setattr(screen_check, "look_at", lambda pages: [()] * len(pages))
    assert proof.examine(folder).errata == result.errata  # kept
    monkeypatch.setattr(screen_check, "fonts_here", lambda: "others")
    assert errata[0] not in proof.examine(folder).errata  # looked at again
    (folder / "manuscript/cases/1-1.md").write_text(tiny.CASE + "\n又一句。\n", "utf-8")
    assert [
        erratum.quote for erratum in proof.examine(folder).errata if erratum.rule == "stale-issue"
    ] == ["book.epub"]
