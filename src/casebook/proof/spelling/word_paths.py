"""How likely a run is: the best way to divide it into words, by pairs of words.

`Words` are all words that stand in the runs, and which can follow which. `Paths` are, for one
model, the value of the best way up to each word and on from it (Viterbi, both ways), so what a
change would be worth is found without reading the run again.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from casebook.proof.spelling.han_runs import HanRuns
from casebook.proof.spelling.hashing import LONGEST
from casebook.proof.spelling.language import Language, Model
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.sorted_keys import ranges

_NEVER = -1e9
_EQUAL = 1e-4


@dataclass(frozen=True)
class Words:
    """The words in the runs: number (-1: a character no model has), start, end; sorted by start.

    `before`, `behind` are the words, by their place here, that follow each other; `ending` are
    the places in the order of the ends. `by_end`, `by_start`: where in these two orders the words of
    each place begin.
    """

    runs: HanRuns
    word: Numbers
    start: Numbers
    end: Numbers
    before: Numbers
    behind: Numbers
    ending: Numbers
    by_end: Numbers
    by_start: Numbers

    @property
    def length(self) -> Numbers:
        """The length of each word."""
        return self.end - self.start


def words(language: Language, runs: HanRuns) -> Words:
    """Return all words that stand in `runs`; every single character is one."""
    parts = []
    for length in range(1, LONGEST + 1):
        at = runs.beginning(length)
        number = language.word_hash.position(runs.window[length][at])
        kept = np.ones(len(at), bool) if length == 1 else number >= 0
        parts.append((at[kept], at[kept] + length, number[kept]))
    start, end, number = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((end, start))
    start, end, number = start[order], end[order], number[order]
    ending = np.argsort(end, kind="stable")
    by_end, by_start = (_beginning(places, len(runs.code)) for places in (end[ending], start))
    behind, place = ranges(by_end, start)
    return Words(runs, number, start, end, ending[place], behind, ending, by_end, by_start)


def _beginning(places: Numbers, count: int) -> Numbers:
    """Return for each of so many places where in the sorted `places` it begins."""
    return np.searchsorted(places, np.arange(count + 2))


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
        return self.gain_of_two(start, end, word, word)

    def gain_of_two(self, start: Numbers, end: Numbers, word: Numbers, second: Numbers) -> Numbers:
        """Return the same where two words stand there; equal ones are one."""
        runs, words = self.words.runs, self.words
        value = self.model.value[word]
        left = np.where(runs.place[start] == 0, value, _NEVER).astype(np.float64)
        asked, place = ranges(words.by_end, start)
        before = words.ending[place]
        step = self.model.after(words.word[before], word[asked])
        np.maximum.at(left, asked, self.forward[before] + step)
        left += np.where(word == second, 0.0, self.model.after(word, second))
        right = np.where(runs.left[end] == 0, 0.0, _NEVER)
        asked, behind = ranges(words.by_start, end)
        step = self.model.after(second[asked], words.word[behind])
        np.maximum.at(right, asked, self.backward[behind] + step)
        return left + right - self.total[runs.run[start]]

    def estimate(self, start: Numbers, end: Numbers, word: Numbers) -> Numbers:
        """Return about the same, by words alone: much quicker, and seldom more than five less."""
        runs = self.words.runs
        left, right = self._sides
        total: Numbers = self.model.value[word] - self.total[runs.run[start]]
        total = total + np.where(runs.place[start] == 0, 0, left[start])
        return total + np.where(runs.left[end] == 0, 0, right[end] + self.model.backoff[word])

    @cached_property
    def _sides(self) -> tuple[Numbers, Numbers]:
        """The best value of the words up to each place, and from it on."""
        words, left = self.words, np.full(len(self.words.runs.code) + 1, _NEVER)
        right = left.copy()
        np.maximum.at(left, words.end, self.forward + self.model.backoff[words.word])
        np.maximum.at(right, words.start, self.backward + self.model.value[words.word])
        return left, right

    @cached_property
    def _best(self) -> Numbers:
        """Whether each word stands on the best way."""
        runs = self.words.runs
        value = self.forward + self.backward
        best: Numbers = value >= self.total[runs.run[self.words.start]] - _EQUAL
        return best

    def neighbours(self) -> tuple[Numbers, Numbers]:
        """Return for each place the word that ends and that which starts there on the best way, or -1."""
        before, behind = np.full((2, len(self.words.runs.code) + 1), -1)
        before[self.words.end[self._best]] = self.words.word[self._best]
        behind[self.words.start[self._best]] = self.words.word[self._best]
        return before, behind

    def covering(self) -> Numbers:
        """Return for each character the length of the word it is part of on the best way."""
        words, best = self.words, self._best
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
