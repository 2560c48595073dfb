"""Lay sections out on other machines, through a Dask scheduler (the extra casebook[dask]).

Workers need casebook and the fonts, but not the book: style sheets and pictures are sent with each
section and lie in a temporary folder while it is laid out. Other versions of the engine or other
fonts would set other pages, so workers are asked for these first. When a worker dies, Dask gives
its section to another; what the cluster does not do, for whatever reason, this machine does.

Dask has no time limit for most of what it waits for. So one thread hands out the sections, another
asks the scheduler every other second whether it still answers, and both report in one queue.
"""

import logging
import queue
import shutil
import threading
import time
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from casebook import atomic, files
from casebook.errata import Erratum, Kind, StopPress, Wording
from casebook.press import worker_tasks
from casebook.press.dependencies import BookFolders, engine_version, fonts_alike, named_pictures
from casebook.press.signature import KEPT, LaidOut
from casebook.press.worker_tasks import LayoutTask, Styling
from casebook.press.workers import PLACE
from casebook.store import loads

RETRIES = 3  # workers that a section may lose before it is given up
PATIENCE = 12.0  # seconds without a sign of life, or without any worker
PULSE = 2.0  # seconds between signs
SHARES = 3  # time limits of a section in which at least one is laid out somewhere


class StyleFiles(NamedTuple):
    """The files of the layout, as they are sent: names and contents; the style sheets in order."""

    files: tuple[tuple[str, bytes], ...]
    sheets: tuple[str, ...]
    compose: bool


def lay_out_all(
    address: str, styling: Styling, tasks: Sequence[LayoutTask], limit: float
) -> Generator[LaidOut, None, tuple[list[LayoutTask], tuple[Erratum, ...]]]:
    """Lay out `tasks` on the workers of the scheduler at `address`; yield each as it is ready.

    Return the tasks that are still to do, and notes of why the cluster is given up, if it is: it
    is not reached, ends, or does not answer for `PATIENCE`, has no worker, or one with another
    engine or other fonts. Raises `StopPress` when Dask is not installed.
    """
    if find_spec("distributed") is None:
        raise StopPress([_not_installed()])
    left, folders = dict(enumerate(tasks)), BookFolders(styling.base, styling.sheets)
    work = _ClusterWork(address, styling, tasks, limit)
    work.start()
    latest = time.monotonic()
    try:
        while work.may_do(left):
            report = work.reports.get(timeout=PATIENCE)
            if isinstance(report, Erratum):
                return [*left.values()], (report, *work.further_errata())
            if report is not None:
                latest = time.monotonic()
                made, task = report.made, left.pop(report.number)
                # what opens files that could not be known beforehand is laid out where they are
                if not folders.unchanged(loads(made.signature, KEPT).sources):
                    made = worker_tasks.lay_out(styling, task, limit)
                yield made
            elif time.monotonic() - latest > SHARES * limit + PATIENCE:
                return [*left.values()], (_silent(address),)
        return [*left.values()], ()
    except queue.Empty:
        return [*left.values()], (_silent(address),)
    finally:
        work.close()


class _SectionDone(NamedTuple):
    """A section is laid out."""

    number: int
    made: LaidOut


class _ClusterWork(threading.Thread):
    """Has sections laid out on the cluster, and reports.

    `reports` gets each section that is done, None when the scheduler has answered, and an erratum
    when it is given up. Whatever Dask raises or waits for, it does so in this thread.
    """

    def __init__(
        self, address: str, styling: Styling, tasks: Sequence[LayoutTask], limit: float
    ) -> None:
        super().__init__(daemon=True)
        self._address, self._styling, self._tasks, self._limit = address, styling, tasks, limit
        self.reports: queue.SimpleQueue[_SectionDone | Erratum | None] = queue.SimpleQueue()
        self._over = threading.Event()
        self._pulse: threading.Thread | None = None
        self._failed: set[int] = set()

    def may_do(self, left: dict[int, LayoutTask]) -> bool:
        """Say whether the cluster may still do any of the tasks `left`."""
        return not left.keys() <= self._failed

    def further_errata(self) -> Iterator[Erratum]:
        """Yield the errata that have been reported by now."""
        while not self.reports.empty():
            if isinstance(report := self.reports.get(), Erratum):
                yield report

    def close(self) -> None:
        """Break off, and give the connection a moment to close."""
        self._over.set()
        if self._pulse is not None:
            self._pulse.join(PULSE)

    def run(self) -> None:
        """Have all sections laid out, unless it is broken off."""
        try:
            client = _client(self._address)
            self._pulse = threading.Thread(target=self._watch, args=(client,), daemon=True)
            self._pulse.start()
            if unlike := _unlike_workers(client):
                for name in unlike:
                    self.reports.put(_unlike(name))
                return
            self._lay_out(client)
        except Exception as fault:  # of the network, of Dask, of what a worker answers
            self.reports.put(_lost(self._address, fault))

    def _lay_out(self, client: Any) -> None:
        style_files = client.scatter(_style_files(self._styling), broadcast=True)
        ready: queue.SimpleQueue[Any] = queue.SimpleQueue()
        waiting = {}
        for number, task in enumerate(self._tasks):
            given = (lay_out, style_files, task, _pictures(self._styling.base, task), self._limit)
            future = client.submit(*given, pure=False, retries=RETRIES)
            waiting[future] = number
            future.add_done_callback(ready.put)
        for _ in self._tasks:
            future = ready.get()
            try:
                made = future.result()
            except Exception as fault:  # every worker it was given to has died: it is done here
                if future.status in ("cancelled", "lost"):
                    raise ConnectionError("the connection ended") from fault
                self._failed.add(waiting[future])
                self.reports.put(None)
            else:
                self.reports.put(_SectionDone(waiting[future], made))

    def _watch(self, client: Any) -> None:
        """Report whether the scheduler answers and has workers; close the connection at the end."""
        latest = time.monotonic()
        try:
            while not self._over.wait(PULSE):
                if client.scheduler_info()["workers"]:
                    latest = time.monotonic()
                if time.monotonic() - latest > PATIENCE:
                    self.reports.put(_no_worker(self._address))
                self.reports.put(None)
        except Exception as fault:
            self.reports.put(_lost(self._address, fault))
        finally:
            with suppress(Exception):
                client.close(timeout=PULSE)


_LOCK = threading.Lock()


def lay_out(
    style_files: StyleFiles, task: LayoutTask, pictures: Sequence[tuple[str, bytes]], limit: float
) -> LaidOut:
    """Lay out one section on this worker; the engine takes one at a time."""
    with _LOCK:
        root = atomic.of_process() / _hash(style_files)
        for name, data in style_files.files:
            _write(root / "layouts" / name, data)
        shutil.rmtree(root / "manuscript", ignore_errors=True)  # another section's pictures
        for name, data in pictures:
            _write(root / "manuscript" / name, data)
        sheets = tuple(root / "layouts" / name for name in style_files.sheets)
        styling = Styling(sheets, root / "manuscript", style_files.compose)
        return worker_tasks.lay_out(styling, task, limit)


def _write(path: Path, data: bytes) -> None:
    if path.is_file() and path.read_bytes() == data:
        return
    atomic.put(path, data, lasting=False)


def _hash(style_files: StyleFiles) -> str:
    return sha256(repr(style_files).encode()).hexdigest()[:16]


def _style_files(styling: Styling) -> StyleFiles:
    """Return all files in the folders of the style sheets, which these may import or show."""
    data: dict[str, bytes] = {}
    folders = list(dict.fromkeys(sheet.parent for sheet in styling.sheets))
    for number, folder in enumerate(folders):
        for path in files.walk(folder, within=folder.parents[1]).files:
            inside = path.relative_to(folder).parts
            data["/".join((str(number), *folder.parts[-2:], *inside))] = files.read(path)
    return StyleFiles(
        tuple(data.items()),
        tuple(
            "/".join((str(folders.index(sheet.parent)), *sheet.parts[-3:]))
            for sheet in styling.sheets
        ),
        styling.compose,
    )


def _pictures(base: Path, task: LayoutTask) -> tuple[tuple[str, bytes], ...]:
    """Return the name and contents of each picture that a section names."""
    inside = base.resolve()
    data = []
    for written in named_pictures(task.section.html):
        path = (base / unquote(written)).resolve()
        if path.is_relative_to(inside) and path.is_file():
            data.append((str(path.relative_to(inside)), files.read(path, inside)))
    return tuple(data)


def _client(address: str) -> Any:
    from distributed import Client  # lazy: an extra that few install
    from distributed.versions import VersionMismatchWarning  # lazy: see above

    warnings.simplefilter("ignore", VersionMismatchWarning)  # what matters is compared here
    for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # told as errata instead
    connect: Any = Client
    return connect(address, timeout=f"{PATIENCE - PULSE:.0f}s", set_as_default=False)


def make_of_worker() -> tuple[str, str]:
    """Return what a worker must have in common with this machine: engine and fonts."""
    return engine_version(), fonts_alike()


def _unlike_workers(client: Any) -> list[str]:
    """Return the workers that are not of the make of this machine."""
    mine = make_of_worker()
    asked = {
        name: client.submit(make_of_worker, workers=[name], pure=False)
        for name in sorted(client.scheduler_info()["workers"])
    }
    return [name for name, future in asked.items() if _made(future) != mine]


def _made(future: Any) -> tuple[str, ...]:
    try:
        return tuple(future.result())
    except Exception:  # no casebook there, or one that knows of no such question
        return ()


def _not_installed() -> Erratum:
    return Erratum(
        "no-dask",
        PLACE,
        Wording("没有安装 Dask，不能用别的电脑排版", "Dask is not installed"),
        Wording("pip install casebook[dask]。", "pip install casebook[dask]."),
    )


def _lost(address: str, fault: BaseException) -> Erratum:
    what = f"{type(fault).__name__}: {fault}".rstrip(": ").splitlines()[0]
    return _note(
        "no-scheduler",
        Wording(
            f"调度器 {address} 连不上或中断了（{what}）",
            f"the scheduler {address} cannot be reached, or has stopped ({what})",
        ),
        Wording("检查地址，或先启动 dask scheduler。", "Check the address; start dask scheduler."),
        address,
    )


def _silent(address: str) -> Erratum:
    return _note(
        "no-scheduler",
        Wording(f"调度器 {address} 没有回音", f"the scheduler {address} does not answer"),
        Wording("请看它是否还在运行。", "See whether it still runs."),
        address,
    )


def _no_worker(address: str) -> Erratum:
    return _note(
        "no-scheduler",
        Wording(f"调度器 {address} 没有排版进程", f"the scheduler {address} has no worker"),
        Wording("启动 dask worker。", "Start dask worker."),
        address,
    )


def _unlike(name: str) -> Erratum:
    return _note(
        "unlike-worker",
        Wording(
            f"{name} 的排版组件或字体与这台电脑不同，排出的版面会不一样",
            f"the engine or the fonts of {name} differ from this machine's",
        ),
        Wording(
            "在那台电脑上装同样版本的 casebook 和同样的字体。",
            "Install the same casebook and the same fonts there.",
        ),
        name,
    )


def _note(rule: str, wording: Wording, hint: Wording, quote: str) -> Erratum:
    here = Wording("；已改由这台电脑排版", "; this machine has taken over")
    words = Wording(wording.zh + here.zh, wording.en + here.en)
    return Erratum(rule, PLACE, words, hint, quote, kind=Kind.NOTE)
