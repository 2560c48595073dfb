"""The desk's addresses: the page itself, the state as events, and pages of the book as pictures.

Only this machine's own names are answered (a page elsewhere cannot reach the desk through a
name of its own), scripts come from the desk's files only, and nothing names a path.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from casebook import pdf
from casebook.desk.workshop import Workshop

STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'"
WIDTHS = range(200, 2401)


def application(workshop: Workshop, lang: str) -> Starlette:
    """Return the desk for `workshop`, its words in `lang`."""

    async def home(_: Request) -> Response:
        page = (STATIC / "desk.html").read_text("utf-8").replace("LANG", lang)
        return HTMLResponse(page, headers={"content-security-policy": POLICY})

    async def events(request: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            async for state in workshop.states():
                yield f"data: {json.dumps(state.as_data(), ensure_ascii=False)}\n\n"
                if await request.is_disconnected():
                    return

        return StreamingResponse(
            stream(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def page(request: Request) -> Response:
        number, run = request.path_params["number"], request.path_params["run"]
        width = request.query_params.get("width", "900")
        if run != workshop.state.good or number >= len(workshop.state.labels):
            return Response(status_code=404)
        if not width.isdecimal() or int(width) not in WIDTHS:
            return Response(status_code=400)
        picture = await asyncio.to_thread(_paint, workshop.pages, run, number, int(width))
        return Response(
            picture,
            media_type="image/png",
            headers={"cache-control": "max-age=31536000, immutable"},
        )

    async def file(_: Request) -> Response:
        if not workshop.state.good:
            return Response(status_code=404)
        return FileResponse(workshop.pages, media_type="application/pdf")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(workshop.keep())
        yield
        task.cancel()

    return Starlette(
        routes=[
            Route("/", home),
            Route("/events", events),
            Route("/print.pdf", file),
            Route("/page/{run:int}/{number:int}.png", page),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        lifespan=lifespan,
    )


@lru_cache(maxsize=64)
def _paint(path: Path, run: int, number: int, width: int) -> bytes:
    """Paint a page once per run of the press."""
    return pdf.paint(path, number, width, "PNG")
