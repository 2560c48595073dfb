"""Intake for the desk in a process of its own: reading a notice, receiving manuscripts.

Word files, PDFs and scans cost seconds to minutes of computing, and the desk answers meanwhile. One
job at a time changes a book; the next one waits and is told so. A browser that goes away stops
nothing: what was begun is done to its end.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TypeAlias

from casebook import os_errata
from casebook.desk import child_process
from casebook.desk.child_process import Child
from casebook.errata import Erratum, Place, StopPress, Tell, Wording
from casebook.journal import recording

Answer: TypeAlias = dict[str, object]
Work: TypeAlias = Callable[..., Answer]
"""What is done: it takes its arguments and last `tell`, and returns what the browser is told."""
WAITING = Wording("前一件事还没做完，等它做完", "something else is being taken in; waiting for it")


@dataclass(frozen=True)
class Told:
    """What a job says: a step in words, its answer, or the errata that stopped it."""

    step: Wording | None = None
    answer: Answer | None = None
    errata: tuple[Erratum, ...] = ()


@dataclass
class Intake:
    """The jobs of one book."""

    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _child: Child | None = None

    async def run(self, by: str, work: Work, *arguments: object) -> AsyncIterator[Told]:
        """Do `work`, for whom a browser names, and yield what it says: steps, last its answer."""
        queue: asyncio.Queue[Told] = asyncio.Queue()
        task = asyncio.create_task(self._do(queue, by, work, arguments))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        while True:
            said = await queue.get()
            yield said
            if said.step is None:
                return

    async def _do(
        self, queue: "asyncio.Queue[Told]", by: str, work: Work, arguments: tuple[object, ...]
    ) -> None:
        if self._lock.locked():
            await queue.put(Told(step=WAITING))
        async with self._lock:
            over = asyncio.Event()

            async def hear(_: Child, message: object) -> None:
                if over.is_set():
                    return
                said = message if isinstance(message, Told) else Told(errata=(_broke_off(),))
                if said.step is None:
                    over.set()
                await queue.put(said)

            self._child = child_process.start(hear, "intake_process", by, work, arguments)
            await over.wait()

    def end(self) -> None:
        """End the job at work: what was filed stays filed, and is known again when it comes again."""
        if self._child is not None and self._child.alive:
            self._child.process.terminate()


def work(wire: Connection, by: str, task: Work, arguments: tuple[object, ...]) -> None:
    """Do `task` with its `arguments` in the name of `by`; say over `wire` how far it is and what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its own processes
    tell: Tell = lambda step, _count: wire.send(Told(step=step))  # noqa: E731
    try:
        with recording.acting(by):
            said = Told(answer=task(*arguments, tell))
    except StopPress as stop:
        said = Told(errata=stop.errata)
    except OSError as fault:
        said = Told(errata=(os_errata.file_erratum(fault, otherwise="manuscript"),))
    with suppress(OSError):
        wire.send(said)


def _broke_off() -> Erratum:
    return Erratum(
        "intake-broke-off", Place("manuscript"),
        Wording("处理中断了，没有做完", "it broke off before it was done"),
        Wording("已收下的不会丢。请再拖一次，收过的会认出来。",
                "What was filed is kept. Drop it again: files received before are known again."),
    )  # fmt: skip
