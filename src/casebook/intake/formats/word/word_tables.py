"""Read a table: its grid, with merged cells as one and nested tables inside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from casebook.intake.formats.rich import Block, Cell, Paragraph, Table
from casebook.intake.formats.word.element_names import attribute, child, is_on, kind, value, whole
from casebook.intake.formats.word.text_ledger import DELETED, FALLBACK
from casebook.intake.formats.word.walk_context import Bench

Read = Callable[[etree._Element], list[Block]]
WIDEST = 200
_WRAPPERS = frozenset("w:sdt w:sdtContent w:customXml w:ins w:moveTo w:smartTag".split())


@dataclass
class _Open:
    """A cell that may go on in the rows below."""

    blocks: list[Block]
    across: int
    down: int = 1
    head: bool = False
    goes_on: bool = False


def table(node: etree._Element, bench: Bench, part: str, read: Read) -> Table:
    """Return the table `node`; `read` gives the blocks of a cell."""
    rows: list[list[_Open]] = []
    above: dict[int, _Open] = {}
    for row in _below(node, "w:tr", bench, part):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None:
            bench.count("revision")
            bench.set_aside(row, DELETED, part)
            continue
        if child(properties, "w:ins") is not None:
            bench.count("revision")
        head = is_on(properties, "w:tblHeader") or False
        cells, above = _row(row, above, head, bench, part, read)
        rows.append(cells)
    return Table(tuple(
        tuple(Cell(tuple(c.blocks), c.across, c.down, c.head) for c in row) for row in rows if row
    ))  # fmt: skip


def _row(
    row: etree._Element, above: dict[int, _Open], head: bool, bench: Bench, part: str, read: Read
) -> tuple[list[_Open], dict[int, _Open]]:
    """Return the cells that begin in a row, and all cells that touch it, by their column."""
    cells: list[_Open] = []
    here: dict[int, _Open] = {}
    skipped = _span(value(child(row, "w:trPr"), "w:gridBefore"), 0)
    column = skipped
    if skipped:
        cells.append(_Open([], skipped, head=head))
    for cell in _below(row, "w:tc", bench, part):
        properties = child(cell, "w:tcPr")
        if child(properties, "w:cellDel") is not None:
            bench.count("revision")
            bench.set_aside(cell, DELETED, part)
            continue
        across = _span(value(properties, "w:gridSpan"), 1)
        merged = child(properties, "w:vMerge")
        goes_on = merged is not None and attribute(merged, "w:val") != "restart"
        beside = value(properties, "w:hMerge")
        blocks = read(cell)
        if beside is not None and beside != "restart" and cells:
            cells[-1].across += across
            _add(cells[-1], blocks, bench)
        elif goes_on and (upper := above.get(column)) is not None and upper.goes_on:
            upper.down += 1
            _add(upper, blocks, bench)
            here[column] = upper
        else:
            cells.append(_Open(blocks, across, head=head, goes_on=merged is not None))
            here[column] = cells[-1]
        column += across
    return cells, here


def _add(cell: _Open, blocks: list[Block], bench: Bench) -> None:
    """Put what a merged cell still holds into the cell that covers it."""
    filled = [one for one in blocks if not isinstance(one, Paragraph) or one.pieces]
    if filled:
        bench.count("covered-cell")
        cell.blocks += filled


def _span(text: str | None, least: int) -> int:
    return min(max(whole(text) or least, least), WIDEST)


def _below(
    parent: etree._Element, wanted: str, bench: Bench, part: str
) -> Iterator[etree._Element]:
    """Yield rows or cells, looking through what may wrap them."""
    for node in parent:
        name = kind(node)
        if name == wanted:
            yield node
        elif name in _WRAPPERS:
            yield from _below(node, wanted, bench, part)
        elif name in ("w:del", "w:moveFrom"):
            bench.count("revision")
            bench.set_aside(node, DELETED, part)
        elif name == "mc:AlternateContent":
            for number, one in enumerate(node):
                if number:
                    bench.set_aside(one, FALLBACK, part)
                else:
                    yield from _below(one, wanted, bench, part)
