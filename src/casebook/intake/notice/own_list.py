"""Find where in a letter a list of awards begins that no annex holds.

A heading that names a prize, the head of a table, or an entry with more of its kind below it opens
the list; short lines right above are its headings.
"""

import re
from collections.abc import Sequence

from casebook.intake.notice import columns, repetition
from casebook.intake.notice.annotated_lines import Row
from casebook.intake.notice.entries import LABELS, label_at, label_of
from casebook.intake.notice.heading_words import kind_of_heading
from casebook.intake.notice.headings import (
    LONGEST_HEADING,
    SHORTEST_TITLE,
    is_first,
    tier_of,
    unnumbered,
)
from casebook.intake.notice.induction import alone
from casebook.intake.notice.lexicon import names_in
from casebook.intake.notice.notice_phrases import DATE, INLINE


def opens_list(rows: Sequence[Row]) -> int | None:
    """Return where in the rows of a letter a list of awards begins, None if there is none.

    Short lines right above its first entry are its headings: 高中组 above 一等奖：…, 焊工.
    """
    at = _first_entry(rows)
    while at:
        size = _group_above(rows, at) or int(_may_stand_above(rows[at - 1], rows[at]))
        if not size:
            break
        at -= size
    return at


def _group_above(rows: Sequence[Row], at: int) -> int:
    """Return how many rows right above `at` stand between empty lines as those below it do."""
    below = next((k for k in range(at + 1, len(rows)) if rows[k].gap), len(rows))
    above = next((k for k in range(at - 1, -1, -1) if rows[k].gap), 0)
    size = below - at
    if not rows[at].gap or size < 2 or at - above != size:
        return 0
    labels = [[label_at(row) for row in group] for group in (rows[above:at], rows[at:below])]
    return size if labels[0] == labels[1] and any(labels[0]) else 0


def _may_stand_above(row: Row, below: Row) -> bool:
    if len(row.text) > SHORTEST_TITLE or row.text[-1] in "。！？，；、：:" or below.gap > row.gap:
        return False
    return not (DATE.search(row.text) or names_in(row.text) or re.match(r"\d{4}\s*年", row.text))


def _first_entry(rows: Sequence[Row]) -> int | None:
    for at, row in enumerate(rows):
        if repetition.enumerated(row.text):
            return at
        if all(repetition.colon_list(r.text) for r in rows[at : at + 2]) and at + 1 < len(rows):
            return at
        if row.text[-1] in "。！？" and "《" not in row.text and "、" not in row.text:
            continue
        inline = INLINE.match(row.text)
        if tier_of(row) or (inline and not row.text.endswith("。")) or columns.header(row):
            return at
        if inline and "、" in inline["rest"]:
            return at
        if _heads(row) and at + 1 < len(rows) and not _is_sentence(rows[at + 1]):
            return at
        if len([cell for cell in columns.cells(row.text) if cell]) > 1:
            return at
        if _starts(rows, at) or repetition.begins(rows, at):
            return at
    return None


def _heads(row: Row) -> bool:
    """Whether the words of a row of the letter make it the heading of a list."""
    if len(row.text) > LONGEST_HEADING or row.text[-1] in "。，；":
        return False
    text = unnumbered(row)
    return kind_of_heading(text) in ("prize", "place", "category") and not text.endswith(
        ("：", ":")
    )


def _is_sentence(row: Row) -> bool:
    return row.text[-1] in "。！？" or (row.text[-1] in "；;" and "《" not in row.text)


def _starts(rows: Sequence[Row], at: int) -> bool:
    """Whether a row is an entry, and those below it are more of its kind."""
    row = rows[at]
    if not _is_award(row) or at + 1 >= len(rows):
        return False
    if is_first(row):
        if (
            "《" in row.text
            and row.text.rstrip("；;。")[-1] in "》）)"
            and not unnumbered(row).startswith("《")
        ):
            return True
        style = next((s for s in LABELS if (f := label_of(row.text, LABELS[s])) and f[0] == 1), "")
        below = rows[at + 1 : at + 6]
        return any((f := label_of(r.text, LABELS[style])) and f[0] == 2 for r in below)
    alike = [r for r in rows[at : at + 4] if _is_award(r)]
    return len(alike) >= 3


def _is_award(row: Row) -> bool:
    """Whether a line alone reads like an award: a unit or people, with a title or without."""
    text = unnumbered(row)
    if not text.strip() or _is_sentence(row) or len(text) > 80 or text[-1] in "：:，、":
        return False
    own = alone(text)
    if own is None or own[1] < 0:
        return False
    kinds = {slot.kind for slot in own[0].slots}
    return bool(kinds & {"organisation", "people"}) and (own[1] > 1.5 or "《" in text)
