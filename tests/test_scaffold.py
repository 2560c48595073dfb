"""A new book: what `casebook new` writes is read without an erratum and overwrites nothing."""

from datetime import date
from pathlib import Path

import pytest

from casebook.errata import StopPress
from casebook.intake import scaffold, texts
from casebook.intake.files import BookFile, CaseFront, MatterFront
from casebook.intake.typed import load
from casebook.intake.yaml_file import parse

TODAY = date(2026, 11, 22)


def test_the_press_reads_a_new_book_without_an_erratum(tmp_path: Path) -> None:
    scaffold.write(tmp_path / "book", TODAY)
    manuscript = tmp_path / "book" / "manuscript"
    source = (manuscript / "book.yaml").read_text("utf-8")
    book = load(BookFile, parse(source, "book.yaml"))
    assert book.date == book.modified == TODAY
    for path in manuscript.rglob("*.md"):
        model = CaseFront if path.parent.name == "cases" else MatterFront
        assert (
            texts.read(manuscript, path.relative_to(manuscript).as_posix(), model, "x").errata == ()
        )


def test_a_new_book_has_three_awards_and_two_cases(tmp_path: Path) -> None:
    scaffold.write(tmp_path, TODAY)
    awards = (tmp_path / "manuscript" / "awards.yaml").read_text("utf-8")
    assert awards.count("- {id: ") == 3
    cases = sorted(path.name for path in (tmp_path / "manuscript" / "cases").iterdir())
    assert cases == ["1-1.md", "2-1.md"]


def test_every_new_book_has_an_identifier_of_its_own(tmp_path: Path) -> None:
    books = []
    for name in ("a", "b"):
        scaffold.write(tmp_path / name, TODAY)
        source = (tmp_path / name / "manuscript" / "book.yaml").read_text("utf-8")
        books.append(load(BookFile, parse(source, "book.yaml")))
    assert all(book.identifier.startswith("urn:uuid:") for book in books)
    assert books[0].identifier != books[1].identifier


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
