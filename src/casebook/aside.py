"""Write a file whole or not at all: beside its place first, then moved into it.

A run that is broken off leaves the old file and no half of a new one. Who reads a file to write
it again holds its folder's lock meanwhile, against other threads and other processes.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # not a Unix: one process at a time, held by the thread lock
    fcntl = None  # type: ignore[assignment]

_THREADS = Lock()


def put(path: Path, data: bytes) -> None:
    """Put `data` at `path`, making the folders above it. Raises `OSError`; the old file stays."""
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write; it is moved to `path` unless something is raised."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder` against every other thread and process."""
    folder.mkdir(parents=True, exist_ok=True)
    with _THREADS, (folder / ".lock").open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
