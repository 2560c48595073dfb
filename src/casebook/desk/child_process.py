"""A process that works for the desk: how it is started, heard, broken off and ended."""

import asyncio
import importlib
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from casebook.press.workers import without_main

PATIENCE = 5.0  # seconds until a process that does not break off is ended
Hear = Callable[["Child", object], Coroutine[None, None, None]]
"""Takes in what a process says; None when it has ended."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let an interrupt wait, so that no message is sent or read in part."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@dataclass(eq=False)
class Child:
    """A process and the wire to it."""

    process: BaseProcess
    wire: Connection
    _hearing: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.is_alive()

    def interrupt(self) -> None:
        """Have it break off what it does."""
        if self.process.pid is not None and self.alive:
            os.kill(self.process.pid, signal.SIGINT)

    def end(self) -> None:
        """Have it break off and end; end it when it does not."""
        if self.alive:
            self.interrupt()
            with suppress(OSError):
                self.wire.send(None)
            self.process.join(PATIENCE)
            if self.alive:
                self.process.kill()

    def listen(self, loop: asyncio.AbstractEventLoop, hear: Hear) -> None:
        """Have what it says taken in by `hear` in the `loop`, until it ends or the loop has."""
        while True:
            try:
                message = self.wire.recv()
            except (EOFError, OSError):
                message = None
                self.process.join(PATIENCE)  # its wire may close before it lets go of files
            try:
                loop.call_soon_threadsafe(self._schedule, hear, message)
            except RuntimeError:  # the desk has closed
                return
            if message is None:
                return

    def _schedule(self, hear: Hear, message: object) -> None:
        """Start hearing `message`; a loop that has stopped never calls this, and drops nothing."""
        task = asyncio.get_running_loop().create_task(hear(self, message))
        self._hearing.add(task)
        task.add_done_callback(self._hearing.discard)


def start(hear: Hear, module: str, *arguments: object) -> Child:
    """Start a process that calls `work` of the desk's `module` with its end of the wire and `arguments`.

    The module is loaded there alone: what it needs takes longer to load than a desk may to answer.
    """
    context = get_context("spawn")
    wire, far_end = context.Pipe()
    process = context.Process(target=_work, args=(far_end, module, *arguments), daemon=False)
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker  # lazy: of no use on Windows

        resource_tracker.ensure_running()  # first: it takes back what is blocked here
    # it takes interrupts once it listens
    with uninterrupted(), without_main():
        process.start()
    far_end.close()
    child = Child(process, wire)
    listening = (asyncio.get_running_loop(), hear)
    threading.Thread(target=child.listen, args=listening, daemon=True).start()
    return child


def _work(wire: Connection, module: str, *arguments: object) -> None:
    importlib.import_module(f"casebook.desk.{module}").work(wire, *arguments)  # lazy: see `start`
