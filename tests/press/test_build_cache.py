"""A run that would change nothing is not made; an issued file is known by what it was made from."""

import json
from pathlib import Path

import pytest

import books
from casebook import issuing
from casebook.errata import Wording
from casebook.press import build_cache, volume

TYPES = {"casebook.errata": {"Erratum"}}


def quiet(_step: Wording, _count: int | None) -> None:
    return None


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Return the folder of an issued file, whose run is remembered."""
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / "print.pdf").write_bytes(b"pages")
    build_cache.remember(folder, "key", build_cache.issued([folder / "print.pdf"]), ("outcome",))
    return folder


def test_the_outcome_of_a_run_is_recalled_under_its_key_alone(build: Path) -> None:
    assert build_cache.recall(build, "key", TYPES) == ("outcome",)
    assert build_cache.recall(build, "other", TYPES) is None
    assert build_cache.last(build, TYPES) == ("outcome",)


@pytest.mark.parametrize("data", [b"other pages", None])
def test_a_run_whose_issued_file_was_changed_or_removed_is_forgotten(
    build: Path, data: bytes | None
) -> None:
    file = build / "print.pdf"
    file.unlink() if data is None else file.write_bytes(data)
    assert build_cache.recall(build, "key", TYPES) is None
    assert build_cache.last(build, TYPES) is None


def test_a_record_that_was_cut_is_as_good_as_none(build: Path) -> None:
    record = build / build_cache.NAME
    record.write_bytes(record.read_bytes()[:-3])
    assert build_cache.last(build, TYPES) is None


def test_one_byte_of_one_file_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("甲", "utf-8")
    read: dict[str, bytes] = {}
    first = build_cache.fingerprint([tmp_path], ["print"], read)
    assert list(read) == [str(tmp_path / "a.md")]
    assert build_cache.fingerprint([tmp_path], ["print"]) == first
    assert build_cache.fingerprint([tmp_path], ["epub"]) != first
    (tmp_path / "a.md").write_text("乙", "utf-8")
    assert build_cache.fingerprint([tmp_path], ["print"]) != first


def test_a_file_under_another_name_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("甲", "utf-8")
    first = build_cache.fingerprint([tmp_path], [])
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    assert build_cache.fingerprint([tmp_path], []) != first


def test_an_issued_file_is_known_by_what_it_was_made_from(build: Path) -> None:
    file = build / "print.pdf"
    build_cache.note_sources(build, build_cache.issued([file]), "source")
    assert build_cache.made_from(file) == "source"
    file.write_bytes(b"edited elsewhere")
    assert build_cache.made_from(file) is None


def test_a_file_nobody_noted_is_of_unknown_sources(build: Path) -> None:
    assert build_cache.made_from(build / "print.pdf") is None
    (build / build_cache.SOURCES).write_text(json.dumps(["no table"]), "utf-8")
    assert build_cache.made_from(build / "print.pdf") is None


def test_editions_that_are_issued_later_are_noted_beside_the_others(build: Path) -> None:
    for name in ("print.pdf", "book.epub"):
        (build / name).write_bytes(name.encode())
        build_cache.note_sources(build, build_cache.issued([build / name]), f"source of {name}")
    assert build_cache.made_from(build / "print.pdf") == "source of print.pdf"
    assert build_cache.made_from(build / "book.epub") == "source of book.epub"


@pytest.mark.slow
def test_a_book_in_which_nothing_changed_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = books.every_kind(tmp_path, lines=2)
    first = issuing.issue(folder, (), quiet, 1)
    with monkeypatch.context() as patch:
        patch.setattr(volume, "make", lambda *_: pytest.fail("it was made again"))
        second = issuing.issue(folder, (), quiet, 1)
    assert (second.files, second.pages, second.ledger) == (first.files, first.pages, first.ledger)
    assert second.queries == first.queries


@pytest.mark.slow
@pytest.mark.parametrize("name", ["manuscript/cases/1-2.md", "build/print.pdf", "build/book.epub"])
def test_a_book_in_which_a_byte_changed_is_made_again(tmp_path: Path, name: str) -> None:
    folder = books.every_kind(tmp_path, lines=2)
    first = issuing.issue(folder, (), quiet, 1)
    data = first.files["print"].read_bytes()
    path = folder / name
    path.write_bytes(path.read_bytes() + b"\n")
    again = issuing.issue(folder, (), quiet, 1)
    assert again.files["print"].read_bytes() == data
    assert not (folder / "build" / "book.epub").read_bytes().endswith(b"\n")
    path.unlink()
    assert "print" in issuing.issue(folder, ("print",), quiet, 1).files


@pytest.mark.slow
def test_a_last_run_that_was_tampered_with_is_forgotten(tmp_path: Path) -> None:
    folder = books.every_kind(tmp_path, lines=2)
    issuing.issue(folder, ("print",), quiet, 1)
    (folder / "build" / ".last-run").write_bytes(b"\0" * 100)
    assert issuing.issue(folder, ("print",), quiet, 1).pages
