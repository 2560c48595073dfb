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

    `shifts` are those of its pages. Its numbers begin at `base`, those of its object streams at
    `spare`. `margins` are numbers of margin boxes by the name its pages have for them.
    """

    base: int
    spare: int
    numbers: list[bytes]
    shifts: list[float]
    fonts: tuple[tuple[str, int], ...] = ()
    margins: dict[str, int] = field(default_factory=dict)
    opacities: dict[str, None] = field(default_factory=dict)


def number_sections(
    file: PdfFile,
    signatures: Sequence[Signature],
    pages: Sequence[BookPage],
    page_tree: int,
    document: int,
) -> tuple[list[NumberedSection], list[int]]:
    """Number each signature of the file, and the pages of the book; return both.

    `page_tree` and `document` are the roots of the page tree and of the structure tree. Objects that
    name no other and are equal have one number in the whole file.
    """
    own: list[list[int]] = [[] for _ in signatures]
    blanks: list[list[int]] = [[] for _ in signatures]
    for index, page in enumerate(pages):
        (own if page.content else blanks)[page.section].append(index)
    sections, page_numbers, shared = [], [0] * len(pages), dict[bytes, int]()
    for signature, set_pages, blank in zip(signatures, own, blanks, strict=True):
        size = (
            len(set_pages)
            + sum(len(page.links) for page in signature.pages)
            + signature.object_count
        )
        base = file.reserve(rounded(size, len(blank), signature.object_count))
        numbers_here = list(range(base, base + size))
        for number, index in (*enumerate(set_pages, base), *enumerate(blank, base + size)):
            page_numbers[index] = number
        for local, digest in signature.digests:
            numbers_here[local - FIRST] = shared.setdefault(digest, numbers_here[local - FIRST])
        numbers = [b""] * FIRST + [b"%d 0 R" % number for number in numbers_here]
        numbers[PAGES], numbers[TREE] = b"%d 0 R" % page_tree, b"%d 0 R" % document
        shifts = [pages[index].shift for index in set_pages]
        sections.append(NumberedSection(base, base + size + len(blank), numbers, shifts))
    return sections, page_numbers


def rounded(own: int, blanks: int, count: int) -> int:
    """Return how many numbers a section gets: its own, blank pages, object streams, and room.

    Its own are those of its pages, its links and its `count` objects.
    """
    needed = own + blanks + -(-count // PACKED)
    return -(-needed // ROOM) * ROOM


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
