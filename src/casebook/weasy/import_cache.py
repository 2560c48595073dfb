"""What is slow to read and never changes, kept where Python keeps what it compiled."""

import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeVar

from casebook import atomic

Made = TypeVar("Made")


def cached(name: str, versions: str, make: Callable[[], Made]) -> Made:
    """Return what `make` makes, kept in `__pycache__` under `name` for these `versions`.

    Where nothing can be written there, it is made each time.
    """
    digest = sha256(f"{sys.version} {versions}".encode()).hexdigest()[:16]
    path = Path(cache_from_source(__file__)).with_name(f"{name}-{digest}.pickle")
    with suppress(Exception):  # not there, or not whole
        kept: Made = pickle.loads(path.read_bytes())
        return kept
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            atomic.put(path, pickle.dumps(made), lasting=False)
    return made
