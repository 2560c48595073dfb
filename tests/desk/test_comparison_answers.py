"""Builds, rounds and the book as it stands, compared at the desk by pages and texts."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_editor import answers, until

from casebook.desk.kept_states import KEPT, StateName
from casebook.journal import recording
from casebook.journal.journal_entries import Deed

pytestmark = pytest.mark.slow
CASE = "manuscript/cases/1-1.md"


@pytest.mark.parametrize("text", ["", "round-", "round-x", "build-１", "then", "build--1"])
def test_what_names_no_state_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text or "unpack|^$"):
        StateName.of(text)
    assert StateName.of("build-17") == ("build", 17)


def build(folder: Path, page: Any, address: str) -> None:
    """Have an edition made, and wait until the journal says so."""

    def builds() -> int:
        entries = recording.Journal(folder).entries()
        return sum(e.deed is Deed.BUILD and e.facts["ended"] == "good" for e in entries)

    page.goto(f"{address}/builds")
    page.wait_for_selector("#status.good")
    made = builds()
    head = {"x-casebook": "desk"}
    page.request.post(f"{address}/api/build", data={"editions": ["print", "epub"]}, headers=head)
    until(page, lambda: builds() > made)
    page.wait_for_selector("#status.good")


def said(page: Any, address: str, old: str, new: str) -> list[dict[str, Any]]:
    """Return what a comparison says, line by line."""
    answer = page.request.post(
        f"{address}/api/compare/pages", data={"old": old, "new": new}, headers={"x-casebook": "desk"}
    )  # fmt: skip
    return [json.loads(line) for line in answer.text().splitlines()]


def test_two_builds_a_round_and_now_are_compared_by_pages_and_words(
    served: tuple[Path, str], page: Any
) -> None:
    folder, address = served
    head = {"x-casebook": "desk"}
    answers(address)
    page.goto(f"{address}/compare")
    assert page.locator("#comparing-states").count() == 0
    build(folder, page, address)
    opening = f"{address}/api/rounds/open"  # refused while the pages are renewed behind a build
    until(page, lambda: page.request.post(opening, data={}, headers=head).ok)
    text = (folder / CASE).read_text("utf-8")
    (folder / CASE).write_text(text.replace("正文一句", "正文两句"), "utf-8")
    page.wait_for_timeout(300)
    build(folder, page, address)
    (folder / CASE).write_text(text.replace("正文一句", "正文三句"), "utf-8")
    page.wait_for_timeout(300)
    page.goto(f"{address}/compare")
    page.wait_for_selector("#status.good")
    builds = page.locator("#old option[value^=build-]").evaluate_all("all => all.map(o => o.value)")
    assert len(builds) >= 2
    lines = said(page, address, builds[-1], builds[0])
    steps = [line["step"]["zh"] for line in lines if "step" in line]
    assert "比对版面" in steps
    assert "取出当时的书稿" not in steps, "pages of a build are kept, not laid out again"
    kinds = [next(iter(line)) for line in lines]
    assert kinds.index("begun") < kinds.index("pair") < kinds.index("done")
    now = {"build": "三", builds[0]: "两", builds[-1]: "一", "now": "三", "round-1": "一"}
    pairs = [(builds[-1], builds[0]), (builds[-1], "now"), ("round-1", builds[0])]
    for old, new in [*pairs, ("round-1", "now")]:
        page.select_option("#old", old)
        page.select_option("#new", new)
        page.click("#compare")
        page.wait_for_selector("#compare:not(:disabled)")
        assert page.inner_text("#told") == ""
        words = page.locator("#word-changes li", has=page.locator("del")).all_inner_texts()
        assert any(now[old] in said and now[new] in said for said in words), (old, new, words)
        pair = page.locator(".page-pair", has=page.locator("rect.new")).first
        assert pair.locator("rect.old").count() >= 1
        picture = pair.locator("img").nth(1)
        picture.scroll_into_view_if_needed()
        until(page, lambda shown=picture: shown.evaluate("i => i.complete && i.naturalWidth > 0"))
    page.select_option("#old", "now")
    page.select_option("#new", "now")
    page.click("#compare")
    page.wait_for_selector("#compare-sum:has-text('都一样')")
    assert len(list((folder / "build/compared").iterdir())) <= 2 * KEPT
    assert recording.Journal(folder).faults(deep=True) == ()


def test_a_comparison_is_broken_off(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    page.goto(f"{address}/compare")
    page.wait_for_selector("#status.good")
    (folder / CASE).write_text((folder / CASE).read_text("utf-8") + "\n再加一段。\n", "utf-8")
    page.wait_for_timeout(300)
    page.select_option("#new", "now")
    page.click("#compare")
    page.click("#compare-stop")
    page.wait_for_selector("#compare:not(:disabled)")
    assert page.inner_text("#told") == "中断"
    page.click("#compare")
    page.wait_for_selector(".page-pair")
    for path, status in (("/compare/x/old/0.jpg", 404), ("/compare/x/../../etc/passwd", 404)):
        assert page.request.get(address + path).status == status
    answer = page.request.post(
        f"{address}/api/compare/pages", data={"old": "../x", "new": "now"},
        headers={"x-casebook": "desk"},
    )  # fmt: skip
    assert answer.status == 400
