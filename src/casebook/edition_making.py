"""The editions of a book that was read: galleys, laid-out pages, and the files made of them.

Enters: the book, which editions, a folder to make them in. Leaves: their files there. Nothing is
moved into `build/` here; `issuing` does, when all of them are whole and counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from casebook import css_constants, files, imprint_lines, imprint_queries, layout, page_extent
from casebook.book import Book, Status
from casebook.editions import BESIDE_PRESS, FILES, offprint, print_edition
from casebook.errata import Erratum, Place, StopPress, Tell, Wording, stop_on
from casebook.intake.manuscript import book_reader
from casebook.press import fonts, volume
from casebook.press.font_weights import WEIGHT
from casebook.press.workers import Workers

if TYPE_CHECKING:
    from casebook.editions.epub import PageBreak


class EditionsMade(NamedTuple):
    """The editions made: the book with its extent, their files, how many pages, queries, the galleys
    of the pages and the folders of the layout.

    `withheld` holds why some editions are not issued.
    """

    book: Book
    files: dict[str, Path]
    pages: int
    queries: tuple[Erratum, ...]
    withheld: tuple[Erratum, ...]
    galleys: tuple[layout.Galley, ...]
    roots: tuple[Path, ...]


def make(
    book: Book, folder: Path, wanted: Sequence[str], place: Path, tell: Tell, workers: Workers
) -> EditionsMade:
    """Make the editions `wanted` of the `book` in `folder`, in the folder `place`.

    Raises `StopPress` for what a final book may not be issued with.
    """
    roots = layout.roots(book.layout, folder)
    check_fonts(roots)
    tell(Wording("排正文", "setting the galleys"), None)
    book, galleys, pages = _laid_out(book, folder, roots, workers, tell)
    queries = (*imprint_queries.queries(book, roots), *_omitted(book, galleys, "print"))
    withheld: tuple[Erratum, ...] = ()
    if volume.stopping(pages, book):
        raise StopPress(pages.errata)
    if volume.unprintable(pages, book) and set(wanted) != {"epub"}:
        if "epub" not in wanted:
            raise StopPress(pages.errata)
        withheld, wanted = pages.errata, ("epub",)
    files, of_pages = _print(pages, book, folder / "build", wanted, place, tell)
    of_press = _prepress(book, folder, roots, files, wanted, place, tell)
    if withheld:  # they are told with it
        of_pages = ()
    if "epub" in wanted:
        files["epub"] = place / FILES["epub"]
        queries += _epub(pages, book, folder, roots, files["epub"], tell)
    queries = (*queries, *of_pages, *of_press)
    return EditionsMade(book, files, len(pages.folios), queries, withheld, galleys, roots)


def check_fonts(roots: tuple[Path, ...]) -> None:
    """Raise `StopPress` with the fonts of the layout in `roots` that are missing, and where it names
    them.
    """
    sheets = layout.sheets(roots, "print")
    missing = [*fonts.missing(fonts.declared(sheets).needed, layout.face_places(roots))]
    stop_on(replace(e, place=_first_named(e.quote, sheets) or e.place) for e in missing)


def _first_named(family: str, sheets: Sequence[Path]) -> Place | None:
    """Return the first line of `sheets` that names `family`."""
    from casebook.press import engine  # lazy: only where a font is missing

    for sheet in sheets:
        with suppress(OSError, UnicodeError):
            lines = files.read(sheet).decode("utf-8").splitlines()
            line = next((n for n, text in enumerate(lines, 1) if family in text), None)
            if line and sheet.name != css_constants.SHEET:  # which follows from layout.yaml
                return Place(engine.layout_path(sheet), line)
    return None


def _laid_out(
    book: Book, folder: Path, roots: tuple[Path, ...], workers: Workers, tell: Tell
) -> tuple[Book, tuple[layout.Galley, ...], volume.Volume]:
    """Return the book with its galleys and pages; the imprint prints how much these hold.

    It is set from what the book held last; where that has changed, it is set once more.
    """
    build, making = folder / "build", Wording("排版面", "laying out pages")
    volume.prepare(
        book, layout.sheets(roots, "print", book.specimen), folder / "manuscript", workers
    )
    for _ in range(3):  # an imprint that grows by a page is set once more
        galleys = layout.compose(book, roots, "print", folder / "manuscript")
        pages = volume.make(book, galleys, build, workers, lambda count: tell(making, count))
        extent = volume.extent(pages, book.press.multiple)
        if extent == book.extent:
            break
        before = imprint_lines.lines(book, layout.decided(roots))
        book = replace(book, extent=extent)
        if imprint_lines.lines(book, layout.decided(roots)) == before:
            break
    page_extent.keep(build, extent)
    places = layout.face_places(roots)
    return book, galleys, replace(pages, errata=tuple(_placed(pages.errata, places)))


def _placed(errata: Sequence[Erratum], places: Mapping[str, Place]) -> Iterator[Erratum]:
    """Yield `errata`; one of a face is told where the layout names it, with its weight or without."""
    for erratum in errata:
        family = erratum.quote.rpartition(" ")[0]
        place = places.get(erratum.quote) or places.get(family)
        yield replace(erratum, place=place) if place and erratum.rule == WEIGHT else erratum


def _print(
    pages: volume.Volume, book: Book, build: Path, wanted: Sequence[str], place: Path, tell: Tell
) -> tuple[dict[str, Path], tuple[Erratum, ...]]:
    """Make the editions that show the pages."""
    files: dict[str, Path] = {}
    queries = pages.errata
    if "print" in wanted:
        tell(Wording("写 PDF", "writing the PDF"), None)
        files["print"] = place / FILES["print"]
        queries = print_edition.issue(pages, book, files["print"], build / FILES["print"])
    if "offprints" in wanted:
        tell(Wording("装订抽印本", "binding the offprints"), None)
        files["offprints"] = place / FILES["offprints"]
        queries = offprint.issue(pages, book, files["offprints"])
    return files, queries


def _epub(
    pages: volume.Volume,
    book: Book,
    folder: Path,
    roots: tuple[Path, ...],
    target: Path,
    tell: Tell,
) -> tuple[Erratum, ...]:
    """Make the EPUB, with the page list of the printed `pages`; try that of a final book."""
    from casebook.editions import epub  # lazy: pages alone need nothing of it
    from casebook.editions.cover import cover_galley  # lazy: the same

    tell(Wording("做电子书", "packing the EPUB"), None)
    manuscript, build = folder / "manuscript", folder / "build"
    starts, turns = _page_starts(pages, epub.PageBreak)
    galleys = layout.compose(book, roots, "epub", manuscript)
    queries = _omitted(book, galleys, "epub")
    queries += epub.issue(
        book,
        galleys,
        starts,
        target,
        front=cover_galley.galley(book, roots, manuscript, len(pages.folios), whole=False),
        cache=build / ".pictures",
        turns=turns,
        fonts_of=layout.sheets(roots, "print"),
    )
    if book.status is Status.FINAL:
        tell(Wording("检查电子书", "trying the EPUB on a screen"), None)
        stop_on(epub.unreadable(book, target, build / epub.SCREENS))
    return queries


def _prepress(
    book: Book,
    folder: Path,
    roots: tuple[Path, ...],
    files: dict[str, Path],
    wanted: Sequence[str],
    place: Path,
    tell: Tell,
) -> tuple[Erratum, ...]:
    """Make of the print PDF what goes to the printer and to the archive; add it to `files`."""
    queries: tuple[Erratum, ...] = ()
    if "press" in wanted:
        queries += _for_printer(book, folder, roots, files, place, tell)
    if "archive" in wanted:
        from casebook.editions.prepress import archive_edition  # lazy: loads pikepdf

        tell(Wording("做存档的 PDF", "making the file for the archive"), None)
        files["archive"] = place / FILES["archive"]
        archive_edition.issue(files["print"], book, folder, files["archive"])
    if "booklet" in wanted:
        from casebook.editions.prepress import booklet  # lazy: loads pikepdf

        tell(Wording("拼小册子", "imposing the booklet"), None)
        files["booklet"] = place / FILES["booklet"]
        queries += booklet.issue(files["print"], book, files["booklet"])
    return queries


def _for_printer(
    book: Book,
    folder: Path,
    roots: tuple[Path, ...],
    files: dict[str, Path],
    place: Path,
    tell: Tell,
) -> tuple[Erratum, ...]:
    """Make interior, cover and press sheet; add them to `files`."""
    from casebook.editions.cover import cover_edition  # lazy: loads littlecms
    from casebook.editions.prepress import press_edition, press_sheet  # lazy: loads littlecms

    tell(Wording("做印厂用的 PDF", "making the file for the printer"), None)
    files["press"] = place / FILES["press"]
    files |= {name: place / file for name, file in BESIDE_PRESS.items()}
    second = press_edition.second_colour(roots)
    inside = press_edition.issue(files["print"], book, folder, second, files["press"])
    tell(Wording("做封面", "making the cover"), None)
    pages = len(inside.pages) + inside.blanks
    cover = cover_edition.issue(book, folder, roots, second, pages, files["press-cover"])
    tell(Wording("做印刷工艺单", "writing the press sheet"), None)
    made = files["press"], files["press-cover"]
    sheets = files["press-sheet"], files["press-data"]
    failing = press_sheet.issue(book, roots, inside, cover, made, sheets, folder / "build")
    return (*inside.queries, *cover.queries, *failing)


def _omitted(book: Book, galleys: Sequence[layout.Galley], medium: str) -> tuple[Erratum, ...]:
    """Return what the templates left out; raise `StopPress` with it for a final book."""
    omitted = tuple(layout.omitted(galleys, medium))
    if book.status is Status.FINAL:
        stop_on(omitted)
    return omitted


def _page_starts(
    pages: volume.Volume, page_break: "type[PageBreak]"
) -> tuple[dict[str, str], dict[str, "list[PageBreak]"]]:
    """Return the printed folio each section begins on, and the pages that begin within."""
    starts: dict[str, str] = {}
    turns: dict[str, list[PageBreak]] = {}
    for page in pages.page_starts():
        if not page.printed:
            continue
        if page.first:
            starts[page.section] = page.label
        elif page.spot is not None:
            turns.setdefault(page.section, []).append(page_break(page.label, *page.spot))
    return starts, turns


def case_alone(folder: Path, case_id: str) -> bytes | None:
    """Return the PDF of the case in cases/`case_id`.md as the book's layout sets it, without its
    place in the book.

    None when the book cannot be read yet, or the case stands in no part of it.
    """
    from casebook.press import engine  # lazy: loads WeasyPrint

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
