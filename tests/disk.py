"""A disk for tests that runs full, or loses its process, at the step one names.

It stands between the press and the files below a folder and counts what changes them: files
made, bytes written, forced to disk, moved, linked, removed. It also watches that nothing takes
its place in a book before it is on disk.
"""

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

FULL, KILLED = "full", "killed"
MARKS = (".aside-", ".making-", ".lock", ".run.lock")


class Killed(BaseException):
    """The process is gone: nothing of it runs any more, least of all its tidying up."""


class Disk:
    """The files below `folder`, going wrong at step `at` (from 1) in the way `how`."""

    def __init__(self, folder: Path, at: int = 0, how: str = FULL) -> None:
        self._folder, self._at, self._how = os.path.realpath(folder), at, how
        self.steps: list[str] = []
        self.reached = self._gone = False
        self._unsynced: set[int] = set()
        self.careless: list[str] = []

    def here(self, path: object) -> bool:
        """Whether `path` lies below the folder."""
        if not isinstance(path, str | os.PathLike):
            return False
        parent, name = os.path.split(os.fspath(path))
        return os.path.join(os.path.realpath(parent), name).startswith(self._folder + os.sep)

    def step(self, what: str, path: object) -> None:
        """Count a step; at the one that was named, and after it, the disk is full or all is over."""
        if self._gone:
            raise Killed
        self.steps.append(f"{what} {os.path.basename(str(path))}")
        self.reached = self.reached or len(self.steps) == self._at
        if self.reached and self._how == KILLED:
            self._gone = True
            raise Killed
        if self.reached and what != "remove":
            named = () if what in ("write", "sync") else (os.fspath(path),)  # type: ignore[call-overload]
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), *named)

    def wrote(self, handle: int, path: str) -> None:
        """Remember that a file has bytes that are not on disk; below build/ it need not."""
        if not os.path.relpath(os.path.realpath(path), self._folder).startswith("build"):
            self._unsynced.add(os.fstat(handle).st_ino)

    def synced(self, handle: int) -> None:
        """Remember that a file, or a folder's list of names, is on disk."""
        self._unsynced.discard(os.fstat(handle).st_ino)

    def placed(self, source: str, target: str) -> None:
        """Note what takes a place in the book before it is on disk."""
        inside = os.path.relpath(target, self._folder)
        if inside.startswith(("manuscript", "proofs")) and "/.making-" not in f"/{inside}":
            if os.stat(source).st_ino in self._unsynced:
                self.careless.append(f"moved before it was on disk: {inside}")
            self._unsynced.add(os.stat(os.path.dirname(target)).st_ino)

    def settled(self) -> bool:
        """Whether all that was done is on disk."""
        return not self._unsynced


class _File(io.BufferedIOBase):
    """A file opened for writing on the disk: half of its bytes arrive when the process dies."""

    def __init__(self, disk: Disk, file: Any, path: str) -> None:
        self._disk, self._file, self._path = disk, file, path

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._disk.wrote(self._file.fileno(), self._path)
        try:
            self._disk.step("write", self._path)
        except BaseException:
            self._file.write(bytes(data)[: len(data) // 2])
            raise
        return int(self._file.write(data))

    def seek(self, *where: int) -> int:
        return int(self._file.seek(*where))

    def tell(self) -> int:
        return int(self._file.tell())

    def flush(self) -> None:
        if not self._file.closed:
            self._file.flush()

    def fileno(self) -> int:
        return int(self._file.fileno())

    def close(self) -> None:
        self._file.close()
        super().close()


@contextmanager
def going_wrong(disk: Disk) -> Iterator[Disk]:
    """Have everything that happens inside meet `disk`."""
    names: dict[int, str] = {}
    real = {name: getattr(os, name) for name in _COUNTED}
    fdopen, opened = os.fdopen, io.open

    def open_(path: Any, flags: int, *more: Any, **named: Any) -> int:
        lock = os.path.basename(str(path)) in MARKS
        if flags & os.O_CREAT and disk.here(path) and not lock:
            disk.step("make", path)
        handle = int(real["open"](path, flags, *more, **named))
        names[handle] = str(path)
        return handle

    def two(name: str) -> Callable[..., None]:
        def call(source: Any, target: Any, **named: Any) -> None:
            if disk.here(target):
                disk.step(name, target)
                disk.placed(os.fspath(source), os.fspath(target))
            real[name](source, target, **named)

        return call

    def failing_step(name: str, said: str) -> Callable[..., None]:
        def call(path: Any, *more: Any, **named: Any) -> None:
            if disk.here(path) or named.get("dir_fd") is not None:
                disk.step(said, path)
            real[name](path, *more, **named)

        return call

    def sync(handle: int) -> None:
        disk.step("sync", names.get(handle, "?"))
        disk.synced(handle)  # a test need not wait for the disk

    def file(handle: int, *more: Any, **named: Any) -> Any:
        made = fdopen(handle, *more, **named)
        written = disk.here(names.get(handle, "")) and "w" in str(more)
        return _File(disk, made, names[handle]) if written else made

    def plain(path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        if set(mode) & set("wax+") and disk.here(path):
            raise AssertionError(f"{path} is not written aside")
        return opened(path, mode, *more, **named)

    calls = {
        "open": open_, "replace": two("replace"), "rename": two("rename"), "link": two("link"),
        "unlink": failing_step("unlink", "remove"), "remove": failing_step("remove", "remove"),
        "rmdir": failing_step("rmdir", "remove"), "mkdir": failing_step("mkdir", "make"),
    }  # fmt: skip
    with (
        mock.patch.multiple(os, fsync=sync, fdopen=file, **calls),
        mock.patch.object(io, "open", plain),
        mock.patch.object(builtins, "open", plain),
    ):
        yield disk


_COUNTED = ("open", "replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir")
