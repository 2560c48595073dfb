"""Write small files so that nothing is lost, not even when the machine stops.

A file is written aside, forced to disk, and moved into place; then the folder is forced to disk
too. Only then may anybody be told that it was kept.
"""

import os
import tempfile
from pathlib import Path


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


def _settle(folder: Path) -> None:
    """Force the folder's entries to disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
