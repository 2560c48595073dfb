"""Put what was recognised on a page into the order it is read: lines, and columns of lines."""

import re
from collections.abc import Iterator, Sequence

from casebook.intake.formats.ocr import line_ends
from casebook.intake.formats.ocr.spots import Spot, Stretch

TAB = 2.2
"""Ems between two stretches on one line from which they are columns."""
_LABEL = re.compile(r"^[（(]?\d{1,3}[.．、)）]?$")
_NUMBERED = re.compile(r"^[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.．、)）]")


def ordered(
    found: Sequence[Stretch],
) -> Iterator[tuple[list[tuple[str, Stretch | None, Spot | None]], float | None]]:
    """Yield the lines in the order they are read: characters with their stretch, gaps without.

    Beside each line stands how many ems were left free at its end, None where that is not known.
    A page set in two columns is read column by column, a table line by line.
    """
    for part in _columns(list(found)):
        lines = _lines(part)
        for line, room in zip(lines, line_ends.rooms(lines), strict=True):
            yield list(_gapped(line)), room


def _gapped(line: Sequence[Stretch]) -> Iterator[tuple[str, Stretch | None, Spot | None]]:
    for at, one in enumerate(line):
        if at:
            wide = one.x0 - line[at - 1].x1 > TAB * one.high
            label = at == 1 and len(line) == 2 and _LABEL.match(line[0].text.strip())
            yield ("\t" if wide and not label else " "), None, None
        for spot in one.spots:
            yield spot.text, one, spot


def _lines(found: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return the stretches of each line from left to right, lines from top to bottom."""
    lines: list[list[Stretch]] = []
    for one in sorted(found, key=lambda s: (s.y0 + s.y1) / 2):
        middle = (one.y0 + one.y1) / 2
        same = next(
            (line for line in lines[-3:] if any(s.y0 < middle < s.y1 for s in line)
             and not any(s.x0 < one.x1 and one.x0 < s.x1 for s in line)),
            None,
        )  # fmt: skip
        if same is None:
            lines.append([one])
        else:
            same.append(one)
    return [sorted(line, key=lambda s: s.x0) for line in lines]


def _columns(found: list[Stretch]) -> Iterator[list[Stretch]]:
    """Yield the stretches above a list in two columns, its columns, and those below."""
    gutter = _gutter(found)
    if gutter is None:
        yield found
        return
    left = [one for one in found if one.x1 <= gutter]
    right = [one for one in found if one.x0 >= gutter]
    top = min(min(s.y0 for s in left), min(s.y0 for s in right))
    across = [one for one in found if one.x0 < gutter < one.x1]
    bottom = min((s.y0 for s in across if s.y0 > top), default=float("inf"))
    yield [s for s in across if s.y0 <= top]
    yield [s for s in left if s.y0 < bottom]
    yield [s for s in right if s.y0 < bottom]
    below = [s for s in found if s.y0 >= bottom]
    if below:
        yield from _columns(below) if len(below) < len(found) else [below]


def _gutter(found: Sequence[Stretch]) -> float | None:
    """Return where the blank between two columns of entries stands, None when there is none."""
    if len(found) < 8:
        return None
    left_edge, right_edge = min(s.x0 for s in found), max(s.x1 for s in found)
    span = right_edge - left_edge
    for part in (0.5, 0.47, 0.53, 0.44, 0.56, 0.4, 0.6):
        gutter = left_edge + part * span
        left = [s for s in found if s.x1 <= gutter]
        right = [s for s in found if s.x0 >= gutter]
        across = len(found) - len(left) - len(right)
        if min(len(left), len(right)) < 4 or across > 0.25 * len(found):
            continue
        if sum(bool(_NUMBERED.match(s.text)) for s in right) * 3 >= len(right):
            return gutter
    return None
