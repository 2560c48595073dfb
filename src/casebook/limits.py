"""What a piece of work may take: computing time and memory, whoever wrote what is worked on.

Time is that of the processor: on a busy machine nothing is too slow that is not so on a quiet one.
"""

import ctypes
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]


class TooSlow(Exception):  # noqa: N818  not a fault of the program
    """Some work took more than its time."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the block after `seconds` of computing.

    In the main thread a signal tells, which ends a search for a pattern too; elsewhere the thread
    is stopped by its number, between two steps of Python. It is raised again and again, in case
    the work takes it for a fault of its own.
    """
    main = threading.current_thread() is threading.main_thread()
    if main and hasattr(signal, "setitimer"):
        with _signalled(seconds):
            yield
    else:
        with _watched(seconds):
            yield


_IN_FORCE: list[float] = []


def _late(*_: object) -> None:
    if _IN_FORCE:
        raise TooSlow


@contextmanager
def _signalled(seconds: float) -> Iterator[None]:
    signal.signal(signal.SIGPROF, _late)  # stays: one that comes late must not end the process
    _IN_FORCE.append(seconds)
    signal.setitimer(signal.ITIMER_PROF, seconds, max(seconds / 10, 0.01))
    try:
        yield
    finally:
        try:
            _IN_FORCE.clear()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    number = threading.get_ident()
    clock = getattr(time, "pthread_getcpuclockid", lambda _: time.CLOCK_MONOTONIC)(number)
    end = time.clock_gettime(clock) + seconds
    over, sent, lock = threading.Event(), threading.Event(), threading.Lock()

    def watch() -> None:
        left = seconds
        while not over.wait(max(left, seconds / 10, 0.01)):
            with lock:
                if over.is_set():
                    return
                left = end - time.clock_gettime(clock)
                if left <= 0:
                    sent.set()
                    _raise_in(number)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        try:
            with lock:
                over.set()
        finally:
            over.set()
            if sent.is_set():
                _drop(number)


def _raise_in(number: int) -> None:
    """Have the thread of this number raise `TooSlow` at its next step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(number), ctypes.py_object(TooSlow))


def _drop(number: int) -> None:
    """Drop what this thread may still have to raise, by having it raised here.

    Taking it back with NULL leaves CPython 3.11 looking for it at every call ever after, and a
    process in which functions are traced would stand still.
    """
    with suppress(TooSlow):
        _raise_in(number)
        while True:
            time.sleep(0)


@contextmanager
def room(size: int) -> Iterator[None]:
    """Have what takes more than `size` bytes of memory in the block raise `MemoryError`.

    The limit is one of the process, and what is started meanwhile inherits it: see `unbounded`.
    """
    if resource is None or (used := _held()) is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([used + size, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def unbounded() -> None:
    """Lift what a process has inherited of `room`."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _held() -> int | None:
    """Return the bytes of data this process holds, None where that is not known."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return None


@contextmanager
def paused_collector() -> Iterator[None]:
    """Turn the garbage collector off for the block."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
