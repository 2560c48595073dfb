"""The EPUB edition: galleys, printed folios and a cover in, one EPUB 3.3 file out.

    galley_xml            galleys parsed and checked; xhtml_documents: shaped and serialised
    markup                names and few questions to elements, for all of them
    nesting, notes        sections by heading; footnotes to the end of the document
    table_records         wide tables as records on small screens
    pagebreaks            where the printed pages begin
    completeness          nothing of a galley is missing, page markers stand right
    latin_words           Latin words as in print; number_cells: columns of numbers
    phrase_breaks         titles, names and cells turn over between words, as in print
    links                 fragments to documents, index locators to pages
    picture_files         pictures as the manuscript has them; epub_pictures: as the EPUB carries them
    epub_styles           style sheets; epub_cover: the cover and its page
    navigation            nav, NCX, landmarks, page list
    metadata, manifest    what the book is, and what it holds
    container, repack     ebooklib's container and its last, repeatable form
    read_back             the issued file read back, for the ledger
    screen_check          what cannot be read on a telephone, for its style sheets

We write every document as finished bytes and let ebooklib make the package: that gives a file
in which epubcheck and Ace find nothing, and the same bytes for the same book.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from casebook import atomic, os_errata
from casebook.book import Book, Status
from casebook.editions.cover import cover_galley
from casebook.editions.epub import (
    completeness,
    epub_cover,
    galley_xml,
    manifest,
    metadata,
    navigation,
    screen_check,
    xhtml_documents,
)
from casebook.editions.epub.container import pack
from casebook.editions.epub.epub_pictures import EpubPicture, plate
from casebook.editions.epub.epub_styles import carry
from casebook.editions.epub.galley_xml import Draft
from casebook.editions.epub.pagebreaks import PageBreak
from casebook.editions.epub.picture_files import plates
from casebook.editions.epub.read_back import EpubCount, read_back
from casebook.editions.epub.repack import repack
from casebook.errata import Erratum, Kind, Place, StopPress, Wording, stop_on
from casebook.layout import Galley
from casebook.press.layout_errata import loss_errata

__all__ = ["COVER", "SCREENS", "EpubCount", "PageBreak", "issue", "read_back", "unread"]

COVER = cover_galley.SECTION
SCREENS = ".screens"
"""The folder, beside the issued file, for what was found on a screen."""
LARGEST = 50_000_000  # bytes; what Send to Kindle takes without refusal


def issue(
    book: Book,
    galleys: Sequence[Galley],
    folios: Mapping[str, str],
    target: Path,
    *,
    front: Galley,
    cache: Path,
    turns: Mapping[str, Sequence[PageBreak]] | None = None,
    fonts_of: Sequence[Path] = (),
) -> tuple[Erratum, ...]:
    """Write the EPUB of `book` to `target`, whole or not at all, and return the queries left.

    `galleys` are set for the medium “epub”; `front` is the front of the cover. `folios` maps a
    section's id to the printed folio of the page it begins on; sections without one are absent,
    and an empty mapping leaves the page list out. `turns` are the pages that begin within a
    section, by its id. `cache` is a folder for finished pictures; the cover is drawn with the
    families of the sheets `fonts_of`.
    Raises `StopPress` with every erratum found.
    """
    read, unread = galley_xml.parse(galleys)
    if book.status is Status.DRAFT:
        unread = tuple(_asked(e) if e.rule == galley_xml.UNPRINTABLE else e for e in unread)
    described = _described(read)
    ready, missing = plates(read, cache)
    dressed, stylistic = carry(path for galley in galleys for path in galley.sheets)
    if len(read) < len(galleys):  # links into a document that cannot be read would seem dead
        raise StopPress((*unread, *missing, *stylistic))
    names = {d.id: [dressed[path].name for path in d.galley.sheets] for d in read}
    pages, unfinished = xhtml_documents.finish(
        read, folios, turns or {}, ready, names, book.language
    )
    errata = (*unread, *missing, *stylistic, *unfinished)
    stop_on(errata)
    lost = tuple(completeness.losses(read, pages, turns or {}))
    if book.status is Status.FINAL:
        stop_on(lost)
    chart = navigation.chart(
        (COVER, *(draft.galley.section for draft in read)), folios, turns or {}
    )
    drawn, lacking = _drawn(front, fonts_of, book)
    content = metadata.Content(
        pictures=bool(ready),
        described=described,
        pages=bool(chart.pages),
        index=any("index" in page.properties for page in pages),
    )
    items = manifest.items(book, chart, pages, ready, tuple(dressed.values()), drawn)
    lines = metadata.lines(book, content)
    urn = metadata.identifier(book)
    data = repack(pack(urn, book.modified, lines, items, manifest.guide(chart)), book.language)
    _write(data, target)
    return (*errata, *lost, *lacking, *_weight(target, len(data)))


def unreadable(book: Book, file: Path, cache: Path) -> tuple[Erratum, ...]:
    """Return what of the issued EPUB `file` of `book` cannot be read on a screen.

    `cache` is a folder for what was found of each document. The errata are those of
    `press.layout_errata`.
    """
    lost = screen_check.losses(file, cache)
    return tuple(
        erratum
        for section in book.sections
        for erratum in loss_errata(
            lost.get(section.id, ()), section.place, f"{section.title}（EPUB）", ()
        )
    )


def _described(read: Iterable[Draft]) -> bool:
    """Whether every picture of the book says in words what it shows."""
    return all(node.get("alt", "").strip() for draft in read for node in draft.pictures())


def _drawn(
    front: Galley, fonts_of: Sequence[Path], book: Book
) -> tuple[EpubPicture, tuple[Erratum, ...]]:
    """Return the cover, and the characters that no font has: a draft is issued with them."""
    from casebook.press.painted_cover import cover_picture  # lazy: only who draws loads the engine

    data, lacking = cover_picture(front, fonts_of, epub_cover.WIDTH)
    if book.status is Status.FINAL:
        stop_on(lacking)
    return plate(data), tuple(map(_asked, lacking))


def _asked(erratum: Erratum) -> Erratum:
    """Return what stops a final edition as a draft is issued with it."""
    return replace(erratum, kind=Kind.QUERY)


def _write(data: bytes, target: Path) -> None:
    """Put the file in place in one step, so that a failed run leaves the old one."""
    try:
        atomic.put(target, data, lasting=False)
    except OSError as fault:
        raise StopPress([_unwritable(target, fault)]) from fault


def _unwritable(target: Path, fault: OSError) -> Erratum:
    why = os_errata.reason(fault)
    return Erratum(
        "cannot-write",
        Place(target.name),
        Wording(f"电子书写不进去：{why.zh}", f"the EPUB cannot be written: {why.en}"),
        Wording(
            "检查文件夹的权限和磁盘空间；原有文件未动。",
            "Check the folder's permissions and the disk space; the old file is untouched.",
        ),
    )


def _weight(target: Path, size: int) -> tuple[Erratum, ...]:
    if size <= LARGEST:
        return ()
    return (
        Erratum(
            "epub-too-heavy",
            Place(target.name),
            Wording(
                f"电子书有 {size / 1e6:.0f} MB，超过 50 MB，推送到阅读器可能被拒收",
                f"the EPUB has {size / 1e6:.0f} MB; above 50 MB, services may refuse it",
            ),
            Wording("减少图片，或另发一册。", "Leave out pictures, or issue a second volume."),
            kind=Kind.QUERY,
        ),
    )
