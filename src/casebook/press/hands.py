"""Worker processes: called up, and ended all at once whatever happens.

They are forked from a server that has loaded the engine, which spares each its loading; an
interrupt is the parent's affair, and who has lost the parent ends.
"""

import gc
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any


class Hands:
    """Worker processes, or the address of a Dask scheduler in their place.

    `workers` is a number of processes (0: one for each core), or the address.
    """

    def __init__(self, workers: int | str = 0) -> None:
        self.far = str(workers) if "://" in str(workers) else ""
        self.count = 0 if self.far else int(workers) or cores()
        self._pool: Executor | None = None
        self._calling: _Calling | None = None

    @property
    def here(self) -> bool:
        """Whether processes are up, or coming up."""
        return self._pool is not None or self._calling is not None

    def call_up(self) -> None:
        """Start loading the engine in a worker, unless it is here, and come back at once."""
        if self.count > 1 and not self.here and "weasyprint" not in sys.modules:
            self._calling = _Calling(self.count)
            self._calling.start()

    def pool(self) -> Executor:
        """Return the processes, when they are up."""
        if self._calling is not None:
            self._pool = self._calling.answer()
            self._calling = None
        if self._pool is None:
            self._pool = processes(self.count)
        return self._pool

    def beside(self) -> Executor | None:
        """Return the processes when they are up, None where there are none on this machine."""
        return self.pool() if self.count > 1 and self.here else None

    def close(self) -> None:
        """End every worker, at once, and whoever is still coming when they come."""
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
        """Wait for the processes, and end them if nobody wants them any more."""
        try:
            pool = processes(self._count)
            with suppress(OSError, RuntimeError):  # work that is given to it will tell
                pool.submit(abs, 1)
            with self._lock:
                self._pool = pool
                if self._unwanted:
                    end(pool)
        finally:
            self._up.set()
        if not self._unwanted:
            importlib.import_module("casebook.pdf")  # the ledger's, while a worker lays out

    def answer(self) -> Executor | None:
        """Return the processes when they are up."""
        self._up.wait()
        return self._pool

    def dismiss(self) -> None:
        """End the processes now or when they come."""
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


def processes(workers: int) -> ProcessPoolExecutor:
    """Return a pool. Forking from a server that has loaded the engine spares each its loading."""
    import multiprocessing

    if "forkserver" in multiprocessing.get_all_start_methods():
        context: Any = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["casebook.press.loaded"])
    else:
        context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


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
