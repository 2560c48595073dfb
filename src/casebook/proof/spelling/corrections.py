"""What might have been meant: words that differ from the text by one slip.

A slip is a character put for one of like sound or shape, two characters transposed, one missing,
one too many. Only slips that make a word of the language are looked at.
"""

from dataclasses import dataclass

import numpy as np

from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import (
    LONGEST,
    MASKED,
    SHORTENED,
    hashed_at,
    matches,
    position,
)
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.mapped_arrays import Numbers

TRANSPOSED, MISSING, SUPERFLUOUS = 16, 32, 64
"""Slips besides those of `similar_characters`, whose numbers are below these."""


@dataclass(frozen=True)
class Corrections:
    """Rows: the characters `start` to `end` become `word`; `slip` says how, at which `place` of it."""

    start: Numbers
    end: Numbers
    word: Numbers
    slip: Numbers
    place: Numbers

    def kept(self, rows: Numbers) -> "Corrections":
        """Return some of the rows."""
        return Corrections(
            self.start[rows], self.end[rows], self.word[rows], self.slip[rows], self.place[rows]
        )


def corrections(language: Language, runs: HanRuns, alone: Numbers) -> Corrections:
    """Return all corrections of `runs` that make a word.

    `alone` says of each character whether it stands alone as a word: only then another is tried
    that is a frequent word by itself.
    """
    parts: list[tuple[Numbers, int, Numbers, Numbers, int]] = []
    parts.append((*_single(language, runs, np.flatnonzero(alone & (runs.left > 0))), 0))
    for length in range(2, LONGEST + 1):
        at = runs.beginning(length)
        whole = runs.window[length][at]
        for place in range(length):
            parts.append((*_replaced(language, runs, at, whole, length, place), place))
        for place in range(length - 1):
            parts.append((*_transposed(language, runs, at, whole, length, place), place))
        if length < LONGEST:
            for place in range(length + 1):
                asked, row = matches(language.short_key, whole + SHORTENED[length + 1][place])
                word = language.short_word[row].astype(np.int64)
                parts.append((at[asked], length, word, np.full(len(word), MISSING), place))
        if length > 2:
            for place in range(length):
                parts.append((*_shortened(language, runs, at, length, place), place))
    return Corrections(
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[0] + part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        np.concatenate([part[3] for part in parts]).astype(np.int64),
        np.concatenate([np.full(len(part[0]), part[4]) for part in parts]),
    )


_Rows = tuple[Numbers, int, Numbers, Numbers]


def _replaced(
    language: Language, runs: HanRuns, at: Numbers, whole: Numbers, length: int, place: int
) -> _Rows:
    letter = runs.code[at + place]
    blank = whole - hashed_at(letter, place) + MASKED[length][place]
    asked, row = matches(language.masked_key, blank)
    slip = language.likeness(letter[asked], language.masked_letter[row])
    like = slip > 0
    word = language.masked_word[row[like]].astype(np.int64)
    return at[asked[like]], length, word, slip[like]


def _single(language: Language, runs: HanRuns, at: Numbers) -> _Rows:
    asked, row = matches(language.frequent_key, runs.code[at])
    how = language.likeness(runs.code[at[asked]], language.frequent_letter[row])
    return at[asked], 1, language.frequent_word[row].astype(np.int64), how


def _transposed(
    language: Language, runs: HanRuns, at: Numbers, whole: Numbers, length: int, place: int
) -> _Rows:
    first, second = runs.code[at + place], runs.code[at + place + 1]
    turned = (
        whole
        - hashed_at(first, place)
        - hashed_at(second, place + 1)
        + hashed_at(second, place)
        + hashed_at(first, place + 1)
    )
    word = np.where(first == second, -1, position(language.word_hash, turned))
    kept = word >= 0
    return at[kept], length, word[kept], np.full(int(kept.sum()), TRANSPOSED)


def _shortened(language: Language, runs: HanRuns, at: Numbers, length: int, place: int) -> _Rows:
    without = np.zeros(len(at), np.uint64)
    for step in range(length):
        if step != place:
            without += hashed_at(runs.code[at + step], step - (step > place))
    word = position(language.word_hash, without)
    kept = word >= 0
    if length == 3:  # a short word and another character are two words, but for one typed twice
        letter = runs.code[at + place]
        kept &= (letter == runs.code[at + place - 1]) if place else False
    return at[kept], length, word[kept], np.full(int(kept.sum()), SUPERFLUOUS)
