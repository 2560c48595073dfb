"""Sorted numbers that are found at one step: by their first bits, where those that share them begin.

The numbers are hashes, so few share as many bits as tell their count: whoever looks one up reads the
place where it would be and one or two behind it, and not a tree of halves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from casebook.proof.spelling.mapped_arrays import Numbers

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SPARSE = 1
"""How many bits more than the count of numbers has are looked at: most of what is asked is not there."""


def scattered(numbers: Numbers) -> Numbers:
    """Return numbers that differ where `numbers` do, and are spread evenly."""
    spread: Numbers = numbers.astype(np.uint64) * _FACTOR
    return spread


@dataclass(frozen=True)
class Keys:
    """Different numbers, sorted and evenly spread, and where those with the same first bits begin."""

    numbers: Numbers
    first: Numbers

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.numbers)

    def position(self, wanted: Numbers) -> Numbers:
        """Return where each of `wanted` stands, -1 where it does not."""
        places = np.full(len(wanted), -1, np.int64)
        shared = (wanted >> _dropped(self.numbers, len(self.first) - 1)).astype(np.int64)
        at, end = self.first[shared], self.first[shared + 1]
        rows = np.flatnonzero(at < end)
        at, end, asked = at[rows], end[rows], wanted[rows]
        while len(rows):
            stands = self.numbers[at]
            same = stands == asked
            places[rows[same]] = at[same]
            at += 1
            further = np.flatnonzero((stands < asked) & (at < end))
            rows, at, end, asked = rows[further], at[further], end[further], asked[further]
        return places


def _dropped(numbers: Numbers, parts: int) -> np.uint32 | np.uint64:
    """Return how many bits of `numbers` are not looked at where they are parted into so many."""
    bits = 8 * numbers.dtype.itemsize - parts.bit_length() + 1
    return np.uint32(bits) if numbers.dtype == np.uint32 else np.uint64(bits)


def table(name: str, numbers: Numbers) -> dict[str, Numbers]:
    """Return the arrays of the `Keys` of different sorted numbers."""
    parts = 1 << max(len(numbers).bit_length() + _SPARSE, 1)
    shared = (numbers >> _dropped(numbers, parts)).astype(np.int64)
    first = np.zeros(parts + 1, np.int32)
    first[1:] = np.cumsum(np.bincount(shared, minlength=parts))
    return {name: numbers, f"{name}.first": first}


def keys(arrays: Mapping[str, Numbers], name: str) -> Keys:
    """Return the keys whose arrays `table` made. Raises `KeyError` when one is missing."""
    return Keys(arrays[name], arrays[f"{name}.first"])


@dataclass(frozen=True)
class GroupedKeys:
    """Numbers of which several are equal: the different ones, and where in the order each begins."""

    keys: Keys
    start: Numbers

    def matches(self, wanted: Numbers) -> tuple[Numbers, Numbers]:
        """Return all pairs of a number of `wanted` and a place of an equal one in the order."""
        group = self.keys.position(wanted)
        known = np.flatnonzero(group >= 0)
        asked, place = ranges(self.start, group[known])
        return known[asked], place


def grouped_table(name: str, numbers: Numbers) -> dict[str, Numbers]:
    """Return the arrays of the `GroupedKeys` of sorted numbers."""
    different, first = np.unique(numbers, return_index=True)
    return table(name, different) | {
        f"{name}.start": np.append(first, len(numbers)).astype(np.int32)
    }


def grouped_keys(arrays: Mapping[str, Numbers], name: str) -> GroupedKeys:
    """Return the keys whose arrays `grouped_table` made. Raises `KeyError` when one is missing."""
    return GroupedKeys(keys(arrays, name), arrays[f"{name}.start"])


def ranges(start: Numbers, wanted: Numbers) -> tuple[Numbers, Numbers]:
    """Return the rows of `wanted` and the places from `start` at each up to that behind it."""
    first = start[wanted].astype(np.int64)
    counts = start[wanted + 1] - first
    asked = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(len(asked)) - np.repeat(np.cumsum(counts) - counts, counts)
    return asked, np.repeat(first, counts) + within
