"""A character left out, as laws tell: 加强组织领，规章制，进一提高, 充分发审判职能.

What laws put together is nearly always continued in one way (组织领 by 导), and here it ends or
something follows that laws never have behind it; or what stands on either side of a joint never
meets in laws, and with one character between is usual there. Both models of the language must
prefer the character, too, however little: they know no phrases, and much that is left out is usual
by itself (领, 成, 制).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from casebook.proof.spelling.corrections import MISSING, Corrections
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import hashed
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.official_phrases import often
from casebook.proof.spelling.suspects import Suspect, likeliest
from casebook.proof.spelling.word_paths import Paths

_LEAST_GAIN = 3.0
"""What both models must gain where laws leave no doubt."""
_LEAST_ALONE = 9.0
"""The same where but one character of a word stands there, and no phrase ends: it may be short for the
word (护企安商)."""
_LEAST_LIKELY, _LEAST_WHOLE = 5.8, 5.0
"""The same where laws have what stands there, but hardly ever; where they know the whole phrase alone."""
_KNOWN, _USUAL = 3, 5
"""How often, as a logarithm, laws have what they are asked about; what is usual in them."""
_HARDLY = 6
"""By how much, as a logarithm, what stands there is rarer in laws than what would."""
_LITTLE = np.array(sorted(map(ord, "的了着过地得")), np.uint64)


@dataclass(frozen=True)
class _Joints:
    """Places between two characters and at the ends of runs: three characters on either side of each."""

    language: Language
    before: tuple[Numbers, Numbers, Numbers]
    behind: tuple[Numbers, Numbers, Numbers]

    def often(self, left: int, *put: Numbers, right: int) -> Numbers:
        """Return how often laws have so many characters on the left, these, and so many on the right."""
        columns = [*reversed(self.before[:left]), *put, *self.behind[:right]]
        codes = np.stack(columns, axis=1).astype(np.uint64)
        whole = (codes != 0).all(axis=1)
        met = often(self.language.official, self.language.official_often, hashed(codes))
        return np.where(whole, met, np.float32(0))

    def rows(self, chosen: Numbers) -> "_Joints":
        """Return some of the places, each as often as it is named."""
        before, behind = (
            (side[0][chosen], side[1][chosen], side[2][chosen])
            for side in (self.before, self.behind)
        )
        return _Joints(self.language, before, behind)


def suspects(
    language: Language, runs: HanRuns, paths: tuple[Paths, Paths], every: Corrections,
    texts: Sequence[str],
) -> list[tuple[Suspect, ...]]:  # fmt: skip
    """Return where a character of each of the `texts` of `runs` is left out, in order of place.

    `every` are the corrections that may be made.
    """
    chosen: list[list[Suspect]] = [[] for _ in texts]
    rows = every.kept(np.flatnonzero(every.slip == MISSING))
    rows, least = _doubtful(language, runs, rows, texts)
    gains = [path.gain(rows.start, rows.end, rows.word) for path in paths]
    for group in _same_texts(language, rows):
        both = [float(gain[group].max()) for gain in gains]
        if min(both) < least[group].min():
            continue
        best = group[np.argmax((gains[0] + gains[1])[group])]
        start = int(rows.start[best])
        run = runs.run[start]
        in_text = int(runs.offset[run] + runs.place[start])
        chosen[int(runs.text[run])].append(
            Suspect(
                in_text, in_text + int(rows.end[best]) - start, language.word(int(rows.word[best])),
                "missing", round(sum(both), 1), (round(both[0], 1), round(both[1], 1)),
            )
        )  # fmt: skip
    return [likeliest(own) for own in chosen]


def _same_texts(language: Language, rows: Corrections) -> Iterator[Numbers]:
    """Yield the rows that put the same character at the same place, by whatever word."""
    at, put = rows.start + rows.place, _put(language, rows)
    order = np.lexsort((put, at))
    other = (np.diff(at[order]) != 0) | (np.diff(put[order].astype(np.int64)) != 0)
    yield from (group for group in np.split(order, np.flatnonzero(other) + 1) if len(group))


def _doubtful(
    language: Language, runs: HanRuns, rows: Corrections, texts: Sequence[str]
) -> tuple[Corrections, Numbers]:
    """Return the rows of which laws say that a character is missing, and what must be gained for each."""
    joints = _joints(language, runs)
    ends, begins = _at_ends(runs, texts)
    onward, backward = _continued(joints, onward=True), _continued(joints, onward=False)
    at_edge = (ends & onward) | (begins & backward)
    inside = (joints.before[0] != 0) & (joints.behind[0] != 0)
    hardly = np.roll(ends, -1) | (joints.behind[1] != 0) & (joints.often(1, right=2) == 0)
    joint = joints.often(1, right=1)
    free = inside & (joint <= 1)
    free &= (joints.often(2, right=1) == 0) & (joints.often(1, right=2) == 0)
    at = rows.start + rows.place
    own = np.flatnonzero((at_edge | free | inside & hardly)[at] & ~_little(language, rows))
    rows, at = rows.kept(own), at[own]
    near, put = joints.rows(at), _put(language, rows)
    both, inner = near.often(1, put, right=1), near.often(2, put, right=1)
    own = np.flatnonzero(at_edge[at] | free[at] & (both > 0) | (inside & hardly)[at] & (inner > 0))
    rows, at, both, inner = rows.kept(own), at[own], both[own], inner[own]
    near, put = joints.rows(at), _put(language, rows)
    far_left, far_right = near.often(3, put, right=0), near.often(0, put, right=3)
    goes_on = onward[at] & (far_left >= near.often(3, right=0))
    comes_from = backward[at] & (far_right >= near.often(0, right=3))
    four = np.maximum.reduce([far_left, far_right, inner, near.often(1, put, right=2)]) >= _KNOWN
    four &= (near.often(2, put, right=0) > 0) & (near.often(0, put, right=2) > 0)
    sure = (ends[at] & goes_on) | (begins[at] & comes_from)
    sure |= free[at] & (both > 0) & (goes_on | comes_from | four)
    stands = near.often(2, right=1)
    there = inside[at] & hardly[at]
    likely = there & (inner >= _USUAL) & (stands <= np.maximum(inner - _HARDLY, 0))
    whole = there & (joint[at] == 0) & (stands == 0) & (inner > 0)
    least = np.full(len(at), np.inf)
    least[whole] = _LEAST_WHOLE
    least[likely | sure] = _LEAST_LIKELY
    least[sure & (joint[at] == 0)] = _LEAST_GAIN
    alone = (rows.end - rows.start == 1) & ~(ends[at] & goes_on)
    least[alone] = np.maximum(least[alone], _LEAST_ALONE)
    asked = np.flatnonzero(np.isfinite(least))
    return rows.kept(asked), least[asked]


def _put(language: Language, rows: Corrections) -> Numbers:
    """Return the character that each row puts."""
    put: Numbers = language.letters[rows.word, rows.place].astype(np.uint64)
    return put


def _continued(joints: _Joints, *, onward: bool) -> Numbers:
    """Whether laws know the three characters before each place, or those behind it, but not with the next."""
    known = joints.often(3, right=0) if onward else joints.often(0, right=3)
    further = joints.often(3, right=1) if onward else joints.often(1, right=3)
    other: Numbers = (known >= _KNOWN) & (further == 0)
    return other


def _little(language: Language, rows: Corrections) -> Numbers:
    """Whether all that stands there of a word is a little word (了 of 了解)."""
    short = language.length[rows.word] == 2
    rest = language.letters[rows.word, 1 - np.minimum(rows.place, 1)].astype(np.uint64)
    little: Numbers = short & np.isin(rest, _LITTLE)
    return little


def _joints(language: Language, runs: HanRuns) -> _Joints:
    """Return the characters on either side of each place, 0 beyond the run."""
    padded = np.concatenate([np.zeros(3, np.uint64), runs.code, np.zeros(3, np.uint64)])
    count = len(runs.code)
    sides: list[list[Numbers]] = [[], []]
    for side, steps in ((0, (2, 1, 0)), (1, (3, 4, 5))):
        inside = np.ones(count, bool)
        for step in steps:
            letter = padded[step : step + count]
            inside &= letter != 0
            sides[side].append(np.where(inside, letter, np.uint64(0)))
    before, behind = ((side[0], side[1], side[2]) for side in sides)
    return _Joints(language, before, behind)


def _at_ends(runs: HanRuns, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Whether a phrase ends before each place, or begins at it: where a mark stands beside the run."""
    ends, begins = np.zeros((2, len(runs.code)), bool)
    first = np.flatnonzero((runs.place == 0) & (runs.left > 0))
    for start, number, offset in zip(
        first.tolist(), runs.text.tolist(), runs.offset.tolist(), strict=True
    ):
        length = int(runs.left[start])
        begins[start] = offset > 0
        ends[start + length] = offset + length < len(texts[number])
    return ends, begins
