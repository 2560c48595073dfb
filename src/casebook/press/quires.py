"""Quires: sections as they stand in the bound file, with their final object numbers.

Each section gets numbers of its own with room to grow, so that an edit changes few others. A
section that has the same numbers as in the last file is copied from it; its objects are not even
read. What comes out is the same, byte for byte, because a quire is a pure function of the
section's objects and of the numbers it got.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from casebook.press.imposing import BookPage
from casebook.press.objects import PACKED, PdfFile, entry, packed, streamed
from casebook.press.signature import FIRST, PAGES, TREE, Signature
from casebook.store import Store, dumps

ROOM = 256
"""The numbers of a section are a multiple of this."""


@dataclass(slots=True)
class NumberedSection:
    """A signature in the file: number strings by local number, the fonts its pages name.

    `shifts` are those of its leaves. Its numbers are from `base`, object streams' from `spare`.
    """

    base: int
    spare: int
    numbers: list[bytes]
    shifts: list[float]
    fonts: tuple[tuple[str, int], ...] = ()
    heads: dict[str, int] = field(default_factory=dict)
    states: dict[str, None] = field(default_factory=dict)


def numbered(
    file: PdfFile,
    signatures: Sequence[Signature],
    sheets: Sequence[BookPage],
    pages: int,
    document: int,
) -> tuple[list[NumberedSection], list[int]]:
    """Return the unit of each signature, and the number of each page.

    `pages` and `document` are the roots of the page tree and of the structure tree. Objects that
    name no other and are equal have one number in the whole file.
    """
    leaves: list[list[int]] = [[] for _ in signatures]
    blanks: list[list[int]] = [[] for _ in signatures]
    for index, sheet in enumerate(sheets):
        (leaves if sheet.leaf else blanks)[sheet.section].append(index)
    units, own_pages, shared = [], [0] * len(sheets), dict[bytes, int]()
    for signature, set_, blank in zip(signatures, leaves, blanks, strict=True):
        size = len(set_) + sum(len(leaf.links) for leaf in signature.leaves) + signature.count
        base = file.reserve(rounded(size, len(blank), signature.count))
        own = list(range(base, base + size))
        for number, page in (*enumerate(set_, base), *enumerate(blank, base + size)):
            own_pages[page] = number
        for local, digest in signature.digests:
            own[local - FIRST] = shared.setdefault(digest, own[local - FIRST])
        numbers = [b""] * FIRST + [b"%d 0 R" % number for number in own]
        numbers[PAGES], numbers[TREE] = b"%d 0 R" % pages, b"%d 0 R" % document
        shifts = [sheets[page].shift for page in set_]
        units.append(NumberedSection(base, base + size + len(blank), numbers, shifts))
    return units, own_pages


def rounded(own: int, blanks: int, count: int) -> int:
    """Return how many numbers a section gets: its own, blank pages, object streams, and room.

    Its own are those of its pages, its links and its `count` objects.
    """
    asked = own + blanks + -(-count // PACKED)
    return -(-asked // ROOM) * ROOM


class Quire(NamedTuple):
    """Where a quire stands in a file, the hash of its bytes, and what is in it.

    `streams` are numbers and places in the quire; `entries` are of objects in object streams.
    """

    at: int
    length: int
    digest: bytes
    streams: tuple[tuple[int, int], ...]
    entries: dict[int, bytes]


def gather(objects: Iterable[tuple[int, bytes, bytes | None]], spare: int) -> tuple[bytes, Quire]:
    """Return the bytes of numbered objects, and their quire; object streams count from `spare`."""
    parts: list[bytes] = []
    streams: list[tuple[int, int]] = []
    entries: dict[int, bytes] = {}
    plain: list[tuple[int, bytes]] = []
    at = 0

    def put(number: int, data: bytes, body: bytes) -> None:
        nonlocal at
        streams.append((number, at))
        parts.append(streamed(number, data, body))
        at += len(parts[-1])

    for number, data, body in objects:
        if body is None:
            plain.append((number, data))
        else:
            put(number, data, body)
    for first in range(0, len(plain), PACKED):
        some = plain[first : first + PACKED]
        entries |= {number: entry(2, spare, index) for index, (number, _) in enumerate(some)}
        put(spare, *packed(some, 9))
        spare += 1
    data = b"".join(parts)
    return data, Quire(0, at, sha256(data).digest(), tuple(streams), entries)


class QuireIndex:
    """Where each quire stands in the last file: kept in the store from one run to the next."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def known(self) -> Mapping[bytes, Quire]:
        """The quires of the last file, by the hash of what they were made from."""
        kept = self._store.get(_KEY)
        return kept if isinstance(kept, dict) else {}

    def replace(self, quires: Mapping[bytes, Quire]) -> None:
        """Keep the quires of a new file, which takes the place of the last."""
        if quires != self.known:
            self._store.put(_KEY, dumps(quires))
        self.known = quires


_KEY = "quires"


class LastFile:
    """The quires of the last file, as far as its bytes are still what they were."""

    def __init__(self, path: Path | None, known: Mapping[bytes, Quire]) -> None:
        self._known, self._file = known, _opened(path) if path and known else None

    def take(self, key: bytes) -> tuple[bytes, Quire] | None:
        """Return a quire by its key, or None when there is no sound one."""
        quire = self._known.get(key)
        if quire is None or self._file is None:
            return None
        self._file.seek(quire.at)
        data = self._file.read(quire.length)
        return (data, quire) if sha256(data).digest() == quire.digest else None

    def close(self) -> None:
        """Close the last file."""
        if self._file is not None:
            self._file.close()


def _opened(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except OSError:
        return None
