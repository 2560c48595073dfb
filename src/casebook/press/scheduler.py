"""Lay out many sections at once: a process for each core, a time limit for each section.

A worker reads the style sheets once and then takes one section at a time. One that fails, takes
too long, or brings its worker down becomes a marked page and an erratum; the others are made.
The pool is a `concurrent.futures.Executor`, so it may as well be a cluster.
"""

import gc
import re
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from casebook.errata import Erratum
from casebook.limits import TooSlow, within
from casebook.press import layout_errata, workers
from casebook.press.dependencies import Rooms
from casebook.press.signature import Made, Piece, Setting
from casebook.store import dumps

LIMIT = 60.0  # seconds of computing for one section
FEW, SMALL = 3, 150_000
"""So many sections, or so many characters, are laid out here: a pool takes longer to come up."""


class Dress(NamedTuple):
    """What dresses every section: style sheets, the folder of pictures, composition or not.

    `fonts` is a hash of the fonts of this machine. `run` names the run it is worn in: in each a
    worker looks once whether what it has read is still what stands there.
    """

    sheets: tuple[Path, ...]
    base: Path
    compose: bool
    fonts: str = ""
    run: str = ""


class Task(NamedTuple):
    """A section to lay out, and the key it is asked for under."""

    key: str
    piece: Piece
    setting: Setting


Answer = TypeVar("Answer")
Done = Callable[[Made], None]
"""Told of each section that is laid out."""
Meanwhile = Callable[[Callable[[Task], None]], None]
"""What is done beside the workers; it is given a way to lay out more."""

_BENCHES: dict[Dress, Any] = {}


def bench(dress: Dress) -> Any:
    """Return the bench of this process for `dress`; it keeps one, while its files stay as read."""
    from casebook.press import engine

    made = _BENCHES.get(dress)
    if made is None or made.spoilt:
        made = _kept(dress) or _made(dress)
        _BENCHES.clear()
        _BENCHES[dress] = made
    engine.compose_lines(dress.compose)  # a cover or a proof may have been drawn since
    return made


def _kept(dress: Dress) -> Any:
    """Return the bench of an earlier run, if it would be made the same now."""
    for before, made in _BENCHES.items():
        if before._replace(run=dress.run) == dress and not made.spoilt:
            return made if Rooms(dress.base, dress.sheets).hold(made.sources) else None
    return None


def _made(dress: Dress) -> Any:
    from casebook.press import engine

    return engine.bench(dress.sheets, dress.base, dress.compose)


def lay_out(dress: Dress, task: Task, limit: float = LIMIT) -> Made:
    """Lay out one section in this process."""
    from casebook.press.painting import signature

    made = bench(dress)
    try:
        with within(limit):
            found, objects = signature(task.piece, made, task.setting)
            return Made(task.key, dumps(found), objects)
    except TooSlow:
        return failed(dress, task, layout_errata.too_slow(task.piece, limit))
    except Exception as fault:  # a section must never take the others with it
        return failed(dress, task, layout_errata.broken(task.piece, fault))


def failed(dress: Dress, task: Task, erratum: Erratum) -> Made:
    """Return the marked page that stands for a section, with the erratum."""
    from casebook.press.painting import signature

    html = task.piece.html
    opening = re.search(r"<section\b[^>]*>", html)
    start = html[: opening.end()] if opening else f'<body><section id="{task.piece.section}">'
    page = (
        f'{start}<h1>{task.piece.title}</h1><div class="placeholder"><p class="mark">排版失败</p>'
        f"<p>{erratum.message.zh}</p></div></section></body></html>"
    )
    made, objects = signature(task.piece._replace(html=page), bench(dress), task.setting)
    return Made(task.key, dumps(replace(made, errata=(*made.errata, erratum))), objects)


class Crew:
    """Workers for one dress."""

    def __init__(self, dress: Dress, its: workers.Hands, limit: float = LIMIT) -> None:
        self._dress, self._hands, self._limit = dress, its, limit

    def make(
        self,
        tasks: Sequence[Task],
        done: Done,
        meanwhile: Meanwhile = lambda more: None,
        idle: Task | None = None,
    ) -> None:
        """Lay out `tasks`, telling `done` of each as it is ready.

        While workers do so, this process does what is to be done `meanwhile`. A worker without
        work gets ready by laying out `idle`: what is set first takes twice the time.
        """
        if not tasks:
            return
        few = len(tasks) <= FEW or sum(len(task.piece.html) for task in tasks) < SMALL
        alone = self._hands.count == 1 or (few and not self._hands.here)
        if self._hands.far or alone:
            tasks = list(tasks)
            meanwhile(tasks.append)
            meanwhile = _nothing
        if self._hands.far:
            tasks = self._far(tasks, done)
            alone = self._hands.count == 1 or (len(tasks) <= FEW and not self._hands.here)
        if alone:
            for task in tasks:
                done(self.again(task))
            return
        left: Sequence[Task] = sorted(tasks, key=lambda t: -len(t.piece.html))
        while left:
            before, left = len(left), self._spread(left, done, meanwhile, idle)
            if len(left) >= before and not _comes_up():
                self._hands.told.append(layout_errata.no_workers())
                for task in left:  # no worker lives here, whatever it is given
                    done(self.again(task))
                return
            if left:  # a worker died over one of the first: find out whose fault it was
                self._hands.told.append(layout_errata.worker_ended())
            for task in left[: self._hands.count]:
                done(self._alone(task))
            left, meanwhile, idle = left[self._hands.count :], _nothing, None

    def _far(self, tasks: Sequence[Task], done: Done) -> Sequence[Task]:
        """Lay out tasks on the cluster; return what it did not do, which is done here."""
        from casebook.press.dask import spread

        left, lost = spread(self._hands.far, self._dress, tasks, self._limit, done)
        if lost:
            self._hands.told.extend(lost)
            self._hands.stay()
        elif left:
            self._hands.told.append(layout_errata.worker_ended())
        return left

    def again(self, task: Task) -> Made:
        """Lay out one section in this process."""
        return lay_out(self._dress, task, self._limit)

    def _spread(
        self, tasks: Sequence[Task], done: Done, meanwhile: Meanwhile, idle: Task | None
    ) -> list[Task]:
        """Spread tasks over the pool; return those left over when a worker died, in their order."""
        left: dict[str, Task] = {}
        waiting: list[Future[Made]] = []

        def submit(task: Task) -> None:
            left[task.key] = task
            with suppress(BrokenProcessPool):  # what is left over tells
                waiting.append(pool().submit(_work, self._dress, task, self._limit))

        pool = self._hands.pool
        try:
            for task in tasks:
                submit(task)
            if idle is not None:
                for _ in range(self._hands.count - len(tasks)):
                    with suppress(BrokenProcessPool):
                        pool().submit(_warm, self._dress, idle)
            meanwhile(submit)
            for future in as_completed(waiting):
                made = future.result()
                done(made)
                del left[made.key]
        except BrokenProcessPool:
            pass
        except BaseException:
            self._hands.close()
            raise
        if left:
            self._hands.close()
        return list(left.values())

    def ask(self, function: Callable[..., Answer], *given: Any) -> Callable[[], Answer]:
        """Have `function(dress, *given)` done by a worker; return where to get the answer.

        Without workers, or when they die, this process does it.
        """
        here = partial(function, self._dress, *given)
        pool = self._hands.beside()
        if pool is None:
            return here
        try:
            future = pool.submit(function, self._dress, *given)
        except BrokenProcessPool:
            return here

        def answer() -> Answer:
            try:
                return future.result()
            except (BrokenProcessPool, CancelledError):
                return here()

        return answer

    def _alone(self, task: Task) -> Made:
        pool = workers.one()
        try:
            return pool.submit(_work, self._dress, task, self._limit).result()
        except BrokenProcessPool:
            return failed(self._dress, task, layout_errata.killed(task.piece))
        finally:
            workers.end(pool)


def _nothing(_: Callable[[Task], None]) -> None:
    """Do nothing meanwhile."""


def _comes_up() -> bool:
    """Say whether a worker can be had at all."""
    try:
        pool = workers.one()
    except BrokenProcessPool:
        return False
    try:
        return pool.submit(abs, -1).result() == 1
    except BrokenProcessPool:
        return False
    finally:
        workers.end(pool)


_LAID: list[int] = [0]
OFTEN = 6  # sections between collections in a worker


def _warm(dress: Dress, task: Task) -> None:
    """Lay out a section for nothing but the practice, in a worker that has laid out none."""
    if not _LAID[0]:
        lay_out(dress, task)


def _work(dress: Dress, task: Task, limit: float) -> Made:
    """Lay out one section in a worker, and clear up behind every few."""
    found = lay_out(dress, task, limit)
    _LAID[0] += 1
    if _LAID[0] % OFTEN == 0:
        gc.collect()
    return found
