"""A text written in a real browser: it moves its page, two people meet, the server dies."""

import http.client
import json
import random
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import tiny
from casebook.journal import recording
from started_desk import kill, started_desk

TEXT = "#editor .cm-content"
CASE = "manuscript/cases/1-1.md"


def until(page: Any, what: Callable[[], object], seconds: float = 150) -> None:
    """Wait for something to happen, while the requests that are routed go on."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        page.wait_for_timeout(50)


def answers(address: str) -> None:
    """Wait until a desk that has said its address answers there."""
    host, _, port = address.removeprefix("http://").partition(":")
    end = time.monotonic() + 150
    while True:
        try:
            socket.create_connection((host, int(port)), 1).close()
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)


def opened(page: Any, address: str) -> None:
    answers(address)
    page.goto(address)
    page.wait_for_selector("#status.good")
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#pages text", state="attached")
    if page.locator(TEXT).count() == 0 and not page.evaluate("localStorage.getItem('writing')"):
        page.keyboard.press("e")
    page.wait_for_selector(TEXT)
    page.wait_for_selector("#status.good")


def write(page: Any, words: str) -> None:
    """Write at the end of the text."""
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(words)


def saved(page: Any) -> bool:
    return "已保存" in page.inner_text("#saved")


def change(page: Any, old: str, new: str) -> None:
    """Put `new` for `old` by the search panel."""
    page.click(TEXT)
    page.keyboard.press("Control+f")
    page.fill("#editor .cm-search [name=search]", old)
    page.fill("#editor .cm-search [name=replace]", new)
    page.click("#editor .cm-search [name=replaceAll]")
    page.keyboard.press("Escape")


def on_disk(folder: Path) -> str:
    return (folder / CASE).read_text("utf-8")


@pytest.mark.slow
def test_what_is_written_is_saved_and_moves_its_page(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    opened(page, address)
    write(page, "\n\n新写的一段，效果很好,真的。")
    until(page, lambda: "新写的一段" in on_disk(folder))
    until(page, lambda: page.locator("#pages text", has_text="新写的一段").count() == 1)
    until(page, lambda: page.locator("#editor .cm-lintRange").count() > 0)
    assert "," in page.inner_text("#editor .cm-lintRange >> nth=-1")
    (folder / CASE).write_text(on_disk(folder).replace("新写的", "外面改的"), "utf-8")
    until(page, lambda: "外面改的" in page.inner_text(TEXT))
    entries = recording.Journal(folder).entries()
    assert [entry.via for entry in entries[-2:]] == ["desk", "outside"]
    page.keyboard.press("1")
    assert page.get_attribute("#tab-text", "aria-selected") == "true", "a figure typed is no tab"


@pytest.mark.slow
def test_two_people_in_one_case(served: tuple[Path, str], browser: Any, page: Any) -> None:
    folder, address = served
    other = browser.new_page()
    for each in (page, other):
        opened(each, address)
    first = on_disk(folder)
    page.route(
        "**/api/text/**",
        lambda route: route.fallback() if route.request.method == "PUT" else route.abort(),
    )
    write(other, "\n\n乙写的一段。")
    until(page, lambda: "乙写的一段" in on_disk(folder))
    change(page, "正文一句", "正文两句")
    until(page, lambda: "正文两句" in on_disk(folder))
    assert "乙写的一段" in on_disk(folder)
    until(page, lambda: "乙写的一段" in page.inner_text(TEXT))
    until(page, lambda: "正文两句" in other.inner_text(TEXT))

    other.route("**/api/text/**", lambda route: route.abort())
    change(other, "正文两句", "正文三句")
    until(page, lambda: "没有应答" in other.inner_text("#saved"))
    change(page, "正文两句", "正文四句")
    until(page, lambda: "正文四句" in on_disk(folder))
    other.unroute("**/api/text/**")
    other.wait_for_selector("#meeting[open]")
    assert other.locator("#sides .cm-merge-a").inner_text().count("正文四句") == 1
    assert other.locator("#sides .cm-merge-b").inner_text().count("正文三句") == 1
    other.click("#keep-mine")
    until(page, lambda: "正文三句" in on_disk(folder))
    until(page, lambda: saved(other))
    page.unroute("**/api/text/**")
    until(page, lambda: "正文三句" in page.inner_text(TEXT))
    other.close()
    assert first != on_disk(folder)


@contextmanager
def desk_at(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with started_desk("-C", str(folder), "--port", str(port)) as (desk, address):
        answers(address)
        yield desk, address


@pytest.mark.slow
def test_a_dead_server_keeps_the_words(browser: Any, tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    page = browser.new_page()
    page.set_default_timeout(180_000)
    with desk_at(folder, 0) as (desk, address):
        opened(page, address)
        port = int(address.rpartition(":")[2])
        kill(desk)
        write(page, "\n\n断线时写的。")
        until(page, lambda: "没有应答" in page.inner_text("#saved"))
        assert "断线时写的" not in on_disk(folder)
    draft = page.evaluate(
        "Object.entries(localStorage).filter(e => e[0].startsWith('draft:'))[0][1]"
    )
    assert "断线时写的" in draft
    (folder / CASE).write_text(on_disk(folder).replace("正文一句", "外面改的一句"), "utf-8")
    with desk_at(folder, port) as (desk, address):
        until(page, lambda: "断线时写的" in on_disk(folder))
        assert "外面改的一句" in on_disk(folder)
        until(page, lambda: "外面改的一句" in page.inner_text(TEXT))
        kill(desk)
        write(page, "\n\n又断了。")
        until(page, lambda: "没有应答" in page.inner_text("#saved"))
        page.goto("about:blank")
    with desk_at(folder, port) as (_, address):
        opened(page, address)
        until(page, lambda: "又断了" in on_disk(folder))
        until(page, lambda: "又断了" in page.inner_text(TEXT))
        assert on_disk(folder).count("又断了") == 1
    page.close()
    assert list((folder / "build").glob(".making-desk-*")) == [], "of desks that were killed, too"
    assert recording.Journal(folder).faults(deep=True) == ()


@pytest.mark.slow
def test_the_history_is_read_compared_and_undone(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    opened(page, address)
    page.fill("#writer", "王编辑")
    page.press("#writer", "Tab")
    write(page, "\n\n要撤销的一段。")
    until(page, lambda: "要撤销的一段" in on_disk(folder))
    page.goto(f"{address}/history?case=1-1")
    first = page.locator("#steps li").first
    until(page, lambda: "王编辑" in first.inner_text())
    assert "要撤销的一段" in first.inner_text()
    first.get_by_text("对照").click()
    page.wait_for_selector("#differences .cm-merge-b")
    assert "要撤销的一段" in page.inner_text("#differences .cm-merge-b")
    page.keyboard.press("Escape")
    first.get_by_text("撤销", exact=True).click()
    until(page, lambda: "要撤销的一段" not in on_disk(folder))
    until(page, lambda: page.locator("#steps li.undone").count() > 0)
    page.locator("#steps li.undone").first.get_by_text("重做").click()
    until(page, lambda: "要撤销的一段" in on_disk(folder))


def asked(address: str, method: str, body: object = None) -> tuple[int, dict[str, Any]]:
    """Return status and answer of a request to the desk. Raises `OSError` when nobody answers."""
    request = urllib.request.Request(
        f"{address}/api/text/cases/1-1.md", None if body is None else json.dumps(body).encode(),
        {"x-casebook": "desk", "content-type": "application/json"}, method=method,
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, {}


def insist(address: str, method: str, body: object = None) -> tuple[int, dict[str, Any]]:
    """Ask until somebody answers, as the editor does."""
    while True:
        try:
            return asked(address, method, body)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)


@pytest.mark.slow
def test_four_writers_and_a_server_that_is_killed_lose_no_word(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "book")
    paragraphs = "".join(f"第{n}段开头，有一些话，说完了。\n\n" for n in range(24))
    (folder / CASE).write_text(f"{on_disk(folder)}\n{paragraphs}", "utf-8")
    acknowledged: list[tuple[str, str]] = []

    def writer(number: int, address: str) -> None:
        rng = random.Random(number)
        kept = 0
        while kept < 25:
            status, now = insist(address, "GET")
            if status != 200:
                continue
            word, text = chr(0x3400 + number * 1000 + kept), now["text"]
            at = text.find("\n", text.find(f"第{rng.randrange(24)}段开头")) - rng.randrange(4)
            body = {
                "text": text[:at] + word + text[at:],
                "base": now["revision"],
                "by": f"{number}",
            }
            status, answer = insist(address, "PUT", body)
            if status == 200:
                acknowledged.append((word, answer["revision"]))
                kept += 1

    port, threads = 0, []
    for round_ in range(3):
        with desk_at(folder, port) as (desk, address):
            port = int(address.rpartition(":")[2])
            if not threads:
                threads = [
                    threading.Thread(target=writer, args=(number, address)) for number in range(4)
                ]
                for thread in threads:
                    thread.start()
            if round_ < 2:
                time.sleep(2)
                kill(desk)
            else:
                for thread in threads:
                    thread.join()
                kill(desk)
    text, journal = on_disk(folder), recording.Journal(folder)
    assert len(acknowledged) == 100
    assert [word for word, _ in acknowledged if text.count(word) != 1] == []
    for word, revision in acknowledged:
        content = journal.contents.get(revision)
        assert content is not None
        assert word in content.decode()
    assert journal.faults(deep=True) == ()
