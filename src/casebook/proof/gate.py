"""The proof as the press's gate: no final book is issued with new errata in it.

A final book is stopped before anything is made when its texts hold errata, and before the old
files are replaced when the new pages do. Errata of a baseline the editor keeps do not count. A
draft is not read: that would cost more than an edit does, and `casebook proof` reads it. Only
contact details of persons are looked for in a draft too, because it goes from hand to hand.
"""

from collections.abc import Sequence
from pathlib import Path

from casebook.book import Book
from casebook.errata import Erratum, Kind, StopPress
from casebook.proof import Proof, private, read
from casebook.proof.pagework import Pages, look_at


class Gate:
    """Reads the book in a folder on its way through the press."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._queries: Sequence[Erratum] = ()

    def texts(self, book: Book, queries: Sequence[Erratum]) -> None:
        """Raise `StopPress` with the new errata in the texts of `book`."""
        self._queries = queries
        _stop_on(read(book, queries, self._folder, Pages()))

    def draft(self, book: Book) -> tuple[Erratum, ...]:
        """Return the contact details that the draft `book` prints and no stet keeps."""
        return private(book, self._folder)

    def pages(self, book: Book, file: Path) -> None:
        """Raise `StopPress` with the new errata that the pages in `file` show."""
        _stop_on(read(book, self._queries, self._folder, look_at(file, book, self._folder)))


def _stop_on(found: Proof) -> None:
    if found.failed:
        raise StopPress([one for one in found.new if one.kind is Kind.ERRATUM])
