"""Lines in the cells of a table: parted at its rules, and where one goes on below in its cell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from casebook.intake.formats.ocr.spots import Spot, Stretch
from casebook.pagetext import Box
from casebook.typography import NEVER_STARTS_LINE, is_ideograph

TELLING = 4
"""Characters on either side that tell where a line of a cell goes over into the next."""

ROOM = (1.2, 2.0)
"""Ems free at the end of a line from which a space ended it, and up to which."""


class Wrap(NamedTuple):
    """A line of a cell that goes on in the next: its last characters, the first of the next, and
    how many ems were left free at its end."""

    before: str
    after: str
    room: float

    @property
    def spaced(self) -> bool:
        """Whether there was room for what goes on below, so that a space must have stood here."""
        if not (is_ideograph(self.before[-1:]) and is_ideograph(self.after[:1])):
            return False
        pushed = self.after[1:2] in NEVER_STARTS_LINE
        return ROOM[0] <= self.room < ROOM[1] and len(self.before) == TELLING and not pushed


def parted(found: Sequence[Stretch], rules: Sequence[Box]) -> list[Stretch]:
    """Return the lines, those in pieces that were read as one across the upright `rules`."""
    return [piece for line in found for piece in _pieces(line, rules)]


def _pieces(line: Stretch, rules: Sequence[Box]) -> Iterator[Stretch]:
    middle = (line.y0 + line.y1) / 2
    across = sorted((r.x0 + r.x1) / 2 for r in rules if r.y0 < middle < r.y1 and _upright(r))
    edges = [line.x0, *(x for x in across if line.x0 < x < line.x1), line.x1]
    if len(edges) == 2:
        yield line
        return
    for left, right in pairwise(edges):
        spots = [s for s in line.spots if left <= s.middle < right or s.middle == right == line.x1]
        while spots and not spots[-1].text.strip():
            spots.pop()
        while spots and not spots[0].text.strip():
            spots.pop(0)
        if spots:
            yield Stretch(tuple(spots), spots[0].left, line.y0, spots[-1].right, line.y1)


def wraps(found: Sequence[Stretch], rules: Sequence[Box]) -> dict[Stretch, Wrap]:
    """Return the lines of cells that go on in a line below, and how.

    What is free at an end is what lies between the line and the rule on its right, less the same
    on its left.
    """
    em = _em(found)
    if not em:
        return {}
    wrapped: dict[Stretch, Wrap] = {}
    for line in found:
        below = _below(line, found, rules)
        if below is None:
            continue
        left, right = _sides(line, rules)
        end = line.spots[-1].right
        room = ((right - end) - (line.spots[0].left - left)) / em
        wrapped[line] = Wrap(_letters(line)[-TELLING:], _letters(below)[:TELLING], room)
    return wrapped


def _below(line: Stretch, found: Sequence[Stretch], rules: Sequence[Box]) -> Stretch | None:
    left, right = _sides(line, rules)
    if left == float("-inf") or right == float("inf"):
        return None
    middle = (line.y0 + line.y1) / 2
    same = [
        one
        for one in found
        if left < one.x0 and one.x1 < right and 0.5 < (one.y0 - line.y0) / line.high < 2
    ]
    below = min(same, key=lambda one: one.y0, default=None)
    if below is None:
        return None
    other = (below.y0 + below.y1) / 2
    ruled = any(
        r.y1 - r.y0 < r.x1 - r.x0 and middle < (r.y0 + r.y1) / 2 < other and r.x0 < line.x1
        and line.x0 < r.x1 for r in rules
    )  # fmt: skip
    return None if ruled else below


def _sides(line: Stretch, rules: Sequence[Box]) -> tuple[float, float]:
    """Return where the rules to the left and to the right of a line stand; infinite for none."""
    middle, centre = (line.y0 + line.y1) / 2, (line.x0 + line.x1) / 2
    beside = [(r.x0 + r.x1) / 2 for r in rules if r.y0 < middle < r.y1 and _upright(r)]
    left = max((x for x in beside if x < centre), default=float("-inf"))
    return left, min((x for x in beside if x > centre), default=float("inf"))


def _upright(rule: Box) -> bool:
    return rule.y1 - rule.y0 > rule.x1 - rule.x0


def _letters(line: Stretch) -> str:
    return "".join(line.text.split())


def _em(found: Sequence[Stretch]) -> float:
    steps = sorted(b.middle - a.middle for line in found for a, b in _pairs(line.spots))
    return steps[len(steps) // 2] if steps else 0.0


def _pairs(spots: Sequence[Spot]) -> Iterator[tuple[Spot, Spot]]:
    return ((a, b) for a, b in pairwise(spots) if is_ideograph(a.text) and is_ideograph(b.text))
