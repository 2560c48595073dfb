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
from multiprocessing.connection import Connection, wait
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
    _reaping: threading.Lock = field(default_factory=threading.Lock)
    """Of two threads that reap a process at once, the second would take it for running."""

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        with self._reaping:
            return self.process.is_alive()

    def send(self, message: object) -> None:
        """Send `message`; where the process ends just now, `hear` is still to be told so."""
        with suppress(OSError):
            self.wire.send(message)

    def interrupt(self) -> None:
        """Have it break off what it does."""
        if self.process.pid is not None and self.alive:
            os.kill(self.process.pid, signal.SIGINT)

    def end(self) -> None:
        """Have it break off and end; end it when it does not."""
        if self.alive:
            self.interrupt()
            self.send(None)
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
                # its wire may close before it lets go of files
                wait([self.process.sentinel], PATIENCE)
                with self._reaping:
                    self.process.join(PATIENCE)
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
