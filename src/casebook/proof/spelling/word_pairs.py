"""A language model as it was read: words, how likely each is, and each behind another."""

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.proof.spelling.mapped_arrays import Numbers


@dataclass(frozen=True)
class WordPairs:
    """A model: its words; for each its value and its weight when backing off; pairs and triples.

    `before`, `behind` are the numbers of the words of each pair, `pair_value` its value,
    `pair_backoff` its weight when backing off. A triple is a pair, by its number (-1: one that the
    model lacks), and the word that follows. Values are natural logarithms of probabilities.
    """

    words: Sequence[str]
    value: Numbers
    backoff: Numbers
    before: Numbers
    behind: Numbers
    pair_value: Numbers
    pair_backoff: Numbers
    triple_pair: Numbers
    triple_word: Numbers
    triple_value: Numbers
