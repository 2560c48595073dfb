"""Sections laid out beyond this machine make the same book, even when a worker dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import books
from casebook.press import volume, workers

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
    messages: list[int] = []

    def tell(count: int) -> None:
        if not messages:
            os.kill(workers[0].pid, signal.SIGKILL)
        messages.append(count)

    far = volume.make(book, galleys, tmp_path / "far", address, tell)
    assert workers[0].poll() is not None or workers[0].wait(60)
    assert not far.errata
    here = volume.make(book, galleys, tmp_path / "here", 1)
    assert volume.bind(far, book) == volume.bind(here, book)


def rules(pages: volume.Volume) -> list[str]:
    return [e.rule for e in pages.errata]


@pytest.mark.filterwarnings("default")
def test_workers_of_another_make_set_nothing_and_this_machine_goes_on(
    tmp_path: Path,
    cluster: tuple[str, list["subprocess.Popen[bytes]"]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from casebook.press import dask as module

    monkeypatch.setattr(module, "fonts_alike", lambda: "other fonts")
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    pages = volume.make(book, galleys, tmp_path / "far", cluster[0])
    assert rules(pages) == ["unlike-worker", "unlike-worker"]
    assert set(pages.starts) == {galley.section.id for galley in galleys}


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("how", "when"),
    [
        (signal.SIGKILL, "before"),
        (signal.SIGKILL, "in the middle"),
        (signal.SIGKILL, "at the last"),
        (signal.SIGSTOP, "in the middle"),
    ],
)
def test_a_scheduler_that_dies_or_hangs_is_left(
    tmp_path: Path,
    how: signal.Signals,
    when: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scheduler, address = started(SCHEDULER)
    processes = [started(WORKER, address)[0] for _ in range(2)]
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    at = {"before": 0, "in the middle": len(galleys) // 2}
    stop = at.get(when, len(galleys) - 1)
    messages: list[int] = []
    times: list[float] = []

    def end() -> None:
        os.kill(scheduler.pid, how)
        times.append(time.monotonic())

    def tell(_: int) -> None:
        messages.append(0)
        if len(messages) == stop:
            end()

    def leave(own: workers.Workers) -> None:
        times.append(time.monotonic())
        own.cluster = ""

    monkeypatch.setattr(workers.Workers, "leave_cluster", leave)
    try:
        if not stop:
            end()
        pages = volume.make(book, galleys, tmp_path / "far", address, tell)
    finally:
        for process in (*processes, scheduler):
            process.kill()
            process.communicate()
    lost = [["no-scheduler"]]
    assert rules(pages) in (lost if when == "before" else [*lost, []])  # all may have been sent
    assert times[-1] - times[0] < 60  # fifteen, where nothing else works
    here = volume.make(book, galleys, tmp_path / "here", 1)
    assert volume.bind(pages, book) == volume.bind(here, book)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nothing://known", "tcp://"])
def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path, address: str) -> None:
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    pages = volume.make(book, galleys, tmp_path / "far", address)
    assert rules(pages) == ["no-scheduler"]
    assert set(pages.starts) == {galley.section.id for galley in galleys}


@pytest.mark.filterwarnings("default")
def test_a_scheduler_without_workers_is_not_waited_for(tmp_path: Path) -> None:
    scheduler, address = started(SCHEDULER)
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    try:
        pages = volume.make(book, galleys, tmp_path / "far", address)
    finally:
        scheduler.kill()
        scheduler.communicate()
    assert rules(pages) == ["no-scheduler"]
