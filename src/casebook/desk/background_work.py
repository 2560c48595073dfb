"""Work that takes a while, done beside the desk in a process of its own: one thing after the other.

The process is started when something is first asked for, and stays for the next. When the desk
stops, or somebody cancels, it is ended at once: what it works on is not the book.
"""

import asyncio
import atexit
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from casebook import os_errata
from casebook.desk import child_process
from casebook.desk.child_process import Child
from casebook.errata import Erratum, Place, StopPress, Tell, Wording

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """How far the work is: a step in words, and how many of its parts are done."""

    step: Wording
    count: int | None


@dataclass(frozen=True)
class Result:
    """A part of what comes of the work, before the rest is done."""

    given: object


@dataclass(frozen=True)
class Answer:
    """What came of the work: what its function returned, or the errata that stopped it."""

    given: object = None
    errata: tuple[Erratum, ...] = ()


@dataclass
class BackgroundWork:
    """The process, and who waits for it."""

    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _child: Child | None = None
    _answer: asyncio.Future[Answer] | None = None
    _tell: Tell | None = None
    _hand: Callable[[object], None] | None = None
    _is_closed: bool = False

    async def run(
        self, work: Callable[..., T], *arguments: object, tell: Tell | None = None,
        hand: Callable[[object], None] | None = None,
    ) -> T:  # fmt: skip
        """Return what `work` returns, called in the process.

        With `tell` it is called with a function of that kind behind `arguments`, and what it says
        is told; with `hand` with another, last, and what it gives that is handed on before the
        rest is done. Raises `StopPress` as `work` does, and where the process was ended.
        """
        async with self._lock:
            if self._is_closed:
                raise StopPress([_ended()])
            if self._child is None or not self._child.alive:
                self._child = child_process.start(self._hear, "background_work")
                atexit.register(self._child.process.kill)  # else its end is waited for
            self._answer = asyncio.get_running_loop().create_future()
            self._tell, self._hand = tell, hand
            try:
                self._child.send((work, arguments, (tell is not None, hand is not None)))
                answer = await self._answer
            finally:
                if self._answer.cancelled():  # nobody waits for it any more
                    self.end()
                self._answer = self._tell = self._hand = None
        if answer.errata:
            raise StopPress(answer.errata)
        return cast(T, answer.given)

    async def _hear(self, child: Child, message: object) -> None:
        if child is not self._child or self._answer is None or self._answer.done():
            return
        match message:
            case Progress():
                if self._tell is not None:
                    self._tell(message.step, message.count)
            case Result():
                if self._hand is not None:
                    self._hand(message.given)
            case Answer():
                self._answer.set_result(message)
            case None:
                self._answer.set_result(Answer(errata=(_ended(),)))

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._child is not None and self._child.alive:
            self._child.process.kill()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(Answer(errata=(_ended(),)))
        self._child = None

    def close(self) -> None:
        """End the process, and start none any more."""
        self._is_closed = True
        self.end()


def work(wire: Connection) -> None:
    """Do the work that comes over `wire` until None or its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its own processes
    sayings = (
        lambda step, count: wire.send(Progress(step, count)),
        lambda given: wire.send(Result(given)),
    )
    while True:
        try:
            task = wire.recv()
        except (EOFError, OSError):
            return
        if task is None:
            return
        function, arguments, wanted = task
        more = [say for say, is_wanted in zip(sayings, wanted, strict=True) if is_wanted]
        try:
            answer = Answer(function(*arguments, *more))
        except StopPress as stop:
            answer = Answer(errata=stop.errata)
        except OSError as fault:
            answer = Answer(errata=(os_errata.file_erratum(fault),))
        with suppress(OSError):
            wire.send(answer)


def _ended() -> Erratum:
    return Erratum(
        "work-broke-off", Place("build"),
        Wording("中断了，没有做完", "it was broken off before it was done"),
        Wording("书稿没有动。请再试一次。", "Nothing of the book was touched. Try again."),
    )  # fmt: skip
