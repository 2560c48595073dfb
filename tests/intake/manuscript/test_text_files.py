"""What was read before is not read again, and never taken for what it is not."""

from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

import tiny
from casebook.errata import Kind, StopPress
from casebook.intake.manuscript import book_reader, frame, text_files
from casebook.intake.manuscript.text_files import Text, TextFile

PICTURE = tiny.CASE + "\n![说明](../media/a.png)\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book that was built before, so that what is read is kept."""
    (tmp_path / "build").mkdir()
    return tiny.write(tmp_path)


@pytest.fixture
def read_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are read from here on."""
    result: list[str] = []
    real = text_files.set_out

    def set_out(root: Path, paper: TextFile, prefix: str) -> Text:
        result.append(paper.path)
        return real(root, paper, prefix)

    monkeypatch.setattr(text_files, "set_out", set_out)
    return result


def picture(folder: Path, width: int) -> None:
    (folder / "manuscript" / "media").mkdir(exist_ok=True)
    Image.new("RGB", (width, 10)).save(folder / "manuscript" / "media" / "a.png")


def test_a_book_read_again_is_the_book_read_first(book: Path) -> None:
    picture(book, 20)
    tiny.write(book, case=PICTURE)
    assert book_reader.read(book) == book_reader.read(book)


def test_an_edit_reads_one_text_and_no_frame(
    book: Path, read_texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write(book, **{"cases/1-2.md": tiny.CASE.replace("1-1", "1-2")})
    book_reader.read(book)
    read_texts.clear()
    monkeypatch.setattr(frame, "read", lambda _: pytest.fail("the frame was read again"))
    tiny.write(book, case=tiny.CASE.replace("正文一句", "正文两句"))
    path = book / "manuscript" / "cases" / "1-2.md"
    path.write_text(tiny.CASE.replace("1-1", "1-2"), "utf-8")
    body = next(c.body for c in book_reader.read(book).book.cases if c.id == "1-1")
    assert body is not None
    assert "正文两句" in body
    assert read_texts == ["cases/1-1.md"]


def test_front_matter_that_changed_is_read(book: Path) -> None:
    book_reader.read(book)
    tiny.write(book, case=tiny.CASE.replace("award: 1-1", "award: 1-1\nshort_title: 短题"))
    assert book_reader.read(book).book.cases[0].head == "短题"


def test_a_picture_that_changed_is_looked_at(book: Path) -> None:
    tiny.write(book, case=PICTURE)
    for width in (20, 30):
        picture(book, width)
        assert book_reader.read(book).book.cases[0].pictures[0].width == width


def test_a_picture_that_is_missing_is_missed_each_time(book: Path) -> None:
    tiny.write(book, case=PICTURE)
    for _ in range(2):
        with pytest.raises(StopPress, match="the picture is missing"):
            book_reader.read(book)
    picture(book, 20)
    assert book_reader.read(book).book.cases[0].pictures


def test_what_is_kept_and_damaged_is_read_again(book: Path) -> None:
    whole = book_reader.read(book)
    for path in (book / "build" / book_reader.STORE).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-3])
    assert book_reader.read(book) == whole


def test_a_folder_that_was_never_built_is_left_as_it_is(tmp_path: Path) -> None:
    book_reader.read(tiny.write(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["manuscript"]


def test_words_are_kept_by_their_value_in_every_python() -> None:
    assert Kind.QUERY.__reduce_ex__(5) == (Kind, ("query",))


def test_what_is_read_beside_is_what_is_read_here(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_reader, "MANY", 1)
    monkeypatch.setattr(book_reader, "LARGE", 1)
    tiny.write(book, case=tiny.CASE + "\n！\n", **{"cases/1-2.md": tiny.CASE.replace("1-1", "1-2")})
    with ThreadPoolExecutor(2) as pool:
        beside = book_reader.read(book, lambda: pool)
    assert beside == book_reader.read(book)
    monkeypatch.setattr(book_reader, "STORE", ".elsewhere")
    assert beside == book_reader.read(book)


class Dead(Executor):
    """Workers that have died."""

    def submit(self, *_what: object, **_named: object) -> object:  # type: ignore[override]
        raise BrokenExecutor


def test_a_book_is_read_here_when_the_workers_die(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_reader, "MANY", 1)
    monkeypatch.setattr(book_reader, "LARGE", 1)
    tiny.write(book, **{"cases/1-2.md": tiny.CASE.replace("1-1", "1-2")})
    assert book_reader.read(book, Dead).book.cases
