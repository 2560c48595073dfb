"""Characters taken for others: of the same sound, of nearly the same sound, of like shape.

Sounds are pypinyin's readings of the 8,105 characters of 《通用规范汉字表》; nearly the same are those
that speakers of dialects and typists confuse: z/zh, c/ch, s/sh, l/n, an/ang, en/eng, in/ing. Shapes
are those of `data/components.tsv`: characters that share one of two parts in the same place, or of
which one is a part of the other.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np

from casebook.intake.pinyin import every_reading
from casebook.proof.lists import DATA
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.standard_characters import standard

SOUND, NEAR_SOUND, SHAPE = 1, 2, 4
"""How two characters are alike; sums of these."""
_COMPONENTS = DATA / "components.tsv"
_LARGEST = 40
"""A part that more characters share says nothing of their likeness: 氵, 扌, 木."""


def table() -> dict[str, Numbers]:
    """Return the pairs of like characters: sorted keys (`language.joined`) and how they are alike."""
    how: dict[int, int] = defaultdict(int)
    for group in _by_sound(lambda sound: sound):
        _add(how, group, SOUND)
    for group in _by_sound(_folded):
        _add(how, group, NEAR_SOUND)
    for group in _by_shape():
        _add(how, group, SHAPE)
    keys = np.fromiter(how.keys(), np.uint64, len(how))
    order = np.argsort(keys)
    return {
        "similar_key": keys[order],
        "similar_how": np.fromiter(how.values(), np.uint8, len(how))[order],
    }


def _add(how: dict[int, int], group: Iterable[str], kind: int) -> None:
    codes = [ord(character) for character in group]
    for first in codes:
        for second in codes:
            if first != second:
                how[first << 32 | second] |= kind


def _by_sound(fold: Callable[[str], str]) -> Iterable[set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for character in standard():
        for sound in every_reading(character):
            groups[fold(_toneless(sound))].add(character)
    return groups.values()


def _toneless(sound: str) -> str:
    parted = unicodedata.normalize("NFD", sound)
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign) or sign == "\u0308")
    return unicodedata.normalize("NFC", bare)


def _folded(sound: str) -> str:
    flat = re.sub("^([zcs])h", r"\1", sound)
    flat = re.sub("^l(?!ü)", "n", flat)
    return re.sub("([aei])ng$", r"\1n", flat)


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
