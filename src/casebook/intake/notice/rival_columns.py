"""Ask of each block of awards without a check what speaks for its fields, where nothing was found
strange: a field that is only what was left over may be another one.

The answers are rival readings of a whole block: the unit may be the prize, a column of no name the
unit, a title the place, a line of the prize's name an entry, an entry the name of the prize. All
awards of the block then bear one check, which says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from casebook.book import Award, Tier
from casebook.intake.notice.agreement import is_ranked, shared_endings
from casebook.intake.notice.heading_words import PRIZE_OR_GRADE
from casebook.intake.notice.lexicon import FIELDS, body_like, is_name, kind_of_label, names_in
from casebook.intake.notice.list_doubts import PURE, is_person, may_be_name
from casebook.intake.notice.notice_lines import Sheet, Use, compact

FEW = 3
"""Awards: a unit that stands in so many of a block may be the name of their prize."""
SHORTEST = 4
"""Characters of a unit: what is shorter may be a mark of the entry."""
LONGEST = 24
"""Characters of a quotation."""
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,5}(?:[省市县乡镇]|街道|[^社校园景小山工库厂]区)|[省市县区]直(?:机关|单位|系统)|[省市]属(?:企业|高校)"
)
_HOUSEHOLD = re.compile("(?P<who>[\u3400-\u9fff]{2,4})(?:家庭|一家|夫妇|户)")
_HELD_ASIDE = re.compile("备\\s*注|说\\s*明|附\\s*注")


def supported(sheet: Sheet, tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """Return `tiers` with one check on all awards of a block for which nothing speaks."""
    every = [award for tier in tiers for award in tier.awards]
    endings = tuple(shared_endings([award.organisation for award in every]))
    aside = _units_aside(sheet, every)
    return tuple(_checked(tier, next(_rivals(sheet, tier, endings, aside), "")) for tier in tiers)


def _checked(tier: Tier, doubt: str) -> Tier:
    if not doubt:
        return tier
    awards = tuple(award if award.check else replace(award, check=doubt) for award in tier.awards)
    return replace(tier, awards=awards)


def _rivals(
    sheet: Sheet, tier: Tier, endings: tuple[str, ...], aside: Mapping[str, str]
) -> Iterator[str]:
    """Yield the other readings of a block of which an award has no check."""
    awards = [award for award in tier.awards if not award.check]
    if not awards:
        return
    yield from _prize_for_unit(tier)
    fields = dict.fromkeys(name for award in awards for name, _ in award.fields)
    yield from (aside[name] for name in fields if name in aside)
    yield from _place_for_title(sheet, tier)
    yield from _entry_in_name(sheet, tier, endings)
    for award in tier.awards:
        name = award.organisation
        alone = not (award.title or award.fields)
        if alone and is_ranked(name) and endings and name.endswith(endings):
            yield f"名单里的“{name[:LONGEST]}”像是奖项的名称，各条的归属请核对"


def _prize_for_unit(tier: Tier) -> Iterator[str]:
    """Yield the unit of many awards of a tier without a name, if no word of it says that it is one."""
    names = {award.organisation for award in tier.awards}
    few = len(tier.awards) >= FEW and len(names) * FEW <= len(tier.awards)
    for name in sorted(names) if few and not tier.name.strip() else ():
        unit = body_like(name) > 1 and not is_ranked(name)
        if name and not (unit or is_name(name) or names_in(name)):
            yield f"“{name[:LONGEST]}”每条都有，可能是奖项的名称"


def _units_aside(sheet: Sheet, awards: Sequence[Award]) -> dict[str, str]:
    """Return the columns of no known name beside persons that may be their units, each with why."""
    headed = any(_HELD_ASIDE.search(row.text) for row in sheet.rows)
    rivals: dict[str, str] = {}
    for field in dict.fromkeys(name for award in awards for name, _ in award.fields):
        own = [award for award in awards if any(name == field for name, _ in award.fields)]
        aside = field == FIELDS["remarks"] and not headed
        known = field in FIELDS.values() or kind_of_label(field)
        if (known and not aside) or not _are_persons(own):
            continue
        texts = [text for award in own for name, text in award.fields if name == field]
        bodies = sum(body_like(text) > 0 for text in texts) * 2 > len(texts)
        words = len(own) * 2 > len(awards) and min(map(len, texts)) >= SHORTEST
        again = aside and len(set(texts)) * 2 > len(texts)
        if words and (bodies or shared_endings(texts) or again):
            rivals[field] = f"“{texts[0][:LONGEST]}”一栏不知是什么，可能是单位"
    return rivals


def _are_persons(awards: Sequence[Award]) -> bool:
    """Whether most of the awards go to persons, and the others may."""
    names = [award.organisation for award in awards]
    persons = sum(is_person(name) for name in names)
    return persons >= PURE * len(names) and all(is_person(n) or may_be_name(n) for n in names)


def _place_for_title(sheet: Sheet, tier: Tier) -> Iterator[str]:
    """Yield titles without marks, most of which are places or households."""
    titles = [award.title for award in tier.awards if award.title]
    places = [title for title in titles if _PLACE.fullmatch(title)]
    if places and len(places) * 2 > len(titles):
        yield f"“{places[0]}”像地区，不像题目"
    for title in titles:
        home = _HOUSEHOLD.fullmatch(title)
        marked = any(f"《{compact(title)}" in row.compact for row in sheet.rows)
        if home and is_name(home["who"]) and not marked:
            yield f"“{title}”像获奖者，不像题目"


def _entry_in_name(sheet: Sheet, tier: Tier, endings: tuple[str, ...]) -> Iterator[str]:
    """Yield the line within the name of a tier that ends as its entries do."""
    name = compact(tier.name)
    own = [award.organisation for award in tier.awards]
    for row in sheet.marked(Use.HEADING) if endings else ():
        within = row.compact in name and row.compact != name and row.compact not in own
        alike = row.compact.endswith(endings) and not is_ranked(row.text)
        if within and alike and not PRIZE_OR_GRADE.search(row.text):
            yield f"奖项的名称里的“{row.text[:LONGEST]}”像是一条"
