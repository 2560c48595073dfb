"""How likely a run is: the best way to divide it into words, by pairs of words.

`Words` are all words that stand in the runs, and which can follow which. `Paths` are, for one
model, the value of the best way up to each word and on from it (Viterbi, both ways), so what a
change would be worth is found without reading the run again.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST, matches, position
from casebook.proof.spelling.language import Language, Model
from casebook.proof.spelling.mapped_arrays import Numbers

_NEVER = -1e9
_EQUAL = 1e-4


@dataclass(frozen=True)
class Words:
    """The words in the runs: number (-1: a character no model has), start, end; sorted by start.

    `before`, `behind` are the words, by their place here, that follow each other; `ending` are
    the places in the order of the ends, which are `ends`.
    """

    runs: HanRuns
    word: Numbers
    start: Numbers
    end: Numbers
    before: Numbers
    behind: Numbers
    ending: Numbers
    ends: Numbers

    @property
    def length(self) -> Numbers:
        """The length of each word."""
        return self.end - self.start


def words(language: Language, runs: HanRuns) -> Words:
    """Return all words that stand in `runs`; every single character is one."""
    parts = []
    for length in range(1, LONGEST + 1):
        at = runs.beginning(length)
        number = position(language.word_hash, runs.window[length][at])
        kept = np.ones(len(at), bool) if length == 1 else number >= 0
        parts.append((at[kept], at[kept] + length, number[kept]))
    start, end, number = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((end, start))
    start, end, number = start[order], end[order], number[order]
    ending = np.argsort(end, kind="stable")
    ends = end[ending]
    behind, place = matches(ends, start)
    return Words(runs, number, start, end, ending[place], behind, ending, ends)


@dataclass(frozen=True)
class Paths:
    """For one model: the best value up to and with each word, behind it, and of each run."""

    words: Words
    model: Model
    forward: Numbers
    backward: Numbers
    total: Numbers

    def gain(self, start: Numbers, end: Numbers, word: Numbers) -> Numbers:
        """Return what each run would gain if `word` stood for its characters `start` to `end`."""
        runs, words = self.words.runs, self.words
        value = self.model.value[word]
        left = np.where(runs.place[start] == 0, value, _NEVER).astype(np.float64)
        asked, place = matches(words.ends, start)
        before = words.ending[place]
        step = self.model.after(words.word[before], word[asked])
        np.maximum.at(left, asked, self.forward[before] + step)
        right = np.where(runs.left[end] == 0, 0.0, _NEVER)
        asked, behind = matches(words.start, end)
        step = self.model.after(word[asked], words.word[behind])
        np.maximum.at(right, asked, self.backward[behind] + step)
        return left + right - self.total[runs.run[start]]

    def covering(self) -> Numbers:
        """Return for each character the length of the word it is part of on the best way."""
        words = self.words
        value = self.forward + self.backward
        best = value >= self.total[words.runs.run[words.start]] - _EQUAL
        cover = np.ones(len(words.runs.code), np.int64)
        for length in range(2, LONGEST + 1):
            start = words.start[best & (words.length == length)]
            for step in range(length):
                cover[start + step] = length
        return cover


def paths(words: Words, model: Model) -> Paths:
    """Return the best ways through all runs."""
    runs = words.runs
    value = model.value[words.word]
    step = model.after(words.word[words.before], words.word[words.behind])
    forward = np.where(runs.place[words.start] == 0, value, _NEVER).astype(np.float64)
    _spread_best(forward, words.before, words.behind, step, runs.place[words.start[words.behind]])
    last = runs.left[words.start] == words.length
    backward = np.where(last, 0.0, _NEVER)
    from_end = -(runs.place[words.start] + words.length)[words.before]
    _spread_best(backward, words.behind, words.before, step, from_end)
    total = np.full(runs.count, _NEVER * 2)
    np.maximum.at(total, runs.run[words.start], forward + backward)
    return Paths(words, model, forward, backward, total)


def _spread_best(
    value: Numbers, source: Numbers, target: Numbers, step: Numbers, order: Numbers
) -> None:
    """Set the value of each target to the best of its sources plus the step, in the given order.

    All runs take a step at once: the targets whose `order` is least, then the next.
    """
    if not len(order):
        return
    by = np.lexsort((target, order))
    source, target, step, order = source[by], target[by], step[by], order[by]
    bounds = np.flatnonzero(np.concatenate(([True], np.diff(order) != 0, [True])))
    for first, behind in pairwise(bounds):
        to = target[first:behind]
        heads = np.flatnonzero(np.concatenate(([True], to[1:] != to[:-1])))
        sums = value[source[first:behind]] + step[first:behind]
        value[to[heads]] = np.maximum.reduceat(sums, heads)
