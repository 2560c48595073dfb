"""What the browsers of a desk show: the last good pages, and what the press and the builds are doing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from casebook import pdf
from casebook.book import Book, revised
from casebook.desk.press_messages import SectionMade, ShownPages, Step
from casebook.errata import Erratum, Wording


@dataclass(frozen=True)
class BuildState:
    """The build that was asked for last: its editions, and how it goes.

    `status` is "" before there is any, making, good, failed or cancelled; `waiting` are editions
    that were asked for since; `expected` pages the book had when it was made last. `log` is what
    was done, each with the seconds since the build began, and the last count.
    """

    status: str = ""
    editions: tuple[str, ...] = ()
    step: Step | None = None
    seconds: float = 0
    faults: tuple[Erratum, ...] = ()
    waiting: tuple[str, ...] = ()
    expected: int = 0
    log: tuple[tuple[float, Step], ...] = ()


@dataclass(frozen=True)
class Work:
    """Something that was asked for and takes a while: what it is, how many of how many are done."""

    wording: Wording
    done: int
    total: int


@dataclass(frozen=True)
class State:
    """What the browsers show: the last good pages, and what the press is doing.

    `status` is making, good, failed or cancelled. `faults` stopped the last run; `errata` are
    those of the last proofreading. `old` are sections whose pages show what was there before the
    last change. `edition` counts everything that changes what is shown, `marks` what is marked or
    signed. `read_since` is when the last proofreading began, in seconds of `time.monotonic`: it
    knows of everything written before. `reread` says so of files that were read again after it.
    """

    edition: int = 0
    status: str = "making"
    step: Step | None = None
    book: Book | None = None
    pages: dict[str, ShownPages] = field(default_factory=dict)
    contents: tuple[pdf.Destination, ...] = ()
    labels: tuple[str, ...] = ()
    pdf: Path | None = None
    seconds: float = 0
    parts: dict[str, float] = field(default_factory=dict)
    faults: tuple[Erratum, ...] = ()
    errata: tuple[Erratum, ...] = ()
    old: frozenset[str] = frozenset()
    read_since: float = 0
    reread: Mapping[str, float] = field(default_factory=dict)
    build: BuildState = field(default_factory=BuildState)
    marks: int = 0
    work: Work | None = None

    def of_file(self, path: str) -> tuple[Erratum, ...]:
        """Return the errata of a file of the manuscript, what stopped the press first."""
        return tuple(e for e in self.all_errata if e.place.path == path)

    @cached_property
    def all_errata(self) -> tuple[Erratum, ...]:
        """Every erratum, query and note, each once, what stopped the press first: what is counted."""
        return tuple(dict.fromkeys((*self.faults, *self.errata)))


def with_section(state: State, made: SectionMade) -> State:
    """Return `state` with the pages of a section that was laid out.

    Before there is a book these stand alone, with page numbers to come.
    """
    made_id = frozenset({made.section.id})
    old = state.old | made_id if state.pdf is None else state.old - made_id
    return replace(
        state,
        book=revised(state.book, made.section) if state.book else None,
        pages=state.pages | {made.section.id: made.shown},
        faults=tuple(e for e in state.faults if not _mended(e, made)),
        parts=made.parts,
        seconds=sum(made.parts.values()),
        old=old,
    )


def _mended(fault: Erratum, made: SectionMade) -> bool:
    """Whether a fault that stopped the press is gone, now that it has made a section.

    A fault of the layout would have stopped it again, and so would one in the text it read.
    """
    return fault.place.path == made.path or fault.place.path.startswith("layouts/")


def spoiled(state: State, faults: Sequence[Erratum]) -> frozenset[str]:
    """Return the sections whose pages are as they were, because of these faults.

    A fault in a text spoils the section it stands in; any other, in a style sheet say, all.
    """
    sections = state.book.sections if state.book else ()
    texts = {(s.case.place if s.case else s.place).path: s.id for s in sections}
    paths = {fault.place.path for fault in faults}
    if all(path.endswith(".md") for path in paths):
        return frozenset(texts[path] for path in paths if path in texts)
    return frozenset(state.pages)
