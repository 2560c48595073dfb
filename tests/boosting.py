"""Find the trees of `boosted_trees`: each next one mends what the sum of those before it has wrong.

Gradient boosting for the logarithm of odds (Friedman 2001) with steps of Newton, on columns cut into
bins. All in numpy, so that nothing is installed for a run a year.
"""

from collections.abc import Sequence

import numpy as np

from casebook.proof.spelling.boosted_trees import (
    DEPTH,
    HOPELESS,
    LEAVES,
    QUESTIONS,
    SOME,
    BoostedTrees,
)

TREES, STEP, BINS = 220, 0.11, 40
RIDGE, LEAST = 8.0, 12.0
"""Added to the curvature of a leaf; the least curvature a leaf may have."""
ROWS, COLUMNS = 0.5, 0.5
"""The part of the rows and of the columns that a tree looks at."""


def fit(
    names: Sequence[str], rows: np.ndarray, right: np.ndarray, weight: np.ndarray
) -> BoostedTrees:
    """Return trees whose sum is the logarithm of the odds that a row is `right`."""
    dice = np.random.default_rng(7)
    cuts = [_cuts(column) for column in rows.T]
    bins = np.stack(
        [np.searchsorted(cut, column, "left") for cut, column in zip(cuts, rows.T, strict=True)], 1
    ).astype(np.int64)
    chance = float((right * weight).sum() / weight.sum())
    constant = float(np.log(chance / (1 - chance)))
    total = np.full(len(rows), constant)
    trees: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for number in range(TREES):
        if number and number % SOME == 0:  # rows given up are not asked, so they teach no more
            left = total > HOPELESS
            bins, right, weight, total = bins[left], right[left], weight[left], total[left]
        odds = 1 / (1 + np.exp(-total))
        slope, curve = weight * (right - odds), weight * odds * (1 - odds) + 1e-9
        some = np.flatnonzero(dice.random(len(bins)) < ROWS)
        usable = np.flatnonzero(dice.random(len(names)) < COLUMNS)
        column, cut = _tree(bins[some], slope[some], curve[some], usable)
        leaf = _leaf(bins, column, cut)
        value = np.zeros(LEAVES)
        up = np.bincount(leaf[some], slope[some], LEAVES)
        down = np.bincount(leaf[some], curve[some], LEAVES) + RIDGE
        value = STEP * up / down
        total += value[leaf]
        limits = [
            cuts[at][where] if where < len(cuts[at]) else np.inf
            for at, where in zip(column, cut, strict=True)
        ]
        trees.append((column, np.array(limits, np.float32), value))
    return BoostedTrees(
        tuple(names), constant, *(np.stack(part) for part in zip(*trees, strict=True))
    )


def _cuts(column: np.ndarray) -> np.ndarray:
    """Return the numbers between the bins of a column."""
    return np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]).astype(np.float32))


def _tree(
    bins: np.ndarray, slope: np.ndarray, curve: np.ndarray, usable: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return of each question the column and the bin up to which rows go left."""
    column, cut = np.zeros(QUESTIONS, np.int64), np.full(QUESTIONS, BINS)
    node = np.zeros(len(bins), np.int64)
    for level in range(DEPTH):
        count, first = 2**level, 2**level - 1
        best = np.full(count, 1e-6)
        for at in usable:
            key = node * (BINS + 1) + bins[:, at]
            sums = [
                np.bincount(key, part, count * (BINS + 1)).reshape(count, -1).cumsum(1)
                for part in (slope, curve)
            ]
            gain = _gain(*sums)
            where = gain.argmax(1)
            gains = gain[np.arange(count), where]
            better = gains > best
            best[better] = gains[better]
            column[first : first + count][better] = at
            cut[first : first + count][better] = where[better]
        own = first + node
        node = 2 * node + (bins[np.arange(len(bins)), column[own]] > cut[own])
    return column, cut


def _gain(slope: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """Return what parting each node behind each bin is worth."""
    up, down = slope[:, -1:], curve[:, -1:]
    gain = slope**2 / (curve + RIDGE) + (up - slope) ** 2 / (down - curve + RIDGE)
    gain -= up**2 / (down + RIDGE)
    return np.where((curve < LEAST) | (down - curve < LEAST), -1, gain)


def _leaf(bins: np.ndarray, column: np.ndarray, cut: np.ndarray) -> np.ndarray:
    node = np.zeros(len(bins), np.int64)
    every = np.arange(len(bins))
    for _ in range(DEPTH):
        node = 2 * node + 1 + (bins[every, column[node]] > cut[node])
    return node - QUESTIONS


def mean(first: BoostedTrees, second: BoostedTrees) -> BoostedTrees:
    """Return trees whose sum is the mean of the sums of two; a tree of each by turns.

    Found on other texts, two err in other places: their mean is better than either.
    """
    names = tuple(dict.fromkeys((*first.names, *second.names)))
    ours = [np.array([names.index(name) for name in own.names]) for own in (first, second)]
    columns = (ours[0][first.column], ours[1][second.column])
    turns = np.argsort(
        np.concatenate([np.arange(len(first.value)), np.arange(len(second.value))]), kind="stable"
    )
    return BoostedTrees(
        names,
        (first.constant + second.constant) / 2,
        np.concatenate(columns)[turns],
        np.concatenate([first.number, second.number])[turns],
        np.concatenate([first.value, second.value])[turns] / 2,
    )
