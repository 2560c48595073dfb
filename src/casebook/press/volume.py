"""Make the book's pages: signatures from the store or laid out anew, imposed, headed, bound.

What comes out does not depend on what the store held, on the number of workers, or on who was
ready first.
"""

import io
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

from casebook.book import Book, Status
from casebook.errata import Erratum, Kind, Place, Wording
from casebook.layout import Galley
from casebook.press import font_weights, fonts
from casebook.press.binding import Binder, Objects
from casebook.press.catalogue import Metadata, metadata_of
from casebook.press.dependencies import (
    BookFolders,
    SectionKeys,
    engine_version,
    fonts_here,
    styling_key,
)
from casebook.press.imposing import LEAF, Folio, Imposed, dead_links, labelled
from casebook.press.layout_errata import GLYPH, LOSSES, located, loss_errata, lost, translate
from casebook.press.margin_cache import FontPrograms, Margins
from casebook.press.page_numbers import MARKED, PageNumbers, Tell
from casebook.press.quires import LastFile, Quire, QuireIndex
from casebook.press.scheduler import Scheduler
from casebook.press.signature import KEPT, SectionHtml, Signature, TextPosition
from casebook.press.text_places import PrintedPages
from casebook.press.worker_tasks import ReadStyles, Styling, run
from casebook.press.workers import Workers, opened
from casebook.production_facts import Extent
from casebook.store import Store

STORE = ".signatures"


@dataclass(frozen=True)
class PageStart:
    """Where a page begins: its label, whether it is printed, its section, the place in its text.

    `first` marks the page its section begins on; `spot` is None for a page without text.
    """

    label: str
    printed: bool
    section: str
    first: bool
    spot: TextPosition | None


@dataclass(frozen=True)
class Volume:
    """A book laid out and imposed, ready to be bound.

    `starts` maps section ids to page indexes from 0; `objects` read those of the signatures.
    """

    signatures: tuple[Signature, ...]
    book: Imposed
    folios: tuple[Folio, ...]
    starts: dict[str, int]
    margins: Margins
    programs: FontPrograms
    quires: QuireIndex
    errata: tuple[Erratum, ...]
    objects: tuple[Objects, ...]

    def page_starts(self) -> tuple[PageStart, ...]:
        """Return where the text of every page begins, in order; blank pages begin nothing."""
        starts = []
        for index, (page, folio) in enumerate(zip(self.book.pages, self.folios, strict=True)):
            if page.content is not None:
                section = self.signatures[page.section].section
                first = self.starts[section] == index
                starts.append(
                    PageStart(folio.label, folio.printed, section, first, page.content.starts_at)
                )
        return tuple(starts)


def make(
    book: Book,
    galleys: Sequence[Galley],
    build: Path,
    workers: int | str | Workers = 0,
    tell: Tell | None = None,
) -> Volume:
    """Return the pages of `book`; `build` is the folder whose store is used.

    `workers` is how many processes lay out sections (0: one for each core), the address of a
    Dask scheduler, or workers that the caller has started and will close.

    Raises `StopPress` when the engine is not the one composition was made for.
    """
    with opened(workers) as book_workers:
        press = book_press(book, galleys, build, book_workers)
        sections = section_htmls(galleys)
        page_numbers = PageNumbers(
            sections, press.keys, press.store, press.scheduler, press.margins, tell
        )
        signatures, imposed, unsettled = page_numbers.settle()
        press.margins.set_all(imposed.pages)
        press.margins.of_style_sheets()
        of_workers = book_workers.take_notes()
    folios = _folios(imposed, press.margins)
    errata = [
        *errata_of(signatures, galleys, press, imposed, folios),
        *unsettled,
        *located(tuple(_dead_links(signatures, imposed)), galleys),
        *of_workers,
    ]
    press.margins.keep()
    press.store.trim()
    return Volume(
        tuple(signatures),
        imposed,
        folios,
        {s.section: at for s, at in zip(signatures, imposed.starts, strict=True)},
        press.margins,
        press.programs(),
        QuireIndex(press.store),
        tuple(dict.fromkeys(asked(errata, book))),
        tuple(partial(page_numbers.objects, n) for n in range(len(signatures))),
    )


@dataclass(frozen=True)
class BookPress:
    """What lays out sections of a book: its styling, the store, the workers, the margins."""

    styling: Styling
    styling_hash: str
    folders: BookFolders
    store: Store
    scheduler: Scheduler
    margins: Margins

    @cached_property
    def keys(self) -> SectionKeys:
        """Keys of sections that are styled so."""
        return SectionKeys(self.styling_hash, self.folders)

    def programs(self) -> FontPrograms:
        """Return the fonts of the book."""
        key = fonts.files_key(self.folders, self.styling.fonts)
        return FontPrograms(self.scheduler, key, self.store, self.folders)


def book_press(book: Book, galleys: Sequence[Galley], build: Path, workers: Workers) -> BookPress:
    """Return what lays out the `galleys` of `book`, by `workers`, with the store in `build`."""
    styling = _styling(book, galleys[0].sheets, galleys[0].base)
    folders = BookFolders(styling.base, styling.sheets)
    styling_hash = styling_key(folders, styling.compose, styling.fonts)
    store = Store(build / STORE, engine_version(), KEPT)
    store.open()
    html = galleys[0].html.partition("<body")[0].partition("<html")[2].partition(">")[0]
    scheduler = Scheduler(styling, workers)
    margins = Margins(f"<html{html}>", scheduler, styling_hash, store, folders)
    return BookPress(styling, styling_hash, folders, store, scheduler, margins)


def prepare(book: Book, sheets: tuple[Path, ...], base: Path, workers: Workers) -> None:
    """Have a worker that starts read the style `sheets` while the galleys are set."""
    workers.prepare(partial(run, _styling(book, sheets, base), ReadStyles()))


def _styling(book: Book, sheets: tuple[Path, ...], base: Path) -> Styling:
    run = f"{os.getpid()} {time.monotonic_ns()}"
    return Styling(sheets, base, book.composition, fonts_here(), run)


def styling_of(book: Book, galleys: Sequence[Galley]) -> str:
    """Return the hash of what `galleys` of `book` are styled with: sheets, fonts, composition."""
    styling = _styling(book, galleys[0].sheets, galleys[0].base)
    return styling_key(BookFolders(styling.base, styling.sheets), styling.compose, styling.fonts)


def section_htmls(galleys: Sequence[Galley]) -> list[SectionHtml]:
    """Return what the sections of `galleys` are laid out from."""
    return [SectionHtml(g.section.id, g.section.title, g.section.place, g.html) for g in galleys]


def errata_of(
    signatures: Sequence[Signature],
    galleys: Sequence[Galley],
    press: BookPress,
    imposed: Imposed,
    folios: Sequence[Folio],
) -> Iterator[Erratum]:
    """Yield the errata of sections laid out by `press`: their own, those of sheets and fonts, and
    what cannot be read on their pages.
    """
    yield from press.margins.of_style_sheets()
    for signature, galley in zip(signatures, galleys, strict=True):
        yield from located(signature.errata, [galley])
    yield from located(press.margins.errata, galleys)
    known = font_weights.KnownWeights(press.store, press.styling.fonts)
    yield from _fonts(signatures, press.styling, known)
    yield from _undeclared(galleys)
    yield from lost(galleys, {name: 0 for name in imposed.numbers})
    yield from _lost_of(signatures, imposed, folios, galleys)


def _folios(imposed: Imposed, margins: Margins) -> tuple[Folio, ...]:
    """Return the folio of every page, from what its margin box prints."""
    printed = [
        margins.boxes(page, page.plan.folio_group).folio if page.plan.folio_group else ""
        for page in imposed.pages
    ]
    return labelled(printed, [page.restarts for page in imposed.pages])


def _dead_links(signatures: Sequence[Signature], imposed: Imposed) -> Iterator[Erratum]:
    for _, goal in dead_links(signatures, imposed.numbers):
        yield translate(f"No anchor #{goal} for internal URI reference", Place("print.pdf"))


def _fonts(
    signatures: Sequence[Signature], styling: Styling, known: font_weights.KnownWeights
) -> Iterator[Erratum]:
    """Yield what fonts of the chain are missing, and weights that the text asks for.

    Where the text needs no more than any font it is set in has, nobody can have stepped in.
    """
    declared = fonts.declared(styling.sheets)
    asked = {pair for signature in signatures for pair in signature.weights}
    yield from font_weights.substituted(asked, declared, known)
    missing = tuple(fonts.missing(declared.helping))
    if not missing:
        return
    used = {
        word for s in signatures for use in s.fonts for words in use.glyph_texts for word in words
    }
    used = {character for character in used if character.isprintable()}
    enough = all(fonts.covers(family, used) for family in declared.first)
    for erratum in missing:
        yield replace(erratum, kind=Kind.QUERY) if enough else erratum


def _undeclared(galleys: Sequence[Galley]) -> Iterator[Erratum]:
    """Yield the families that documents name and no style sheet declares: none of them is used."""
    known = {fonts.folded_family(name) for name in fonts.declared(galleys[0].sheets).named}
    for galley in galleys:
        for family in fonts.inline(galley.html):
            if fonts.folded_family(family) not in known:
                yield Erratum(
                    "undeclared-font",
                    galley.section.place,
                    Wording(
                        f"模板或正文要用字体“{family}”，版式的样式表里没有它，没有用上",
                        f"a template or the text asks for the font ‘{family}’, which no style "
                        "sheet of the layout names: it is not used",
                    ),
                    Wording(
                        "把它写进版式的 print/fonts.css，或去掉这个样式。",
                        "Name it in the layout's print/fonts.css, or drop the style.",
                    ),
                    family,
                )


_OF_PAGES = frozenset({GLYPH, "missing-font", font_weights.WEIGHT})
"""Errata of the pages alone: editions that do not show them are issued, and so is a draft."""


def asked(errata: Iterable[Erratum], book: Book) -> Iterator[Erratum]:
    """Yield `errata`; of a draft, what only stops its pages when it is final is a query."""
    for erratum in errata:
        draft = book.status is Status.DRAFT and erratum.rule in _OF_PAGES
        yield replace(erratum, kind=Kind.QUERY) if draft else erratum


def _lost_of(
    signatures: Sequence[Signature],
    imposed: Imposed,
    folios: Sequence[Folio],
    galleys: Sequence[Galley],
) -> Iterator[Erratum]:
    """Yield what of the sections cannot be read on their pages, with the folios of these."""
    labels = {
        id(page.content): folio.label
        for page, folio in zip(imposed.pages, folios, strict=True)
        if page.content is not None
    }
    for signature, galley in zip(signatures, galleys, strict=True):
        section, pages = galley.section, [labels[id(page)] for page in signature.pages]
        yield from loss_errata(signature.losses, section.place, section.title, pages)


def stopping(volume: Volume, book: Book) -> bool:
    """Say whether the errata of `volume` forbid every issue of the book."""
    return any(
        e.kind is Kind.ERRATUM
        and e.rule not in _OF_PAGES
        and not (e.rule in MARKED | LOSSES and book.status is Status.DRAFT)
        for e in volume.errata
    )


def unprintable(volume: Volume, book: Book) -> bool:
    """Say whether the errata of `volume` forbid the issue of its pages."""
    missing = any(e.kind is Kind.ERRATUM and e.rule in _OF_PAGES for e in volume.errata)
    return missing or stopping(volume, book)


def printed(volume: Volume) -> dict[str, PrintedPages]:
    """Return, by section, which signs of its galley each of its pages prints."""
    return {
        s.section: PrintedPages(s.galley_hash, tuple(page.printed for page in s.pages))
        for s in volume.signatures
    }


def extent(volume: Volume, multiple: int) -> Extent:
    """Return how much the book holds; its pages are made a `multiple` at the press."""
    pages = len(volume.folios)
    numbered = sum(not folio.label.startswith(LEAF) for folio in volume.folios)
    return Extent(pages + -pages % multiple, numbered)


def write(
    volume: Volume, book: Book, file: BinaryIO, last: Path | None = None
) -> tuple[Erratum, ...]:
    """Write the PDF of `volume` to `file`; return the faults found in binding it.

    What has not changed since the file `last` was written here is copied from it.
    """
    every = range(len(volume.signatures))
    with closing(LastFile(last, volume.quires.known if last else {})) as copied:
        errata, quires = _bind(
            volume, every, volume.book, volume.folios, metadata_of(book), file, copied
        )
    if last is not None:
        volume.quires.replace(quires)
    return errata


def bind(volume: Volume, book: Book) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the PDF of `volume`, and the faults found in binding it."""
    file = io.BytesIO()
    errata = write(volume, book, file)
    return file.getvalue(), errata


def extract(
    volume: Volume, sections: Sequence[str], metadata: Metadata
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return a PDF of some `sections` with the pages they have in the book; `metadata` names it.

    Links to what is left out lead to the first page.
    """
    places = {signature.section: n for n, signature in enumerate(volume.signatures)}
    chosen = {places[section]: n for n, section in enumerate(sections)}
    pages = [
        (page, folio)
        for section in chosen
        for page, folio in zip(volume.book.pages, volume.folios, strict=True)
        if page.section == section and page.content is not None
    ]
    imposed = Imposed(pages=[replace(page, section=chosen[page.section]) for page, _ in pages])
    file = io.BytesIO()
    folios = [folio for _, folio in pages]
    errata, _ = _bind(volume, list(chosen), imposed, folios, metadata, file, LastFile(None, {}))
    return file.getvalue(), errata


def _bind(
    volume: Volume,
    which: Sequence[int],
    imposed: Imposed,
    folios: Sequence[Folio],
    metadata: Metadata,
    file: BinaryIO,
    last: LastFile,
) -> tuple[tuple[Erratum, ...], dict[bytes, Quire]]:
    margins, programs = volume.margins, volume.programs
    known = len(margins.errata), len(programs.errata)
    chosen = [(volume.signatures[n], volume.objects[n]) for n in which]
    binder = Binder(chosen, imposed, folios, margins, programs, file, last)
    binder.bind(metadata)
    margins.keep()
    return (*margins.errata[known[0] :], *programs.errata[known[1] :]), binder.quires
