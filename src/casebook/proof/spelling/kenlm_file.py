"""Reads a KenLM model of three words as Debian's libime-data-language-model brings it.

The file is a trie with quantised probabilities and array-compressed pointers (KenLM binary
format, version 5; lm/trie.hh, quantize.hh, bhiksha.hh): after the header the hashes of the words,
the tables of values, the single words, the pairs and the triples, then the words themselves.
"""

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np

from casebook.proof.spelling.hashing import position
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.word_pairs import WordPairs

_MAGIC = b"mmap lm http://kheafield.com/code format version 5\n\0"
_SANITY = 88  # the magic, padded, and the numbers that show the byte order
_QUANTISED_ARRAY_TRIE = 5
_TEN = float(np.log(10))


def read(path: Path) -> WordPairs:
    """Return the words of the model and the probabilities of words, pairs and triples.

    Raises `ValueError`
    when the file is no model of this kind, `OSError` when it cannot be read.
    """
    try:
        return _read(path.read_bytes())
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise ValueError(f"{path.name}: {fault}") from fault


def _read(raw: bytes) -> WordPairs:
    order, kind, has_words = raw[_SANITY], raw[_SANITY + 8], raw[_SANITY + 12]
    if not raw.startswith(_MAGIC) or (order, kind, has_words) != (3, _QUANTISED_ARRAY_TRIE, 1):
        raise ValueError("not a KenLM trie of three words with quantisation and its words")
    singles, pairs, triples = struct.unpack_from("<3Q", raw, _SANITY + 20)
    at = -(-(_SANITY + 20 + 24) // 8) * 8 + 8 + 8 * singles
    tables, at = _tables(raw, at)
    single = np.frombuffer(
        raw, [("value", "<f4"), ("backoff", "<f4"), ("next", "<u8")], singles + 2, at
    )
    at += 16 * (singles + 2)
    word_bits = singles.bit_length()
    before, value, backoff, counts, at = _pair_entries(raw, at, (pairs, triples), word_bits, tables)
    width = word_bits + tables.value_bits
    rest = np.frombuffer(raw, np.uint8, -(-width * (triples + 1) // 8) + 8, at)
    starts = np.arange(triples, dtype=np.int64) * width
    first = _bits(rest, starts, word_bits)
    triple_value = tables.last_values[_bits(rest, starts + word_bits, tables.value_bits)]
    words = raw[at + len(rest) :].decode().split("\0")[:singles]
    if len(words) != singles:
        raise ValueError("the words are missing")
    child = single["next"].astype(np.int64)
    behind = np.repeat(np.arange(singles), child[1 : singles + 1] - child[:singles])
    last_two = np.repeat(np.arange(pairs), counts)
    return WordPairs(
        words,
        single["value"][:singles] * _TEN,
        single["backoff"][:singles] * _TEN,
        before,
        behind,
        value * _TEN,
        backoff * _TEN,
        _pair(before, behind, first, before[last_two], singles),
        behind[last_two],
        triple_value * _TEN,
    )


class _Tables(NamedTuple):
    """The values that entries name by number: of pairs, of backing off, of triples."""

    values: Numbers
    backoffs: Numbers
    last_values: Numbers
    value_bits: int
    backoff_bits: int


def _tables(raw: bytes, at: int) -> tuple[_Tables, int]:
    value_bits, backoff_bits = raw[at + 1], raw[at + 2]
    sizes = (1 << value_bits, 1 << backoff_bits, 1 << value_bits)
    at += 8
    tables: list[Numbers] = []
    for size in sizes:
        tables.append(np.frombuffer(raw, "<f4", size, at))
        at += 4 * size
    return _Tables(tables[0], tables[1], tables[2], value_bits, backoff_bits), at


def _pair_entries(
    raw: bytes, at: int, sizes: tuple[int, int], word_bits: int, tables: _Tables
) -> tuple[Numbers, Numbers, Numbers, Numbers, int]:
    """Return the first word of each pair, its value, its weight, how many triples; and the end."""
    pairs, triples = sizes
    pointer_bits, pointers = _pointer_bits(pairs + 1, triples, raw[at + 1])
    high = np.frombuffer(raw, "<u8", pointers, -(-at // 8) * 8 + 8)
    at += 8 * (1 + pointers) + 7
    width = word_bits + tables.value_bits + tables.backoff_bits + pointer_bits
    body = np.frombuffer(raw, np.uint8, -(-(pairs + 1) * width // 8) + 8, at)
    starts = np.arange(pairs + 1, dtype=np.int64) * width
    own = starts[:-1]
    before = _bits(body, own, word_bits)
    backoff = tables.backoffs[_bits(body, own + word_bits, tables.backoff_bits)]
    value = tables.values[_bits(body, own + word_bits + tables.backoff_bits, tables.value_bits)]
    low = _bits(body, starts + width - pointer_bits, pointer_bits)
    above = np.searchsorted(high, np.arange(pairs + 1, dtype=np.uint64), "right") - 1
    triples_of: Numbers = (above << pointer_bits) | low
    return before, value, backoff, triples_of[1:] - triples_of[:-1], at + len(body)


def _pair(before: Numbers, behind: Numbers, first: Numbers, second: Numbers, words: int) -> Numbers:
    """Return the number of the pair of each `first` and `second`, -1 where it is none."""
    key = before * words + behind
    order = np.argsort(key)
    at = position(key[order], first * words + second)
    pair: Numbers = np.where(at < 0, -1, order[at])
    return pair


def _pointer_bits(largest: int, following: int, configured: int) -> tuple[int, int]:
    """Return how many bits of a pointer stand in its entry, and how many pointers stand apart.

    KenLM chops off the leading bits that save most room (lm/bhiksha.cc, ChopBits).
    """
    needed = following.bit_length()

    def cost(chopped: int) -> int:
        return (following >> (needed - chopped)) * 64 - largest * chopped

    chopped = min(range(min(needed, configured) + 1), key=cost)
    return needed - chopped, (following >> (needed - chopped)) + 1


def _bits(body: Numbers, starts: Numbers, width: int) -> Numbers:
    """Return the numbers of `width` bits that begin at the bits `starts`."""
    byte = starts >> 3
    number = np.zeros(len(starts), np.uint64)
    for step in range((width + 7) // 8 + 1):
        number |= body[byte + step].astype(np.uint64) << np.uint64(8 * step)
    return ((number >> (starts & 7).astype(np.uint64)) & np.uint64((1 << width) - 1)).astype(
        np.int64
    )
