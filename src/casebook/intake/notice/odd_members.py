"""Doubt the member of a group that is not written as its fellows are.

A list shows how it is read by many lines of one form. Where all awards of a tier are written in one
way but one, nothing bears that one out: a field may be missing, borrowed from the line above, or hold
a note. The same holds of what only one award has at the end of a name: a bracket; of a prize that one
line alone names where headings name those of all others; and of a heading that the numbers of the
entries count, for it is one of them. What is found here reaches no other award of the list.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from casebook.book import Award, Tier
from casebook.intake.notice.entries import LABELS, label_of
from casebook.intake.notice.heading_words import PRIZE_OR_GRADE
from casebook.intake.notice.lexicon import body_like
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.written_alike import Way, ways_of

FEWEST = 3
"""Fellows of one form that show what the odd one should be like."""
LONGEST = 24
"""Characters of a quotation."""
_NOTE = re.compile(r"[（(](?P<note>[^（）()《》]{1,8})[）)]$")
"""What stands in brackets behind a name."""


def marked(sheet: Sheet, tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """Return `tiers` with a check on each award that is written otherwise than its fellows."""
    ways = ways_of(sheet, tiers)
    rows = {row.number: row for row in sheet.rows}
    doubts: dict[str, str] = {}
    counted = list(counted_heads(sheet))
    heads = {row.number for row in sheet.marked(Use.HEADING)}
    for tier in tiers:
        findings = [
            *_of_form(tier, ways), *_with_note(tier, rows), *_below_counted(tier, counted),
        ]  # fmt: skip
        for award, why in findings:
            doubts.setdefault(award.id, why)
    for award, why in (*_below_letter(sheet, tiers), *_of_short_tier(tiers)):
        doubts.setdefault(award.id, why)
    for award, why in _of_own_prize(tiers, heads, rows):
        doubts.setdefault(award.id, why)
    return tuple(
        replace(tier, awards=tuple(_checked(a, doubts.get(a.id, "")) for a in tier.awards))
        for tier in tiers
    )


def _checked(award: Award, doubt: str) -> Award:
    return replace(award, check=doubt) if doubt and not award.check else award


def _odd(awards: Sequence[Award], form: Callable[[Award], Hashable]) -> Award | None:
    """Return the only award of another form than all the others have, None where there is none."""
    forms = Counter(map(form, awards))
    if len(forms) != 2 or len(awards) <= FEWEST or min(forms.values()) > 1:
        return None
    return next(award for award in awards if forms[form(award)] == 1)


def _clear(tier: Tier) -> list[Award]:
    return [award for award in tier.awards if award.lines and not award.check]


def _of_form(tier: Tier, ways: dict[str, Way]) -> Iterator[tuple[Award, str]]:
    """Yield the award that has other parts in its lines than its fellows, who have all the same; what
    it has beside these may be taken from the line above."""
    clear = _clear(tier)
    odd = _odd(clear, lambda award: frozenset(ways[award.id].fields if award.id in ways else ()))
    if odd is not None:
        yield odd, "各栏与同组各条都不同，请核对"


def _with_note(tier: Tier, rows: dict[int, Row]) -> Iterator[tuple[Award, str]]:
    """Yield the award whose title or unit alone ends in brackets: what they say may be a note."""
    clear = _clear(tier)
    for part in ("title", "organisation"):
        texts = {award.id: getattr(award, part) or "" for award in clear}
        noted = [award for award in clear if _NOTE.search(texts[award.id])]
        if len(noted) != 1 or len(clear) <= FEWEST:
            continue
        match = _NOTE.search(texts[noted[0].id])
        if match is None or body_like(match["note"]) > 0 or _is_wrapped(noted[0], rows):
            continue
        yield noted[0], f"同组只有这一条末尾有“{match[0]}”，是不是名称的一部分，请核对"


def _is_wrapped(award: Award, rows: dict[int, Row]) -> bool:
    first, last = award.lines or (0, -1)
    texts = "".join(rows[at].compact for at in range(first, last + 1) if at in rows)
    return f"{compact(award.title or '')}》" in texts


def _of_own_prize(
    tiers: Sequence[Tier], heads: set[int], rows: dict[int, Row]
) -> Iterator[tuple[Award, str]]:
    """Yield the award whose own line names its prize, in the midst of those of another tier, where
    headings name the prizes of all others."""
    pairs = sorted(
        ((award, tier) for tier in tiers for award in tier.awards if award.lines),
        key=lambda pair: pair[0].lines or (0, 0),
    )
    own = [
        award for award, tier in pairs if len(tier.awards) == 1 and _names_prize(award, tier, rows)
    ]
    if len(own) != 1 or len(pairs) <= FEWEST:
        return
    for (above, tier), (award, _) in pairwise(pairs):
        between = range((above.lines or (0, 0))[1], (award.lines or (0, 0))[0])
        if award is own[0] and len(tier.awards) > 1 and not heads & set(between):
            yield award, "只有这一条在本行写了奖项，属于它还是属于上面的奖项，请核对"


def _names_prize(award: Award, tier: Tier, rows: dict[int, Row]) -> bool:
    last = (tier.name.split() or [""])[-1]
    line = rows.get((award.lines or (0, 0))[0])
    return bool(line and PRIZE_OR_GRADE.fullmatch(last) and compact(last) in line.compact)


def counted_heads(sheet: Sheet) -> Iterator[Row]:
    """Yield the headings that the numbers of the entries around them count: 4． between 3． and 5．."""
    rows = [row for row in sheet.rows if sheet.use(row) in (Use.ENTRY, Use.HEADING)]
    for above, row, below in zip(rows, rows[1:], rows[2:], strict=False):
        if [sheet.use(each) for each in (above, row, below)] != [Use.ENTRY, Use.HEADING, Use.ENTRY]:
            continue
        for style in LABELS.values():
            labels = [label_of(each.text, style) for each in (above, row, below)]
            numbers = [label[0] for label in labels if label]
            if len(numbers) == len(labels) and numbers == list(range(numbers[0], numbers[0] + 3)):
                yield row
                break


def _below_counted(tier: Tier, counted: Sequence[Row]) -> Iterator[tuple[Award, str]]:
    """Yield the awards of a tier whose name is that of a line which is one of the entries."""
    for row in counted:
        words = [word for word in tier.name.split() if len(word) > 1 and word in row.compact]
        if words:
            why = f"“{row.text[:LONGEST]}”按序号是一条，不是奖项的名称"
            yield from ((award, why) for award in tier.awards)


def _below_letter(sheet: Sheet, tiers: Sequence[Tier]) -> Iterator[tuple[Award, str]]:
    """Yield the awards above which, with no heading between, a line among the entries was taken for
    one of the letter: it may name what is below."""
    firsts = [award.lines[0] for tier in tiers for award in tier.awards if award.lines]
    begin = min(firsts, default=0)
    letter = [row for row in sheet.marked(*_OF_LETTER) if row.number > begin]
    heads = [row.number for row in sheet.marked(Use.HEADING)]
    for tier in tiers if letter else ():
        for award in tier.awards:
            at = award.lines[0] if award.lines else 0
            above = next((row for row in reversed(letter) if row.number < at), None)
            if above and not any(above.number < head < at for head in heads):
                why = f"上面的“{above.text[:LONGEST]}”当作通报的文字，可能是奖项的名称"
                yield award, why


_OF_LETTER = (Use.TITLE, Use.ISSUER, Use.NUMBER, Use.SALUTATION)


def _of_short_tier(tiers: Sequence[Tier]) -> Iterator[tuple[Award, str]]:
    """Yield the awards of a tier that are as many as the one above lacks, where no count says whose
    they are: what parts the two may be no heading of a prize."""
    for above, tier in pairwise(tiers):
        missing = (above.declared or 0) - len(above.awards)
        if tier.declared is None and above.awards and 0 < missing == len(tier.awards):
            why = f"“{above.name}”说有 {above.declared} 个，正好少这几个，是不是它的请核对"
            yield from ((award, why) for award in tier.awards)
