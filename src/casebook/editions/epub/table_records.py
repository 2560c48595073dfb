"""Tables on small screens: a wide one reads as records, one a row, each value with its head.

How wide a screen is and how large its type nobody knows here. So a table that may not fit gets
its heads into the attributes of its cells, and a class that says how many em it needs; the style
sheet shows it as a table where a reading system says that there are so many, and as records
everywhere else. A table that fits the smallest screen in the largest type stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from casebook.editions.epub import number_cells
from casebook.editions.epub.markup import classes, words, xhtml
from casebook.editions.epub.phrase_breaks import IN_CELLS, ems, pieces

HEAD, ABOVE = "data-head", "data-above"
FITS = 11.5  # em of the table's type on 320 px at 28 px, less margins
NARROW = 3.0  # em: no column is narrower, if its text is not
LONG = 8.0  # em: what is longer may break anywhere
PADDING = 0.8  # em, both sides of a cell
SIZE = 0.88  # of the table's type, to that of the text
STEPS = (14, 20, 28, 38, 50)
"""Widths in em of the text for which the style sheet has a class; beyond, always records."""

_RUN = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+")
_GROUPS = {xhtml("thead"), xhtml("tbody"), xhtml("tfoot")}
_CELLS = {xhtml("td"), xhtml("th")}


@dataclass(eq=False)
class _Cell:
    """A cell, the columns it spans, and in how many more rows it stands."""

    node: etree._Element
    columns: range
    below: int


@dataclass(eq=False)
class _Row:
    """A row: its own cells, and those that reach into it from above."""

    node: etree._Element
    head: bool
    cells: list[_Cell] = field(default_factory=list)
    above: list[_Cell] = field(default_factory=list)


def arrange(root: etree._Element) -> None:
    """Prepare every wide table of the document `root`, in place."""
    for table in [*root.iter(xhtml("table"))]:
        _break_long(table)
        rows = list(_rows(table))
        number_cells.align(column_cells(rows))
        need = sum(_needs(rows)) * SIZE
        if not rows or need <= FITS * SIZE:
            continue
        _label(rows)
        step = next((step for step in STEPS if need <= step), None)
        _wrap(table, "records" if step is None else f"records w{step}")


def _rows(table: etree._Element) -> Iterator[_Row]:
    for group in (table, *(node for node in table if node.tag in _GROUPS)):
        reaching: list[_Cell] = []
        plain = group.tag != xhtml("thead")
        for node in group.iterchildren(xhtml("tr")):
            row = _Row(node, not plain)
            row.above = [cell for cell in reaching if cell.below]
            taken = {column for cell in row.above for column in cell.columns}
            column = 0
            for child in node:
                if child.tag not in _CELLS:
                    continue
                while column in taken:
                    column += 1
                span = _number(child, "colspan")
                cell = _Cell(child, range(column, column + span), _number(child, "rowspan") - 1)
                row.cells.append(cell)
                column += span
            for cell in row.above:
                cell.below -= 1
            reaching = [*row.above, *row.cells]
            yield row


def column_cells(rows: Sequence[_Row]) -> list[list[etree._Element]]:
    """Return the cells of values of each column, those alone that stand in one column."""
    columns: dict[int, list[etree._Element]] = {}
    for row in rows:
        for cell in row.cells:
            if len(cell.columns) == 1 and cell.node.tag == xhtml("td") and not row.head:
                columns.setdefault(cell.columns.start, []).append(cell.node)
    return [columns.get(column, []) for column in range(max(columns, default=-1) + 1)]


def _number(node: etree._Element, name: str) -> int:
    match = re.match(r"\s*\d+", str(node.get(name, "")))
    return max(1, min(1000, int(match[0]))) if match else 1


def _needs(rows: Sequence[_Row]) -> list[float]:
    """Return how many em each column needs."""
    needs: dict[int, float] = {}
    for row in rows:
        for cell in row.cells:
            text = " ".join(words(cell.node).split())
            run = max(map(ems, pieces(text, IN_CELLS)), default=0.0)
            inner = max(min(run, LONG), min(ems(text), NARROW))
            if cell.node.find(f".//{xhtml('img')}") is not None:
                inner = max(inner, LONG)
            for column in cell.columns:
                needs[column] = max(needs.get(column, 0.0), inner / len(cell.columns) + PADDING)
    return list(needs.values())


def _label(rows: Sequence[_Row]) -> None:
    """Give every cell of a body row its heads, and every row what reaches into it from above."""
    heads: dict[int, list[str]] = {}
    body = False
    for row in rows:
        body = body or not (row.head or all(cell.node.tag == xhtml("th") for cell in row.cells))
        if not body:
            for cell in row.cells:
                for column in cell.columns:
                    heads.setdefault(column, []).append(" ".join(words(cell.node).split()))
    count = max((cell.columns.stop for row in rows for cell in row.cells), default=0)
    labels = {c: " / ".join(dict.fromkeys(filter(None, names))) for c, names in heads.items()}
    started = False
    for row in rows:
        head = row.head or all(cell.node.tag == xhtml("th") for cell in row.cells)
        started = started or not head
        if not started:
            row.node.set("class", " ".join([*classes(row.node), "heads"]))
            continue
        for cell in row.cells:
            if label := _head(cell, labels, count):
                cell.node.set(HEAD, f"{label}：")
        facts = (
            f"{_head(cell, labels, count)}：{' '.join(words(cell.node).split())}".lstrip("：")
            for cell in row.above
        )
        if above := "　".join(filter(None, facts)):
            row.node.set(ABOVE, above)


def _head(cell: _Cell, labels: dict[int, str], count: int) -> str:
    """Return the heads of a cell; one over the whole row has none."""
    if len(cell.columns) >= count > 1:
        return ""
    names = list(dict.fromkeys(filter(None, (labels.get(c, "") for c in cell.columns))))
    return "、".join(names) if len(names) < 4 else f"{names[0]} – {names[-1]}"


def _break_long(table: etree._Element) -> None:
    """Mark what is longer than a word, so that it alone may break anywhere."""
    for cell in [node for node in table.iter() if node.tag in _CELLS]:
        for node in [cell, *cell.iterdescendants()]:
            if isinstance(node.tag, str):
                _mark(node)


def _mark(node: etree._Element) -> None:
    if "long" in classes(node):
        return
    parts = _split(node.text or "")
    if len(parts) > 1:
        node.text = parts[0]
        for at, (run, tail) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
            node.insert(at, _long(run, tail))
    for child in list(node):
        parts = _split(child.tail or "")
        if len(parts) > 1:
            child.tail = parts[0]
            at = node.index(child)
            for offset, (run, tail) in enumerate(zip(parts[1::2], parts[2::2], strict=True), 1):
                node.insert(at + offset, _long(run, tail))


def _split(text: str) -> list[str]:
    """Return text, run, text, run, … text: the runs longer than a word."""
    parts, last = [], 0
    for match in _RUN.finditer(text):
        if ems(match[0]) > LONG:
            parts += [text[last : match.start()], match[0]]
            last = match.end()
    return [*parts, text[last:]]


def _long(run: str, tail: str) -> etree._Element:
    made = etree.Element(xhtml("span"), {"class": "long"})
    made.text, made.tail = run, tail
    return made


def _wrap(table: etree._Element, names: str) -> None:
    """Put a table into a box whose width the style sheet can ask for."""
    parent = table.getparent()
    if parent is None:
        return
    box = etree.Element(xhtml("div"), {"class": names})
    box.tail, table.tail = table.tail, None
    parent.replace(table, box)
    box.append(table)
    if loose := table.findall(xhtml("tr")):
        body = etree.Element(xhtml("tbody"))
        table.insert(table.index(loose[0]), body)
        body.extend(loose)
