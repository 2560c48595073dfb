"""Many small decision trees whose values are added: what facts weigh together, and which with which.

All trees ask the same number of questions. A line of the file is a tree: its questions `name>number`,
level by level from the left, then the values of its leaves. The first line is the constant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from casebook.proof.spelling.mapped_arrays import Numbers

DEPTH = 4
QUESTIONS, LEAVES = 2**DEPTH - 1, 2**DEPTH
HOPELESS = -4.5
"""The logarithm of odds from which no more is asked: eighty-nine in a hundred rows, after 20 trees."""
SOME = 20
"""How many trees are asked before rows are given up."""


@dataclass(frozen=True)
class BoostedTrees:
    """The trees: of each question the column and the number, of each leaf the value, a row a tree."""

    names: tuple[str, ...]
    constant: float
    column: Numbers
    number: Numbers
    value: Numbers

    def sums(self, columns: Mapping[str, Numbers]) -> Numbers:
        """Return the sum of all trees for each row of `columns`.

        A row that after some trees has come as low as `HOPELESS` keeps what it has: the trees behind
        them mend little.
        """
        rows = np.stack([columns[name] for name in self.names], axis=1).astype(np.float32)
        total = np.full(len(rows), self.constant)
        left = np.arange(len(rows))
        for first in range(0, len(self.value), SOME):
            some = slice(first, first + SOME)
            for column, number, value in zip(
                self.column[some], self.number[some], self.value[some], strict=True
            ):
                node = np.zeros(len(left), np.int64)
                for _ in range(DEPTH):
                    node = 2 * node + 1 + (rows[left, column[node]] > number[node])
                total[left] += value[node - QUESTIONS]
            left = left[total[left] > HOPELESS]
        return total

    def lines(self) -> list[str]:
        """Return the trees as lines of a file."""
        lines = [f"{self.constant:.4f}"]
        for column, number, value in zip(self.column, self.number, self.value, strict=True):
            asked = [
                f"{self.names[at]}>{limit:.4g}" for at, limit in zip(column, number, strict=True)
            ]
            lines.append("\t".join([*asked, *(f"{leaf:.4g}" for leaf in value)]))
        return lines


def read(lines: Sequence[str]) -> BoostedTrees:
    """Return the trees of the lines of a file."""
    constant, *rows = lines
    cells = [line.split("\t") for line in rows]
    asked = [[cell.rsplit(">", 1) for cell in row[:QUESTIONS]] for row in cells]
    names = tuple(dict.fromkeys(name for row in asked for name, _ in row))
    place = {name: number for number, name in enumerate(names)}
    return BoostedTrees(
        names,
        float(constant),
        np.array([[place[name] for name, _ in row] for row in asked]),
        np.array([[float(number) for _, number in row] for row in asked], np.float32),
        np.array([[float(cell) for cell in row[QUESTIONS:]] for row in cells]),
    )
