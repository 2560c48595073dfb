"""Keep what was made, by the hash of what it was made from: build/.signatures, build/.texts.

Files are written aside and moved into place, so two builds may share a store. Each is sealed with
a digest of its key and its bytes: one that is damaged, or stands under another's key, is made
again. Another version of what makes them has another folder,
and the old one is thrown away. What was not used longest goes first when the store grows too
large. A book's folder may come from anybody: only the types a stage names are ever loaded.
"""

import hashlib
import io
import os
import pickle
import re
import shutil
import sys
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from casebook import atomic

LARGEST = 600_000_000  # bytes kept
Types = Mapping[str, Container[str]]
"""The types a store may load: names by module."""
Stored: TypeAlias = Any
"""What a pickle or JSON gives back: of the type that was put there, which its reader knows."""


class Store:
    """Kept results below `folder`, for one `version` of everything that makes them."""

    def __init__(self, folder: Path, version: str, types: Types) -> None:
        self._root, self._folder, self._types = folder, folder / version, types
        self._used: list[Path] = []

    def open(self) -> None:
        """Throw away what other versions left."""
        if self._root.is_dir():
            for other in self._root.iterdir():
                if other.is_dir() and other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)
                elif other != self._folder:
                    other.unlink(missing_ok=True)

    def get(self, key: str) -> Stored:
        """Return what is kept under `key`, or None when there is nothing sound."""
        path = self._folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            value = loads(unsealed(key, data), self._types)
        except Damaged:
            path.unlink(missing_ok=True)
            return None
        self._used.append(path)
        return value

    def has(self, key: str) -> bool:
        """Say whether anything is kept under `key`, and count it as used."""
        exists = (self._folder / key).is_file()
        if exists:
            self._used.append(self._folder / key)
        return exists

    def put(self, key: str, data: bytes) -> bool:
        """Keep `data`, made by `dumps`, under `key`; say whether the disk had room."""
        path = self._folder / key
        try:
            atomic.put(path, sealed(key, data), lasting=False)
        except OSError:
            return False
        self._used.append(path)
        return True

    def trim(self, largest: int = LARGEST) -> None:
        """Mark what this run used as new, and remove the oldest beyond `largest` bytes."""
        for path in self._used:
            try:
                os.utime(path)
            except OSError:
                continue
        stored = []
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    state = entry.stat()
                    stored.append((state.st_mtime_ns, state.st_size, entry.path))
        except OSError:
            return
        total = sum(size for _, size, _ in stored)
        for _, size, name in sorted(stored):
            if total <= largest:
                return
            Path(name).unlink(missing_ok=True)
            total -= size


def made_by(paths: Iterable[Path], libraries: Iterable[str], *more: str) -> str:
    """Return the version of what makes things, as a short hash: sources, libraries, and `more`."""
    digest = hashlib.sha256("\n".join(more).encode())
    for name in libraries:
        digest.update(f"{name} {version_of(name)}\n".encode())
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def sources(*places: Path) -> str:
    """Return the version of our own files in `places`, files or folders, as a hash.

    It goes by names, sizes and times, because reading them all takes longer than an edit may.
    What is installed anew has new times, even where its files say otherwise. These are files of
    the package: none of what `files` guards against is there.
    """
    digest, waiting = hashlib.sha256(), []
    for place in places:
        if place.is_dir():
            waiting.append(str(place))
        else:
            _note(digest, str(place), place.stat())
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if not entry.is_dir():
                    _note(digest, entry.path, entry.stat())
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)
    return digest.hexdigest()


def _note(digest: "hashlib._Hash", path: str, state: os.stat_result) -> None:
    line = f"{path} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}\n"
    digest.update(line.encode("utf-8", "surrogatepass"))


def version_of(name: str) -> str:
    """Return the version of the library `name` that is installed, "none" where it is not.

    `importlib.metadata` says the same, but loads a parser of mails first: 20 ms of an edit.
    """
    return _installed().get(_folded(name)) or _asked(name)


@cache
def _installed() -> dict[str, str]:
    """Return the versions that the names of folders `NAME-VERSION.dist-info` tell, by name.

    These are specified (PyPA, Recording installed projects); the first in the path counts.
    """
    versions: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.name.endswith(".dist-info"):
                    name, _, version = entry.name.removesuffix(".dist-info").rpartition("-")
                    versions.setdefault(_folded(name), version)
    return versions


def _folded(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def _asked(name: str) -> str:
    """Return the version of what was installed in another way: in an archive, by the system."""
    from importlib.metadata import PackageNotFoundError, version  # lazy: takes 20 ms

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


class Damaged(ValueError):  # noqa: N818  what it is, not what it does
    """Kept data is not what was written, or not of the press."""


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, types: Types) -> None:
        super().__init__(io.BytesIO(data))
        self._types = types

    def find_class(self, module: str, name: str) -> object:
        if name in self._types.get(module, ()):
            return super().find_class(module, name)
        raise Damaged(f"{module}.{name}")


def sealed(key: str, data: bytes) -> bytes:
    """Return `data` behind a digest of it and of the `key` it is kept under."""
    return _seal(key, data) + data


def unsealed(key: str, data: bytes) -> bytes:
    """Return what was sealed under `key`. Raises `Damaged` when it was not, or has changed."""
    inner = data[32:]
    if _seal(key, inner) != data[:32]:
        raise Damaged("digest")
    return inner


def _seal(key: str, data: bytes) -> bytes:
    digest = hashlib.sha256(key.encode() + b"\0")
    digest.update(data)
    return digest.digest()


def dumps(thing: object) -> bytes:
    """Return `thing` as bytes."""
    return pickle.dumps(thing, protocol=5)


def loads(data: bytes, types: Types) -> Stored:
    """Return what `dumps` wrote; only `types` (names by module) are loaded.

    Raises `Damaged` when the bytes are not what it wrote, or hold any other type.
    """
    try:
        return _Reader(data, types).load()
    except Damaged:
        raise
    except Exception as fault:  # whatever a pickle of another make may raise
        raise Damaged(str(fault)) from fault
