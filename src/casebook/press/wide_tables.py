"""What to do with a table that is wider than its place: the steps, and its division by columns.


The steps are worked out from the widths of its columns: smaller type and less padding down to
7.5 pt; a turned page; division. Lengths are in CSS pixels. When a table is divided, what heads the
rows stands in each part. Every cell stands once as it is; where it stands again (the row heads,
heads over several columns that are cut), its copy has the attribute `data-again`, and neither
notes nor ids, which the book has once.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree

from casebook.weasy.hooks import REPEATED
from casebook.weasy.weasyprint_types import Element

PX = 0.75
SMALLEST = 7.5 / PX
STEP = 0.5 / PX
THIN = 2 / PX  # padding at a side of a cell
NARROW = 3  # em: no column is narrower, if its text is not
LONG = 10  # em: what is longer is no word, and breaks anywhere


@dataclass(frozen=True)
class Columns:
    """A table as it was measured.

    `least` and `most` are the min-content and max-content widths of its columns with their
    padding, `size` is that of its type, `leading` of its lines, `padding` at each side of a cell,
    `borders` what borders and spacing between columns take.
    """

    least: tuple[float, ...]
    most: tuple[float, ...]
    size: float
    leading: float
    padding: float
    borders: float

    def needs(self, size: float, padding: float, broken: bool) -> list[float]:
        """Return the widths that the columns need in type of `size`.

        `broken` lets what is longer than a word break.
        """
        made = []
        for least, most in zip(self.least, self.most, strict=True):
            need = max(least, min(most, NARROW * self.size + 2 * self.padding))
            if need <= 2 * self.padding:  # a column that cells only span
                made.append(need)
                continue
            inner = (need - 2 * self.padding) * size / self.size
            made.append((min(inner, LONG * size) if broken else inner) + 2 * padding)
        return made

    def sizes(self) -> Iterator[tuple[float, float]]:
        """Yield size and padding of each step, from what the layout says down."""
        thin = min(self.padding, THIN)
        steps = max(0, int((self.size - SMALLEST) / STEP + 1e-6))
        yield self.size, self.padding
        for step in range(1, steps + 1):
            gone = step / steps
            yield self.size - step * STEP, self.padding + (thin - self.padding) * gone
        if not steps and thin < self.padding:
            yield self.size, thin

    def natural(self, room: float) -> bool:
        """Say whether the table can stay as the layout sets it in `room`."""
        return sum(self.needs(self.size, self.padding, broken=False)) + self.borders <= room + 1


@dataclass(frozen=True)
class Step:
    """How a table is set: size and padding, whether turned, long words broken.

    `widths` are shares (in percent) of the columns; `parts` the columns of each part, where it is
    divided, and `shares` theirs.
    """

    size: float
    leading: float
    padding: float
    widths: tuple[float, ...]
    turned: bool = False
    broken: bool = False
    smaller: bool = False
    parts: tuple[range, ...] = ()
    shares: tuple[tuple[float, ...], ...] = field(default=())


def step(table: Columns, room: float, turned: float | None) -> Step:
    """Return the first step at which `table` fits in `room`.

    `turned` is the room on a turned page, None where there can be none.
    """
    folders = (
        [(room, False)] if turned is None or turned <= room else [(room, False), (turned, True)]
    )
    for width, turn in folders:
        for broken in (False, True):
            for size, padding in table.sizes():
                needs = table.needs(size, padding, broken)
                if sum(needs) + table.borders <= width + 1e-6:
                    widths = shares(table, needs, size, padding, width)
                    leading = table.leading * size / table.size
                    smaller = size < table.size
                    return Step(size, leading, padding, widths, turn, broken, smaller)
    return _divided(table, room)


def _divided(table: Columns, room: float) -> Step:
    """Return how `table` is divided: in the largest type that makes no more parts."""
    sizes = list(table.sizes())
    count = len(_parts(table, *sizes[-1], room)[1])
    for size, padding in sizes:
        needs, columns = _parts(table, size, padding, room)
        if len(columns) == count:
            break
    chosen = [[*range(_stub(needs)), *part] for part in columns]
    each = tuple(
        shares(table, [needs[c] for c in part], size, padding, room, part) for part in chosen
    )
    leading = table.leading * size / table.size
    whole = table.needs(size, padding, broken=False)
    broken = any(need < least - 1e-6 for need, least in zip(needs, whole, strict=True))
    smaller = size < table.size
    return Step(size, leading, padding, (), False, broken, smaller, tuple(columns), each)


def _stub(needs: Sequence[float]) -> int:
    return 1 if len(needs) > 1 else 0


def _parts(
    table: Columns, size: float, padding: float, room: float
) -> tuple[list[float], list[range]]:
    needs = table.needs(size, padding, broken=True)
    room -= table.borders
    if _stub(needs):
        needs[0] = min(needs[0], room / 3)
    return needs, parts(needs, _stub(needs), room)


def shares(
    table: Columns,
    needs: Sequence[float],
    size: float,
    padding: float,
    room: float,
    which: Sequence[int] | None = None,
) -> tuple[float, ...]:
    """Return the percentages of `room` that columns get: what they need, and of the rest by text.

    `which` are the columns, if not all.
    """
    columns = range(len(table.most)) if which is None else which
    most = [
        max(0.0, table.most[c] - 2 * table.padding) * size / table.size + 2 * padding
        for c in columns
    ]
    left = max(0.0, room - table.borders - sum(needs))
    wants = [max(0.0, m - n) for m, n in zip(most, needs, strict=True)]
    given = min(1.0, left / sum(wants)) if sum(wants) else 0.0
    widths = [n + w * given for n, w in zip(needs, wants, strict=True)]
    more = (room - table.borders) / sum(widths)  # what is left over, and what cannot be
    return tuple(width * more / room * 100 for width in widths)


# Division


GROUPS = ("thead", "tbody", "tfoot")


class Cell(NamedTuple):
    """A cell of a table: its element, its first column and how many it spans."""

    element: Element
    column: int
    span: int


def rows(table: Element) -> Iterator[tuple[Element, Element, list[Cell]]]:
    """Yield group, row and cells of each row of `table`, in order (HTML 4.9.12.1)."""
    for group in table:
        if group.tag not in GROUPS:
            continue
        taken: dict[int, int] = {}
        for row in group.iterfind("tr"):
            cells, column, left = [], 0, {c: n - 1 for c, n in taken.items() if n > 1}
            for element in row:
                if element.tag not in ("td", "th"):
                    continue
                while taken.get(column, 0) > 0:
                    column += 1
                span, down = number_of(element, "colspan"), number_of(element, "rowspan")
                cells.append(Cell(element, column, span))
                left |= {column + n: down - 1 for n in range(span) if down > 1}
                column += span
            taken = left
            yield group, row, cells


def number_of(element: Element, name: str) -> int:
    """Return what an attribute of a cell says of how many columns or rows it spans."""
    match = re.match(r"\s*\d+", element.get(name, ""))
    return max(1, min(1000, int(match[0]))) if match else 1


def parts(needs: Sequence[float], stub: int, room: float) -> list[range]:
    """Return the columns of each part: as few parts as there can be, of much the same width.

    `needs` are the widths that the columns need; the first `stub` columns come again in every
    part, of `room`. A column wider than what is left stands alone.
    """
    left = room - sum(needs[:stub])
    fewest = _filled(needs, stub, left)
    low, high = 0.0, left
    for _ in range(20):
        middle = (low + high) / 2
        if len(_filled(needs, stub, middle)) > len(fewest):
            low = middle
        else:
            high = middle
    return _filled(needs, stub, high)


def _filled(needs: Sequence[float], stub: int, room: float) -> list[range]:
    parts, start, width = [], stub, 0.0
    for column in range(stub, len(needs)):
        if column > start and width + needs[column] > room:
            parts.append(range(start, column))
            start, width = column, 0.0
        width += needs[column]
    return [*parts, range(start, len(needs))]


def divided(table: Element, stub: int, columns: Sequence[range]) -> list[Element]:
    """Return the parts of `table`, which loses its rows to them; `columns` are those of each."""
    whole = [(group, row, cells) for group, row, cells in rows(table)]
    caption = table.find("caption")
    met: set[int] = set()
    made = []
    for number, part in enumerate(columns):
        new = ElementTree.Element("table", dict(table.attrib))
        if number:
            new.attrib.pop("id", None)
            new.append(_caption(caption))
        elif caption is not None:
            new.append(caption)
        chosen = {*range(stub), *part}
        groups: dict[int, Element] = {}
        for group, row, cells in whole:
            if id(group) not in groups:
                groups[id(group)] = ElementTree.SubElement(new, group.tag, dict(group.attrib))
            copied_row = ElementTree.SubElement(groups[id(group)], "tr", dict(row.attrib))
            for cell in cells:
                span = len(chosen & set(range(cell.column, cell.column + cell.span)))
                if span:
                    copied_row.append(_piece(cell.element, span, id(cell.element) in met))
                    met.add(id(cell.element))
        made.append(new)
    made[-1].tail = table.tail
    return made


def _piece(element: Element, span: int, again: bool) -> Element:
    """Return a cell, or its copy where it has stood before, over `span` columns."""
    made = _copy(element) if again else element
    made.attrib.pop("colspan", None)
    if span > 1:
        made.set("colspan", str(span))
    return made


def _copy(element: Element) -> Element:
    """Return a copy that may stand in the book beside its source."""
    made = deepcopy(element)
    made.set(REPEATED, "")
    made.tail = None
    for node in made.iter():
        node.attrib.pop("id", None)
        for at, child in reversed(list(enumerate(node))):
            if "note" in child.get("class", "").split():
                before = node[at - 1] if at else None
                if before is None:
                    node.text = (node.text or "") + (child.tail or "")
                else:
                    before.tail = (before.tail or "") + (child.tail or "")
                node.remove(child)
    return made


def _caption(caption: Element) -> Element:
    """Return the caption of a part that is not the first: 续表 (CY/T 170—2019)."""
    if caption is None:
        made = ElementTree.Element("caption", {REPEATED: ""})
        made.text = "续表"
        return made
    made = _copy(caption)
    first = made if (made.text or "").strip() or not len(made) else made[0]
    words = (first.text or "").lstrip()
    first.text = ("续" if words.startswith("表") else "续表　") + words
    return made
