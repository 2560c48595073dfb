"""Worker processes: called up, and ended all at once whatever happens.

They are forked from a server that has loaded the engine, which spares each its loading; an
interrupt is the parent's affair, and who has lost the parent ends.

A worker opens the semaphores of its pool by their names when it is born, and the names are gone
when the parent ends. So a worker is only asked for when the server can bear it at once, an
interrupt waits until it is born, and who is born is ended before the parent goes on.
"""

import gc
import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any, TypeVar

from casebook.errata import Erratum, Place

Answer = TypeVar("Answer")
Item = TypeVar("Item")
MOST = 256  # worker processes
_STARTING = threading.RLock()
PLACE = Place("--workers")
"""Where what befalls workers is told: it is of one run, not of the book."""


class Hands:
    """Worker processes, or the address of a Dask scheduler in their place.

    `workers` is a number of processes (0: one for each core), or the address.
    """

    def __init__(self, workers: int | str = 0) -> None:
        self.far = str(workers) if "://" in str(workers) else ""
        self.count = cores() if self.far else min(int(workers) or cores(), MOST)
        self.told: list[Erratum] = []
        """What befell the workers, for the editor to know."""
        self._pool: Executor | None = None
        self._calling: _Calling | None = None

    @property
    def here(self) -> bool:
        """Whether processes are up, or coming up."""
        return self._pool is not None or self._calling is not None

    def call_up(self) -> None:
        """Start loading the engine in a worker, unless it is here, and come back at once."""
        wanted = self.count > 1 and not self.far and not self.here
        if wanted and "weasyprint" not in sys.modules:
            self._calling = _Calling(self.count)
            self._calling.start()

    def pool(self) -> Executor:
        """Return the processes, when they are up; raise `BrokenProcessPool` where none can be."""
        if self._calling is not None:
            self._pool = self._calling.answer()
            self._calling = None
        if self._pool is None:
            self._pool = _had(processes, self.count)
        return self._pool

    def report(self) -> tuple[Erratum, ...]:
        """Return what befell the workers since this was asked last."""
        told, self.told = tuple(dict.fromkeys(self.told)), []
        return told

    def stay(self) -> None:
        """Work with processes of this machine from now on: the cluster is lost."""
        self.far = ""

    def beside(self) -> Executor | None:
        """Return the processes when they are up, None where there are none on this machine."""
        with suppress(BrokenProcessPool):
            return self.pool() if self.count > 1 and self.here else None
        return None

    def close(self) -> None:
        """End every worker, at once, and call up no more."""
        with _uninterrupted():
            if self._calling is not None:
                self._calling.dismiss()
            if self._pool is not None:
                end(self._pool)
            self._pool = self._calling = None


class _Calling(threading.Thread):
    """Calls up `count` processes."""

    def __init__(self, count: int) -> None:
        super().__init__(daemon=True)
        self._count = count
        self._pool: Executor | None = None
        self._up, self._lock, self._unwanted = threading.Event(), threading.Lock(), False

    def run(self) -> None:
        """Call up the processes, unless nobody wants them any more when they can come."""
        try:
            with suppress(Exception):  # work that is given to it will tell
                _had(_load)
                with self._lock:
                    if not self._unwanted:
                        self._pool = _had(processes, self._count)
                        self._pool.submit(abs, 1)
        finally:
            self._up.set()
        if not self._unwanted:
            with suppress(Exception):  # the ledger's, while a worker lays out; it will tell
                importlib.import_module("casebook.pdf")

    def answer(self) -> Executor | None:
        """Return the processes when they are up, None when none came."""
        self._up.wait()
        return self._pool

    def dismiss(self) -> None:
        """End the processes, or have none come."""
        with self._lock:
            self._unwanted = True
            if self._pool is not None:
                end(self._pool)


@contextmanager
def held(workers: int | str | Hands) -> Iterator[Hands]:
    """Give workers, and end them afterwards unless the caller keeps them."""
    if isinstance(workers, Hands):
        yield workers
        return
    hands = Hands(workers)
    try:
        yield hands
    finally:
        hands.close()


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def chunked(
    function: Callable[[Sequence[Item]], list[Answer]], items: Sequence[Item], few: int, size: int
) -> list[Answer]:
    """Return what `function` answers for `items`, in their order.

    More than `few` are divided among a process for each core, `size` at a time; without
    processes, or when they die, this one does it all.
    """
    if len(items) <= few or cores() == 1:
        return function(items)
    pool = processes(cores())
    try:
        starts = range(0, len(items), size)
        done = [pool.submit(function, items[at : at + size]) for at in starts]
        return [answer for future in done for answer in future.result()]
    except BrokenProcessPool:
        return function(items)
    finally:
        end(pool)


class _Pool(ProcessPoolExecutor):
    """A pool whose workers are born in one piece."""

    def submit(
        self, function: Callable[..., Answer], /, *given: Any, **named: Any
    ) -> Future[Answer]:
        """Have a worker do `function`; raise `BrokenProcessPool` when none can."""
        with _uninterrupted(), without_main():
            return _had(super().submit, function, *given, **named)


def processes(workers: int) -> ProcessPoolExecutor:
    """Return a pool. Forking from a server that has loaded the engine spares each its loading."""
    return _Pool(workers, mp_context=_context(), initializer=_begin)


def one() -> Executor:
    """Return a pool of one process. Raises `BrokenProcessPool` where none can be."""
    return _had(processes, 1)


def _had(call: Callable[..., Answer], *given: Any, **named: Any) -> Answer:
    """Return what `call` returns; what forbids processes here is a broken pool."""
    try:
        return call(*given, **named)
    except (OSError, EOFError, RuntimeError, ImportError, NotImplementedError) as fault:
        raise BrokenProcessPool(f"{type(fault).__name__}: {fault}") from fault


def _context() -> Any:
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["casebook.press.preload"])
    return context


def _load() -> None:
    """Start the server and come back when it has loaded the engine.

    It bears a process that does nothing: one that shares nothing with this process, which may end
    meanwhile. It lets interrupts pass (Ctrl-C goes to every process of a terminal), and so do all
    that it bears.
    """
    context = _context()
    if context.get_start_method() != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # first: it takes back what is blocked here
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)
    with without_main():
        context.Process(target=_begin, daemon=True).start()


@contextmanager
def without_main() -> Iterator[None]:
    """Let processes that start in the block not run the program of this one.

    Otherwise each would import the main module of whoever called casebook: a script that has no
    `if __name__ == "__main__"` would do all its work once more in every worker.
    """
    with _STARTING:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = program


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off interrupts until the block is through; it is short."""
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if callable(
                handler := signal.getsignal(number := getattr(signal, name, signal.SIGINT))
            ):
                before[number] = handler
    came: list[tuple[int, Any]] = []
    for number in before:
        signal.signal(number, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number, frame in came[:1]:
            before[signal.Signals(number)](number, frame)


def _begin() -> None:
    """Leave interrupts to the parent, and end when the parent has ended."""
    import multiprocessing
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is loaded never goes: the collector need not walk it
    gc.disable()  # it is run between sections
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def end(pool: Executor) -> None:
    """End the workers of `pool`, at once."""
    running = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in running:
        process.terminate()
    for process in running:
        process.join(5)
        if process.is_alive():
            process.kill()
