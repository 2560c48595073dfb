"""Make the book's pages: signatures from the store or laid out anew, imposed, headed, bound.

What comes out does not depend on what the store held, on the number of workers, or on who was
ready first.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from casebook.book import Book, Status
from casebook.errata import Erratum, Kind, Place
from casebook.layout import Galley
from casebook.press.binding import Binder, Objects
from casebook.press.crew import Crew, Dress
from casebook.press.engine import fonts_named, foreign
from casebook.press.facts import Facts, facts
from casebook.press.folding import MARKED, Folding, Tell
from casebook.press.folios import Folio, labelled
from casebook.press.hands import Hands, held
from casebook.press.imposing import Imposed, dead_links
from casebook.press.kept import Heads
from casebook.press.keys import Pieces, dress_key, engine_version, fonts_here
from casebook.press.loss_report import LOSSES, told
from casebook.press.messages import translate
from casebook.press.onebook import located, lost
from casebook.press.quires import Old, Quire
from casebook.press.signature import KEPT, Piece, Signature, Spot
from casebook.store import Store

STORE = ".signatures"


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

    `starts` maps section ids to page indexes from 0; `objects` read those of the signatures.
    """

    signatures: tuple[Signature, ...]
    book: Imposed
    folios: tuple[Folio, ...]
    starts: dict[str, int]
    heads: Heads
    errata: tuple[Erratum, ...]
    objects: tuple[Objects, ...]

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
    pieces = [Piece(g.section.id, g.section.title, g.section.place, g.html) for g in galleys]
    with held(workers) as hands:
        crew = Crew(dress, hands)
        heads = Heads(f"<html{html}>", crew, dress_hash, store)
        folder = Folding(pieces, Pieces(dress_hash, dress.base), store, crew, tell)
        signatures, imposed, errata = folder.settled(heads)
        heads.all_of(imposed.sheets)
        of_sheets = heads.sheets()
    printed = [
        heads.head(sheet, sheet.plan.folio).words if sheet.plan.folio else ""
        for sheet in imposed.sheets
    ]
    folios = labelled(printed, [sheet.restarts for sheet in imposed.sheets])
    starts = {s.section: at for s, at in zip(signatures, imposed.starts, strict=True)}
    found = [
        *of_sheets,
        *(e for s, g in zip(signatures, galleys, strict=True) for e in located(s.errata, [g])),
        *errata,
        *heads.errata,
        *located(tuple(_of_the_whole(signatures, imposed, dress)), galleys),
        *lost(galleys, {name: 0 for name in imposed.numbers}),
    ]
    found += _lost_of(signatures, imposed, folios, galleys)
    heads.keep()
    store.trim()
    return Volume(
        tuple(signatures),
        imposed,
        folios,
        starts,
        heads,
        tuple(dict.fromkeys(found)),
        tuple(partial(folder.objects, n) for n in range(len(signatures))),
    )


def _of_the_whole(
    signatures: Sequence[Signature], imposed: Imposed, dress: Dress
) -> Iterator[Erratum]:
    """Yield the faults that show only when all sections are there."""
    for _, goal in dead_links(signatures, imposed.numbers):
        yield translate(f"No anchor #{goal} for internal URI reference", Place("print.pdf"))
    texts: dict[str, dict[str, None]] = {}
    for signature in signatures:
        for use in signature.fonts:
            texts.setdefault(use.family, {}).update(dict.fromkeys(use.words))
    yield from foreign(texts.items(), frozenset(fonts_named(dress.sheets)))


def _lost_of(
    signatures: Sequence[Signature],
    imposed: Imposed,
    folios: Sequence[Folio],
    galleys: Sequence[Galley],
) -> Iterator[Erratum]:
    """Yield what of the sections cannot be read on their pages, with the folios of these."""
    labels: list[list[str]] = [[] for _ in signatures]
    for sheet, folio in zip(imposed.sheets, folios, strict=True):
        if sheet.leaf is not None:
            labels[sheet.section].append(folio.label)
    for signature, galley, pages in zip(signatures, galleys, labels, strict=True):
        section = galley.section
        yield from told(signature.losses, section.place, section.title, pages)


def stopping(volume: Volume, book: Book) -> bool:
    """Say whether the errata of `volume` forbid its issue."""
    return any(
        e.kind is Kind.ERRATUM and not (e.rule in MARKED | LOSSES and book.status is Status.DRAFT)
        for e in volume.errata
    )


def write(
    volume: Volume, book: Book, file: BinaryIO, last: Path | None = None
) -> tuple[Erratum, ...]:
    """Write the PDF of `volume` to `file`; return the faults found in binding it.

    What has not changed since the file `last` was written here is copied from it.
    """
    every = range(len(volume.signatures))
    with closing(Old(last, volume.heads.quires if last else {})) as old:
        errata, quires = _bind(volume, every, volume.book, volume.folios, facts(book), file, old)
    if last is not None:
        volume.heads.bound(quires)
    return errata


def bind(volume: Volume, book: Book) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the PDF of `volume`, and the faults found in binding it."""
    file = io.BytesIO()
    errata = write(volume, book, file)
    return file.getvalue(), errata


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
    file = io.BytesIO()
    folios = [folio for _, folio in pages]
    errata, _ = _bind(volume, list(chosen), imposed, folios, its, file, Old(None, {}))
    return file.getvalue(), errata


def _bind(
    volume: Volume,
    which: Sequence[int],
    imposed: Imposed,
    folios: Sequence[Folio],
    its: Facts,
    file: BinaryIO,
    old: Old,
) -> tuple[tuple[Erratum, ...], dict[bytes, Quire]]:
    heads = volume.heads
    known = len(heads.errata)
    chosen = [(volume.signatures[n], volume.objects[n]) for n in which]
    binder = Binder(chosen, imposed, folios, heads.head, heads.program, file, old)
    binder.bind(its)
    heads.keep()
    return tuple(heads.errata[known:]), binder.quires
