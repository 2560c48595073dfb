"""Lay out many sections at once: a process for each core, a time limit for each section.

A worker reads the style sheets once and then takes sections, one at a time. A section that fails,
takes too long, or brings its worker down becomes a marked page and an erratum; the others are
made. The pool is a `concurrent.futures.Executor`, so it may as well be a cluster.
"""

import ctypes
import gc
import importlib
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from casebook.errata import Erratum, Wording
from casebook.press.signature import Piece, Setting
from casebook.store import dumps

LIMIT = 60.0  # seconds for one section
FEW, SMALL = 3, 150_000
"""So many sections, or so many characters, are laid out here: a pool takes longer to come up."""


class Dress(NamedTuple):
    """What dresses every section: style sheets, the folder of pictures, composition or not."""

    sheets: tuple[Path, ...]
    base: Path
    compose: bool


class Task(NamedTuple):
    """A section to lay out, and the key it is asked for under."""

    key: str
    piece: Piece
    setting: Setting


Done = Callable[[str, bytes], None]
"""Told each key with its signature, as `store.dumps` writes it."""

_BENCHES: dict[Dress, Any] = {}


def bench(dress: Dress) -> Any:
    """Return the bench of this process for `dress`; it keeps one."""
    if dress not in _BENCHES:
        from casebook.press import engine

        _BENCHES.clear()
        _BENCHES[dress] = engine.bench(*dress)
    return _BENCHES[dress]


def lay_out(dress: Dress, task: Task, limit: float = LIMIT) -> tuple[str, bytes]:
    """Lay out one section in this process and return its key and its signature."""
    from casebook.press.painting import signature

    made = bench(dress)
    try:
        with _limited(limit):
            return task.key, dumps(signature(task.piece, made, task.setting))
    except TooSlow:
        return task.key, failed(dress, task, _slow(task.piece, limit))
    except Exception as fault:  # a section must never take the others with it
        return task.key, failed(dress, task, broken(task.piece, fault))


def failed(dress: Dress, task: Task, erratum: Erratum) -> bytes:
    """Return the signature of the marked page that stands for a section, with the erratum."""
    from casebook.press.painting import signature

    html = task.piece.html
    opening = re.search(r"<section\b[^>]*>", html)
    start = html[: opening.end()] if opening else f'<body><section id="{task.piece.section}">'
    page = (
        f'{start}<h1>{task.piece.title}</h1><div class="placeholder"><p class="mark">排版失败</p>'
        f"<p>{erratum.message.zh}</p></div></section></body></html>"
    )
    made = signature(task.piece._replace(html=page), bench(dress), task.setting)
    return dumps(replace(made, errata=(*made.errata, erratum)))


class Hands:
    """Worker processes, or the address of a Dask scheduler in their place.

    `workers` is a number of processes (0: one for each core), or the address.
    """

    def __init__(self, workers: int | str = 0) -> None:
        self.far = str(workers) if "://" in str(workers) else ""
        self.count = 0 if self.far else int(workers) or cores()
        self._pool: Executor | None = None
        self._calling: threading.Thread | None = None

    @property
    def here(self) -> bool:
        """Whether processes are up, or coming up."""
        return self._pool is not None or self._calling is not None

    def call_up(self) -> None:
        """Start loading the engine in a worker, unless it is here, and come back at once."""
        if self.count > 1 and not self.here and "weasyprint" not in sys.modules:
            self._calling = threading.Thread(target=self._come, daemon=True)
            self._calling.start()

    def _come(self) -> None:
        pool = _pool(self.count)
        with suppress(OSError, RuntimeError):  # work that is given to it will tell
            pool.submit(abs, 1)
        self._pool = pool
        importlib.import_module("casebook.pdf")  # the ledger's, while a worker lays out

    def pool(self) -> Executor:
        """Return the processes, when they are up."""
        if self._calling is not None:
            self._calling.join()
            self._calling = None
        if self._pool is None:
            self._pool = _pool(self.count)
        return self._pool

    def close(self) -> None:
        """End every worker, at once."""
        if self.here:
            _end(self.pool())
            self._pool = None


class Crew:
    """Workers for one dress."""

    def __init__(self, dress: Dress, hands: Hands, limit: float = LIMIT) -> None:
        self._dress, self._hands, self._limit = dress, hands, limit

    def make(self, tasks: Sequence[Task], done: Done) -> None:
        """Lay out `tasks`, telling `done` of each as it is ready."""
        if self._hands.far and tasks:
            from casebook.press.cluster import spread

            spread(self._hands.far, self._dress, tasks, self._limit, done)
            return
        few = len(tasks) <= FEW or sum(len(task.piece.html) for task in tasks) < SMALL
        if self._hands.count == 1 or (few and not self._hands.here):
            for task in tasks:
                done(*lay_out(self._dress, task, self._limit))
            return
        left = self._spread(sorted(tasks, key=lambda t: -len(t.piece.html)), done)
        if left and len(left) == len(tasks) and not _comes_up():
            for task in left:  # no worker lives here, whatever it is given
                done(*lay_out(self._dress, task, self._limit))
            return
        for task in left:  # a worker died: find out whose fault it was
            done(task.key, self._alone(task))

    def _spread(self, tasks: Sequence[Task], done: Done) -> list[Task]:
        """Spread tasks over the pool; return those left over when a worker died."""
        pool = self._hands.pool()
        waiting = {pool.submit(_work, self._dress, task, self._limit): task for task in tasks}
        try:
            if len(tasks) > FEW:  # heads and folios will want it: load it while the workers work
                bench(self._dress)
            for future in as_completed(list(waiting)):
                done(*future.result())
                del waiting[future]
        except BrokenProcessPool:
            self._hands.close()
        except BaseException:
            self._hands.close()
            raise
        return list(waiting.values())

    def _alone(self, task: Task) -> bytes:
        pool = _pool(1)
        try:
            return pool.submit(_work, self._dress, task, self._limit).result()[1]
        except BrokenProcessPool as fault:
            return failed(self._dress, task, broken(task.piece, fault))
        finally:
            _end(pool)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _comes_up() -> bool:
    """Say whether a worker can be had at all."""
    pool = _pool(1)
    try:
        return pool.submit(abs, -1).result() == 1
    except BrokenProcessPool:
        return False
    finally:
        _end(pool)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool. Forking from a server that has loaded the engine spares each its loading."""
    import multiprocessing

    if "forkserver" in multiprocessing.get_all_start_methods():
        context: Any = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["casebook.press.loaded"])
    else:
        context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


_LAID: list[int] = [0]
OFTEN = 6  # sections between collections in a worker


def _work(dress: Dress, task: Task, limit: float) -> tuple[str, bytes]:
    """Lay out one section in a worker, and clear up behind every few."""
    found = lay_out(dress, task, limit)
    _LAID[0] += 1
    if _LAID[0] % OFTEN == 0:
        gc.collect()
    return found


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


def _end(pool: Executor) -> None:
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(5)


class TooSlow(Exception):  # noqa: N818  not a fault of the program
    """A section took more than its time."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the block after `seconds`: by a signal, or in a thread by its number."""
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        number = ctypes.c_ulong(threading.get_ident())
        stop = ctypes.pythonapi.PyThreadState_SetAsyncExc
        timer = threading.Timer(seconds, stop, (number, ctypes.py_object(TooSlow)))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
        return

    def late(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _slow(piece: Piece, limit: float) -> Erratum:
    return Erratum(
        "section-too-slow",
        piece.place,
        Wording(
            f"“{piece.title}”排了 {limit:.0f} 秒还没有排完",
            f"‘{piece.title}’ was not laid out within {limit:.0f} s",
        ),
        Wording(
            "多半是极大的表格或图片；拆开它再排。",
            "Look for a huge table or picture in it, and divide it.",
        ),
    )


def broken(piece: Piece, fault: BaseException) -> Erratum:
    """Return the erratum of a section whose layout ended in `fault`."""
    what = f"{type(fault).__name__}: {fault}".rstrip(": ")
    return Erratum(
        "section-failed",
        piece.place,
        Wording(f"“{piece.title}”排不出来：{what}", f"‘{piece.title}’ cannot be laid out: {what}"),
        Wording(
            "把这一篇分段试排，找出排不了的地方。",
            "Lay it out part by part to find what cannot be set.",
        ),
    )
