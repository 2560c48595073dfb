"""Columns of numbers in the EPUB: points one below the other, as far as reading systems allow.

CSS for reading systems aligns nothing on a point. So each number of a column is told which spaces
stand before and behind it, as wide as the figures that others have there (U+2007, U+2008): all are
then equally wide, and the style sheet centres them. Short words are centred too, as in print.
"""

from collections.abc import Sequence

from lxml import etree

from casebook.editions.epub.markup import classes, words
from casebook.press.number_columns import at_point, short, widest_number

LEAD, TRAIL = "data-lead", "data-trail"
FIGURE, POINT, FULL = "\u2007", "\u2008", "\u3000"
_ALIGNED = frozenset({"left", "right", "center"})


def align(columns: Sequence[Sequence[etree._Element]]) -> None:
    """Tell the cells of each column of a table how they stand in it, in place."""
    for number, cells in enumerate(columns):
        texts = [" ".join(words(cell).split()) for cell in cells]
        widest = widest_number(texts)
        if widest is not None:
            _pad(cells, texts, widest)
        elif number > 0 and cells and short(texts):
            for cell in cells:
                if not _ALIGNED & {*classes(cell)}:
                    _add_class(cell, "center")


def _pad(cells: Sequence[etree._Element], texts: Sequence[str], widest: tuple[str, str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        before, behind = at_point(text)
        cell.set(LEAD, spaces(widest[0], before))
        cell.set(TRAIL, spaces(widest[1], behind))
        cell.set("class", " ".join([*(c for c in classes(cell) if c not in _ALIGNED), "numeric"]))


def spaces(widest: str, text: str) -> str:
    """Return spaces as wide as what `widest` has more than `text`."""
    kinds = {POINT: " .,，", FULL: ""}
    counts = {
        kind: sum(_kind(char, kinds) == kind for char in widest)
        - sum(_kind(char, kinds) == kind for char in text)
        for kind in (FIGURE, POINT, FULL)
    }
    return "".join(kind * max(0, count) for kind, count in counts.items())


def _kind(char: str, kinds: dict[str, str]) -> str:
    if char in kinds[POINT]:
        return POINT
    return FULL if char >= "\u2e80" else FIGURE


def _add_class(cell: etree._Element, name: str) -> None:
    cell.set("class", " ".join([*classes(cell), name]))
