"""Put what was recognised on a page into the order it is read: cells, lines, columns of lines.

Lines are parted at the rules of a table; where one goes on below in its cell is found.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from casebook.intake.formats.ocr import set_widths
from casebook.intake.formats.ocr.recognised_page import Spot, Stretch
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


def parted(lines: Sequence[Stretch], rules: Sequence[Box]) -> list[Stretch]:
    """Return the lines, those in pieces that were read as one across the upright `rules`."""
    return [piece for line in lines for piece in _pieces(line, rules)]


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


def wraps(lines: Sequence[Stretch], rules: Sequence[Box]) -> dict[Stretch, Wrap]:
    """Return the lines of cells that go on in a line below, and how.

    What is free at an end is what lies between the line and the rule on its right, less the same
    on its left.
    """
    em = _em(lines)
    if not em:
        return {}
    wrapped: dict[Stretch, Wrap] = {}
    for line in lines:
        below = _below(line, lines, rules)
        if below is None:
            continue
        left, right = _sides(line, rules)
        end = line.spots[-1].right
        room = ((right - end) - (line.spots[0].left - left)) / em
        wrapped[line] = Wrap(_letters(line)[-TELLING:], _letters(below)[:TELLING], room)
    return wrapped


def _below(line: Stretch, lines: Sequence[Stretch], rules: Sequence[Box]) -> Stretch | None:
    left, right = _sides(line, rules)
    if left == float("-inf") or right == float("inf"):
        return None
    middle = (line.y0 + line.y1) / 2
    same = [
        next_line
        for next_line in lines
        if left < next_line.x0
        and next_line.x1 < right
        and 0.5 < (next_line.y0 - line.y0) / line.high < 2
    ]
    below = min(same, key=lambda next_line: next_line.y0, default=None)
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


def _em(lines: Sequence[Stretch]) -> float:
    steps = sorted(b.middle - a.middle for line in lines for a, b in _pairs(line.spots))
    return steps[len(steps) // 2] if steps else 0.0


def _pairs(spots: Sequence[Spot]) -> Iterator[tuple[Spot, Spot]]:
    return ((a, b) for a, b in pairwise(spots) if is_ideograph(a.text) and is_ideograph(b.text))


TAB = 2.2
"""Ems between two stretches on one line from which they are columns."""
_ANNEX = re.compile(r"附\s*[件录表]\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?$")
"""A heading that ends a list in columns above it, though it does not reach across them."""
_LABEL = re.compile(r"^[（(]?\d{1,3}[.．、)）]?$")
_NUMBERED = re.compile(r"^[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.．、)）]")


def ordered(
    stretches: Sequence[Stretch],
) -> Iterator[tuple[list[tuple[str, Stretch | None, Spot | None]], float | None]]:
    """Yield the lines in the order they are read: characters with their stretch, gaps without.

    Beside each line stands how many ems were left free at its end, None where that is not known.
    A page set in two columns is read column by column, a table line by line.
    """
    for part in _columns(list(stretches)):
        lines = _lines(part)
        for line, room in zip(lines, set_widths.rooms(lines), strict=True):
            yield list(_gapped(line)), room


def _gapped(line: Sequence[Stretch]) -> Iterator[tuple[str, Stretch | None, Spot | None]]:
    for at, stretch in enumerate(line):
        if at:
            wide = stretch.x0 - line[at - 1].x1 > TAB * stretch.high
            label = at == 1 and len(line) == 2 and _LABEL.match(line[0].text.strip())
            yield ("\t" if wide and not label else " "), None, None
        for spot in stretch.spots:
            yield spot.text, stretch, spot


def _lines(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return the stretches of each line from left to right, lines from top to bottom."""
    lines: list[list[Stretch]] = []
    for stretch in sorted(stretches, key=lambda s: (s.y0 + s.y1) / 2):
        middle = (stretch.y0 + stretch.y1) / 2
        same = next(
            (line for line in lines[-3:] if any(s.y0 < middle < s.y1 for s in line)
             and not any(s.x0 < stretch.x1 and stretch.x0 < s.x1 for s in line)),
            None,
        )  # fmt: skip
        if same is None:
            lines.append([stretch])
        else:
            same.append(stretch)
    return [sorted(line, key=lambda s: s.x0) for line in lines]


def _columns(lines: list[Stretch]) -> Iterator[list[Stretch]]:
    """Yield the stretches above a list in two columns, its columns, and those below."""
    gutter = _gutter(lines)
    if gutter is None:
        yield lines
        return
    across = [
        line for line in lines if line.x0 < gutter < line.x1 or _ANNEX.match(line.text.strip())
    ]
    left = [line for line in lines if line.x1 <= gutter and line not in across]
    right = [line for line in lines if line.x0 >= gutter and line not in across]
    top = min((s.y0 for s in (*left, *right)), default=0.0)
    bottom = min((s.y0 for s in across if s.y0 > top), default=float("inf"))
    yield [s for s in across if s.y0 <= top]
    yield [s for s in left if s.y0 < bottom]
    yield [s for s in right if s.y0 < bottom]
    below = [s for s in lines if s.y0 >= bottom]
    if below:
        yield from _columns(below) if len(below) < len(lines) else [below]


def _gutter(lines: Sequence[Stretch]) -> float | None:
    """Return where the blank between two columns of entries stands, None when there is none."""
    if len(lines) < 8:
        return None
    left_edge, right_edge = min(s.x0 for s in lines), max(s.x1 for s in lines)
    span = right_edge - left_edge
    for part in (0.5, 0.47, 0.53, 0.44, 0.56, 0.4, 0.6):
        gutter = left_edge + part * span
        left = [s for s in lines if s.x1 <= gutter]
        right = [s for s in lines if s.x0 >= gutter]
        across = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < 4 or across > 0.25 * len(lines):
            continue
        if sum(bool(_NUMBERED.match(s.text)) for s in right) * 3 >= len(right):
            return gutter
    return None
