"""What the desk's scripts ask for: pages and places of a case, marks, builds, uploads, rounds.

Answers are JSON. Every fault is an erratum in both languages with a status that says whose doing
it is; a request that makes no sense is refused, never guessed at.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casebook import files, pagetext, pdf
from casebook.book import Case, Section
from casebook.desk import page_characters
from casebook.desk.answering import facts, timed
from casebook.desk.background_work import BackgroundWork
from casebook.desk.live_book import MOST_VIEWED, LiveBook
from casebook.desk.live_state import State, Work
from casebook.desk.open_errata import OpenErrata, Row, row
from casebook.desk.page_search import PageSearch
from casebook.desk.picture_queue import Pictures
from casebook.desk.presence import Presence
from casebook.desk.press_messages import ShownPages
from casebook.errata import Erratum, Kind, Wording
from casebook.journal import recording
from casebook.journal.journal_entries import LONGEST_NAME, Deed, Doing
from casebook.rounds import frozen_texts, round_files, signed_cases, state_comparison
from casebook.rounds.round_marks import Mark, Sheet
from casebook.telling import as_data

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
WIDTHS = range(200, 2401)
TELL_EVERY = 0.2  # seconds between two words on how far something has come
Tell = Callable[[int], None]
"""Is told how many are done."""
EDITIONS = frozenset(("print", "epub", "press", "archive", "booklet", "proof", "offprints"))


@dataclass
class Desk:
    """All that answers share. PDFium knows no threads, so one thread does all reading of pages."""

    live_book: LiveBook
    reader: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    files: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4))
    pictures: Pictures = field(default_factory=Pictures)
    presence: Presence = field(default_factory=Presence)
    background: BackgroundWork = field(default_factory=BackgroundWork)
    _cases: OrderedDict[tuple[str, str], dict[str, object]] = field(default_factory=OrderedDict)
    _receiving: asyncio.Lock = field(default_factory=asyncio.Lock)
    _arrived: int = 0
    _turning: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def folder(self) -> Path:
        """The book's folder."""
        return self.live_book.folder

    @property
    def state(self) -> State:
        """What is shown."""
        return self.live_book.state

    @cached_property
    def search(self) -> PageSearch:
        """The words of the pages that are shown."""
        return PageSearch(lambda file, wanted: self.read(pagetext.pages, file, wanted))

    @cached_property
    def errata(self) -> OpenErrata:
        """What is known of errata beside what the proof says."""
        return OpenErrata(self.folder)

    def open_errata(self, path: str = "") -> list[Erratum]:
        """Return what is still to be settled: in the whole book, or in the file `path`."""
        state = self.state
        errata = state.of_file(path) if path else state.all_errata
        return self.errata.left(errata, state.read_since, state.reread)

    def errata_rows(self, path: str) -> list[Row]:
        """Return what is still to be settled in a file, as it stands there, for a browser."""
        errata = sorted(
            self.open_errata(path), key=lambda e: (e.place.line or 0, e.place.column or 0)
        )
        asked = {id(erratum) for _, erratum in self.errata.asked(errata)}
        return [row(e) | {"asked": id(e) in asked} for e in errata]

    async def read(self, work: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """Do `work` on pages, in the one thread for it."""
        return await asyncio.get_running_loop().run_in_executor(self.reader, work, *arguments)

    async def keep(self, work: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """Do `work` on small files."""
        return await asyncio.get_running_loop().run_in_executor(self.files, work, *arguments)

    @asynccontextmanager
    async def working(self, wording: Wording, total: int) -> AsyncIterator[Tell]:
        """Have every browser see how far something has come, `total` in all.

        Give what is told how many are done, in any thread; it is passed on a few times a second.
        """
        loop, last = asyncio.get_running_loop(), time.monotonic()
        telling: set[asyncio.Task[None]] = set()
        ended = False

        def pass_on(done: int) -> None:
            if ended:
                return
            task = loop.create_task(self.live_book.tell_work(Work(wording, done, total)))
            telling.add(task)
            task.add_done_callback(telling.discard)

        def tell(done: int) -> None:
            nonlocal last
            if time.monotonic() - last >= TELL_EVERY:
                last = time.monotonic()
                loop.call_soon_threadsafe(pass_on, done)

        try:
            yield tell
        finally:
            ended = True
            await asyncio.gather(*telling)
            if self.state.work is not None:
                await self.live_book.tell_work(None)

    def notice(self, paths: Sequence[Path] | None) -> None:
        """Enter in the journal what other programs changed; None: look at all, and begin one.

        A disk that takes no entry is told when somebody saves.
        """
        journal = recording.of(self.folder)
        with suppress(OSError):
            if paths is None:
                journal.begin()
            else:
                journal.notice(paths)

    def section(self, name: str) -> Section:
        """Return the section of that id; raise 404 when there is none."""
        book = self.state.book
        section = next((s for s in book.sections if s.id == name), None) if book else None
        if section is None:
            raise HTTPException(404)
        return section

    def case(self, key: str) -> Case:
        """Return the case of that id; raise 404 when there is none."""
        case = self.section(f"case-{key}").case
        if case is None:
            raise HTTPException(404)
        return case

    # Signatures

    def text_hash(self, case: Case) -> str:
        """Return the hash of a case's file, "" when it has none."""
        root = self.folder / "manuscript"
        path = root / case.place.path
        return frozen_texts.digest(files.read(path, root)) if case.body and path.is_file() else ""

    def changed_since(self, sheet: Sheet, case: Case, about: Sequence[Mark] = ()) -> str:
        """Return what changed since a case was signed, as `signed_cases.changed_since`."""
        if sheet.signed is None:
            return ""
        shown = self.state.pages.get(f"case-{case.id}")
        pages = shown.drawn if shown else ""
        return signed_cases.changed_since(sheet, self.text_hash(case), pages, about)

    def changed(self, sheets: Sequence[Sheet]) -> dict[str, str]:
        """Return what changed since, by signed case."""
        cases = {case.id: case for case in self.state.book.cases} if self.state.book else {}
        about = signed_cases.about_cases(sheets)
        return {
            sheet.case: self.changed_since(sheet, cases[sheet.case], about.get(sheet.case, ()))
            for sheet in sheets
            if sheet.signed and sheet.case in cases
        }

    # Pages

    async def picture(self, request: Request) -> Response:
        """Answer with a page of a section as a picture; its address changes with the page."""
        shown = self.state.pages.get(request.path_params["section"])
        number, width = request.path_params["number"], request.query_params.get("width", "1000")
        if shown is None or shown.version != request.path_params["version"]:
            raise HTTPException(404)
        if number >= len(shown.labels):
            raise HTTPException(404)
        if not width.isascii() or not width.isdecimal() or int(width[:6]) not in WIDTHS:
            raise HTTPException(400)
        began = time.perf_counter()
        page = shown.first + number
        try:
            data = await self.pictures.picture(
                (shown.version, shown.first, number, int(width)),
                lambda: self.read(pdf.paint, shown.pdf, page, int(width), "JPEG"),
                request.is_disconnected,
            )
        except OSError as fault:  # a newer page has taken its place
            raise HTTPException(404) from fault
        if data is None:
            return Response(status_code=499)
        heads = {"cache-control": "private, max-age=86400", **timed("rasterise", began)}
        return Response(data, media_type="image/jpeg", headers=heads)

    async def case_data(self, request: Request) -> Response:
        """Answer with all that the desk of one case shows."""
        return await self._answer_section(self.section(f"case-{request.path_params['case']}"))

    async def section_data(self, request: Request) -> Response:
        """Answer with all that the desk of one section shows: a case, matter, contents, imprint."""
        return await self._answer_section(self.section(request.path_params["section"]))

    async def _answer_section(self, section: Section) -> Response:
        shown = self.state.pages.get(section.id)
        began = time.perf_counter()
        try:
            data = await self.read(self.data_of, section, shown)
        except OSError as fault:
            raise HTTPException(404) from fault
        path = source_path(section)
        errata = await self.keep(self.errata_rows, path) if path else []
        heads = timed("words", began)
        said = path or (section.case.place.path if section.case else section.place.path)
        return JSONResponse(data | {"errata": errata, "path": said}, headers=heads)

    def data_of(self, section: Section, shown: ShownPages | None) -> dict[str, object]:
        """Return paragraphs and pages of a section, as `page_characters`; for the thread of pages."""
        book, manuscript = self.state.book, self.folder / "manuscript"
        assert book is not None
        path = source_path(section)
        written = bool(path) and (manuscript / path).is_file()
        source = files.text(manuscript / path, manuscript) if written else ""
        facts_hash = hash(tuple(frozen_texts.fields_of(book).items()))
        key = shown.version if shown else "", f"{section.id} {facts_hash} {hash(source)}"
        if key not in self._cases:
            self._cases[key] = {
                "version": key[0],
                "section": section.id,
                "labels": shown.labels if shown else [],
                "source": source.splitlines(),
                **page_characters.section_data(book, section, self.folder, shown),
            }
        while len(self._cases) > 16:
            self._cases.popitem(last=False)
        return self._cases[key]

    async def book_data(self, _: Request) -> Response:
        """Answer with the sections of the book, their pages, and its outline."""
        state = self.state
        known = state.book.sections if state.book else ()
        titles = {s.id: f"{s.case.id} {s.case.title}" if s.case else s.title for s in known}
        sections = [
            {
                "id": name,
                "title": titles.get(name, name),
                "version": shown.version,
                "labels": shown.labels,
                "first": shown.first,
            }
            for name, shown in state.pages.items()
        ]
        contents = [{"label": g.label, "page": g.page, "level": g.level} for g in state.contents]
        trim = await self.read(pdf.size, state.pdf) if state.pdf and state.pdf.is_file() else None
        return JSONResponse(
            {
                "sections": sections,
                "contents": contents,
                "errata": self._of_sections(),
                "trim": trim,
            }
        )

    def _of_sections(self) -> dict[str, list[dict[str, object]]]:
        """Return the errata and queries by the section they stand in; "" for no section."""
        state = self.state
        places = {
            (s.case.place if s.case else s.place).path: s.id
            for s in (state.book.sections if state.book else ())
        }
        files = {path: section for path, section in places.items() if path.endswith(".md")}
        by_section: dict[str, list[dict[str, object]]] = {}
        for erratum in self.open_errata():
            if erratum.kind is not Kind.NOTE:
                section = files.get(erratum.place.path, "")
                by_section.setdefault(section, []).append(row(erratum))
        return by_section

    # What is looked at

    async def look(self, request: Request) -> Response:
        """Note which sections a browser shows, so that they come first when they change."""
        body = await facts(request)
        view, sections = body.get("view"), body.get("sections")
        if not isinstance(view, str) or not 0 < len(view) <= 40 or not isinstance(sections, list):
            raise HTTPException(400)
        known = {s.id for s in self.state.book.sections} if self.state.book else set()
        shown = [name for name in map(str, sections[:MOST_VIEWED]) if name in known]
        if self.live_book.hears(view):
            await self.live_book.look(view, shown)
        return JSONResponse({})

    async def present(self, request: Request) -> Response:
        """Note under which name a window is used, and whether it is written in."""
        body = await facts(request)
        view, name = body.get("view"), body.get("name", "")
        if not isinstance(view, str) or not isinstance(name, str) or len(name) > LONGEST_NAME:
            raise HTTPException(400)
        if self.presence.say(view, name, body.get("writing") is True):
            await self.live_book.stir()
        return JSONResponse({})

    async def find(self, request: Request) -> Response:
        """Answer with where words stand on the pages that are shown."""
        wanted = request.query_params.get("words", "")
        if len(wanted) > 100:
            raise HTTPException(400)
        try:
            hits = await self.search.find(wanted, self.state.pages)
        except OSError as fault:  # newer pages have taken their place
            raise HTTPException(409) from fault
        return JSONResponse({"hits": [hit._asdict() for hit in hits]})

    # Builds

    async def build(self, request: Request) -> Response:
        """Have editions made."""
        wanted = (await facts(request)).get("editions")
        if not isinstance(wanted, list) or not wanted or not EDITIONS.issuperset(map(str, wanted)):
            raise HTTPException(400)
        await self.live_book.build(tuple(dict.fromkeys(map(str, wanted))))
        return JSONResponse({}, 202)

    async def cancel(self, _: Request) -> Response:
        """Break off what is being made."""
        return JSONResponse({"stopped": await self.live_book.cancel()})

    # Uploads and rounds

    async def receive(self, request: Request) -> Response:
        """Take a file in and answer with its cases and the report of `receive`."""
        if self._arrived >= 50:
            raise HTTPException(429)
        self._arrived += 1
        from casebook.desk import uploads  # lazy: a third of what the desk loads

        try:
            with uploads.arriving(self.folder) as place:
                name = request.query_params.get("name", "")
                path = await uploads.keep(place, name, request.stream())
                async with self._receiving:
                    by = request.query_params.get("by", "")
                    cases, errata = await self.keep(self._take, path, by)
        finally:
            self._arrived -= 1
        case = cases[0] if cases else ""
        return JSONResponse({"case": case, "cases": cases, "errata": as_data(errata)}, 201)

    def _take(self, path: Path, by: str) -> tuple[list[str], tuple[Erratum, ...]]:
        from casebook.desk import uploads  # lazy: a third of what the desk loads

        doing = Doing(by, recording.DESK, Deed.RECEIVE)
        with recording.of(self.folder).action(doing):
            return uploads.take(self.folder, path)

    async def open_round(self, request: Request) -> Response:
        """Open the next round on the pages that are shown; the day to answer by may be given."""
        body = await facts(request)
        due_text, head = body.get("due", ""), body.get("head", "")
        if not isinstance(head, str) or len(head) > 40:
            raise HTTPException(400)
        if due_text and not isinstance(due_text, str):
            raise HTTPException(400)
        try:
            due = date.fromisoformat(str(due_text)) if due_text else None
        except ValueError as fault:
            raise HTTPException(400) from fault
        async with self._turning:
            pages = self.folder / "build" / "print.pdf"
            if self.state.status != "good" or not pages.is_file():
                raise HTTPException(409, "not-good")
            opened = await self.keep(round_files.open_, self.folder, pages, due, head)
        await self.live_book.stir(marks=True)
        return JSONResponse({"round": opened.number, "name": opened.name._asdict()})

    async def close_round(self, _: Request) -> Response:
        """Close the open round."""
        async with self._turning:
            closed = await self.keep(round_files.close, self.folder)
        await self.live_book.stir(marks=True)
        return JSONResponse({"round": closed.number, "name": closed.name._asdict()})

    async def compare(self, request: Request) -> Response:
        """Compare two rounds, or a round and the manuscript; answer with the four lists."""
        body = await facts(request)
        old, new = str(body.get("old", "")), str(body.get("new", ""))
        known = {str(round_.number) for round_ in await self.keep(round_files.rounds, self.folder)}
        if old not in known or new not in known | {"now"}:
            raise HTTPException(400)
        return JSONResponse(
            await self.background.run(state_comparison.compared, self.folder, old, new)
        )


def source_path(section: Section) -> str:
    """Return the file of a section's own text, "" for one that has none."""
    if section.case is not None:
        return section.case.place.path if section.case.body is not None else ""
    return section.place.path if section.kind == "matter" else ""
