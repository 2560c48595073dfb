"""Words that were meant where a whole other word was taken: of the same sound, or a key beside.

A typist writes syllables and takes the word offered: 其间 for 期间, 油管 for 有关. So both characters
are wrong, and no word of the language differs from the text by one of them.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np

from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.syllables import HEARD, READINGS, heard_hash

Heard = tuple[Numbers, Numbers, Numbers]
"""Places, the number of the word each is heard as, the place of the first other character."""
_FREQUENT = -11.5
"""The value from which a word is thought to be meant where its syllables do not stand."""
_READINGS_OF = {2: READINGS, 3: 2, 4: 1}
"""How many readings of each character are tried, by the length of the word."""


def same_sound(language: Language, runs: HanRuns) -> Iterator[tuple[int, Heard]]:
    """Yield a length, and the words of it that sound as the text does and differ by two characters."""
    sounds = _folded(language, language.sounds(runs.code))
    for length in HEARD:
        at = runs.beginning(length)
        parts = [
            _heard(language, at, [sounds[at + step, choice] for step, choice in enumerate(choices)])
            for choices in product(range(_READINGS_OF[length]), repeat=length)
        ]
        yield length, _different(language, runs, length, parts)


def keys_beside(language: Language, runs: HanRuns) -> Iterator[tuple[int, Heard]]:
    """Yield the same of words of two characters of which one syllable is a slip of a finger away."""
    plain = language.sounds(runs.code)[:, 0]
    usual = _folded(language, plain)
    beside = _padded(language.sound_keys)
    at = runs.beginning(2)
    parts: list[tuple[Numbers, Numbers]] = []
    for place in range(2):
        typed = plain[at + place]
        for column in beside.T:
            meant = np.where(typed < 0, -1, column[typed])
            meant = _folded(language, meant)
            meant[meant == usual[at + place]] = -1
            rows = [usual[at], usual[at + 1]]
            rows[place] = meant
            start, word = _heard(language, at, rows)
            kept = np.minimum(language.first.value[word], language.second.value[word]) > _FREQUENT
            parts.append((start[kept], word[kept]))
    yield 2, _different(language, runs, 2, parts)


def _folded(language: Language, sounds: Numbers) -> Numbers:
    folded: Numbers = np.where(sounds < 0, np.int16(-1), language.sound_fold[sounds])
    return folded


def _padded(table: Numbers) -> Numbers:
    """Return of each row of a table of marks the marked columns, -1 where there are no more."""
    counts = table.sum(axis=1)
    padded = np.full((len(table), int(counts.max(initial=0))), -1, np.int16)
    row, column = np.nonzero(table)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    padded[row, place] = column
    return padded


def _heard(language: Language, at: Numbers, sounds: list[Numbers]) -> tuple[Numbers, Numbers]:
    """Return the places whose syllables are those of a word, and its number."""
    rows = np.stack(sounds, axis=1)
    spoken = np.flatnonzero((rows >= 0).all(axis=1))
    asked, place = language.heard.matches(heard_hash(rows[spoken]))
    return at[spoken[asked]], language.heard_word[place].astype(np.int64)


def _different(
    language: Language, runs: HanRuns, length: int, parts: list[tuple[Numbers, Numbers]]
) -> Heard:
    """Return what was heard, each once, where two characters or more are others."""
    start = np.concatenate([part[0] for part in parts])
    word = np.concatenate([part[1] for part in parts])
    _, once = np.unique(start * len(language.word_hash) + word, return_index=True)
    start, word = start[once], word[once]
    stands = np.stack([runs.code[start + step] for step in range(length)], axis=1)
    other = (language.length[word] == length)[:, None] & (
        language.letters[word][:, : min(length, LONGEST)] != stands
    )
    kept = other.sum(axis=1) >= 2
    return start[kept], word[kept], other[kept].argmax(axis=1)
