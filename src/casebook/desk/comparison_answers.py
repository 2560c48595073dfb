"""Two states of the book compared by pages and texts: builds, rounds, the book as it stands."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from casebook import pdf
from casebook.desk import build_answers, kept_states, known_books
from casebook.desk.answering import facts
from casebook.desk.api import WIDTHS, Desk
from casebook.desk.background_work import BackgroundWork
from casebook.desk.comparison_page import ComparisonPage
from casebook.desk.kept_states import StateName
from casebook.errata import StopPress, Tell, Wording
from casebook.rounds import page_comparison, round_files
from casebook.rounds.compare import compare
from casebook.rounds.page_comparison import PagePair, PageSide
from casebook.rounds.reflow import Pages
from casebook.telling import as_data

KEPT = 8
"""Comparisons whose pages can be asked for."""
MOST_TEXTS = 2_000
"""Changes of words that are listed."""


@dataclass(frozen=True)
class Opened:
    """The pages of both states are there: their files, how many each has, and how large they are (pt)."""

    files: tuple[Path, Path]
    counts: tuple[int, int]
    sizes: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Words:
    """The changes of words, of which those that are listed, and how many there are."""

    words: tuple[dict[str, str], ...]
    count: int


def compared(
    folder: Path, old: StateName, new: StateName, tell: Tell, hand: Callable[[object], None]
) -> Words:
    """Compare two states of the book in `folder`; hand over `Opened` and each `PagePair` as it comes.

    Raises `StopPress`.
    """
    before, after = (kept_states.state(folder, name, tell) for name in (old, new))
    pages = Pages(before.pages), Pages(after.pages)
    hand(Opened(
        (before.pages, after.pages),
        (len(pages[0]), len(pages[1])),
        (pdf.size(before.pages), pdf.size(after.pages)),
    ))  # fmt: skip
    for pair in page_comparison.pairs(*pages, tell):
        hand(pair)
    tell(Wording("比对文字", "comparing the texts"), None)
    changes = compare(before.texts, after.texts, {}).changes
    words = tuple(
        {"case": c.case, "before": c.before, "after": c.after, "around": c.around}
        for c in changes[:MOST_TEXTS]
    )
    return Words(words, len(changes))


class ComparisonAnswers:
    """Answers about comparisons."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self._desk, self._lang = desk, lang
        self._background = BackgroundWork()
        self._known: OrderedDict[str, Opened] = OrderedDict()

    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [
            Route("/compare", self.page),
            Route("/compare/{key}/{side}/{number:int}.jpg", self.picture),
            Route("/api/compare/pages", self.compare, methods=["POST"]),
        ]

    def end(self) -> None:
        """End the process that compares."""
        self._background.close()

    async def page(self, request: Request) -> Response:
        """Answer with the page on which two states are chosen."""
        chosen = request.cookies.get("lang", self._lang)
        lang = chosen if chosen in ("en", "zh") else self._lang
        page = ComparisonPage(lang, known_books.book_mark(self._desk.folder))
        rounds = await self._desk.keep(round_files.rounds, self._desk.folder)
        builds = await self._desk.keep(build_answers.builds_of, self._desk)
        return HTMLResponse(page.comparison(rounds, builds))

    async def compare(self, request: Request) -> Response:
        """Compare the states that are named, saying how far it is: a line of JSON for each step.

        Where pages are looked at says a line `begun`, each pair of pages that differ one `pair`, as
        soon as it is known; the last has the changes of words, or the errata. Who leaves breaks it off.
        """
        body = await facts(request)
        try:
            old, new = (StateName.of(str(body.get(side, ""))) for side in ("old", "new"))
        except ValueError as fault:
            raise HTTPException(400) from fault
        expected = sum(len(shown.labels) for shown in self._desk.state.pages.values())
        return StreamingResponse(self._lines(old, new, expected), media_type="application/x-ndjson")

    async def _lines(self, old: StateName, new: StateName, expected: int) -> AsyncIterator[str]:
        steps: asyncio.Queue[dict[str, object] | None] = asyncio.Queue()

        def tell(step: Wording, count: int | None) -> None:
            steps.put_nowait({"step": step._asdict(), "count": count, "of": expected})

        def hand(given: object) -> None:
            match given:
                case Opened():
                    steps.put_nowait({"begun": self._kept(given)})
                case PagePair():
                    sides = {"old": _side(given.old), "new": _side(given.new)}
                    steps.put_nowait({"pair": {**sides, "differ": given.differ}})

        async def work() -> dict[str, object]:
            try:
                done = await self._background.run(
                    compared, self._desk.folder, old, new, tell=tell, hand=hand
                )
                return {"done": {"words": done.words, "count": done.count}}
            except StopPress as stop:
                return {"errata": as_data(stop.errata)}
            finally:
                steps.put_nowait(None)

        task = asyncio.create_task(work())
        try:
            while (step := await steps.get()) is not None:
                yield _line(step)
            yield _line(await task)
        finally:
            task.cancel()

    def _kept(self, opened: Opened) -> dict[str, object]:
        key = uuid4().hex[:16]
        self._known[key] = opened
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        sizes = dict(zip(("old", "new"), opened.sizes, strict=True))
        return {"key": key, "sizes": sizes, "pages": opened.counts}

    async def picture(self, request: Request) -> Response:
        """Answer with a page of one of the two sides of a comparison."""
        facts = request.path_params
        known = self._known.get(facts["key"])
        sides = {"old": 0, "new": 1}
        if known is None or facts["side"] not in sides:
            raise HTTPException(404)
        at = sides[facts["side"]]
        width = request.query_params.get("width", "900")
        if not 0 <= facts["number"] < known.counts[at] or not width.isdecimal():
            raise HTTPException(404)
        if int(width[:6]) not in WIDTHS:
            raise HTTPException(400)
        try:
            data = await self._desk.read(
                pdf.paint, known.files[at], facts["number"], int(width), "JPEG"
            )
        except OSError as fault:  # of the states that are kept it was the oldest
            raise HTTPException(404) from fault
        return Response(data, media_type="image/jpeg", headers={"cache-control": "max-age=3600"})


def _side(side: PageSide | None) -> dict[str, object] | None:
    return None if side is None else side._asdict()


def _line(said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
