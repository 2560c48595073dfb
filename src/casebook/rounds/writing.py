"""Write small files so that nothing is lost: whole or not at all, one writer at a time.

A file is written aside, forced to disk, and moved into place; then the folder is forced to disk
too. Only then may anybody be told that it was kept. A lock on a file of its own keeps other
processes (a second desk, the command line) out between reading and writing.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

try:
    import fcntl
except ImportError:  # not a Unix: one process at a time, held by the thread lock
    fcntl = None  # type: ignore[assignment]

_THREADS = Lock()


def replace(path: Path, data: bytes) -> None:
    """Put `data` at `path`, durably. Raises `OSError`; the old file then stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    _settle(path.parent)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder` against every other thread and process."""
    folder.mkdir(parents=True, exist_ok=True)
    with _THREADS, (folder / ".lock").open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _settle(folder: Path) -> None:
    """Force the folder's entries to disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
