"""Write a file whole or not at all: beside its place first, then moved into it.

A run that is broken off leaves the old file and no half of a new one.
"""

import os
import tempfile
from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Put `data` at `path`, making the folders above it. Raises `OSError`; the old file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
