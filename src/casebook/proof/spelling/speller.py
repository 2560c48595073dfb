"""Reads texts for wrong characters: what both language models would rather read.

Enters: texts, a paragraph each. Leaves: suspects of each, none touching another. About five seconds
of computing for 100,000 characters.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from casebook.proof.spelling import corrections, evidence, han_runs, word_paths
from casebook.proof.spelling.corrections import MISSING, SUPERFLUOUS, TRANSPOSED, Corrections
from casebook.proof.spelling.evidence import Edits
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST, position
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.similar_characters import NEAR_SOUND, SOUND
from casebook.proof.spelling.suspects import Suspect
from casebook.proof.spelling.word_paths import Words

LEAST_ODDS = 0.5
"""The logarithm of the odds from which a correction is asked about."""
_BATCH = 30_000
"""Characters looked at in one go: as many as the memory of a small machine holds easily."""
_NUMERALS = np.array(sorted(map(ord, "〇零一二三四五六七八九十百千万亿两")), np.uint64)


def suspects(language: Language, texts: Sequence[str]) -> list[tuple[Suspect, ...]]:
    """Return the suspects of each of `texts`, in order of place."""
    result: list[tuple[Suspect, ...]] = []
    for batch in _batches(texts):
        result += _suspects(language, batch)
    return result


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first, size = 0, 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH:
            yield texts[first : number + 1]
            first, size = number + 1, 0
    if first < len(texts):
        yield texts[first:]


def _suspects(language: Language, texts: Sequence[str]) -> list[tuple[Suspect, ...]]:
    runs = han_runs.runs(texts)
    chosen: list[list[Suspect]] = [[] for _ in texts]
    if not runs.count:
        return [()] * len(texts)
    edits, facts = weighable(language, runs)
    odds = evidence.weighed(facts)
    last: tuple[int, int] = (-1, -1)
    for row in _best(runs, edits, odds):
        number = int(runs.text[runs.run[edits.at[row]]])
        suspect = _as_suspect(language, runs, edits, row, float(odds[row]))
        if number == last[0] and suspect.start < last[1]:
            continue
        chosen[number].append(suspect)
        last = number, suspect.end
    return [tuple(own) for own in chosen]


def weighable(language: Language, runs: HanRuns) -> tuple[Edits, dict[str, Numbers]]:
    """Return all edits of `runs` that both models prefer, and the facts about each."""
    words = word_paths.words(language, runs)
    paths = word_paths.paths(words, language.first), word_paths.paths(words, language.second)
    alone = np.maximum(paths[0].covering(), paths[1].covering()) == 1
    every = corrections.corrections(language, runs, alone)
    edits = evidence.edits(every.kept(_free(every, runs, words, language)), paths, language)
    return edits, evidence.facts(edits, runs, language, paths)


def _free(rows: Corrections, runs: HanRuns, words: Words, language: Language) -> Numbers:
    """Return the rows that touch no numeral and no word of the medical list."""
    fixed = position(_NUMERALS, runs.code) >= 0
    for length in range(2, LONGEST + 1):
        start = runs.beginning(length)
        listed = start[position(language.listed, runs.window[length][start]) >= 0]
        for step in range(length):
            fixed[listed + step] = True
    put = language.letters[rows.word, np.minimum(rows.place, LONGEST - 1)]
    numeral = (position(_NUMERALS, put.astype(np.uint64)) >= 0) & (rows.slip != SUPERFLUOUS)
    return np.flatnonzero(~fixed[rows.start + rows.place] & ~numeral)


def _best(runs: HanRuns, edits: Edits, odds: Numbers) -> list[int]:
    """Return the rows to ask about in order of place, where several touch only the best."""
    rows = np.flatnonzero(odds >= LEAST_ODDS)
    taken = np.zeros(len(runs.code) + 1, bool)
    kept = []
    for row in rows[np.argsort(-odds[rows], kind="stable")].tolist():
        start, end = int(edits.corrections.start[row]), int(edits.corrections.end[row])
        if not taken[start:end].any():
            taken[start:end] = True
            kept.append(row)
    return sorted(kept, key=lambda row: int(edits.corrections.start[row]))


def _as_suspect(language: Language, runs: HanRuns, edits: Edits, row: int, odds: float) -> Suspect:
    rows = edits.corrections
    start = int(rows.start[row])
    in_text = int(runs.offset[runs.run[start]] + runs.place[start])
    length = int(rows.end[row]) - start
    return Suspect(
        in_text,
        in_text + length,
        language.word(int(rows.word[row])),
        _slip(int(rows.slip[row])),
        round(odds, 2),
        (round(float(edits.gains[0][row]), 1), round(float(edits.gains[1][row]), 1)),
    )


def _slip(how: int) -> str:
    if how >= TRANSPOSED:
        return {TRANSPOSED: "transposed", MISSING: "missing", SUPERFLUOUS: "superfluous"}[how]
    return "sound" if how & SOUND else "near sound" if how & NEAR_SOUND else "shape"
