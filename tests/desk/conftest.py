"""A made book that the desk's tests share, a desk without a press behind it, and a whole one in a browser."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from starlette.testclient import TestClient

import tiny
from casebook.desk.live_book import LiveBook
from casebook.desk.live_state import State
from casebook.desk.press_messages import BookMade, Job, Proofread
from casebook.desk.press_process import _Press
from casebook.desk.server import application
from started_desk import started_desk

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 180_000
AS_ROOT = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
"""Chromium has no sandbox for root, as whom CI runs."""
CRASHED = "TargetClosedError"
"""What Playwright raises when its browser has gone."""
FLAGS = [*AS_ROOT, "--disable-gpu", "--disable-dev-shm-usage"]  # /dev/shm of a container is small
CASE = tiny.CASE + "\n医院近90余个科室参加,效果很好。\n\n&lt;script>alert(1)&lt;/script>\n"


class Wire:
    """Hears what the press says."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    def send(self, message: object) -> None:
        self.messages.append(message)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    folder = tiny.write(tmp_path_factory.mktemp("desk"), case=CASE)
    wire = Wire()
    _Press(wire, folder, folder / "shown").do(Job())  # type: ignore[arg-type]
    book = next(item for item in wire.messages if isinstance(item, BookMade))
    read = next(item for item in wire.messages if isinstance(item, Proofread))
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


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A tiny book at a desk of its own."""
    folder = tiny.write(tmp_path_factory.mktemp("day") / "book")
    with started_desk("-C", str(folder)) as (_, address):
        yield folder, address


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test again, once, whose browser crashed: that is no fault of the desk."""
    log = item.ihook
    log.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if any(report.failed and CRASHED in report.longreprtext for report in reports):
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        log.pytest_runtest_logreport(report=report)
    log.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


class Browser:
    """Chromium, started again where it has crashed."""

    def __init__(self, chromium: Any) -> None:
        self._chromium = chromium
        self._started: Any = None

    @property
    def _running(self) -> Any:
        if self._started is None or not self._started.is_connected():
            self._started = self._chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        return self._started

    def new_page(self, **settings: Any) -> Any:
        return self._running.new_page(**settings)

    def new_context(self, **settings: Any) -> Any:
        return self._running.new_context(**settings)

    def close(self) -> None:
        if self._started is not None:
            self._started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver, closing(Browser(driver.chromium)) as browser:
        yield browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page on which no script may fail and the policy may not be broken."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("pageerror", lambda fault: wrong.append(str(fault)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield page
    page.close()
    assert [words for words in wrong if "Failed to load resource" not in words] == []
