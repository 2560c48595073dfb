"""What laws say of a correction: how often they put together what stands there, and what would.

A column a fact, a row a correction (`official_phrases`).
"""

from collections.abc import Iterator, Mapping

import numpy as np

from casebook.proof.spelling.corrections import HEARD, MISSING, SUPERFLUOUS, TRANSPOSED, Corrections
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import hashed
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.official_phrases import often
from casebook.proof.spelling.syllables import HEARD as HEARD_LENGTHS

_OFFICIAL = {2: "official", 3: "official three", 4: "official four"}
"""What the runs of laws are called, by their length."""
_OFTEN, _NEVER_MET, _SHORTER = 16.0, 20.0, 2.0
"""How often laws have a single character; what one counts that they never have; what a shorter run."""
_REACH = 3
"""How many characters on either side laws are asked about."""


def official(
    rows: Corrections, at: Numbers, letter: Numbers, runs: HanRuns, language: Language
) -> dict[str, Numbers]:
    """Return how often laws put together what stands there, and what would, in twos and threes.

    Of the runs that hold what is changed, or the joint where nothing stands, the most and the least
    often met count.
    """
    columns = {
        f"{name}{least}{then}": np.zeros(len(at))
        for name in _OFFICIAL.values()
        for least in ("", " least")
        for then in ("", " then")
    }
    sides = ("official gain", "official before", "official behind")
    columns |= {name: np.zeros(len(at)) for name in sides}
    for chosen, stands, would in _frames(rows, at, letter, runs, language):
        for codes, then, sign in ((stands, "", -1), (would, " then", 1)):
            times = {length: _met(codes, length, language) for length in _OFFICIAL}
            for length, name in _OFFICIAL.items():
                most, least = _most_and_least(codes, length, times[length])
                columns[name + then][chosen] = most
                columns[f"{name} least{then}"][chosen] = least
            columns["official gain"][chosen] += sign * _likelihood(codes, times)
            columns["official before"][chosen] = times[_REACH][:, 0]
            columns["official behind"][chosen] = times[_REACH][:, -1]
    return columns


def _frames(
    rows: Corrections, at: Numbers, letter: Numbers, runs: HanRuns, language: Language
) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Yield rows of one kind of slip, what stands there and what would, with three characters around.

    A row a row; 0 where the run does not reach.
    """
    slip = rows.slip
    kinds = {
        "replaced": slip < TRANSPOSED,
        **{f"heard {n}": (slip >= HEARD) & (rows.end - rows.start == n) for n in HEARD_LENGTHS},
        "transposed": slip == TRANSPOSED,
        "missing": slip == MISSING,
        "superfluous": slip == SUPERFLUOUS,
    }
    for kind, chosen in kinds.items():
        own = np.flatnonzero(chosen)
        first, put = at[own], [letter[own].astype(np.uint64)]
        length = {"transposed": 2, "missing": 0}.get(kind, 1)
        if kind.startswith("heard"):
            first, length = rows.start[own], int(kind[-1])
            put = list(language.letters[rows.word[own], :length].T.astype(np.uint64))
        before = [_beside(runs, first, step) for step in range(-_REACH, 0)]
        behind = [_beside(runs, first, length + step) for step in range(_REACH)]
        stands = [_beside(runs, first, step) for step in range(length)]
        would = {"transposed": stands[::-1], "superfluous": []}.get(kind, put)
        yield (
            own,
            np.stack([*before, *stands, *behind], axis=1),
            np.stack([*before, *would, *behind], axis=1),
        )


def _beside(runs: HanRuns, at: Numbers, step: int) -> Numbers:
    """Return the characters `step` from the places `at`, 0 where the run does not reach."""
    last = np.minimum(at, len(runs.code) - 1)  # what is missing may stand behind the last character
    inside = (runs.place[last] + step >= 0) & (runs.left[last] > step)
    code: Numbers = np.where(inside, runs.code[np.where(inside, last + step, 0)], np.uint64(0))
    return code


def _met(codes: Numbers, length: int, language: Language) -> Numbers:
    """Return how often laws have each run of `length` in each row; 0 beyond the run."""
    starts = range(codes.shape[1] - length + 1)
    parts = [codes[:, start : start + length] for start in starts]
    times = [often(language.official, language.official_often, hashed(part)) for part in parts]
    whole = [(part != 0).all(axis=1) for part in parts]
    met: Numbers = np.stack(times, axis=1) * np.stack(whole, axis=1)
    return met


def _most_and_least(codes: Numbers, length: int, times: Numbers) -> tuple[Numbers, Numbers]:
    """Return of the runs in each row how often the most and the least known one was met.

    The characters on either side count only together with what they are beside.
    """
    width = codes.shape[1]
    starts = range(max(0, _REACH - length + 1), min(width - _REACH, width - length + 1))
    if not starts:
        return np.zeros(len(codes)), np.zeros(len(codes))
    whole = np.stack([(codes[:, n : n + length] != 0).all(axis=1) for n in starts], axis=1)
    chosen = times[:, starts.start : starts.stop]
    least = np.where(whole, chosen, np.inf).min(axis=1)
    return chosen.max(axis=1), np.where(np.isinf(least), 0, least)


def _likelihood(codes: Numbers, times: Mapping[int, Numbers]) -> Numbers:
    """Return how likely laws make what stands behind the first three characters of each row.

    Each character behind the three, two or one before it, by the longest run that laws have (stupid
    backoff); as logarithm to the base of two.
    """
    total = np.zeros(len(codes))
    for at in range(_REACH, codes.shape[1]):
        four, three, two = (times[n][:, at - n + 1] for n in (4, 3, 2))
        value = np.where(two > 0, two - _OFTEN, -_NEVER_MET)
        value = np.where(three > 0, three - times[2][:, at - 2] - _SHORTER, value)
        value = np.where(four > 0, four - times[3][:, at - 3], value)
        total += np.where(codes[:, at] != 0, value, 0)
    return total
