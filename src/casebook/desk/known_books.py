"""The books of this machine that the desk knows: opened before, or near at hand; and its folders.

Which books were opened stands in a small file of the user's own, not in any book. It is a help to
the memory: when it cannot be read or written, nothing is missing but the list.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from casebook import atomic, files
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import yaml_file

MOST = 30
_BOOK = Path("manuscript") / "book.yaml"
_TITLE = re.compile(r"(?m)^title:.*$")
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_NEAR = 200
"""Folders that are looked into, of those nearby."""


@dataclass(frozen=True)
class KnownBook:
    """A book: its folder, its title, and when it was opened last ("" when it never was here)."""

    folder: Path
    title: str
    opened: str = ""


@dataclass(frozen=True)
class Folder:
    """A folder below another, and whether it is a book."""

    path: Path
    is_book: bool


def is_book(folder: Path) -> bool:
    """Whether there is a book in `folder`."""
    try:
        return (folder / "manuscript").is_dir() and (folder / _BOOK).is_file()
    except OSError:
        return False


def book_mark(folder: Path) -> str:
    """Return what a page names the book in `folder` by."""
    return sha256(str(folder).encode()).hexdigest()[:12]


def remember(folder: Path) -> None:
    """Note that the book in `folder` was opened now."""
    row = [str(folder), datetime.now().isoformat(timespec="minutes")]
    rows = [row, *([path, at] for path, at in _remembered() if path != str(folder))]
    with suppress(OSError):
        data = json.dumps(rows[:MOST], ensure_ascii=False).encode()
        atomic.put(_list(), data, lasting=False)


def known(here: Path) -> tuple[KnownBook, ...]:
    """Return the books that are there: those opened before, newest first, then those near `here`."""
    books = {
        Path(path): KnownBook(Path(path), title_of(Path(path)), at)
        for path, at in _remembered()
        if is_book(Path(path))
    }
    for folder in _near(here):
        if folder not in books and is_book(folder):
            books[folder] = KnownBook(folder, title_of(folder))
    return tuple(books.values())


def title_of(folder: Path) -> str:
    """Return the title of the book in `folder`, its folder's name when that cannot be read."""
    with suppress(OSError, StopPress):
        line = _TITLE.search(files.text(folder / _BOOK, folder))
        facts = yaml_file.parse(line[0], _BOOK.name).data if line else None
        title = facts.get("title") if isinstance(facts, dict) else None
        if isinstance(title, str) and title.strip():
            return title.strip()
    return folder.name


def places(here: Path) -> tuple[Path, ...]:
    """Return the folders in which a person keeps things: documents, desktop, home, and `here`."""
    home = Path.home()
    usual = [home / name for name in ("Documents", "文档", "Desktop", "桌面")]
    return tuple(dict.fromkeys(path for path in (*usual, home, here) if _is_writable(path)))


def folders(at: Path) -> tuple[Folder, ...]:
    """Return the folders in `at` by name, hidden ones left out. Raises `StopPress`."""
    if not _is_dir(at) or not os.access(at, os.R_OK | os.X_OK):
        raise StopPress([_unreadable(at)])
    names = sorted(files.folders(at), key=str.lower)
    return tuple(Folder(at / name, is_book(at / name)) for name in names)


def folder_name(title: str) -> str:
    """Return a name for the folder of a book called `title`, as any disk can hold it."""
    name = " ".join(_NO_NAME.sub(" ", title).split()).strip(". ")
    while len(name.encode()) > 120:
        name = name[:-1]
    return name.strip(". ")


def _list() -> Path:
    """Return the file of books opened, where the system keeps such things."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state")
    return base / "casebook" / "books.json"


def _remembered() -> list[tuple[str, str]]:
    with suppress(OSError, ValueError, TypeError):
        rows = json.loads(files.read(_list()))
        return [(str(path), str(at)) for path, at in rows]
    return []


def _near(here: Path) -> Iterator[Path]:
    """Yield folders in which a book may be: `here`, below it, and below where things are kept."""
    looked = 0
    for place in dict.fromkeys((here, *places(here))):
        yield place
        for name in files.folders(place)[: _NEAR - looked]:
            looked += 1
            yield place / name


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_writable(path: Path) -> bool:
    return _is_dir(path) and os.access(path, os.W_OK)


def _unreadable(at: Path) -> Erratum:
    return Erratum(
        "unreadable-folder", Place(str(at)),
        Wording("打不开这个文件夹", "this folder cannot be opened"),
        Wording("请看它是否还在，有没有权限。", "See whether it is there and you may read it."),
        at.name,
    )  # fmt: skip
