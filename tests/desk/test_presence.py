"""Who is where, and what others do, is seen at once."""

import time
from pathlib import Path
from typing import Any

import pytest

from casebook.desk.presence import MOST, Presence, Viewer
from casebook.journal.journal_entries import LONGEST_NAME

MARK = {
    "id": "", "asks": "replace", "paragraph": 1, "start": 0, "quote": "学习", "text": "学习与讨论",
    "note": "", "by": "王",
}  # fmt: skip


def test_others_are_known_by_name_and_section() -> None:
    here = Presence()
    here.come("a", " 王  编辑 ", "case-1")
    here.come("b", "李", "case-1")
    here.come("c", "", "case-1")
    here.come("d", "李", "case-1")
    here.come("e", "王 编辑", "case-2")
    assert here.others("a") == [Viewer("李", "case-1")], "nobody, and oneself, are no others"
    assert here.others("c") == [
        Viewer("李", "case-1"),
        Viewer("王 编辑", "case-1"),
        Viewer("王 编辑", "case-2"),
    ]
    assert here.say("d", "李", writing=True)
    assert not here.say("d", "李", writing=True)
    assert here.others("a") == [Viewer("李", "case-1", True)]
    here.leave("b")
    here.leave("d")
    assert here.others("a") == []
    assert not here.say("d", "李", writing=True)


def test_no_more_are_known_than_a_desk_has_room_for() -> None:
    here = Presence()
    for number in range(MOST + 5):
        here.come(f"{number}", "名" * 99, "")
    here.come("0", "乙", "case-1")
    assert here.others("none") == [Viewer("乙", "case-1"), Viewer("名" * LONGEST_NAME, "")]


@pytest.mark.slow
def test_people_marks_and_edits_appear_at_once(
    served: tuple[Path, str], browser: Any, page: Any
) -> None:
    _, address = served
    page.goto(address)
    page.wait_for_selector("#status.good")
    page.click("#who")
    page.fill("#own-name", "王编辑")
    page.keyboard.press("Enter")
    head = {"x-casebook": "desk"}
    assert page.request.post(f"{address}/api/rounds/open", data={"head": ""}, headers=head).ok
    other = browser.new_context().new_page()
    other.goto(f"{address}/case/1-1")
    other.wait_for_selector("#pages text", state="attached")
    other.click("#who")
    other.fill("#own-name", "李校对")
    other.keyboard.press("Enter")
    page.locator(".people", has_text="李校对").wait_for()
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#pages text", state="attached")
    page.locator("#present", has_text="李校对").wait_for()
    other.keyboard.press("e")
    page.locator("#present", has_text="李校对（正在改稿）").wait_for()
    assert page.input_value("#signer") == "王编辑", "the name is typed once"

    before = time.monotonic()
    assert page.request.post(f"{address}/api/marks/1-1", data=MARK, headers=head).ok
    other.wait_for_selector("#marks article", state="attached")
    assert time.monotonic() - before < 10  # asked for now and then, it would come after fifteen
    page.click("#write")
    page.wait_for_selector("#editor .cm-content")
    other.wait_for_selector("#editor .cm-content")
    page.click("#editor .cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n\n王编辑写的一段。")
    other.locator("#editor .cm-content", has_text="王编辑写的一段").wait_for()
    page.click("#write")
    other.close()
    page.locator("#present", has_text="李校对").wait_for(state="hidden")
