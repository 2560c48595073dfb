"""Reads a model of SunPinyin as Debian's sunpinyin-data brings it: lm_sc.t3g, and its words.

A threaded back-off model (src/slm/slm.h): tables of values, the root, the single words, the pairs,
the triples. Its word numbers are places in the dictionary pydict_sc.bin (src/lexicon/pytrie.h).
"""

import struct
from pathlib import Path

import numpy as np

from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.word_pairs import WordPairs

_VALUES, _BACKOFFS = 1 << 16, 1 << 14
_LEAST = 1e-30


def read(model: Path, dictionary: Path) -> WordPairs:
    """Return the words of the model and the probabilities of words, pairs and triples.

    Raises `ValueError` when a file is not of this kind, `OSError` when it
    cannot be read.
    """
    try:
        words = _words(dictionary.read_bytes())
        return _read(model.read_bytes(), words)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise ValueError(f"{model.name}: {fault}") from fault


def _words(raw: bytes) -> list[str]:
    count, _, start = struct.unpack_from("<3I", raw)
    words = raw[start:].decode("utf-32-le").split("\0")[:count]
    if len(words) != count:
        raise ValueError("the dictionary is cut short")
    return words


def _read(raw: bytes, words: list[str]) -> WordPairs:
    order, logarithms = struct.unpack_from("<2I", raw)
    if (order, logarithms) != (3, 0):
        raise ValueError("not a model of three words with plain probabilities")
    sizes = struct.unpack_from("<4I", raw, 8)
    at = 8 + 4 * len(sizes)
    values = np.frombuffer(raw, "<f4", _VALUES, at)
    backoffs = np.frombuffer(raw, "<f4", _BACKOFFS, at + 4 * _VALUES)
    at += 4 * (_VALUES + _BACKOFFS)
    levels = []
    for size in sizes[:3]:
        levels.append(_Level(np.frombuffer(raw, "<u4", 3 * size, at), values, backoffs))
        at += 12 * size
    first, second = np.frombuffer(raw, "<u4", 2 * sizes[3], at).reshape(-1, 2).T
    root, single, pair = levels
    children = np.diff(single.child)
    known = single.word[:-1]
    value = np.full(len(words), np.log(root.value[0]))
    backoff = np.zeros(len(words))
    value[known] = np.log(np.maximum(single.value[:-1], _LEAST))
    heads = np.log(np.maximum(single.backoff[:-1], _LEAST))
    backoff[known] = np.where(children > 0, heads, 0)
    count = int(children.sum())
    threes = np.diff(np.append(pair.child[:count], sizes[3] - 1))
    number = ((second >> 27 & 3) << 14) + (first >> 18)
    total = int(threes.sum())
    pair_backoff = np.log(np.maximum(pair.backoff[:count], _LEAST))
    return WordPairs(
        words,
        value,
        backoff,
        np.repeat(known, children),
        pair.word[:count],
        np.log(np.maximum(pair.value[:count], _LEAST)),
        np.where(threes > 0, pair_backoff, 0),
        np.repeat(np.arange(count), threes),
        (first & 0x3FFFF).astype(np.int64)[:total],
        np.log(np.maximum(values[number[:total]], _LEAST)),
    )


class _Level:
    """The nodes of one length: their last word, value, weight when backing off, first child."""

    def __init__(self, cells: Numbers, values: Numbers, backoffs: Numbers) -> None:
        first, second, third = cells.reshape(-1, 3).T
        self.word = (first & 0x3FFFF).astype(np.int64)
        self.backoff = backoffs[first >> 18]
        self.value = values[second & 0xFFFF]
        self.child = ((third >> 25 << 16) + (second >> 16)).astype(np.int64)
