"""Read a manuscript folder into a `Book`: intake's last step and only door to the stages after.

Every fault of the whole folder is found in one run, those of its frame (`frame`) and those of its
texts (`text_files`), and what stands in the folder and is not read is told, so that no text is left
out in silence. Errata raise `StopPress`; queries come back with the book. Where a book has been
built, frame and texts are kept in build/.texts by the hash of what they were read from, so an
edit reads one text.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePath, PurePosixPath

from casebook import book as books
from casebook import files, page_extent
from casebook.book import Book, Case, Section, Status
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.files import Listing
from casebook.folder_errata import Refusal
from casebook.intake.manuscript import text_files
from casebook.intake.manuscript.text_files import Text, TextFile
from casebook.intake.markup.markdown_errata import LOSSES
from casebook.store import Store, dumps, made_by, sources

TEXTS = ("cases", "front", "back")
"""The folders whose Markdown files are texts of the book."""
_READ = (*TEXTS, "lists", "media")
_ENDINGS = (".md", ".yaml", ".tsv", ".txt")
_MANUSCRIPTS = (".md", ".markdown", ".mdown", ".txt", ".text", ".docx", ".doc", ".wps", ".rtf",
                ".odt", ".html", ".htm", ".pdf")  # fmt: skip


def refused_files(listing: Listing) -> tuple[Erratum, ...]:
    """Return what the walk of a manuscript folder refused, and the texts it holds that no one reads.

    Where a text of the book may be at stake it is an erratum, elsewhere a query.
    """
    refused = (refusal.erratum(kind=_kind(refusal)) for refusal in listing.refused)
    return (*refused, *_no_folders(listing), *_unread(listing))


def _kind(refusal: Refusal) -> Kind:
    parts = PurePosixPath(refusal.name).parts
    if refusal.rule == "names-alike" or not parts:
        return Kind.QUERY
    ending = PurePosixPath(refusal.name).suffix.lower()
    if len(parts) == 1:
        read = ending in _ENDINGS or parts[0] in _READ
    else:
        text = parts[0] != "media" and (ending in _ENDINGS or (refusal.folder and not ending))
        read = parts[0] in _READ and parts[1] != "received" and text
    return Kind.ERRATUM if read else Kind.QUERY


def _no_folders(listing: Listing) -> Iterator[Erratum]:
    """Yield the files that stand where a folder of texts or pictures belongs."""
    for name in _READ:
        if os.path.join(listing.root, name) in listing.paths:
            yield Erratum(
                "no-folder", Place(name),
                Wording("这里应当是文件夹，却是文件", "a file where a folder belongs"),
                Wording("请给文件改名，另建文件夹。", "Rename the file and make the folder."),
            )  # fmt: skip


def _unread(listing: Listing) -> Iterator[Erratum]:
    start = len(os.path.join(listing.root, ""))
    for path in listing.paths:
        if not path.lower().endswith(_MANUSCRIPTS):
            continue
        place = PurePath(path[start:])
        inside = place.parts[0] in TEXTS and len(place.parts) > 1 and place.parts[1] != "received"
        read = place.suffix == ".md" and len(place.parts) == 2
        if inside and not read:
            yield Erratum(
                "text-not-read", Place(place.as_posix()),
                Wording("这个文件不会进书", "this file does not go into the book"),
                Wording(f"书里的文字是 {place.parts[0]}/ 里以 .md 结尾的文件；来稿请用 casebook receive 收。",
                        f"Texts of the book are the .md files in {place.parts[0]}/; take "
                        "manuscripts in with casebook receive."),
                kind=Kind.QUERY,
            )  # fmt: skip


STORE = ".texts"
_KEPT = {**books.KEPT, "casebook.intake.manuscript.text_files": {"Text"}}
_LIBRARIES = "pyyaml pydantic markdown-it-py mdit-py-plugins lxml pypinyin pillow".split()


MANY = 12
"""More texts than that are read beside this process, so many at a time."""
LARGE = 500
"""The frame of a book of more texts is read beside this process: the tables that sort its index
take more memory than its texts."""
Beside = Callable[[], Executor | None]
"""Returns workers, when they are up; None where there are none."""


@dataclass(frozen=True)
class Reading:
    """A book as read, and the queries its editor should look at."""

    book: Book
    queries: tuple[Erratum, ...]


def read(folder: Path, beside: Beside = lambda: None) -> Reading:
    """Read the book in `folder` (which holds `manuscript/`). Raises `StopPress`.

    Many texts are read by the workers that are `beside` this process, if there are any.
    """
    reader = _BookReader(folder, beside)
    try:
        reading = reader.read()
        extent = page_extent.last(folder / "build")
        return replace(reading, book=replace(reading.book, extent=extent))
    except StopPress as stop:
        raise StopPress(dict.fromkeys((*stop.errata, *reader.strays()))) from None


class _BookReader:
    """Reads what it does not have yet."""

    def __init__(self, folder: Path, beside: Beside) -> None:
        self._root, build = folder / "manuscript", folder / "build"
        self._beside = beside
        self._store = Store(build / STORE, _version(), _KEPT) if build.is_dir() else None
        self._listing = files.walk(self._root)
        opened = (text_files.opened(self._root, path) for path in self._paths())
        self._manuscripts = {
            text_file.path: text_file for text_file in opened if isinstance(text_file, TextFile)
        }

    def strays(self) -> tuple[Erratum, ...]:
        """Return what stands in the manuscript folder and is not read."""
        return refused_files(self._listing)

    def _paths(self) -> Iterable[str]:
        for folder in TEXTS:
            for path in self._listing.named(".md", folder):
                yield f"{folder}/{path.name}"

    def read(self) -> Reading:
        if self._store is None:
            book, errata, names = self._frame()
        else:
            self._store.open()
            key = self._frame_key()
            stored = self._store.get(key)
            book, errata, names = stored or self._frame()
            if not stored and book is not None and names.keys() <= self._manuscripts.keys():
                self._store.put(key, dumps((book, errata, names)))
        texts = self._texts(names)
        errata = (*errata, *(e for text in texts.values() for e in text.errata))
        errata = tuple(dict.fromkeys((*errata, *self.strays())))
        if book is None:
            raise StopPress(errata)
        draft = book.status is Status.DRAFT
        if any(e.kind is Kind.ERRATUM and not (draft and e.rule in LOSSES) for e in errata):
            raise StopPress(errata)
        if self._store is not None:
            self._store.trim()
        return Reading(_filled(book, texts), errata)

    def _frame(self) -> tuple[Book | None, tuple[Erratum, ...], dict[str, str]]:
        pool = self._beside() if len(self._manuscripts) > LARGE else None
        if pool is not None:
            with suppress(BrokenExecutor):
                return pool.submit(_frame, self._root).result()
        return _frame(self._root)

    def _frame_key(self) -> str:
        """Return a hash of all a frame is read from."""
        digest = sha256()
        for name in ("book.yaml", "awards.yaml"):
            file = self._root / name
            digest.update(_hash(file, self._root))
        for path in self._paths():
            text_file = self._manuscripts.get(path)
            known = (text_file.front, text_file.blank) if text_file else None
            digest.update(f"{path}\0{known}\0".encode())
        return f"frame-{digest.hexdigest()}"

    def _texts(self, names: Mapping[str, str]) -> dict[str, Text]:
        """Return the texts of files, with what their ids begin with: kept, or read and kept."""
        texts: dict[str, Text] = {}
        missing: dict[str, tuple[TextFile, str]] = {}
        for path, prefix in names.items():
            text_file = self._manuscripts.get(path) or text_files.opened(self._root, path)
            assert isinstance(text_file, TextFile), "a frame names only files that were opened"
            stored = self._store.get(_key(text_file, prefix)) if self._store else None
            if stored is not None and _looked_at(self._root, stored[0]) == stored[1]:
                texts[path] = stored[0]
            else:
                missing[path] = text_file, prefix
        for path, (text, looked) in zip(missing, self._set_out([*missing.values()]), strict=True):
            texts[path] = text
            if self._store and not text.errata:  # a missing picture may come
                self._store.put(_key(*missing[path]), dumps((text, looked)))
        return {path: texts[path] for path in names}

    def _set_out(
        self, manuscripts: Sequence[tuple[TextFile, str]]
    ) -> Iterable[tuple[Text, list[bytes]]]:
        pool = self._beside() if len(manuscripts) > MANY else None
        if pool is not None:
            parts = [manuscripts[at : at + MANY] for at in range(0, len(manuscripts), MANY)]
            with suppress(BrokenExecutor):
                waiting = [pool.submit(_set_out, self._root, part) for part in parts]
                return [result for answer in waiting for result in answer.result()]
        return _set_out(self._root, manuscripts)


def _frame(root: Path) -> tuple[Book | None, tuple[Erratum, ...], dict[str, str]]:
    from casebook.intake.manuscript import frame  # lazy: a frame that was kept needs no pydantic

    framed = frame.read(root)
    return framed.book, framed.errata, framed.texts


def _set_out(
    root: Path, manuscripts: Sequence[tuple[TextFile, str]]
) -> list[tuple[Text, list[bytes]]]:
    """Return texts, each with a hash of each of its pictures."""
    texts = (text_files.set_out(root, text_file, prefix) for text_file, prefix in manuscripts)
    return [(text, _looked_at(root, text)) for text in texts]


def _key(text_file: TextFile, prefix: str) -> str:
    return sha256(repr((*text_file, prefix)).encode()).hexdigest()


def _looked_at(root: Path, text: Text) -> list[bytes]:
    return [_hash(root / picture.path, root) for picture in text.pictures]


def _hash(file: Path, root: Path) -> bytes:
    """Return a hash of a file; one that is not there or not read is like an empty one."""
    with suppress(OSError):
        return files.digest(file, root)
    return sha256(b"").digest()


@cache
def _version() -> str:
    """Return the version of everything that reads."""
    package = Path(__file__).parents[2]
    names = (
        "intake book.py decoding.py errata.py files.py paper_stock.py pictures.py production_facts.py typography.py"
    ).split()
    return made_by((), _LIBRARIES, sources(*(package / name for name in names)))


def _filled(book: Book, texts: Mapping[str, Text]) -> Book:
    """Return `book` with its texts."""

    def case(empty: Case) -> Case:
        text = texts.get(empty.place.path)
        return replace(empty, body=text.body, pictures=text.pictures) if text else empty

    def section(empty: Section) -> Section:
        if empty.case:
            arrived = cases[empty.case.id]
            return replace(empty, case=arrived, pictures=arrived.pictures)
        text = texts.get(empty.place.path)
        return replace(empty, body=text.body, pictures=text.pictures) if text else empty

    cases = {empty.id: case(empty) for empty in book.cases}
    sections = tuple(map(section, book.sections))
    return replace(book, cases=tuple(cases.values()), sections=sections)
