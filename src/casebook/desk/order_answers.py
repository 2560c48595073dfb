"""The order of the book: its page, and what changes it."""

from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from casebook.desk import book_order, known_books
from casebook.desk.answering import facts
from casebook.desk.api import Desk
from casebook.desk.book_order import ChangedMeanwhile, Done
from casebook.desk.order_page import OrderPage
from casebook.desk.text_saving import begun, file_faults_told
from casebook.intake.manuscript import matter_templates
from casebook.intake.manuscript.yaml_file import Steps, Value
from casebook.journal.recording import Journal

LONGEST = 200
_KINDS = ("matter", "tier", "organisations", "index")


class OrderAnswers:
    """Answers about the order of the book."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self._desk, self._lang = desk, lang

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        post = ["POST"]
        return [
            Route("/order", self.page),
            Route("/api/order/move", self.move, methods=post),
            Route("/api/order/put", self.put, methods=post),
            Route("/api/order/out", self.out, methods=post),
            Route("/api/order/begin", self.begin, methods=post),
        ]

    async def page(self, request: Request) -> Response:
        """Answer with the page of the order."""
        chosen = request.cookies.get("lang", self._lang)
        lang = chosen if chosen in ("en", "zh") else self._lang
        page = OrderPage(lang, known_books.book_mark(self._desk.folder))
        shown = await self._desk.keep(
            file_faults_told,
            lambda: book_order.outline(self._desk.folder, begun(self._desk)),
        )
        return HTMLResponse(await self._desk.keep(page.order, shown))

    async def move(self, request: Request) -> Response:
        """Move an entry within its list, or to another where it may stand."""
        body = await facts(request)
        source, target = steps_of(body.get("source")), steps_of(body.get("target"))
        return await self._done(
            request, body, lambda journal, by, seen: book_order.move(journal, by, seen, source, target)
        )  # fmt: skip

    async def put(self, request: Request) -> Response:
        """Put what stands nowhere, or a new part, into a list."""
        body = await facts(request)
        entry, target = entry_of(body.get("kind"), body.get("key")), steps_of(body.get("target"))
        return await self._done(
            request, body, lambda journal, by, seen: book_order.put_in(journal, by, seen, entry, target)
        )  # fmt: skip

    async def out(self, request: Request) -> Response:
        """Take an entry out of its list; no file is removed."""
        body = await facts(request)
        source = steps_of(body.get("source"))
        return await self._done(
            request, body, lambda journal, by, seen: book_order.take_out(journal, by, seen, source)
        )

    async def begin(self, request: Request) -> Response:
        """Begin a text from a template; answer with its path."""
        body = await facts(request)
        target, title = steps_of(body.get("target")), body.get("title", "")
        chosen = matter_templates.template(str(body.get("template", "")))
        if chosen is None or not isinstance(title, str) or len(title) > LONGEST:
            raise HTTPException(400)
        if target[:1] != ("order",):
            raise HTTPException(400)
        folder, words = self._desk.folder, " ".join(title.split())

        def work(journal: Journal, by: str, seen: Mapping[str, str]) -> Done:
            return book_order.begin_text(journal, by, seen, chosen, words, target, folder)

        return await self._done(request, body, work)

    async def _done(
        self, request: Request, body: Mapping[str, object],
        work: Callable[[Journal, str, Mapping[str, str]], Done],
    ) -> Response:  # fmt: skip
        by = unquote(request.headers.get("x-casebook-by", ""))
        seen = body.get("seen")
        if not isinstance(seen, dict) or not all(isinstance(key, str) for key in seen.values()):
            raise HTTPException(400)
        known = cast(Mapping[str, str], seen)
        try:
            done = await self._desk.keep(
                file_faults_told, lambda: work(begun(self._desk), by, known)
            )
        except ChangedMeanwhile as fault:
            raise HTTPException(409) from fault
        return JSONResponse({"number": done.number, "path": done.path})


def steps_of(given: object) -> Steps:
    """Return the way to an entry of a list as it was sent; raise 400 for what is none."""
    if not isinstance(given, list) or not 3 <= len(given) <= 5:
        raise HTTPException(400)
    if not all(isinstance(s, str) or (type(s) is int and 0 <= s < 100_000) for s in given):
        raise HTTPException(400)
    if type(given[-1]) is not int:
        raise HTTPException(400)
    return tuple(given)


def entry_of(kind: object, key: object) -> Value:
    """Return the entry that a line of the order stands for; raise 400 for what is none."""
    if not isinstance(kind, str) or not isinstance(key, str) or not 0 < len(key.strip()) <= LONGEST:
        raise HTTPException(400)
    match kind:
        case "plain" | "case":
            return key
        case "part":
            return {"part": " ".join(key.split()), "cases": []}
        case _ if kind in _KINDS:
            return {kind: key.removeprefix(f"{kind}-")}
    raise HTTPException(400)
