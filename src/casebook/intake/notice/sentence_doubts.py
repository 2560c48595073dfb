"""Doubt the awards that were read in a sentence of which a part was not understood.

A sentence grants what its clauses say; where one of them was read wrong, the borders of the others
are in doubt, too. That shows in several ways: a title stands in the sentence that no award holds; one
of its names is no whole name, or holds a mark that no name has; or the sentences speak of two events, and a prize called only
by its rank may be of either.
"""

import re
from collections.abc import Iterator, Sequence

from casebook.book import Award, Tier
from casebook.intake.notice.colon_lists import WHOLE_CLASS
from casebook.intake.notice.heading_words import PRIZE_OR_GRADE
from casebook.intake.notice.lexicon import body_like, is_name, is_place, names_in, table
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.single_names import LOCAL

_COMMA = re.compile("[，。；：]")
_LATIN = re.compile(r"[^\u3400-\u9fff]+")
LONGEST = 24
"""Characters of a quotation."""
_TITLE = re.compile("《([^《》]{2,}?)》")
_DOCUMENT = re.compile(
    "(?:办法|通知|意见|条例|规定|规则|细则|方案|章程|决定|公告|启事|纲要|规划|标准)(?:[（(].*)?$"
)
"""How the name of a document ends that a letter appeals to."""
_PARTING = re.compile("[“”「」『』〈〉【】①-⑳•●◆■→＋]")
"""What stands in no name of a unit or a person."""
_OF_EVENT = re.compile("在[^，。；]{4,24}(?:评选|评比|大赛|竞赛|比赛|活动|展评)中")
"""What a sentence begins with that tells in which competition the prizes were won."""


def of_sentences(sheet: Sheet, tiers: Sequence[Tier]) -> dict[str, str]:
    """Return by the id of an award why the sentence it was read in is in doubt."""
    prose = {row.number: row for row in sheet.marked(Use.BODY)}
    by_line: dict[int, list[Award]] = {}
    for award in (award for tier in tiers for award in tier.awards):
        if award.lines and award.lines[0] in prose:
            by_line.setdefault(award.lines[0], []).append(award)
    doubts: dict[str, str] = {}
    for number, awards in by_line.items():
        why = next(_of_sentence(prose[number], awards), "")
        doubts.update((award.id, why) for award in awards if why)
    for award in (award for awards in by_line.values() for award in awards):
        if why := _of_name(award.organisation):
            doubts.setdefault(award.id, why)
    for award, why in _of_events(prose, tiers):
        doubts.setdefault(award.id, why)
    return doubts


def _of_sentence(row: Row, awards: Sequence[Award]) -> Iterator[str]:
    held = "\0".join(compact(text) for award in awards for text in _texts(award))
    for title in _TITLE.findall(row.text):
        if compact(title) not in held and not _DOCUMENT.search(title):
            yield f"同一句里的《{title[:LONGEST]}》不在任何一条里，这一条也请核对"
    strange = next((award for award in awards if _PARTING.search(award.organisation)), None)
    if strange is not None and strange.check:
        yield f"同一句里的“{strange.organisation[:LONGEST]}”不像名字，这一条也请核对"


def _of_name(name: str) -> str:
    """Return why a name cut out of a sentence is none: only a whole name of a body, of persons or of a
    place shows where it begins and ends."""
    bare = re.sub("[（(][^（）()]*[）)]$|等$", "", name).rstrip("”」")
    joined = re.search("[和与及].{2,4}$", bare) is not None
    short = body_like(bare) > 0 and bare[-1:] in table()["short_ending"] and not joined
    known = body_like(bare) > 1 or short or is_name(bare) or names_in(name) or is_place(bare)
    whole = known or LOCAL.search(bare) or WHOLE_CLASS.fullmatch(name) or _LATIN.fullmatch(name)
    if name and not whole:
        return f"句中的“{name[:LONGEST]}”不像完整的单位或人名"
    outer = re.match("([^（()）]{2,4})[（(]([^（()）]{4,})[）)]$", name)
    if outer and is_name(outer[1]) and body_like(outer[2]) > 0:
        return f"“{name[:LONGEST]}”的括号里像单位"
    return f"“{name[:LONGEST]}”里有句中的标点" if _COMMA.search(name) else ""


def _texts(award: Award) -> Iterator[str]:
    yield from (award.organisation, award.title or "", award.after)
    yield from (text for _, text in award.fields)


def _of_events(prose: dict[int, Row], tiers: Sequence[Tier]) -> Iterator[tuple[Award, str]]:
    """Yield the awards of prizes called only by their rank, where the sentences tell of several
    competitions in which they may have been won."""
    pairs = [
        (award, tier) for tier in tiers for award in tier.awards
        if award.lines and award.lines[0] in prose
    ]  # fmt: skip
    lines = sorted({award.lines[0] for award, _ in pairs if award.lines})
    events = [_OF_EVENT.search(prose[at].text) for at in lines]
    named = {match[0] for match in events if match}
    if not named or (len(named) < 2 and all(events)):
        return
    for award, tier in pairs:
        if PRIZE_OR_GRADE.fullmatch(tier.name.strip()):
            first = min(named)
            yield award, f"另一句说“{first[:LONGEST]}”，这一条是哪一次评选的，请核对"
