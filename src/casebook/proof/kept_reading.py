"""What the rules said of all texts of a book, kept as long as nothing changes that they read.

Half of the runs of an editor find nothing new: a stet was written, a report is wanted in another
form, a final book passes the gate before and after its pages are made. Then no text is taken apart
and no rule loaded. Stets, decisions, baselines and pages are looked at each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from casebook import files
from casebook.book import Book
from casebook.errata import Erratum
from casebook.proof import findings_cache, lists
from casebook.proof.findings import Finding, as_data, erratum_from_data, from_data
from casebook.proof.kept_answers import KeptAnswers, folder
from casebook.store import Stored

_FILE = "book.json"
_FINDINGS, _ERRATA = "findings", "errata"


@dataclass(frozen=True)
class TextsRead:
    """What was found in the texts, and what was at fault with the lists and models they are read with."""

    errata: tuple[Erratum, ...]
    findings: tuple[Finding, ...]


def key(book: Book, manuscript: Path, language: str) -> str:
    """Return the hash of all that the rules read of `book`, its files standing in `manuscript`.

    `language` says what wrong characters are looked for with. Stets are no part of it.
    """
    read = replace(book, stets=(), extent=None)
    digest = sha256(f"{findings_cache.version()} {language} ".encode())
    digest.update(repr(read).encode("utf-8", "surrogatepass"))
    for name in sorted({*_names(book), *_lists(manuscript)}):
        digest.update(f"\0{name}\0".encode("utf-8", "surrogatepass"))
        digest.update(_digest(manuscript / name))
    return digest.hexdigest()


def _names(book: Book) -> Iterator[str]:
    """Yield the files that texts are read from, and the pictures that are compared."""
    yield from ("awards.yaml", "notice.txt", lists.WORDS)
    for section in book.sections:
        yield section.place.path
        if section.case is not None:
            yield section.case.place.path
            yield from (picture.path for picture in section.case.pictures)


def _lists(manuscript: Path) -> Iterator[str]:
    for path in files.walk(manuscript).named("", lists.FOLDER):
        yield f"{lists.FOLDER}/{path.name}"


def _digest(path: Path) -> bytes:
    """Return the hash of a file; of one that cannot be read, why."""
    try:
        return files.digest(path)
    except OSError as fault:
        return type(fault).__name__.encode()


def get(book: Path, key: str) -> TextsRead | None:
    """Return what was kept under `key` of the book in the folder `book`, or None."""
    stored: Stored = KeptAnswers(folder(book) / _FILE).get(key)
    if stored is None:
        return None
    errata = tuple(map(erratum_from_data, stored[_ERRATA]))
    return TextsRead(errata, tuple(map(from_data, stored[_FINDINGS])))


def put(book: Path, key: str, reading: TextsRead) -> None:
    """Keep `reading` under `key`; what was kept before is forgotten."""
    answers = KeptAnswers(folder(book) / _FILE)
    answers.put(
        key,
        {
            _ERRATA: [as_data(erratum) for erratum in reading.errata],
            _FINDINGS: [as_data(finding) for finding in reading.findings],
        },
    )
    answers.save()
