"""Builds: how far they are, what they made, and what changed between two of them."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casebook import history
from casebook.desk import build_answers
from casebook.desk.live_book import LiveBook
from casebook.desk.press_messages import Step
from casebook.errata import Wording
from casebook.journal import recording


def build(live: LiveBook, ended: str = "good", state: int = 0) -> None:
    run = history.Build(0.0, ("print",), ended, files={"print.pdf": "0" * 64}, state=state)
    history.note(live.folder / "build", run)


def test_what_changed_between_two_builds_and_since(client: TestClient, live: LiveBook) -> None:
    journal = recording.of(live.folder)
    journal.begin()
    path = live.folder / "manuscript/cases/1-1.md"
    build(live)
    first = journal.entries()[-1].number
    path.write_text(path.read_text("utf-8").replace("正文一句", "正文两句"), "utf-8")
    journal.notice()
    between = journal.entries()[-1].number
    path.write_text(path.read_text("utf-8").replace("正文两句", "正文三句"), "utf-8")
    journal.notice()
    build(live, state=between)
    build(live, "failed")
    second, *_ = client.get("/api/builds/compare", params={"old": first, "new": "now"}).json()[
        "files"
    ]
    assert (second["path"], second["old"], second["new"]) == ("manuscript/cases/1-1.md", "一", "三")
    known = build_answers.builds_of(_desk(live))
    assert [b.number for b in known] == [between + 2, first], "the texts, not the end, are compared"
    pair = {"old": first, "new": known[0].number}
    assert client.get("/api/builds/compare", params=pair).json()["files"][0]["new"] == "两"
    texts = client.get("/api/builds/differences", params=pair | {"path": second["path"]}).json()
    assert "正文一句" in texts["before"]
    assert "正文两句" in texts["after"]
    page = client.get("/builds").text
    assert page.count(f'value="{known[0].number}"') == 2


def _desk(live: LiveBook) -> Any:
    from casebook.desk.api import Desk

    return Desk(live)


@pytest.mark.parametrize(
    "query", [{}, {"old": "x", "new": "now"}, {"old": "1", "new": ""}, {"old": "999", "new": "now"}]
)
def test_what_is_no_build_is_refused(client: TestClient, query: dict[str, str]) -> None:
    for name in ("compare", "differences"):
        assert client.get(f"/api/builds/{name}", params=query).status_code in (400, 404)


def test_a_step_that_goes_on_is_one_line_of_the_log(live: LiveBook) -> None:
    log: tuple[tuple[float, Step], ...] = ()
    pages = Wording("排正文", "laying out pages")
    for step in (Step(Wording("读", "reading"), None), Step(pages, 1), Step(pages, 7)):
        log = live._logged(log, step)
    assert [(step.wording.en, step.count) for _, step in log] == [
        ("reading", None),
        ("laying out pages", 7),
    ]


@pytest.mark.slow
def test_a_build_says_how_far_it_is_and_two_are_compared(
    served: tuple[Path, str], page: Any
) -> None:
    folder, address = served
    page.goto(f"{address}/builds")
    page.wait_for_selector("#status.good")
    page.click("[data-editions=booklet]")
    page.wait_for_selector("a[href='/files/booklet.pdf']")
    page.click("#build-logged summary")
    page.wait_for_selector("#build-log li")
    path = folder / "manuscript/cases/1-1.md"
    path.write_text(path.read_text("utf-8").replace("正文一句", "正文两句"), "utf-8")
    page.wait_for_selector("#compare-builds")
    page.wait_for_timeout(500)
    page.click("#compare-builds button")
    page.locator("#compared-files article", has_text="1-1.md").wait_for()
    page.click("#compared-files article button")
    page.locator("#differences .cm-merge-b", has_text="正文两句").wait_for()
