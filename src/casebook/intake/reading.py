"""Read a manuscript folder into a `Book`: intake's last step and only door to the stages after.

Every fault of the whole folder is found in one run, those of its frame (`frame`) and those of its
texts (`texts`). Errata raise `StopPress`; queries come back with the book. Where a book has been
built, frame and texts are kept in build/.texts by the hash of what they were read from, so an
edit reads one text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from casebook import book as books
from casebook.book import Book, Case, Section
from casebook.errata import Erratum, StopPress, stop_on
from casebook.intake import texts
from casebook.intake.texts import Paper, Text
from casebook.store import Store, dumps, made_by

STORE = ".texts"
_KEPT = {**books.KEPT, "casebook.intake.texts": {"Text"}}
_LIBRARIES = "pyyaml pydantic markdown-it-py mdit-py-plugins lxml pypinyin pillow".split()


@dataclass(frozen=True)
class Reading:
    """A book as read, and the queries its editor should look at."""

    book: Book
    queries: tuple[Erratum, ...]


def read(folder: Path) -> Reading:
    """Read the book in `folder` (which holds `manuscript/`). Raises `StopPress`."""
    return _Shelf(folder).read()


class _Shelf:
    """Reads what it does not have yet."""

    def __init__(self, folder: Path) -> None:
        self._root, build = folder / "manuscript", folder / "build"
        self._store = Store(build / STORE, _version(), _KEPT) if build.is_dir() else None
        found = (texts.opened(self._root, path) for path in self._paths())
        self._papers = {paper.path: paper for paper in found if isinstance(paper, Paper)}

    def _paths(self) -> Iterable[str]:
        for folder in ("cases", "front", "back"):
            for path in sorted((self._root / folder).glob("*.md")):
                yield f"{folder}/{path.name}"

    def read(self) -> Reading:
        if self._store is None:
            book, errata, names = self._frame()
        else:
            self._store.open()
            key = self._frame_key()
            kept = self._store.get(key)
            book, errata, names = kept or self._frame()
            if not kept and book is not None and names.keys() <= self._papers.keys():
                self._store.put(key, dumps((book, errata, names)))
        found = {path: self._text(path, prefix) for path, prefix in names.items()}
        errata = (*errata, *(e for text in found.values() for e in text.errata))
        if book is None:
            raise StopPress(errata)
        stop_on(errata)
        if self._store is not None:
            self._store.trim()
        return Reading(_filled(book, found), errata)

    def _frame(self) -> tuple[Book | None, tuple[Erratum, ...], dict[str, str]]:
        from casebook.intake import frame

        found = frame.read(self._root)
        return found.book, found.errata, found.texts

    def _frame_key(self) -> str:
        """Return a hash of all a frame is read from."""
        digest = sha256()
        for name in ("book.yaml", "awards.yaml"):
            file = self._root / name
            digest.update(sha256(file.read_bytes() if file.is_file() else b"").digest())
        for path in self._paths():
            paper = self._papers.get(path)
            digest.update(f"{path}\0{paper.front if paper else None}\0".encode())
        return f"frame-{digest.hexdigest()}"

    def _text(self, path: str, prefix: str) -> Text:
        paper = self._papers.get(path) or texts.opened(self._root, path)
        assert isinstance(paper, Paper), "a frame names only files that were opened"
        if self._store is None:
            return texts.set_out(self._root, paper, prefix)
        key = sha256(repr((*paper, prefix)).encode()).hexdigest()
        kept = self._store.get(key)
        if kept is not None and self._looked_at(kept[0]) == kept[1]:
            text: Text = kept[0]
            return text
        text = texts.set_out(self._root, paper, prefix)
        if not text.errata:  # a missing picture may come
            self._store.put(key, dumps((text, self._looked_at(text))))
        return text

    def _looked_at(self, text: Text) -> list[bytes]:
        """Return a hash of each picture of `text`."""
        files = (self._root / picture.path for picture in text.pictures)
        return [sha256(f.read_bytes() if f.is_file() else b"").digest() for f in files]


@cache
def _version() -> str:
    """Return the version of everything that reads."""
    package = Path(__file__).parents[1]
    found = (p for p in (package / "intake").rglob("*") if p.suffix in (".py", ".tsv", ".toml"))
    alone = (package / name for name in ("book.py", "errata.py", "pictures.py", "typography.py"))
    return made_by((*found, *alone), _LIBRARIES)


def _filled(book: Book, found: Mapping[str, Text]) -> Book:
    """Return `book` with its texts."""

    def case(empty: Case) -> Case:
        text = found.get(empty.place.path)
        return replace(empty, body=text.body, pictures=text.pictures) if text else empty

    def section(empty: Section) -> Section:
        if empty.case:
            its = cases[empty.case.id]
            return replace(empty, case=its, pictures=its.pictures)
        text = found.get(empty.place.path)
        return replace(empty, body=text.body, pictures=text.pictures) if text else empty

    cases = {empty.id: case(empty) for empty in book.cases}
    sections = tuple(map(section, book.sections))
    return replace(book, cases=tuple(cases.values()), sections=sections)
