"""The press in a process of its own: it keeps warm, follows what is saved, and says what it does.

What somebody looks at is laid out and shown first, on the page numbers it has in the book: the case
that was edited, or after a change of the layout the sections in the browsers' windows. Then the
book is issued as on the command line, and proofread. An interrupt breaks off what is being made;
everything is made aside, so nothing is left half-made.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from casebook import atomic, edition_making, files, issuing, layout, os_errata, pdf, proof
from casebook.book import Book, Section, revised
from casebook.desk.child_process import uninterrupted
from casebook.desk.press_messages import (
    BookMade,
    BookRead,
    Following,
    Job,
    Proofread,
    SectionMade,
    SectionProofread,
    ShownPages,
    Step,
    Stopped,
)
from casebook.errata import Erratum, StopPress, Wording, stop_on
from casebook.gate import Gate
from casebook.intake.manuscript import book_reader, text_files
from casebook.intake.manuscript.schema import CaseFront
from casebook.layout import Galley
from casebook.limits import paused_collector
from casebook.press import revised_sections, volume
from casebook.press.catalogue import Metadata, metadata_of
from casebook.press.dependencies import named_pictures
from casebook.press.signature import BookPosition
from casebook.press.worker_tasks import LayoutTask
from casebook.press.workers import Workers
from casebook.proof import page_rules, rule_runner, stets
from casebook.proof.findings import fingerprinted
from casebook.proof.segmentation import volume as texts_of

BREATH = 0.6  # seconds
PAINTING = 0.1  # seconds that a browser and the desk have both processors to paint what was edited
KEPT_BOOKS, KEPT_SECTIONS = 2, 8
"""So many PDFs of the book and of sections are kept for browsers that still show them."""
MOST_AT_ONCE = 8
"""So many sections are laid out before the book, at most."""


def work(wire: Connection, folder: Path, place: Path) -> None:
    """Do jobs that come over `wire` until None or its end; an interrupt breaks off the one at work.

    The pages of the book in `folder` that browsers are shown stand in PDFs in the folder `place`.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with closing(_Press(wire, folder, place)) as room:
        _serve(wire, room)


def _serve(wire: Connection, room: "_Press") -> None:
    while True:
        job: Job | None = None
        try:
            wire.poll(None)
            with uninterrupted():
                job = wire.recv()
        except (EOFError, OSError):
            return
        except KeyboardInterrupt:
            if job is not None:  # the interrupt came with it
                room.say(Stopped(()))
            continue
        if job is None:
            return
        try:
            room.do(job)
        except KeyboardInterrupt:
            room.say(Stopped(()))
        except (EOFError, BrokenPipeError):
            return


class _Press:
    def __init__(self, wire: Connection, folder: Path, place: Path) -> None:
        self._wire, self._folder, self._shown_in = wire, folder, place
        self._book: Book | None = None
        self._fronts: dict[str, str] = {}
        self._volume: volume.Volume | None = None
        self._documents: dict[str, tuple[str, str]] = {}
        """What each section was laid out from last: its document, the hash of its styling."""
        self._warm = ""
        """The styling of what this process laid out last."""
        self._workers = Workers()
        self._alone = Workers(1)
        """This process, which lays out what is looked at: it has no worker to wait for."""

    def close(self) -> None:
        """End its workers: an end of this process would wait for them, and may do so without end."""
        self._workers.close()
        self._alone.close()

    def say(self, message: object) -> None:
        """Tell the desk."""
        with uninterrupted():
            self._wire.send(message)

    def do(self, job: Job) -> None:
        """Make what `job` asks for: what is looked at at once, then the book."""
        try:
            if self._book is None:
                self.say(Following(self._alone_at_first(job)))
                shown = set[str]()
            else:
                shown = self._at_once(job)
                self.say(Following(self._outdated(job) - shown))
            if shown:
                time.sleep(BREATH)  # the browsers paint it first; a new edit breaks in
            issue = self._whole_book()
            self._warm_up(self._galleys(issue.book))
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

    # What is looked at

    def _at_once(self, job: Job) -> set[str]:
        """Lay out what is looked at of what changed, and show it; return the sections shown."""
        if self._book is None or self._volume is None:
            return set()
        began = time.perf_counter()
        cases = self._folder / "manuscript" / "cases"
        if job.changed and all(path.parent == cases for path in job.changed):
            edited = [self._edited(path) for path in job.changed]
            if None not in edited:
                sections = [section for section in edited if section is not None]
                first = sorted(sections, key=lambda s: _rank(s.id, job.viewed))[:MOST_AT_ONCE]
                return {s.id for s in first if self._show(s, f"cases/{_file_name(s)}", began)}
        if any(not path.is_relative_to(self._folder / "layouts") for path in job.changed):
            self._book = book_reader.read(self._folder).book
            self.say(BookRead(self._book))
        known = {section.id: section for section in self._book.sections}
        wanted = [known[name] for name in job.viewed[:MOST_AT_ONCE] if name in known]
        return {section.id for section in wanted if self._show(section, "", began)}

    def _alone_at_first(self, job: Job) -> frozenset[str]:
        """Show what is looked at before there are pages, each section alone; return these.

        Their page numbers and running heads are still to come. What is at fault waits for the book.
        """
        shown = set[str]()
        book = book_reader.read(self._folder).book if job.viewed else None
        known = {section.id: section for section in book.sections} if book else {}
        for name in job.viewed[:MOST_AT_ONCE]:
            section = known.get(name)
            if book is None or section is None or not (section.case or section.kind == "matter"):
                continue
            began = time.perf_counter()
            galley = self._typesetter(book).galley(section)
            alone = replace(book, sections=(section,))
            with paused_collector():
                made = volume.make(alone, [galley], self._folder / "build", self._alone)
            if volume.stopping(made, alone) or name not in made.starts:
                continue
            version = _version(made, name, made.starts[name])
            self._show_made(made, section, metadata_of(book), version, "", {"lay out": time.perf_counter() - began})  # fmt: skip
            shown.add(name)
        return frozenset(shown)

    def _edited(self, file: Path) -> Section | None:
        """Take a changed text into the book and return its section; None if more of it changed."""
        assert self._book is not None
        path = f"cases/{file.name}"
        stored = next(
            (s for s in self._book.sections if s.case and s.case.place.path == path), None
        )
        if stored is None or stored.case is None or not file.is_file():
            return None
        text = text_files.read(self._folder / "manuscript", path, CaseFront, stored.id)
        if text.errata or self._fronts.get(path) != _front(file):
            return None
        case = replace(stored.case, body=text.body, pictures=text.pictures)
        section = replace(stored, case=case, pictures=text.pictures)
        self._book = revised(self._book, section)
        return section

    def _show(self, section: Section, path: str, began: float) -> bool:
        """Lay out a section where it stands and show it; say whether it has new pages.

        `path` is its text's, if that is what changed. What prints its page numbers comes later.
        """
        book, before = self._book, self._volume
        assert book is not None
        assert before is not None
        parts = {}
        if path:
            read = time.perf_counter() - began
            saved = (self._folder / "manuscript" / path).stat().st_mtime
            parts = {"watch": max(0.0, time.time() - read - saved), "read": read}
            began -= parts["watch"]
        galley = self._typesetter(book).galley(section)
        styled = volume.styling_of(book, [galley])
        if self._documents.get(section.id, ("", ""))[1] != styled:
            edition_making.check_fonts(layout.roots(book.layout, self._folder))
        parts["compose"] = time.perf_counter() - began - sum(parts.values())
        build, alone = self._folder / "build", self._alone
        with paused_collector():
            made = revised_sections.revise(before, book, [galley], build, alone)
        parts["lay out"] = time.perf_counter() - began - sum(parts.values())
        if volume.stopping(made, book):
            raise StopPress(made.errata)
        if section.id not in made.starts or made is before:
            return False
        self._volume = made
        self._documents[section.id] = (galley.html, styled)
        version = _version(made, section.id, made.starts[section.id])
        if not path and version == _version(before, section.id, before.starts[section.id]):
            return False
        self._show_made(made, section, metadata_of(book), version, path, parts)
        if path:
            time.sleep(PAINTING)
            ended = time.perf_counter()
            errata = self._read_case(book, section)
            self.say(SectionProofread(path, errata, time.perf_counter() - ended))
        return True

    def _show_made(
        self, made: volume.Volume, section: Section, metadata: Metadata, version: str, path: str,
        parts: dict[str, float],
    ) -> None:  # fmt: skip
        """Bind the pages of a section that was laid out, and show them; `parts` are seconds so far."""
        began = time.perf_counter()
        data, faults = volume.extract(made, [section.id], metadata)
        stop_on(faults)
        target = self._place() / f"section-{section.id}-{version}.pdf"
        atomic.put(target, data, lasting=False)
        parts["bind"] = time.perf_counter() - began
        labels = tuple(begin.label for begin in made.page_starts() if begin.section == section.id)
        printed = volume.printed(made)[section.id]
        shown = ShownPages(target, 0, labels, version, _drawn(made, section.id), printed)
        self.say(SectionMade(section, shown, path, parts))

    def _outdated(self, job: Job) -> frozenset[str]:
        """Return the sections whose pages are shown as they were before what changed.

        Raises `StopPress` for faults of the layout.
        """
        assert self._book is not None
        pictures = {path.name for path in job.changed if path.suffix not in (".md", ".yaml")}
        galleys = self._galleys(self._book)
        styled = volume.styling_of(self._book, galleys)
        return frozenset(
            galley.section.id
            for galley in galleys
            if self._documents.get(galley.section.id) != (galley.html, styled)
            or any(Path(name).name in pictures for name in named_pictures(galley.html))
        )

    def _warm_up(self, galleys: Sequence[Galley]) -> None:
        """Get ready for the next edit: lay out a section as most are, once in each styling.

        What it needs is loaded then: fonts, hyphenation, what reads and proofreads a text.
        """
        assert self._book is not None
        rule_runner.load()
        styled = volume.styling_of(self._book, galleys)
        if styled != self._warm:
            press = volume.book_press(self._book, galleys, self._folder / "build", self._alone)
            by_length = sorted(volume.section_htmls(galleys), key=lambda section: len(section.html))
            usual = by_length[len(by_length) // 2]
            with paused_collector():
                press.scheduler.lay_out_here(LayoutTask("", usual, BookPosition()))
            case = next((case for case in self._book.cases if case.body is not None), None)
            if case is not None:
                section = f"case-{case.id}"
                text_files.read(self._folder / "manuscript", case.place.path, CaseFront, section)
            self._warm = styled

    def _read_case(self, book: Book, section: Section) -> tuple[Erratum, ...]:
        alone = replace(book, sections=(section,), tiers=())
        texts = texts_of(alone, self._folder / "manuscript")
        errata = tuple(
            fingerprinted(e for piece in texts.pieces for e in rule_runner.in_piece(piece))
        )
        path = texts.pieces[0].path if texts.pieces else ""
        let = stets.of_text(book, self._folder / "manuscript", path)
        return stets.overrule(let, errata, lambda _rule: True)

    # The book

    def _whole_book(self) -> issuing.Issue:
        """Issue the book and show it; return what was made."""
        tell: Callable[[Wording, int | None], None] = lambda wording, count: self.say(  # noqa: E731
            Step(wording, count)
        )
        issue = issuing.issue(self._folder, ["print"], tell, self._workers, True, Gate)
        self._book = issue.book
        self._fronts = self._read_fronts(issue.book)
        place = self._place()
        target = place / f"book-{time.time_ns()}.pdf"
        _link(issue.files["print"], target)
        _sweep(place)
        self.say(self._made(issue, target))
        return issue

    def _made(self, issue: issuing.Issue, target: Path) -> BookMade:
        labels = tuple(pdf.labels(target))
        starts = pdf.destinations(target)
        galleys = self._galleys(issue.book)
        self._volume = volume.make(issue.book, galleys, self._folder / "build", self._workers)
        styled = volume.styling_of(issue.book, galleys)
        self._documents = {galley.section.id: (galley.html, styled) for galley in galleys}
        known = [g for g in galleys if starts.get(g.section.id, -1) >= 0]
        ends = [*(starts[g.section.id] for g in known[1:]), len(labels)]
        pages, printed = {}, volume.printed(self._volume)
        for galley, end in zip(known, ends, strict=True):
            first = starts[galley.section.id]
            version = _version(self._volume, galley.section.id, first)
            shown_labels, drawn = labels[first:end], _drawn(self._volume, galley.section.id)
            pages[galley.section.id] = ShownPages(
                target, first, shown_labels, version, drawn, printed[galley.section.id]
            )
        contents = tuple(goal for goal in pdf.outline(target) if goal.level <= 2)
        return BookMade(issue.book, pages, contents, labels, target, issue.seconds, issue.queries)

    def _read_fronts(self, book: Book) -> dict[str, str]:
        root = self._folder / "manuscript"
        return {c.place.path: _front(root / c.place.path) for c in book.cases if c.body is not None}

    def _galleys(self, book: Book) -> tuple[Galley, ...]:
        dress = layout.roots(book.layout, self._folder)
        return layout.compose(book, dress, "print", self._folder / "manuscript")

    def _typesetter(self, book: Book) -> layout.Typesetter:
        dress = layout.roots(book.layout, self._folder)
        return layout.Typesetter(book, dress, "print", self._folder / "manuscript")

    def _place(self) -> Path:
        self._shown_in.mkdir(parents=True, exist_ok=True)
        return self._shown_in


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
    books = sorted(place.glob("book-*.pdf"))  # their names say when: links are as old as their file
    sections = sorted(place.glob("section-*.pdf"), key=lambda path: path.stat().st_mtime_ns)
    for path in (*books[:-KEPT_BOOKS], *sections[:-KEPT_SECTIONS]):
        path.unlink(missing_ok=True)


def _rank(section: str, viewed: Sequence[str]) -> int:
    return viewed.index(section) if section in viewed else len(viewed)


def _file_name(section: Section) -> str:
    assert section.case is not None
    return Path(section.case.place.path).name
