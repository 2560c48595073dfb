"""Writes a new book: a small manuscript folder that builds right away and teaches the format.

The book says on every page that it is a specimen. What an editor has not touched of it is known
again by its bytes, whichever version wrote it, so that the first notice may take its place.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from string import Template
from uuid import uuid4

from casebook import atomic, os_errata
from casebook import files as folders
from casebook.errata import Erratum, Place, StopPress, Wording

_FILES = (
    "book.yaml",
    "notice.txt",
    "awards.yaml",
    "cases/1-1.md",
    "cases/2-1.md",
    "front/notes.md",
    "back/notice.md",
)


def write(folder: Path, today: date, identifier: str | None = None) -> None:
    """Write `folder`/manuscript, dated `today`; the identifier is made up once unless given.

    Raises `StopPress` when the folder holds anything already.
    """
    facts = {"today": today.isoformat(), "identifier": identifier or uuid4().urn}
    with unused(folder):
        for name in _FILES:
            put(folder / "manuscript" / name, _page(name, facts))


def untouched(manuscript: Path) -> frozenset[str]:
    """Return the files of the folder `manuscript` that are as a scaffold wrote them.

    `book.yaml`, which bears a date and an identifier of its own, is not among them. Line ends and
    a byte order mark, which editors of texts change unasked, do not count.
    """
    return frozenset(name for name in _FILES if is_sample(name, _bytes(manuscript / name)))


def is_sample(name: str, data: bytes) -> bool:
    """Whether `data` is what a scaffold wrote to the file `name`."""
    return (name, _hash(data)) in _written()


def is_new_book(text: str) -> bool:
    """Whether `text` is the `book.yaml` of a new book with nothing changed in it."""
    facts = dict(re.findall(r"(?m)^(identifier|date): *([^#\n]*?) *(?:#.*)?$", text))
    if len(facts) < len(("identifier", "date")):
        return False
    return text == _page("book.yaml", {"today": facts["date"], "identifier": facts["identifier"]})


def _bytes(path: Path) -> bytes:
    with suppress(OSError):
        return folders.read(path)
    return b""


def _hash(data: bytes) -> str:
    return sha256(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")).hexdigest()


@cache
def _written() -> frozenset[tuple[str, str]]:
    table = files("casebook.intake").joinpath("data", "scaffold.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return frozenset((name, digest) for name, digest in rows)


@contextmanager
def unused(folder: Path) -> Iterator[None]:
    """Write a new book into `folder`, which must be missing or empty; nothing is overwritten.

    Raises `StopPress` when it is in use, is a file, or cannot be written.
    """
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise StopPress([_in_use(folder)])
        yield
    except OSError as fault:
        raise StopPress([_not_written(folder, fault)]) from fault


def _in_use(folder: Path) -> Erratum:
    return Erratum(
        "folder-in-use",
        Place(str(folder)),
        Wording("文件夹不是空的，没有写入", "the folder is not empty; nothing was written"),
        Wording(
            "另写一个文件夹名，或先把它清空。", "Name another folder, or empty this one first."
        ),
        folder.name,
    )


def _not_written(folder: Path, fault: OSError) -> Erratum:
    why = os_errata.reason(fault)
    return Erratum(
        "folder-not-writable",
        Place(str(fault.filename or folder)),
        Wording(f"写不进去（{why.zh}）", f"cannot be written ({why.en})"),
        Wording(
            "换一个有写权限的文件夹，并看看磁盘是否已满。",
            "Choose a folder you may write to, and see whether the disk is full.",
        ),
        folder.name,
    )


def put(path: Path, text: str, lasting: bool = True) -> None:
    """Write `text` as UTF-8 with line feeds, making the folders above it.

    What can be made again, as a dummy book, need not be forced to disk (`lasting`).
    """
    atomic.put(path, text.encode(), lasting)


def _page(name: str, facts: Mapping[str, str]) -> str:
    page = files("casebook.intake").joinpath("data", "scaffold", *name.split("/"))
    return Template(page.read_text("utf-8")).substitute(facts)
