"""Have the tasks of one book done: by a process for each core, by a cluster, or in this process.

Sections are laid out many at once, each within a time limit. One that fails, takes too long, or
ends its worker becomes a marked page and an erratum; the others are made.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from types import TracebackType
from typing import TypeVar

from casebook.press import layout_errata, worker_tasks, workers
from casebook.press.signature import LaidOut
from casebook.press.worker_tasks import LIMIT, LayOut, LayoutTask, Styling, Task, WarmUp

FEW, SMALL = 3, 150_000
"""As few sections or characters are laid out in this process: a pool takes longer to start."""
Answer = TypeVar("Answer")


class Scheduler:
    """Has tasks done for one book by `workers`, which style all of it with `styling`."""

    def __init__(
        self, styling: Styling, book_workers: workers.Workers, limit: float = LIMIT
    ) -> None:
        self.styling, self.workers, self.limit = styling, book_workers, limit

    def lay_out(
        self, tasks: Sequence[LayoutTask], warm_up: LayoutTask | None = None
    ) -> "SectionLayouts":
        """Have `tasks` laid out; workers that get none lay out `warm_up`, to be quick later."""
        return SectionLayouts(self, tasks, warm_up)

    def lay_out_here(self, task: LayoutTask) -> LaidOut:
        """Lay out one section in this process."""
        return worker_tasks.lay_out(self.styling, task, self.limit)

    def ask(self, task: Task[Answer]) -> Callable[[], Answer]:
        """Have a worker run `task`; return where to get the answer.

        Without workers, or when they die, this process runs it when the answer is asked for.
        """

        def here() -> Answer:
            return task.run(self.styling)

        pool = self.workers.running_pool()
        if pool is None:
            return here
        try:
            future = pool.submit(worker_tasks.run, self.styling, task)
        except BrokenProcessPool:
            return here

        def answer() -> Answer:
            try:
                return future.result()
            except (BrokenProcessPool, CancelledError):
                return here()

        return answer

    def stays_here(self, tasks: Sequence[LayoutTask]) -> bool:
        """Say whether `tasks` are done before a pool would be up."""
        small = len(tasks) <= FEW or sum(len(task.section.html) for task in tasks) < SMALL
        return self.workers.count == 1 or (small and not self.workers.running)


class SectionLayouts:
    """Sections that are being laid out: workers begin when the block is entered.

    Whoever has them laid out can do other work meanwhile, and add sections, until it asks for
    what is finished. When the block ends by an exception the workers are ended.
    """

    def __init__(
        self, scheduler: Scheduler, tasks: Sequence[LayoutTask], warm_up: LayoutTask | None
    ) -> None:
        self._scheduler, self._workers = scheduler, scheduler.workers
        self._tasks, self._warm_up = list(tasks), warm_up
        self._by_workers = not (self._workers.cluster or scheduler.stays_here(tasks))
        self._unfinished: dict[str, LayoutTask] = {}
        self._futures: list[Future[LaidOut]] = []
        self._yielding: Generator[LaidOut, None, None] | None = None

    def __enter__(self) -> "SectionLayouts":
        try:
            if self._by_workers:
                self._start()
        except BaseException:
            self._workers.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._workers.close()
        if self._yielding is not None:
            self._yielding.close()  # a cluster is told at once

    def add(self, task: LayoutTask) -> None:
        """Have one more section laid out."""
        if self._by_workers:
            self._submit([task])
        else:
            self._tasks.append(task)

    def finished(self) -> Iterator[LaidOut]:
        """Yield each section as it is ready."""
        self._yielding = self._finished()
        return self._yielding

    def _finished(self) -> Generator[LaidOut, None, None]:
        tasks = self._tasks
        if self._workers.cluster:
            tasks = yield from self._on_cluster()
            few = len(tasks) <= FEW and not self._workers.running
            if not (self._workers.count == 1 or few):
                self._tasks, self._by_workers = tasks, True
                self._start()
        if self._by_workers:
            yield from self._on_workers()
        else:
            yield from map(self._scheduler.lay_out_here, tasks)

    def _on_cluster(self) -> Generator[LaidOut, None, list[LayoutTask]]:
        """Lay out on the cluster; return the sections that it did not do."""
        from casebook.press import dask  # lazy: nearly nobody has a cluster

        scheduler = self._scheduler
        left, lost = yield from dask.lay_out_all(
            self._workers.cluster, scheduler.styling, self._tasks, scheduler.limit
        )
        if lost:
            self._workers.notes.extend(lost)
            self._workers.leave_cluster()
        elif left:
            self._workers.notes.append(layout_errata.worker_ended())
        return left

    def _on_workers(self) -> Iterator[LaidOut]:
        """Yield what workers lay out; find out whose fault it is when they die over a section."""
        given = len(self._tasks)
        while True:
            yield from self._completed()
            left = list(self._unfinished.values())
            if not left:
                return
            self._workers.close()
            if len(left) >= given and not _worker_starts():
                self._workers.notes.append(layout_errata.no_workers())
                yield from map(self._scheduler.lay_out_here, left)
                return
            self._workers.notes.append(layout_errata.worker_ended())
            count = self._workers.count
            yield from map(self._lay_out_alone, left[:count])  # one of the first did it
            given = len(left[count:])
            if not given:
                return
            self._unfinished.clear()
            self._futures.clear()
            self._submit(left[count:])

    def _start(self) -> None:
        """Give the workers their sections, the longest first."""
        self._tasks.sort(key=lambda task: -len(task.section.html))
        self._submit(self._tasks)
        if self._warm_up is not None:
            for _ in range(self._workers.count - len(self._tasks)):
                with suppress(BrokenProcessPool):
                    self._call(WarmUp(self._warm_up))

    def _submit(self, tasks: Sequence[LayoutTask]) -> None:
        """Give tasks to the workers; what these cannot take stays unfinished."""
        for task in tasks:
            self._unfinished[task.key] = task
            with suppress(BrokenProcessPool):
                self._futures.append(self._call(LayOut(task, self._scheduler.limit)))

    def _call(self, task: Task[Answer]) -> "Future[Answer]":
        pool = self._workers.pool()
        return pool.submit(worker_tasks.run, self._scheduler.styling, task)

    def _completed(self) -> Iterator[LaidOut]:
        """Yield what workers have laid out, until all are there or a worker dies."""
        with suppress(BrokenProcessPool):
            for future in as_completed(self._futures):
                made = future.result()
                del self._unfinished[made.key]
                yield made

    def _lay_out_alone(self, task: LayoutTask) -> LaidOut:
        """Lay out a section in a worker of its own, which it may end."""
        scheduler = self._scheduler
        pool = workers.single_worker()
        try:
            task_of_worker = LayOut(task, scheduler.limit)
            return pool.submit(worker_tasks.run, scheduler.styling, task_of_worker).result()
        except BrokenProcessPool:
            return worker_tasks.failed(scheduler.styling, task, layout_errata.killed(task.section))
        finally:
            workers.terminate(pool)


def _worker_starts() -> bool:
    """Say whether a worker can be started at all."""
    try:
        pool = workers.single_worker()
    except BrokenProcessPool:
        return False
    try:
        return pool.submit(abs, -1).result() == 1
    except BrokenProcessPool:
        return False
    finally:
        workers.terminate(pool)
