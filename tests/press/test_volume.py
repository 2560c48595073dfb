"""The pages of a book from the store: what is kept is used, what is not sound is made again."""

import pickle
from pathlib import Path

import books
from casebook import issuing
from casebook.errata import Wording
from casebook.intake.manuscript import book_reader
from casebook.press import build_cache, volume


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


def test_a_changed_picture_or_sheet_is_seen(tmp_path: Path) -> None:
    from PIL import Image

    folder = books.every_kind(tmp_path, lines=2)
    book, galleys = books.composed(folder)
    first = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)[0]
    Image.new("RGB", (600, 400), "#a00").save(folder / "manuscript" / "media" / "a.png")
    second = volume.bind(volume.make(book, galleys, tmp_path / "build", 1), book)[0]
    assert first != second


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
