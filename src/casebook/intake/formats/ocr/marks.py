"""Spaces beside quotation marks and brackets, by how wide the page at hand sets these.

Most fonts give a mark a whole em with the ink on one side of it; others give quotation marks hardly
more than their ink. What is usual on the page is measured, and what goes beyond it is a space.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from casebook.intake.formats.ocr.spots import Spot
from casebook.typography import is_ideograph

OPENING, CLOSING = "“‘（(", "”’）)"
ENOUGH = 3
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
    return {kind: _usual(found) for kind, found in seen.items()}


def _usual(found: Sequence[Width]) -> Width:
    """Return the width of most, or, of few, the way of setting that is nearest below them."""
    if len(found) < ENOUGH:
        return SLIM if max(width.advance for width in found) < NARROW else WIDE
    third = (len(found) - 1) // 3
    return Width(
        sorted(width.advance for width in found)[third],
        sorted(width.blank for width in found)[third],
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
