"""The ledger at the start of a desk: what it said last, else awards and files; never as if it were new."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient

import tiny
from casebook.desk import ledger_rows, start_desk
from casebook.desk.live_book import LiveBook
from casebook.desk.live_state import State
from casebook.desk.server import application
from casebook.desk.start_desk import StartDesk
from casebook.desk.views import Views, rows_of
from casebook.intake import specimen
from started_desk import started_desk


def shown(page: bytes | str) -> tuple[str, str, list[list[str]]]:
    """Return of a ledger: what it is known from, what it says of that, its rows by cells."""
    root = html.fromstring(page.decode() if isinstance(page, bytes) else page)
    table = root.xpath("//table")[0]
    rows = [
        [cell.text_content() for cell in row] for row in table.xpath(".//tr[@class='case-row']")
    ]
    return table.get("data-first"), root.get_element_by_id("as-before").text_content(), rows


def test_rows_are_kept_and_said_to_be_of_the_last_time(
    made: tuple[Path, State], tmp_path: Path
) -> None:
    _, state = made
    rows = rows_of(state)
    ledger_rows.keep(tmp_path, rows)
    last = ledger_rows.kept(tmp_path)
    assert last is not None
    assert last.rows == rows.rows
    assert rows.rows[0].pages
    first, said, cells = shown(Views("zh").ledger(State(), {}, {}, None, last))
    assert first == "unread"
    assert f"先按 {last.seen} 那次" in said
    assert cells[0][5] == rows.rows[0].pages
    assert cells[0][-1] == "…"  # of marks and signatures nothing is known yet


def test_a_book_that_was_read_shows_its_own_facts_and_the_last_pages_until_it_is_made(
    made: tuple[Path, State], tmp_path: Path
) -> None:
    _, state = made
    ledger_rows.keep(tmp_path, rows_of(state))
    kept = json.loads((tmp_path / ledger_rows.FILE).read_text("utf-8"))
    kept["rows"][0] |= {"title": "从前的题目", "pages": "98–99"}
    (tmp_path / ledger_rows.FILE).write_text(json.dumps(kept), "utf-8")
    last = ledger_rows.kept(tmp_path)
    first, said, cells = shown(Views("zh").ledger(State(book=state.book), {}, {}, None, last))
    assert (first, cells[0][5]) == ("unmade", "98–99")
    assert said
    assert "从前的题目" not in cells[0]
    first, said, cells = shown(Views("zh").ledger(state, {}, {}, None, last))
    assert (first, said, cells[0][5]) == ("", "", rows_of(state).rows[0].pages)


def test_a_book_never_made_is_listed_by_its_awards_and_files(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    rows = ledger_rows.first(folder)
    assert rows is not None
    assert {row.received for row in rows.rows} == {True, False}
    first, said, cells = shown(Views("zh").ledger(State(), {}, {}, None, rows))
    assert first == "unread"
    assert "先按获奖名单和文件列出" in said
    assert [row[5] for row in cells] == ["" for _ in cells]
    assert not (folder / "build").exists()


@pytest.mark.parametrize("change", [
    {"rows": [{"id": "1-1"}]}, {"rows": []}, {"rows": "x"}, {"regions": [1]}, {"seen": None}, {"rows": [[]]},
])  # fmt: skip
def test_kept_rows_of_another_make_are_no_rows(
    made: tuple[Path, State], tmp_path: Path, change: dict[str, object]
) -> None:
    ledger_rows.keep(tmp_path, rows_of(made[1]))
    file = tmp_path / ledger_rows.FILE
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | change), "utf-8")
    assert ledger_rows.kept(tmp_path) is None


def test_words_of_another_type_are_no_rows(made: tuple[Path, State], tmp_path: Path) -> None:
    ledger_rows.keep(tmp_path, rows_of(made[1]))
    file = tmp_path / ledger_rows.FILE
    kept = json.loads(file.read_text("utf-8"))
    kept["rows"][0]["errata"] = "<script>"
    file.write_text(json.dumps(kept), "utf-8")
    assert ledger_rows.kept(tmp_path) is None


def test_the_ledger_is_shown_while_the_desk_of_the_book_is_still_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path / "book")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shown_before, whole = Event(), start_desk._desk_of

    def late(*arguments: Any) -> tuple[LiveBook, Starlette]:
        assert shown_before.wait(60)
        return whole(*arguments)

    monkeypatch.setattr(start_desk, "_desk_of", late)
    desk = StartDesk(folder, "zh")
    with TestClient(
        desk, base_url="http://127.0.0.1:8000", headers={"x-casebook": "desk"}
    ) as client:
        first, _, cells = shown(client.get("/").text)
        assert first == "unread"
        assert "1-1" in cells[0]
        assert client.get("/static/ledger.js").status_code == 200
        assert client.get("/", headers={"host": "evil.example"}).status_code == 421
        shown_before.set()
        assert client.get("/api/book").status_code == 200  # waits for the desk of the book
    asyncio.set_event_loop(None)


def test_a_case_that_is_not_read_yet_waits_for_its_own_page(
    made: tuple[Path, State], tmp_path: Path
) -> None:
    folder, state = made
    app = application(LiveBook(folder), "zh", last=rows_of(state))
    client = TestClient(app, base_url="http://127.0.0.1:8000")
    assert "case-row" in client.get("/").text
    assert "case-row" not in client.get("/case/1-1").text  # it is loaded again when there is a book
    asyncio.set_event_loop(None)


def test_a_book_at_fault_is_told_by_its_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path / "book")
    (folder / "manuscript/awards.yaml").write_text("tiers: [", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert ledger_rows.first(folder) is None
    desk = StartDesk(folder, "zh")
    with TestClient(desk, base_url="http://127.0.0.1:8000") as client:
        assert "view-ledger" in client.get("/").text
    asyncio.set_event_loop(None)


@pytest.mark.slow
def test_rows_of_the_last_time_give_way_to_those_of_the_book(
    tmp_path: Path, browser: Any, page: Any
) -> None:
    folder = tmp_path / "book"
    specimen.write(folder, 15)  # making it takes far longer than asking for the page
    last = ledger_rows.first(folder)
    assert last is not None
    old = replace(last.rows[0], title="从前的题目", pages="98–99")
    (folder / "build").mkdir()
    ledger_rows.keep(folder / "build", replace(last, rows=(old, *last.rows[1:])))
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    with started_desk("-C", str(folder), environment=environment) as (_, address):
        page.goto(address, wait_until="commit")
        page.wait_for_selector("tr.case-row >> text=从前的题目")
        assert "98–99" in page.inner_text(".ledger")
        assert page.is_visible("#as-before")
        page.wait_for_selector("#status.good")
        page.wait_for_selector("#as-before", state="hidden")
        words = page.inner_text(".ledger")
        assert "从前的题目" not in words
        assert "98–99" not in words
        page.fill("#search", "jiankangdapengche")  # by pinyin, which the first rows did without
        assert 0 < page.locator(".ledger tr.case-row:visible").count() < 15
    kept = ledger_rows.kept(folder / "build")
    assert kept is not None
    assert kept.rows[0].title != "从前的题目"
