"""Tell headings by their like: lines in the dress, or of the numbers, of lines that are headings.

Where ◎兰州市 is a heading, ◎巴州 is one; where 2. 巾帼文明岗 and 3. 巾帼建功标兵 are, so is 1. 三八红旗集体.
Words need not tell it: a series of short numbered lines, each right above entries that are numbered
otherwise, is a series of headings.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from casebook.intake.matching.regions import region_of
from casebook.intake.notice import columns
from casebook.intake.notice.annotated_lines import Row
from casebook.intake.notice.division import LABELLED
from casebook.intake.notice.entries import LABELS, label_at, label_of
from casebook.intake.notice.heading_words import BRACKETED, DRESS, kind_of_heading
from casebook.intake.notice.notice_phrases import HAN, TIER

LONGEST = 24
"""Characters of a heading that only its like tells."""
STYLES = ("一、", "（一）", "1.", "（1）", "①", "1)")
"""The styles headings are numbered in."""
_KINDS = ("prize", "place", "category", "school")
_Numbered = tuple[int, Row, int, str]
"""A row, its place, its number and what stands behind the number."""


def alike(rows: Sequence[Row], style: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the numbers of the lines that are headings like others, each with its kind and what
    the headings of its level share; empty for what its words and its number tell.

    `style` is the one the entries are numbered in, empty for none.
    """
    yield from _dressed(rows)
    yield from _in_series(rows, style)
    if style:
        yield from _above_first(rows, LABELS[style])


def _dressed(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, str]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        match = DRESS.match(row.text)
        if match and (match[0][0] not in "【［〖〔[" or BRACKETED.fullmatch(row.text)):
            groups.setdefault(match[0][0], []).append(row)
    for group in groups.values():
        kinds = [_kind(row.text) for row in group]
        known = [kind for kind in kinds if kind in _KINDS]
        few = len(group) * 2 <= len(rows)
        if few and len(known) * 2 >= len(group) and all(_short(row, row.text) for row in group):
            most = Counter(known).most_common(1)[0][0]
            yield from (
                (row.number, (most, ""))
                for row, kind in zip(group, kinds, strict=True)
                if kind not in _KINDS or (kind == "category" and most in ("prize", "place"))
            )


def _in_series(rows: Sequence[Row], entries: str) -> Iterator[tuple[int, tuple[str, str]]]:
    groups: dict[tuple[str, str], list[_Numbered]] = {}
    for at, row in enumerate(rows):
        for style in dict.fromkeys((*STYLES, entries)):
            found = label_of(row.text, LABELS[style]) if style else None
            if found:
                mark = re.sub(rf"[\s\d{HAN}]", "", found[1]) if style in (entries, "1.") else style
                groups.setdefault((style, mark), []).append((at, row, found[0], found[2]))
                break
    most = max(groups, key=lambda key: len(groups[key]), default=("", ""))
    for key, group in groups.items():
        if key == most or not _is_series(rows, group):
            continue
        kinds = [_kind(rest) for _, _, _, rest in group]
        known = sum(kind in ("prize", "place", "category") for kind in kinds)
        if known * 2 < len(group) and not _above_numbers(rows, group, groups[most]):
            continue
        named = Counter(kind for kind in kinds if kind in _KINDS[:3])
        kind = named.most_common(1)[0][0] if named else "category"
        own = "".join(key) if key[0] == entries else ""
        yield from ((row.number, (kind, own)) for _, row, _, _ in group)


def _above_first(
    rows: Sequence[Row], style: re.Pattern[str]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the plain lines right above an entry numbered 1, where other such lines name prizes."""
    heads = [
        row for row, below in pairwise(rows)
        if (first := label_of(below.text, style)) and first[0] == 1
        and not label_of(row.text, style) and _short(row, row.text)
    ]  # fmt: skip
    kinds = [_kind(row.text) for row in heads]
    if "prize" in kinds:
        for row, kind in zip(heads, kinds, strict=True):
            if not kind and region_of(row.text) is None and not LABELLED.match(row.text):
                yield row.number, ("prize", "")


def _is_series(rows: Sequence[Row], group: Sequence[_Numbered]) -> bool:
    """Whether numbered lines count on without a gap, are short and have other lines below them."""
    numbers = [number for _, _, number, _ in group]
    counted = numbers[0] == 1 and all(late in (1, early + 1) for early, late in pairwise(numbers))
    places = [at for at, *_ in group] + [len(rows)]
    apart = all(late - early > 1 for early, late in pairwise(places))
    return (
        len(group) > 1 and counted and max(numbers) > 1 and apart
        and all(_short(row, rest) for _, row, _, rest in group)
    )  # fmt: skip


def _above_numbers(
    rows: Sequence[Row], group: Sequence[_Numbered], entries: Sequence[_Numbered]
) -> bool:
    """Whether each line of a series stands right above a numbered entry, or above a prize."""
    first = {row.number for _, row, _, _ in entries}
    below = [rows[at + 1] for at, *_ in group]
    return len(entries) > len(group) and all(
        row.number in first or _kind(row.text) == "prize" for row in below
    )


def _kind(text: str) -> str:
    return "prize" if TIER.match(text) else kind_of_heading(text)


def _short(row: Row, text: str) -> bool:
    cells = len([cell for cell in columns.cells(row.text) if cell]) > 1
    plain = not re.search("[《》。；，]", text) and not cells and not label_at(row)
    return 1 < len(text) <= LONGEST and plain
