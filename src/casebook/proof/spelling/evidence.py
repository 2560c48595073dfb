"""What speaks for a correction, as numbers, and what they weigh together.

A row a correction, a column a fact: what each model would gain, how long the word is, how the
characters are alike, what stood there before. Their weights stand in `data/evidence.tsv`; they were
found by logistic regression on texts with known faults (`tests/measure_proof.py --train`), so the
sum is the logarithm of the odds that the correction is right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from casebook.proof.lists import DATA
from casebook.proof.spelling.corrections import MISSING, SUPERFLUOUS, TRANSPOSED, Corrections
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST, hashed, position
from casebook.proof.spelling.language import Language, joined
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.official_phrases import often
from casebook.proof.spelling.similar_characters import NEAR_SOUND, SHAPE, SOUND
from casebook.proof.spelling.word_paths import Paths

_WEIGHTS = DATA / "evidence.tsv"
_LEAST_GAIN = 1.5


@dataclass(frozen=True)
class Edits:
    """Corrections, each once: what each model gains, and by how much the sum leads the next best.

    `at` is the character it begins at, `letter` the one that is put (0: none).
    """

    corrections: Corrections
    at: Numbers
    letter: Numbers
    gains: tuple[Numbers, Numbers]
    lead: Numbers


def edits(corrections: Corrections, paths: tuple[Paths, Paths], language: Language) -> Edits:
    """Return the corrections that both models prefer, of equal ones the best."""
    rows = corrections
    gains: list[Numbers] = []
    for path in paths:
        gain = path.gain(rows.start, rows.end, rows.word)
        kept = np.flatnonzero(gain > _LEAST_GAIN)
        rows, gains = rows.kept(kept), [*(old[kept] for old in gains), gain[kept]]
    at = rows.start + rows.place
    letter = language.letters[rows.word, np.minimum(rows.place, LONGEST - 1)].astype(np.int64)
    letter[rows.slip == SUPERFLUOUS] = 0
    kind = np.where(rows.slip < TRANSPOSED, 0, rows.slip)
    together = gains[0] + gains[1]
    order = np.lexsort((-together, kind, letter, at))
    same = (np.diff(at[order]) == 0) & (np.diff(letter[order]) == 0) & (np.diff(kind[order]) == 0)
    best = order[np.concatenate(([True], ~same))] if len(order) else order
    return Edits(
        rows.kept(best),
        at[best],
        letter[best],
        (gains[0][best], gains[1][best]),
        _lead(at[best], together[best]),
    )


def _lead(at: Numbers, together: Numbers) -> Numbers:
    """Return by how much each is ahead of the best other at the same place, less than 0 if behind."""
    lead = np.array(together)
    if not len(at):
        return lead
    order = np.lexsort((-together, at))
    heads = np.flatnonzero(np.concatenate(([True], np.diff(at[order]) != 0)))
    counts = np.diff(np.append(heads, len(order)))
    best = np.repeat(together[order][heads], counts)
    second = np.zeros(len(heads))
    several = counts > 1
    second[several] = together[order][heads[several] + 1]
    rival = np.where(
        np.arange(len(order)) == np.repeat(heads, counts), np.repeat(second, counts), best
    )
    lead[order] = together[order] - rival
    return lead


def facts(
    edits: Edits, runs: HanRuns, language: Language, paths: tuple[Paths, Paths]
) -> dict[str, Numbers]:
    """Return the columns of evidence about `edits`, by name."""
    rows, at = edits.corrections, edits.at
    low = np.minimum(*edits.gains)
    high = np.maximum(*edits.gains)
    size = np.minimum(language.length[rows.word], 4)
    slip = rows.slip
    columns = {"low": low, "high": high, "low over 10": np.maximum(low - 10, 0)}
    columns["lead"] = np.clip(edits.lead, -5, 15)
    kinds = {
        "sound": (slip < TRANSPOSED) & ((slip & SOUND) > 0) & ((slip & SHAPE) == 0),
        "sound and shape": (slip < TRANSPOSED) & ((slip & SOUND) > 0) & ((slip & SHAPE) > 0),
        "near sound": (slip < TRANSPOSED) & ((slip & (SOUND | NEAR_SOUND)) == NEAR_SOUND),
        "shape": slip == SHAPE,
        "transposed": slip == TRANSPOSED,
        "missing": slip == MISSING,
        "superfluous": slip == SUPERFLUOUS,
    }
    sizes = {f"word of {n}": size == n for n in (1, 2, 3, 4)}
    first, second = (model.value[rows.word] for model in language.models)
    columns["word"] = np.maximum(first, second)
    columns["word to both"] = np.minimum(first, second)
    cover = [path.covering() for path in paths]
    columns |= _surroundings(rows, at, runs, language, cover)
    columns |= _official(edits, runs, language)
    marks = kinds | sizes | {
        "in a word": np.minimum(cover[0][at], cover[1][at]) > 1,
        "in a word of one": np.maximum(cover[0][at], cover[1][at]) > 1,
        "known word": _stood(rows, runs, language) > -20,
        "known before": columns.pop("known before") > 0,
        "known behind": columns.pop("known behind") > 0,
        "surname": _near(runs, at, language.surnames),
        "starts with surname": position(language.surnames, runs.code[rows.start]) >= 0,
        "never official": columns["official"] == 0,
        "becomes official": (columns["official"] == 0) & (columns["official then"] > 0),
    }  # fmt: skip
    columns["stood"] = np.maximum(_stood(rows, runs, language), -20) * marks["known word"]
    for name, mark in marks.items():
        columns[name] = mark.astype(np.float64)
        columns[f"{name} × low"] = mark * low
    code = runs.code[at]
    twice = (runs.code[np.maximum(at - 1, 0)] == code) | (runs.code[at + 1] == code)
    columns |= {
        "missing in a long word": marks["missing"] & marks["word of 4"],
        "typed twice": marks["superfluous"] & twice,
        "shape in a short word": marks["shape"] & marks["word of 2"],
    }
    short = sizes["word of 2"]
    for name in ("word", "official", "official then"):
        columns[f"{name} × word of 2"] = columns[name] * short
    return columns


def _stood(rows: Corrections, runs: HanRuns, language: Language) -> Numbers:
    """Return the value of what stands there as a word, very low where it is none."""
    value = np.full(len(rows.start), -99.0)
    for length in range(2, LONGEST + 1):
        own = np.flatnonzero(rows.end - rows.start == length)
        number = position(language.word_hash, runs.window[length][rows.start[own]])
        known = np.maximum(language.first.value[number], language.second.value[number])
        value[own] = np.where(number < 0, -99.0, known)
    return value


def _surroundings(
    rows: Corrections, at: Numbers, runs: HanRuns, language: Language, cover: list[Numbers]
) -> dict[str, Numbers]:
    code = runs.code
    before = np.where(runs.place[at] > 0, at - 1, at)
    behind = np.where(runs.left[at] > 1, at + 1, at)
    alone = np.full(int(code.max(initial=0)) + 1, -17.0)
    single = np.flatnonzero(language.length == 1)
    letters = language.letters[single, 0]
    ours = letters < len(alone)
    alone[letters[ours]] = language.first.value[single[ours]]
    put = language.letters[rows.word, np.minimum(rows.place, LONGEST - 1)].astype(np.int64)
    return {
        "old": alone[code[at].astype(np.int64)],
        "new": np.where(put < len(alone), alone[np.minimum(put, len(alone) - 1)], -17.0),
        "before in a word": (cover[0][before] > 1) & (runs.place[at] > 0),
        "behind in a word": (cover[0][behind] > 1) & (runs.left[at] > 1),
        "known before": (position(language.adjoining, joined(code[before], code[at])) >= 0)
        & (runs.place[at] > 0),
        "known behind": (position(language.adjoining, joined(code[at], code[behind])) >= 0)
        & (runs.left[at] > 1),
        "run": np.minimum(runs.place[at] + runs.left[at], 12),
    }


def _official(edits: Edits, runs: HanRuns, language: Language) -> dict[str, Numbers]:
    """Return how often laws put together what stands there, and what would, in twos and threes.

    Of the runs that hold what is changed, or the joint where nothing stands, the most and the least
    often met count.
    """
    columns = {
        f"{name}{least}{then}": np.zeros(len(edits.at))
        for name in ("official", "official three")
        for least in ("", " least")
        for then in ("", " then")
    }
    for rows, stands, would in _frames(edits, runs):
        for length, name in ((2, "official"), (3, "official three")):
            for codes, then in ((stands, ""), (would, " then")):
                most, least = _met(codes, length, language)
                columns[name + then][rows] = most
                columns[f"{name} least{then}"][rows] = least
    return columns


def _frames(edits: Edits, runs: HanRuns) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Yield rows of one kind of slip, what stands there and what would, with two characters around.

    A row a row; 0 where the run does not reach.
    """
    slip = edits.corrections.slip
    kinds = {
        "replaced": slip < TRANSPOSED,
        "transposed": slip == TRANSPOSED,
        "missing": slip == MISSING,
        "superfluous": slip == SUPERFLUOUS,
    }
    for kind, chosen in kinds.items():
        rows = np.flatnonzero(chosen)
        at, put = edits.at[rows], edits.letter[rows].astype(np.uint64)
        before = [_beside(runs, at, -2), _beside(runs, at, -1)]
        first, second = _beside(runs, at, 0), _beside(runs, at, 1)
        step = {"transposed": 2, "missing": 0}.get(kind, 1)
        behind = [_beside(runs, at, step), _beside(runs, at, step + 1)]
        stands = {"transposed": [first, second], "missing": []}.get(kind, [first])
        would = {"transposed": [second, first], "superfluous": []}.get(kind, [put])
        yield (
            rows,
            np.stack([*before, *stands, *behind], axis=1),
            np.stack([*before, *would, *behind], axis=1),
        )


def _beside(runs: HanRuns, at: Numbers, step: int) -> Numbers:
    """Return the characters `step` from the places `at`, 0 where the run does not reach."""
    last = np.minimum(at, len(runs.code) - 1)  # what is missing may stand behind the last character
    inside = (runs.place[last] + step >= 0) & (runs.left[last] > step)
    code: Numbers = np.where(inside, runs.code[np.where(inside, last + step, 0)], np.uint64(0))
    return code


def _met(codes: Numbers, length: int, language: Language) -> tuple[Numbers, Numbers]:
    """Return how often laws have, of the runs of `length` in each row, the most and the least known.

    The two characters on either side count only together with what they are beside.
    """
    width = codes.shape[1]
    most, least = np.zeros(len(codes)), np.full(len(codes), np.inf)
    for start in range(width - length + 1):
        if start + length <= 2 or start > width - 3:
            continue
        part = codes[:, start : start + length]
        times = often(language.official_key, language.official_often, hashed(part))
        whole = (part != 0).all(axis=1)
        most = np.where(whole, np.maximum(most, times), most)
        least = np.where(whole, np.minimum(least, times), least)
    return most, np.where(np.isinf(least), 0, least)


def _near(runs: HanRuns, at: Numbers, surnames: Numbers) -> Numbers:
    """Return whether a surname stands at a character or one or two before it."""
    near = position(surnames, runs.code[at]) >= 0
    for step in (1, 2):
        inside = runs.place[at] >= step
        near |= inside & (position(surnames, runs.code[np.where(inside, at - step, at)]) >= 0)
    return near


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of each fact by name; "" is what no fact says."""
    lines = _WEIGHTS.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in rows}


def weighed(columns: Mapping[str, Numbers]) -> Numbers:
    """Return the logarithm of the odds of each row."""
    table = weights()
    rows = len(next(iter(columns.values())))
    total = np.full(rows, table[""])
    for name, column in columns.items():
        total += table[name] * column
    return total
