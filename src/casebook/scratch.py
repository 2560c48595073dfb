"""Folders to work in that are gone afterwards, and the removal of what a killed run left.

A scratch folder is locked as long as its process lives; the system lets the lock go whatever
ends the process. So a later run tells what nobody owns any more from what another run, at work in
the same book at this moment, still needs.
"""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # not a Unix: what nobody owns is told by its age
    fcntl = None  # type: ignore[assignment]

MAKING, OPENING, UNPACKED = ".making-", ".opening-", ".casebook-unpacked-"
"""What scratch folders are called in a book's `build/`, in its `proofs/`, and in the system's
folder for temporary files."""
_ENDING = r"[a-z0-9_]{8}"
"""What `tempfile` puts behind a name."""
_PART = re.compile(rf"\..*\.(?:md|yaml|json|tsv|txt|csv|\w{{3,4}})\.{_ENDING}|\.part-{_ENDING}")
"""The names of files that are being written beside their place (`aside`): `.1-1.md.k3_x0a9b`."""
_MADE = re.compile(rf"\..+\.{_ENDING}|\.part-{_ENDING}")
"""The same where all is the press's own."""
_WRITTEN, _OLD = 10.0, 86_400.0
"""Seconds since its last change after which a part that nobody holds open is left over; and where
the system does not say who holds it."""


@contextmanager
def folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a new folder in `parent` to work in; what is in it afterwards is removed.

    It may be moved away meanwhile and then stays. Raises `OSError` when it cannot be made.
    """
    path, lock = _locked(parent, prefix)
    try:
        yield path
    finally:
        if _is_at(path, lock):
            shutil.rmtree(path, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def temporary() -> AbstractContextManager[Path]:
    """Give a folder to work in where the system keeps temporary files."""
    return folder(Path(tempfile.gettempdir()), UNPACKED)


def sweep_temporary() -> None:
    """Remove what killed runs of this user left where the system keeps temporary files."""
    sweep(Path(tempfile.gettempdir()), UNPACKED)


def sweep_book(book: Path) -> None:
    """Remove what killed runs left in the folder `book`."""
    sweep(book / "build", MAKING)
    sweep(book / "proofs", OPENING)
    sweep_parts(book / "build", own=True)
    sweep_parts(book / "proofs")
    sweep_parts(book / "manuscript")


def sweep(parent: Path, *prefixes: str) -> None:
    """Remove the scratch folders in `parent` whose process is gone."""
    wanted = re.compile(rf"(?:{'|'.join(map(re.escape, prefixes))}){_ENDING}")
    for path in _entries(parent):
        if wanted.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            _remove(path)


def sweep_parts(place: Path, own: bool = False) -> None:
    """Remove files in `place` and below it that were being written when their process died.

    `own` says that all there is the press's; among an editor's files a name has to look the part.
    """
    parts = list(_parts(place, _MADE if own else _PART))
    held = _held_open() if parts else frozenset()
    for path in parts:
        with suppress(OSError):
            state = path.lstat()
            age = time.time() - state.st_mtime
            mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
            if mine and os.path.realpath(path) not in held and age > (_WRITTEN if held else _OLD):
                path.unlink()


def _locked(parent: Path, prefix: str) -> tuple[Path, int | None]:
    """Make a folder and lock it; a sweep that came between the two has removed it again."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        if fcntl is None:
            return path, None
        lock = os.open(path, os.O_RDONLY)
        with suppress(OSError):  # some network disks know no locks
            fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_at(path, lock):
            return path, lock
        os.close(lock)


def _is_at(path: Path, lock: int | None) -> bool:
    """Whether the folder that was locked still stands at `path`."""
    try:
        return lock is None or os.path.samestat(os.stat(path), os.fstat(lock))
    except OSError:
        return False


def _remove(path: Path) -> None:
    """Remove a scratch folder of this user, unless a living process has it locked."""
    with suppress(OSError):
        if fcntl is None:
            if time.time() - path.stat().st_mtime > _OLD:
                shutil.rmtree(path, ignore_errors=True)
            return
        if path.stat().st_uid != os.getuid():
            return
        lock = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(lock)


def _entries(place: Path) -> list[Path]:
    try:
        with os.scandir(place) as entries:
            return sorted(Path(entry.path) for entry in entries)
    except OSError:
        return []


def _parts(place: Path, form: re.Pattern[str]) -> Iterator[Path]:
    for inside, _, names in os.walk(place):  # links are not followed
        for name in names:
            if name.startswith(".") and form.fullmatch(name):
                yield Path(inside, name)


def _held_open() -> frozenset[str]:
    """Return the files that processes of this user hold open, as far as the system says."""
    held: set[str] = set()
    for process in Path("/proc").glob("[0-9]*"):
        for handle in _entries(process / "fd"):
            with suppress(OSError):
                held.add(os.readlink(handle))
    return frozenset(held)
