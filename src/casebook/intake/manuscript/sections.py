"""Put the pieces of a book into their printed order: contents, dividers, cases, indexes.

Pure: what was read goes in, sections come out. Recto starts and new runs of folios are decided
here (divisions, contents, indexes and the first case of a division begin on a recto), because
they follow from the order and not from the look.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from casebook.book import Case, Entry, Group, Matter, Section, Tier
from casebook.intake.manuscript.schema import (
    IndexItem,
    Item,
    MatterItem,
    Order,
    OrganisationsItem,
    PartItem,
    TierItem,
)
from casebook.intake.matching.organisations import sort_key as region_key
from casebook.intake.pinyin import initial, sort_key

TITLES = {
    "half-title": "半扉页",
    "title-page": "扉页",
    "imprint": "版权页",
    "colophon": "版式说明",
    "contents": "目录",
    "organisation": "单位索引",
    "region": "地区索引",
}
UNCOUNTED = ("half-title", "title-page", "imprint")
"""The title leaf has no folio and is not counted; a new run begins behind it."""


def arrange(
    order: Order,
    book_title: str,
    tiers: Sequence[Tier],
    cases: Sequence[Case],
    texts: Mapping[str, Section],
) -> tuple[Section, ...]:
    """Return all sections in order. `texts` are the matter sections by their file.

    Items that name an unknown tier, case or text are passed over: the reader has reported them.
    """
    maker = _Maker(book_title, {t.id: t for t in tiers}, {c.id: c for c in cases}, texts)
    sections: list[Section] = []
    for matter in Matter:
        items: Iterable[Item] = getattr(order, matter.value)
        sections.extend(s for item in items for s in maker.sections(item, matter))
    return tuple(_with_lists(_with_folios(sections), cases))


class _Maker:
    def __init__(
        self,
        book_title: str,
        tiers: Mapping[str, Tier],
        cases: Mapping[str, Case],
        texts: Mapping[str, Section],
    ) -> None:
        self._title, self._tiers, self._cases, self._texts = book_title, tiers, cases, texts
        self._parts = 0

    def sections(self, item: Item, matter: Matter) -> Iterator[Section]:
        """Yield the sections that one line of the order stands for."""
        match item:
            case TierItem(tier=name) if name in self._tiers:
                tier = self._tiers[name]
                cases = [c for a in tier.awards for c in self._cases.values() if c.award == a]
                yield from self._division(f"tier-{tier.id}", "divider", tier.name, cases, tier=tier)
            case PartItem(part=name, cases=ids, note=note):
                self._parts += 1
                cases = [self._cases[i] for i in ids if i in self._cases]
                body = f"<p>{_escaped(note)}</p>" if note else None
                yield from self._division(f"part-{self._parts}", "part", name, cases, body=body)
            case MatterItem(matter=path) if path in self._texts:
                text = self._texts[path]
                yield replace(text, matter=matter, part=self._title, recto=True)
            case OrganisationsItem(organisations=name) if name in self._tiers:
                tier = self._tiers[name]
                yield Section(
                    f"organisations-{tier.id}",
                    "organisations",
                    matter,
                    tier.name,
                    self._title,
                    tier.name,
                    recto=True,
                    tier=tier,
                )
            case IndexItem(index=kind):
                title = TITLES[kind]
                yield Section(
                    f"index-{kind}", f"index-{kind}", matter, title, self._title, title, recto=True
                )
            case str():
                yield Section(
                    item,
                    item,
                    matter,
                    TITLES[item],
                    self._title,
                    TITLES[item],
                    recto=item not in ("imprint", "colophon"),
                    listed=False,
                )

    def _division(
        self,
        key: str,
        kind: str,
        name: str,
        cases: Sequence[Case],
        *,
        tier: Tier | None = None,
        body: str | None = None,
    ) -> Iterator[Section]:
        entries = tuple(_line(piece) for piece in cases)
        yield Section(
            key, kind, Matter.BODY, name, name, name,
            recto=True, tier=tier, body=body, entries=entries,
        )  # fmt: skip
        for number, piece in enumerate(cases):
            yield Section(
                f"case-{piece.id}",
                "case",
                Matter.BODY,
                piece.title,
                name,
                piece.head,
                recto=number == 0,
                case=piece,
                pictures=piece.pictures,
                place=piece.place,
            )


def _with_folios(sections: Sequence[Section]) -> Iterator[Section]:
    """Mark where folios begin anew: behind the title leaf, and at the body."""
    begun: set[Matter] = set()
    for section in sections:
        counted = section.kind not in UNCOUNTED
        fresh = counted and section.matter not in begun and section.matter is not Matter.BACK
        if counted:
            begun.add(section.matter)
        yield replace(section, restarts=fresh)


def _with_lists(sections: Iterable[Section], cases: Sequence[Case]) -> Iterator[Section]:
    """Give contents and indexes their entries."""
    everything = tuple(sections)
    for section in everything:
        match section.kind:
            case "contents":
                yield replace(section, entries=tuple(_contents(everything)))
            case "index-organisation":
                yield replace(section, groups=tuple(_by_organisation(cases)))
            case "index-region":
                yield replace(section, groups=tuple(_by_region(cases)))
            case _:
                yield section


def _contents(sections: Sequence[Section]) -> Iterator[Entry]:
    for section in sections:
        if not section.listed:
            continue
        if section.case is None:
            yield Entry(section.title, section.id, 1, matter=section.matter)
        else:
            yield _line(section.case)


def _line(case: Case) -> Entry:
    """Return the line of a contents for `case`."""
    number = case.award.number if case.award else None
    return Entry(case.title, f"case-{case.id}", 2, case.organisation, number)


def _by_organisation(cases: Sequence[Case]) -> Iterator[Group]:
    """Pinyin order (GB/T 22466), a group per initial; a unit's cases in the order of the book."""
    ordered = sorted(cases, key=lambda c: sort_key(c.organisation))
    yield from _groups(ordered, lambda c: initial(c.organisation))


def _by_region(cases: Sequence[Case]) -> Iterator[Group]:
    """GB/T 2260 order; within a region the order of the notice."""
    ordered = sorted(cases, key=lambda c: region_key(c.region))
    yield from _groups(ordered, lambda c: c.region)


def _groups(ordered: Sequence[Case], label: Callable[[Case], str]) -> Iterator[Group]:
    """Yield the groups that `label` makes; a unit is listed once in each, with all its cases."""
    members: dict[str, dict[str, list[Case]]] = {}
    for case in ordered:
        members.setdefault(label(case), {}).setdefault(case.organisation, []).append(case)
    for name, units in members.items():
        yield Group(name, tuple(_unit(cases) for cases in units.values()))


def _unit(cases: Sequence[Case]) -> Entry:
    first, *others = (f"case-{case.id}" for case in cases)
    award = cases[0].award
    number = award.number if award else None
    return Entry(cases[0].organisation, first, number=number, others=tuple(others))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
