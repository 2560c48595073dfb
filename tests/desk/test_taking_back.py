"""A deed is taken back byte for byte, or not at all."""

from pathlib import Path

import pytest

import tiny
from casebook.desk import inbox_filing, taking_back
from casebook.errata import StopPress, Wording
from casebook.project import Project

WORDS = Wording("改", "changed")
TEXT = "# 一次家访\n\n家访时，我们先听，再说。那天下午又去了一趟，他说如今放心多了。\n"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a manuscript folder, without the list of arrivals, which bears the time."""
    root = folder / "manuscript"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith("index.")
    }


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a manuscript that waits."""
    folder = tiny.write(tmp_path / "book")
    (tmp_path / "无名.md").write_text(TEXT, "utf-8")
    Project(folder).receive(tmp_path / "无名.md")
    return folder


def test_an_assignment_is_taken_back_byte_for_byte(book: Path) -> None:
    before = contents(book)
    done = inbox_filing.assign(book, "x-01", "1-2")
    assert done["case"] == "1-2"
    assert "cases/x-01.md" not in contents(book)
    inbox_filing.take_back(book, str(done["deed"]))
    assert contents(book) == before
    with pytest.raises(StopPress):
        inbox_filing.take_back(book, str(done["deed"]))


def test_what_was_written_since_is_not_lost(book: Path) -> None:
    done = inbox_filing.assign(book, "x-01", "1-2")
    path = book / "manuscript/cases/1-2.md"
    path.write_text(path.read_text("utf-8") + "\n添一句。\n", "utf-8")
    after = contents(book)
    [deed] = taking_back.deeds(book)
    assert not taking_back.is_untouched(book, deed)
    with pytest.raises(StopPress) as stop:
        inbox_filing.take_back(book, str(done["deed"]))
    assert [erratum.place.path for erratum in stop.value.errata] == ["cases/1-2.md"]
    assert contents(book) == after


def test_another_case_saved_meanwhile_is_no_part_of_the_deed(book: Path) -> None:
    other = book / "manuscript/cases/1-1.md"
    with taking_back.kept(book, WORDS, "assign", "x-01", ("x-01",)) as deed:
        other.write_text("改过", "utf-8")
        (book / "manuscript/cases/x-01.md").unlink()
    assert list(deed.after) == ["cases/x-01.md"]


def test_a_deed_that_changed_nothing_is_not_kept(book: Path) -> None:
    with taking_back.kept(book, WORDS, "award"):
        pass
    with pytest.raises(RuntimeError), taking_back.kept(book, WORDS, "award"):
        raise RuntimeError
    assert taking_back.deeds(book) == ()


def test_only_so_many_deeds_are_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_back, "KEPT", 3)
    path = book / "manuscript/awards.yaml"
    for number in range(5):
        with taking_back.kept(book, WORDS, "award", str(number)):
            path.write_text(f"# {number}\n", "utf-8")
    assert [deed.about for deed in taking_back.deeds(book)] == ["4", "3", "2"]
    left = {file.name for file in (book / "build" / taking_back.FOLDER).iterdir()}
    assert len(left) == 6


def test_a_file_that_was_made_goes_and_one_that_went_comes_back(book: Path) -> None:
    root = book / "manuscript"
    before = contents(book)
    with taking_back.kept(book, WORDS, "notice") as deed:
        (root / "neu.txt").write_text("新", "utf-8")
        (root / "awards.yaml").unlink()
    taking_back.take_back(book, deed.name, ())
    assert contents(book) == before
