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
from typing import TYPE_CHECKING, Protocol

from casebook import atomic, build_folder, history
from casebook import book as books
from casebook.book import Book, Status
from casebook.editions import BESIDE_PRESS, FILES, OF_PRINT
from casebook.errata import Erratum, Kind, Place, StopPress, Tell, Wording, stop_on
from casebook.ledger import Ledger, take
from casebook.limits import paused_collector
from casebook.press import build_cache
from casebook.press.workers import PLACE, Workers, opened

if TYPE_CHECKING:
    from casebook.edition_making import EditionsMade


def issued(folder: Path) -> dict[str, Path]:
    """Return the files in `build/` of the book in `folder`, by edition."""
    files = {name: folder / "build" / file for name, file in (FILES | BESIDE_PRESS).items()}
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
    workers: int | str | Workers = 0,
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
    began, build = time.monotonic(), folder / "build"
    with (
        build_folder.one_run_at_a_time(folder, tell),
        opened(workers) as running,
        paused_collector(),  # nearly all that is made here stays to the end
    ):
        before, digests = build_folder.state(folder), dict[str, bytes]()
        if not running.running and build_cache.touched(folder):
            running.start_early()
        options = (*editions, str(proofreader is not None))
        key = build_cache.fingerprint(_sources(folder), options, digests)
        stored = build_cache.recall(build, key, _KEPT)
        if isinstance(stored, tuple) and isinstance(stored[0], Issue):
            files = {name: build / file for name, file in stored[1].items()}
            return replace(stored[0], files=files, seconds=time.monotonic() - began)
        running.start_early()
        with history.noted(build, editions, saved) as note:
            outcome, made = _issue(folder, editions, tell, running, began, proofreader)
            note.editions = tuple(outcome.files)
            hashes = build_cache.issued(outcome.files.values())
            note.made(hashes, outcome.pages, outcome.queries)
        # a file that changed meanwhile may not be what was read of it
        unchanged = before == build_folder.state(folder)
        source = build_cache.source_hash(made.galleys, made.roots, digests if unchanged else None)
        build_cache.note_sources(build, hashes, source)
        # a run with errata, or one whose workers failed, is made again next time
        repeated = any(e.kind is Kind.ERRATUM or e.place == PLACE for e in outcome.queries)
        if unchanged and not repeated:
            names = {name: path.name for name, path in outcome.files.items()}
            build_cache.remember(build, key, hashes, (replace(outcome, files={}), names))
    return outcome


def last_queries(folder: Path) -> tuple[Erratum, ...]:
    """Return what there was to say about the book in `folder` when it was issued last.

    Nothing, when its files are not those of the last run any more.
    """
    stored = build_cache.last(folder / "build", _KEPT)
    queries: tuple[Erratum, ...] = stored[0].queries if isinstance(stored, tuple) else ()
    return queries


_KEPT = {
    **books.KEPT,
    "casebook.ledger": {"Ledger", "Row"},
    "casebook.issuing": {"Issue"},
}


def _sources(folder: Path) -> list[Path]:
    from casebook import layout  # lazy: 40 ms, in which the workers start

    return [folder / "manuscript", folder / "layouts", layout.SHIPPED]


def _issue(
    folder: Path,
    editions: Sequence[str],
    tell: Tell,
    workers: Workers,
    began: float,
    proofreader: Callable[[Path], Reader] | None,
) -> "tuple[Issue, EditionsMade]":
    """Issue the book; return also what its editions were made of."""
    from casebook import edition_making  # lazy: 0.1 s, which a build without changes saves
    from casebook.intake.manuscript import book_reader  # lazy: the same

    if (folder / "manuscript").is_dir():
        with suppress(OSError):  # what is read is kept there; `build_folder` says what is wrong
            (folder / "build").mkdir(exist_ok=True)
            build_folder.sweep(folder)
    tell(Wording("读取书稿", "reading the manuscript"), None)
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
    if OF_PRINT & set(wanted):
        wanted = ("print", *(name for name in wanted if name != "print"))
    target = folder / "build"
    with build_folder.working_folder(target) as place:
        made = edition_making.make(book, folder, wanted, place, tell, workers)
        tell(Wording("核对台账", "taking the ledger"), None)
        ledger = take(book, made.files)
        stop_on(ledger.errata)
        if reader is not None and book.status is Status.FINAL and "print" in made.files:
            reader.pages(made.book, made.files["print"])
        for path in made.files.values():
            atomic.move(path, target / path.name, lasting=False)
    if made.withheld:
        raise StopPress((*made.withheld, *(_issued(path) for path in made.files.values())))
    issued = {name: target / path.name for name, path in made.files.items()}
    queries = (*manuscript.queries, *private, *made.queries, *ledger.errata)
    seconds = time.monotonic() - began
    return Issue(made.book, issued, made.pages, ledger, queries, seconds), made


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
