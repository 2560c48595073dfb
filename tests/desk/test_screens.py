"""Every view of the desk, on a wide screen, a tablet and a telephone, in both languages."""

from pathlib import Path
from typing import Any

import pytest

VIEWS = (
    "/start", "/notice", "/inbox", "/case/1-2", "/", "/case/1-1", "/section/imprint", "/book",
    "/epub", "/rounds", "/builds", "/history", "/history?case=1-1",
    "/form/book.yaml", "/form/awards.yaml", "/form/cases/1-1.md", "/order", "/layout", "/nowhere",
)  # fmt: skip
SIZES = ((1366, 768), (1024, 768), (390, 844))
MARK = {
    "id": "", "asks": "replace", "paragraph": 1, "start": 0, "quote": "学习", "text": "学习与讨论",
    "note": "全书统一", "by": "王校对",
}  # fmt: skip
OVERLAPS = """() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("svg, script, option, .unseen, .skip, dialog:not([open])")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      let { left, top, right, bottom } = rect;
      for (let up = parent; up; up = up.parentElement) {
        if (getComputedStyle(up).overflow === "visible") continue;
        const around = up.getBoundingClientRect();
        left = Math.max(left, around.left); right = Math.min(right, around.right);
        top = Math.max(top, around.top); bottom = Math.min(bottom, around.bottom);
      }
      if (right - left > 1 && bottom - top > 1) boxes.push({ left, top, right, bottom, words: node.data.trim().slice(0, 20), node });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  const faults = [];
  boxes.forEach((box, index) => {
    for (let other, next = index + 1; (other = boxes[next]) && other.top < box.bottom - 3; next += 1) {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - other.top;
      if (across > 2 && down > 3) faults.push(`${box.words} / ${other.words}`);
    }
  });
  const wide = document.documentElement.scrollWidth - innerWidth;
  const main = document.getElementById("main");
  if (wide > 0) faults.push(`the page is ${wide} px too wide`);
  if (main && main.scrollWidth > main.clientWidth + 1) faults.push(`main is ${main.scrollWidth - main.clientWidth} px too wide`);
  return faults.slice(0, 5);
}"""
"""Returns which visible texts stand on each other, and what is wider than the screen."""


@pytest.fixture(scope="module")
def at_work(served: tuple[Path, str], browser: Any) -> str:
    """A desk where a round is open, a case marked, and both editions are made."""
    address = served[1]
    page = browser.new_page()
    page.set_default_timeout(180_000)
    page.goto(address)
    page.wait_for_selector("#status.good")
    head = {"x-casebook": "desk"}
    page.request.post(f"{address}/api/build", data={"editions": ["print", "epub"]}, headers=head)
    page.goto(f"{address}/builds")
    page.wait_for_selector("a[href='/files/book.epub']")
    page.wait_for_selector("#status.good")
    opened = page.request.post(f"{address}/api/rounds/open", data={"head": "张主编"}, headers=head)
    assert opened.ok, opened.text()
    assert page.request.post(f"{address}/api/marks/1-1", data=MARK, headers=head).ok
    page.close()
    return address


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_two_texts_stand_on_each_other(
    at_work: str, page: Any, size: tuple[int, int], lang: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{at_work}/language/{lang}")
    for view in VIEWS:
        page.goto(at_work + view)
        if view != "/start":
            page.wait_for_selector("#status.good")
        if view == "/notice":
            page.click("article.award button.edit")
        if view == "/case/1-1":
            page.wait_for_selector("#pages text", state="attached")
            page.click("#tab-marks")
            page.wait_for_selector("#marks article")
            assert page.evaluate(OVERLAPS) == [], view
            page.click("#tab-text")
            page.click("#write")
            page.wait_for_selector("#editor .cm-content")
        if view.startswith("/history"):
            page.wait_for_selector("#steps li")
        assert page.evaluate(OVERLAPS) == [], view
        if view == "/case/1-1":
            page.click("#write")


def test_a_page_of_the_book_becomes_sharp_and_one_that_left_is_not_asked_for(
    at_work: str, page: Any
) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{at_work}/book")
    page.wait_for_selector("#pages img[data-state=sharp]")
    pictures = [address for address in asked if ".jpg" in address]
    assert "width=240" in pictures[0]
    assert any("width=900" in address for address in pictures)
    page.wait_for_load_state("networkidle")
    asked.clear()
    page.evaluate(
        "const all = document.getElementById('pages'), half = all.scrollHeight / 2;"
        "all.scrollTop = half; requestAnimationFrame(() => { all.scrollTop = 0; })"
    )
    page.wait_for_timeout(400)
    assert not [address for address in asked if ".jpg" in address]


def test_texts_that_stand_on_each_other_are_seen(page: Any) -> None:
    page.set_content("<p style='margin:0'>甲乙</p><p style='margin:-1.2em 0 0'>丙丁</p>")
    assert page.evaluate(OVERLAPS) == ["甲乙 / 丙丁"]
    page.set_content("<p style='width:3000px'>甲乙</p>")
    assert "too wide" in page.evaluate(OVERLAPS)[0]
