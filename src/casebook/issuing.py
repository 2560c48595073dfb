"""One run of the press, from the manuscript folder to issued files: the verb behind `build`.

Everything is made aside and moved into place at the end, together; when anything stops the run,
the files of the last good run are still there. The count is taken on the new files before they
replace the old ones, so a book that lost a case is never issued.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from casebook import atomic, build_folder, history
from casebook import book as books
from casebook.book import Book, Status
from casebook.errata import Erratum, Kind, Place, StopPress, Tell, Wording, stop_on
from casebook.ledger import Ledger, take

if TYPE_CHECKING:  # what makes a book is loaded when there is one to make
    from casebook import layout
    from casebook.editions import epub
    from casebook.layout import Galley
    from casebook.press import volume
    from casebook.press.workers import Workers

FILES = {"print": "print.pdf", "epub": "book.epub", "offprints": "offprints.zip"}


def issued(folder: Path) -> dict[str, Path]:
    """Return the files in `build/` of the book in `folder`, by edition."""
    files = {name: folder / "build" / file for name, file in FILES.items()}
    return {name: path for name, path in files.items() if path.is_file()}


class Reader(Protocol):
    """Reads a final book on its way; raises `StopPress` when it must not be issued."""

    def texts(self, book: Book, queries: Sequence[Erratum]) -> None:
        """Read the texts before anything is made; `queries` are those of reading the manuscript."""

    def draft(self, book: Book) -> tuple[Erratum, ...]:
        """Return what even a draft of `book` must be told of: contact details it prints."""

    def pages(self, book: Book, file: Path) -> None:
        """Read the pages in the PDF `file` before it replaces the old one."""


@dataclass(frozen=True)
class Issue:
    """What a run made: the book, its files by edition, the ledger, queries and seconds."""

    book: Book
    files: dict[str, Path]
    pages: int
    ledger: Ledger
    queries: tuple[Erratum, ...]
    seconds: float


def issue(
    folder: Path,
    editions: Sequence[str],
    tell: Tell,
    workers: "int | str | Workers" = 0,
    saved: bool = False,
    proofreader: Callable[[Path], Reader] | None = None,
) -> Issue:
    """Make `editions` (all that book.yaml lists when empty) of the book in `folder`.

    `workers` is how many processes lay out sections (0: one for each core), the address of a Dask
    scheduler, or workers that the caller keeps and will close; `saved` says that the run follows
    a save (the history tells such runs as one).
    `proofreader` is asked for who reads a final book before it is issued.
    The print pages are laid out for the EPUB too: its page list carries their folios. Raises
    `StopPress` with all errata of the stage that found them. A book in which nothing has changed
    since the last run is not made again.
    """
    from casebook import layout  # lazy: not for a build without changes
    from casebook.press import build_cache  # lazy: not for a build without changes
    from casebook.press.workers import PLACE, opened  # lazy: not for a build without changes

    began, build = time.monotonic(), folder / "build"
    with build_folder.turn(folder, tell), opened(workers) as running:
        before, digests = build_folder.state(folder), dict[str, bytes]()
        if build_cache.touched(build, (folder / "manuscript", folder / "layouts")):
            running.start_early()  # there will most likely be something to lay out
        options = (*editions, str(proofreader is not None))
        key = build_cache.fingerprint(_sources(folder), options, digests)
        stored = build_cache.recall(build, key, _KEPT)
        if isinstance(stored, tuple) and isinstance(stored[0], Issue):
            files = {name: build / file for name, file in stored[1].items()}
            return replace(stored[0], files=files, seconds=time.monotonic() - began)
        running.start_early()
        with history.noted(build, editions, saved) as note:
            outcome, galleys = _issue(folder, editions, tell, running, began, proofreader)
            note.editions = tuple(outcome.files)
            hashes = build_cache.issued(outcome.files.values())
            note.made(hashes, outcome.pages, outcome.queries)
        # a file that changed meanwhile may not be what was read of it
        unchanged = before == build_folder.state(folder)
        roots = layout.roots(outcome.book.layout, folder)
        source = build_cache.source_hash(galleys, roots, digests if unchanged else None)
        build_cache.note_sources(build, hashes, source)
        # a run with errata, or one whose workers failed, is made again next time
        repeated = any(e.kind is Kind.ERRATUM or e.place == PLACE for e in outcome.queries)
        if unchanged and not repeated:
            names = {name: path.name for name, path in outcome.files.items()}
            build_cache.remember(build, key, hashes, (replace(outcome, files={}), names))
    return outcome


def said(folder: Path) -> tuple[Erratum, ...]:
    """Return what there was to say about the book in `folder` when it was issued last.

    Nothing, when its files are not those of the last run any more.
    """
    from casebook.press import build_cache  # lazy: not for a build without changes

    stored = build_cache.last(folder / "build", _KEPT)
    queries: tuple[Erratum, ...] = stored[0].queries if isinstance(stored, tuple) else ()
    return queries


_KEPT = {
    **books.KEPT,
    "casebook.ledger": {"Ledger", "Row"},
    "casebook.issuing": {"Issue"},
}


def _sources(folder: Path) -> list[Path]:
    from casebook.layout import SHIPPED  # lazy: not for a build without changes

    return [folder / "manuscript", folder / "layouts", SHIPPED]


def _issue(
    folder: Path,
    editions: Sequence[str],
    tell: Tell,
    workers: "Workers",
    began: float,
    proofreader: Callable[[Path], Reader] | None,
) -> tuple[Issue, tuple["Galley", ...]]:
    """Issue the book; return also the galleys of its pages."""
    from casebook.intake.manuscript import book_reader  # lazy: not for a build without changes
    from casebook.limits import paused_collector  # lazy: not for a build without changes

    if (folder / "manuscript").is_dir():
        with suppress(OSError):  # what is read is kept there; `build_folder` says what is wrong
            (folder / "build").mkdir(exist_ok=True)
            build_folder.sweep(folder)
    tell(Wording("读书稿", "reading the manuscript"), None)
    manuscript = book_reader.read(folder, workers.running_pool)
    book = manuscript.book
    reader = proofreader(folder) if proofreader else None
    private: tuple[Erratum, ...] = ()
    if reader is not None and book.status is Status.FINAL:
        tell(Wording("校对", "proofreading"), None)
        reader.texts(book, manuscript.queries)
    elif reader is not None:
        private = reader.draft(book)
    wanted = tuple(editions) or book.editions
    target = folder / "build"
    with build_folder.beside(target) as place, paused_collector():
        made = _make(book, folder, wanted, place, tell, workers)
        tell(Wording("核对台账", "taking the ledger"), None)
        ledger = take(book, made.files)
        stop_on(ledger.errata)
        if reader is not None and book.status is Status.FINAL and "print" in made.files:
            reader.pages(book, made.files["print"])
        for path in made.files.values():
            atomic.move(path, target / path.name, lasting=False)
    if made.withheld:
        raise StopPress((*made.withheld, *(_issued(path) for path in made.files.values())))
    issued = {name: target / path.name for name, path in made.files.items()}
    queries = (*manuscript.queries, *private, *made.queries, *ledger.errata)
    seconds = time.monotonic() - began
    return Issue(book, issued, made.pages, ledger, queries, seconds), made.galleys


class _Editions(NamedTuple):
    """The editions made: their files, how many pages, queries, and the galleys of the pages.

    `withheld` holds why some editions are not issued.
    """

    files: dict[str, Path]
    pages: int
    queries: tuple[Erratum, ...]
    withheld: tuple[Erratum, ...]
    galleys: "tuple[Galley, ...]"


def _make(
    book: Book, folder: Path, wanted: Sequence[str], place: Path, tell: Tell, workers: "Workers"
) -> _Editions:
    """Make the editions `wanted` in the folder `place`."""
    from casebook import layout  # lazy: not for a build without changes
    from casebook.press import fonts, volume  # lazy: not for a build without changes

    manuscript = folder / "manuscript"
    roots = layout.roots(book.layout, folder)
    printed = layout.sheets(roots, "print")
    needed = fonts.declared(printed).needed
    stop_on(fonts.missing(needed, layout.face_places(roots)))
    tell(Wording("排正文", "setting the galleys"), None)
    galleys = layout.compose(book, roots, "print", manuscript)
    queries = (*layout.paper_queries(book, roots), *_omitted(book, galleys, "print"))
    making = Wording("排版面", "laying out pages")
    pages = volume.make(book, galleys, folder / "build", workers, lambda count: tell(making, count))
    withheld: tuple[Erratum, ...] = ()
    if volume.stopping(pages, book):
        raise StopPress(pages.errata)
    if volume.unprintable(pages, book) and set(wanted) != {"epub"}:
        if "epub" not in wanted:
            raise StopPress(pages.errata)
        withheld, wanted = pages.errata, ("epub",)
    files, of_pages = _print(pages, book, folder / "build", wanted, place, tell)
    if withheld:  # they are told with it
        of_pages = ()
    if "epub" in wanted:
        from casebook.editions import epub  # lazy: not for a build without changes

        tell(Wording("做电子书", "packing the EPUB"), None)
        files["epub"] = place / FILES["epub"]
        starts, turns = _page_starts(pages)
        typesetter = layout.Typesetter(book, roots, "epub", manuscript)
        of_epub = layout.compose(book, roots, "epub", manuscript)
        queries += _omitted(book, of_epub, "epub")
        queries += epub.issue(
            book,
            of_epub,
            starts,
            files["epub"],
            front=typesetter.galley(epub.COVER),
            cache=folder / "build" / ".pictures",
            turns=turns,
            fonts_of=printed,
        )
        if book.status is Status.FINAL:
            tell(Wording("检查电子书", "trying the EPUB on a screen"), None)
            stop_on(epub.unreadable(book, files["epub"], folder / "build" / epub.SCREENS))
    return _Editions(files, len(pages.folios), (*queries, *of_pages), withheld, galleys)


def _print(
    pages: "volume.Volume", book: Book, build: Path, wanted: Sequence[str], place: Path, tell: Tell
) -> tuple[dict[str, Path], tuple[Erratum, ...]]:
    """Make the editions that show the pages."""
    files: dict[str, Path] = {}
    queries = pages.errata
    if "print" in wanted:
        tell(Wording("写 PDF", "writing the PDF"), None)
        files["print"] = place / FILES["print"]
        from casebook.editions import print_edition  # lazy: not for a build without changes

        queries = print_edition.issue(pages, book, files["print"], build / FILES["print"])
    if "offprints" in wanted:
        tell(Wording("装订抽印本", "binding the offprints"), None)
        files["offprints"] = place / FILES["offprints"]
        from casebook.editions import offprint  # lazy: not for a build without changes

        queries = offprint.issue(pages, book, files["offprints"])
    return files, queries


def _issued(path: Path) -> Erratum:
    """Return the note that an edition was issued in a run that stopped for another."""
    return Erratum(
        "edition-issued",
        Place(path.name),
        Wording(
            f"{path.name} 已出；要用上面这些字的版本没有出，原有文件未动",
            f"{path.name} is issued; editions that draw what is listed are not, old files stay",
        ),
        kind=Kind.NOTE,
    )


def _omitted(book: Book, galleys: "Sequence[layout.Galley]", medium: str) -> tuple[Erratum, ...]:
    """Return what the templates left out; raise `StopPress` with it for a final book."""
    from casebook import layout  # lazy: not for a build without changes

    omitted = tuple(layout.omitted(galleys, medium))
    if book.status is Status.FINAL:
        stop_on(omitted)
    return omitted


def _page_starts(
    pages: "volume.Volume",
) -> tuple[dict[str, str], dict[str, "list[epub.PageBreak]"]]:
    """Return the printed folio each section begins on, and the pages that begin within."""
    from casebook.editions import epub  # lazy: not for a build without changes

    starts: dict[str, str] = {}
    turns: dict[str, list[epub.PageBreak]] = {}
    for page in pages.page_starts():
        if not page.printed:
            continue
        if page.first:
            starts[page.section] = page.label
        elif page.spot is not None:
            turns.setdefault(page.section, []).append(epub.PageBreak(page.label, *page.spot))
    return starts, turns


def alone(folder: Path, case_id: str) -> bytes | None:
    """Return the PDF of the case in cases/`case_id`.md as the book's layout sets it, without its
    place in the book.

    None when the book cannot be read yet, or the case stands in no part of it.
    """
    from casebook import layout  # lazy: not for a build without changes
    from casebook.intake.manuscript import book_reader  # lazy: not for a build without changes
    from casebook.press import engine  # lazy: not for a build without changes

    try:
        book = book_reader.read(folder).book
        path = f"cases/{case_id}.md"
        section = next((s for s in book.sections if s.case and s.case.place.path == path), None)
        if section is None:
            return None
        roots = layout.roots(book.layout, folder)
        typesetter = layout.Typesetter(book, roots, "print", folder / "manuscript")
        galley = typesetter.galley(section)
        document, _ = engine.lay_out(
            galley.html, galley.sheets, galley.base, compose=book.composition
        )
        return engine.write(document, lambda _: None)[0]
    except StopPress:
        return None
