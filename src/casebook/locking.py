"""Locks of folders: who reads a file to write it again keeps others away meanwhile.

A lock holds against other threads and other processes, and is gone with the process that held it,
however it ended; a file of a lock says nothing by lying there. Where the file system or the
machine knows no locks, only the threads of a process are kept apart.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

KNOWN = fcntl is not None
"""Whether the machine knows locks between processes."""
UNSUPPORTED = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF)
"""What a file system says that cannot do what was asked."""
_threads: dict[str, Lock] = {}
_GUARD = Lock()


@contextmanager
def alone(
    folder: Path, name: str = ".lock", waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the lock `name` of `folder` against every other thread and process.

    `waiting` is called once when another holds it. Where the file system knows no locks, only
    threads are kept apart. Raises `OSError` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _held(folder / name, os.O_WRONLY | os.O_CREAT, waiting):
        yield


@contextmanager
def editing(manuscript: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the folder `manuscript` of a book: one command at a time changes it.

    The folder itself is locked, so that no lock lies among the editor's files.
    """
    flags = getattr(os, "O_DIRECTORY", None) if manuscript.is_dir() else None
    with _held(manuscript, flags, waiting):
        yield


@contextmanager
def _held(path: Path, flags: int | None, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of `path`, opened with `flags`; None keeps only threads apart."""
    with _GUARD:
        lock = _threads.setdefault(os.path.realpath(path), Lock())
    waited = not lock.acquire(blocking=False)
    if waited:
        waiting()
        lock.acquire()
    try:
        if flags is None:
            yield
            return
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            if not take(handle, wait=False):
                if not waited:
                    waiting()
                take(handle)
            yield
        finally:
            _unlock(handle)
    finally:
        lock.release()


def take(handle: int, wait: bool = True) -> bool:
    """Lock an open file; say whether it is ours. Where there are no locks, it is."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as fault:
        if fault.errno not in UNSUPPORTED:
            raise
    return True


def _unlock(handle: int) -> None:
    if fcntl is not None:
        with suppress(OSError):  # said aloud, because a child process may hold the file open too
            fcntl.flock(handle, fcntl.LOCK_UN)
    os.close(handle)
