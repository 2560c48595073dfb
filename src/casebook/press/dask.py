"""Lay sections out on other machines, through a Dask scheduler (the extra casebook[dask]).

Workers need casebook and the fonts, but not the book: style sheets and pictures travel with the
work and lie in a temporary folder while it is done. A worker of another make would set other
pages, so workers are asked first what they are. A worker that dies is replaced by another; what
the cluster does not do, for whatever reason, is left to this machine.

Dask has no time limit for most of what it waits for. So one thread does the work, another asks
the scheduler every other second whether it lives, and who waits for both listens for signs.
"""

import atexit
import logging
import queue
import shutil
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from casebook import atomic, files
from casebook.errata import Erratum, Kind, StopPress, Wording
from casebook.press import scheduler
from casebook.press.dependencies import Rooms
from casebook.press.keys import engine_version, fonts_alike, pictures
from casebook.press.signature import KEPT, Made
from casebook.press.workers import PLACE
from casebook.store import loads

RETRIES = 3  # workers that a section may lose before it is given up
PATIENCE = 12.0  # seconds without a sign of life, or without any worker
PULSE = 2.0  # seconds between signs
SHARES = 3  # time limits of a section in which at least one is laid out somewhere


class Kit(NamedTuple):
    """Style sheets and what lies beside them: path below the kit, contents; the sheets in order."""

    files: tuple[tuple[str, bytes], ...]
    sheets: tuple[str, ...]
    compose: bool


def spread(
    address: str,
    dress: scheduler.Dress,
    tasks: Sequence[scheduler.Task],
    limit: float,
    done: scheduler.Done,
) -> tuple[Sequence[scheduler.Task], tuple[Erratum, ...]]:
    """Lay out `tasks` on the workers of the scheduler at `address`, telling `done` of each.

    Return the tasks that are still to do, and notes of why the cluster is given up, if it is: it
    is not reached, ends, or gives no sign for `PATIENCE`, has no worker, or one of another make.
    Raises `StopPress` when Dask is not installed.
    """
    if find_spec("distributed") is None:
        raise StopPress([_not_installed()])
    left, rooms = dict(enumerate(tasks)), Rooms(dress.base, dress.sheets)
    work = _Work(address, dress, tasks, limit)
    work.start()
    latest = time.monotonic()
    try:
        while work.lacking(left):
            sign = work.signs.get(timeout=PATIENCE)
            if isinstance(sign, Erratum):
                return [*left.values()], (sign, *work.more())
            if sign is not None:
                latest = time.monotonic()
                signature = loads(sign.made.signature, KEPT)
                # what opens files that nobody could know of is laid out where they are
                known = rooms.hold(signature.sources)
                done(sign.made if known else scheduler.lay_out(dress, tasks[sign.number], limit))
                del left[sign.number]
            elif time.monotonic() - latest > SHARES * limit + PATIENCE:
                return [*left.values()], (_silent(address),)
        return [*left.values()], ()
    except queue.Empty:
        return [*left.values()], (_silent(address),)
    finally:
        work.close()


class _Sign(NamedTuple):
    """A section is laid out."""

    number: int
    made: Made


class _Work(threading.Thread):
    """Has sections laid out; puts into `signs` what is done, None for life, an erratum at the end.

    Whatever Dask raises or waits for, it does so here.
    """

    def __init__(
        self, address: str, dress: scheduler.Dress, tasks: Sequence[scheduler.Task], limit: float
    ) -> None:
        super().__init__(daemon=True)
        self._address, self._dress, self._tasks, self._limit = address, dress, tasks, limit
        self.signs: queue.SimpleQueue[_Sign | Erratum | None] = queue.SimpleQueue()
        self._over = threading.Event()
        self._pulse: threading.Thread | None = None
        self._failed: set[int] = set()

    def lacking(self, left: dict[int, scheduler.Task]) -> bool:
        """Say whether any of the tasks `left` may still be done there."""
        return not left.keys() <= self._failed

    def more(self) -> Iterator[Erratum]:
        """Yield what else was told by now."""
        while not self.signs.empty():
            if isinstance(sign := self.signs.get(), Erratum):
                yield sign

    def close(self) -> None:
        """Break off, and give the scheduler a moment to be told."""
        self._over.set()
        if self._pulse is not None:
            self._pulse.join(PULSE)

    def run(self) -> None:
        """Do the work, to the end or until it is broken off."""
        try:
            client = _client(self._address)
            self._pulse = threading.Thread(target=self._beat, args=(client,), daemon=True)
            self._pulse.start()
            if unlike := _unlike_workers(client):
                for name in unlike:
                    self.signs.put(_unlike(name))
                return
            self._lay_out(client)
        except Exception as fault:  # of the network, of Dask, of what a worker answers
            self.signs.put(_lost(self._address, fault))

    def _lay_out(self, client: Any) -> None:
        kit = client.scatter(_kit(self._dress), broadcast=True)
        ready: queue.SimpleQueue[Any] = queue.SimpleQueue()
        waiting = {}
        for number, task in enumerate(self._tasks):
            given = (lay_out, kit, task, _pictures(self._dress.base, task), self._limit)
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
                self.signs.put(None)
            else:
                self.signs.put(_Sign(waiting[future], made))

    def _beat(self, client: Any) -> None:
        """Tell whether the scheduler lives and has workers; close the connection in the end."""
        latest = time.monotonic()
        try:
            while not self._over.wait(PULSE):
                if client.scheduler_info()["workers"]:
                    latest = time.monotonic()
                if time.monotonic() - latest > PATIENCE:
                    self.signs.put(_no_worker(self._address))
                self.signs.put(None)
        except Exception as fault:
            self.signs.put(_lost(self._address, fault))
        finally:
            with suppress(Exception):
                client.close(timeout=PULSE)


_LOCK = threading.Lock()


def lay_out(
    kit: Kit, task: scheduler.Task, pictures: Sequence[tuple[str, bytes]], limit: float
) -> Made:
    """Lay out one section on this worker; the engine takes one at a time."""
    with _LOCK:
        root = _folder() / _hash(kit)
        for name, data in kit.files:
            _write(root / "layouts" / name, data)
        shutil.rmtree(root / "manuscript", ignore_errors=True)  # another section's pictures
        for name, data in pictures:
            _write(root / "manuscript" / name, data)
        sheets = tuple(root / "layouts" / name for name in kit.sheets)
        return scheduler.lay_out(
            scheduler.Dress(sheets, root / "manuscript", kit.compose), task, limit
        )


@cache
def _folder() -> Path:
    """Return a folder of this process, which goes when it ends."""
    place = tempfile.mkdtemp(prefix="casebook-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)


def _write(path: Path, data: bytes) -> None:
    if path.is_file() and path.read_bytes() == data:
        return
    atomic.put(path, data, lasting=False)


def _hash(kit: Kit) -> str:
    return sha256(repr(kit).encode()).hexdigest()[:16]


def _kit(dress: scheduler.Dress) -> Kit:
    found: dict[str, bytes] = {}
    folders = list(dict.fromkeys(sheet.parent for sheet in dress.sheets))
    for number, folder in enumerate(folders):
        for path in files.walk(folder, within=folder.parents[1]).files:
            inside = path.relative_to(folder).parts
            found["/".join((str(number), *folder.parts[-2:], *inside))] = files.read(path)
    return Kit(
        tuple(found.items()),
        tuple(
            "/".join((str(folders.index(sheet.parent)), *sheet.parts[-3:]))
            for sheet in dress.sheets
        ),
        dress.compose,
    )


def _pictures(base: Path, task: scheduler.Task) -> tuple[tuple[str, bytes], ...]:
    return tuple(_found(base, pictures(task.piece.html)))


def _found(base: Path, written: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    inside = base.resolve()
    for name in written:
        path = (base / unquote(name)).resolve()
        if path.is_relative_to(inside) and path.is_file():
            yield str(path.relative_to(inside)), files.read(path, inside)


def _client(address: str) -> Any:
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

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
        Wording("没有安装 Dask，不能用别的机器排版", "Dask is not installed"),
        Wording("pip install casebook[dask]。", "pip install casebook[dask]."),
    )


def _lost(address: str, fault: BaseException) -> Erratum:
    what = f"{type(fault).__name__}: {fault}".rstrip(": ").splitlines()[0]
    return _note(
        "no-scheduler",
        Wording(
            f"调度器 {address} 连不上或中断了（{what}）",
            f"the scheduler {address} is not reached or has ended ({what})",
        ),
        Wording("检查地址，或先启动 dask scheduler。", "Check the address; start dask scheduler."),
        address,
    )


def _silent(address: str) -> Erratum:
    return _note(
        "no-scheduler",
        Wording(f"调度器 {address} 没有回音", f"the scheduler {address} does not answer"),
        Wording("看看它是否还在运行。", "See whether it still runs."),
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
            f"{name} 的排版组件或字体与本机不同，会排出不同的版面",
            f"the engine or the fonts of {name} differ from this machine's",
        ),
        Wording(
            "在那台机器装同样版本的 casebook 和字体。",
            "Install the same casebook and the same fonts there.",
        ),
        name,
    )


def _note(rule: str, said: Wording, hint: Wording, quote: str) -> Erratum:
    here = Wording("；已改由本机排版", "; this machine has taken over")
    words = Wording(said.zh + here.zh, said.en + here.en)
    return Erratum(rule, PLACE, words, hint, quote, kind=Kind.NOTE)
