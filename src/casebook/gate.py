"""The proof as the press's gate: no final book is issued with new errata in it.

A final book is stopped before anything is made when its texts hold errata, and before the old
files are replaced when the new pages do. Errata of a baseline the editor keeps do not count. A
draft is not read: that would cost more than an edit does, and `casebook proof` reads it. Only
contact details of persons are looked for in a draft too, because it goes from hand to hand.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import files
from casebook.book import Book
from casebook.errata import Erratum, Kind, StopPress
from casebook.intake import contact_details
from casebook.store import Store, dumps, sources

if TYPE_CHECKING:
    from casebook.proof import Proof

KEPT, SEEN = ".contacts", "seen"
LARGEST = 1_000_000  # bytes kept
"""Below `build/`: which texts hold what looks like a contact detail and which do not, and which
texts with numbers and addresses were read and found in order."""


class Gate:
    """Reads the book in a folder on its way through the press."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._queries: Sequence[Erratum] = ()

    def texts(self, book: Book, queries: Sequence[Erratum]) -> None:
        """Raise `StopPress` with the new errata in the texts of `book`."""
        from casebook.proof import read  # lazy: loads the rules
        from casebook.proof.page_rules import Pages  # lazy: loads the rules

        self._queries = queries
        _stop_on(read(book, queries, self._folder, Pages()))

    def draft(self, book: Book) -> tuple[Erratum, ...]:
        """Return the contact details that the draft `book` prints and no stet keeps.

        The rules are loaded only when a text that holds any was not read before.
        """
        store = Store(self._folder / "build" / KEPT, _version(), {})
        suspects = _suspects(book, store)
        if not suspects:
            return ()
        key = self._key(suspects, book)
        if store.get(key):
            return ()
        from casebook.proof import private  # lazy: loads the rules

        proof = private(book, self._folder)
        if not proof:
            store.open()
            store.put(key, dumps(True))
            store.trim(LARGEST)
        return proof

    def _key(self, suspects: Sequence[str], book: Book) -> str:
        """Return a hash of the texts and of every stet."""
        digest = sha256(repr((suspects, book.stets)).encode("utf-8", "surrogatepass"))
        for path in files.walk(self._folder / "manuscript").files:
            if path.name.endswith(".stets.yaml"):
                digest.update(f"{path}".encode("utf-8", "surrogatepass") + files.digest(path))
        return digest.hexdigest()

    def pages(self, book: Book, file: Path) -> None:
        """Raise `StopPress` with the new errata that the pages in `file` show."""
        from casebook.proof import read  # lazy: loads the rules
        from casebook.proof.page_rules import look_at  # lazy: loads the rules

        _stop_on(read(book, self._queries, self._folder, look_at(file, book, self._folder)))


def _suspects(book: Book, store: Store) -> list[str]:
    """Return what sections print, where it may hold contact details.

    What was looked through in an earlier run is known by its hash.
    """
    seen: dict[bytes, bool] = store.get(SEEN) or {}
    suspects, now = [], dict[bytes, bool]()
    for section in book.sections:
        text = contact_details.printed_text(section)
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        holds = seen.get(digest)
        now[digest] = contact_details.may_hold_contacts(text) if holds is None else holds
        if now[digest]:
            suspects.append(text)
    if seen != now:
        store.open()
        store.put(SEEN, dumps(now))
    return suspects


def _version() -> str:
    """Return a hash of what decides what a contact detail is."""
    package = Path(__file__).parent
    return sources(package / "intake" / "contact_details.py", package / "proof")


def _stop_on(proof: "Proof") -> None:
    if proof.failed:
        raise StopPress([erratum for erratum in proof.new if erratum.kind is Kind.ERRATUM])
