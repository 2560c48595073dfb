"""Every view of the desk, on a wide screen, a tablet and a telephone, in both languages."""

from pathlib import Path
from typing import Any

import pytest

VIEWS = (
    "/start", "/notice", "/inbox", "/case/1-2", "/", "/case/1-1", "/section/imprint", "/book",
    "/epub", "/rounds", "/builds", "/history", "/history?case=1-1",
    "/form/book.yaml", "/form/awards.yaml", "/form/cases/1-1.md", "/order", "/layout", "/compare", "/nowhere", "/errata",
    "/find?words=%E5%8C%BB%E9%99%A2&mode=text&where=all",
)  # fmt: skip
SIZES = ((1366, 768), (1024, 768), (390, 844))
MARK = {
    "id": "", "asks": "replace", "paragraph": 1, "start": 0, "quote": "学习", "text": "学习与讨论",
    "note": "全书统一", "by": "王校对",
}  # fmt: skip
FAULTY = "\n医院近90余个科室参加,效果很好。\n\n另有30余人到场,反响不错。\n"
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
      const shortened = other.node === box.node && getComputedStyle(box.node.parentElement).textOverflow === "ellipsis";
      if (across > 2 && down > 3 && !shortened) faults.push(`${box.words} / ${other.words}`);
    }
  });
  const wide = document.documentElement.scrollWidth - innerWidth;
  const main = document.getElementById("main");
  if (wide > 0) faults.push(`the page is ${wide} px too wide`);
  if (main && main.scrollWidth > main.clientWidth + 1) faults.push(`main is ${main.scrollWidth - main.clientWidth} px too wide`);
  for (const table of document.querySelectorAll("table")) {
    const last = [...table.querySelectorAll("thead th")].filter(head => head.checkVisibility()).at(-1);
    if (!last || getComputedStyle(table).display !== "table" || innerWidth <= 640) continue;
    const rest = table.getBoundingClientRect().right - last.getBoundingClientRect().right;
    if (rest > 2) faults.push(`a column of a table that has no head is ${Math.round(rest)} px wide`);
  }
  for (const choice of document.querySelectorAll("header > *:not([hidden])")) {
    const first = document.querySelector("header").firstElementChild.getBoundingClientRect();
    const works = !document.getElementById("stop").hidden;  // it may take a line more for as long
    if (choice.tagName !== "NAV" && !works && choice.checkVisibility() && choice.getBoundingClientRect().top > first.bottom) {
      faults.push(`${choice.id || choice.textContent} stands in a second line of the header`);
    }
  }
  for (const button of document.querySelectorAll(".current .settling .buttons:first-child button")) {
    const pane = button.closest(".current").getBoundingClientRect();
    if (button.checkVisibility() && button.getBoundingClientRect().bottom > pane.bottom + 1) faults.push(`${button.textContent} is out of reach`);
  }
  return faults.slice(0, 5);
}"""
"""Returns which visible texts stand on each other, what is wider than the screen, what is out of reach."""


@pytest.fixture(scope="module")
def at_work(served: tuple[Path, str], browser: Any) -> str:
    """A desk where a round is open, a case marked and with errata, and both editions are made."""
    folder, address = served
    case = folder / "manuscript/cases/1-1.md"
    case.write_text(case.read_text("utf-8") + FAULTY, "utf-8")
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
        if view == "/errata":
            look_at_errata(page)
        if view.startswith("/find"):
            look_at_hits(page)
        if view.startswith("/history"):
            page.wait_for_selector("#steps li")
        assert page.evaluate(OVERLAPS) == [], view
        if view == "/case/1-1":
            page.click("#write")


def look_at_errata(page: Any) -> None:
    """Ask about one erratum, then look at each tab; back to the queue, with its form for words."""
    page.wait_for_selector("#current article")
    if not page.inner_text("#count-asked"):
        page.keyboard.press("w")
        page.wait_for_selector("#count-asked:not(:empty)")
    tabs = {"asked": "#questions article", "settled-lately": "#settled li", "to-settle": "#current"}
    for tab, shown in tabs.items():
        page.click(f"#tab-{tab}")
        page.wait_for_selector(shown)
        assert page.evaluate(OVERLAPS) == [], tab
    page.click("#current .more button >> nth=0")


def look_at_hits(page: Any) -> None:
    """Look at hits, then at the preview of a replacement."""
    page.wait_for_selector("#hits a.hit")
    assert page.evaluate(OVERLAPS) == [], "hits"
    page.fill("#put", "本院")
    page.press("#put", "Enter")
    page.wait_for_selector("#replacing-bar:not([hidden])")


def test_a_page_of_the_book_becomes_sharp_and_one_that_left_is_not_asked_for(
    at_work: str, page: Any
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{at_work}/book")
    page.wait_for_selector("#pages img[data-state=sharp]")
    page.wait_for_load_state("networkidle")
    pictures = [address for address in asked if ".jpg" in address]
    assert "width=700" in pictures[0], "the page in the middle is sharp at once"
    assert any("width=240" in address for address in pictures[1:]), "one beside it small at first"
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
