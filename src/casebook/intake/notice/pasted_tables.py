"""Tables whose cells do not stand as rows: a cell a line, a prize a column, several units a cell.

A table copied out of a web page or a PDF may arrive with each cell on a line of its own, row by row
or column by column; its heads stand above, one a line, and its numbers tell the order. A table may
have a prize at the head of each column, and a cell may hold several units. 〃 repeats what stands
above it. Rows are put in the usual order only where all of this fits; no line is dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from casebook.intake.notice import (
    line_layout,
    saved_flat,
    titles_in_columns,
    units_over_prizes,
    verse_lists,
)
from casebook.intake.notice.heading_words import BRACKETED
from casebook.intake.notice.lexicon import body_like, kind_of, kind_of_label, names_in, odds
from casebook.intake.notice.notice_lines import Row
from casebook.intake.notice.notice_phrases import PRIZE
from casebook.intake.notice.templates import NUMBER
from casebook.intake.notice.tier_headings import tier_of

LONGEST_HEAD = 8
"""Characters of the head of a column on a line of its own."""
MOST_HEADS = 10
"""Columns of a table of which each cell is a line, and one more."""
FEWEST = 2
"""Rows that make a table of which each cell is a line."""
SHORTEST_UNIT = 3
"""Characters of a unit beside others in a cell."""
_CHIEF = {"organisation", "title", "people", "school"}
_DITTO = re.compile("[〃″＂]|同上|同前|''|\"")
_GROUPS = {"", "category", "number", "region", "school"}
"""Kinds of the head of the first column of a table whose other columns are prizes."""


def unfolded(rows: Sequence[Row]) -> list[Row]:
    """Return `rows` with the cells of such tables put in rows, tabs between them.

    A row put together of several lines is the first of them; the others are its `joined` ones.
    """
    rows = units_over_prizes.in_rows(saved_flat.between_bars(rows))
    rows = _without_dittos(verse_lists.joined(rows))
    rows = _labelled(titles_in_columns.parted(list(saved_flat.filled(rows))))
    result: list[Row] = []
    at = 0
    while at < len(rows):
        block, size = _cell_a_line(rows, at)
        if not size:
            block, size = _prizes_across(rows, at)
        result += block if size else ranks(rows[at]) or [rows[at]]
        at += size or 1
    return list(_units_apart(result))


def begins(rows: Sequence[Row], at: int) -> bool:
    """Whether a table begins at `at` each cell of which is a line, a list of ranks in a line, or one
    of units above their prizes."""
    if rows[at].text == saved_flat.BAR:
        return len(saved_flat.between_bars(rows[at:])) < len(rows) - at
    if units_over_prizes.begins(rows, at):
        return True
    return _cell_a_line(rows, at)[1] > 0 or bool(ranks(rows[at]))


def entries_apart(rows: Sequence[Row]) -> list[Row]:
    """Return of `rows` those of a line that holds headings and entries."""
    texts: dict[int, list[Row]] = {}
    for row in rows:
        texts.setdefault(row.number, []).append(row)
    return [
        same[0] for same in texts.values()
        if len(same) > 1 and BRACKETED.fullmatch(same[0].text) and not all(map(tier_of, same[1:]))
    ]  # fmt: skip


def _without_dittos(rows: Sequence[Row]) -> list[Row]:
    result: list[Row] = []
    for row in rows:
        fields = re.split(r"(\t|\s+)", row.text)
        above = re.split(r"(\t|\s+)", result[-1].text) if result else []
        again = [bool(_DITTO.fullmatch(field)) for field in fields]
        if any(again) and len(above) == len(fields) > 1:
            fields = [
                upper if ditto else field
                for field, upper, ditto in zip(fields, above, again, strict=True)
            ]
        result.append(replace(row, text="".join(fields)))
    return result


def _labelled(rows: Sequence[Row]) -> list[Row]:
    """Return `rows`, those of a table each of which has a label and what it labels as lines:
    实施单位：某协会. The labels come again and again, as those of records do."""
    labels = [_label(row) for row in rows]
    known = [label for label in labels if label]
    again = {label for label in known if known.count(label) > 1}
    if len(again) < 2 or not _CHIEF & set(map(kind_of_label, again)):
        return list(rows)
    return [
        replace(row, text="：".join(line_layout.cells(row.text))) if label in again else row
        for row, label in zip(rows, labels, strict=True)
    ]


def _label(row: Row) -> str:
    """Return the label in the first of the two cells of a row, empty for none."""
    cells = line_layout.cells(row.text)
    labelled = len(cells) == 2 and cells[1] and kind_of_label(cells[0])
    return cells[0] if labelled and not kind_of_label(cells[1]) else ""


# a cell a line


def _cell_a_line(rows: Sequence[Row], at: int) -> tuple[list[Row], int]:
    """Return the rows of a table whose cells are the lines from `at` on, and how many lines it
    takes; no rows and 0 where none begins there."""
    heads = _heads(rows, at)
    if len(heads) < 2:
        return [], 0
    width, kinds = len(heads), [kind_of_label(head.text) for head in heads]
    if kinds[0] == "number" and (table := _counted(rows[at + width :], kinds)):
        return [_put_together(cells) for cells in (heads, *table)], width * (len(table) + 1)
    below = range(at + width, len(rows))
    end = next(
        (k for k in below if _is_beyond(rows[k], kinds[(k - at) % width])), len(rows)
    )  # fmt: skip
    body = rows[at + width : end]
    size = len(body) // width
    if size < FEWEST or len(body) % width:
        return [], 0
    across = [body[row * width : (row + 1) * width] for row in range(size)]
    down = [list(body[row::size]) for row in range(size)]
    fitting = [table for table in (across, down) if _fits(table, kinds)]
    if len(fitting) != 1:
        return [], 0
    return [_put_together(cells) for cells in (heads, *fitting[0])], end - at


def _is_beyond(row: Row, kind: str) -> bool:
    """Whether a line is no cell of a column of `kind`: it has cells, names a tier, is of the page."""
    page = "\t" in row.text or line_layout.is_residue(row.text)
    return page or (kind != "prize" and tier_of(row) is not None)


def _counted(below: Sequence[Row], kinds: Sequence[str]) -> list[Sequence[Row]]:
    """Return the rows of a table whose first column counts 1, 2, 3, as far as it does; none where a
    later line goes on with the numbers, for then a cell is missing."""
    width = len(kinds)
    starts = range(0, len(below) - width + 1, width)
    table = [
        below[start : start + width]
        for start in takewhile(lambda start: below[start].text == str(start // width + 1), starts)
    ]
    later = {row.text for row in below[len(table) * width :]}
    broken = str(len(table) + 1) in later or any("\t" in r.text for cells in table for r in cells)
    return table if len(table) >= FEWEST and not broken and _fits(table, kinds) else []


def _heads(rows: Sequence[Row], at: int) -> Sequence[Row]:
    """Return the heads of columns from `at` on, a line each, of which some may be unknown: all that
    stand between that of the numbers and the first number, or between two known ones."""
    if not _is_head(rows[at].text):
        return []
    near = rows[at : at + MOST_HEADS]
    short = list(takewhile(lambda r: len(r.text) <= LONGEST_HEAD and "\t" not in r.text, near))
    kinds = [kind_of_label(row.text) if _is_head(row.text) else "" for row in short]
    first = next((k for k, row in enumerate(short) if row.text == "1"), 0)
    size = next((k for k, kind in enumerate(kinds) if not kind), len(kinds))
    if kinds[0] == "number" and first:
        size = first
    elif size < len(kinds) - 1 and kinds[size + 1] == "prize":
        size += 2
    known = len(set(kinds[:size])) * 4 >= size * 3
    return rows[at : at + size] if known and _CHIEF & set(kinds[:size]) else []


def _is_head(text: str) -> bool:
    return "\t" not in text and len(text) <= LONGEST_HEAD and bool(kind_of_label(text))


def _fits(table: Sequence[Sequence[Row]], kinds: Sequence[str]) -> bool:
    """Whether the cells of each column are what its head says: numbers that count, units, names."""
    for at, kind in enumerate(kinds):
        texts = [row[at].text for row in table]
        if kind == "number" and texts != [str(number) for number in range(1, len(texts) + 1)]:
            return False
        if kind in ("organisation", "school") and not all(map(_may_be_unit, texts)):
            return False
        if kind == "prize" and not all(odds("prize", text) > 0 for text in texts):
            return False
        if kind == "people" and not all(odds("people", text) > -1 for text in texts):
            return False
        if kind == "title" and sum(body_like(text) > 1 for text in texts) * 2 > len(texts):
            return False
    return True


def _may_be_unit(text: str) -> bool:
    return body_like(text) > 0 or odds("organisation", text) > 0


def _put_together(cells: Sequence[Row]) -> Row:
    return replace(cells[0], text="\t".join(cell.text for cell in cells), joined=tuple(cells[1:]))


# ranks in a line

_GROUP = re.compile(r"(?:(?P<group>[^：:，。；、]{1,16})\s*[：:]\s*)?(?P<ranks>.+)")
_RANK = re.compile(
    rf"(?P<rank>{PRIZE})\s*(?:[（(][^（）()]{{1,8}}[）)]|[：:])?[ \u3000]*(?P<who>[^，。；：:]{{2,40}})"
)


_GLUED = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}名|[特一二三四五]等奖|[冠亚季殿]军)(?=[^\s：:（(])"
)
"""A rank with nothing between it and those who have it: 第一名某队."""


def ranks(row: Row) -> list[Row]:
    """Return a row for the group and one for each rank of a line that names several: 男子组：第一名
    甲队，第二名 乙队; none where its parts are not all such."""
    match = _GROUP.fullmatch(row.text.rstrip("。；"))
    if match is None or "\t" in row.text:
        return []
    parts = [part.strip() for part in re.split(r"[，,；;]|\s{2,}", match["ranks"]) if part.strip()]
    ranks = [_RANK.fullmatch(part) for part in parts]
    named = [rank for rank in ranks if rank and _may_be_awarded(rank["who"])]
    if len(parts) < 2 or len(named) < len(parts) or len({r["rank"] for r in named}) < len(parts):
        return []
    group = [replace(row, text=f"【{match['group']}】")] if match["group"] else []
    apart = [_GLUED.sub(r"\g<0>：", part) for part in parts]
    return [*group, *(replace(row, text=part) for part in apart)]


# a prize a column


def _prizes_across(rows: Sequence[Row], at: int) -> tuple[list[Row], int]:
    """Return the rows of a table the columns of which are prizes, each prize above its units."""
    heads = line_layout.cells(rows[at].text)
    if line_layout.header(rows[at]) or any(kind_of_label(head) for head in heads[1:]):
        return [], 0
    prizes = [bool(head) and tier_of(replace(rows[at], text=head)) is not None for head in heads]
    grouped = not prizes[0] and kind_of_label(heads[0]) in _GROUPS
    columns = prizes[1:] if grouped else prizes
    if len(columns) < 2 or not all(columns):
        return [], 0
    end = at + 1
    while end < len(rows) and 1 < len(line_layout.cells(rows[end].text)) <= len(heads):
        end += 1
    body = rows[at + 1 : end]
    grid = [line_layout.cells(row.text) for row in body]
    texts = [cell for cells in grid for cell in cells[int(grouped) :] if cell]
    if not texts or not all(map(_may_be_awarded, texts)):
        return [], 0
    if grouped and kind_of_label(heads[0]) != "number":
        return list(_by_group(rows[at], heads, body, grid)), end - at
    return list(_by_prize(rows[at], heads, body, grid, int(grouped))), end - at


def _may_be_awarded(text: str) -> bool:
    parts = re.split(r"[、，,；;\s]+", text)
    named = sum(body_like(part) > 0 or bool(names_in(part)) or "《" in part for part in parts)
    return named * 2 > len(parts)


def _by_prize(
    head: Row, heads: Sequence[str], body: Sequence[Row], grid: Sequence[Sequence[str]], first: int
) -> Iterator[Row]:
    for column in range(first, len(heads)):
        yield replace(head, text=heads[column])
        for row, cells in zip(body, grid, strict=True):
            text = cells[column] if column < len(cells) else ""
            yield from (replace(row, text=part) for part in _parts(text))


def _by_group(
    head: Row, heads: Sequence[str], body: Sequence[Row], grid: Sequence[Sequence[str]]
) -> Iterator[Row]:
    for row, cells in zip(body, grid, strict=True):
        for prize, text in zip(heads[1:], cells[1:], strict=False):
            if text:
                yield replace(head, text=f"【{cells[0]}】")
                yield replace(head, text=prize)
                yield from (replace(row, text=part) for part in _parts(text))


def _parts(text: str) -> list[str]:
    """Return the units or persons of a cell, one text where it is not surely several."""
    for separator in (r"[、；;]", r"\s+"):
        parts = [part for part in re.split(separator, text) if part]
        if len(parts) > 1 and all(_is_whole(part) for part in parts):
            return parts
    return [text] if text else []


def _is_whole(text: str) -> bool:
    bare = re.sub("[（(][^（）()]*[）)]$", "", text)
    unit = len(bare) >= SHORTEST_UNIT and body_like(bare) > 0
    return unit or bool(names_in(bare)) or re.fullmatch("《[^《》]+》", text) is not None


# several units a cell


def _units_apart(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, each of a table that names a prize and those awarded once for each of them."""
    fields: list[str] = []
    for row in rows:
        if "\t" not in row.text:
            yield row
            continue
        head = line_layout.header(row)
        if head:
            chief = [name for name in head if name in _CHIEF]
            rest = {kind_of(name) for name in head if name not in (*chief, NUMBER)}
            rest -= {"prize", "category"}
            fields = head if len(chief) == 1 and chief[0] != "title" and not rest else []
            yield row
            continue
        cells = line_layout.cells(row.text)
        at = next((at for at, name in enumerate(fields) if name in _CHIEF), len(cells))
        parts = _parts(cells[at]) if fields and len(cells) == len(fields) else []
        if len(parts) < 2:
            yield row
            continue
        yield from (
            replace(row, text="\t".join([*cells[:at], part, *cells[at + 1 :]])) for part in parts
        )
