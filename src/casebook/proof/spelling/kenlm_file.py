"""Reads a KenLM model of three words as Debian's libime-data-language-model brings it.

The file is a trie with quantised probabilities and array-compressed pointers (KenLM binary
format, version 5; lm/trie.hh, quantize.hh, bhiksha.hh): after the header the hashes of the words,
the tables of values, the single words, the pairs and the triples, then the words themselves.
"""

import struct
from pathlib import Path

import numpy as np

from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.word_pairs import WordPairs

_MAGIC = b"mmap lm http://kheafield.com/code format version 5\n\0"
_SANITY = 88  # the magic, padded, and the numbers that show the byte order
_QUANTISED_ARRAY_TRIE = 5
_TEN = float(np.log(10))


def read(path: Path) -> WordPairs:
    """Return the words of the model, their probabilities and those of pairs, as natural logarithms.

    Triples are left out: the paths that the proof compares are scored by pairs. Raises `ValueError`
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
    value_bits, backoff_bits = raw[at + 1], raw[at + 2]
    at += 8
    values = np.frombuffer(raw, "<f4", 1 << value_bits, at)
    backoffs = np.frombuffer(raw, "<f4", 1 << backoff_bits, at + 4 * len(values))
    at += 4 * (2 * len(values) + len(backoffs))
    single = np.frombuffer(
        raw, [("value", "<f4"), ("backoff", "<f4"), ("next", "<u8")], singles + 2, at
    )
    at += 16 * (singles + 2)
    pointer_bits, pointers = _pointer_bits(pairs + 1, triples, raw[at + 1])
    at += 8 * (1 + pointers) + 7
    word_bits = singles.bit_length()
    width = word_bits + value_bits + backoff_bits + pointer_bits
    body = np.frombuffer(raw, np.uint8, -(-(pairs + 1) * width // 8) + 8, at)
    starts = np.arange(pairs, dtype=np.int64) * width
    before = _bits(body, starts, word_bits).astype(np.int64)
    value = values[_bits(body, starts + word_bits + backoff_bits, value_bits).astype(np.int64)]
    at += len(body)
    longest = (word_bits + value_bits) * (triples + 1)
    at += -(-longest // 8) + 8
    words = raw[at:].decode().split("\0")[:singles]
    if len(words) != singles:
        raise ValueError("the words are missing")
    first = single["next"][: singles + 1].astype(np.int64)
    behind = np.repeat(np.arange(singles), first[1:] - first[:-1])
    return WordPairs(
        words,
        single["value"][:singles] * _TEN,
        single["backoff"][:singles] * _TEN,
        before,
        behind,
        value * _TEN,
    )


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
    return (number >> (starts & 7).astype(np.uint64)) & np.uint64((1 << width) - 1)
