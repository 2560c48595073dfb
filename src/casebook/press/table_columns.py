"""Divide a table that is too wide by its columns; what heads the rows comes again in each part.

Works on the tree a section is laid out from. Every cell stands once as it is; where it stands
again (the row heads, heads over several columns that are cut), its copy has the attribute
`data-again`, and neither notes nor ids, which the book has once.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, NamedTuple
from xml.etree import ElementTree

AGAIN = "data-again"
GROUPS = ("thead", "tbody", "tfoot")


class Cell(NamedTuple):
    """A cell of a table: its element, its first column and how many it spans."""

    element: Any
    column: int
    span: int


def rows(table: Any) -> Iterator[tuple[Any, Any, list[Cell]]]:
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
                span, down = _number(element, "colspan"), _number(element, "rowspan")
                cells.append(Cell(element, column, span))
                left |= {column + n: down - 1 for n in range(span) if down > 1}
                column += span
            taken = left
            yield group, row, cells


def _number(element: Any, name: str) -> int:
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
    found, start, width = [], stub, 0.0
    for column in range(stub, len(needs)):
        if column > start and width + needs[column] > room:
            found.append(range(start, column))
            start, width = column, 0.0
        width += needs[column]
    return [*found, range(start, len(needs))]


def divided(table: Any, stub: int, columns: Sequence[range]) -> list[Any]:
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
        groups: dict[int, Any] = {}
        for group, row, cells in whole:
            if id(group) not in groups:
                groups[id(group)] = ElementTree.SubElement(new, group.tag, dict(group.attrib))
            its = ElementTree.SubElement(groups[id(group)], "tr", dict(row.attrib))
            for cell in cells:
                span = len(chosen & set(range(cell.column, cell.column + cell.span)))
                if span:
                    its.append(_piece(cell.element, span, id(cell.element) in met))
                    met.add(id(cell.element))
        made.append(new)
    made[-1].tail = table.tail
    return made


def _piece(element: Any, span: int, again: bool) -> Any:
    """Return a cell, or its copy where it has stood before, over `span` columns."""
    made = _copy(element) if again else element
    made.attrib.pop("colspan", None)
    if span > 1:
        made.set("colspan", str(span))
    return made


def _copy(element: Any) -> Any:
    """Return a copy that may stand in the book beside its source."""
    made = deepcopy(element)
    made.set(AGAIN, "")
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


def _caption(caption: Any) -> Any:
    """Return the caption of a part that is not the first: 续表 (CY/T 170—2019)."""
    if caption is None:
        made = ElementTree.Element("caption", {AGAIN: ""})
        made.text = "续表"
        return made
    made = _copy(caption)
    words = (made.text or "").lstrip()
    made.text = ("续" if words.startswith("表") else "续表　") + words
    return made
