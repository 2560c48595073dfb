"""Make the book's pages: signatures from the store or laid out anew, imposed, headed, bound.

Sections that print page numbers of others (contents, indexes, cross-references) are laid out
again until the numbers they print are true; each such state is a signature of its own, so an
edit that moves no page lays out none of them. What comes out does not depend on what the store
held, on the number of workers, or on who was ready first.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casebook.book import Book, Status
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.layout import Galley
from casebook.press.binding import Binder
from casebook.press.crew import Crew, Dress, Hands, Task
from casebook.press.engine import fonts_named, foreign
from casebook.press.facts import Facts, facts
from casebook.press.folios import Folio, labelled
from casebook.press.imposing import Imposed, dead_links, impose
from casebook.press.kept import Heads
from casebook.press.keys import Pieces, dress_key, engine_version, fonts_here
from casebook.press.messages import translate
from casebook.press.onebook import located, lost
from casebook.press.signature import KEPT, Piece, Setting, Signature, Spot
from casebook.store import Store, loads

ROUNDS = 8
STORE = ".signatures"

Tell = Callable[[int], None]
"""Told how many pages are set so far."""


@dataclass(frozen=True)
class Begin:
    """Where a page begins: its label, whether it is printed, its section, the place in its text.

    `first` marks the page its section begins on; `spot` is None for a page without text.
    """

    label: str
    printed: bool
    section: str
    first: bool
    spot: Spot | None


@dataclass(frozen=True)
class Volume:
    """A book laid out and imposed, ready to be bound.

    `starts` maps section ids to page indexes from 0.
    """

    signatures: tuple[Signature, ...]
    book: Imposed
    folios: tuple[Folio, ...]
    starts: dict[str, int]
    heads: Heads
    errata: tuple[Erratum, ...]

    def begins(self) -> tuple[Begin, ...]:
        """Return where the text of every page begins, in order; blank pages begin nothing."""
        found = []
        for index, (sheet, folio) in enumerate(zip(self.book.sheets, self.folios, strict=True)):
            if sheet.leaf is not None:
                section = self.signatures[sheet.section].section
                first = self.starts[section] == index
                found.append(Begin(folio.label, folio.printed, section, first, sheet.leaf.begins))
        return tuple(found)


def make(
    book: Book,
    galleys: Sequence[Galley],
    build: Path,
    workers: int | str | Hands = 0,
    tell: Tell | None = None,
) -> Volume:
    """Return the pages of `book`; `build` is the folder whose store is used.

    `workers` is how many processes lay out sections (0: one for each core), the address of a
    Dask scheduler, or workers that the caller has called up and will close.

    Raises `StopPress` when the engine is not the one composition was made for.
    """
    dress = Dress(galleys[0].sheets, galleys[0].base, book.composition)
    dress_hash = dress_key(dress.sheets, dress.compose, fonts_here())
    store = Store(build / STORE, engine_version(), KEPT)
    store.open()
    html = galleys[0].html.partition("<body")[0].partition("<html")[2].partition(">")[0]
    heads = Heads(f"<html{html}>", dress, dress_hash, store)
    pieces = [Piece(g.section.id, g.section.title, g.section.place, g.html) for g in galleys]
    hands = workers if isinstance(workers, Hands) else Hands(workers)
    try:
        crew = Crew(dress, hands)
        folder = _Folding(pieces, Pieces(dress_hash, dress.base), store, crew, tell)
        signatures, imposed, errata = folder.settled(heads)
    finally:
        if hands is not workers:
            hands.close()
    printed = [
        heads.head(sheet, sheet.plan.folio).words if sheet.plan.folio else ""
        for sheet in imposed.sheets
    ]
    folios = labelled(printed, [sheet.restarts for sheet in imposed.sheets])
    starts = {s.section: at for s, at in zip(signatures, imposed.starts, strict=True)}
    found = [
        *heads.sheets(),
        *(e for s, g in zip(signatures, galleys, strict=True) for e in located(s.errata, [g])),
        *errata,
        *heads.errata,
        *located(tuple(_of_the_whole(signatures, imposed, dress)), galleys),
        *lost(galleys, {name: 0 for name in imposed.numbers}),
    ]
    heads.keep()
    store.trim()
    return Volume(tuple(signatures), imposed, folios, starts, heads, tuple(dict.fromkeys(found)))


def _of_the_whole(
    signatures: Sequence[Signature], imposed: Imposed, dress: Dress
) -> Iterator[Erratum]:
    """Yield the faults that show only when all sections are there."""
    for _, goal in dead_links(signatures, imposed.numbers):
        yield translate(f"No anchor #{goal} for internal URI reference", Place("print.pdf"))
    texts: dict[str, dict[str, None]] = {}
    for signature in signatures:
        for use in signature.fonts:
            texts.setdefault(use.family, {}).update(dict.fromkeys(use.stands.values()))
    yield from foreign(texts.items(), frozenset(fonts_named(dress.sheets)))


class _Folding:
    """Brings every section to the setting it has in the bound book."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        keys: Pieces,
        store: Store,
        crew: Crew,
        tell: Tell | None,
    ) -> None:
        self._pieces, self._keys, self._store, self._crew = pieces, keys, store, crew
        self._tell, self._pages = tell, 0

    def settled(self, heads: Heads) -> tuple[list[Signature], Imposed, tuple[Erratum, ...]]:
        """Return signatures and pages whose numbers agree.

        Sections that link to others come last, and of those the ones that are linked to first,
        so that most are laid out once, with true numbers.
        """
        settings = [Setting(at=0 if n == 0 else 1) for n in range(len(self._pieces))]
        made: list[Signature | None] = [None] * len(settings)
        links = _links(self._pieces)
        pending = set(range(len(settings)))
        while pending:
            ready = {n for n in pending if not (links[n] & pending) - {n}} or pending
            imposed = impose(made, heads.plan)
            for n in ready:
                if links[n]:
                    settings[n] = settings[n]._replace(numbers=self._guess(n, links, imposed))
            for n, signature in self._signatures(settings, sorted(ready)).items():
                made[n] = signature
            pending -= ready
        signatures = [signature for signature in made if signature is not None]
        for _ in range(ROUNDS):
            imposed = impose(signatures, heads.plan)
            wanted = [
                self._setting(n, settings[n], signatures[n], imposed)
                for n in range(len(signatures))
            ]
            stale = [n for n, s in enumerate(wanted) if s != _told(settings[n], signatures[n])]
            if not stale:
                return signatures, imposed, ()
            for n in stale:
                settings[n] = wanted[n]
            for n, signature in self._signatures(settings, stale).items():
                signatures[n] = signature
        return signatures, imposed, (_unsettled(),)

    def _guess(
        self, index: int, links: Sequence[set[int]], imposed: Imposed
    ) -> tuple[tuple[str, int], ...]:
        """Return the numbers, as far as they are known, of all that a section links to."""
        goals = _GOAL.findall(self._pieces[index].html)
        return tuple((g, imposed.numbers[g]) for g in sorted(set(goals)) if g in imposed.numbers)

    def _setting(
        self, index: int, before: Setting, signature: Signature, imposed: Imposed
    ) -> Setting:
        """Return what a section must be laid out for where it stands now."""
        numbers = tuple(
            (name, imposed.numbers[name])
            for name in sorted(signature.wants & imposed.numbers.keys())
        )
        start = imposed.starts[index]
        first = 0 if start == 0 else 1
        page = imposed.before[index] if signature.counts else 0
        return Setting(imposed.unmoved.get(index, before.side), first, page, numbers)

    def _signatures(
        self, settings: Sequence[Setting], which: Sequence[int]
    ) -> dict[int, Signature]:
        """Return the signatures of the sections `which`, each for its setting."""
        keys = {n: self._keys.key(self._pieces[n], settings[n]) for n in which}
        found: dict[str, Signature] = {}
        missing: list[Task] = []
        for n, key in keys.items():
            kept = self._store.get(key)
            if isinstance(kept, Signature):
                found[key] = kept
            else:
                missing.append(Task(key, self._pieces[n], settings[n]))

        def done(key: str, data: bytes) -> None:
            made: Signature = loads(data, KEPT)
            found[key] = made
            if not any(e.rule in MARKED for e in made.errata):
                self._store.put(key, data)
            self._pages += len(made.leaves)
            if self._tell is not None:
                self._tell(self._pages)

        self._crew.make(missing, done)
        return {n: found[key] for n, key in keys.items()}


_GOAL = re.compile(r'href="#([^"]+)"')
_ID = re.compile(r'\bid="([^"]+)"')


def _links(pieces: Sequence[Piece]) -> list[set[int]]:
    """Return which other sections each section links to."""
    homes: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        for name in _ID.findall(piece.html):
            homes.setdefault(name, index)
    return [
        {homes[goal] for goal in _GOAL.findall(piece.html) if goal in homes} - {index}
        for index, piece in enumerate(pieces)
    ]


def _told(setting: Setting, signature: Signature) -> Setting:
    """Return what of a setting the section asked for: the rest cannot have changed its pages."""
    numbers = tuple((name, value) for name, value in setting.numbers if name in signature.wants)
    return setting._replace(numbers=numbers)


def _unsettled() -> Erratum:
    return Erratum(
        "unsettled-numbers",
        Place("print.pdf"),
        Wording(
            "页码引来引去，定不下来",
            "page numbers that depend on each other do not settle",
        ),
        Wording(
            "给目录里的页码留定宽，或去掉正文里对页码的引用。",
            "Give page numbers in the contents a fixed width, or drop references to pages.",
        ),
    )


MARKED = frozenset({"section-failed", "section-too-slow"})
"""Errata that a marked page in the book stands for: a draft is issued with them."""


def stopping(volume: Volume, book: Book) -> bool:
    """Say whether the errata of `volume` forbid its issue."""
    return any(
        e.kind is Kind.ERRATUM and not (e.rule in MARKED and book.status is Status.DRAFT)
        for e in volume.errata
    )


def bind(volume: Volume, book: Book) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the PDF of `volume`, and the faults found in binding it."""
    return _bound(volume, volume.signatures, volume.book, volume.folios, facts(book))


def extract(
    volume: Volume, sections: Sequence[str], its: Facts
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return a PDF of some `sections` with the pages they have in the book; `its` names it.

    Links to what is left out lead to the first page.
    """
    places = {signature.section: n for n, signature in enumerate(volume.signatures)}
    chosen = {places[section]: n for n, section in enumerate(sections)}
    pages = [
        (sheet, folio)
        for section in chosen
        for sheet, folio in zip(volume.book.sheets, volume.folios, strict=True)
        if sheet.section == section and sheet.leaf is not None
    ]
    imposed = Imposed(sheets=[replace(sheet, section=chosen[sheet.section]) for sheet, _ in pages])
    signatures = [volume.signatures[n] for n in chosen]
    return _bound(volume, signatures, imposed, [folio for _, folio in pages], its)


def _bound(
    volume: Volume,
    signatures: Sequence[Signature],
    imposed: Imposed,
    folios: Sequence[Folio],
    its: Facts,
) -> tuple[bytes, tuple[Erratum, ...]]:
    heads = volume.heads
    known = len(heads.errata)
    data = Binder(signatures, imposed, folios, heads.head, heads.program).bound(its)
    heads.keep()
    return data, tuple(heads.errata[known:])
