"""Tell which groups of a list bear their reading out, so that a doubt elsewhere need not reach these.

A group are the awards of a tier that no heading parts. Its reading is borne out where every line in
it belongs to one award, all awards are written in one way or are counted right, every field holds
what such fields hold, and the name of its tier is one of a prize or is counted. A group of one award
needs another one written the same way beside it. What is doubted elsewhere in the list then reaches
the group only by where it stands: between the group before and the end of this one.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casebook.book import Award, Tier
from casebook.intake.notice.explained_lines import is_closed
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.heading_words import PRIZE_OR_GRADE
from casebook.intake.notice.lexicon import FIELDS, body_like
from casebook.intake.notice.line_layout import is_residue
from casebook.intake.notice.list_doubts import is_body, is_person, unlike_title
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.written_alike import Way

FEW = 2
"""Awards that are enough to show one way of writing."""
MOST = 0.75
"""The part of a group that must be without a check of its own."""
_NUMBER = re.compile(r"[（(\[【]?(\d{1,4})[）)\]】]?(?=[^\d])")
_STAMP = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}:\d{2}|(?:来源|编辑|作者|浏览|发布)[^：:]{0,4}[：:]"
)
"""What the page says of itself: when it was put up, where from."""
_OPENING, _CLOSING = "《〈「『【", "》〉」』】"
_PEOPLE = (FIELDS["people"], FIELDS["teachers"], "姓名")


@dataclass(frozen=True)
class Doubt:
    """Why a list may not be understood, and the lines where it shows; no lines: its whole shape.

    `below` tells that what stands at these lines may name all groups that follow.
    """

    why: str
    lines: tuple[int, ...] = ()
    below: bool = False


@dataclass(frozen=True)
class Group:
    """Awards of one tier that no heading parts, the line behind the group before and the last line.

    `head` is the last heading above; groups with one share what is written between.
    """

    tier: Tier
    awards: tuple[Award, ...]
    start: int
    end: int
    head: int

    def is_reached(self, doubt: Doubt, heads: Sequence[Row]) -> bool:
        """Whether what a doubt rests on stands in the group, or above with no heading between, or
        above at all where that names all that follows, the numbers of `heads` not going on."""
        if not doubt.lines:
            return True
        top = min(self.start + 1, self.head or self.start + 1)
        first = (self.awards[0].lines or (0, 0))[0]
        return any(
            line <= self.end
            and (line >= top or (doubt.below and not is_closed(heads, line, first)))
            for line in doubt.lines
        )


def groups_of(sheet: Sheet, pairs: Sequence[tuple[Award, Tier]]) -> list[Group]:
    """Return the groups of a list in the order of their lines."""
    ordered = sorted(
        (pair for pair in pairs if pair[0].lines), key=lambda pair: pair[0].lines or (0, 0)
    )
    heads = [row.number for row in sheet.marked(Use.HEADING)]
    groups: list[list[tuple[Award, Tier]]] = []
    for award, tier in ordered:
        above = groups[-1][-1] if groups else None
        first = (award.lines or (0, 0))[0]
        last = (above[0].lines or (0, 0))[1] if above else 0
        parted = any(last < head < first for head in heads)
        if above is None or above[1].id != tier.id or parted:
            groups.append([])
        groups[-1].append((award, tier))
    ends = [max((award.lines or (0, 0))[1] for award, _ in group) for group in groups]
    starts = [0, *ends[:-1]]
    return [
        Group(
            group[0][1], tuple(award for award, _ in group), start, end,
            max((head for head in heads if head < (group[0][0].lines or (0, 0))[0]), default=0),
        )
        for group, start, end in zip(groups, starts, ends, strict=True)
    ]  # fmt: skip


def sound(sheet: Sheet, groups: Sequence[Group], ways: Mapping[str, Way]) -> list[Group]:
    """Return those of `groups` that bear their reading out."""
    rows = {row.number: row for row in sheet.rows}
    good = [group for group in groups if _is_borne_out(sheet, group, ways, rows)]
    shown = Counter(ways.get(a.id) for g in good if len(g.awards) >= FEW for a in g.awards)
    return [
        group
        for group in good
        if len(group.awards) >= FEW or shown[ways.get(group.awards[0].id)] >= FEW
    ]


def _is_borne_out(
    sheet: Sheet, group: Group, ways: Mapping[str, Way], rows: Mapping[int, Row]
) -> bool:
    clear = [award for award in group.awards if not award.check]
    if len(clear) < MOST * len(group.awards) or not _is_covered(sheet, group):
        return False
    written = {ways.get(award.id) for award in clear}
    parts = {(bool(award.organisation), bool(award.title)) for award in clear}
    alike = len(written) == 1 and None not in written
    if len(parts) > 1 or not (alike or _is_counted(group, rows)):
        return False
    last = (group.tier.name.split() or [""])[-1]
    named = PRIZE_OR_GRADE.search(last) or honoured(last) or group.tier.declared
    return bool(named) and _is_pure(clear, rows)


def may_head(awards: Sequence[Award]) -> bool:
    """Return whether the first award of a list may be its heading: most of those below have parts that it
    has not. What has all the parts of its fellows heads nothing, whatever else is wrong with it."""
    return sum(_parts(award) > _parts(awards[0]) for award in awards[1:]) * 2 >= len(awards)


def _parts(award: Award) -> frozenset[str]:
    texts = [("organisation", award.organisation), ("title", award.title or ""), *award.fields]
    return frozenset(name for name, text in texts if text)


def _is_covered(sheet: Sheet, group: Group) -> bool:
    """Whether each line of a group belongs to one award, or to several that stand side by side."""
    spans = {award.lines for award in group.awards if award.lines}
    times = Counter(line for first, last in spans for line in range(first, last + 1))
    first = min(span[0] for span in spans)
    return all(
        times[row.number] == 1 and sheet.use(row) is Use.ENTRY and not _of_page(row.text)
        for row in sheet.rows
        if first <= row.number <= group.end and sheet.use(row) is not Use.FURNITURE
    )


def _of_page(text: str) -> bool:
    """Whether a line belongs to the page on which the list stands, though an award holds the line."""
    return is_residue(text) or _STAMP.search(text) is not None


def _is_counted(group: Group, rows: Mapping[int, Row]) -> bool:
    """Whether a group holds as many as its heading says, or its lines are numbered without a gap."""
    if group.tier.declared is not None:
        return group.tier.declared == len(group.tier.awards)
    matches = [_NUMBER.match(rows[award.lines[0]].text) for award in group.awards if award.lines]
    numbers = [int(match[1]) for match in matches if match]
    whole = len(numbers) == len(group.awards) > 1
    return whole and all(below == above + 1 for above, below in pairwise(numbers))


def _is_pure(awards: Sequence[Award], rows: Mapping[int, Row]) -> bool:
    """Whether all units are bodies, or all are persons; no title looks like something else, and the
    names of people are such."""
    units = [award.organisation for award in awards]
    bodies = all(unit and is_body(unit) and body_like(unit) > 0 for unit in units)
    if not bodies and not all(unit and is_person(unit) for unit in units):
        return False
    people = [text for award in awards for name, text in award.fields if name in _PEOPLE]
    titled = all(
        _is_wrapped(award, rows) or not unlike_title(award.title or "") for award in awards
    )
    return titled and all(map(is_person, people))


def _is_wrapped(award: Award, rows: Mapping[int, Row]) -> bool:
    if not award.title or not award.lines:
        return True
    lines = range(award.lines[0], award.lines[1] + 1)
    return f"《{compact(award.title)}" in "".join(rows[at].compact for at in lines if at in rows)
