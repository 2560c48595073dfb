"""The addresses of a book's first hour: the pages of notice and inbox, and what they ask for."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from casebook.book import Tier
from casebook.desk import inbox_filing, known_books, notice_reading
from casebook.desk.api import Desk
from casebook.desk.inbox_page import InboxPage
from casebook.desk.intake_api import IntakeApi
from casebook.desk.notice_reading import Reading
from casebook.errata import Erratum, StopPress


class IntakeRoutes:
    """The pages people open, and the API behind them."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self._desk, self._lang = desk, lang
        self.api = IntakeApi(desk)

    def routes(self) -> list[Route]:
        """Return the addresses."""
        api, post = self.api, ["POST"]
        award = "/api/award/{award}"
        return [
            Route("/notice", self.notice),
            Route("/notice/picture/{number:int}.png", api.picture),
            Route("/inbox", self.inbox),
            Route("/missing/{name}", api.missing),
            Route("/api/upload", api.open_batch, methods=post),
            Route("/api/upload/{batch}", api.add_file, methods=post),
            Route("/api/upload/{batch}", api.drop_batch, methods=["DELETE"]),
            Route("/api/notice", api.take_notice, methods=post),
            Route("/api/notice/again", api.read_again, methods=post),
            Route("/api/award", api.add, methods=post),
            Route(award, api.correct, methods=["PUT"]),
            Route(award, api.remove, methods=["DELETE"]),
            Route("/api/tier", api.add_tier, methods=post),
            Route("/api/tier/{tier}", api.remove_tier, methods=["DELETE"]),
            Route("/api/inbox", api.receive, methods=post),
            Route("/api/assign", api.assign, methods=post),
            Route("/api/version", api.version, methods=post),
            Route("/api/take-back", api.take_back, methods=post),
        ]

    def _page(self, request: Request) -> InboxPage:
        chosen = request.cookies.get("lang", self._lang)
        lang = chosen if chosen in ("en", "zh") else self._lang
        return InboxPage(lang, known_books.book_mark(self._desk.folder))

    async def notice(self, request: Request) -> Response:
        """Answer with the page of the notice."""
        page = self._page(request)
        tiers, read, known, faults = await self._desk.keep(self._known)
        return HTMLResponse(await self._desk.keep(page.notice, tiers, read, known, faults))

    def _known(self) -> tuple[tuple[Tier, ...], Reading | None, bool, tuple[Erratum, ...]]:
        folder = self._desk.folder
        try:
            known = notice_reading.awards(folder)
        except StopPress as stop:
            return (), None, True, stop.errata
        if known is None:
            return (), None, False, ()
        has_notice = notice_reading.has_notice(folder)
        return known.tiers, notice_reading.reading(folder) if has_notice else None, has_notice, ()

    async def inbox(self, request: Request) -> Response:
        """Answer with the page of the inbox."""
        page, folder = self._page(request), self._desk.folder
        faults: tuple[Erratum, ...] = ()
        state: inbox_filing.InboxState | None = None
        has_notice = await self._desk.keep(notice_reading.has_notice, folder)
        try:
            state = await self._desk.keep(inbox_filing.state, folder)
        except StopPress as stop:
            faults = stop.errata
        return HTMLResponse(await self._desk.keep(page.inbox, state, has_notice, faults))
