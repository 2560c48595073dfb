"""Lay sections out on other machines, through a Dask scheduler (the extra casebook[dask]).

Workers need casebook and the fonts, but not the book: style sheets and pictures travel with the
work and lie in a temporary folder while it is done. A worker of another make would set other
pages, so workers are asked first what they are. A worker that dies is replaced by another.
"""

import atexit
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from casebook import aside, files
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.press import crew
from casebook.press.keys import engine_version, fonts_alike, pictures
from casebook.press.signature import KEPT, Made
from casebook.press.watching import Rooms
from casebook.store import loads

RETRIES = 3  # workers that a section may lose before it is given up


class Kit(NamedTuple):
    """Style sheets and what lies beside them: path below the kit, contents; the sheets in order."""

    files: tuple[tuple[str, bytes], ...]
    sheets: tuple[str, ...]
    compose: bool


def spread(
    address: str, dress: crew.Dress, tasks: Sequence[crew.Task], limit: float, done: crew.Done
) -> None:
    """Lay out `tasks` on the workers of the scheduler at `address`, telling `done` of each.

    Raises `StopPress` when Dask is not installed, the scheduler is not reached, or a worker is
    not of the same make as this machine.
    """
    client = _client(address)
    try:
        _compare(client)
        kit = client.scatter(_kit(dress), broadcast=True)
        pool = client.get_executor(pure=False, retries=RETRIES)
        waiting = {
            pool.submit(lay_out, kit, task, _pictures(dress.base, task), limit): task
            for task in tasks
        }
        rooms = Rooms(dress.base, dress.sheets)
        for future in as_completed(waiting):
            task = waiting[future]
            try:
                made = future.result()
                signature = loads(made.signature, KEPT)
                # what opens files that nobody could know of is laid out where they are
                done(made if rooms.hold(signature.sources) else crew.lay_out(dress, task, limit))
            except Exception as fault:  # every worker it was given to has died
                done(crew.failed(dress, task, crew.broken(task.piece, fault)))
    finally:
        client.close()


_LOCK = threading.Lock()


def lay_out(kit: Kit, task: crew.Task, pictures: Sequence[tuple[str, bytes]], limit: float) -> Made:
    """Lay out one section on this worker; the engine takes one at a time."""
    with _LOCK:
        root = _folder() / _hash(kit)
        for name, data in kit.files:
            _write(root / "layouts" / name, data)
        shutil.rmtree(root / "manuscript", ignore_errors=True)  # another section's pictures
        for name, data in pictures:
            _write(root / "manuscript" / name, data)
        sheets = tuple(root / "layouts" / name for name in kit.sheets)
        return crew.lay_out(crew.Dress(sheets, root / "manuscript", kit.compose), task, limit)


@cache
def _folder() -> Path:
    """Return a folder of this process, which goes when it ends."""
    place = tempfile.mkdtemp(prefix="casebook-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)


def _write(path: Path, data: bytes) -> None:
    if path.is_file() and path.read_bytes() == data:
        return
    aside.put(path, data, lasting=False)


def _hash(kit: Kit) -> str:
    return sha256(repr(kit).encode()).hexdigest()[:16]


def _kit(dress: crew.Dress) -> Kit:
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


def _pictures(base: Path, task: crew.Task) -> tuple[tuple[str, bytes], ...]:
    return tuple(_found(base, pictures(task.piece.html)))


def _found(base: Path, written: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    inside = base.resolve()
    for name in written:
        path = (base / unquote(name)).resolve()
        if path.is_relative_to(inside) and path.is_file():
            yield str(path.relative_to(inside)), files.read(path, inside)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as fault:
        raise StopPress([_not_installed()]) from fault
    connect: Any = Client
    try:
        return connect(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError) as fault:
        raise StopPress([_not_reached(address)]) from fault


def make_of_worker() -> tuple[str, str]:
    """Return what a worker must have in common with this machine: engine and fonts."""
    return engine_version(), fonts_alike()


def _compare(client: Any) -> None:
    mine = make_of_worker()
    others = {name: tuple(make) for name, make in client.run(make_of_worker).items()}
    if errata := [_unlike(name) for name, make in sorted(others.items()) if make != mine]:
        raise StopPress(errata)


def _not_installed() -> Erratum:
    return Erratum(
        "no-dask",
        Place("--workers"),
        Wording("没有安装 Dask，不能用别的机器排版", "Dask is not installed"),
        Wording("pip install casebook[dask]。", "pip install casebook[dask]."),
    )


def _not_reached(address: str) -> Erratum:
    return Erratum(
        "no-scheduler",
        Place("--workers"),
        Wording(f"连不上调度器 {address}", f"the scheduler {address} cannot be reached"),
        Wording("检查地址，或先启动 dask scheduler。", "Check the address; start dask scheduler."),
        address,
    )


def _unlike(name: str) -> Erratum:
    return Erratum(
        "unlike-worker",
        Place("--workers"),
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
