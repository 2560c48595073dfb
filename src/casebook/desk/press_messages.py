"""What the desk and its presses say to each other."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from casebook import pdf
from casebook.book import Book, Section
from casebook.errata import Erratum, Wording
from casebook.press.text_places import PrintedPages


class ShownPages(NamedTuple):
    """The pages of a section: the PDF they stand in, the first of them, labels, a version.

    `version` is equal for equal pages, whichever PDF they stand in; `drawn` also for those that
    differ in nothing but their folios and running heads. `printed` is what of the galley is on
    each.
    """

    pdf: Path
    first: int
    labels: tuple[str, ...]
    version: str
    drawn: str = ""
    printed: PrintedPages = PrintedPages(b"", ())


class Job(NamedTuple):
    """What the live press is to follow: the files that changed (none: everything).

    `viewed` are the sections that somebody looks at, the most urgent first.
    """

    changed: tuple[Path, ...] = ()
    viewed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What is being made, and a count where there is one."""

    wording: Wording
    count: int | None


class BookRead(NamedTuple):
    """More than the text of a case changed: the book as it was read again."""

    book: Book


@dataclass(frozen=True)
class SectionMade:
    """One section of the book is laid out anew: as it is now, its pages, seconds by part.

    `path` is where its text stands, "" when that did not change.
    """

    section: Section
    shown: ShownPages
    path: str
    parts: dict[str, float]


class SectionProofread(NamedTuple):
    """The text at `path` is proofread: its errata and queries, and the seconds it took."""

    path: str
    errata: tuple[Erratum, ...]
    seconds: float


class Following(NamedTuple):
    """What is looked at is shown; the whole book follows. `outdated` sections are shown as before.

    From now on the press may be interrupted for something more urgent.
    """

    outdated: frozenset[str]


@dataclass(frozen=True)
class BookMade:
    """The book is issued: the book, its pages by section, outline, labels, seconds, queries."""

    book: Book
    pages: dict[str, ShownPages]
    contents: tuple[pdf.Destination, ...]
    labels: tuple[str, ...]
    pdf: Path
    seconds: float
    queries: tuple[Erratum, ...]


class Proofread(NamedTuple):
    """The book is proofread: every erratum and query."""

    errata: tuple[Erratum, ...]


class Built(NamedTuple):
    """A build that was asked for is done: its editions, and seconds."""

    editions: tuple[str, ...]
    seconds: float


class Stopped(NamedTuple):
    """Nothing was made: the faults; none when it was cancelled."""

    errata: tuple[Erratum, ...]
