"""Hashes of runs of characters, for whole arrays at once.

A character at place k of a run counts its code times a fixed odd number of its own (multilinear
hashing, 64 bits), so a run with one character left out or put in costs one operation.
"""

import numpy as np

from casebook.proof.spelling.mapped_arrays import Numbers

LONGEST = 7
"""The longest word that is looked at, in characters."""


def _numbers(shape: tuple[int, ...], seed: int) -> Numbers:
    """Return fixed odd numbers of 64 bits (splitmix64)."""
    count = int(np.prod(shape))
    with np.errstate(over="ignore"):
        state = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15
        )
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((state ^ (state >> np.uint64(31))) | np.uint64(1)).reshape(shape)


FACTOR = _numbers((LONGEST + 2,), 1)
"""What the character at each place is multiplied by."""
MASKED = _numbers((LONGEST + 2, LONGEST + 2), 2)
"""Added to the hash of a run of that length of which the character at that place is left blank."""
SHORTENED = _numbers((LONGEST + 2, LONGEST + 2), 3)
"""Added to the hash of a word of that length of which the character at that place is left out."""


def hashed_at(letters: Numbers, place: int) -> Numbers:
    """Return what characters at `place` of a run add to its hash."""
    product: Numbers = letters.astype(np.uint64) * FACTOR[place]
    return product


def hashed(codes: Numbers) -> Numbers:
    """Return the hash of each row of `codes`, one character a column."""
    length = codes.shape[1]
    products: Numbers = codes.astype(np.uint64) * FACTOR[:length]
    sums: Numbers = products.sum(axis=1, dtype=np.uint64)
    return sums


def position(keys: Numbers, wanted: Numbers) -> Numbers:
    """Return where in the few sorted `keys` each of `wanted` stands, -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    return np.where(keys[at] == wanted, at, -1)
