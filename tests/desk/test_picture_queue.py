"""Pictures of pages: painted one at a time, the newest first, and none for who has gone."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from casebook.desk import picture_queue
from casebook.desk.picture_queue import Key, Pictures, Turns


def key(number: int) -> Key:
    return ("version", 0, number, 900)


def painter(painted: list[int], number: int) -> Callable[[], Awaitable[bytes]]:
    async def paint() -> bytes:
        await asyncio.sleep(0)
        painted.append(number)
        return b"%d" % number

    return paint


async def present() -> bool:
    return False


async def gone() -> bool:
    return True


def test_the_page_asked_for_last_is_painted_first() -> None:
    painted: list[int] = []

    async def scroll() -> list[bytes | None]:
        pictures = Pictures()
        asked = [pictures.picture(key(n), painter(painted, n), present) for n in range(5)]
        return await asyncio.gather(*asked)

    assert asyncio.run(scroll()) == [b"0", b"1", b"2", b"3", b"4"]
    assert painted == [0, 4, 3, 2, 1]


def test_nobody_waits_for_the_page_of_a_browser_that_has_gone() -> None:
    painted: list[int] = []

    async def scroll() -> list[bytes | None]:
        pictures = Pictures()
        return await asyncio.gather(
            pictures.picture(key(0), painter(painted, 0), present),
            pictures.picture(key(1), painter(painted, 1), gone),
            pictures.picture(key(2), painter(painted, 2), present),
        )

    assert asyncio.run(scroll()) == [b"0", None, b"2"]
    assert painted == [0, 2]


def test_a_picture_is_painted_once_and_the_oldest_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture_queue, "KEPT", 2)
    painted: list[int] = []

    async def read() -> None:
        pictures = Pictures()
        for number in (0, 1, 0, 2, 0, 1):
            await pictures.picture(key(number), painter(painted, number), present)

    asyncio.run(read())
    assert painted == [0, 1, 2, 1]


def test_a_page_that_cannot_be_painted_does_not_stop_the_next() -> None:
    async def broken() -> bytes:
        raise OSError

    async def read() -> list[object]:
        pictures, painted = Pictures(), list[int]()
        return await asyncio.gather(
            pictures.picture(key(0), broken, present),
            pictures.picture(key(1), painter(painted, 1), present),
            return_exceptions=True,
        )

    failed, picture = asyncio.run(read())
    assert isinstance(failed, OSError)
    assert picture == b"1"


def test_whoever_leaves_while_he_waits_gives_his_turn_to_the_next() -> None:
    async def wait() -> list[str]:
        turns, order = Turns(), list[str]()

        async def take(name: str) -> None:
            async with turns:
                order.append(name)
                await asyncio.sleep(0)

        tasks = [asyncio.create_task(take(name)) for name in "abc"]
        await asyncio.sleep(0)
        tasks[2].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await take("d")
        return order

    assert asyncio.run(wait()) == ["a", "b", "d"]
