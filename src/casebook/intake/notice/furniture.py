"""Find the page numbers and running heads of the source: print of the page, not of the notice.

A line is furniture only when it cannot be anything else. A bare number between entries counts
only as one of a run that climbs by one; a repeated line only at page ends or when it repeats the
notice's own title or issuer, and never an entry: a line with an entry's number, with a number
that goes on with its neighbours', or with fields. What is taken for furniture is told to the editor.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from casebook.intake.notice.annotated_lines import Row, Sheet, Use
from casebook.intake.notice.notice_phrases import DATE
from casebook.typography import to_half_width

FOLIO = re.compile(
    r"[-—–－_·•\s]*第\s*\d{1,4}\s*页\s*[,，/]?\s*(?:共\s*\d{1,4}\s*页)?|[-—–－]+\s*\d{1,4}\s*[-—–－]+"
    r"|[·•]\s*\d{1,4}\s*[·•]|\d{1,4}\s*/\s*\d{1,4}|(?:Page|P\.?)\s*\d{1,4}(?:\s*of\s*\d+)?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\(?(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*[.、)](?!\d)|[①-⑳]")
"""The beginning of an entry of a list, in half-width signs."""
FIELDS = re.compile(r"\S(?:\t|\||[：:;；]|——|--)\S|[《》「」『』]")
"""What parts or marks the fields of an entry."""
SHORTEST = 6
"""Characters of a running head: shorter repeats are words, not heads."""


def mark_furniture(sheet: Sheet) -> None:
    """Mark page numbers and running heads of `sheet` as furniture."""
    folios = [row for row in sheet.rows if FOLIO.fullmatch(to_half_width(row.text))]
    sheet.mark(folios, Use.FURNITURE)
    sheet.mark(_climbing(sheet), Use.FURNITURE)
    sheet.mark(_heads(sheet), Use.FURNITURE)


def _climbing(sheet: Sheet) -> list[Row]:
    """Return bare numbers that climb by one, each the first or last line of its page."""
    edges = _edges(sheet.rows)
    bare = [row for row in sheet.rows if re.fullmatch(r"\d{1,4}", row.text)]
    if len(bare) < 2 or any(row.number not in edges for row in bare):
        return []
    steps = [int(late.text) - int(early.text) for early, late in pairwise(bare)]
    return bare if all(step == 1 for step in steps) else []


def _edges(rows: tuple[Row, ...]) -> set[int]:
    """Return the numbers of the first and the last row of every page, if there are pages."""
    pages = defaultdict(list)
    for row in rows:
        pages[row.page].append(row.number)
    if len(pages) < 2:
        return set()
    return {numbers[at] for numbers in pages.values() for at in (0, -1)}


def _heads(sheet: Sheet) -> Iterable[Row]:
    """Return lines that repeat at page ends or next to folios, or that repeat the opening lines.

    The first of them stays if the notice opens with it: there it is the issuer or the title.
    """
    edges = _edges(sheet.rows)
    opening = "".join(row.compact for row in sheet.rows[:4])
    groups = defaultdict(list)
    for at, row in enumerate(sheet.rows):
        text = re.sub(r"^[\W\d]+|[\W\d]+$", "", row.compact)
        if len(text) < SHORTEST or row.table or _is_entry(sheet, at) or _signs(sheet, at):
            continue  # the heads of a table's columns are printed on every page
        if text in opening or not FIELDS.search(row.text):
            groups[text].append(row)
    for text, rows in groups.items():
        again = rows[1:] if text in opening else rows
        beside = [row for row in again if row.number in edges or _beside_folio(sheet, row)]
        if len(rows) > 1 and (beside or (text in opening and len(again) > 1)):
            yield from beside if text not in opening else again


def _is_entry(sheet: Sheet, at: int) -> bool:
    """Whether the row is an entry by its number or its title: a list may repeat it in two tiers."""
    text = to_half_width(sheet.rows[at].text)
    if "》" in text or NUMBERED.match(text):
        return True
    number = _leading(text)
    if number is None:
        return False
    before = [_leading(to_half_width(row.text)) for row in sheet.rows[max(at - 3, 0) : at]]
    after = [_leading(to_half_width(row.text)) for row in sheet.rows[at + 1 : at + 4]]
    return number - 1 in before or number + 1 in after


def _leading(text: str) -> int | None:
    """Return the number a line of words begins with."""
    match = re.match(r"(\d{1,4})(?!\d)\D*[^\W\d]", text)
    return int(match[1]) if match else None


def _signs(sheet: Sheet, at: int) -> bool:
    """Whether a date follows: then the line is a signature or an imprint."""
    below = [row for row in sheet.rows[at + 1 : at + 3] if sheet.use(row) is None]
    return bool(below) and DATE.match(below[0].text) is not None


def _beside_folio(sheet: Sheet, row: Row) -> bool:
    at = sheet.rows.index(row)
    near = sheet.rows[max(at - 1, 0) : at + 2]
    return any(sheet.use(other) is Use.FURNITURE for other in near if other is not row)
