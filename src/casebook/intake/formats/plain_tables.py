"""Read tables kept as text: values between commas (.csv, .tsv), and spreadsheets in plain XML.

Of RFC 4180 the delimiter is whatever its sender's program used: Excel in China writes GB18030 with
commas, other programs UTF-8 with semicolons or tabs; some head the file with `sep=;`. The delimiter
is the one that parts all lines into the same number of cells.

OpenDocument (.ods, .fods; ODF 1.3, part 3, 9) keeps what a cell shows as paragraphs beside its
value, so no number format needs to be known; Excel 2003 (.xml) is read beside it. Repeated rows and
cells are written out as far as anything stands in them.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal, NamedTuple

from lxml import etree

DELIMITERS = "\t,;|，；"
LOOKED_AT = 500
"""Rows by which the delimiter is told."""
SEPARATOR = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)


class Record(NamedTuple):
    """A row: the line of the file it begins on, from 1, and its cells, each on one line."""

    line: int
    cells: tuple[str, ...]


def records(text: str, delimiter: str = "") -> tuple[Record, ...]:
    """Return the rows of `text`, cells cut at `delimiter` or at the likeliest one.

    A quoted cell may hold line ends, which become spaces. A quote that never closes would swallow
    the rest of the file: then quotes are read as the characters they are.
    """
    head = SEPARATOR.match(text)
    if head:
        text, delimiter = text[head.end() :], head[1]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = delimiter or delimiter_of(text)
    table = tuple(_records(text, mark, quoted=True))
    if _swallowed(table, text):
        table = tuple(_records(text, mark, quoted=False))
    return tuple(record._replace(line=record.line + 1) for record in table) if head else table


def delimiter_of(text: str) -> str:
    """Return the delimiter by which most rows have the same number of cells, more than one."""
    lines = [line for line in text.split("\n")[:LOOKED_AT] if line.strip()]
    best, mark = (0.0, 0), ","
    for candidate in DELIMITERS:
        rows = csv.reader(lines, delimiter=candidate)
        counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        wide = {width: many for width, many in counts.items() if width > 1}
        if not wide:
            continue
        width, many = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
        if (many / len(lines), width) > best:
            best, mark = (many / len(lines), width), candidate
    return mark


def _records(text: str, delimiter: str, *, quoted: bool) -> Iterator[Record]:
    csv.field_size_limit(max(len(text), 131_072))
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    begins = 1
    for row in rows:
        yield Record(begins, tuple(" ".join(cell.split()) for cell in row))
        begins = rows.line_num + 1


def _swallowed(rows: tuple[Record, ...], text: str) -> bool:
    """Whether a cell holds line ends and delimiters as if a quote had not been closed."""
    lines = text.count("\n") + 1
    return any(
        (below.line if below else lines) - row.line > 20
        for row, below in zip_longest(rows, rows[1:])
    )


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_GROUPS = {
    f"{_TABLE}{name}"
    for name in ("table-header-rows", "table-row-group", "table-rows", "table-header-columns",
                 "table-column-group", "table-columns")
}  # fmt: skip
MOST_REPEATS = 1000
"""Empty rows or cells that are repeated fill a sheet to its end; no list has so many."""


@dataclass
class Cells:
    """A table: its name, its rows, merged cells (top, left, bottom, right from 0), what is hidden."""

    name: str
    hidden: bool = False
    rows: list[list[str]] = field(default_factory=list)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: int = 0
    notes: list[str] = field(default_factory=list)


def tables(data: bytes) -> Iterator[Cells]:
    """Yield the tables of the workbook `data`, zipped or flat.

    Raises `BadZipFile`, `KeyError` or lxml's `XMLSyntaxError` when it is damaged.
    """
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = package.read("content.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(element.get(f"{_TABLE}display") == "false" for element in style)
    }
    for body in root.iter(f"{_OFFICE}spreadsheet"):
        for table in body.iterchildren(f"{_TABLE}table"):
            hidden = table.get(f"{_TABLE}style-name") in unseen
            yield _table(table, Cells(table.get(f"{_TABLE}name") or "", hidden))


_EXCEL = "{urn:schemas-microsoft-com:office:spreadsheet}"


def excel_tables(data: bytes) -> Iterator[Cells]:
    """Yield the tables of a workbook in the XML of Excel 2003, which web systems still export."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for sheet in etree.fromstring(data, parser).iter(f"{_EXCEL}Worksheet"):
        states = {
            element.text
            for element in sheet.iter("{urn:schemas-microsoft-com:office:excel}Visible")
        }
        cells = Cells(sheet.get(f"{_EXCEL}Name") or "", bool(states))
        for node in sheet.iter(f"{_EXCEL}Row"):
            at = _excel_number(node, "Index") - 1
            cells.rows += [[] for _ in range(min(at, MOST_REPEATS) - len(cells.rows))]
            cells.rows.append(_excel_row(node, cells))
            if node.get(f"{_EXCEL}Hidden") == "1":
                cells.hidden_rows.append(len(cells.rows))
        yield cells


def _excel_row(node: etree._Element, cells: Cells) -> list[str]:
    row: list[str] = []
    for cell in node.iterchildren(f"{_EXCEL}Cell"):
        row += [""] * min(_excel_number(cell, "Index") - 1 - len(row), MOST_REPEATS)
        text = "".join(
            "".join(map(str, element.itertext())) for element in cell.iterchildren(f"{_EXCEL}Data")
        )
        cells.notes += [
            " ".join("".join(map(str, element.itertext())).split())
            for element in cell.iterchildren(f"{_EXCEL}Comment")
        ]
        across, down = _excel_number(cell, "MergeAcross"), _excel_number(cell, "MergeDown")
        if across or down:
            top = len(cells.rows)
            cells.spans.append((top, len(row), top + down, len(row) + across))
        row += [" ".join(text.split()), *[""] * min(across, MOST_REPEATS)]
    return row


def _excel_number(node: etree._Element, name: str) -> int:
    value = node.get(f"{_EXCEL}{name}") or "0"
    return int(value) if value.isdigit() else 0


def _table(table: etree._Element, cells: Cells) -> Cells:
    for node in _below(table):
        if node.tag == f"{_TABLE}table-column":
            shown = node.get(f"{_TABLE}visibility") or "visible"
            cells.hidden_columns += shown != "visible" and min(_times(node, "columns"), 64)
        if node.tag != f"{_TABLE}table-row":
            continue
        row = _row(node, cells)
        times = _times(node, "rows") if any(row) else min(_times(node, "rows"), MOST_REPEATS)
        for _ in range(times):
            cells.rows.append(list(row))
            if node.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                cells.hidden_rows.append(len(cells.rows))
    while cells.rows and not any(cells.rows[-1]):
        cells.rows.pop()
    return cells


def _below(parent: etree._Element) -> Iterator[etree._Element]:
    for node in parent:
        if node.tag in _GROUPS:
            yield from _below(node)
        else:
            yield node


def _row(node: etree._Element, cells: Cells) -> list[str]:
    row: list[str] = []
    for cell in node:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        text = " ".join(" ".join(_paragraphs(cell)).split())
        cells.notes += [
            " ".join(" ".join(_paragraphs(note)).split())
            for note in cell.iter(f"{_OFFICE}annotation")
        ]
        across, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            top = len(cells.rows)
            cells.spans.append((top, len(row), top + down - 1, len(row) + across - 1))
        row += [text] * (_times(cell, "columns") if text else min(_times(cell, "columns"), 64))
    while row and not row[-1]:
        row.pop()
    return row


def _paragraphs(cell: etree._Element) -> Iterator[str]:
    for paragraph in cell.iterchildren(f"{_TEXT}p"):
        yield "".join(_words(paragraph))


def _words(node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    for element in node:
        if element.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        elif element.tag != f"{_OFFICE}annotation":
            yield from _words(element)
        yield element.tail or ""


def _times(node: etree._Element, unit: str) -> int:
    return _number(node, f"number-{unit}-repeated")


def _number(node: etree._Element, name: str) -> int:
    value = node.get(f"{_TABLE}{name}") or "1"
    return min(int(value), 100_000) if value.isdigit() else 1
