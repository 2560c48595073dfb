"""Long work beside the desk: told step by step, one at a time, and told when it breaks off."""

import asyncio
import os

import pytest

from casebook.desk import intake_process
from casebook.desk.intake_process import Answer, Intake, Told
from casebook.errata import StopPress, Tell, Wording
from casebook.journal import recording
from casebook.journal.journal_entries import Deed

pytestmark = pytest.mark.slow
STEP = Wording("做", "doing")


def working(word: str, tell: Tell) -> Answer:
    tell(STEP, None)
    doing = recording.doing_here(Deed.RECEIVE)
    return {"word": word, "by": doing.by, "via": doing.via}


def dying(tell: Tell) -> Answer:
    tell(STEP, None)
    os._exit(9)


def refusing(tell: Tell) -> Answer:
    raise StopPress([intake_process._broke_off()])


def unwritable(tell: Tell) -> Answer:
    raise OSError(28, "No space left on device", "cases/1-1.md")


def test_jobs_follow_each_other_and_every_one_ends() -> None:
    async def run() -> list[list[Told]]:
        intake = Intake()

        async def heard(*work: object) -> list[Told]:
            return [said async for said in intake.run("王", *work)]  # type: ignore[arg-type]

        jobs = ((working, "甲"), (working, "乙"), (dying,), (refusing,), (unwritable,))
        told_by_job = await asyncio.gather(*(heard(*job) for job in jobs))
        intake.end()
        return list(told_by_job)

    first, second, died, refused, full = asyncio.run(run())
    assert [said.step for said in first] == [STEP, None]
    assert first[-1].answer == {"word": "甲", "by": "王", "via": "desk"}
    assert [said.step for said in second] == [intake_process.WAITING, STEP, None]
    assert second[-1].answer is not None
    assert [erratum.rule for erratum in died[-1].errata] == ["intake-broke-off"]
    assert refused[-1].errata
    assert "cases/1-1.md" in str(full[-1].errata[0].place)


def test_a_browser_that_goes_away_stops_nothing() -> None:
    async def run() -> bool:
        intake = Intake()
        async for _ in intake.run("", working, "甲"):
            break
        [task] = intake._tasks
        await task
        return task.exception() is None

    assert asyncio.run(run())
