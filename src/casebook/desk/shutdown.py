"""The desk stops: nobody is waited for long, and what is broken off says so to its browser alone."""

import asyncio
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE = 1.0
"""Seconds that answers on their way have left."""


class QuietShutdown:
    """Answers as `app` does; a request that is broken off is answered with 503, and is no fault."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        has_begun = False

        async def noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except asyncio.CancelledError:
            if scope["type"] != "http":
                raise
            if not has_begun:
                await Response(status_code=503)(scope, receive, send)
            else:
                with suppress(Exception):  # less was sent than its head said
                    await send({"type": "http.response.body", "body": b""})


async def break_off(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait for `tasks` a moment, then break those off that still work."""
    if not tasks:
        return
    _, working = await asyncio.wait(set(tasks), timeout=PATIENCE)
    for task in working:
        task.cancel()
    if working:
        await asyncio.wait(working, timeout=PATIENCE)


@contextmanager
def interrupts(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Have `handler` called for Ctrl-C before the server itself hears of signals, too.

    Raises `KeyboardInterrupt` once it has ended.
    """
    heard: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        handler(number, frame)

    before = signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt
