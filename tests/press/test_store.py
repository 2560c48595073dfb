"""What is kept is what was made, or it is made again."""

import os
import pickle
import time
from pathlib import Path

import pytest

import books
from casebook import issuing
from casebook.errata import Erratum, Place, Wording
from casebook.intake.manuscript import book_reader
from casebook.press import build_cache, volume
from casebook.press.signature import KEPT
from casebook.store import Damaged, Store, dumps, loads

THING = Erratum("rule", Place("file", 3), Wording("中", "en"))


def test_what_is_put_is_got(tmp_path: Path) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING))
    assert store.get("key") == THING
    assert store.get("other") is None


@pytest.mark.parametrize("at", [0, 40, -1])
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, at: int) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING))
    path = tmp_path / "one" / "key"
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert store.get("key") is None
    assert not path.exists()


def test_a_cut_entry_is_as_good_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING)[:-5])
    assert store.get("key") is None


def test_another_version_throws_away_what_was_kept(tmp_path: Path) -> None:
    Store(tmp_path, "one", KEPT).put("key", dumps(THING))
    Store(tmp_path, "two", KEPT).open()
    assert Store(tmp_path, "one", KEPT).get("key") is None


def test_the_store_stays_within_its_bound_and_keeps_what_was_used(tmp_path: Path) -> None:
    old = Store(tmp_path, "one", KEPT)
    for number in range(10):
        old.put(f"old-{number}", dumps("x" * 1000))
    past = time.time() - 1000
    for path in (tmp_path / "one").iterdir():
        os.utime(path, (past, past))
    store = Store(tmp_path, "one", KEPT)
    store.get("old-3")
    store.put("new", dumps("y" * 1000))
    store.trim(largest=2500)
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["new", "old-3"]


def test_nothing_but_the_types_of_the_press_is_ever_loaded(tmp_path: Path) -> None:
    class Bad:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'owned'}",)

    with pytest.raises(Damaged):
        loads(dumps(Bad()), KEPT)
    assert not (tmp_path / "owned").exists()


def test_a_pickle_of_another_make_is_damage() -> None:
    with pytest.raises(Damaged):
        loads(pickle.dumps(THING)[:-10], KEPT)


def test_what_stands_under_the_key_of_another_is_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path, "one", KEPT)
    store.put("key", dumps(THING))
    (tmp_path / "one" / "key").rename(tmp_path / "one" / "other")
    assert store.get("other") is None


def test_what_is_kept_names_no_type_that_another_python_lacks(tmp_path: Path) -> None:
    folder = books.every_kind(tmp_path, lines=2)
    issuing.issue(folder, (), quiet, 1)
    kept = [
        p for name in (volume.STORE, book_reader.STORE, ".pictures") for p in store(folder, name)
    ]
    assert len(kept) > 10
    for file in (*kept, folder / "build" / build_cache.NAME):
        named = modules(file.read_bytes()[32:])
        assert all(name.startswith(("casebook.", "builtins", "datetime")) for name in named), file


def test_a_damaged_signature_is_laid_out_again_and_never_bound(tmp_path: Path) -> None:
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    first = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)[0]
    for path in (tmp_path / "build" / volume.STORE).rglob("*"):
        if path.is_file():
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 255
            path.write_bytes(data)
    again = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)[0]
    assert again == first


def test_a_store_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    store = Store(tmp_path / "file", "one", KEPT)
    store.open()
    store.put("key", dumps(THING))
    store.trim()
    assert store.get("key") is None


def test_a_changed_picture_or_sheet_is_seen(tmp_path: Path) -> None:
    from PIL import Image

    folder = books.every_kind(tmp_path, lines=2)
    book, galleys = books.composed(folder)
    first = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)[0]
    Image.new("RGB", (600, 400), "#a00").save(folder / "manuscript" / "media" / "a.png")
    second = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)[0]
    assert first != second


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


def test_a_last_run_that_was_tampered_with_is_forgotten(tmp_path: Path) -> None:
    folder = books.every_kind(tmp_path, lines=2)
    issuing.issue(folder, ("print",), quiet, 1)
    (folder / "build" / ".last-run").write_bytes(b"\0" * 100)
    assert issuing.issue(folder, ("print",), quiet, 1).pages


def store(folder: Path, name: str) -> list[Path]:
    return [path for path in (folder / "build" / name).rglob("*") if path.is_file()]


def modules(data: bytes) -> set[str]:
    """Return the modules whose types a pickle names."""
    from casebook.store import _Reader

    named: set[str] = set()

    class Noting(_Reader):
        def find_class(self, module: str, name: str) -> object:
            named.add(module)
            return pickle.Unpickler.find_class(self, module, name)

    Noting(data, {}).load()
    return named


def quiet(_step: Wording, _count: int | None) -> None:
    return None
