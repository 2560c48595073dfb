"""How wide a page sets its characters: what is left free at a line's end, and beside its marks.

Chinese lines are full to one em. A line that had room for one more character was ended by
something else, as a space between two halves of a title. Where lines are set to the margin
(justified) what was left free went between the characters, which stand further apart.

Most fonts give a mark a whole em with the ink on one side of it; others give quotation marks hardly
more than their ink. What is usual on the page is measured, and what goes beyond it is a space.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from casebook.intake.formats.ocr.recognised_page import Spot, Stretch
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
    like = [other for other in lines if ALIKE[0] < other.high / line.high < ALIKE[1]]
    pitches = sorted(other.pitch for other in like if other.pitch)
    if len(pitches) < ENOUGH:
        return None
    em = pitches[len(pitches) // 10]
    ends = sorted((other.end for other in like), reverse=True)
    margin = next((a for a, b in zip(ends[1:], ends[ENOUGH:], strict=False) if a - b < em), None)
    if margin is None:
        return None
    stretch = line.pitch / em
    between = (stretch - 1) * (line.size - 1) if stretch > STRETCHED else 0
    return max((margin - line.end) / em, 0) + between


def _set_wide(lines: Sequence[Sequence[Stretch]]) -> bool:
    """Whether closing marks take a whole em with the ink in its left half, as in most fonts."""
    blanks = sorted(
        (b.left - a.right) / stretch.high
        for line in lines
        for stretch in line
        for a, b in pairwise(stretch.spots)
        if a.text in _QUOTES and is_ideograph(b.text)
    )
    return not blanks or blanks[len(blanks) // 2] > BLANK


def _measured(line: Sequence[Stretch], half: float) -> _Line:
    """Return the measures of a line; a closing mark at its end takes `half` an em beyond its ink."""
    spots = [spot for stretch in line for spot in stretch.spots if spot.text.strip()]
    steps = list(_steps(spots))
    usual = sorted(steps)[len(steps) // 2] if steps else 0
    near = [step for step in steps if 0.85 * usual < step < 1.15 * usual]
    pitch = sum(near) / len(near) if len(near) >= STEPS else 0.0
    end = spots[-1].right if spots else line[-1].x1
    if spots and spots[-1].text in _CLOSING:
        end += usual * half
    return _Line(end, max(stretch.high for stretch in line), pitch, len(spots))


def _steps(spots: Sequence[Spot]) -> Iterator[float]:
    for a, b in pairwise(spots):
        if is_ideograph(a.text) and is_ideograph(b.text):
            yield (b.left + b.right - a.left - a.right) / 2


_QUOTES = ("”", "’")
_CLOSING = "”’》）」』，。、；：！？"


OPENING, CLOSING = "“‘（(", "”’）)"
ENOUGH_MARKS = 3
"""Marks of a kind on a page that tell how wide it is set there."""
NARROW = 0.8
"""Ems that a mark takes up to which it is one of those hardly wider than their ink."""


class Width(NamedTuple):
    """What a mark takes: `advance` are the ems by which ideographs stand further apart that have
    it between them, `blank` those between its ink and that of the character outside it."""

    advance: float
    blank: float


WIDE, SLIM = Width(1.0, 0.64), Width(0.35, 0.1)
"""The two ways, for pages with too few marks."""


def widths(lines: Iterable[tuple[Sequence[Spot], float]]) -> dict[str, Width]:
    """Return how wide quotation marks and brackets (the keys “ and （) are set on a page.

    `lines` are its characters, and the em, of each line.
    """
    seen: dict[str, list[Width]] = {}
    for spots, em in lines:
        for at in range(len(spots) - 1):
            mark = _mark(spots, at)
            if mark and em and (width := _width(spots, at, em)) is not None:
                seen.setdefault(_kind(mark), []).append(width)
    return {kind: _usual(measured) for kind, measured in seen.items()}


def _usual(measured: Sequence[Width]) -> Width:
    """Return the width of most, or, of few, the way of setting that is nearest below them."""
    if len(measured) < ENOUGH_MARKS:
        return SLIM if max(width.advance for width in measured) < NARROW else WIDE
    third = (len(measured) - 1) // 3
    return Width(
        sorted(width.advance for width in measured)[third],
        sorted(width.blank for width in measured)[third],
    )


def excess(
    spots: Sequence[Spot], at: int, em: float, usual: Mapping[str, Width]
) -> tuple[float, bool] | None:
    """Return by how many ems spot `at` and the next stand further apart than is usual beside a mark.

    None if neither is a mark with its outer side to the other. The second value tells whether two
    distances were measured and added (ideographs on both sides), or the blank beside it alone.
    """
    mark = _mark(spots, at)
    if not mark:
        return None
    common = usual.get(_kind(mark), WIDE)
    width = _width(spots, at, em)
    if width is not None:
        return width.advance - common.advance + width.blank - common.blank, True
    return (spots[at + 1].left - spots[at].right) / em - common.blank, False


def _mark(spots: Sequence[Spot], at: int) -> str:
    """Return the mark whose outer side lies between spot `at` and the next, if one does."""
    a, b = spots[at].text, spots[at + 1].text
    if a in tuple(CLOSING) and _outer(b):
        return a
    return b if b in tuple(OPENING) and _outer(a) else ""


def _outer(text: str) -> bool:
    return is_ideograph(text) or (text.isascii() and text.isalnum())


def _width(spots: Sequence[Spot], at: int, em: float) -> Width | None:
    """Return what the mark between spot `at` and the next takes, None without ideographs."""
    closes = spots[at].text in tuple(CLOSING)
    first, last = (at - 1, at + 1) if closes else (at, at + 2)
    if first < 0 or last >= len(spots):
        return None
    before, after = spots[first], spots[last]
    if not (is_ideograph(before.text) and is_ideograph(after.text)):
        return None
    return Width(
        (after.middle - before.middle) / em - 1, (spots[at + 1].left - spots[at].right) / em
    )


def _kind(mark: str) -> str:
    return "（" if mark in "（）()" else "“"
