"""A new book: what `casebook new` writes is read without an erratum and overwrites nothing."""

from datetime import date
from pathlib import Path

import pytest

from casebook import layout, proof
from casebook.errata import Kind, StopPress
from casebook.intake.manuscript import book_reader, scaffold

TODAY = date(2026, 11, 22)


def test_the_press_reads_a_new_book_without_a_query(tmp_path: Path) -> None:
    scaffold.write(tmp_path / "book", TODAY)
    read = book_reader.read(tmp_path / "book")
    assert {query.kind for query in read.queries} <= {Kind.NOTE}
    assert read.book.date == read.book.modified == TODAY


def test_a_new_book_has_three_awards_and_one_manuscript_to_come(tmp_path: Path) -> None:
    scaffold.write(tmp_path, TODAY)
    book = book_reader.read(tmp_path).book
    assert [tier.name for tier in book.tiers] == ["典型案例", "优秀案例"]
    assert len(list(book.awards())) == 3
    assert [award.id for award in book.missing()] == ["2-2"]


def test_a_new_book_names_the_lines_of_its_notice(tmp_path: Path) -> None:
    scaffold.write(tmp_path, TODAY)
    notice = (tmp_path / "manuscript" / "notice.txt").read_text("utf-8").splitlines()
    for award in book_reader.read(tmp_path).book.awards():
        assert award.lines
        assert notice[award.lines[0] - 1].endswith(f"{award.organisation}《{award.title}》")


def test_every_new_book_has_an_identifier_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        scaffold.write(tmp_path / name, TODAY)
    first, other = (book_reader.read(tmp_path / name).book.identifier for name in ("a", "b"))
    assert first.startswith("urn:uuid:")
    assert first != other


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(StopPress) as stopped:
        scaffold.write(tmp_path, TODAY)
    assert [erratum.rule for erratum in stopped.value.errata] == ["folder-in-use"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way_is_an_erratum_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "book").write_text("mine")
    with pytest.raises(StopPress) as stopped:
        scaffold.write(tmp_path / "book", TODAY)
    assert [erratum.rule for erratum in stopped.value.errata] == ["folder-not-writable"]
    assert (tmp_path / "book").read_text() == "mine"


def test_a_new_book_reads_without_errata(tmp_path: Path) -> None:
    scaffold.write(tmp_path / "book", TODAY)
    proofed = proof.proofread(tmp_path / "book")
    assert [f"{e.place} {e.rule}" for e in proofed if e.kind is Kind.ERRATUM] == []


def test_what_the_scaffold_writes_is_known_as_untouched(tmp_path: Path) -> None:
    scaffold.write(tmp_path, TODAY)
    root = tmp_path / "manuscript"
    written = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
    assert scaffold.untouched(root) == written - {"book.yaml"}
    assert scaffold.is_new_book((root / "book.yaml").read_text("utf-8"))
    (root / "cases/1-1.md").write_text("mine", "utf-8")
    (root / "notice.txt").unlink()
    assert scaffold.untouched(root) == written - {"book.yaml", "cases/1-1.md", "notice.txt"}


def test_a_new_book_says_on_every_page_that_it_is_a_specimen(tmp_path: Path) -> None:
    scaffold.write(tmp_path, TODAY)
    book = book_reader.read(tmp_path).book
    assert book.specimen
    dress = layout.roots("a5", tmp_path)
    for galley in layout.compose(book, dress, "print", tmp_path / "manuscript"):
        assert "specimen/mark.css" in {"/".join(sheet.parts[-2:]) for sheet in galley.sheets}
    for galley in layout.compose(book, dress, "epub", tmp_path / "manuscript"):
        assert "样例书" in galley.html


def test_a_specimen_is_not_issued_as_a_final_book(tmp_path: Path) -> None:
    scaffold.write(tmp_path, TODAY)
    path = tmp_path / "manuscript" / "book.yaml"
    path.write_text(path.read_text("utf-8").replace("status: draft", "status: final"), "utf-8")
    with pytest.raises(StopPress) as stopped:
        book_reader.read(tmp_path)
    assert "specimen-book" in {erratum.rule for erratum in stopped.value.errata}
