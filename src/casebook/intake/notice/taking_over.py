"""Take a new reading over into an `awards.yaml` that an editor has worked on.

What only an editor wrote goes with the award it was written for: its id, by which cases are
filed, its aliases, its region, a doubt they settled. An award is the same when organisation and
title are the same, or tier, number and one of the two. An id that a case claims is never given to
another award.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from casebook.book import Award, Tier
from casebook.intake.matching.regions import region_of


@dataclass(frozen=True)
class Takeover:
    """The tiers as they will be written, and the awards that only the old list had."""

    tiers: tuple[Tier, ...]
    gone: tuple[Award, ...]


def over(
    new: Sequence[Tier],
    old: Sequence[Tier],
    claimed: Collection[str] = (),
    places: bool = False,
) -> Takeover:
    """Return the tiers of a `new` reading with what an editor wrote into the `old` ones.

    `claimed` are the ids that cases claim. With `places`, for a comparison, an award stands for
    the old one of the same id when nothing else of it is the same.
    """
    same = _same(new, old, (_by_name, _by_title, _by_organisation, *([_by_id] if places else [])))
    kept = {award.id for award in same.values()}
    known = {award.id for tier in old for award in tier.awards}
    taken = {_plain(name) for name in (*kept, *claimed)}
    ids = _tier_ids(new, old)
    tiers = []
    for tier in new:
        awards = []
        for award in tier.awards:
            before = same.get(id(award))
            if before is None:
                award = replace(award, id=_free(award.id, taken))
            else:
                award = _dressed(award, before)
            taken.add(_plain(award.id))
            awards.append(award)
        tiers.append(replace(tier, id=ids[id(tier)], awards=tuple(awards)))
    gone = tuple(award for tier in old for award in tier.awards if award.id in known - kept)
    return Takeover(tuple(tiers), gone)


def _tier_ids(new: Sequence[Tier], old: Sequence[Tier]) -> dict[int, str]:
    """Return the id of each new tier, by identity: that of the old tier of its name, else a free one."""
    names = Counter(tier.name for tier in (*new, *old))
    before = {tier.name: tier.id for tier in old if names[tier.name] == len(("new", "old"))}
    found = {id(tier): before[tier.name] for tier in new if tier.name in before}
    taken = set(found.values())
    for tier in new:
        if id(tier) not in found:
            free = (str(n) for n in range(1, len(new) + len(old) + 2) if str(n) not in taken)
            found[id(tier)] = tier.id if tier.id not in taken else next(free)
            taken.add(found[id(tier)])
    return found


def _dressed(award: Award, before: Award) -> Award:
    """Return `award` with what an editor wrote to the same award `before`."""
    own = before.region != (region_of(before.organisation) or "")
    alike = _by_name(None, award) == _by_name(None, before)
    return replace(
        award,
        id=before.id,
        aliases=before.aliases,
        region=before.region if own else award.region,
        check="" if alike and not before.check else award.check,
        read="" if alike and not before.read else award.read,
    )


def _same(
    new: Sequence[Tier], old: Sequence[Tier], keys: Sequence[Callable[[Tier, Award], Hashable]]
) -> dict[int, Award]:
    """Return, by the identity of a new award, the old one that it is; no old one twice."""
    found: dict[int, Award] = {}
    free = {id(award) for tier in old for award in tier.awards}
    for key in keys:
        olds = _unique(old, key, free)
        wanted = {id(award) for tier in new for award in tier.awards} - found.keys()
        for name, award in _unique(new, key, wanted).items():
            if name in olds:
                found[id(award)] = olds[name]
                free.discard(id(olds[name]))
    return found


def _unique(
    tiers: Sequence[Tier], key: Callable[[Tier, Award], Hashable], among: Collection[int]
) -> dict[Hashable, Award]:
    """Return the awards `among` those of `tiers` by `key`, without any that share one."""
    pairs = [(key(t, a), a) for t in tiers for a in t.awards if id(a) in among]
    many = Counter(name for name, _ in pairs)
    return {name: award for name, award in pairs if many[name] == 1}


def _by_name(_tier: Tier | None, award: Award) -> Hashable:
    return _compact(award.organisation), _compact(award.title or "")


def _by_title(tier: Tier, award: Award) -> Hashable:
    return tier.name, award.number, "title", _compact(award.title or award.organisation)


def _by_organisation(tier: Tier, award: Award) -> Hashable:
    return tier.name, award.number, "organisation", _compact(award.organisation)


def _by_id(_tier: Tier, award: Award) -> Hashable:
    return award.id


def _compact(text: str) -> str:
    return "".join(text.split())


def _free(name: str, taken: Collection[str]) -> str:
    found, number = name, 2
    while _plain(found) in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _plain(name: str) -> str:
    """Return an id without leading noughts: 2-1 and 2-01 are read as the same."""
    return re.sub(r"\d+", lambda number: str(int(number[0])), name)
