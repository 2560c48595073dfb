"""What a change would be worth by runs of three words, along the best way by pairs.

The ways are found by pairs of words (`word_paths`); of those few that matter each word is then
weighed behind the two before it.
"""

import numpy as np

from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.sorted_keys import ranges
from casebook.proof.spelling.word_paths import Paths

_NEAR = 1e-6


class Triples:
    """For one model: what the words before and behind each word add when three are looked at.

    `total` is the value of each run by threes, along its best way by pairs.
    """

    def __init__(self, paths: Paths) -> None:
        words, model = paths.words, paths.model
        self._paths, self._model, self._word = paths, model, words.word
        step = model.after(words.word[words.before], words.word[words.behind])
        best = (
            np.abs(paths.forward[words.before] + step - paths.forward[words.behind]) < _NEAR,
            np.abs(paths.backward[words.behind] + step - paths.backward[words.before]) < _NEAR,
        )
        self._last = _pointers(len(words.word), words.behind[best[0]], words.before[best[0]])
        self._next = _pointers(len(words.word), words.before[best[1]], words.behind[best[1]])
        rows = np.arange(len(words.word))
        last, following = self._last, self._next
        self._before = _chained(self._more(_at(last, last), last, rows), last)
        self._behind = _chained(self._more(rows, following, _at(following, following)), following)
        first = np.flatnonzero(words.runs.place[words.start] == 0)
        value = paths.forward[first] + paths.backward[first]
        order = np.lexsort((value, words.runs.run[words.start[first]]))
        run = words.runs.run[words.start[first[order]]]
        self.total = np.zeros(words.runs.count)
        self.total[run] = (value + self._behind[first])[order]

    def gain(self, start: Numbers, end: Numbers, word: Numbers) -> Numbers:
        """Return what each run would gain if `word` stood for its characters `start` to `end`."""
        words, paths, model = self._paths.words, self._paths, self._model
        asked, place = ranges(words.by_end, start)
        before = words.ending[place]
        value = paths.forward[before] + model.after(words.word[before], word[asked])
        left = _best(len(start), asked, before, value)
        asked, behind = ranges(words.by_start, end)
        value = paths.backward[behind] + model.after(word[asked], words.word[behind])
        right = _best(len(start), asked, behind, value)
        far_left, far_right = _at(self._last, left), _at(self._next, right)
        names = [self._named(far_left), self._named(left), word, self._named(right)]
        names.append(self._named(far_right))
        total = np.where(left < 0, 0, paths.forward[left] + self._before[left])
        total += model.third(names[0], names[1], names[2])
        total += np.where(right < 0, 0, model.third(names[1], names[2], names[3]))
        beyond = model.third(names[2], names[3], names[4]) - model.after(names[3], names[4])
        total += np.where(far_right < 0, 0, beyond)
        total += np.where(right < 0, 0, paths.backward[right] + self._behind[right])
        gain: Numbers = total - self.total[words.runs.run[start]]
        return gain

    def _named(self, rows: Numbers) -> Numbers:
        """Return the number of the word in each row, -2 where there is no row."""
        return np.where(rows < 0, -2, self._word[rows])

    def _more(self, first: Numbers, second: Numbers, third: Numbers) -> Numbers:
        """Return how much likelier the third word is behind two than behind one."""
        a, b, c = (self._named(rows) for rows in (first, second, third))
        more = self._model.third(a, b, c) - self._model.after(b, c)
        return np.where((first < 0) | (second < 0) | (third < 0), 0, more)


def _pointers(count: int, of: Numbers, to: Numbers) -> Numbers:
    pointers = np.full(count, -1)
    pointers[of] = to
    return pointers


def _at(pointers: Numbers, rows: Numbers) -> Numbers:
    return np.where(rows < 0, -1, pointers[rows])


def _chained(values: Numbers, pointers: Numbers) -> Numbers:
    """Return the sum of the values from each row along the pointers to the end."""
    sums = values.copy()
    while (pointers >= 0).any():
        sums = sums + np.where(pointers < 0, 0, sums[pointers])
        pointers = _at(pointers, pointers)
    return sums


def _best(count: int, asked: Numbers, rows: Numbers, values: Numbers) -> Numbers:
    """Return of the rows of each number the one of the best value, -1 where there is none."""
    order = np.argsort(values, kind="stable")
    best = np.full(count, -1)
    best[asked[order]] = rows[order]
    return best
