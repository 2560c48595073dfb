"""Syllables: of characters and of words, and which of them are one slip of a finger apart.

A typist writes the syllables of a word and takes the word offered. A wrong word offered has the same
syllables (其间 for 期间); a key missed gives another syllable, and words that are read so.
"""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from casebook.intake.pinyin import folded, plain_syllables, usual_readings
from casebook.proof.spelling import sorted_keys
from casebook.proof.spelling.hashing import hashed
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.standard_characters import standard

READINGS = 3
"""How many readings of a character are looked at, the usual one first."""
HEARD = range(2, 5)
"""Lengths of words that are found by their sound."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def table(words: Sequence[str], usual: Numbers) -> dict[str, Numbers]:
    """Return the arrays of syllables of a `Language` of `words`, which are numbered by their order.

    Only the `usual` ones are found by their sound.

    `sound_letter`: characters, sorted; `sound_of`: their readings by number, -1 where there are no
    more; `sound_fold`: of each syllable the number of its folded form; `sound_keys`: which are a slip
    of a finger apart; `heard_*`: words by the hash of their folded syllables.
    """
    letters = sorted(map(ord, standard()))
    readings = [_readings(chr(letter)) for letter in letters]
    spoken = [
        (number, plain_syllables(words[number]))
        for number in np.flatnonzero(usual).tolist()
        if len(words[number]) in HEARD
    ]
    names = sorted({s for own in readings for s in own} | {s for _, own in spoken for s in own})
    names = sorted({*names, *map(folded, names)})
    number_of = {name: number for number, name in enumerate(names)}
    sounds = np.full((len(letters), READINGS), -1, np.int16)
    for row, own in enumerate(readings):
        sounds[row, : len(own)] = [number_of[syllable] for syllable in own]
    fold = np.array([number_of[folded(name)] for name in names], np.int16)
    return {
        "sound_letter": np.array(letters, np.uint64),
        "sound_of": sounds,
        "sound_fold": fold,
        "sound_keys": _keys(names, number_of),
        **_heard(spoken, number_of, fold),
    }


def _readings(character: str) -> list[str]:
    plain = (plain_syllable(reading) for reading in usual_readings(character))
    return list(dict.fromkeys(plain))[:READINGS]


def plain_syllable(reading: str) -> str:
    """Return a reading with its tone marks as it is typed: without them, ü as v."""
    parted = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign) or sign == "\u0308")
    return unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ê", "e")


def _heard(
    spoken: Sequence[tuple[int, tuple[str, ...]]], number_of: dict[str, int], fold: Numbers
) -> dict[str, Numbers]:
    keys: list[Numbers] = []
    words: list[Numbers] = []
    for length in HEARD:
        own = [(number, sounds) for number, sounds in spoken if len(sounds) == length]
        if own:
            rows = np.array([[number_of[sound] for sound in sounds] for _, sounds in own])
            keys.append(heard_hash(fold[rows]))
            words.append(np.array([number for number, _ in own], np.int32))
    key = np.concatenate(keys) if keys else np.zeros(0, np.uint64)
    word = np.concatenate(words) if words else np.zeros(0, np.int32)
    order = np.argsort(key, kind="stable")
    return sorted_keys.grouped_table("heard", key[order]) | {"heard_word": word[order]}


def heard_hash(rows: Numbers) -> Numbers:
    """Return the hash of each row of folded syllables, by number."""
    return hashed(rows.astype(np.uint64) + np.uint64(1))


def _keys(names: Sequence[str], number_of: dict[str, int]) -> Numbers:
    keys = np.zeros((len(names), len(names)), np.bool_)
    for name, row in number_of.items():
        for other in set(slips(name)) & number_of.keys() - {name}:
            keys[row, number_of[other]] = keys[number_of[other], row] = True
    return keys


def slips(name: str) -> Iterator[str]:
    """Yield what is typed for `name` when one key is missed, typed beside, or two are turned."""
    for at, letter in enumerate(name):
        yield name[:at] + name[at + 1 :]
        yield name[:at] + name[at + 1 : at + 2] + letter + name[at + 2 :]
        for beside in beside_keys(letter):
            yield name[:at] + beside + name[at + 1 :]


def beside_keys(letter: str) -> str:
    """Return the keys beside that of a letter: left, right, and above and below where they touch."""
    for row, keys in enumerate(_ROWS):
        if (at := keys.find(letter)) >= 0:
            beside = keys[max(0, at - 1) : at] + keys[at + 1 : at + 2]
            above = _ROWS[row - 1][at : at + 2] if row else ""
            below = _ROWS[row + 1][max(0, at - 1) : at + 1] if row + 1 < len(_ROWS) else ""
            return beside + above + below
    return ""
