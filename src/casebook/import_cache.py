"""What is slow to read and never changes, kept where Python keeps what it compiled."""

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeVar

from casebook import atomic

Made = TypeVar("Made")
Table = dict[tuple[object, int], tuple[object, ...]]


def cached(name: str, versions: str, make: Callable[[], Made]) -> Made:
    """Return what `make` makes, kept in `__pycache__` under `name` for these `versions`.

    Where nothing can be written there, it is made each time.
    """
    path = _place(name, versions)
    with suppress(Exception):  # not there, or not whole
        kept: Made = pickle.loads(path.read_bytes())
        return kept
    made = make()
    _keep(path, made)
    return made


def keeps() -> bool:
    """Whether what is made can be kept."""
    place = _place("", "").parent
    while not place.exists():
        place = place.parent
    return not sys.dont_write_bytecode and os.access(place, os.W_OK)


@contextmanager
def kept_table(name: str, versions: str) -> Iterator[Table]:
    """Give the table kept under `name` for these `versions`; what the block adds is kept with it."""
    path, table = _place(name, versions), Table()
    with suppress(Exception):  # not there, or not whole
        table = dict(pickle.loads(path.read_bytes()))
    known = len(table)
    yield table
    if len(table) > known:
        _keep(path, table)


def _place(name: str, versions: str) -> Path:
    digest = sha256(f"{sys.version} {versions}".encode()).hexdigest()[:16]
    return Path(cache_from_source(__file__)).with_name(f"{name}-{digest}.pickle")


def _keep(path: Path, made: object) -> None:
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            atomic.put(path, pickle.dumps(made), lasting=False)
