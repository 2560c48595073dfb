"""Correct single awards of `awards.yaml` as an editor who holds the notice beside it would.

Everything else in the file stays as it is written. An award keeps its id for good, because cases
name it. What would make the file unsound is refused with the reader's own errata.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from casebook.book import Award, Tier
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.manuscript import awards_file, yaml_editing, yaml_file
from casebook.intake.manuscript.awards_file import AWARDS
from casebook.intake.manuscript.yaml_file import Steps, Value


@dataclass(frozen=True)
class AwardFields:
    """What an editor says of an award: its tier (by id), organisation, title, and other fields.

    `title` None is that of an award without one; `people` are the notice's other fields, by name.
    `after`, what is printed behind the title, and `region` stay as they are where they are None;
    an empty region is told by the organisation's name.
    """

    tier: str
    organisation: str
    title: str | None
    people: Mapping[str, str]
    after: str | None = None
    region: str | None = None


def revision(tier: Tier, award: Award) -> str:
    """Return a hash of all that an editor can change of an award."""
    facts = (
        tier.id, award.organisation, award.title, award.after, award.region, award.fields,
        award.check, award.read,
    )  # fmt: skip
    return sha256(repr(facts).encode()).hexdigest()[:16]


def corrected(text: str, award_id: str, wanted: AwardFields) -> str:
    """Return `text`, that of `awards.yaml`, with an award corrected and no longer in doubt.

    In another tier it takes its place there by its number. Raises `StopPress`.
    """
    _check_named(wanted)
    tiers = awards_file.of_text(text).tiers
    at, place = _steps(tiers, award_id)
    award = tiers[at].awards[place]
    steps: Steps = ("tiers", at, "awards", place)
    changes: dict[str, Value | None] = {
        "organisation": _words(wanted.organisation),
        "title": None if wanted.title is None else _words(wanted.title),
        "check": None,
        "read": None,
    }
    for key, value in (("after", wanted.after), ("region", wanted.region)):
        if value is not None:
            changes[key] = _words(value) or None
    people = {key: _words(value) for key, value in wanted.people.items() if value.strip()}
    if people != dict(award.fields):
        changes["fields"] = dict(people) or None
    changed = yaml_editing.with_keys(text, AWARDS, steps, changes)
    if wanted.tier != tiers[at].id:
        target = _tier(tiers, wanted.tier)
        entry = yaml_editing.entry(changed, AWARDS, steps)
        before = sum(other.number <= award.number for other in tiers[target].awards)
        changed = yaml_editing.with_entry(
            changed, AWARDS, ("tiers", target, "awards", before), entry
        )
        changed = yaml_editing.without_entry(changed, AWARDS, steps)
    return _sound(changed)


def confirmed(text: str, award_id: str) -> str:
    """Return `text` with an award no longer in doubt, right as it is. Raises `StopPress`."""
    at, place = _steps(awards_file.of_text(text).tiers, award_id)
    keys: dict[str, Value | None] = {"check": None, "read": None}
    return _sound(yaml_editing.with_keys(text, AWARDS, ("tiers", at, "awards", place), keys))


def added(text: str, wanted: AwardFields, lines: str, behind: str = "") -> tuple[str, str]:
    """Return `text` with an award that the reader of the notice did not see, and its id.

    `lines` says where it stands in the notice, as the file does. It stands behind the award
    `behind` of its tier, or at the end. Raises `StopPress`.
    """
    _check_named(wanted)
    tiers = awards_file.of_text(text).tiers
    at = _tier(tiers, wanted.tier)
    tier = tiers[at]
    number = max((award.number for award in tier.awards), default=0) + 1
    award_id = _free_id(tiers, tier, number)
    award: dict[str, Value] = {"id": award_id, "number": str(number)}
    award["organisation"] = _words(wanted.organisation)
    if wanted.title is not None:
        award["title"] = _words(wanted.title)
    if wanted.region:
        award["region"] = _words(wanted.region)
    if lines:
        award["lines"] = lines
    people = {key: _words(value) for key, value in wanted.people.items() if value.strip()}
    if people:
        award["fields"] = dict(people)
    before = [place for place, known in enumerate(tier.awards, 1) if known.id == behind]
    steps: Steps = ("tiers", at, "awards", before[0] if before else len(tier.awards))
    entry = yaml_editing.as_entry(award)
    return _sound(yaml_editing.with_entry(text, AWARDS, steps, entry)), award_id


def removed(text: str, award_id: str) -> str:
    """Return `text` without an award that the notice does not make. Raises `StopPress`."""
    at, place = _steps(awards_file.of_text(text).tiers, award_id)
    return _sound(yaml_editing.without_entry(text, AWARDS, ("tiers", at, "awards", place)))


def tier_added(text: str, name: str, bodies: bool) -> tuple[str, str]:
    """Return `text` with a tier at the end that has no awards yet, and its id. Raises `StopPress`.

    `bodies` is whether it honours organisations.
    """
    if not name.strip():
        raise StopPress([_nameless_tier()])
    known = {tier.id for tier in awards_file.of_text(text).tiers}
    number = len(known) + 1
    while (tier_id := str(number)) in known:
        number += 1
    of = "organisations" if bodies else "cases"
    tier: dict[str, Value] = {"id": tier_id, "name": _words(name), "of": of, "awards": []}
    entry = yaml_editing.as_entry(tier)
    if entry.text.startswith("- {"):  # awards are put in on lines of their own
        rows = (yaml_file.dump({key: value}).rstrip("\n") for key, value in tier.items())
        entry = yaml_editing.ListEntry("- " + "\n  ".join(rows) + "\n", 0)
    return _sound(yaml_editing.with_entry(text, AWARDS, ("tiers", len(known)), entry)), tier_id


def tier_removed(text: str, tier_id: str) -> str:
    """Return `text` without a tier that has no awards. Raises `StopPress`."""
    tiers = awards_file.of_text(text).tiers
    at = _tier(tiers, tier_id)
    if tiers[at].awards:
        raise StopPress([_not_empty(tiers[at])])
    return _sound(yaml_editing.without_entry(text, AWARDS, ("tiers", at)))


def _sound(text: str) -> str:
    try:
        awards_file.of_text(text)
    except StopPress as stop:  # the queries of the list are no reason
        errata = (erratum for erratum in stop.errata if erratum.kind is Kind.ERRATUM)
        raise StopPress(errata) from stop
    return text


def _check_named(wanted: AwardFields) -> None:
    if not wanted.organisation.strip():
        raise StopPress([_nameless()])


def _words(text: str) -> str:
    """Return `text` as it is kept: on one line, without space around it."""
    return " ".join(text.split())


def _steps(tiers: Sequence[Tier], award_id: str) -> tuple[int, int]:
    for at, tier in enumerate(tiers):
        for place, award in enumerate(tier.awards):
            if award.id == award_id:
                return at, place
    raise StopPress([_no_award(award_id)])


def _tier(tiers: Sequence[Tier], tier_id: str) -> int:
    at = next((at for at, tier in enumerate(tiers) if tier.id == tier_id), None)
    if at is None:
        raise StopPress([_no_tier(tier_id)])
    return at


def _free_id(tiers: Sequence[Tier], tier: Tier, number: int) -> str:
    """Return an id like those of the tier, with as many digits, that no award has."""
    taken = {award.id for each in tiers for award in each.awards}
    like = next((m for award in tier.awards if (m := re.fullmatch(r"(.*-)(\d+)", award.id))), None)
    head, digits = (like[1], len(like[2])) if like else (f"{tier.id}-", 1)
    while (award_id := f"{head}{number:0{digits}d}") in taken:
        number += 1
    return award_id


def _no_award(award_id: str) -> Erratum:
    return Erratum(
        "no-such-award", Place(AWARDS),
        Wording(f"名单里已经没有奖项 {award_id}", f"the list no longer has the award {award_id}"),
        Wording("请重新打开这一页。", "Open this page again."), award_id,
    )  # fmt: skip


def _no_tier(tier_id: str) -> Erratum:
    return Erratum(
        "no-such-tier", Place(AWARDS),
        Wording(f"名单里没有等次 {tier_id}", f"the list has no tier {tier_id}"),
        Wording("请重新打开这一页。", "Open this page again."), tier_id,
    )  # fmt: skip


def _nameless() -> Erratum:
    return Erratum(
        "missing-organisation", Place(AWARDS),
        Wording("奖项没有单位", "the award names no organisation"),
        Wording("请写通报里的单位名。", "Write the organisation as the notice prints it."),
    )  # fmt: skip


def _nameless_tier() -> Erratum:
    return Erratum(
        "missing-tier-name", Place(AWARDS),
        Wording("等次没有名称", "the tier has no name"),
        Wording("请写通报里的等次名，如 典型案例。", "Write its name as the notice prints it: 典型案例."),
    )  # fmt: skip


def _not_empty(tier: Tier) -> Erratum:
    count = len(tier.awards)
    return Erratum(
        "tier-has-awards", Place(AWARDS),
        Wording(f"“{tier.name}”还有 {count} 个奖项，没有删去", f"‘{tier.name}’ has {count} awards; it was not removed"),
        Wording("请先删去或改归其中的奖项。", "Remove its awards first, or put them in another tier."), tier.id,
    )  # fmt: skip
