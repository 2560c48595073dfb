"""How much of a line was left free at its end.

Chinese lines are full to one em. A line that had room for one more character was ended by
something else, as a space between two halves of a title. Where lines are set to the margin
(justified) what was left free went between the characters, which stand further apart.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from casebook.intake.formats.ocr.spots import Spot, Stretch
from casebook.typography import is_ideograph

ENOUGH = 5
"""Lines that end at about one place, or the margin is not known."""
STEPS = 8
"""Distances of ideographs in a line that tell how far its characters stand apart."""
STRETCHED = 1.008
"""Part of the em by which characters stand apart, from which a line counts as stretched."""
BLANK = 0.3
"""Part of a line's height that is blank after a closing mark that takes a whole em."""
ALIKE = (0.75, 1.33)
"""Heights of lines of one size, as parts of each other's."""


class _Line(NamedTuple):
    """The end of a line and its height in pixels, the distance of its ideographs (0: too few to
    tell) and the number of its characters."""

    end: float
    high: float
    pitch: float
    size: int


def rooms(lines: Sequence[Sequence[Stretch]]) -> list[float | None]:
    """Return of each line of a column how many ems were left free at its end.

    None where too few lines of that size reach the margin.
    """
    half = 0.5 if _set_wide(lines) else 0.0
    measured = [_measured(line, half) for line in lines]
    return [_room(line, measured) for line in measured]


def _room(line: _Line, lines: Sequence[_Line]) -> float | None:
    like = [one for one in lines if ALIKE[0] < one.high / line.high < ALIKE[1]]
    pitches = sorted(one.pitch for one in like if one.pitch)
    if len(pitches) < ENOUGH:
        return None
    em = pitches[len(pitches) // 10]
    ends = sorted((one.end for one in like), reverse=True)
    margin = next((a for a, b in zip(ends[1:], ends[ENOUGH:], strict=False) if a - b < em), None)
    if margin is None:
        return None
    stretch = line.pitch / em
    between = (stretch - 1) * (line.size - 1) if stretch > STRETCHED else 0
    return max((margin - line.end) / em, 0) + between


def _set_wide(lines: Sequence[Sequence[Stretch]]) -> bool:
    """Whether closing marks take a whole em with the ink in its left half, as in most fonts."""
    blanks = sorted(
        (b.left - a.right) / one.high
        for line in lines
        for one in line
        for a, b in pairwise(one.spots)
        if a.text in _QUOTES and is_ideograph(b.text)
    )
    return not blanks or blanks[len(blanks) // 2] > BLANK


def _measured(line: Sequence[Stretch], half: float) -> _Line:
    """Return the measures of a line; a closing mark at its end takes `half` an em beyond its ink."""
    spots = [spot for one in line for spot in one.spots if spot.text.strip()]
    steps = list(_steps(spots))
    usual = sorted(steps)[len(steps) // 2] if steps else 0
    near = [step for step in steps if 0.85 * usual < step < 1.15 * usual]
    pitch = sum(near) / len(near) if len(near) >= STEPS else 0.0
    end = spots[-1].right if spots else line[-1].x1
    if spots and spots[-1].text in _CLOSING:
        end += usual * half
    return _Line(end, max(one.high for one in line), pitch, len(spots))


def _steps(spots: Sequence[Spot]) -> Iterator[float]:
    for a, b in pairwise(spots):
        if is_ideograph(a.text) and is_ideograph(b.text):
            yield (b.left + b.right - a.left - a.right) / 2


_QUOTES = ("”", "’")
_CLOSING = "”’》）」』，。、；：！？"
