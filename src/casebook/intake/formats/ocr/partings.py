"""Where the ink of one character ends and that of the next begins.

Recognition tells only about where a character stands: half way to the next can lie in the ink of
one, or in the blank within it (小, 八, 川). Of the blanks near half way those are taken by which
all characters of the line together are no wider than they can be.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from casebook.intake.formats.ocr.spots import Glyph, Pixels
from casebook.typography import is_ideograph

NEAR = 0.32
"""Part of the way from character to character, about its middle, in which a blank is looked for."""
NARROW, WIDE = 0.65, 1.0
"""Ems that a digit or a Latin letter, and any other character, is wide at most."""
TOO_WIDE, EMPTY, AWAY, BLANK = 6.0, 2.0, 0.4, 0.6
"""What speaks against a way to part, by the em: ink too wide; no ink at all; far from half way;
and for it: a wide blank."""


class _PartingChoices:
    """The blanks at which two characters may part, and what each costs."""

    def __init__(self, ink: Pixels, left: float, right: float, em: float) -> None:
        half, near = (left + right) / 2, (right - left) * NEAR
        first = max(round(half - near), 0)
        part = ink[first : max(round(half + near), first)]
        edges = np.flatnonzero(np.diff(np.concatenate(([1], part, [1]))))
        self.places = [half]
        self.costs = [0.0 if not len(edges) else AWAY]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            place = first + (float(start) + float(end)) / 2
            wide = min(float(end - start) / em, 0.5)
            self.places.append(place)
            self.costs.append(AWAY * abs(place - half) / em - BLANK * wide)


def partings(ink: Pixels, glyphs: Sequence[Glyph], within: tuple[float, float]) -> list[float]:
    """Return the columns that bound the glyphs: the first of `within`, between them, the last.

    `ink` tells of each column whether it has any.
    """
    em = _em(glyphs) or (within[1] - within[0]) / max(len(glyphs), 1)
    columns = np.flatnonzero(ink)
    ways = [_PartingChoices(ink, a.middle, b.middle, em) for a, b in pairwise(glyphs)]
    places = [[within[0]], *(way.places for way in ways), [within[1]]]
    costs = [[0.0], *(way.costs for way in ways), [0.0]]
    best, chosen = [0.0], []
    for at, glyph in enumerate(glyphs):
        totals = [
            [
                best[a] + cost + _against(glyph, columns, start, end, em)
                for a, start in enumerate(places[at])
            ]
            for end, cost in zip(places[at + 1], costs[at + 1], strict=True)
        ]
        chosen.append([min(range(len(row)), key=row.__getitem__) for row in totals])
        best = [min(row) for row in totals]
    return _traced(places, chosen)


def _traced(places: Sequence[Sequence[float]], chosen: Sequence[Sequence[int]]) -> list[float]:
    way, at = [places[-1][0]], 0
    for bounds, before in zip(reversed(places[:-1]), reversed(chosen), strict=True):
        at = before[at]
        way.append(bounds[at])
    return way[::-1]


def _against(glyph: Glyph, columns: Pixels, start: float, end: float, em: float) -> float:
    """Return what speaks against a glyph having the ink from `start` to `end`."""
    first, last = np.searchsorted(columns, (start, end))
    if first == last:
        return EMPTY
    latin = glyph.text.isascii() and glyph.text.isalnum()
    wide = float(columns[last - 1] - columns[first]) / em
    return TOO_WIDE * max(wide - (NARROW if latin else WIDE), 0)


def _em(glyphs: Sequence[Glyph]) -> float:
    steps = [
        b.middle - a.middle
        for a, b in pairwise(glyphs)
        if is_ideograph(a.text) and is_ideograph(b.text)
    ]
    return float(np.median(steps)) if steps else 0.0
