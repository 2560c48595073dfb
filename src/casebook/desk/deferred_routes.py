"""Addresses whose code is loaded behind the first page: an editor waits for the ledger, not for it."""

import asyncio
from collections.abc import Callable, Sequence

from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send


class DeferredRoutes:
    """Routes that `load` returns when somebody first asks for one of them, or `ready` is awaited.

    An ASGI application, to be mounted behind all other routes: it answers 404 to what is no route.
    """

    def __init__(self, load: Callable[[], Sequence[Route]]) -> None:
        self._load, self._loading = load, asyncio.Lock()
        self._router: Router | None = None

    async def ready(self) -> Router:
        """Load the routes, in a thread, unless they are."""
        async with self._loading:
            if self._router is None:
                self._router = Router(await asyncio.to_thread(self._load))
        return self._router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        router = await self.ready()
        await router(scope, receive, send)
