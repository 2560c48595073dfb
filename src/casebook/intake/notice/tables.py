"""Read a tier that stands in a table: cells between tabs or bars.

The header names the columns. Without one, the columns are told by what they hold: numbers that
climb, titles in 《 》, names that end like organisations'. If that is not the same in every row
the table stays unread.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from casebook.intake.notice.shapes import LONGEST, Piece
from casebook.intake.notice.sheet import Row
from casebook.intake.notice.words import ORGANISATION_END, TIER, VACANT
from casebook.typography import number_of

COLUMNS = (
    ("number", r"序号|编号|排名|序|No\.?|№"),
    (
        "title",
        r".*(?:题目|标题)|(?:案例|作品|论文|项目|品牌|成果|征文|课题)(?:名称|名)|名称|案例|作品|论文",
    ),
    ("tier", r"等次|奖项|等级|奖次|类别|获奖等级|获奖等次|奖级|奖别|拟.{0,4}等次|评选结果"),
    ("organisation", r".*(?:单位|机构)(?:名称)?|医院|作者"),
)
RULE = re.compile(r"^[|\s:+=-]+$")


class TableRow(NamedTuple):
    """A row of a table read as an entry of `tier`; `piece` is None where the tier is vacant."""

    number: int | None
    piece: Piece | None
    tier: str
    row: Row


class Table(NamedTuple):
    """Entries, rows that are the table's own frame, and rows that were not understood."""

    entries: list[TableRow]
    frame: list[Row]
    unread: list[Row]


def cells(text: str) -> list[str]:
    """Return the cells of a line, or one cell when it is no row of a table."""
    if text.count("|") > 1 or " | " in text:
        return [cell.strip() for cell in text.strip().strip("|").split("|")]
    return [cell.strip() for cell in text.split("\t")]


def is_row(row: Row) -> bool:
    """Whether the line is a row of a table, or the rule below a header."""
    return len(cells(row.text)) > 1 or (RULE.match(row.text) is not None and "|" in row.text)


def header(row: Row) -> dict[str, int] | None:
    """Return the columns a header row names, None if the row is no header."""
    found: dict[str, int] = {}
    names = cells(row.text)
    for at, name in enumerate(names):
        for column, pattern in COLUMNS:
            if column not in found and re.fullmatch(pattern, re.sub(r"\s", "", name)):
                found[column] = at
                break
    return found if "organisation" in found and len(found) == len(set(found.values())) > 1 else None


def read(rows: Sequence[Row], bodies: bool) -> Table:
    """Read the `rows` of one table."""
    frame = [row for row in rows if RULE.match(row.text) and "|" in row.text]
    body = [row for row in rows if row not in frame]
    columns = header(body[0]) if body else None
    if columns is not None:
        frame.append(body.pop(0))
    else:
        columns = _guess(body, bodies)
    if columns is None or ("title" not in columns and not bodies):
        return Table([], frame, body)
    entries: list[TableRow] = []
    unread: list[Row] = []
    tier = ""
    for row in body:
        entry = _entry(row, columns, tier)
        if entry is None:
            unread.append(row)
            continue
        tier = entry.tier
        entries.append(entry)
    return Table(entries, frame, unread)


def _entry(row: Row, columns: dict[str, int], above: str) -> TableRow | None:
    found = cells(row.text)
    if len(found) <= max(columns.values()):
        return None
    named = {column: found[at] for column, at in columns.items()}
    rest = [cell for at, cell in enumerate(found) if at not in columns.values() and cell]
    number = number_of(named["number"].rstrip(".．、")) if named.get("number") else None
    tier = named.get("tier", "") or above
    if TIER.match(tier) is None and tier:
        return None
    if any(VACANT.match(cell) for cell in found) and not named["organisation"].strip("-—/空从缺"):
        return TableRow(None, None, tier, row)
    title = named.get("title")
    if title is not None and title.startswith("《") and title.endswith("》"):
        title = title[1:-1]
    name = named["organisation"]
    if not name or len(name) > LONGEST or title == "" or ("number" in columns and number is None):
        return None
    return TableRow(number, Piece(name, title, " ".join(rest), tier), tier, row)


def _guess(rows: Iterable[Row], bodies: bool) -> dict[str, int] | None:
    grid = [cells(row.text) for row in rows]
    if not grid or len({len(line) for line in grid}) != 1:
        return None
    kinds = [_kind([line[at] for line in grid], at) for at in range(len(grid[0]))]
    if "" in kinds or len(set(kinds)) != len(kinds) or "organisation" not in kinds:
        return None
    return {kind: at for at, kind in enumerate(kinds)}


def _kind(column: list[str], at: int) -> str:
    if at == 0 and [number_of(cell.rstrip(".．、")) for cell in column] == list(
        range(1, len(column) + 1)
    ):
        return "number"
    if all(TIER.match(cell) for cell in column):
        return "tier"
    if all(cell.startswith("《") and cell.endswith("》") for cell in column):
        return "title"
    ends = sum(ORGANISATION_END.search(cell) is not None for cell in column)
    if ends == len(column):
        return "organisation"
    return "title" if ends == 0 else ""
