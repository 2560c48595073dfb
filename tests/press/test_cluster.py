"""Sections laid out beyond this machine make the same book, even when a worker dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import books
import pytest

from casebook.errata import StopPress
from casebook.press import crew, volume

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[2]
SCHEDULER = (
    "import asyncio\n"
    "from distributed import Scheduler\n"
    "async def main():\n"
    "    async with Scheduler(host='127.0.0.1', port=0, dashboard=False, "
    "dashboard_address=None) as s:\n"
    "        print(s.address, flush=True)\n"
    "        await s.finished()\n"
    "asyncio.run(main())\n"
)
WORKER = (
    "import asyncio, sys\n"
    "from distributed import Worker\n"
    "async def main():\n"
    "    async with Worker(sys.argv[1], nthreads=1, host='127.0.0.1', dashboard=False) as w:\n"
    "        print(w.address, flush=True)\n"
    "        await w.finished()\n"
    "if __name__ == '__main__':\n"
    "    asyncio.run(main())\n"
)


def started(code: str, *arguments: str) -> tuple["subprocess.Popen[bytes]", str]:
    process = subprocess.Popen(
        (sys.executable, "-c", code, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert process.stdout is not None
    return process, process.stdout.readline().decode().strip()


@pytest.fixture
def cluster() -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    scheduler, address = started(SCHEDULER)
    workers = [started(WORKER, address)[0] for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.communicate()


@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_a_worker_makes_the_same_book(
    tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[bytes]"]]
) -> None:
    address, workers = cluster
    book, galleys = books.composed(books.every_kind(tmp_path, lines=200))
    told: list[int] = []

    def tell(count: int) -> None:
        if not told:
            os.kill(workers[0].pid, signal.SIGKILL)
        told.append(count)

    far = volume.make(book, galleys, tmp_path / "far", address, tell)
    assert workers[0].poll() is not None or workers[0].wait(10)
    assert not far.errata
    here = volume.make(book, galleys, tmp_path / "here", 1)
    assert volume.bind(far, book) == volume.bind(here, book)


@pytest.mark.filterwarnings("default")
def test_a_worker_of_another_make_is_refused(
    tmp_path: Path,
    cluster: tuple[str, list["subprocess.Popen[bytes]"]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from casebook.press import cluster as module

    monkeypatch.setattr(module, "fonts_alike", lambda: "other fonts")
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    with pytest.raises(StopPress) as stop:
        volume.make(book, galleys, tmp_path / "far", cluster[0])
    assert {e.rule for e in stop.value.errata} == {"unlike-worker"}


@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import distributed

    monkeypatch.setattr(
        distributed, "Client", lambda *_, **__: (_ for _ in ()).throw(OSError("refused"))
    )
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    with pytest.raises(StopPress) as stop:
        volume.make(book, galleys, tmp_path / "far", "tcp://127.0.0.1:9")
    assert [e.rule for e in stop.value.errata] == ["no-scheduler"]


def test_a_section_in_a_thread_is_stopped_too() -> None:
    import threading

    stopped: list[float] = []

    def run() -> None:
        began = time.monotonic()
        try:
            with crew._limited(0.2):
                while time.monotonic() - began < 20:
                    time.sleep(0.01)
        except crew.TooSlow:
            stopped.append(time.monotonic() - began)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert stopped
    assert stopped[0] < 10
