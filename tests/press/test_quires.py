"""What did not change is copied from the last file, and the file is the same as one bound anew."""

import io
from pathlib import Path

import pytest

import books
from casebook.press import page_numbers, quires, volume


def bound(folder: Path, build: Path, last: Path | None) -> bytes:
    book, galleys = books.composed(folder)
    pages = volume.make(book, galleys, build, 1)
    file = io.BytesIO()
    assert not volume.write(pages, book, file, last)
    return file.getvalue()


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """Return the folder of a book that was bound into build/print.pdf and then edited."""
    folder = books.every_kind(tmp_path)
    last = folder / "build" / "print.pdf"
    last.parent.mkdir()
    last.write_bytes(bound(folder, folder / "build", last))
    case = folder / "manuscript" / "cases" / "1-2.md"
    case.write_text(case.read_text("utf-8").replace("12 项", "13 项", 1), "utf-8")
    return folder


def test_an_edit_reads_the_objects_of_one_section(
    edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    objects = page_numbers.PageNumbers.objects

    def watched(self: page_numbers.PageNumbers, index: int) -> object:
        read.append(index)
        return objects(self, index)

    monkeypatch.setattr(page_numbers.PageNumbers, "objects", watched)
    bound(edited, edited / "build", edited / "build" / "print.pdf")
    assert len(read) == 1


def test_a_file_of_copied_quires_is_the_file_bound_anew(edited: Path) -> None:
    copied = bound(edited, edited / "build", edited / "build" / "print.pdf")
    assert copied == bound(edited, edited / "elsewhere", None)


def test_a_last_file_that_was_changed_is_not_copied_from(edited: Path) -> None:
    last = edited / "build" / "print.pdf"
    data = last.read_bytes()
    last.write_bytes(data[:2000].replace(b" ", b"\n") + b"%" * 9 + data[2000:])
    copied = bound(edited, edited / "build", last)
    assert copied == bound(edited, edited / "elsewhere", None)


def test_a_longer_section_moves_no_other_number() -> None:
    assert quires.rounded(100, 0, 80) == quires.rounded(130, 1, 100)
