"""The proof as the press's gate: no final book is issued with new errata in it.

A final book is stopped before anything is made when its texts hold errata, and before the old
files are replaced when the new pages do. Errata of a baseline the editor keeps do not count. A
draft is told in one line what a final book would stop on; its pages are not read, which would
cost more than an edit does.
"""

from collections.abc import Sequence
from pathlib import Path

from casebook.book import Book, Status
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.proof import Proof, read
from casebook.proof.pagework import Pages, look_at


class Gate:
    """Reads the book in a folder on its way through the press."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._queries: Sequence[Erratum] = ()

    def texts(self, book: Book, queries: Sequence[Erratum]) -> tuple[Erratum, ...]:
        """Return what a draft is told. Raises `StopPress` with the new errata of a final book."""
        self._queries = queries
        found = read(book, queries, self._folder, Pages())
        if book.status is Status.FINAL:
            _stop_on(found)
            return ()
        return _told(found)

    def pages(self, book: Book, file: Path) -> None:
        """Raise `StopPress` with the new errata that the pages in `file` show of a final book."""
        if book.status is Status.FINAL:
            seen = look_at(file, book, self._folder)
            _stop_on(read(book, self._queries, self._folder, seen))


def _stop_on(found: Proof) -> None:
    if found.failed:
        raise StopPress([one for one in found.new if one.kind is Kind.ERRATUM])


def _told(found: Proof) -> tuple[Erratum, ...]:
    many = {kind: sum(one.kind is kind for one in found.new) for kind in Kind}
    errata, queries = many[Kind.ERRATUM], many[Kind.QUERY]
    if not errata and not queries:
        return ()
    said = Wording(
        f"校对：差错 {errata} 处、疑似 {queries} 处",
        f"proof: {errata} errata, {queries} queries",
    )
    hint = Wording(
        "用 casebook proof 查看；定稿（status: final）有差错时不出书。",
        "See them with casebook proof; a final book (status: final) is not issued with errata.",
    )
    return (Erratum("proofread", Place("book.yaml"), said, hint, kind=Kind.NOTE),)
