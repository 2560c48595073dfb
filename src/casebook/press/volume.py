"""Make the book's pages: signatures from the store or laid out anew, imposed, headed, bound.

Sections that print page numbers of others (contents, indexes, cross-references) are laid out
again until the numbers they print are true; each such state is a signature of its own, so an
edit that moves no page lays out none of them. What comes out does not depend on what the store
held, on the number of workers, or on who was ready first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from casebook.book import Book
from casebook.errata import Erratum, Place, Wording
from casebook.layout import Galley
from casebook.press.crew import Crew, Dress, Task, bench
from casebook.press.folios import Folio, labelled
from casebook.press.imposing import Imposed, Sheet, impose
from casebook.press.keys import Pieces, dress_key, engine_version, fonts_here
from casebook.press.signature import Head, Kind, Piece, Plan, Printed, Setting, Signature, Spot
from casebook.press.store import Store, dumps, loads
from casebook.press.typefaces import Face, Program

ROUNDS = 8
STORE = ".signatures"

Tell = Callable[[int], None]
"""Told how many pages are set so far."""


@dataclass(frozen=True)
class Begin:
    """Where a page begins: its label, whether it is printed, its section, the place in its text.

    `spot` is None for the page a section begins on.
    """

    label: str
    printed: bool
    section: str
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
    heads: "Heads"
    errata: tuple[Erratum, ...]

    def begins(self) -> tuple[Begin, ...]:
        """Return where the text of every page begins, in order; blank pages begin nothing."""
        found = []
        for index, (sheet, folio) in enumerate(zip(self.book.sheets, self.folios, strict=True)):
            if sheet.leaf is not None:
                section = self.signatures[sheet.section].section
                first = self.starts[section] == index
                spot = None if first else sheet.leaf.begins
                found.append(Begin(folio.label, folio.printed, section, spot))
        return tuple(found)


class Heads:
    """Margin boxes and fonts from the store, or made when they are asked for first."""

    def __init__(self, html: str, dress: Dress, dress_hash: str, store: Store) -> None:
        self._html, self._dress, self._store = html, dress, store
        self._key = "heads-" + sha256(f"{dress_hash}{html}".encode()).hexdigest()
        self._fonts = sha256(f"{dress_hash}".encode()).hexdigest()
        kept = store.get(self._key)
        self._kept: dict[Any, Any] = kept if isinstance(kept, dict) else {}
        self._used: dict[Any, Any] = {}
        self.errata: list[Erratum] = []

    @cached_property
    def _header(self) -> Any:
        from casebook.press.heads import Header

        return Header(self._html, bench(self._dress))

    def plan(self, kind: Kind) -> Plan:
        """Return what pages of `kind` print in their margins."""
        if kind not in self._used:
            self._used[kind] = self._kept.get(kind) or self._header.plan(kind)
        plan: Plan = self._used[kind]
        return plan

    def head(self, sheet: Sheet, group: str) -> Head:
        """Return a group of margin boxes of a page."""
        printed: Printed = dict(sheet.heads)[group]
        key = (sheet.plan.key, group, printed)
        if key not in self._used:
            found = self._kept.get(key)
            if found is None:
                found = self._header.set(sheet.kind, group, printed)
                self.errata += self._header.errata()
            self._used[key] = found
        head: Head = self._used[key]
        return head

    def program(self, name: str, face: Face) -> Program:
        """Return the font of a face, cut down to its glyphs."""
        glyphs = sorted(face.widths)
        digest = sha256(f"{self._fonts} {name} {face.description} {glyphs}".encode())
        key = f"font-{digest.hexdigest()}"
        found = self._store.get(key)
        if not isinstance(found, Program):
            from casebook.press.subsetting import program

            found, errata = program(bench(self._dress), name, face.description, glyphs)
            self.errata += errata
            self._store.put(key, dumps(found))
        return found

    def keep(self) -> None:
        """Put what was used into the store, if it was not all there."""
        if not self.errata and self._used.keys() - self._kept.keys():
            self._store.put(self._key, dumps(self._used))


def make(
    book: Book, galleys: Sequence[Galley], build: Path, workers: int = 0, tell: Tell | None = None
) -> Volume:
    """Return the pages of `book`; `build` is the folder whose store is used.

    Raises `StopPress` when the engine is not the one composition was made for.
    """
    dress = Dress(galleys[0].sheets, galleys[0].base, book.composition)
    dress_hash = dress_key(dress.sheets, dress.compose, fonts_here())
    store = Store(build / STORE, engine_version())
    store.open()
    html = galleys[0].html.partition("<body")[0].partition("<html")[2].partition(">")[0]
    heads = Heads(f"<html{html}>", dress, dress_hash, store)
    pieces = [Piece(g.section.id, g.section.title, g.section.place, g.html) for g in galleys]
    crew = Crew(dress, workers)
    try:
        folder = _Folding(pieces, Pieces(dress_hash, dress.base), store, crew, tell)
        signatures, imposed, errata = folder.settled(heads)
    finally:
        crew.close()
    printed = [
        heads.head(sheet, sheet.plan.folio).words if sheet.plan.folio else ""
        for sheet in imposed.sheets
    ]
    folios = labelled(printed, [sheet.restarts for sheet in imposed.sheets])
    starts = {s.section: at for s, at in zip(signatures, imposed.starts, strict=True)}
    heads.keep()
    store.trim()
    found = [e for signature in signatures for e in signature.errata]
    sheets = _sheet_errata(dress) if found or heads.errata else []
    return Volume(
        tuple(signatures), imposed, folios, starts, heads, (*sheets, *found, *errata, *heads.errata)
    )


def _sheet_errata(dress: Dress) -> list[Erratum]:
    return list(bench(dress).errata)


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
        settings = [Setting(index=0 if n == 0 else 1) for n in range(len(self._pieces))]
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
            wanted = [self._setting(n, signatures[n], imposed) for n in range(len(signatures))]
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

    def _setting(self, index: int, signature: Signature, imposed: Imposed) -> Setting:
        numbers = tuple(
            (name, imposed.numbers[name]) for name in sorted(signature.wants & imposed.numbers.keys())
        )
        start = imposed.starts[index]
        first = 0 if start == 0 else 1
        page = imposed.before[index] if signature.counts else 0
        return Setting(imposed.unmoved.get(index, "right"), first, page, numbers)

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
            made: Signature = loads(data)
            found[key] = made
            if not any(e.rule in ("section-failed", "section-too-slow") for e in made.errata):
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


def bind(volume: Volume, book: Book) -> bytes:
    """Return the PDF of `volume`."""
    from casebook.press.binding import Binder
    from casebook.press.facts import facts

    binder = Binder(
        volume.signatures, volume.book, volume.folios, volume.heads.head, volume.heads.program
    )
    data = binder.bound(facts(book))
    volume.heads.keep()
    return data

