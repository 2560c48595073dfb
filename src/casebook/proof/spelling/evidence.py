"""What speaks for a correction, as numbers, and what they weigh together.

A row a correction, a column a fact: what each model would gain, how long the word is, how the
characters are alike, what stood there before. What they weigh together stands in `data/evidence.tsv`
as small decision trees (`boosted_trees`), found on texts with known faults and on clean prose
(`tests/measure_proof.py --train`), so the sum is the logarithm of the odds that the correction is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from casebook.proof.lists import DATA
from casebook.proof.spelling import boosted_trees
from casebook.proof.spelling.boosted_trees import BoostedTrees
from casebook.proof.spelling.corrections import (
    HEARD,
    MISSING,
    PARTICLE,
    SUPERFLUOUS,
    TRANSPOSED,
    TYPED,
    UNLIKE,
    Corrections,
)
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST, position
from casebook.proof.spelling.language import Language, joined
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.official_evidence import official
from casebook.proof.spelling.particle_evidence import beside_particles
from casebook.proof.spelling.similar_characters import KEYS, NEAR_SOUND, SHAPE, SOUND, STROKES
from casebook.proof.spelling.word_paths import Paths, Words
from casebook.proof.spelling.word_triples import Triples

_TREES = DATA / "evidence.tsv"
_LEAST_GAIN = 1.5
"""What both models must gain, where laws do not speak for it."""
_LEAST_HEARD, _LEAST_HEARD_TOGETHER = -1.0, 3.0
"""What is enough for a whole other word: what each must gain, and what both together."""
_LEAST = {MISSING: -4.0, HEARD: -2.0, TYPED: -2.0, PARTICLE: -25.0}
"""What both must gain even so, by the kind of slip; of others `_LEAST_GAIN`."""
_HOPELESS = -5.0
"""The estimate of a gain up to which it is not worth finding out."""


@dataclass(frozen=True)
class Edits:
    """Corrections, each once: what each model gains, and by how much the sum leads the next best.

    `at` is the character it begins at, `letter` the one that is put (0: none).
    """

    corrections: Corrections
    at: Numbers
    letter: Numbers
    gains: tuple[Numbers, Numbers]
    together: Numbers

    @property
    def lead(self) -> Numbers:
        """By how much the sum leads that of the next best."""
        return _lead(self.at, self.together)

    def kept(self, rows: Numbers) -> "Edits":
        """Return some of the rows."""
        first, second = self.gains
        return Edits(
            self.corrections.kept(rows),
            self.at[rows],
            self.letter[rows],
            (first[rows], second[rows]),
            self.together[rows],
        )


def edits(
    corrections: Corrections, runs: HanRuns, paths: tuple[Paths, Paths], language: Language
) -> Edits:
    """Return the corrections that both models prefer, of equal ones the best.

    Where laws put together what would stand there, and not what does, a little less is asked.
    """
    rows = corrections
    for path in paths:
        likely = path.estimate(rows.start, rows.end, rows.word) > _HOPELESS
        rows = rows.kept(np.flatnonzero(likely | (rows.slip == PARTICLE)))
    gains: list[Numbers] = []
    for path in paths:
        gain = path.gain(rows.start, rows.end, rows.word)
        kept = np.flatnonzero(gain > _least(rows.slip))
        rows, gains = rows.kept(kept), [*(old[kept] for old in gains), gain[kept]]
    at = rows.start + rows.place
    letter = language.letters[rows.word, np.minimum(rows.place, LONGEST - 1)].astype(np.int64)
    letter[rows.slip == SUPERFLUOUS] = 0
    kind = np.where(rows.slip < TRANSPOSED, 0, rows.slip)
    put = np.where(rows.slip >= HEARD, -1 - rows.word, letter)
    together = gains[0] + gains[1]
    order = np.lexsort((-together, kind, put, at))
    same = (np.diff(at[order]) == 0) & (np.diff(put[order]) == 0) & (np.diff(kind[order]) == 0)
    best = order[np.concatenate(([True], ~same))] if len(order) else order
    every = Edits(
        rows.kept(best), at[best], letter[best], (gains[0][best], gains[1][best]), together[best]
    )
    return every.kept(np.flatnonzero(_supported(every, runs, language)))


def _least(slip: Numbers) -> Numbers:
    least = np.full(len(slip), _LEAST_GAIN)
    for kind, gain in _LEAST.items():
        least[slip == kind] = gain
    least[(slip & SOUND > 0) & (slip < UNLIKE)] = -2.0
    return least


def _supported(edits: Edits, runs: HanRuns, language: Language) -> Numbers:
    """Whether both models gain enough, or laws speak for what would stand there."""
    enough: Numbers = (np.minimum(*edits.gains) > _LEAST_GAIN) | (
        edits.corrections.slip == PARTICLE
    )
    low, heard = np.minimum(*edits.gains), edits.corrections.slip >= HEARD
    enough |= heard & (low > _LEAST_HEARD) & (edits.together > _LEAST_HEARD_TOGETHER)
    rest = np.flatnonzero(~enough)
    laws = official(
        edits.corrections.kept(rest), edits.at[rest], edits.letter[rest], runs, language
    )
    twos = (laws["official least"] == 0) & (laws["official least then"] > 0)
    enough[rest] = (
        (laws["official three least"] == 0) & (laws["official three least then"] > 0)
        | (laws["official four then"] > laws["official four"] + 1)
        | twos & (edits.corrections.slip[rest] == MISSING)
    )
    return enough


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
    columns = {"low": low, "high": high, "low over 10": np.maximum(low - 10, 0)}
    threes = [Triples(path).gain(rows.start, rows.end, rows.word) for path in paths]
    columns |= {"low of three": np.minimum(*threes), "high of three": np.maximum(*threes)}
    columns["lead"] = np.clip(edits.lead, -5, 15)
    columns["rivals"] = _rivals(at)
    columns["fluency"] = _fluency(rows, runs, paths)
    columns["covered"] = _covered(paths[0].words, language)[at]
    kinds = _kinds(rows, runs, language)
    sizes = {f"word of {n}": size == n for n in (1, 2, 3, 4)}
    first, second = (model.value[rows.word] for model in language.models)
    columns["word"] = np.maximum(first, second)
    columns["word to both"] = np.minimum(first, second)
    cover = [path.covering() for path in paths]
    columns |= _surroundings(rows, at, runs, language, cover)
    columns |= official(rows, at, edits.letter, runs, language)
    columns |= beside_particles(rows, paths, language)
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
    columns["word over stood"] = columns["word"] - np.maximum(_stood(rows, runs, language), -20)
    for name, mark in marks.items():
        columns[name] = mark.astype(np.float64)
        columns[f"{name} × low"] = mark * low
    code = runs.code[at]
    twice = (runs.code[np.maximum(at - 1, 0)] == code) | (runs.code[at + 1] == code)
    columns |= {
        "missing in a long word": marks["missing"] & marks["word of 4"],
        "typed twice": marks["superfluous"] & twice,
        "left out behind": marks["superfluous"] & (rows.place == language.length[rows.word]),
        "shape in a short word": marks["shape"] & marks["word of 2"],
    }
    short = sizes["word of 2"]
    for name in ("word", "official", "official then"):
        columns[f"{name} × word of 2"] = columns[name] * short
    return columns


def _rivals(at: Numbers) -> Numbers:
    """Return how many corrections, as a logarithm, are thought of at the place of each."""
    _, place, count = np.unique(at, return_inverse=True, return_counts=True)
    rivals: Numbers = np.log2(count)[place]
    return rivals


def _fluency(rows: Corrections, runs: HanRuns, paths: tuple[Paths, Paths]) -> Numbers:
    """Return how likely the run of each correction is as it stands, a character, to either model.

    Names and technical words make a run unlikely that has no fault.
    """
    first = rows.start
    length = runs.place[first] + runs.left[first]
    by_model = [path.total[runs.run[first]] / length for path in paths]
    fluency: Numbers = np.maximum(*by_model)
    return fluency


def _covered(words: Words, language: Language) -> Numbers:
    """Return for each character the value of the best known word of two or more that it is part of.

    What is part of none (坏 of 坏境) is a non-word.
    """
    value = np.maximum(language.first.value[words.word], language.second.value[words.word])
    best = np.full(len(words.runs.code), -20.0)
    for length in range(2, LONGEST + 1):
        own = np.flatnonzero(words.length == length)
        for step in range(length):
            np.maximum.at(best, words.start[own] + step, value[own])
    return best


def _kinds(rows: Corrections, runs: HanRuns, language: Language) -> dict[str, Numbers]:
    """Return for each kind of slip whether a correction mends one."""
    slip, exact = rows.slip, _exact(rows, runs, language)
    return {
        "sound": (slip < TRANSPOSED) & ((slip & SOUND) > 0) & ((slip & SHAPE) == 0),
        "sound and shape": (slip < TRANSPOSED) & ((slip & SOUND) > 0) & ((slip & SHAPE) > 0),
        "near sound": (slip < TRANSPOSED) & ((slip & (SOUND | NEAR_SOUND)) == NEAR_SOUND),
        "shape": (slip < UNLIKE) & ((slip & SHAPE) > 0) & ((slip & (SOUND | NEAR_SOUND)) == 0),
        "keys": slip == KEYS,
        "strokes": slip == STROKES,
        "strokes too": (slip < UNLIKE) & ((slip & STROKES) > 0) & (slip > STROKES),
        "unlike": slip == UNLIKE,
        "particle": slip == PARTICLE,
        "word of the same sound": (slip == HEARD) & exact,
        "word of nearly the same sound": (slip == HEARD) & ~exact,
        "word by keys": slip == TYPED,
        "transposed": slip == TRANSPOSED,
        "missing": slip == MISSING,
        "superfluous": slip == SUPERFLUOUS,
    }


def _exact(rows: Corrections, runs: HanRuns, language: Language) -> Numbers:
    """Return whether all characters that change have the same sound as those they become."""
    exact = np.ones(len(rows.start), bool)
    for step in range(LONGEST):
        own = np.flatnonzero((rows.end - rows.start > step) & (rows.slip == HEARD))
        stands, put = (runs.code[rows.start[own] + step], language.letters[rows.word[own], step])
        how = language.likeness(stands, put)
        exact[own] &= (stands == put) | ((how & SOUND) > 0)
    return exact


def _stood(rows: Corrections, runs: HanRuns, language: Language) -> Numbers:
    """Return the value of what stands there as a word, very low where it is none."""
    value = np.full(len(rows.start), -99.0)
    for length in range(2, LONGEST + 1):
        own = np.flatnonzero(rows.end - rows.start == length)
        number = language.word_hash.position(runs.window[length][rows.start[own]])
        known = np.maximum(language.first.value[number], language.second.value[number])
        value[own] = np.where(number < 0, -99.0, known)
    return value


def _surroundings(
    rows: Corrections, at: Numbers, runs: HanRuns, language: Language, cover: list[Numbers]
) -> dict[str, Numbers]:
    code = runs.code
    word = rows.slip >= HEARD
    first, last = np.where(word, rows.start, at), np.where(word, rows.end - 1, at)
    before = np.where(runs.place[first] > 0, first - 1, first)
    behind = np.where(runs.left[last] > 1, last + 1, last)
    alone = np.full(int(code.max(initial=0)) + 1, -17.0)
    single = np.flatnonzero(language.length == 1)
    letters = language.letters[single, 0]
    ours = letters < len(alone)
    alone[letters[ours]] = language.first.value[single[ours]]
    put = language.letters[rows.word, np.minimum(rows.place, LONGEST - 1)].astype(np.int64)
    return {
        "old": alone[code[at].astype(np.int64)],
        "new": np.where(put < len(alone), alone[np.minimum(put, len(alone) - 1)], -17.0),
        "before in a word": (cover[0][before] > 1) & (runs.place[first] > 0),
        "behind in a word": (cover[0][behind] > 1) & (runs.left[last] > 1),
        "known before": (language.adjoining.position(joined(code[before], code[first])) >= 0)
        & (runs.place[first] > 0),
        "known behind": (language.adjoining.position(joined(code[last], code[behind])) >= 0)
        & (runs.left[last] > 1),
        "stands": alone[code[rows.start].astype(np.int64)],
        "run": np.minimum(runs.place[at] + runs.left[at], 12),
    }


def _near(runs: HanRuns, at: Numbers, surnames: Numbers) -> Numbers:
    """Return whether a surname stands at a character or one or two before it."""
    near = position(surnames, runs.code[at]) >= 0
    for step in (1, 2):
        inside = runs.place[at] >= step
        near |= inside & (position(surnames, runs.code[np.where(inside, at - step, at)]) >= 0)
    return near


@cache
def trees() -> BoostedTrees:
    """Return the trees of `data/evidence.tsv`."""
    lines = _TREES.read_text("utf-8").splitlines()
    return boosted_trees.read([line for line in lines if line and not line.startswith("#")])


def weighed(columns: Mapping[str, Numbers]) -> Numbers:
    """Return the logarithm of the odds of each row."""
    return trees().sums(columns)
