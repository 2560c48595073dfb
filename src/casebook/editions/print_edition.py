"""The print edition: galleys laid out, bound and written as one PDF.

Tagged (PDF/UA-1), with outline, live links, embedded fonts, document metadata, and page labels
that equal the printed folios.
"""

from pathlib import Path

from casebook import atomic
from casebook.book import Book
from casebook.errata import Erratum, StopPress
from casebook.press.volume import Volume, unprintable, write


def issue(
    volume: Volume, book: Book, target: Path, last: Path | None = None
) -> tuple[Erratum, ...]:
    """Write the PDF of `volume` to `target`, aside first and then into place; return queries.

    What has not changed since the PDF `last` was written is copied from it. Raises `StopPress` with the errata of layout and of binding; the old file then stays.
    """
    if unprintable(volume, book):
        raise StopPress(volume.errata)
    with atomic.writing(target, lasting=False) as file:
        errata = write(volume, book, file, last)
        if errata:
            raise StopPress((*volume.errata, *errata))
    return volume.errata
