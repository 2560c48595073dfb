"""Keep the book made: watch the folder, give the press its jobs, and know what is shown.

The press works in a process of its own (`press_process`), so the desk always answers. Saves that
come in while it works are taken together; what somebody looks at comes first, and breaks into the
work on the rest. Builds that are asked for have a process of their own (`build_process`). The pages
of the last good run stay until there are newer ones; a press that breaks off is told and replaced.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from watchfiles import Change, awatch

from casebook import atomic, files, history, layout, page_extent
from casebook.desk import child_process
from casebook.desk.child_process import PATIENCE, Child
from casebook.desk.live_state import BuildState, State, Work, spoiled, with_section
from casebook.desk.press_messages import (
    BookMade,
    BookRead,
    Built,
    Following,
    Job,
    Proofread,
    SectionMade,
    SectionProofread,
    Step,
    Stopped,
)
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import book_reader

LOOK = 0.1  # seconds between looks for a folder to watch that was not there
MOST_LOGGED = 200  # steps of a build that are kept
MOST_VIEWED = 8  # sections that are laid out before the rest


@dataclass
class LiveBook:
    """The book in `folder`, kept made; `noticing` hears of changed files, `endings` end work beside it."""

    folder: Path
    state: State = field(default_factory=State)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    noticing: Callable[[Sequence[Path]], None] = lambda _: None
    endings: list[Callable[[], None]] = field(default_factory=list)
    _place: Path | None = None
    """Where the pages stand that are shown; they stay when a press is replaced."""
    _press: Child | None = None
    _builder: Child | None = None
    _waiting: Job | None = None
    _working: Job | None = None
    _began: float = 0
    _build_began: float = 0
    _following: bool = False
    _yielding: bool = False
    _cancelling: bool = False
    _shown: set[str] = field(default_factory=set)
    """The sections that were laid out in the job at work."""
    _views: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _halt: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep(self) -> None:
        """Make the book now and after every save, until cancelled."""
        atomic.sweep(self.folder / "build")
        with ExitStack() as stack:
            with suppress(OSError):  # the press will tell
                place = atomic.folder(self.folder / "build", "desk-")
                self._place = stack.enter_context(place)
            await self._keep()

    async def _keep(self) -> None:
        await self.make(Job())
        listing = asyncio.create_task(self._list_cases())
        moved = False
        try:
            while not self._halt.is_set():
                await self._watch(moved)
                moved = True
        finally:
            listing.cancel()
            self._end()

    async def _list_cases(self) -> None:
        """Read the book while the press starts, so that its cases are listed before it is laid out."""
        try:
            manuscript = await asyncio.to_thread(book_reader.read, self.folder)
        except (StopPress, OSError):  # the press will tell
            return
        if self.state.book is None:
            await self._tell(replace(self.state, book=manuscript.book))

    async def _watch(self, moved: bool) -> None:
        """Make the book after every save, until one of the folders comes, goes or is replaced.

        `moved` says that one has: the book is made as soon as those there are now are watched.
        """
        places = self._places()
        if not places:
            await asyncio.sleep(LOOK)
            return
        async for changes in awatch(
            *places, watch_filter=partial(_of_the_book, tuple(places)), debounce=60, step=10,
            stop_event=self._halt, rust_timeout=int(LOOK * 1000), yield_on_timeout=True,
        ):  # fmt: skip
            if changes or moved:
                paths = tuple(sorted({Path(path) for _, path in changes}))
                await self.make(Job(paths))
                await asyncio.to_thread(self.noticing, paths)
            moved = False
            gone = any(kind is Change.deleted and Path(path) in places for kind, path in changes)
            if gone or self._places() != places:  # a new folder may have the number of the old one
                return

    def _places(self) -> dict[Path, int]:
        """Return the folders to watch that are there, each with what tells it from another."""
        places = (self.folder / "manuscript", self.folder / "layouts", layout.SHIPPED)
        return {path: path.stat().st_ino for path in places if path.is_dir()}

    async def make(self, job: Job) -> None:
        """Have the press follow `job`: now, or as soon as what is looked at is shown."""
        before = self._waiting or Job()
        changed = tuple(dict.fromkeys((*before.changed, *job.changed)))
        self._waiting = Job(changed)
        if self._working is None:
            await self._start()
        else:
            self._give_way()

    def _give_way(self) -> None:
        """Have the press leave the whole book for what waits, once it may be interrupted."""
        if self._waiting is not None and self._following and not self._yielding and self._press:
            self._yielding = True
            self._press.interrupt()

    async def look(self, view: str, sections: Sequence[str]) -> None:
        """Note what the browser `view` shows, the most important first.

        What is still shown as it was before the last change, or was never shown, is laid out next.
        """
        self.leave(view)
        self._views[view] = tuple(sections)
        behind = self._working is not None and self._following
        wanted = self.state.old.intersection(sections)
        if self.state.pdf is None:  # of contents and other lists there is nothing before the book
            behind = self._working is not None  # the press gives way once it may
            cases = {s.id for s in self.state.book.sections if s.case} if self.state.book else set()
            wanted |= cases.intersection(sections) - self.state.pages.keys()
        if behind and not self._shown.issuperset(wanted):
            await self.make(self._working or Job())

    def hears(self, view: str) -> bool:
        """Say whether the browser `view` is there."""
        return view in self._views

    def leave(self, view: str) -> None:
        """Note that the browser `view` has left."""
        self._views.pop(view, None)

    def _viewed(self) -> tuple[str, ...]:
        """Return the sections that are looked at: of each browser in turn, the last to move first."""
        views = [*reversed(self._views.values())]
        depth = max(map(len, views), default=0)
        ranked = (view[rank] for rank in range(depth) for view in views if rank < len(view))
        return tuple(dict.fromkeys(ranked))[:MOST_VIEWED]

    async def _start(self) -> None:
        if self._waiting is None:
            return
        job, self._waiting = self._waiting._replace(viewed=self._viewed()), None
        self._yielding = self._cancelling = self._following = False
        self._shown = set()
        if self._press is None or not self._press.alive:
            place = self._place or self.folder / "build" / f"{atomic.FOLDER}desk"
            self._press = child_process.start(self._hear_press, "press_process", self.folder, place)
        self._working, self._began = job, time.monotonic()
        self._press.send(job)
        await self._tell(replace(self.state, status="making", step=None))

    # Builds

    async def build(self, editions: Sequence[str]) -> None:
        """Have `editions` made of the book as it is now; after the build at work, if there is one."""
        state = self.state.build
        if self._builder is not None:
            waiting = tuple(dict.fromkeys((*state.waiting, *editions)))
            await self._tell_build(replace(state, waiting=waiting))
            return
        wanted = tuple(editions)
        self._builder = child_process.start(
            self._hear_builder, "build_process", self.folder, wanted
        )
        self._build_began = time.monotonic()
        extent = page_extent.last(self.folder / "build")
        await self._tell_build(BuildState("making", wanted, expected=extent.pages if extent else 0))

    async def _hear_builder(self, child: Child, message: object) -> None:
        if child is not self._builder:
            return
        state = self.state.build
        match message:
            case Step():
                log = self._logged(state.log, message)
                await self._tell_build(replace(state, step=message, log=log))
            case Built():
                await self._built(replace(state, status="good", seconds=message.seconds))
                await self.make(Job())  # what was made is proofread
            case Stopped():
                ended = "failed" if message.errata else "cancelled"
                await self._built(replace(state, status=ended, faults=message.errata))
            case None:
                self._note_broken(state.editions)
                await self._built(replace(state, status="failed", faults=(_broke(),)))

    def _logged(
        self, log: tuple[tuple[float, Step], ...], step: Step
    ) -> tuple[tuple[float, Step], ...]:
        """Return `log` with a step; a step that goes on takes the place of what was said of it."""
        if log and log[-1][1].wording == step.wording:
            return (*log[:-1], (log[-1][0], step))
        return (*log, (time.monotonic() - self._build_began, step))[-MOST_LOGGED:]

    async def _built(self, state: BuildState) -> None:
        """Take in how a build ended, and begin the one that waits."""
        self._builder, waiting = None, state.waiting
        atomic.sweep(self.folder / "build")
        await self._tell_build(replace(state, step=None, waiting=()))
        if waiting:
            await self.build(waiting)

    async def _tell_build(self, state: BuildState) -> None:
        await self._tell(replace(self.state, build=state))

    async def cancel(self) -> bool:
        """Break off the build that was asked for, or else what the press does; say whether any was."""
        if self._builder is not None:
            await self._tell_build(replace(self.state.build, waiting=()))
            self._break_off(self._builder)
            return True
        if self._working is None or self._press is None:
            return False
        self._waiting, self._cancelling = None, True
        self._break_off(self._press)
        return True

    def _break_off(self, child: Child) -> None:
        began = self._began

        def kill_if_still_working() -> None:
            at_work = self._working is not None and self._began == began
            if child.alive and (child is self._builder or (child is self._press and at_work)):
                child.process.kill()

        child.interrupt()
        asyncio.get_running_loop().call_later(PATIENCE, kill_if_still_working)

    # What the press says

    async def _hear_press(self, child: Child, message: object) -> None:
        """Take in what the press says."""
        if child is not self._press:
            return
        state = self.state
        match message:
            case Step():
                await self._tell(replace(state, step=message))
            case BookRead():
                await self._tell(replace(state, book=message.book))
            case SectionMade():
                self._shown.add(message.section.id)
                await self._tell(with_section(state, message))
            case SectionProofread():
                others = (e for e in state.errata if e.place.path != message.path)
                parts = state.parts | {"proofread": message.seconds}
                errata, reread = (
                    (*others, *message.errata),
                    {**state.reread, message.path: self._began},
                )
                await self._tell(replace(state, errata=errata, reread=reread, parts=parts))
            case Following():
                self._following = True
                before = state.old if state.pdf is None else frozenset()
                await self._tell(replace(state, old=before | message.outdated))
                self._give_way()
            case BookMade():
                await self._tell(replace(
                    state, book=message.book, pages=message.pages, contents=message.contents, labels=message.labels,
                    pdf=message.pdf, seconds=message.seconds, faults=(), old=frozenset(),
                ))  # fmt: skip
            case Proofread():
                read = replace(
                    state, errata=message.errata, faults=(), read_since=self._began, reread={}
                )
                await self._done(replace(read, status="good"))
            case Stopped() if not message.errata and not self._cancelling:
                self._waiting = self._waiting or self._working  # it only gave way
                self._working = None
                await self._start()
            case Stopped():
                ended = "failed" if message.errata else "cancelled"
                old = state.old | (spoiled(state, message.errata) - self._shown)
                await self._done(replace(state, status=ended, faults=message.errata, old=old))
            case None:
                self._press = None
                atomic.sweep(self.folder / "build")
                if self._working is not None:
                    self._note_broken(("print",))
                    await self._done(replace(state, status="failed", faults=(_broke(),)))

    async def _done(self, state: State) -> None:
        self._working = None
        await self._tell(replace(state, step=None))
        await self._start()

    def _note_broken(self, editions: tuple[str, ...]) -> None:
        """Put a run into the history whose press could not."""
        seconds = round(time.monotonic() - self._began, 2)
        build = history.Build(time.time() - seconds, editions, "failed", seconds)
        build.errata, build.fault = 1, _broke().rule
        history.note(self.folder / "build", build)

    async def _tell(self, state: State) -> None:
        async with self.changed:
            self.state = replace(state, edition=self.state.edition + 1)
            self.changed.notify_all()

    async def tell_work(self, work: Work | None) -> None:
        """Have every browser hear how far something has come that was asked for; None: it is done."""
        await self._tell(replace(self.state, work=work))

    async def stir(self, marks: bool = False) -> None:
        """Have every browser hear that somebody came or went, or marked or signed (`marks`)."""
        await self._tell(replace(self.state, marks=self.state.marks + marks))

    async def states(self) -> AsyncIterator[State | None]:
        """Yield the state now, every new one, and None now and then when there is none.

        It ends when the desk stops.
        """
        while not self._halt.is_set():
            shown = self.state
            yield shown
            while self.state is shown and not self._halt.is_set():
                try:
                    async with asyncio.timeout(15), self.changed:
                        await self.changed.wait()
                except TimeoutError:
                    yield None

    def end_beside(self) -> None:
        """End what works beside the press, once the desk stops."""
        if self._halt.is_set():
            for end in self.endings:
                end()

    async def part(self) -> None:
        """Stop, and let every browser that listens or waits know: nobody is waited for."""
        self._halt.set()
        self.end_beside()
        async with self.changed:
            self.changed.notify_all()

    def _end(self) -> None:
        self._working = self._waiting = None
        for child in (self._builder, self._press):
            if child is not None:
                child.end()
        atomic.sweep(self.folder / "build")


_BACKUPS = re.compile(r"~$|\.sw[a-z]$|\.bak$|\.tmp$|^#.*#$|^4913$", re.IGNORECASE)
"""What Vim, Emacs and others keep beside a file they save."""


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
