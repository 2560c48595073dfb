"""The desk stops: nobody is waited for long, and what is broken off says so to its browser alone."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Set
from contextlib import asynccontextmanager, contextmanager, suppress
from types import FrameType
from typing import Protocol
from weakref import WeakSet

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


class Connection(Protocol):
    """A connection of the server's: asked to, it closes once it has answered."""

    def shutdown(self) -> None: ...


@asynccontextmanager
async def breaking_off(
    tasks: Set[asyncio.Task[None]], connections: Set[Connection]
) -> AsyncIterator[None]:
    """Let answers on their way end, then break off those that work still, and all that come yet.

    Both sets are the server's own: a browser that was connecting when the desk was stopped asks
    after the server has looked who is there.
    """
    breaking = asyncio.create_task(_break_off(tasks, connections))
    try:
        yield
    finally:
        breaking.cancel()


async def _break_off(tasks: Set[asyncio.Task[None]], connections: Set[Connection]) -> None:
    await asyncio.sleep(PATIENCE)
    broken_off = WeakSet[asyncio.Task[None]]()  # cancelled a second time it could not say so
    while True:
        for task in [task for task in tasks if task not in broken_off]:
            task.cancel()
            broken_off.add(task)
        for connection in list(connections):
            connection.shutdown()
        await asyncio.sleep(PATIENCE / 10)


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
