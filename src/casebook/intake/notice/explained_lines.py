"""Lines that may look like headings but are explained: parts of a record, or of the title of an annex.

Records of several lines that are written in one way explain their own lines, whatever these look
like; so does a label that gives its name to a field. Headings below 附件1 that together say what the
list of annexes says are the title of the annex, not groups within.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from casebook.book import Award, Tier
from casebook.intake.notice.division import annex_of
from casebook.intake.notice.entries import LABELS, label_of
from casebook.intake.notice.heading_words import PRIZE_OR_GRADE
from casebook.intake.notice.lexicon import kind_of_label
from casebook.intake.notice.line_layout import named_by_ending
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.written_alike import Way, ways_of
from casebook.typography import has_han

_OF_ALL = re.compile(
    r"(?:\d{4}年|第[\d一二三四五六七八九十百]+届|大赛|比赛|竞赛|运动会|评选).*"
    r"(?:结果|名单|名次|项目|作品|展示|揭晓|公布|公示|公告|单位|选手)(?:\[[^\[\]]*\])?$"
)
"""A line that says of what event all awards are."""
LONGEST_HEAD = 8
"""Characters of the head of a column on a line of its own."""
_JUDGED = {"organisation", "school", "people", "prize", "number"}
FEWEST = 2
"""Records of one way explain their lines."""


def explained(sheet: Sheet, tiers: Sequence[Tier]) -> set[int]:
    """Return the lines that are explained as what they are, so that none is a heading of a group."""
    ways = ways_of(sheet, tiers)
    awards = [award for tier in tiers for award in tier.awards if award.lines]
    lines = {row.number: row for row in sheet.rows}
    return {
        *_of_records(awards, ways, lines), *_counted(sheet, awards), *_of_annexes(sheet),
        *pasted_heads(sheet, awards),
        title_of_all(sheet, tiers),
    }  # fmt: skip


def title_of_all(sheet: Sheet, tiers: Sequence[Tier]) -> int:
    """Return the first line where it is unread but says what all the lists are of, each of which has
    a prize of its own below: 2020年度科学技术奖授奖项目; 0 if it is not so."""
    if not sheet.rows or sheet.use(sheet.rows[0]) is not Use.UNREAD:
        return 0
    row = sheet.rows[0]
    lasts = [(tier.name.split() or [""])[-1] for tier in tiers if tier.awards]
    graded = all(PRIZE_OR_GRADE.fullmatch(last) or last.isdigit() for last in lasts)
    return row.number if lasts and graded and _OF_ALL.search(row.compact) else 0


def _of_records(
    awards: Sequence[Award], ways: dict[str, Way], rows: dict[int, Row]
) -> Iterator[int]:
    """Yield the further lines of records of several lines that are all written in one way."""
    shapes = Counter(_shape(award, ways) for award in awards)
    for award in awards:
        first, last = award.lines or (0, 0)
        shape = _shape(award, ways)
        way = ways.get(award.id)
        alike = shapes[shape] >= FEWEST and way is not None and not any(map(has_han, way.marks))
        labels = {name for name, _ in award.fields}
        for row in (rows[at] for at in range(first + 1, last + 1) if at in rows):
            if alike or row.text.partition("：")[0].strip() in labels:
                yield row.number


def pasted_heads(sheet: Sheet, awards: Sequence[Award]) -> set[int]:
    """Return the lines of the heads of a table whose cells are a line each, where every award below
    takes as many lines as there are heads, and its first line counts it or each head is of a kind by
    which its cells were judged."""
    heads = list(_run_of_heads(sheet))
    if len(heads) < FEWEST:
        return set()
    texts = {row.number: row.text for row in sheet.rows}
    below = [award for award in awards if award.lines and award.lines[0] > heads[-1].number]
    judged = all(kind_of_label(row.text) in _JUDGED for row in heads)
    aligned = all(
        award.lines is not None
        and award.lines[1] - award.lines[0] >= len(heads) - 1
        and (judged or texts[award.lines[0]] == str(award.number))
        for award in below
    )
    return {row.number for row in heads} if below and aligned else set()


def _run_of_heads(sheet: Sheet) -> Iterator[Row]:
    """Yield the first lines that stand below each other and are each the head of a column; an unknown
    one stands only among headings behind that of the numbers."""
    counted = False
    for above, row in pairwise([*sheet.rows[:1], *sheet.rows]):
        kind = kind_of_label(row.text) if sheet.use(row) is Use.HEADING else ""
        named = bool(kind) and not named_by_ending(row.text) and len(row.text) <= LONGEST_HEAD
        if named and kind == "number":
            counted = True
        if named or (counted and sheet.use(row) is Use.HEADING):
            yield row
        elif counted or (kind_of_label(above.text) and sheet.use(above) is Use.HEADING):
            return


def _shape(award: Award, ways: dict[str, Way]) -> tuple[Way | None, int]:
    first, last = award.lines or (0, 0)
    return ways.get(award.id), last - first


def _counted(sheet: Sheet, awards: Sequence[Award]) -> Iterator[int]:
    """Yield the lines of awards whose number follows that of the line above and is followed by that
    of the line below, or begins or ends the row."""
    firsts = {
        award.lines[0] for award in awards if award.lines and award.lines[0] == award.lines[1]
    }
    rows = [row for row in sheet.rows if sheet.use(row) in (Use.ENTRY, Use.HEADING)]
    for above, row in pairwise(rows):
        if row.number not in firsts or above.number not in firsts:
            continue
        for style in LABELS.values():
            upper, own = label_of(above.text, style), label_of(row.text, style)
            if upper and own and own[0] == upper[0] + 1:
                yield row.number


def _of_annexes(sheet: Sheet) -> Iterator[int]:
    """Yield headings that are together what the list of annexes or the title of the notice says: the
    title of a list, in several lines."""
    known = ["".join(row.compact for row in sheet.marked(use)) for use in (Use.ANNEXES, Use.TITLE)]
    for at, row in enumerate(sheet.rows):
        if sheet.use(row) is not Use.HEADING or annex_of(row):
            continue
        if at and sheet.use(sheet.rows[at - 1]) is Use.HEADING and not annex_of(sheet.rows[at - 1]):
            continue
        block = list(takewhile(lambda each: sheet.use(each) is Use.HEADING, sheet.rows[at:]))
        for size in range(len(block), 1, -1):
            title = compact("".join(each.text for each in block[:size]))
            title = title.removesuffix("名单")
            if any(title in text for text in known):
                yield from (each.number for each in block[:size])
                break


def is_closed(heads: Sequence[Row], line: int, below: int) -> bool:
    """Whether a numbered heading between `line` and the award at `below` goes on with the numbers of a
    heading at or above `line`: 一、 … 二、. What stands in the part before governs no other."""
    for style in LABELS.values():
        numbers = [(row.number, label[0]) for row in heads if (label := label_of(row.text, style))]
        between = [number for at, number in numbers if line < at < below]
        above = [number for at, number in numbers if at <= line]
        if above and above[-1] + 1 in between:
            return True
    return False
