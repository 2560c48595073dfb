"""Pages as pictures: those somebody still looks at, the last that were asked for first.

Whoever scrolls through a book asks for many pages and looks at the last ones. One picture is
painted at a time; of those that wait, the newest is next, and one whose browser has gone is none.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

KEPT = 96
"""Pictures kept, the most recently asked for."""
Key = tuple[str, int, int, int]
"""The version of a section, its first page, the page asked for, the width in pixels."""


class Turns:
    """One at a time; of those who wait, the last to come goes first."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[asyncio.Future[None]] = []

    async def __aenter__(self) -> None:
        if not self._taken:
            self._taken = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it came as its owner left
                self._pass_on()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            turn = self._waiting.pop()
            if not turn.done():
                turn.set_result(None)
                return
        self._taken = False


class Pictures:
    """Pictures painted when they are asked for, and kept for the next who asks."""

    def __init__(self) -> None:
        self._turns = Turns()
        self._pictures: OrderedDict[Key, bytes] = OrderedDict()

    async def picture(
        self, key: Key, paint: Callable[[], Awaitable[bytes]], gone: Callable[[], Awaitable[bool]]
    ) -> bytes | None:
        """Return the picture of that key; `paint` paints it, None if who asked is `gone` by then.

        Raises what `paint` raises.
        """
        if key not in self._pictures:
            async with self._turns:
                if await gone():
                    return None
                if key not in self._pictures:
                    self._pictures[key] = await paint()
                    while len(self._pictures) > KEPT:
                        self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key]
