"""Every content that a file of the book ever had, kept once by its SHA-256, packed with zlib.

A text is saved again at every pause of who writes it, so of a content that is like an earlier one
only what differs is kept, with the hash of that one, which itself is kept whole: to open a content
at most one other is needed. Every so often one is kept whole again, so damage does not reach far.

Nothing here is ever written again or thrown away by casebook. A content that no longer has its
hash is not given out: it counts as missing, and `missing` names it.
"""

import os
import re
import struct
import zlib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from casebook import atomic, files

FOLDER = "contents"
_HASH = re.compile(r"[0-9a-f]{64}")
_PACKED = (b"\xff\xd8\xff", b"\x89PNG", b"PK\x03\x04", b"GIF8", b"RIFF", b"wOF")
"""How files begin that zlib makes no smaller."""

_DIFFERENCE = struct.Struct(">3s32sQQ")
"""What stands before a difference: a mark, the hash of the content it is to, how much of that one is
the same before and behind it."""
_MARK = b"\0D1"
_WINDOW = 32_768
"""Bytes of another content that zlib can refer to."""
_WHOLE = 16
"""One content of so many is kept whole, whatever it is like."""


def digest(data: bytes) -> str:
    """Return the hash under which `data` is kept."""
    return sha256(data).hexdigest()


class KeptContents:
    """The contents below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def put(self, data: bytes, lasting: bool = True, like: str = "") -> str:
        """Keep `data` and return its hash; `like` is that of a content it may have come from.

        It is on disk when this returns, or, unless `lasting`, after the next `settle`. Raises
        `OSError`.
        """
        key = digest(data)
        path = self._path(key)
        if not path.is_file():
            level = 0 if data.startswith(_PACKED) else 6
            packed = zlib.compress(data, level)
            if like and level and int(key, 16) % _WHOLE:
                packed = min(packed, self._difference(data, like) or packed, key=len)
            atomic.put(path, packed, lasting)
        return key

    def settle(self) -> None:
        """Force to disk what was put since, where many at once are cheaper than each."""
        if hasattr(os, "sync"):
            os.sync()

    def get(self, key: str) -> bytes | None:
        """Return what is kept under `key`, or None when it is missing, damaged or no hash at all."""
        if not _HASH.fullmatch(key):  # it may come from outside, and is made a path of
            return None
        try:
            packed = self._packed(key)
            return self._put_together(packed, key) if _differs(packed) else _unpacked(packed, key)
        except (OSError, zlib.error, struct.error):
            return None

    def _packed(self, key: str) -> bytes:
        return files.read(self._path(key), largest=2 * files.LARGEST)

    def _difference(self, data: bytes, like: str) -> bytes | None:
        """Return what differs from the content `like`, or from that which itself differs from."""
        try:
            packed = self._packed(like)
            if _differs(packed):
                like = _DIFFERENCE.unpack_from(packed)[1].hex()
                packed = self._packed(like)
            base = _unpacked(packed, like)
        except (OSError, zlib.error, struct.error):
            return None
        if base is None:
            return None
        before = _alike(base, data)
        most = min(len(base), len(data)) - before
        behind = _alike(base[::-1][:most], data[::-1][:most])
        middle = base[before : len(base) - behind][:_WINDOW]
        packer = zlib.compressobj(9, zdict=middle)
        new = packer.compress(data[before : len(data) - behind]) + packer.flush()
        return _DIFFERENCE.pack(_MARK, bytes.fromhex(like), before, behind) + new

    def _put_together(self, packed: bytes, key: str) -> bytes | None:
        """Return the content `key`, of which `packed` is the difference to another."""
        _, like, before, behind = _DIFFERENCE.unpack_from(packed)
        base = _unpacked(self._packed(like.hex()), like.hex())
        if base is None or before + behind > len(base):
            return None
        middle = base[before : len(base) - behind][:_WINDOW]
        unpacker = zlib.decompressobj(zdict=middle)
        new = unpacker.decompress(packed[_DIFFERENCE.size :], files.LARGEST + 1)
        return _sound(base[:before] + new + base[len(base) - behind :], key)

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Return those of `keys` that are not kept, or not sound. Reads all of them."""
        return [key for key in keys if self.get(key) is None]

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def _differs(packed: bytes) -> bool:
    """Whether a content is kept as the difference to another; no stream of zlib begins so."""
    return packed.startswith(_MARK)


def _unpacked(packed: bytes, key: str) -> bytes | None:
    """Return the content `key`, kept whole as `packed`. Raises `zlib.error` where it is not."""
    return _sound(zlib.decompressobj().decompress(packed, files.LARGEST + 1), key)


def _sound(data: bytes, key: str) -> bytes | None:
    return data if digest(data) == key else None


def _alike(first: bytes, second: bytes) -> int:
    """Return how many bytes both begin with."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
