"""Doubt awards by what stands beside them: declared counts, doubles, numbers, broken neighbours.

Each award alone may read well. That a heading declares seven and six were read, that an award stands
twice, that a number of the tier is used again, or that the line below cannot be an award of its own,
tells that one of them is not what it seems. The awards concerned are then only proposed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from casebook.book import Award, Tier
from casebook.intake.matching.regions import region_of
from casebook.intake.notice.annotated_lines import Row, Sheet, Use, compact
from casebook.intake.notice.division import LABELLED
from casebook.intake.notice.entries import BULLET
from casebook.intake.notice.heading_words import kind_of_heading
from casebook.intake.notice.lexicon import body_like, kind_of_label
from casebook.intake.notice.repetition import is_residue

FEW = 3
"""A third of the awards of a tier, or fewer, are few."""
FUSED = 2
"""So many awards fewer than declared may be fused with others."""
_RANK = re.compile(r"(?:并列)?第[一二三四五六七八九十\d]+名|[冠亚季殿]军")
LONGEST_TAIL = 30
"""Characters of a line that may be the rest of the entry above."""


@dataclass(frozen=True)
class Sum:
    """What a heading over several lists says: its name, how many there are, the lines of them all."""

    name: str
    declared: int | None
    row: Row
    lines: set[int]

    def awards(self, tiers: Sequence[Tier]) -> list[Award]:
        """Return the awards below the heading."""
        return [
            award
            for tier in tiers
            for award in tier.awards
            if award.lines and award.lines[0] in self.lines
        ]


Doubts = dict[str, str]
"""By the id of an award, why it is in doubt."""


def crossed(sheet: Sheet, tiers: Sequence[Tier], sums: Iterable[Sum]) -> tuple[Tier, ...]:
    """Return `tiers` with a check on awards that what stands beside them makes doubtful.

    `sums` are what headings over several lists say of their sizes.
    """
    doubts: Doubts = {}
    for found in (
        _doubled(tiers),
        _numbered_twice(tiers),
        _miscounted(tiers, sums),
        _cut(sheet, tiers),
        _below_rank(sheet, tiers),
        _unlike(tiers),
        _below_heads(sheet, tiers),
    ):
        for key, why in found:
            doubts.setdefault(key, why)
    return tuple(
        replace(tier, awards=tuple(_checked(award, doubts) for award in tier.awards))
        for tier in tiers
    )


def _checked(award: Award, doubts: Doubts) -> Award:
    why = doubts.get(award.id, "")
    return replace(award, check=why) if why and not award.check else award


def _doubled(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards that stand in a tier a second time, word by word."""
    for tier in tiers:
        seen: dict[tuple[object, ...], Award] = {}
        for award in tier.awards:
            key = (compact(award.organisation), compact(award.title or ""), award.fields)
            first = seen.setdefault(key, award)
            if first is not award and award.organisation:
                line = f"第 {first.lines[0]} 行" if first.lines else "前面"
                yield award.id, f"与{line}的一条相同，请核对是否重复"


def _numbered_twice(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards of one number in a tier, where the notice itself numbers them."""
    for tier in tiers:
        again = Counter(award.number for award in tier.awards)
        for award in tier.awards:
            if again[award.number] > 1:
                yield award.id, f"序号 {award.number} 在这一奖项里用了 {again[award.number]} 次"


def _miscounted(tiers: Sequence[Tier], sums: Iterable[Sum]) -> Iterator[tuple[str, str]]:
    """Yield the awards of tiers and annexes that hold more or fewer than their heading declares."""
    for tier in tiers:
        if tier.declared and _near(len(tier.awards), tier.declared):
            why = f"通报说这一奖项有 {tier.declared} 个，读到 {len(tier.awards)} 个"
            yield from ((award.id, why) for award in tier.awards)
    for whole in sums:
        here = whole.awards(tiers)
        if whole.declared and here and _near(len(here), whole.declared):
            why = f"标题说共 {whole.declared} 个，读到 {len(here)} 个"
            yield from ((award.id, why) for award in here)


def _near(read: int, declared: int) -> bool:
    """Whether one of the awards read may be wrong: too many, or so few too few that two may be one.

    A list that is cut short by many is told, and what stands of it is read well.
    """
    return read > declared or 0 < declared - read <= FUSED


def _cut(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield awards right above a line that may be their rest: an award that lacks what they have,
    or a line nobody read."""
    rows = {row.number: row for row in sheet.rows}
    below = {one.number: other for one, other in pairwise(sheet.rows)}
    poor = {
        award.lines[0]: award
        for tier in tiers for above, award in pairwise(tier.awards)
        if award.lines and award.check and _lacks(award, above)
    }  # fmt: skip
    for tier in tiers:
        for award in tier.awards:
            row = below.get(award.lines[1]) if award.lines else None
            if row is None or row.gap or not _may_be_rest(row):
                continue
            after = below.get(row.number)
            signed = after is None or sheet.use(after) not in (Use.ENTRY, Use.HEADING)
            whole = rows[award.lines[1]].text[-1:] in "》）)。；" if award.lines else True
            if row.number in poor or (sheet.use(row) is Use.UNREAD and not (whole or signed)):
                yield award.id, f"下一行“{row.text[:LONGEST_TAIL]}”可能是这一条的后半"


def _below_heads(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the awards below the heads of a table pasted cell by cell, if these were read as headings."""
    runs = [
        (one, two) for one, two in pairwise(sheet.rows)
        if all(sheet.use(row) is Use.HEADING and kind_of_label(row.text) for row in (one, two))
    ]  # fmt: skip
    first = min((one.number for one, _ in runs), default=0)
    for tier in tiers if first else ():
        for award in tier.awards:
            if award.lines and award.lines[0] > first:
                yield award.id, "表头的几栏各占一行，条目可能错位"


def _unlike(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the few awards of a tier without a title, or a unit, where nearly all have one."""
    for tier in tiers:
        for name in ("title", "organisation"):
            bare = [award for award in tier.awards if not getattr(award, name)]
            if 0 < len(bare) * FEW <= len(tier.awards):
                word = "题目" if name == "title" else "单位"
                yield from ((award.id, f"同组的条目都有{word}，这一条没有") for award in bare)


def _below_rank(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield the awards of a rank in a line of its own (第一名　甲医院) below which a further line was
    taken for one more: it may be the rest of the first."""
    texts = {row.number: row.compact for row in sheet.rows}
    for tier in tiers:
        rank = (tier.name.split() or [""])[-1]
        if not _RANK.fullmatch(rank) or len(tier.awards) < 2:
            continue
        named = [bool(a.lines and rank in texts[a.lines[0]]) for a in tier.awards]
        if any(named) and not all(named):
            why = f"“{rank}”下面不止一行，可能是一条的前后两半"
            yield from ((award.id, why) for award in tier.awards)


def _lacks(award: Award, above: Award) -> bool:
    """Whether an award has no unit, or no title, where the one above has."""
    return bool(
        (above.organisation and not award.organisation) or (above.title and not award.title)
    )


def _may_be_rest(row: Row) -> bool:
    """Whether a line has no number, no bullet and no words of a heading of its own."""
    text = row.text
    own = text[0].isdigit() or LABELLED.match(text) or BULLET.match(text) or kind_of_heading(text)
    whole = is_residue(text) or (body_like(text) > 1 and region_of(text) is not None)
    return (
        not (own or whole)
        and len(row.compact) <= LONGEST_TAIL
        and "\t" not in text
        and "|" not in text
    )
