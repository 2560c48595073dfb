"""The runs of Chinese characters of texts, laid end to end in one array.

What stands between runs (marks, figures, letters) parts them: no word reaches across.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from casebook.proof.spelling.hashing import LONGEST, hashed_at
from casebook.proof.spelling.language import HAN
from casebook.proof.spelling.mapped_arrays import Numbers


@dataclass(frozen=True)
class HanRuns:
    """Each character's code, run, place in it, and how many of the run are left; 0 between runs.

    `text` and `offset` say of each run in which text it stands and where.
    """

    code: Numbers
    run: Numbers
    place: Numbers
    left: Numbers
    text: Numbers
    offset: Numbers

    @property
    def count(self) -> int:
        """How many runs there are."""
        return len(self.text)

    @cached_property
    def window(self) -> tuple[Numbers, ...]:
        """The hash of the characters from each place on: of none, of one, of two …"""
        hashes = [np.zeros(len(self.code), np.uint64)]
        for length in range(1, LONGEST + 2):
            longer = hashes[-1].copy()
            longer[: len(longer) - length + 1] += hashed_at(self.code[length - 1 :], length - 1)
            hashes.append(longer)
        return tuple(hashes)

    def beginning(self, length: int) -> Numbers:
        """Return the places from which `length` characters of one run follow."""
        return np.flatnonzero(self.left >= length)


def runs(texts: Sequence[str]) -> HanRuns:
    """Return the runs of Chinese characters of `texts`."""
    matches = [(number, match) for number, text in enumerate(texts) for match in HAN.finditer(text)]
    words = [match[0] for _, match in matches]
    joined = "\0".join(words) + "\0" * (LONGEST + 2)
    code = np.frombuffer(joined.encode("utf-32-le"), "<u4").astype(np.uint64)
    lengths = np.array([len(word) for word in words], np.int64)
    run = np.repeat(np.arange(len(words)), lengths)
    place = np.arange(len(run)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    at = np.repeat(np.cumsum(lengths + 1) - lengths - 1, lengths) + place
    return HanRuns(
        code,
        _spread(at, run, len(code)),
        _spread(at, place, len(code)),
        _spread(at, np.repeat(lengths, lengths) - place, len(code)),
        np.array([number for number, _ in matches], np.int64),
        np.array([match.start() for _, match in matches], np.int64),
    )


def _spread(at: Numbers, values: Numbers, length: int) -> Numbers:
    spread = np.zeros(length, np.int64)
    spread[at] = values
    return spread
