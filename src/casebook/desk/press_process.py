"""The press in a process of its own: it keeps warm, makes what is asked, and says what it does.

When one case was edited, that case alone is read, laid out and bound first (the same signature,
on the page numbers it has in the book), so its pages are on screen long before the whole book is
bound again; then the book is issued as on the command line, and proofread. An interrupt breaks
off what is being made; everything is made aside, so nothing is left half-made.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from casebook import atomic, files, issuing, layout, os_errata, pdf, proof
from casebook.book import Book, Section
from casebook.desk.press_messages import (
    BookMade,
    CaseMade,
    Job,
    Proofread,
    ShownPages,
    Step,
    Stopped,
)
from casebook.errata import Erratum, StopPress, Wording, stop_on
from casebook.gate import Gate
from casebook.intake.manuscript import text_files
from casebook.intake.manuscript.schema import CaseFront
from casebook.layout import Galley
from casebook.press import volume
from casebook.press.binding import Objects
from casebook.press.catalogue import metadata_of
from casebook.press.imposing import impose, labelled
from casebook.press.signature import Signature
from casebook.press.workers import Workers
from casebook.proof import page_rules
from casebook.proof.findings import fingerprinted
from casebook.proof.rule_runner import in_piece
from casebook.proof.segmentation import volume as texts_of
from casebook.rounds import proof_pages

FOLDER = ".desk"
_GOAL, _ID = re.compile(r'href="#([^"]+)"'), re.compile(r'\bid="([^"]+)"')
BREATH = 0.6  # seconds
KEPT = 8
"""So many PDFs of the book and of cases are kept for browsers that still show them."""


def work(wire: Connection, folder: Path) -> None:
    """Do jobs that come over `wire` until None or its end; an interrupt breaks off the one at work."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    room = _Press(wire, folder)
    while True:
        try:
            wire.poll(None)
            with uninterrupted():
                job = wire.recv()
        except (EOFError, OSError):
            return
        except KeyboardInterrupt:
            continue
        if job is None:
            return
        try:
            room.do(job)
        except KeyboardInterrupt:
            room.say(Stopped(()))
        except (EOFError, BrokenPipeError):
            return


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let an interrupt wait, so that no message is sent or read in part."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


class _Press:
    def __init__(self, wire: Connection, folder: Path) -> None:
        self._wire, self._folder = wire, folder
        self._book: Book | None = None
        self._fronts: dict[str, str] = {}
        self._volume: volume.Volume | None = None
        self._workers = Workers()

    def say(self, message: object) -> None:
        """Tell the desk."""
        with uninterrupted():
            self._wire.send(message)

    def do(self, job: Job) -> None:
        """Make what `job` asks for: the case that changed at once, then the book."""
        try:
            if self._quick(job):
                time.sleep(BREATH)  # the browsers paint the case first; a new edit breaks in
            issue = self._whole_book(job.editions, not job.asked)
            seen = page_rules.look(issue.book, self._folder)
            queries = [
                query for query in issue.queries if query.rule != "contact-detail"
            ]  # found again
            read = proof.read(issue.book, queries, self._folder, seen)
            self.say(Proofread(read.errata))
        except StopPress as stop:
            self.say(Stopped(stop.errata))
        except OSError as fault:
            self.say(Stopped((os_errata.file_erratum(fault, otherwise="build"),)))

    # One case

    def _quick(self, job: Job) -> bool:
        """Lay out the one case that changed, if its text is all that changed; say whether."""
        cases = self._folder / "manuscript" / "cases"
        if self._book is None or len(job.changed) != 1 or job.changed[0].parent != cases:
            return False
        path, began = f"cases/{job.changed[0].name}", time.perf_counter()
        stored = next(
            (s for s in self._book.sections if s.case and s.case.place.path == path), None
        )
        if stored is None or stored.case is None or not job.changed[0].is_file():
            return False
        text = text_files.read(cases.parent, path, CaseFront, stored.id)
        if text.errata or self._fronts.get(path) != _front(job.changed[0]):
            return False
        case = replace(stored.case, body=text.body, pictures=text.pictures)
        section = replace(stored, case=case, pictures=text.pictures)
        book = replace(
            self._book,
            sections=tuple(section if s is stored else s for s in self._book.sections),
            cases=tuple(case if c.id == case.id else c for c in self._book.cases),
        )
        self._send_case(book, section, path, began)
        self._book = book
        return True

    def _send_case(self, book: Book, section: Section, path: str, began: float) -> None:
        read = time.perf_counter() - began
        saved = (self._folder / "manuscript" / path).stat().st_mtime
        parts = {"watch": max(0.0, time.time() - read - saved), "read": read}
        began -= parts["watch"]
        galleys = self._galleys(book)
        parts["compose"] = time.perf_counter() - began - sum(parts.values())
        galley = next(g for g in galleys if g.section.id == section.id)
        made = self._laid_out(book, galleys, galley)
        parts["lay out"] = time.perf_counter() - began - sum(parts.values())
        if volume.stopping(made, book):
            raise StopPress(made.errata)
        data, faults = volume.extract(made, [section.id], metadata_of(book))
        stop_on(faults)
        labels = tuple(begin.label for begin in made.page_starts() if begin.section == section.id)
        version = _version(made, section.id, made.starts[section.id])
        target = self._place() / f"{section.id}-{version}.pdf"
        atomic.put(target, data, lasting=False)
        parts["bind"] = time.perf_counter() - began - sum(parts.values())
        errata = self._read_case(book, section)
        parts["proofread"] = time.perf_counter() - began - sum(parts.values())
        shown = ShownPages(target, 0, labels, version, _drawn(made, section.id))
        self.say(CaseMade(book, section.id, shown, errata, path, parts))

    def _laid_out(self, book: Book, galleys: Sequence[Galley], galley: Galley) -> volume.Volume:
        """Return the book with one section laid out anew; what prints its pages comes later.

        A section that leads to others prints their pages, so the whole book is asked for it.
        """
        build = self._folder / "build"
        goals, ids = set(_GOAL.findall(galley.html)), set(_ID.findall(galley.html))
        if self._volume is None or not goals <= ids or galley is galleys[0]:
            self._volume = volume.make(book, galleys, build, self._workers)
            return self._volume
        made = volume.make(book, [galleys[0], galley], build, self._workers)
        index = [s.section for s in self._volume.signatures].index(galley.section.id)
        signatures = list(self._volume.signatures)
        signatures[index] = made.signatures[1]
        objects = list(self._volume.objects)
        objects[index] = made.objects[1]
        self._volume = imposed(self._volume, signatures, objects, made.errata)
        return self._volume

    def _read_case(self, book: Book, section: Section) -> tuple[Erratum, ...]:
        alone = replace(book, sections=(section,), tiers=())
        texts = texts_of(alone, self._folder / "manuscript")
        return tuple(fingerprinted(e for piece in texts.pieces for e in in_piece(piece)))

    # The book

    def _whole_book(self, editions: Sequence[str], saved: bool) -> issuing.Issue:
        """Issue the book and show it; return what was made."""
        tell: Callable[[Wording, int | None], None] = lambda wording, count: self.say(  # noqa: E731
            Step(wording, count)
        )
        wanted = [name for name in editions if name != "proof"] or ["print"]
        issue = issuing.issue(self._folder, wanted, tell, self._workers, saved, Gate)
        if "proof" in editions:
            tell(Wording("做校样", "making the proof"), None)
            proof_pages.issue(self._folder, tell)
        self._book = issue.book
        self._fronts = self._read_fronts(issue.book)
        if "print" not in issue.files:
            return issue
        place = self._place()
        target = place / f"book-{time.time_ns()}.pdf"
        _link(issue.files["print"], target)
        _sweep(place)
        self.say(self._made(issue, target, tuple(editions)))
        return issue

    def _made(self, issue: issuing.Issue, target: Path, editions: tuple[str, ...]) -> BookMade:
        labels = tuple(pdf.labels(target))
        starts = pdf.destinations(target)
        galleys = self._galleys(issue.book)
        self._volume = volume.make(issue.book, galleys, self._folder / "build", self._workers)
        known = [g for g in galleys if starts.get(g.section.id, -1) >= 0]
        ends = [*(starts[g.section.id] for g in known[1:]), len(labels)]
        pages = {}
        for galley, end in zip(known, ends, strict=True):
            first = starts[galley.section.id]
            version = _version(self._volume, galley.section.id, first)
            shown_labels, drawn = labels[first:end], _drawn(self._volume, galley.section.id)
            pages[galley.section.id] = ShownPages(target, first, shown_labels, version, drawn)
        contents = tuple(goal for goal in pdf.outline(target) if goal.level <= 2)
        return BookMade(
            issue.book, pages, contents, labels, target, issue.seconds, issue.queries, editions
        )

    def _read_fronts(self, book: Book) -> dict[str, str]:
        root = self._folder / "manuscript"
        return {c.place.path: _front(root / c.place.path) for c in book.cases if c.body is not None}

    def _galleys(self, book: Book) -> tuple[Galley, ...]:
        dress = layout.roots(book.layout, self._folder)
        return layout.compose(book, dress, "print", self._folder / "manuscript")

    def _place(self) -> Path:
        place = self._folder / "build" / FOLDER
        place.mkdir(parents=True, exist_ok=True)
        return place


def imposed(
    old: volume.Volume,
    signatures: Sequence[Signature],
    objects: Sequence[Objects],
    errata: tuple[Erratum, ...],
) -> volume.Volume:
    """Return the book that `signatures` make of their `objects`, with the margins of `old`."""
    book = impose(signatures, old.margins.plan)
    words = [
        old.margins.boxes(page, page.plan.folio_group).folio if page.plan.folio_group else ""
        for page in book.pages
    ]
    folios = labelled(words, [page.restarts for page in book.pages])
    starts = {s.section: at for s, at in zip(signatures, book.starts, strict=True)}
    return replace(
        old,
        signatures=tuple(signatures),
        book=book,
        folios=folios,
        starts=starts,
        errata=errata,
        objects=tuple(objects),
    )


def sweep(folder: Path) -> None:
    """Remove what a killed press left in the build folder of the book in `folder`."""
    atomic.sweep(folder / "build")


def _drawn(made: volume.Volume, section: str) -> str:
    """Return a hash of what was laid out for a section, wherever in the book it stands."""
    return next(s.objects_key for s in made.signatures if s.section == section)[:16]


def _version(made: volume.Volume, section: str, start: int) -> str:
    """Return a hash of what is on the pages of a section: what was laid out, and their margins."""
    index = next(n for n, s in enumerate(made.signatures) if s.section == section)
    signature = made.signatures[index]
    digest = sha256(repr((start, signature.objects_key, signature.sources)).encode())
    for page in made.book.pages:
        if page.section == index:
            digest.update(str(page.shift).encode())
            digest.update(
                b"".join(made.margins.boxes(page, group).data for group, _ in page.margins)
            )
    return digest.hexdigest()[:16]


def _front(path: Path) -> str:
    """Return the front matter of a text as it is written."""
    text = files.read(path, path.parent).decode("utf-8", "replace")
    return re.split(r"(?m)^---[ \t]*\r?$", text, maxsplit=2)[1] if text.count("---") > 1 else ""


def _link(source: Path, target: Path) -> None:
    """Keep `source` under another name, without its bytes twice where the system can."""
    try:
        os.link(source, target)
    except OSError:
        atomic.put(target, source.read_bytes(), lasting=False)


def _sweep(place: Path) -> None:
    """Keep the newest PDFs, which browsers may still show; remove the others."""
    for pattern in ("book-*.pdf", "case-*.pdf"):
        copies = sorted(place.glob(pattern), key=lambda path: path.stat().st_mtime_ns)
        for path in copies[:-KEPT]:
            path.unlink(missing_ok=True)
