"""Tell in a notice of several files where lines stand: in which file, and on which line there.

While a notice is read its lines are numbered through. At the end every place, every award and
every line is given the number that an editor finds in the file, and the file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from casebook.book import Award, Tier
from casebook.errata import Erratum
from casebook.intake.matching.organisations import region_of
from casebook.intake.notice.notice_lines import Line, Source
from casebook.typography import is_ideograph

HALVES = 10
"""Characters of a title that may have two halves."""
ONCE = 1
"""How often two characters may stand side by side elsewhere that had a space between here.

Of 94 such spaces in a notice one stood where the two stand together more often, of 1,867 places
without a space 809.
"""
TELLING = 3
"""Characters of a row that tell whose it is."""
USUAL = 0.75
"""Part of a tier's awards whose place stands apart from the organisation: the list is set so."""
_PLACE_APART = re.compile(r"([\u4e00-\u9fff]{2,8}) $")
_BRACKETS = str.maketrans("", "", "《》")


def errata(errata: Iterable[Erratum], source: Source) -> tuple[Erratum, ...]:
    """Return the errata `errata`, each with its place in its own file, in the order of the notice."""
    in_order = sorted(errata, key=lambda erratum: source.number_of(erratum.place))
    return tuple(replace(erratum, place=source.located(erratum.place)) for erratum in in_order)


def tiers(tiers: Iterable[Tier], source: Source) -> tuple[Tier, ...]:
    """Return the tiers `tiers` with their own and their awards' places and lines."""
    return tuple(
        replace(
            tier,
            place=source.located(tier.place),
            awards=tuple(_award(award, source, tier) for award in tier.awards),
        )
        for tier in tiers
    )


def _spaced(tier: Tier) -> bool:
    """Whether titles of a tier are set in two halves with a space between, if only once."""
    titles = [award.title for award in tier.awards if award.title and len(award.title) >= HALVES]
    return any(
        _ends(a[-1:]) and _begins(b[:1]) for title in titles for a, b in pairwise(title.split(" "))
    )


def _award(award: Award, source: Source, tier: Tier) -> Award:
    if award.lines is None:
        return replace(award, place=source.located(award.place))
    first, last = source.place(award.lines[0]), source.place(award.lines[1])
    end = last.line if last.path == first.path else first.line
    span = (first.line or 0, max(end or 0, first.line or 0))
    file = "" if first.path == source.name else first.path
    return replace(_compared(award, source, tier), lines=span, file=file, place=first)


def _compared(award: Award, source: Source, tier: Tier) -> Award:
    """Note of an award that was recognised in a picture how sure that is, and what is in doubt.

    Where titles of the `tier` have spaces, one that goes over a line's end may have lost the space
    that stood there. Where the count of the tier is not the declared one all are in doubt.
    """
    assert award.lines is not None
    between = source.lines[award.lines[0] - 1 : award.lines[1]]
    lines = [line for line in between if line.box and _within(line.text, award)]
    if not lines:
        return award
    letters = sum(len(line.text) for line in lines) or 1
    sure = sum(line.confidence * len(line.text) for line in lines) / letters
    doubts = "".join(dict.fromkeys(char for line in lines for char in line.doubts))
    unsure = f"识别不确定：{doubts}" if doubts else ""
    rows = [row.text for row in lines]
    text = "\n".join(row.text for row in source.lines)
    lost = _spaced(tier) and _may_have_lost_a_space(award.title or "", lines, text)
    unseen = "换行处原来可能有空格" if lost else ""
    if _put_back(award.title or "", rows):
        unseen = "换行处补了空格"
    place = _place_apart(award, source)
    split = place and sum(bool(_place_apart(item, source)) for item in tier.awards)
    rare = f"“{place}”后的空格可能是认错的" if split and split < USUAL * len(tier.awards) else ""
    miscounted = tier.declared not in (None, len(tier.awards))
    short = f"读到 {len(tier.awards)} 个，通报说 {tier.declared} 个" if miscounted else ""
    check = "；".join(filter(None, (award.check, unsure, unseen, rare, short)))
    return replace(award, read=f"ocr {sure:.2f}", check=check)


def _within(row: str, award: Award) -> bool:
    """Whether a row is one of the award's, not the number of a page that cuts it in two."""
    words = "".join((award.organisation + (award.title or "") + award.after).split())
    bare = "".join(row.translate(_BRACKETS).split())
    return any(bare[at : at + TELLING] in words for at in range(max(len(bare) - TELLING, 0) + 1))


def _place_apart(award: Award, source: Source) -> str:
    """Return the place that a space parts from the organisation behind it, or nothing.

    What stands before a space is another field: where recognition sees a space that is none, the
    organisation loses its place.
    """
    if award.lines is None:
        return ""
    for line in source.lines[award.lines[0] - 1 : award.lines[1]]:
        before, here, _ = line.text.partition(award.organisation)
        apart = _PLACE_APART.search(before) if here and line.box else None
        if apart and region_of(apart[1]) is not None:
            return apart[1]
    return ""


def _put_back(title: str, rows: list[str]) -> bool:
    """Whether a space was put where a title goes over a line's end (`joining`)."""
    halves = title.split(" ")
    ends = (f"{a[-4:]}|{b[:4]}" for a, b in pairwise(halves))
    joints = [f"{a}|{b}".strip() for a, b in pairwise(rows)]
    return any(end in joint for end in ends for joint in joints)


def _may_have_lost_a_space(title: str, lines: Sequence[Line], text: str) -> bool:
    """Whether a space may have stood where a title goes over a line's end.

    None stands inside a word: two characters that stand side by side more than once elsewhere in
    the `text` of the notice, or one character that is left over; nor inside “ ” that have no other.
    """
    for before, after in _joints(title, lines):
        joins = not (_ends(before[-1]) and _begins(after[0]))
        quoted = before.count("“") > before.count("”") and " " not in (
            before.rpartition("“")[2] + after.partition("”")[0]
        )
        left_over = len(before) < 2 or len(after.strip("”》）")) < 2
        if not (joins or quoted or left_over or text.count(before[-1] + after[0]) > ONCE):
            return True
    return False


def _joints(title: str, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a title before and after each end of a line that shows no space."""
    at, rows = 0, [line.text for line in lines]
    start = "".join(rows).find("《") + 1
    for row in rows[:-1]:
        at += len(row)
        before = title[: at - start].rstrip() if start and at > start else ""
        after = title[len(before) :]
        if before and title.startswith(before) and after[:1] not in ("", " "):
            yield before, after
    for end, begin in (wrap for line in lines for wrap in line.wraps):
        place = title.find(end + begin)
        if end and begin and place >= 0:
            yield title[: place + len(end)], title[place + len(end) :]


def _ends(char: str) -> bool:
    return is_ideograph(char) or char in "”’）"


def _begins(char: str) -> bool:
    return (is_ideograph(char) and char not in "的之") or char in "“‘（"
