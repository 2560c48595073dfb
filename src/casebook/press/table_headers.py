"""Tables for a screen reader: which head cells each cell belongs to (ISO 32000-1, 14.8.5.7)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from casebook.press.objects import text


def name_heads(parts: Sequence[Any], name: str) -> None:
    """Name the head cells of a table, below `name`, and tell each cell its own.

    `parts` are what of it was laid out on each page; a row that comes again counts once. A
    cell's `mark` is its structure element.
    """
    met: dict[int, Any] = {}
    for part in parts:
        for row in _rows(part):
            met.setdefault(id(row.element), row)
    rows = tuple(met.values())
    columns: dict[int, list[bytes]] = defaultdict(list)
    sides: dict[int, list[bytes]] = defaultdict(list)
    for i, j, cell in _cells(rows):
        if cell.element is not None and cell.element_tag == "th":
            key = text(f"{name}-{i}-{j}")
            cell.mark.attributes.append(b"/ID %b " % key)
            if cell.element.get("scope") == "row":
                sides[i].append(key)
            else:
                columns[j].append(key)
    for i, j, cell in _cells(rows):
        if cell.element is not None and cell.element_tag == "td":
            heads = [h for span in range(cell.rowspan) for h in sides[i + span]]
            heads += [h for span in range(cell.colspan) for h in columns[j + span]]
            if heads:
                cell.mark.table.append(b"/Headers [%b]" % b" ".join(heads))


def unwrapped(box: Any) -> Any:
    """Return a table with its captions in it: WeasyPrint keeps them in a wrapper around it."""
    if not box.is_table_wrapper or not (inner := box.get_wrapped_table()):
        return box
    table = inner.copy_with_children([])
    for child in box.children:
        table.children.extend(child.children if child is inner else [child])
    return table


def _rows(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if child.element_tag == "tr":
            yield child
        else:
            yield from _rows(child)


def _cells(rows: Sequence[Any]) -> Iterator[tuple[int, int, Any]]:
    """Yield row, column and cell, with room left for cells that span rows."""
    taken: dict[int, int] = defaultdict(int)
    for i, row in enumerate(rows):
        j = 0
        for cell in row.children:
            while taken[j]:
                taken[j] -= 1
                j += 1
            yield i, j, cell
            for _ in range(cell.colspan):
                taken[j] = cell.rowspan - 1
                j += 1
