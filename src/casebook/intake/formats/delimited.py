"""Read a table kept as text (.csv, .tsv): RFC 4180 with whatever delimiter its sender's program
used.

Excel in China writes GB18030 with commas, other programs UTF-8 with semicolons or tabs; some head
the file with `sep=;`. The delimiter is the one that parts all lines into the same number of cells.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal, NamedTuple

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
    found = tuple(_records(text, mark, quoted=True))
    if _swallowed(found, text):
        found = tuple(_records(text, mark, quoted=False))
    return tuple(one._replace(line=one.line + 1) for one in found) if head else found


def delimiter_of(text: str) -> str:
    """Return the delimiter by which most rows have the same number of cells, more than one."""
    lines = [line for line in text.split("\n")[:LOOKED_AT] if line.strip()]
    best, mark = (0.0, 0), ","
    for one in DELIMITERS:
        rows = csv.reader(lines, delimiter=one)
        counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        wide = {width: many for width, many in counts.items() if width > 1}
        if not wide:
            continue
        width, many = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
        if (many / len(lines), width) > best:
            best, mark = (many / len(lines), width), one
    return mark


def _records(text: str, delimiter: str, *, quoted: bool) -> Iterator[Record]:
    csv.field_size_limit(max(len(text), 131_072))
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    begins = 1
    for row in rows:
        yield Record(begins, tuple(" ".join(cell.split()) for cell in row))
        begins = rows.line_num + 1


def _swallowed(found: tuple[Record, ...], text: str) -> bool:
    """Whether a cell holds line ends and delimiters as if a quote had not been closed."""
    lines = text.count("\n") + 1
    return any(
        (below.line if below else lines) - row.line > 20
        for row, below in zip_longest(found, found[1:])
    )
