"""The reading of many texts, shared with processes that help this one.

A book that is read for the first time keeps one core busy for as long as all others together could
help. What is shared is handed out in parts; helpers take them from the front, this process from the
back, and whatever no helper has begun or brought to its end is done here. So a machine that starts
no process, or kills one, only takes longer.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from types import TracebackType
from typing import Generic, TypeVar

from casebook.press import workers

Part = TypeVar("Part")
Sent = TypeVar("Sent")
Answer = TypeVar("Answer")


class Helpers:
    """Processes that help to read; they start when they are told to, or when something is shared."""

    def __init__(self) -> None:
        self._pool: Executor | None = None
        self._asked = False

    def __enter__(self) -> "Helpers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._pool is not None:
            workers.terminate(self._pool)

    def start(self, load: Callable[[], None]) -> None:
        """Start the processes and have each `load` what it will read with, before there is anything to share."""
        pool = self._started()
        if pool is not None:
            with suppress(BrokenProcessPool):
                for _ in range(workers.cores() - 1):
                    pool.submit(load)

    def _started(self) -> Executor | None:
        if not self._asked:
            self._pool, self._asked = workers.helpers(), True
        return self._pool

    def share(
        self,
        parts: Sequence[Part],
        here: Callable[[Part], Answer],
        there: Callable[[Sent], Answer],
        packed: Callable[[Part], Sent],
    ) -> "Shared[Part, Answer]":
        """Hand out `parts`: a helper does `there` of what is `packed`, this process `here`."""
        futures: list[Future[Answer]] = []
        pool = self._started()
        if pool is not None:
            with suppress(BrokenProcessPool):
                for part in parts:
                    futures.append(pool.submit(there, packed(part)))
        return Shared(parts, here, futures)


class Shared(Generic[Part, Answer]):
    """Parts that were handed out."""

    def __init__(
        self,
        parts: Sequence[Part],
        here: Callable[[Part], Answer],
        futures: Sequence[Future[Answer]],
    ) -> None:
        self._parts, self._here, self._futures = parts, here, futures

    def answers(self) -> list[Answer]:
        """Return the answers in the order of the parts: do the rest, wait for what helpers do."""
        done: dict[int, Answer] = {}
        for number in reversed(range(len(self._parts))):
            if number >= len(self._futures) or self._futures[number].cancel():
                done[number] = self._here(self._parts[number])
        for number, future in enumerate(self._futures):
            if number not in done:
                try:
                    done[number] = future.result()
                except BrokenProcessPool:
                    done[number] = self._here(self._parts[number])
        return [done[number] for number in range(len(self._parts))]
