"""Give every page and object of every section its number in the bound file.

Each section has numbers of its own with room to grow, so that an edit changes few others: what
keeps its numbers is copied from the last file (`quires`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from casebook.press.imposing import Sheet
from casebook.press.objects import PACKED, File
from casebook.press.signature import FIRST, PAGES, TREE, Signature

ROOM = 256
"""The numbers of a section are a multiple of this."""


@dataclass(slots=True)
class Unit:
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
    file: File, signatures: Sequence[Signature], sheets: Sequence[Sheet], pages: int, document: int
) -> tuple[list[Unit], list[int]]:
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
        units.append(Unit(base, base + size + len(blank), numbers, shifts))
    return units, own_pages


def rounded(own: int, blanks: int, count: int) -> int:
    """Return how many numbers a section gets: its own, blank pages, object streams, and room.

    Its own are those of its pages, its links and its `count` objects.
    """
    asked = own + blanks + -(-count // PACKED)
    return -(-asked // ROOM) * ROOM
