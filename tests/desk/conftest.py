"""A made book that the desk's tests share, and a desk without a press behind it."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import tiny
from casebook.desk.live_book import LiveBook, State
from casebook.desk.press_messages import BookMade, Job, Proofread
from casebook.desk.press_process import _Press
from casebook.desk.server import application

CASE = tiny.CASE + "\n医院近90余个科室参加,效果很好。\n\n&lt;script>alert(1)&lt;/script>\n"


class Wire:
    """Hears what the press says."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def send(self, told: object) -> None:
        self.told.append(told)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    folder = tiny.write(tmp_path_factory.mktemp("desk"), case=CASE)
    wire = Wire()
    _Press(wire, folder).do(Job())  # type: ignore[arg-type]
    book = next(told for told in wire.told if isinstance(told, BookMade))
    read = next(told for told in wire.told if isinstance(told, Proofread))
    state = State(
        status="good", book=book.book, pages=book.pages, contents=book.contents,
        labels=book.labels, pdf=book.pdf, errata=read.errata,
    )  # fmt: skip
    return folder, state


@pytest.fixture
def live(made: tuple[Path, State], tmp_path: Path) -> LiveBook:
    """A live book that is made and whose press never starts."""
    folder, state = made
    shutil.copytree(folder, tmp_path / "book")
    return LiveBook(tmp_path / "book", replace(state))


@pytest.fixture
def client(live: LiveBook) -> Iterator[TestClient]:
    app = application(live, "zh")
    client = TestClient(
        app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False,
        headers={"x-casebook": "desk"},
    )  # fmt: skip
    yield client
    client.close()
    asyncio.set_event_loop(None)
