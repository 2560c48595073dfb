"""The desk's addresses, and who may ask for them."""

import asyncio
import json
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from casebook import history
from casebook.desk import build_answers, epub_reader, known_books, ledger_rows
from casebook.desk.answering import STATIC, refused, unwritable
from casebook.desk.api import Desk
from casebook.desk.build_answers import BuildAnswers
from casebook.desk.deferred_routes import DeferredRoutes
from casebook.desk.form_answers import FormAnswers
from casebook.desk.guard import EPUB_POLICY, Guard
from casebook.desk.journal_answers import JournalAnswers
from casebook.desk.ledger_rows import LedgerRows
from casebook.desk.live_book import LiveBook
from casebook.desk.live_state import State
from casebook.desk.marking import Marking
from casebook.desk.press_messages import Step
from casebook.desk.text_saving import Writing, text_name
from casebook.desk.views import Views, rows_of
from casebook.errata import Erratum, StopPress
from casebook.intake.manuscript import fillable_keys
from casebook.intake.manuscript.awards_file import AWARDS
from casebook.rounds import round_files, signed_cases, state_comparison
from casebook.telling import as_data

FILES = (
    "print.pdf", "book.epub", "press-interior.pdf", "press-cover.pdf", "press-sheet.pdf", "press-sheet.json",
    "archive.pdf", "booklet.pdf", "proof.pdf", "replies.pdf", "confirmations.zip", "offprints.zip",
)  # fmt: skip
REPORTS = ("compare-*.html", "compare-*.pdf", "compare-*.json")
DOWNLOADS = {".html": "text/html; charset=utf-8", ".json": "application/json"}


def application(
    live_book: LiveBook,
    lang: str,
    names: Container[str] = frozenset(("127.0.0.1", "localhost")),
    token: str = "",
    last: LedgerRows | None = None,
) -> Starlette:
    """Return the desk for `live_book`, in `lang` at first, answering to the hosts `names`.

    `last` are the rows of its ledger until the book is read and made.
    """
    desk = Desk(live_book)
    rooms, marking = _PageRoutes(desk, lang, last), Marking(desk)
    endings = live_book.endings
    live_book.noticing = desk.notice
    endings.append(desk.background.close)

    behind = DeferredRoutes(lambda: _routes_behind(desk, lang))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(live_book.keep())
        begun = asyncio.create_task(desk.keep(desk.notice, None))
        loading = asyncio.create_task(_load_later(live_book, behind))
        keeping = asyncio.create_task(_keep_ledger(desk))
        yield
        await live_book.part()
        task.cancel()
        await asyncio.gather(task, begun, loading, keeping, return_exceptions=True)

    return Starlette(
        routes=[*_routes(desk, rooms, marking, lang), Mount("", behind)],
        middleware=[Middleware(Guard, names=names, token=token)],
        exception_handlers={
            StopPress: refused,
            OSError: unwritable,
            404: rooms.gone,
            HTTPException: _fault_page,
        },
        lifespan=lifespan,
    )


async def _load_later(live_book: LiveBook, behind: DeferredRoutes) -> None:
    """Load the other addresses as soon as the press is done, before somebody asks for them."""
    async for state in live_book.states():
        if state is not None and state.status != "making":
            await behind.ready()
            return


async def _keep_ledger(desk: Desk) -> None:
    """Keep what the ledger says, whenever the book was made and proofread, for the next start."""
    errata: tuple[Erratum, ...] | None = None
    async for state in desk.live_book.states():
        made = state is not None and state.status == "good" and state.book is not None
        if state is not None and made and state.errata is not errata:
            errata = state.errata
            rows = await desk.keep(rows_of, state)
            await desk.keep(ledger_rows.keep, desk.folder / "build", rows)


def _routes_behind(desk: Desk, lang: str) -> list[Route]:
    """Return the addresses behind the first page, whose code takes long to load."""
    from casebook.desk.comparison_answers import ComparisonAnswers  # lazy: behind the first page
    from casebook.desk.finding_routes import FindingRoutes  # lazy: behind the first page
    from casebook.desk.intake_routes import IntakeRoutes  # lazy: behind the first page
    from casebook.desk.layout_answers import LayoutAnswers  # lazy: behind the first page
    from casebook.desk.order_answers import OrderAnswers  # lazy: behind the first page
    from casebook.desk.picture_answers import PictureAnswers  # lazy: behind the first page
    from casebook.desk.settling_routes import SettlingRoutes  # lazy: behind the first page

    intake, layouts = IntakeRoutes(desk, lang), LayoutAnswers(desk, lang)
    finding, settling = FindingRoutes(desk, lang), SettlingRoutes(desk, lang)
    order, pictures = OrderAnswers(desk, lang), PictureAnswers(desk)
    comparing = ComparisonAnswers(desk, lang)
    desk.live_book.endings += (intake.api.end, layouts.end, finding.end, comparing.end)
    desk.live_book.end_beside()  # where the desk stopped while this was loaded
    every = (intake, layouts, finding, settling, order, pictures, comparing)
    return [route for answers in every for route in answers.routes()]


def _routes(desk: Desk, rooms: "_PageRoutes", marking: Marking, lang: str) -> list[Route | Mount]:
    """Return the addresses and who answers them."""
    case, mark = "/api/marks/{sheet}", "/api/marks/{sheet}/{mark}"
    return [
        Route("/", rooms.ledger),
        Route("/case/{case}", rooms.case),
        Route("/section/{section}", rooms.section),
        Route("/book", rooms.book),
        Route("/epub", rooms.epub),
        Route("/epub/file/{name:path}", rooms.epub_file),
        Route("/rounds", rooms.rounds),
        Route("/rounds/{number:int}/{name}", rooms.of_round),
        Route("/builds", rooms.builds),
        Route("/history", rooms.history),
        Route("/files/{name}", rooms.file),
        Route("/language/{lang}", rooms.language),
        Route("/events", rooms.events),
        Route("/page/{section}/{version}/{number:int}.jpg", desk.picture),
        Route("/api/case/{case}", desk.case_data),
        Route("/api/section/{section}", desk.section_data),
        Route("/api/book", desk.book_data),
        Route("/api/find", desk.find),
        Route("/api/look", desk.look, methods=["POST"]),
        Route("/api/present", desk.present, methods=["POST"]),
        Route("/api/build", desk.build, methods=["POST"]),
        Route("/api/cancel", desk.cancel, methods=["POST"]),
        Route(case, marking.sheet, methods=["GET"]),
        Route(case, marking.mark, methods=["POST"]),
        Route(mark, marking.mark, methods=["PUT"]),
        Route(mark, marking.unmark, methods=["DELETE"]),
        Route("/api/sign/{case}", marking.sign, methods=["POST"]),
        *Writing(desk).routes(),
        *JournalAnswers(desk).routes(),
        *FormAnswers(desk).routes(),
        *BuildAnswers(desk).routes(),
        Route("/form/{name:path}", rooms.form),
        Route("/api/receive", desk.receive, methods=["POST"]),
        Route("/api/rounds/open", desk.open_round, methods=["POST"]),
        Route("/api/rounds/close", desk.close_round, methods=["POST"]),
        Route("/api/compare", desk.compare, methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


class _PageRoutes:
    """The pages people open."""

    def __init__(self, desk: Desk, lang: str, last: LedgerRows | None) -> None:
        self._desk, self._lang, self._last = desk, lang, last

    def _views(self, request: Request) -> Views:
        chosen = request.cookies.get("lang", self._lang)
        lang = chosen if chosen in ("en", "zh") else self._lang
        views = Views(lang, known_books.book_mark(self._desk.folder))
        views.book_name = str(self._desk.folder)
        return views

    async def ledger(self, request: Request) -> Response:
        now = await self._desk.keep(round_files.current, self._desk.folder)
        sheets = await self._desk.keep(now.marks.sheets) if now else ()
        state = self._desk.state
        known = signed_cases.by_case(sheets)
        views = self._views(request)
        changed = await self._desk.keep(self._desk.changed, sheets)
        return HTMLResponse(
            await self._desk.keep(views.ledger, state, known, changed, now, self._last)
        )

    async def case(self, request: Request) -> Response:
        return await self._of_section(request, f"case-{request.path_params['case']}")

    async def section(self, request: Request) -> Response:
        return await self._of_section(request, request.path_params["section"])

    async def _of_section(self, request: Request, name: str) -> Response:
        if self._desk.state.book is None:  # the page that says so loads again when there is one
            return HTMLResponse(self._views(request).ledger(self._desk.state, {}, {}, None))
        section = self._desk.section(name)
        now = await self._desk.keep(round_files.current, self._desk.folder)
        return HTMLResponse(self._views(request).section(self._desk.state, section, now))

    async def book(self, request: Request) -> Response:
        return HTMLResponse(self._views(request).book())

    async def epub(self, request: Request) -> Response:
        entries = await self._desk.keep(epub_reader.contents, self._file("book.epub"))
        return HTMLResponse(self._views(request).epub(entries))

    async def epub_file(self, request: Request) -> Response:
        name = request.path_params["name"]
        document = await self._desk.keep(epub_reader.document, self._file("book.epub"), name)
        if document is None:
            raise HTTPException(404)
        return Response(
            document[0], media_type=document[1], headers={"content-security-policy": EPUB_POLICY}
        )

    async def builds(self, request: Request) -> Response:
        files = [path for path in map(self._file, FILES) if path.is_file()]
        made = await self._desk.keep(history.read, self._desk.folder / "build")
        kept = await self._desk.keep(build_answers.builds_of, self._desk)
        return HTMLResponse(self._views(request).builds(self._desk.state, files, made, kept))

    async def form(self, request: Request) -> Response:
        name = text_name(request)
        text, revision = await FormAnswers(self._desk).opened(name)
        model, file = fillable_keys.model_of(name), fillable_keys.read(name, text)
        if model is None or file is None:
            raise HTTPException(404)
        fields = tuple(fillable_keys.fields(model, file.data))
        from casebook.desk import award_corrections  # lazy: reads notices

        awards = award_corrections.revisions(text) if name == AWARDS else {}
        return HTMLResponse(self._views(request).form(name, name, fields, revision, awards))

    async def history(self, request: Request) -> Response:
        case = request.query_params.get("case", "")
        return HTMLResponse(self._views(request).history(self._desk.case(case) if case else None))

    async def rounds(self, request: Request) -> Response:
        all_rounds = await self._desk.keep(round_files.rounds, self._desk.folder)
        sheets = {
            round_.number: await self._desk.keep(round_.marks.sheets) for round_ in all_rounds
        }
        book = self._desk.state.book
        cases = len(book.cases) if book else 0
        changed = {
            number: await self._desk.keep(self._desk.changed, of_round)
            for number, of_round in sheets.items()
            if all_rounds and number == all_rounds[-1].number
        }
        page = self._views(request).rounds(all_rounds, sheets, changed, self._reports(), cases)
        return HTMLResponse(page)

    async def of_round(self, request: Request) -> Response:
        number, name = request.path_params["number"], request.path_params["name"]
        all_rounds = await self._desk.keep(round_files.rounds, self._desk.folder)
        chosen = next((round_ for round_ in all_rounds if round_.number == number), None)
        if chosen is None or name not in ("print.pdf", "marks.xlsx"):
            raise HTTPException(404)
        if name == "print.pdf":
            return FileResponse(chosen.pages, media_type="application/pdf")
        sheets = await self._desk.keep(chosen.marks.sheets)
        changed = {} if chosen.closed else await self._desk.keep(self._desk.changed, sheets)
        data = await self._desk.keep(state_comparison.marks_as_sheet, chosen, changed)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        head = {"content-disposition": f'attachment; filename="marks-{number}.xlsx"'}
        return Response(data, media_type=kind, headers=head)

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        known = {path.name: path for path in (*map(self._file, FILES), *self._reports())}
        if name not in known or not known[name].is_file():
            raise HTTPException(404)
        path = known[name]
        heads = {}
        if path.suffix == ".html":
            heads["content-security-policy"] = (
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
            )
        return FileResponse(path, media_type=DOWNLOADS.get(path.suffix), headers=heads)

    async def language(self, request: Request) -> Response:
        lang = request.path_params["lang"]
        if lang not in ("zh", "en"):
            raise HTTPException(404)
        back = RedirectResponse("/", 303)
        came = urlsplit(request.headers.get("referer", ""))
        if came.netloc == request.headers.get("host"):  # behind a proxy, http here and https there
            back = RedirectResponse(
                urlunsplit(("", "", "/" + came.path.lstrip("/"), came.query, "")), 303
            )
        back.set_cookie("lang", lang, max_age=31_536_000, httponly=True, samesite="strict")
        return back

    async def events(self, request: Request) -> Response:
        query = request.query_params
        section, view, name = (query.get(key, "") for key in ("section", "view", "by"))
        live_book, presence = self._desk.live_book, self._desk.presence
        presence.come(view, name, section)
        await live_book.look(view, (section,) if section else ())

        async def stream() -> AsyncIterator[str]:
            try:
                await live_book.stir()
                async for state in live_book.states():
                    if state is None:
                        yield ": still here\n\n"
                    else:
                        people = [viewer._asdict() for viewer in presence.others(view)]
                        known = _state_data(state, section) | {"people": people}
                        state_json = json.dumps(known, ensure_ascii=False)
                        yield f"data: {state_json}\n\n"
            finally:
                live_book.leave(view)
                presence.leave(view)
                await live_book.stir()

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def gone(self, request: Request, _: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"errata": []}, 404)
        return HTMLResponse(self._views(request).gone(), 404)

    def _file(self, name: str) -> Path:
        return self._desk.folder / "build" / name

    def _reports(self) -> list[Path]:
        build = self._desk.folder / "build"
        reports = [path for pattern in REPORTS for path in build.glob(pattern)]
        return sorted(reports, key=lambda path: (-path.stat().st_mtime, path.name))


async def _fault_page(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return JSONResponse({"errata": [], "said": fault.detail}, fault.status_code)


def _state_data(state: State, section: str) -> dict[str, object]:
    """Return what a browser is told when something changes."""
    shown = state.pages.get(section)
    build = state.build
    every = state.old and state.old.issuperset(state.pages)
    return {
        "edition": state.edition,
        "status": state.status,
        **_step_data(state.step),
        "seconds": round(state.seconds, 2),
        "parts": {name: round(seconds, 3) for name, seconds in state.parts.items()},
        "listed": len(state.book.cases) if state.book else 0,
        "book": state.pdf.name if state.pdf else "",
        "version": shown.version if shown else "",
        "versions": f"{hash(tuple(pages.version for pages in state.pages.values())):x}",
        "errata": f"{hash((state.errata, state.faults, state.read_since)):x}",
        "faults": as_data(state.faults),
        "marks": state.marks,
        "old": ["*"] if every else sorted(state.old),
        "work": state.work
        and {
            "said": state.work.wording._asdict(),
            "done": state.work.done,
            "total": state.work.total,
        },
        "build": {
            "status": build.status,
            **_step_data(build.step),
            "editions": build.editions,
            "waiting": build.waiting,
            "expected": build.expected,
            "log": [{"at": round(at, 1), **_step_data(step)} for at, step in build.log],
            "seconds": round(build.seconds, 1),
            "faults": as_data(build.faults),
        },
    }


def _step_data(step: Step | None) -> dict[str, object]:
    wording = step.wording._asdict() if step else None
    return {"step": wording, "count": step.count if step else None}
