"""Decision trees: what they add up to, and found again in what they were found from."""

import numpy as np
import pytest

import boosting
from casebook.proof.spelling import boosted_trees
from casebook.proof.spelling.boosted_trees import QUESTIONS

LINES = [
    "-1.0",
    "\t".join(
        ["low>2"] + ["high>5"] * 2 + ["low>9"] * (QUESTIONS - 3) + [str(n) for n in range(16)]
    ),
]


def test_a_tree_asks_level_by_level() -> None:
    trees = boosted_trees.read(LINES)
    columns = {"low": np.array([1, 1, 3, 10]), "high": np.array([1, 6, 6, 6])}
    assert trees.sums(columns).tolist() == [-1, 3, 11, 14]


def test_a_row_that_is_hopeless_is_given_up() -> None:
    tree = "\t".join(["low>2"] * QUESTIONS + ["-0.5"] * 8 + ["1"] * 8)
    trees = boosted_trees.read(["-1.0", *[tree] * 60])
    assert trees.sums({"low": np.array([1, 3])}).tolist() == [-11, 59]


def test_trees_come_back_from_their_lines() -> None:
    assert (
        boosted_trees.read(boosted_trees.read(LINES).lines()).lines()
        == boosted_trees.read(LINES).lines()
    )


def test_two_facts_that_count_only_together_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boosting, "TREES", 40)
    monkeypatch.setattr(boosting, "STEP", 0.3)
    rows = np.random.default_rng(3).random((4000, 3)).astype(np.float32)
    right = ((rows[:, 0] > 0.5) == (rows[:, 2] > 0.5)).astype(float)
    trees = boosting.fit(["a", "b", "c"], rows, right, np.ones(len(rows)))
    sums = trees.sums(dict(zip("abc", rows.T, strict=True)))
    assert ((sums > 0) == (right > 0)).mean() > 0.97


def test_the_mean_of_two_lies_between_them_whatever_facts_each_asks() -> None:
    leaves = "\t".join(["0"] * 8 + ["4"] * 8)
    other = boosted_trees.read(["3.0", "\t".join(["wide>1"] * QUESTIONS) + "\t" + leaves])
    both = boosting.mean(boosted_trees.read(LINES), other)
    columns = {"low": np.array([1, 10]), "high": np.array([1, 6]), "wide": np.array([0, 2])}
    assert both.sums(columns).tolist() == [(-1 + 3) / 2, (14 + 7) / 2]
