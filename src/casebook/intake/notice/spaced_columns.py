"""Find columns that only spaces set, or commas beside quoted cells, and put tabs between their cells.

A column is where fields of several lines begin, one below the other. All lines of a block decide
together: a cell so full that one space is left behind it is still parted there, and a line that
begins below a later column holds further words of the cells above it.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from casebook.intake.notice.lexicon import kind_of_label

NEAR = 1
"""Columns of type by which the fields of a column may be out of line: quotes are of either width."""
FEWEST = 3
"""Lines that make columns."""
COLUMNS = 3
"""Fewest columns: two fields a line are parted as well by the spaces between them."""
SHARE = 0.34
"""Of the lines of a block, how many must fill a column."""


_FIELD = re.compile(
    r"(?<!\S)[\u3400-\u9fff][ \u3000]{1,3}[\u3400-\u9fff](?:[（(][^（）()\s]+[）)])?(?!\S)|\S+(?:[ \u3000\xa0]\S+)*"
)
"""A field: a name of two characters set apart, 李　磊, or words with one space between them."""


@dataclass
class _Line:
    """A line: its place, its fields between wide gaps, each with the column of type it begins at."""

    at: int
    fields: list[tuple[int, str]]
    ambiguous: int

    @property
    def starts(self) -> list[int]:
        return [start for start, _ in self.fields]


@dataclass
class _Block:
    """Lines whose fields begin one below the other."""

    lines: list[_Line] = field(default_factory=list)

    def takes(self, line: _Line) -> bool:
        """Whether half the fields of `line` behind its first begin where others do."""
        known = [start for other in self.lines for start in other.starts[1:]]
        behind = line.starts[1:] if line.starts[0] <= self.first + NEAR else line.starts
        met = sum(any(abs(start - other) <= NEAR for other in known) for start in behind)
        return met > 0 and met * 2 >= len(behind)

    @property
    def first(self) -> int:
        return min(line.starts[0] for line in self.lines)

    def columns(self) -> list[int]:
        """Return where the columns begin."""
        starts = sorted(start for line in self.lines for start in line.starts)
        groups: list[list[int]] = []
        for start in starts:
            if not groups or start - groups[-1][0] > 2 * NEAR:
                groups.append([])
            groups[-1].append(start)
        least = max(2, SHARE * len(self.lines))
        return [max(set(group), key=group.count) for group in groups if len(group) >= least]


def tabbed(texts: Sequence[str]) -> dict[int, str]:
    """Return the lines that stand in columns, by their place, with tabs between their cells."""
    cells_of = _quoted(texts) | _under_heads(texts)
    for ambiguous in (2, 1):
        for block in _blocks(texts, ambiguous):
            if not any(line.at in cells_of for line in block.lines):
                cells_of |= _rows(block, texts)
    return cells_of


def _quoted(texts: Sequence[str]) -> dict[int, str]:
    """Return the lines of a table of which commas part the cells, some of them in quotes."""
    filled = [at for at, text in enumerate(texts) if text.strip()]
    records = {at: next(csv.reader([texts[at].strip()]), []) for at in filled if "," in texts[at]}
    sizes = [len(cells) for cells in records.values()]
    size = max(set(sizes), key=sizes.count, default=0)
    rows = {at: cells for at, cells in records.items() if len(cells) == size}
    quoted = any(re.search(r'(?:^|,)"[^"]*"(?:,|$)', texts[at].strip()) for at in rows)
    if size < COLUMNS or len(rows) < FEWEST or len(rows) < len(records) or not quoted:
        return {}
    return {at: "\t".join(cell.strip() for cell in cells) for at, cells in rows.items()}


def _under_heads(texts: Sequence[str]) -> dict[int, str]:
    """Return the rows below a head of labels, a space between cells: as many words as the head, and
    a number first where the head has one. A row that is not so leaves the table as it is."""
    cells_of: dict[int, str] = {}
    for at, text in enumerate(texts):
        heads = text.split()
        if len(heads) < COLUMNS or "\t" in text or kind_of_label(heads[0]) != "number":
            continue
        if sum(bool(kind_of_label(head)) for head in heads) * 2 <= len(heads):
            continue
        below = takewhile(
            lambda row: re.match(r"\s*\d{1,3}\s", row[1]), enumerate(texts[at + 1 :], at + 1)
        )
        rows = {place: row.split() for place, row in below}
        if len(rows) > 1 and all(len(cells) == len(heads) for cells in rows.values()):
            cells_of |= {place: "\t".join(cells) for place, cells in {at: heads, **rows}.items()}
    return cells_of


def _rows(block: _Block, texts: Sequence[str]) -> dict[int, str]:
    """Return the lines of a block with tabs between their cells, empty if it has no columns."""
    columns = block.columns()
    wraps = any(
        len(line.fields) == 1 and line.starts[0] > block.first + NEAR for line in block.lines
    )
    fewest = COLUMNS - wraps  # a line below the second column alone says where that is
    if len(block.lines) < FEWEST or len(columns) < fewest or not _is_dense(block, texts):
        return {}
    rows = [_cells(line, columns) for line in block.lines]
    pairs = zip(block.lines, rows, strict=True)
    return {line.at: "\t".join(row) for line, row in pairs if row} if all(rows) else {}


def _is_dense(block: _Block, texts: Sequence[str]) -> bool:
    """Whether half and more of the lines from the first to the last of a block are of it, and no
    line beside them has as many fields: what does so is not understood."""
    places = {line.at for line in block.lines}
    first, last = min(places), max(places)
    between = [at for at in range(first, last + 1) if texts[at].strip()]
    beside = [at for at in (first - 1, last + 1) if 0 <= at < len(texts) and texts[at].strip()]
    strange = [at for at in (*between, *beside) if at not in places]
    parted = any(len(list(_fields(texts[at]))) >= COLUMNS for at in strange)
    return len(places) * 2 >= len(between) and not parted


def _blocks(texts: Sequence[str], ambiguous: int) -> Iterator[_Block]:
    block = _Block()
    above = -1
    for at, text in enumerate(texts):
        if not text.strip() or "\t" in text or "|" in text:
            continue
        line = _Line(at, list(_fields(text, ambiguous)), ambiguous)
        several = len(line.fields) > 1
        if block.lines and (several or above == at - 1) and block.takes(line):
            block.lines.append(line)
            above = at
        elif several:
            yield block
            block = _Block([line])
            above = at
    yield block


def _fields(text: str, ambiguous: int = 2) -> Iterator[tuple[int, str]]:
    for match in _FIELD.finditer(text):
        yield _width(text[: match.start()], ambiguous), match[0]


def _width(text: str, ambiguous: int) -> int:
    """Return the columns of type that `text` takes: two for a character of full width.

    Quotes and dashes take so many as `ambiguous` says: that lies in the type.
    """
    sizes = {"W": 2, "F": 2, "A": ambiguous}
    return sum(sizes.get(unicodedata.east_asian_width(char), 1) for char in text)


def _cells(line: _Line, columns: Sequence[int]) -> list[str] | None:
    """Return the cells of `line`, None where its fields do not stand in the columns."""
    cells = [""] * len(columns)
    for start, text in line.fields:
        for begin, part in _parts(start, text, columns, line.ambiguous):
            at = min(range(len(columns)), key=lambda column: abs(columns[column] - begin))
            if abs(columns[at] - begin) > NEAR or cells[at]:
                return _in_order(line, columns)
            cells[at] = part
    return cells


def _parts(
    start: int, text: str, columns: Sequence[int], ambiguous: int
) -> Iterator[tuple[int, str]]:
    """Yield the parts of a field that runs over the beginning of a column, with their places."""
    begin = 0
    for match in re.finditer(r"[ \u3000\xa0]", text):
        place = start + _width(text[: match.end()], ambiguous)
        if any(abs(place - column) <= NEAR for column in columns):
            yield start + _width(text[:begin], ambiguous), text[begin : match.start()]
            begin = match.end()
    yield start + _width(text[:begin], ambiguous), text[begin:]


def _in_order(line: _Line, columns: Sequence[int]) -> list[str] | None:
    """Return the fields of a line with one for each column, though they are out of line."""
    return [text for _, text in line.fields] if len(line.fields) == len(columns) else None
