"""Keys pressed one upon another on errata: each acts once, whatever is drawn anew meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_editor import desk_at, until

import tiny
from casebook.journal import recording

pytestmark = pytest.mark.slow
CASE = "manuscript/cases/1-1.md"
NUMBERS = "一二三四五六七八九十"
ERRATA = [f"第{n}项工作已经完成，大家再接再励。" for n in NUMBERS] + [
    "同样的话，大家再接再励。"
] * 4
"""Fourteen errata, of which the last four look alike, with the same words around."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tiny.write(tmp_path / "book")
    case = folder / CASE
    case.write_text(case.read_text("utf-8") + "\n" + "\n\n".join(ERRATA) + "\n", "utf-8")
    with desk_at(folder, 0) as (_, address):
        yield folder, address


def left(folder: Path) -> int:
    """Return how many errata stand in the text."""
    return (folder / CASE).read_text("utf-8").count("再接再励")


def done(folder: Path, what: str) -> list[str]:
    """Return how many errata each deed of that kind settled, as the journal says."""
    entries = recording.Journal(folder).entries()
    return [entry.facts["count"] for entry in entries if entry.facts.get("settled") == what]


def at_errata(page: Any, address: str) -> None:
    page.goto(f"{address}/errata")
    page.wait_for_selector("#status.good")
    page.wait_for_selector("#current article")
    page.select_option("#by-rule", "wrong-phrase")
    page.evaluate("document.activeElement.blur()")
    until(page, lambda: page.inner_text("#nth").endswith(f"{len(ERRATA)} 处"))


@pytest.mark.parametrize("pause", [0, 40, 150], ids="{} ms between keys".format)
def test_every_key_of_a_fast_series_settles_one_erratum(
    desk: tuple[Path, str], page: Any, pause: int
) -> None:
    folder, address = desk
    at_errata(page, address)
    for _ in range(9):
        page.keyboard.press("g")
        page.wait_for_timeout(pause)
    until(page, lambda: left(folder) == len(ERRATA) - 9)
    page.keyboard.press("u")
    page.keyboard.press("w")
    until(page, lambda: left(folder) == len(ERRATA) - 8)
    until(page, lambda: done(folder, "ask") == ["1"])
    assert done(folder, "repair") == ["1"] * 9
    for _ in range(5):
        page.keyboard.press("g")
        page.wait_for_timeout(pause)
    until(page, lambda: left(folder) == 1)
    page.wait_for_timeout(500)
    assert (left(folder), done(folder, "repair")) == (1, ["1"] * 14)
    assert page.locator(".refusal:not(:empty)").count() == 0


SLOWED = """() => {
  const known = window.fetch;
  window.fetch = async (address, facts) => {
    if (String(address).endsWith("/settle")) await new Promise(done => setTimeout(done, 300));
    return known(address, facts);
  };
}"""
"""Has every erratum take a while to settle, as on a machine that is busy."""


def test_a_link_followed_after_fast_keys_opens_when_all_are_settled(
    desk: tuple[Path, str], page: Any
) -> None:
    folder, address = desk
    at_errata(page, address)
    page.evaluate(SLOWED)
    for _ in range(5):
        page.keyboard.press("g")
    page.click("nav a[href='/history']")
    page.wait_for_selector("#settled-said:has-text('处理完就打开')")
    page.wait_for_url("**/history")
    assert (left(folder), done(folder, "repair")) == (len(ERRATA) - 5, ["1"] * 5)


def test_a_window_left_after_fast_keys_asks_first(desk: tuple[Path, str], page: Any) -> None:
    folder, address = desk
    at_errata(page, address)
    page.evaluate(SLOWED)
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    for _ in range(3):
        page.keyboard.press("g")
    page.evaluate("location.reload()")
    until(page, lambda: left(folder) == len(ERRATA) - 3)
    assert asked == ["beforeunload"]
