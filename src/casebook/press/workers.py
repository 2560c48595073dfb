"""Worker processes: how they start, and how they are all ended whatever happens.

They are forked from a server process that has loaded the engine, so that none has to load it
again. Workers ignore interrupts (Ctrl-C): the parent handles them and ends its workers. A worker
whose parent has ended ends as well.

While a worker starts it opens the semaphores of its pool by name, and these names are removed when
the parent ends. So a worker is only started when the server can fork it at once, an interrupt
waits until it has started, and every worker that has started is ended before the parent goes on.
"""

import gc
import importlib
import multiprocessing
import multiprocessing.connection
import multiprocessing.context
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from types import FrameType, ModuleType
from typing import TypeVar

from casebook.errata import Erratum, Place

Answer = TypeVar("Answer")
Item = TypeVar("Item")
Handler = Callable[[int, FrameType | None], object]
MOST_WORKERS = 256  # worker processes
_STARTING = threading.RLock()
PLACE = Place("--workers")
"""The place of notes about workers: the option by which an editor chooses them."""


class Workers:
    """The worker processes of this machine, or the address of a Dask scheduler in their place.

    `workers` is a number of processes (0: one for each core), or the address. Processes are
    started when they are first needed.
    """

    def __init__(self, workers: int | str = 0) -> None:
        self.cluster = str(workers) if "://" in str(workers) else ""
        self.count = cores() if self.cluster else min(int(workers) or cores(), MOST_WORKERS)
        self.notes: list[Erratum] = []
        """What happened to the workers, for the editor to know."""
        self._pool: Executor | None = None
        self._starting: _PoolStart | None = None

    @property
    def running(self) -> bool:
        """Whether processes run, or are being started."""
        return self._pool is not None or self._starting is not None

    def start_early(self) -> None:
        """Begin to start processes, unless this one has loaded the engine; return at once."""
        wanted = self.count > 1 and not self.cluster and not self.running
        if wanted and "weasyprint" not in sys.modules:
            self._starting = _PoolStart(self.count)
            self._starting.start()

    def prepare(self, function: Callable[[], object]) -> None:
        """Have a process that is being started call `function` first; do not wait for it."""
        if self._starting is not None:
            self._starting.prepare(function)

    def pool(self) -> Executor:
        """Return the pool of processes, started when there is none.

        Raises `BrokenProcessPool` where no process can be started.
        """
        if self._starting is not None:
            self._pool = self._starting.answer()
            self._starting = None
        if self._pool is None:
            self._pool = _as_broken_pool(processes, self.count)
        return self._pool

    def take_notes(self) -> tuple[Erratum, ...]:
        """Return what happened to the workers since this was asked last, each thing once."""
        notes, self.notes = tuple(dict.fromkeys(self.notes)), []
        return notes

    def leave_cluster(self) -> None:
        """Work with processes of this machine from now on: the cluster is lost."""
        self.cluster = ""

    def running_pool(self) -> Executor | None:
        """Return the pool if processes run or are being started (it waits for these), or None."""
        with suppress(BrokenProcessPool):
            return self.pool() if self.count > 1 and self.running else None
        return None

    def close(self) -> None:
        """Terminate every process, also those that are being started."""
        with _uninterrupted():
            if self._starting is not None:
                self._starting.dismiss()
            if self._pool is not None:
                terminate(self._pool)
            self._pool = self._starting = None


class _PoolStart(threading.Thread):
    """Starts `count` processes while the caller does something else."""

    def __init__(self, count: int) -> None:
        super().__init__(daemon=True)
        self._count = count
        self._pool: Executor | None = None
        self._up, self._lock, self._unwanted = threading.Event(), threading.Lock(), False
        self._first: Callable[[], object] = _nothing

    def run(self) -> None:
        """Start the processes, unless they are no longer wanted when the server is ready."""
        try:
            with suppress(Exception):  # whoever gives it work will be told
                _as_broken_pool(_start_server)
                with self._lock:
                    if not self._unwanted:
                        self._pool = _as_broken_pool(processes, self._count)
                        self._pool.submit(self._first)
        finally:
            self._up.set()
        if not self._unwanted:
            with suppress(Exception):  # the ledger's, while a worker lays out; it will tell
                importlib.import_module("casebook.pdf")  # lazy: loaded while a worker works

    def prepare(self, function: Callable[[], object]) -> None:
        """Have a process call `function` before it gets other work."""
        with self._lock:
            self._first = function
            if self._pool is not None:
                with suppress(BrokenProcessPool):  # whoever gives it work will be told
                    self._pool.submit(function)

    def answer(self) -> Executor | None:
        """Wait until the processes have started and return their pool, or None if they have not."""
        self._up.wait()
        return self._pool

    def dismiss(self) -> None:
        """Terminate the processes, or start none."""
        with self._lock:
            self._unwanted = True
            if self._pool is not None:
                terminate(self._pool)


def _nothing() -> None:
    """Do nothing: what a process is started with."""


@contextmanager
def opened(workers: int | str | Workers) -> Iterator[Workers]:
    """Give workers for the block and terminate them afterwards, unless the caller keeps them."""
    if isinstance(workers, Workers):
        yield workers
        return
    own = Workers(workers)
    try:
        yield own
    finally:
        own.close()


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
        terminate(pool)


class _Pool(ProcessPoolExecutor):
    """A pool that is not interrupted while it starts a worker."""

    def submit(
        self, function: Callable[..., Answer], /, *given: object, **named: object
    ) -> Future[Answer]:
        """Have a worker call `function`; raise `BrokenProcessPool` when none can be started."""
        with _uninterrupted(), without_main():
            return _as_broken_pool(super().submit, function, *given, **named)


def processes(workers: int) -> ProcessPoolExecutor:
    """Return a pool of so many processes, which are started when they get work."""
    return _Pool(workers, mp_context=_context(), initializer=_initialise)


def helpers() -> Executor | None:
    """Return a pool that helps this process: a process for each core but its own; None for no help.

    They load only what they are asked to do, not the engine of the press. A process that is itself
    somebody's worker has none.
    """
    if cores() == 1 or multiprocessing.parent_process() is not None:
        return None
    context = multiprocessing.get_context("spawn")
    with suppress(BrokenProcessPool):
        return _as_broken_pool(_Pool, cores() - 1, mp_context=context, initializer=_initialise)
    return None


def single_worker() -> Executor:
    """Return a pool of one process. Raises `BrokenProcessPool` where none can be started."""
    return _as_broken_pool(processes, 1)


def _as_broken_pool(call: Callable[..., Answer], *given: object, **named: object) -> Answer:
    """Return what `call` returns; raise `BrokenProcessPool` when the system forbids processes."""
    try:
        return call(*given, **named)
    except (OSError, EOFError, RuntimeError, ImportError, NotImplementedError) as fault:
        raise BrokenProcessPool(f"{type(fault).__name__}: {fault}") from fault


def _context() -> multiprocessing.context.BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["casebook.press.preload"])
    return context


def _start_server() -> None:
    """Start the server that forks workers, and return when it has loaded the engine.

    To know that, it is asked for a process that does nothing and shares nothing with this one,
    which may end meanwhile. The server blocks interrupts (Ctrl-C goes to every process of a
    terminal), and so do the processes that it forks.
    """
    context = _context()
    if context.get_start_method() != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker  # lazy: Windows has none

    resource_tracker.ensure_running()  # first: it takes back what is blocked here
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)
    with without_main():
        multiprocessing.get_context("forkserver").Process(target=_initialise, daemon=True).start()


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
    """Hold interrupts back until the block has ended; it is short."""
    before: dict[signal.Signals, Handler] = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if callable(
                handler := signal.getsignal(number := getattr(signal, name, signal.SIGINT))
            ):
                before[number] = handler
    came: list[tuple[int, FrameType | None]] = []
    for number in before:
        signal.signal(number, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number, frame in came[:1]:
            before[signal.Signals(number)](number, frame)


def _initialise() -> None:
    """Prepare a new worker: it ignores interrupts, and ends when its parent has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is loaded stays: the collector need not look at it
    gc.disable()  # it is run between sections
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def terminate(pool: Executor) -> None:
    """Terminate the processes of `pool` without waiting for their work."""
    running = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in running:
        process.terminate()
    for process in running:
        process.join(5)
        if process.is_alive():
            process.kill()
