"""Columns of numbers: their points stand one below the other; columns of a word or two: in the middle.

A column whose cells are all short, as names, units and marks are, stands in the middle below its
head, unless its author aligned it or it is the first, which says what the rows are. Tables without
a head, as that of the imprint, stay as they are.

A column is one of numbers where most of its cells are numbers, with or without a sign before and a
short unit behind, thousands set apart by commas or spaces (12 345.67), or two with ± or a sign of
range between them (1.2±0.3, 45%～50%), which stand by the point of the first; the rest may say that there is none (—). Each of its cells is told what the widest
of them have before and behind the point, and composition sets them by it (`--clreq-point`).

A row that sums others up (合计), and one that begins behind rows with a head in common or begins such
rows, is of class `apart`: a rule stands above it.
"""

import re
from collections.abc import Sequence

from casebook.press.wide_tables import Cell, number_of, rows
from casebook.weasy.weasyprint_types import Element

_WHOLE = r"(?:[0-9]{1,3}(?:[\s,][0-9]{3})+|[0-9][0-9,]*)"
_PART = r"(?:\.[0-9]+)?\s?[^\s0-9.,，：:/±～~–—-]{0,4}"
_NUMBER = re.compile(
    rf"(?P<whole>[＜＞<>≤≥±+\-−–~～↑↓]?\s?{_WHOLE})"
    rf"(?P<part>{_PART}(?:\s?[±～~–—]\s?{_WHOLE}{_PART})?)"
)
_NONE = re.compile(r"[-−–—/／＼*无]{0,3}")
_TOTAL = re.compile(
    r"(?:合计|总计|共计|小计|总分|总数|总和|total|sum)(?:[（(].{0,8})?", re.IGNORECASE
)
_SHORT = 6.0  # em
_ALIGNED = ("left", "right", "center")
_LEAST = 2  # numbers that make a column
_SHARE = 0.6  # of its cells that are numbers


def align(root: Element) -> None:
    """Tell the cells of the columns of numbers of all tables below `root` how wide those are."""
    for table in root.iter("table"):
        _part_rows(table)
        columns: dict[int, list[tuple[Element, str]]] = {}
        for group, _, cells in rows(table):
            for cell in cells if group.tag != "thead" else ():
                if cell.span == 1 and cell.element.tag == "td":
                    text = " ".join("".join(cell.element.itertext()).split())
                    columns.setdefault(cell.column, []).append((cell.element, text))
        headed = table.find("thead") is not None
        for column, several in columns.items():
            if not _align_column(several) and column > 0 and headed:
                _centre_column(several)


def _part_rows(table: Element) -> None:
    """Tell the rows of `table` that a rule stands above."""
    before: Element = None
    left, together = 0, 1
    for group, row, cells in rows(table):
        down = number_of(cells[0].element, "rowspan") if cells and cells[0].column == 0 else 1
        if group is not before:
            before, left, together = group, down, down
        elif left <= 0:
            if group.tag != "thead" and (down > 1 or together > 1 or _sums_up(cells)):
                row.set("class", " ".join((*row.get("class", "").split(), "apart")))
            left = together = down
        left -= 1


def _sums_up(cells: Sequence[Cell]) -> bool:
    label = "".join("".join(cells[0].element.itertext()).split()) if cells else ""
    return _TOTAL.fullmatch(label) is not None


def _centre_column(cells: list[tuple[Element, str]]) -> None:
    """Centre the cells of one column, if all of them are short."""
    if short([text for _, text in cells]):
        for element, _ in cells:
            if element.get("class") not in _ALIGNED:
                _add_style(element, "text-align: center")


def _align_column(cells: list[tuple[Element, str]]) -> bool:
    """Tell the cells of one column, if it is one of numbers; say whether it is."""
    widest = widest_number([text for _, text in cells])
    if widest is None:
        return False
    for element, _ in cells:
        _add_style(element, '--clreq-point: "{}" "{}"'.format(*widest))
    return True


def short(texts: Sequence[str]) -> bool:
    """Say whether all cells of a column are short."""
    return all(_width(text) <= _SHORT for text in texts)


def at_point(text: str) -> tuple[str, str]:
    """Return what of a number stands before its point, and the rest; other text stands before."""
    match = _NUMBER.fullmatch(text)
    return (match["whole"], match["part"]) if match else (text, "")


def widest_number(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the widest that stands before a point and the widest behind one in the cells of a
    column, or None where it is no column of numbers."""
    numbers = [match for text in texts if (match := _NUMBER.fullmatch(text))]
    others = [text for text in texts if not _NUMBER.fullmatch(text)]
    if len(numbers) < _LEAST or len(numbers) < _SHARE * len(texts):
        return None
    if not all(_NONE.fullmatch(text) for text in others):
        return None
    whole = max((match["whole"] for match in numbers), key=_width)
    part = max((match["part"] for match in numbers), key=_width)
    return whole, part


def _add_style(element: Element, more: str) -> None:
    own = element.get("style", "").rstrip("; ")
    element.set("style", f"{own}; {more}" if own else more)


def _width(text: str) -> float:
    """Return about how wide a text is, in em."""
    return sum(
        1.0 if each >= "\u2e80" else 0.25 if each in " .,\u00a0\u2009\u202f" else 0.5
        for each in text
    )
