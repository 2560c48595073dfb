"""Characters taken for others: of the same or nearly the same sound, of like shape, by a wrong key.

Sounds are pypinyin's readings of the 8,105 characters of 《通用规范汉字表》; nearly the same are those
that speakers of dialects and typists confuse: z/zh, c/ch, s/sh, l/n, an/ang, en/eng, in/ing. Shapes
are those of `data/components.tsv`: characters that share one of two parts in the same place, or of
which one is a part of the other; and those of `data/ink.tsv`, which look alike in print. Codes of
五笔 (`data/wubi.tsv`) are a slip apart when they are equal or differ in a key beside or turned.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from casebook.intake.pinyin import folded, usual_readings
from casebook.proof.lists import DATA
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.syllables import plain_syllable, slips
from casebook.proof.standard_characters import standard

SOUND, NEAR_SOUND, SHAPE, KEYS, STROKES = 1, 2, 4, 8, 16
"""How two characters are alike; sums of these. `KEYS` is a slip in pinyin, `STROKES` one in 五笔."""
_COMPONENTS, _INK, _WUBI = DATA / "components.tsv", DATA / "ink.tsv", DATA / "wubi.tsv"
_LARGEST = 40
"""A part that more characters share says nothing of their likeness: 氵, 扌, 木."""


def table() -> dict[str, Numbers]:
    """Return how characters are alike: a row and a column a character, and by code which is whose.

    Row 0 is that of characters outside the table, which are like none.
    """
    known = sorted(standard())
    number = np.zeros(ord(known[-1]) + 2, np.int16)
    number[[ord(character) for character in known]] = np.arange(1, len(known) + 1)
    alike = np.zeros((len(known) + 1, len(known) + 1), np.uint8)

    def add(group: Iterable[str], kind: int) -> None:
        rows = number[[ord(character) for character in group]]
        alike[np.ix_(rows, rows)] |= kind

    for group in _by_sound(lambda sound: sound):
        add(group, SOUND)
    for group in _by_sound(folded):
        add(group, NEAR_SOUND)
    for group in _by_shape():
        add(group, SHAPE)
    for character, others in _rows(_INK):
        for other in others:
            add((character, other), SHAPE)
    for codes in _by_strokes():
        add(codes, STROKES)
    _add_keys(alike, known)
    np.fill_diagonal(alike, 0)
    return {"similar_number": number, "similar": alike}


def _add_keys(alike: Numbers, known: Sequence[str]) -> None:
    """Mark the characters whose usual readings are one slip of a finger apart and nothing else."""
    by_reading: dict[str, list[int]] = defaultdict(list)
    for row, character in enumerate(known, 1):
        for reading in usual_readings(character)[:1]:
            by_reading[plain_syllable(reading)].append(row)
    for reading, rows in by_reading.items():
        for other in {slip for slip in slips(reading) if slip in by_reading}:
            for first, second in ((rows, by_reading[other]), (by_reading[other], rows)):
                part = alike[np.ix_(first, second)]
                alike[np.ix_(first, second)] = np.where(part == 0, KEYS, part)


def _by_sound(fold: Callable[[str], str]) -> Iterable[set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for character in standard():
        for sound in usual_readings(character):
            groups[fold(plain_syllable(sound))].add(character)
    return groups.values()


def _by_strokes() -> Iterable[tuple[str, ...]]:
    """Yield the characters of each code, and the pairs whose codes are a slip apart."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for character, code in _rows(_WUBI):
        by_code[code].append(character)
    for code, characters in by_code.items():
        yield tuple(characters)
        for slip in slips(code):
            yield from ((own, other) for own in characters for other in by_code.get(slip, ()))


def _rows(path: Path) -> Iterable[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            character, _, rest = line.partition("\t")
            yield character, rest


def _by_shape() -> Iterable[set[str]]:
    known = standard()
    shared: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for line in _COMPONENTS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        character, layout, *parts = line.split("\t")
        if character not in known:
            continue
        if len(parts) == 2:
            for place, part in enumerate(parts):
                shared[layout, place, part].add(character)
        yield from ({character, part} for part in parts if part in known)
    yield from (group for group in shared.values() if len(group) <= _LARGEST)
