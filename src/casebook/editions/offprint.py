"""Offprints: each case as a PDF of its own, with the page numbers it has in the book.

What a contributor gets: the book's title leaf and imprint, then the pages of the case as they are
printed. Nothing is laid out anew. All of them leave in one archive, with a folder for each
organisation, so that a folder can be sent as it is.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from casebook import atomic
from casebook.book import Book, Case
from casebook.errata import Erratum, StopPress
from casebook.press.catalogue import Metadata, metadata_of
from casebook.press.volume import Volume, extract, unprintable

OPENING = ("title-page", "imprint")
"""Kinds of section that stand before the case, as far as the book has them."""
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def issue(volume: Volume, book: Book, target: Path) -> tuple[Erratum, ...]:
    """Write the archive of offprints to `target`, aside first and then into place.

    Raises `StopPress` with the errata of layout and of binding; the old file then stays.
    """
    if unprintable(volume, book):
        raise StopPress(volume.errata)
    with atomic.writing(target, lasting=False) as file, zipfile.ZipFile(file, "w") as archive:
        for name, data in _offprints(volume, book):
            entry = zipfile.ZipInfo(name, book.modified.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return volume.errata


def name(case: Case) -> str:
    """Return the path of a case's offprint in the archive: its organisation, number and name."""
    organisation = _UNSAFE.sub("＿", case.organisation).strip(" .")
    return f"{organisation}/{case.id} {organisation}.pdf"


def _offprints(volume: Volume, book: Book) -> Iterator[tuple[str, bytes]]:
    before = [section.id for section in book.sections if section.kind in OPENING]
    for section in book.sections:
        if section.case is None or section.case.body is None:
            continue
        data, errata = extract(volume, [*before, section.id], _facts(book, section.case))
        if errata:
            raise StopPress(errata)
        yield name(section.case), data


def _facts(book: Book, case: Case) -> Metadata:
    book_facts = metadata_of(book)
    return Metadata(
        case.title,
        case.organisation,
        book_facts.title,
        book_facts.language,
        book_facts.created,
        book_facts.modified,
    )
