"""Work beside the desk: answered, told how far it is, stopped by errata or by the desk's end, quietly."""

import asyncio
import http.client
import json
import os
import signal
import subprocess
import threading
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest

import tiny
from casebook.desk import shutdown
from casebook.desk.background_work import BackgroundWork
from casebook.errata import Erratum, Place, StopPress, Tell, Wording
from started_desk import started_desk

pytestmark = pytest.mark.slow
STEP = Wording("一步", "a step")


def doubled(number: int) -> int:
    return 2 * number


def counted(most: int, tell: Tell) -> str:
    for number in range(most):
        tell(STEP, number)
    return "done"


def refused() -> None:
    raise StopPress([Erratum("no-award", Place("awards.yaml"), STEP)])


def missing() -> bytes:
    return Path("/nowhere/at/all").read_bytes()


def endless() -> None:
    time.sleep(600)


def test_work_is_done_one_after_the_other_in_one_process() -> None:
    async def both() -> tuple[int, int, list[int | None], str]:
        background, heard = BackgroundWork(), list[int | None]()
        first, second = await asyncio.gather(background.run(doubled, 1), background.run(doubled, 2))
        said = await background.run(counted, 3, tell=lambda _, count: heard.append(count))
        background.end()
        return first, second, heard, said

    assert asyncio.run(both()) == (2, 4, [0, 1, 2], "done")


def test_what_stops_work_is_told_and_the_next_is_done() -> None:
    async def stopped() -> list[str]:
        background, rules = BackgroundWork(), []
        for work in (refused, missing):
            with pytest.raises(StopPress) as stop:
                await background.run(work)
            rules.append(stop.value.errata[0].rule)
        waiting = asyncio.create_task(background.run(endless))
        await asyncio.sleep(1)
        background.end()
        with pytest.raises(StopPress) as stop:
            await waiting
        rules.append(stop.value.errata[0].rule)
        assert await background.run(doubled, 4) == 8
        background.end()
        return rules

    assert asyncio.run(stopped())[::2] == ["no-award", "work-broke-off"]


def test_who_asks_while_the_desk_ends_is_broken_off_too() -> None:
    class Asked:
        times = 0

        def shutdown(self) -> None:
            self.times += 1

    async def ended() -> tuple[set[bool], int]:
        tasks, connection = {asyncio.create_task(asyncio.sleep(600))}, Asked()
        async with shutdown.breaking_off(tasks, {connection}):
            await asyncio.sleep(shutdown.PATIENCE / 2)
            tasks.add(asyncio.create_task(asyncio.sleep(600)))  # its browser connected just then
            await asyncio.wait(tasks)
        return {task.cancelled() for task in tasks}, connection.times

    cancelled, times = asyncio.run(asyncio.wait_for(ended(), 60))
    assert cancelled == {True}
    assert times


@pytest.mark.parametrize("wait", [0.0, 0.3, 1.5], ids="{} s into the trial".format)
def test_a_desk_stopped_while_a_layout_is_tried_ends_quietly(tmp_path: Path, wait: float) -> None:
    """Ctrl-C goes to every process of a terminal."""
    folder = tiny.write(tmp_path / "book")
    with started_desk("-C", str(folder), lang="en", stderr=subprocess.PIPE) as (desk, address):
        with urllib.request.urlopen(address, timeout=240):
            pass  # it serves: before that, whoever connects is only let wait

        def try_it() -> None:
            asking = http.client.HTTPConnection(address.removeprefix("http://"), timeout=240)
            head = {"x-casebook": "desk", "content-type": "application/json"}
            body = json.dumps({"layout": "a5", "changes": []})
            with closing(asking), suppress(OSError, http.client.HTTPException):
                asking.request("POST", "/api/layout/try", body, head)
                asking.getresponse().read()

        asker = threading.Thread(target=try_it)
        asker.start()
        time.sleep(wait)
        os.killpg(desk.pid, signal.SIGINT)
        _, said = desk.communicate(timeout=180)
        asker.join()
    assert said == ""
    assert [path.name for path in (folder / "build").glob(".making-*")] == []
