"""Keep the book made: watch the folder, give the press its jobs, and know what is shown.

The press works in a process of its own (`press_room`), so the desk always answers. Saves that
come in while it works are taken together. The pages of the last good run stay until there are
newer ones; a press that breaks off is told and replaced.
"""

import asyncio
import multiprocessing
import os
import re
import signal
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from watchfiles import Change, awatch

from casebook import files, history, layout, pdf
from casebook.book import Book
from casebook.desk import press_process
from casebook.desk.press_messages import (
    BookMade,
    CaseMade,
    Job,
    Proofread,
    ShownPages,
    Step,
    Stopped,
)
from casebook.errata import Erratum, Place, Wording
from casebook.press.workers import without_main

PATIENCE = 5.0  # seconds until a press that does not break off is ended
LOOK = 1.0  # seconds between looks for a folder to watch that was not there


@dataclass(frozen=True)
class State:
    """What the browsers show: the last good pages, and what the press is doing.

    `status` is making, good, failed or cancelled. `faults` stopped the last run; `errata` are
    those of the last proofreading. `edition` counts everything that changes what is shown.
    """

    edition: int = 0
    status: str = "making"
    step: Step | None = None
    book: Book | None = None
    pages: dict[str, ShownPages] = field(default_factory=dict)
    contents: tuple[pdf.Destination, ...] = ()
    labels: tuple[str, ...] = ()
    pdf: Path | None = None
    seconds: float = 0
    parts: dict[str, float] = field(default_factory=dict)
    faults: tuple[Erratum, ...] = ()
    errata: tuple[Erratum, ...] = ()

    def of_file(self, path: str) -> tuple[Erratum, ...]:
        """Return the errata of a file of the manuscript, what stopped the press first."""
        both = (*self.faults, *self.errata)
        return tuple(dict.fromkeys(e for e in both if e.place.path == path))


@dataclass
class LiveBook:
    """The book in `folder`, kept made."""

    folder: Path
    state: State = field(default_factory=State)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _process: BaseProcess | None = None
    _wire: Connection | None = None
    _waiting: Job | None = None
    _working: Job | None = None
    _began: float = 0
    _case_shown: bool = False
    _yielding: bool = False
    _cancelling: bool = False
    _halt: asyncio.Event = field(default_factory=asyncio.Event)
    _hearing: set[asyncio.Task[None]] = field(default_factory=set)

    async def keep(self) -> None:
        """Make the book now and after every save, until cancelled."""
        press_process.sweep(self.folder)
        await self.make(Job())
        moved = False
        try:
            while not self._halt.is_set():
                await self._watch(moved)
                moved = True
        finally:
            self._end()

    async def _watch(self, moved: bool) -> None:
        """Make the book after every save, until one of the folders comes, goes or is replaced.

        `moved` says that one has: the book is made as soon as those there are now are watched.
        """
        places = self._places()
        if not places:
            await asyncio.sleep(LOOK)
            return
        async for changes in awatch(
            *places, watch_filter=partial(_of_the_book, tuple(places)), debounce=60, step=20,
            stop_event=self._halt, rust_timeout=int(LOOK * 1000), yield_on_timeout=True,
        ):  # fmt: skip
            if changes or moved:
                await self.make(Job(tuple(sorted({Path(path) for _, path in changes}))))
            moved = False
            if self._places() != places:
                return

    def _places(self) -> dict[Path, int]:
        """Return the folders to watch that are there, each with what tells it from another."""
        places = (self.folder / "manuscript", self.folder / "layouts", layout.SHIPPED)
        return {path: path.stat().st_ino for path in places if path.is_dir()}

    async def make(self, job: Job) -> None:
        """Have `job` done: now, or after what is at work. An edit does not wait for the book."""
        if self._working is None:
            self._waiting = job
            await self._start()
            return
        before = self._waiting
        changed = job.changed if before is None else (*before.changed, *job.changed)
        editions = (*before.editions, *job.editions) if before else job.editions
        asked = job.asked or (before is not None and before.asked)
        self._waiting = Job(tuple(dict.fromkeys(changed)), tuple(dict.fromkeys(editions)), asked)
        if self._case_shown and len(self._waiting.changed) == 1 and not self._yielding:
            self._yielding = True
            _interrupt(self._process)

    async def _start(self) -> None:
        if self._waiting is None:
            return
        job, self._waiting = self._waiting, None
        self._yielding = self._cancelling = False
        wire = self._wire
        if wire is None or self._process is None or not self._process.is_alive():
            wire = self._start_press()
        self._working, self._began = job, time.monotonic()
        plain = not job.asked and self.state.book is not None
        self._case_shown = plain and len(job.changed) != 1
        wire.send(job)
        await self._tell(replace(self.state, status="making", step=None))

    async def cancel(self) -> bool:
        """Break off what is being made; say whether anything was."""
        process = self._process
        if self._working is None or process is None:
            return False
        self._waiting, self._cancelling = None, True
        _interrupt(process)
        asyncio.get_running_loop().call_later(
            PATIENCE, self._kill_if_still_working, process, self._began
        )
        return True

    def _kill_if_still_working(self, process: BaseProcess, began: float) -> None:
        if self._working is not None and self._began == began and process.is_alive():
            process.kill()

    def _start_press(self) -> Connection:
        """Start a press and a thread that hears it; return what the press is spoken to through."""
        context = multiprocessing.get_context("spawn")
        wire, far_end = context.Pipe()
        process = context.Process(
            target=press_process.work, args=(far_end, self.folder), daemon=False
        )
        self._process, self._wire = process, wire
        # the press takes interrupts once it listens
        with press_process.uninterrupted(), without_main():
            process.start()
        far_end.close()
        loop = asyncio.get_running_loop()
        hearing = (process, wire, loop)
        threading.Thread(target=self._listen, args=hearing, daemon=True).start()
        return wire

    def _listen(
        self, process: BaseProcess, wire: Connection, loop: asyncio.AbstractEventLoop
    ) -> None:
        while True:
            try:
                message = wire.recv()
            except (EOFError, OSError):
                message = None
                process.join(PATIENCE)  # its end of the wire may close before it lets go of files
            try:
                loop.call_soon_threadsafe(self._schedule_message, message, wire)
            except RuntimeError:  # the desk has closed
                return
            if message is None:
                return

    def _schedule_message(self, message: object, wire: Connection) -> None:
        """Start hearing `told`; a loop that has stopped never calls this, and drops nothing."""
        task = asyncio.get_running_loop().create_task(self._take_message(message, wire))
        self._hearing.add(task)
        task.add_done_callback(self._hearing.discard)

    async def _take_message(self, message: object, wire: Connection) -> None:
        """Take in what the press says."""
        if wire is not self._wire:
            return
        state = self.state
        match message:
            case Step():
                await self._tell(replace(state, step=message))
            case CaseMade():
                self._case_shown = self._working is not None and not self._working.asked
                pages = state.pages | {message.section: message.shown}
                others = tuple(e for e in state.errata if e.place.path != message.path)
                await self._tell(replace(
                    state, book=message.book, pages=pages, errata=(*others, *message.errata), faults=(),
                    parts=message.parts, seconds=sum(message.parts.values()),
                ))  # fmt: skip
            case BookMade():
                await self._tell(replace(
                    state, book=message.book, pages=message.pages, contents=message.contents, labels=message.labels,
                    pdf=message.pdf, seconds=message.seconds, faults=(),
                ))  # fmt: skip
            case Proofread():
                await self._done(replace(state, status="good", errata=message.errata, faults=()))
            case Stopped() if not message.errata and not self._cancelling:
                self._waiting = self._waiting or self._working  # it only gave way
                self._working = None
                await self._start()
            case Stopped():
                press_process.sweep(self.folder)  # an interrupt may come while it clears away
                ended = "failed" if message.errata else "cancelled"
                await self._done(replace(state, status=ended, faults=message.errata))
            case None:
                self._wire = self._process = None
                press_process.sweep(self.folder)
                if self._working is not None:
                    self._note_broken(self._working)
                    await self._done(replace(state, status="failed", faults=(_broke(),)))

    async def _done(self, state: State) -> None:
        self._working = None
        await self._tell(replace(state, step=None))
        await self._start()

    def _note_broken(self, job: Job) -> None:
        """Put a run into the history whose press could not."""
        seconds = round(time.monotonic() - self._began, 2)
        build = history.Build(time.time() - seconds, job.editions, "failed", seconds)
        build.errata, build.fault = 1, _broke().rule
        history.note(self.folder / "build", build)

    async def _tell(self, state: State) -> None:
        async with self.changed:
            self.state = replace(state, edition=self.state.edition + 1)
            self.changed.notify_all()

    async def states(self) -> AsyncIterator[State | None]:
        """Yield the state now, every new one, and None now and then when there is none."""
        while True:
            shown = self.state
            yield shown
            while self.state is shown:
                try:
                    async with asyncio.timeout(15), self.changed:
                        await self.changed.wait()
                except TimeoutError:
                    yield None

    def halt(self) -> None:
        """Stop watching."""
        self._halt.set()

    def _end(self) -> None:
        process = self._process
        if process is not None and process.is_alive():
            self._working = self._waiting = None
            _interrupt(process)
            with suppress(OSError):
                if self._wire is not None:
                    self._wire.send(None)
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()
            press_process.sweep(self.folder)


_BACKUPS = re.compile(r"~$|\.sw[a-z]$|\.bak$|\.tmp$|^#.*#$|^4913$", re.IGNORECASE)
"""What Vim, Emacs and others keep beside a file they save."""


def _interrupt(process: BaseProcess | None) -> None:
    """Have a press break off what it does."""
    if process is not None and process.pid is not None:
        os.kill(process.pid, signal.SIGINT)


def _of_the_book(places: Sequence[Path], _: Change, path: str) -> bool:
    """Whether what changed below `places` may be of the book: not a program's own file beside it."""
    changed = Path(path)
    below = next(
        (changed.relative_to(top) for top in places if changed.is_relative_to(top)), changed
    )
    return not files.of_a_program(below.parts) and not _BACKUPS.search(below.name)


def _broke() -> Erratum:
    return Erratum(
        "press-broke",
        Place("build"),
        Wording("排版中断了", "typesetting broke off"),
        Wording(
            "再保存一次就会重排；还是不行，请在命令行运行 casebook build 查看原因。",
            "Save again to retry; if it persists, run casebook build and read what it says.",
        ),
    )
