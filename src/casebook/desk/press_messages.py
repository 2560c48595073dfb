"""What the desk and its press say to each other."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from casebook import pdf
from casebook.book import Book
from casebook.errata import Erratum, Wording


class ShownPages(NamedTuple):
    """The pages of a section: the PDF they stand in, the first of them, labels, a version.

    `version` is equal for equal pages, whichever PDF they stand in; `drawn` also for those that
    differ in nothing but their folios and running heads.
    """

    pdf: Path
    first: int
    labels: tuple[str, ...]
    version: str
    drawn: str = ""


class Job(NamedTuple):
    """What to do: the files that changed (none: everything), and the editions to issue.

    `asked`: somebody wants them; otherwise the desk only follows what was saved.
    """

    changed: tuple[Path, ...] = ()
    editions: tuple[str, ...] = ("print",)
    asked: bool = False


@dataclass(frozen=True)
class Step:
    """What is being made, and a count where there is one."""

    wording: Wording
    count: int | None


@dataclass(frozen=True)
class CaseMade:
    """One case is laid out anew: the book with it, its pages, its errata, seconds by part."""

    book: Book
    section: str
    shown: ShownPages
    errata: tuple[Erratum, ...]
    path: str
    parts: dict[str, float]


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
    editions: tuple[str, ...]


class Proofread(NamedTuple):
    """The book is proofread: every erratum and query."""

    errata: tuple[Erratum, ...]


class Stopped(NamedTuple):
    """Nothing was made: the faults; none when it was cancelled."""

    errata: tuple[Erratum, ...]
