"""Bring a newer version of a manuscript together with what the editor did to the older one.

Three texts: the case as it was filed, as the editor left it, and as the new version would be
filed. Where only one side changed, that side counts; where both changed the same lines, both are
kept between marks, because guessing would print one person's words for another's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

OURS, THEIRS, END = "〖冲突：编辑稿〗", "〖冲突：新来稿〗", "〖冲突完〗"
_SHINGLE = 8
_ALIKE = 0.3


@dataclass(frozen=True)
class Merged:
    """The text that comes of three; how many conflicts are marked in it, and where it changed.

    `changes` are the passages the new version changed: as filed before, as it is now.
    """

    text: str
    conflicts: int
    changes: tuple[tuple[str, str], ...]


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Return `ours` with what `theirs` changed against `base`. Lines are the units."""
    old, mine, new = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    merged: list[str] = []
    conflicts = 0
    at_old = at_mine = at_new = 0
    for o, m, n, size in (*_common(old, mine, new), (len(old), len(mine), len(new), 0)):
        was, left, right = old[at_old:o], mine[at_mine:m], new[at_new:n]
        if left == right or right == was:
            merged += left
        elif left == was:
            merged += right
        else:
            conflicts += 1
            merged += _marked(left, right)
        merged += old[o : o + size]
        at_old, at_mine, at_new = o + size, m + size, n + size
    return Merged("".join(merged), conflicts, tuple(_changes(old, new)))


def _common(
    old: Sequence[str], mine: Sequence[str], new: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """Return the runs of lines that all three share: where in each, and how long."""
    in_mine, in_new = _matches(old, mine), _matches(old, new)
    found: list[tuple[int, int, int, int]] = []
    for at in range(len(old)):
        m, n = in_mine.get(at), in_new.get(at)
        if m is None or n is None:
            continue
        if found:
            o, last_m, last_n, size = found[-1]
            if (o + size, last_m + size, last_n + size) == (at, m, n):
                found[-1] = (o, last_m, last_n, size + 1)
                continue
        found.append((at, m, n, 1))
    return found


def _matches(old: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, other, autojunk=False).get_matching_blocks()
    return {a + step: b + step for a, b, size in blocks for step in range(size)}


def _marked(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Return both sides between marks, each mark a paragraph of its own."""
    sides = ["".join(side).strip("\n") for side in (left, right)]
    return [f"{OURS}\n\n{sides[0]}\n\n{THEIRS}\n\n{sides[1]}\n\n{END}\n\n"]


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        ("".join(old[i1:i2]).strip(), "".join(new[j1:j2]).strip())
        for code, i1, i2, j1, j2 in codes if code != "equal"
        and ("".join(old[i1:i2]).strip() or "".join(new[j1:j2]).strip())
    ]  # fmt: skip


def same_manuscript(one: str, other: str) -> bool:
    """Whether two texts are versions of one manuscript: a third of the shorter is in the longer."""
    return likeness(one, other) >= _ALIKE


def likeness(one: str, other: str) -> float:
    """Return how much of the shorter of two texts stands in the longer one, 0 to 1."""
    first, second = _shingles(one), _shingles(other)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0


@lru_cache(maxsize=512)
def _shingles(text: str) -> frozenset[str]:
    bare = "".join(text.split())
    return frozenset(bare[at : at + _SHINGLE] for at in range(max(len(bare) - _SHINGLE + 1, 1)))
