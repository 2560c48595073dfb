"""The one way to write a file: whole or not at all, beside its place first, then moved into it.

A run that is broken off, killed or out of space leaves the old file and no half of a new one.
What belongs to a book (`lasting`) is forced to disk before it takes its place, and the folder
after it, so that it outlasts a power cut; what can be made again need not be. A link is followed
to the file it names, as long as that lies in the same book; mode, owner and attributes of the old
file are kept. Whatever a killed run left beside is told by the lock it no longer holds.
"""

import atexit
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from casebook import locking

FOLDER = ".making-"
"""How the name begins of a folder in which things are made beside their place."""
_FILE = ".aside-"
_LEFT = (_FILE, FOLDER, ".opening-", ".part-")
"""How names begin of what is made beside its place; the last two are those of older versions."""


def put(path: Path, data: bytes, lasting: bool = True, new: bool = False) -> None:
    """Put `data` at `path`, making the folders above it; with `new`, only where nothing stands.

    When it returns, a `lasting` file is on disk. Raises `OSError` that names `path` (with `new`
    also `FileExistsError`); the old file stays.
    """
    with writing(path, lasting, new) as file:
        file.write(data)


@contextmanager
def writing(path: Path, lasting: bool = True, new: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write, as `put`; it takes its place unless something is raised."""
    with _named(path):
        place = _real(path) if lasting else path
        _make(place.parent, lasting)
        if lasting:
            sweep(place.parent)
        old = _state(place)
        if new and old is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        if lasting and old is not None and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        beside, handle = _beside(place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                if old is not None:
                    _copy_attributes(beside, place, old)
                if lasting:
                    os.fsync(file.fileno())
                if not locking.KNOWN:
                    file.close()  # there an open file cannot be moved
                _install(beside, place, new)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
        if lasting:
            _settle(place.parent)


def move(source: Path, target: Path, lasting: bool = True) -> None:
    """Move a file or folder made beside to `target`; a folder never onto one that holds anything."""
    with _named(target):
        os.replace(source, target)
        if lasting:
            _settle(target.parent)


def remove(path: Path) -> None:
    """Remove a file of a book for good, if it is there."""
    with _named(path), suppress(FileNotFoundError):
        os.unlink(path)
        _settle(path.parent)


@contextmanager
def folder(parent: Path, mark: str = "") -> Iterator[Path]:
    """Give a new folder in `parent` to make things in; it is gone afterwards, unless moved away.

    What killed runs left in `parent` is swept. `mark` becomes part of the name.
    """
    path, handle = None, None
    try:  # from here on: an interrupt may come at any moment
        with _named(parent):
            _make(parent, lasting=True)
            sweep(parent)
            path, handle = _folder(parent, f"{FOLDER}{mark}")
        yield path
    finally:
        if handle is not None:
            os.close(handle)
        if path is not None:
            shutil.rmtree(path, ignore_errors=True)


def temporary() -> AbstractContextManager[Path]:
    """Give a folder, as `folder`, where the system keeps temporary files."""
    return folder(Path(tempfile.gettempdir()), "casebook-")


@cache
def of_process() -> Path:
    """Return a folder of the system's that is this process's own, and gone when it ends."""
    place = tempfile.mkdtemp(prefix="casebook-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)


def sweep(parent: Path) -> None:
    """Remove from the folder `parent` what runs that are no more left beside, and nothing else."""
    if not locking.KNOWN:
        return
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if entry.name.startswith(_LEFT) and not entry.is_symlink():
                _sweep(entry)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let a fault that happens inside name `path`, not the file beside it, and not none."""
    try:
        yield
    except OSError as fault:
        name = os.path.basename(os.fsdecode(fault.filename)) if _is_name(fault.filename) else ""
        if not name or name.startswith(_LEFT):
            fault.filename, fault.filename2 = str(path), None
        raise


def _is_name(name: object) -> bool:
    return isinstance(name, str | bytes) and bool(name)


def _real(path: Path) -> Path:
    """Return the file that `path` names, through links that stay in its book."""
    if not path.is_symlink():
        return path
    real = Path(os.path.realpath(path))
    book = next((p for p in path.absolute().parents if (p / "manuscript").is_dir()), None)
    if book is not None and not real.is_relative_to(os.path.realpath(book)):
        raise OSError(errno.ELOOP, "the link leads out of the book", str(path))
    return real


def _make(folder: Path, lasting: bool) -> None:
    """Make `folder` and those above it."""
    if folder.is_dir():
        return
    if os.path.lexists(folder):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    _make(folder.parent, lasting)
    folder.mkdir(exist_ok=True)
    if lasting:
        _settle(folder.parent)


def _state(place: Path) -> os.stat_result | None:
    try:
        return os.stat(place)
    except FileNotFoundError:
        return None


def _beside(folder: Path) -> tuple[str, int]:
    """Return a new file in `folder`, as name and handle, locked as long as it is open."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        path = os.path.join(folder, f"{_FILE}{token_hex(6)}")
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
        locking.take(handle)
        if not locking.KNOWN or os.fstat(handle).st_nlink:  # else it was swept before it was locked
            return path, handle
        os.close(handle)


def _folder(parent: Path, start: str) -> tuple[Path, int | None]:
    while True:
        path = parent / f"{start}{token_hex(6)}"
        path.mkdir()
        handle = None
        try:
            if not hasattr(os, "O_DIRECTORY"):
                return path, None
            with suppress(FileNotFoundError):
                handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
                locking.take(handle)
                if path.is_dir():
                    return path, handle
                os.close(handle)
        except KeyboardInterrupt:  # nobody else knows of it
            if handle is not None:
                os.close(handle)
            path.rmdir()
            raise


def _copy_attributes(beside: str, place: Path, old: os.stat_result) -> None:
    """Give the new file the mode, the owner and the attributes of the old one."""
    new = os.stat(beside)
    if hasattr(os, "chown") and (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with suppress(OSError):  # only some may give files away
            os.chown(beside, old.st_uid, old.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(place):
                os.setxattr(beside, name, os.getxattr(place, name))
    os.chmod(beside, old.st_mode & 0o7777)


def _install(beside: str, place: Path, new: bool) -> None:
    if new:
        try:
            os.link(beside, place)
            os.unlink(beside)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if place.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        else:
            return
    os.replace(beside, place)


def _settle(folder: Path) -> None:
    """Force the entries of `folder` to disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in locking.UNSUPPORTED:
            raise
    finally:
        os.close(handle)


def _sweep(entry: "os.DirEntry[str]") -> None:
    with suppress(OSError):
        handle = os.open(entry.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        try:
            if not locking.take(handle, wait=False):
                return  # its maker lives
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)
        finally:
            os.close(handle)
