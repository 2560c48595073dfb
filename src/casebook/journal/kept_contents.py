"""Every content that a file of the book ever had, kept once by its SHA-256, packed with zlib.

Nothing here is ever written again or thrown away by casebook. A content that no longer has its
hash is not given out: it counts as missing, and `missing` names it.
"""

import os
import zlib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from casebook import atomic, files

FOLDER = "contents"
_PACKED = (b"\xff\xd8\xff", b"\x89PNG", b"PK\x03\x04", b"GIF8", b"RIFF", b"wOF")
"""How files begin that zlib makes no smaller."""


def digest(data: bytes) -> str:
    """Return the hash under which `data` is kept."""
    return sha256(data).hexdigest()


class KeptContents:
    """The contents below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def put(self, data: bytes, lasting: bool = True) -> str:
        """Keep `data` and return its hash. Raises `OSError`.

        It is on disk when this returns, or, unless `lasting`, after the next `settle`.
        """
        key = digest(data)
        path = self._path(key)
        if not path.is_file():
            level = 0 if data.startswith(_PACKED) else 6
            atomic.put(path, zlib.compress(data, level), lasting)
        return key

    def settle(self) -> None:
        """Force to disk what was put since, where many at once are cheaper than each."""
        if hasattr(os, "sync"):
            os.sync()

    def get(self, key: str) -> bytes | None:
        """Return what is kept under `key`, or None when it is missing or damaged."""
        try:
            packed = files.read(self._path(key), largest=2 * files.LARGEST)
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(packed, files.LARGEST + 1)
        except (OSError, zlib.error):
            return None
        return data if digest(data) == key else None

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Return those of `keys` that are not kept, or not sound. Reads all of them."""
        return [key for key in keys if self.get(key) is None]

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]
