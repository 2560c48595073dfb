"""Make the book again whenever something is saved, and remember the last good pages.

A run of the press takes a process of its own, so that the desk keeps answering; saves that come
in while one runs are taken together in the next.
"""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from watchfiles import awatch

from casebook import issuing, layout, pdf
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.telling import as_data


@dataclass(frozen=True)
class State:
    """What the browser shows: pages of the last good run, and the errata of the last run."""

    run: int = 0
    building: bool = True
    good: int = 0
    seconds: float = 0
    labels: tuple[str, ...] = ()
    contents: tuple[pdf.Goal, ...] = ()
    errata: tuple[Erratum, ...] = ()
    failed: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the state as plain data for the browser."""
        return {
            "run": self.run,
            "building": self.building,
            "good": self.good,
            "failed": self.failed,
            "seconds": round(self.seconds, 1),
            "labels": self.labels,
            "contents": [
                {"label": g.label, "page": g.page, "level": g.level}
                for g in self.contents
                if g.level <= 2
            ],
            "errata": as_data(self.errata),
        }


@dataclass
class Workshop:
    """The book in `folder`, kept made."""

    folder: Path
    state: State = State()
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _process: ProcessPoolExecutor | None = None

    @property
    def pages(self) -> Path:
        """The PDF whose pages are shown."""
        return self.folder / "build" / issuing.FILES["print"]

    async def keep(self) -> None:
        """Make the book now and after every save, until cancelled."""
        await self._make()
        places = [self.folder / "manuscript", self.folder / "layouts", layout.SHIPPED]
        async for _ in awatch(*(p for p in places if p.is_dir()), debounce=100, step=30):
            await self._make()

    async def _make(self) -> None:
        await self._tell(replace(self.state, run=self.state.run + 1, building=True))
        errata, seconds, good = await self._ran()
        state = replace(self.state, building=False, errata=errata, failed=not good)
        if good:
            state = replace(
                state,
                good=state.run,
                seconds=seconds,
                labels=tuple(pdf.labels(self.pages)),
                contents=tuple(pdf.outline(self.pages)),
            )
        await self._tell(state)

    async def _ran(self) -> tuple[tuple[Erratum, ...], float, bool]:
        """Run the press in its process; one that breaks is told and replaced."""
        loop = asyncio.get_running_loop()
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            self._process = ProcessPoolExecutor(1, mp_context=context)
        try:
            return await loop.run_in_executor(self._process, _run, self.folder)
        except Exception as fault:  # the desk outlives whatever the press runs into
            self._process.shutdown(wait=False)
            self._process = None
            said = f"{type(fault).__name__}: {fault}"
            return (
                (
                    Erratum(
                        "press-broke",
                        Place("build"),
                        Wording(f"排版进程中断：{said}", f"the press broke off: {said}"),
                        Wording(
                            "再保存一次以重试；仍不成功，请把这句话报告给开发者。",
                            "Save again to retry; if it persists, report this sentence.",
                        ),
                    ),
                ),
                0,
                False,
            )

    async def _tell(self, state: State) -> None:
        async with self.changed:
            self.state = state
            self.changed.notify_all()

    async def states(self) -> AsyncIterator[State]:
        """Yield the state now, and every new one."""
        while True:
            shown = self.state
            yield shown
            async with self.changed:
                while self.state is shown:
                    await self.changed.wait()


def _run(folder: Path) -> tuple[tuple[Erratum, ...], float, bool]:
    """Run the press once; its faults are a result, never an exception."""
    try:
        made = issuing.issue(folder, ("print",), _silent)
    except StopPress as stop:
        return stop.errata, 0, False
    return made.queries, made.seconds, True


def _silent(_step: Wording, _count: int | None) -> None:
    return None
