"""One desk, whichever book is open on it: the first page, and the desk of the book that was chosen.

A desk that was started in no book begins with the first page; the desk of a book leads there by its
name in the head. One book is open at a time. Opening another ends the work on the one before, and
a page of that one, left open in some tab, can no longer write: it names its book with whatever it
asks for. Books are made and opened, and folders are looked into, only from the machine itself.

What the desk of a book needs takes longer to load than an editor likes to wait: meanwhile the
ledger is shown as it is known without it.
"""

import asyncio
from collections.abc import AsyncIterator, Container
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from casebook.desk import known_books, ledger_rows
from casebook.desk.answering import STATIC, facts, refused, unwritable
from casebook.desk.guard import Guard
from casebook.desk.known_books import KnownBook
from casebook.desk.ledger_page import LedgerPage
from casebook.desk.ledger_rows import LedgerRows
from casebook.desk.start_page import StartPage
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.telling import as_data

if TYPE_CHECKING:
    from casebook.desk.live_book import LiveBook

SPECIMENS = 12
"""Cases of the example."""
_OWN = ("127.0.0.1", "::1", "testclient")
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_PICTURE, _FIRST = "preview.png", "standard"
_PATHS = ("/start", "/api/start/")
_AT_ONCE = (*_PATHS, "/static/")
"""What is answered while a book is being opened."""
HEADER = b"x-casebook-book"


class StartDesk:
    """The application (ASGI) of a desk started in the folder `here`, with its book if there is one."""

    def __init__(
        self, here: Path, lang: str,
        names: Container[str] = frozenset(("127.0.0.1", "localhost")), token: str = "",
    ) -> None:  # fmt: skip
        self._here, self._lang, self._names, self._token = here, lang, names, token
        self._folder: Path | None = None
        self._book: ASGIApp | None = None
        self._live: LiveBook | None = None
        self._open = AsyncExitStack()
        self._opening: asyncio.Task[None] | None = None
        """Opens the book the desk was started with."""
        self._last: asyncio.Task[LedgerRows | None] | None = None
        """What its ledger says until then."""
        self._changing = asyncio.Lock()
        self._start = self._application()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the first page, or have the desk of the book answer (ASGI)."""
        path = scope.get("path", "")
        waits = self._opening is not None and path != "/" and not path.startswith(_AT_ONCE)
        if scope["type"] == "http" and self._opening is not None and waits:
            await asyncio.shield(self._opening)
        if scope["type"] != "http" or self._book is None or path.startswith(_PATHS):
            await self._start(scope, receive, send)
            return
        named = dict(scope["headers"]).get(HEADER, b"").decode("latin-1")
        if named and self._folder and named != known_books.book_mark(self._folder):
            await JSONResponse({"errata": _other_book()}, 410)(scope, receive, send)
            return
        await self._book(scope, receive, send)

    def _application(self) -> Starlette:
        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            if (self._here / "manuscript").is_dir():
                folder = self._here.resolve()
                known = asyncio.to_thread(ledger_rows.first, folder)
                self._last = asyncio.create_task(known)
                self._opening = asyncio.create_task(self._open_first(folder, self._last))
            yield
            if self._opening is not None:
                self._opening.cancel()
                with suppress(asyncio.CancelledError):
                    await self._opening
            await self._open.aclose()

        return Starlette(
            routes=[
                Route("/", self._front),
                Route("/start", self._page),
                Route("/start/layout/{name}.png", self._picture),
                Route("/api/start/folders", self._folders),
                Route("/api/start/new", self._new, methods=["POST"]),
                Route("/api/start/open", self._open_book, methods=["POST"]),
                Route("/api/start/example", self._example, methods=["POST"]),
                Route("/language/{lang}", self._language),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            middleware=[Middleware(Guard, names=self._names, token=self._token)],
            exception_handlers={StopPress: refused, OSError: unwritable, HTTPException: _fault},
            lifespan=lifespan,
        )

    async def _open_first(self, folder: Path, last: "asyncio.Task[LedgerRows | None]") -> None:
        """Open the book the desk was started with; what its ledger says is known before."""
        await self._turn_to(folder, await last)
        self._opening = None

    async def _turn_to(self, folder: Path, last: LedgerRows | None = None) -> None:
        """Open the desk of the book in `folder`; what was open before ends first."""
        async with self._changing:
            if folder == self._folder:
                return
            self._book, self._folder = None, None
            await self.part()
            await self._open.aclose()
            made = await asyncio.to_thread(
                _desk_of, folder, self._lang, self._names, self._token, last
            )
            self._open = AsyncExitStack()
            self._live, app = made
            await self._open.enter_async_context(app.router.lifespan_context(app))
            self._book, self._folder = app, folder
            await asyncio.to_thread(known_books.remember, folder)

    async def part(self) -> None:
        """Stop, and let every browser that listens know: nobody is waited for."""
        if self._live is not None:
            await self._live.part()

    # Pages

    def _language_of(self, request: Request) -> str:
        chosen = request.cookies.get("lang", self._lang)
        return chosen if chosen in ("zh", "en") else self._lang

    async def _front(self, request: Request) -> Response:
        """Answer with the ledger of the book that is being opened, as far as it is known."""
        if self._opening is None or self._last is None:
            return RedirectResponse("/start", 303)
        last = await asyncio.shield(self._last)
        if last is None:  # the desk of the book says why
            await asyncio.shield(self._opening)
            return RedirectResponse("/", 303)
        page = LedgerPage(self._language_of(request), known_books.book_mark(self._here.resolve()))
        return HTMLResponse(page.ledger_of(last, {}, None))

    async def _page(self, request: Request) -> Response:
        page = StartPage(self._language_of(request))
        if not _is_own(request):
            return HTMLResponse(page.elsewhere())
        books = await asyncio.to_thread(known_books.known, self._here)
        places = await asyncio.to_thread(known_books.places, self._here)
        folder = self._folder
        now = KnownBook(folder, known_books.title_of(folder)) if folder else None
        others = [book for book in books if book.folder != folder]
        return HTMLResponse(page.start(_layouts(), others, places, now))

    async def _picture(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in dict(_layouts()):
            raise HTTPException(404)
        from casebook import layout  # lazy: not for the ledger

        return FileResponse(layout.SHIPPED / name / _PICTURE, media_type="image/png")

    async def _language(self, request: Request) -> Response:
        if request.path_params["lang"] not in ("zh", "en"):
            raise HTTPException(404)
        back = RedirectResponse("/start", 303)
        back.set_cookie("lang", request.path_params["lang"], max_age=31_536_000, httponly=True,
                        samesite="strict")  # fmt: skip
        return back

    # What is asked for

    async def _folders(self, request: Request) -> Response:
        """Answer with the folders in one, and the one above."""
        _stop_others(request)
        at = Path(request.query_params.get("at", "") or self._here).expanduser().absolute()
        inner = await asyncio.to_thread(known_books.folders, at)
        return JSONResponse({
            "at": str(at),
            "above": "" if at.parent == at else str(at.parent),
            "folders": [
                {"path": str(each.path), "name": each.path.name, "book": each.is_book} for each in inner
            ],
        })  # fmt: skip

    async def _open_book(self, request: Request) -> Response:
        """Open the book in a folder."""
        _stop_others(request)
        folder = _path(await facts(request), "folder")
        if not known_books.is_book(folder):
            raise StopPress([_no_book(folder)])
        await self._turn_to(folder.resolve())
        return JSONResponse({"to": "/"})

    async def _new(self, request: Request) -> Response:
        """Make a new book and open it; its notice comes next."""
        _stop_others(request)
        body = await facts(request)
        title, name = _words(body, "title"), _words(body, "layout")
        if name not in dict(_layouts()):
            raise HTTPException(400)
        folder = _path(body, "place") / (
            known_books.folder_name(_words(body, "name") or title) or "book"
        )
        await asyncio.to_thread(_make, folder, title, name)
        await self._turn_to(folder.resolve())
        return JSONResponse({"to": "/notice"}, 201)

    async def _example(self, request: Request) -> Response:
        """Make a dummy book and open it."""
        _stop_others(request)
        body = await facts(request)
        place, name = _path(body, "place"), known_books.folder_name(_words(body, "name"))
        folder = await asyncio.to_thread(_make_example, place, name or "casebook")
        await self._turn_to(folder.resolve())
        return JSONResponse({"to": "/"}, 201)


def _desk_of(
    folder: Path, lang: str, names: Container[str], token: str, last: LedgerRows | None
) -> "tuple[LiveBook, Starlette]":
    """Return the desk of the book in `folder`."""
    from casebook.desk.live_book import LiveBook  # lazy: behind the first rows of the ledger
    from casebook.desk.server import application  # lazy: behind the first rows of the ledger

    live = LiveBook(folder)
    return live, application(live, lang, names, token, last)


def _make(folder: Path, title: str, name: str) -> None:
    from casebook.intake.manuscript import scaffold  # lazy: not for the ledger

    scaffold.write(folder, date.today())
    scaffold.choose_layout(folder, name)
    scaffold.choose_title(folder, title)


def _make_example(place: Path, name: str) -> Path:
    from casebook.intake import specimen  # lazy: not for the ledger

    folder, number = place / name, 1
    while folder.exists():
        number += 1
        folder = place / f"{name}-{number}"
    specimen.write(folder, SPECIMENS)
    return folder


@cache
def _layouts() -> tuple[tuple[str, str], ...]:
    """Return the layouts that have a picture: name, and what they are called, standard first."""
    from casebook import files, layout  # lazy: not for the ledger

    pictures = [path for path in files.walk(layout.SHIPPED).files if path.name == _PICTURE]
    names = sorted((path.parent.name for path in pictures), key=lambda n: (n != _FIRST, n))
    return tuple((name, _label(name) or name) for name in names)


def _label(name: str) -> str:
    from casebook import layout, layout_decisions  # lazy: not for the ledger

    decided = layout_decisions.read(layout.roots(name, layout.SHIPPED))
    return decided.label if decided else ""


def _is_own(request: Request) -> bool:
    """Whether a request comes from the machine itself, under a name of its own."""
    client = request.client.host if request.client else ""
    host = request.headers.get("host", "").rsplit(":", 1)[0]
    return client in _OWN and host in _NAMES


def _stop_others(request: Request) -> None:
    if not _is_own(request):
        raise HTTPException(403)


def _words(body: dict[str, object], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str) or len(value) > 300:
        raise HTTPException(400)
    return " ".join(value.split())


def _path(body: dict[str, object], key: str) -> Path:
    value = body.get(key, "")
    if not isinstance(value, str) or not value.strip() or "\0" in value or len(value) > 4000:
        raise HTTPException(400)
    return Path(value.strip()).expanduser().absolute()


async def _fault(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return JSONResponse({"errata": []}, fault.status_code)


def _other_book() -> list[dict[str, object]]:
    return as_data([Erratum(
        "other-book", Place("casebook"),
        Wording("这个窗口的书已经关闭，现在打开的是另一本，没有写入",
                "the book of this window was closed and another is open; nothing was written"),
        Wording("请重新打开这本书。", "Open this book again."),
    )])  # fmt: skip


def _no_book(folder: Path) -> Erratum:
    return Erratum(
        "no-book", Place(str(folder)),
        Wording("这个文件夹里没有书", "there is no book in this folder"),
        Wording("书的文件夹里有 manuscript 文件夹。", "A book's folder holds a folder ‘manuscript’."),
        folder.name,
    )  # fmt: skip
