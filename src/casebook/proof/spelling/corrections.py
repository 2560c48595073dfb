"""What might have been meant: words that differ from the text by one slip.

A slip is a character put for one of like sound or shape or typed beside it, a word for another of the
same sound, two characters transposed, one missing, one too many. Only slips that make a word of the
language are looked at; in words of three and more any character may stand for any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from casebook.proof.spelling import heard_words
from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST, MASKED, SHORTENED, hashed, hashed_at
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.sorted_keys import scattered

UNLIKE, PARTICLE, TRANSPOSED, MISSING, SUPERFLUOUS, HEARD, TYPED = (32 << n for n in range(7))
"""Slips besides those of `similar_characters`, whose numbers are below these: a character for one
quite unlike it, one of 的, 地, 得 for another, two turned, one missing, one too many, a word for one of the
same sound, for one whose
syllables are a key beside."""
PARTICLES = "的地得"
_NOT_RARE = -12.0
"""The value from which a word of two is thought of where one character stands alone."""

_WELCOME = 6.0
"""What both models must gain by leaving out a character that stands alone."""


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


def corrections(
    language: Language, runs: HanRuns, alone: Numbers, beside: tuple[Numbers, Numbers]
) -> Corrections:
    """Return all corrections of `runs` that make a word.

    `alone` says of each character whether it stands alone as a word: only then another is tried
    that is a frequent word by itself. `beside` are the words that end and start at each place.
    """
    parts: list[tuple[Numbers, Numbers | int, Numbers, Numbers, Numbers | int]] = []
    parts.append(_dropped(language, runs, alone, beside))
    parts.append((*_single(language, runs, np.flatnonzero(alone & (runs.left > 0))), 0))
    parts += [(*rows, 0) for rows in _particles(language, runs, alone)]
    for length in range(2, LONGEST + 1):
        at = runs.beginning(length)
        whole = runs.window[length][at]
        for place in range(length):
            parts.append((*_replaced(language, runs, at, whole, length, place), place))
        for place in range(length - 1):
            parts.append((*_transposed(language, runs, at, whole, length, place), place))
        if length < LONGEST:
            for place in range(length + 1):
                rest = whole + SHORTENED[length + 1][place]
                asked, row = language.short.matches(rest)
                word = language.short_word[row].astype(np.int64)
                parts.append((at[asked], length, word, np.full(len(word), MISSING), place))
        if length > 2:
            for place in range(length):
                parts.append((*_shortened(language, runs, at, length, place), place))
    for place in range(2):
        parts.append(
            (*_lengthened(language, runs, np.flatnonzero(alone & (runs.left > 0)), place), place)
        )
    for kind, heard in ((HEARD, heard_words.same_sound), (TYPED, heard_words.keys_beside)):
        for length, (start, word, first) in heard(language, runs):
            slip = np.full(len(start), kind)
            parts.append((start, length, word, slip, first))
    return Corrections(
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[0] + part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        np.concatenate([part[3] for part in parts]).astype(np.int64),
        np.concatenate([np.broadcast_to(part[4], len(part[0])) for part in parts]).astype(np.int64),
    )


_Rows = tuple[Numbers, int, Numbers, Numbers]


def _replaced(
    language: Language, runs: HanRuns, at: Numbers, whole: Numbers, length: int, place: int
) -> _Rows:
    letter = runs.code[at + place]
    blank = whole - hashed_at(letter, place) + MASKED[length][place]
    asked, row = language.masked.matches(blank)
    slip = language.likeness(letter[asked], language.masked_letter[row])
    if length > 2:
        slip[slip == 0] = UNLIKE
    like = (slip > 0) & (letter[asked] != language.masked_letter[row])
    word = language.masked_word[row[like]].astype(np.int64)
    return at[asked[like]], length, word, slip[like]


def _single(language: Language, runs: HanRuns, at: Numbers) -> _Rows:
    asked, row = language.frequent.matches(scattered(runs.code[at]))
    stands, put = runs.code[at[asked]], language.frequent_letter[row]
    particles = np.array([*map(ord, PARTICLES)])
    kept = ~(np.isin(stands, particles) & np.isin(put, particles))
    asked, row = asked[kept], row[kept]
    how = language.likeness(stands[kept], put[kept])
    return at[asked], 1, language.frequent_word[row].astype(np.int64), how


def _particles(language: Language, runs: HanRuns, alone: Numbers) -> Iterator[_Rows]:
    """Yield each of 的, 地, 得 that stands behind another word, as each other of them."""
    for put in PARTICLES:
        word = language.word_hash.position(hashed(np.array([[ord(put)]])))
        for stands in PARTICLES.replace(put, ""):
            at = np.flatnonzero((runs.code == ord(stands)) & alone & (runs.place > 0))
            at = at[:0] if word[0] < 0 else at
            yield at, 1, np.full(len(at), word[0]), np.full(len(at), PARTICLE)


def _lengthened(language: Language, runs: HanRuns, at: Numbers, place: int) -> _Rows:
    """Return words of two characters, not rare, of which only the other one stands there."""
    asked, row = language.short.matches(runs.window[1][at] + SHORTENED[2][place])
    word = language.short_word[row].astype(np.int64)
    kept = np.maximum(language.first.value[word], language.second.value[word]) > _NOT_RARE
    return at[asked[kept]], 1, word[kept], np.full(int(kept.sum()), MISSING)


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
    word = np.where(first == second, -1, language.word_hash.position(turned))
    kept = word >= 0
    return at[kept], length, word[kept], np.full(int(kept.sum()), TRANSPOSED)


def _shortened(language: Language, runs: HanRuns, at: Numbers, length: int, place: int) -> _Rows:
    without = np.zeros(len(at), np.uint64)
    for step in range(length):
        if step != place:
            without += hashed_at(runs.code[at + step], step - (step > place))
    word = language.word_hash.position(without)
    kept = word >= 0
    if length == 3 and place != 1:  # a short word beside another character, but for one typed twice
        letter = runs.code[at + place]
        kept &= (letter == runs.code[at + place - 1]) if place else False
    return at[kept], length, word[kept], np.full(int(kept.sum()), SUPERFLUOUS)


def _dropped(
    language: Language, runs: HanRuns, alone: Numbers, beside: tuple[Numbers, Numbers]
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """Return words behind which stands a character alone that both models would rather not have."""
    ending, starting = beside
    at = np.flatnonzero(alone & (runs.place > 0) & (runs.left > 1))
    before, stands, behind = ending[at], starting[at], starting[at + 1]
    kept = (before >= 0) & (stands >= 0) & (behind >= 0)
    for model in language.models:
        with_it = model.after(before, stands) + model.after(stands, behind)
        kept &= model.after(before, behind) - with_it > _WELCOME
    word, length = before[kept], language.length[before[kept]].astype(np.int64)
    at = at[kept]
    return at - length, length + 1, word, np.full(len(at), SUPERFLUOUS), length
