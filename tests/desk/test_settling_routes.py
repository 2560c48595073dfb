"""Errata settled in a browser by keys alone: in the queue, on the page, while one writes; words found and replaced."""

from pathlib import Path
from typing import Any

import pytest
from test_editor import TEXT, on_disk, opened, until

CASE = "manuscript/cases/1-1.md"
FAULTY = "\n医院近90余个科室参加,效果很好。\n\n另有近30余人到场,反响不错。\n"


@pytest.fixture(scope="module")
def faulty(served: tuple[Path, str]) -> tuple[Path, str]:
    """A desk of a book with four errata: two commas, two numbers that contradict themselves."""
    folder, address = served
    case = folder / CASE
    case.write_text(case.read_text("utf-8") + FAULTY, "utf-8")
    return folder, address


def opened_queue(page: Any, address: str) -> None:
    page.goto(f"{address}/errata")
    page.wait_for_selector("#status.good")
    until(page, lambda: page.inner_text("#count-to-settle") == "4")
    page.wait_for_selector("#current article")


@pytest.mark.slow
def test_the_queue_is_settled_by_keys(faulty: tuple[Path, str], page: Any) -> None:
    folder, address = faulty
    opened_queue(page, address)
    page.select_option("#by-rule", "half-width-mark")
    page.keyboard.press("Tab")
    page.keyboard.press("a")
    page.keyboard.press("g")
    until(page, lambda: "," not in on_disk(folder))
    page.select_option("#by-rule", "")
    page.keyboard.press("Tab")
    until(page, lambda: page.inner_text("#count-to-settle") == "2")
    page.keyboard.press("u")
    until(page, lambda: on_disk(folder).count(",") == 2)
    until(page, lambda: page.inner_text("#count-to-settle") == "4")
    page.select_option("#by-rule", "contradictory-approximation")
    page.keyboard.press("Tab")
    page.keyboard.press("l")
    page.wait_for_selector("#current form input")
    page.keyboard.type("原文如此")
    page.keyboard.press("Enter")
    until(page, lambda: page.inner_text("#count-to-settle") == "3")
    page.keyboard.press("w")
    until(page, lambda: page.inner_text("#count-asked") == "1")
    assert "原文如此" in (folder / "manuscript/cases/1-1.stets.yaml").read_text("utf-8")
    page.reload()
    page.wait_for_selector("#status.good")
    until(page, lambda: page.inner_text("#count-to-settle") == "2")


@pytest.mark.slow
def test_errata_are_settled_on_the_page_and_in_the_text(
    faulty: tuple[Path, str], page: Any
) -> None:
    folder, address = faulty
    opened(page, address)
    page.keyboard.press("Control+Home")
    until(page, lambda: page.locator("#pages line.erratum").count() >= 2)
    page.click(TEXT)
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    page.keyboard.press("Alt+g")
    until(page, lambda: on_disk(folder).count(",") == 1)
    until(page, lambda: page.inner_text(TEXT).count(",") == 1)
    page.click("#write")
    page.focus("#pages")
    page.keyboard.press("F8")
    page.wait_for_selector("#here:not([hidden])")
    for _ in range(3):
        if "," not in page.inner_text("#here mark"):
            page.keyboard.press("F8")
    page.keyboard.press("g")
    until(page, lambda: "," not in on_disk(folder))


@pytest.mark.slow
def test_words_are_found_opened_replaced_and_put_back(faulty: tuple[Path, str], page: Any) -> None:
    folder, address = faulty
    page.goto(f"{address}/find")
    page.wait_for_selector("#status.good")
    page.select_option("#mode", "pinyin")
    page.fill("#search", "zhengwenyj")
    page.press("#search", "Enter")
    until(page, lambda: page.locator("#hits a.hit").count() == 2)
    page.select_option("#mode", "text")
    page.fill("#search", "正文一句")
    page.fill("#put", "正文两句")
    page.press("#put", "Enter")
    page.wait_for_selector("#replacing-bar:not([hidden])")
    page.click("#replace")
    until(page, lambda: "正文两句" in on_disk(folder))
    until(page, lambda: page.locator("#counted button").count() == 1)
    page.click("#counted button")
    until(page, lambda: "正文一句" in on_disk(folder))
    page.wait_for_selector("#status.good")
    page.fill("#search", "正文一句")
    page.press("#search", "Enter")
    until(page, lambda: page.locator("#hits a.hit").count() == 2)
    page.click("#hits a.hit >> nth=0")
    page.wait_for_selector("#pages rect.lit", state="attached")
    assert page.locator(".source li.lit").count() or page.locator(TEXT).count()
