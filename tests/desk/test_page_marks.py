"""Whatever is printed can be marked: in a real browser, by the mouse, and quoted as it was chosen."""

from pathlib import Path
from typing import Any

import pytest

from casebook.rounds import round_files
from started_desk import until

WORDS = "甲题在正文里，与题目同字。第一句很长，要排到第二行去才好，所以再写几个字。第二句。"
CASE = f"""\
---
award: 1-1
---

{WORDS}[^1]注后还有话。

又一段，接着前面说。

| 项目 | 数量 |
|---|---|
| 门诊 | 三十 |

[^1]: 注里的话。
"""


@pytest.fixture(scope="module")
def marked(served: tuple[Path, str], browser: Any) -> tuple[Path, str]:
    """A desk whose book has a round open, and one case that is written for these tests."""
    folder, address = served
    first = browser.new_page()
    first.set_default_timeout(180_000)
    first.goto(address)
    first.wait_for_selector("#status.good")
    (folder / "manuscript/cases/1-1.md").write_text(CASE, "utf-8")
    first.goto(f"{address}/case/1-1")
    until(lambda: "又一段" in "".join(first.locator("#pages text").all_text_contents()))
    first.wait_for_selector("#status.good")
    first.goto(f"{address}/rounds")
    first.click("#turn-round")
    first.wait_for_selector("#turn-round[data-do=close]")
    first.close()
    return folder, address


def choose(page: Any, words: str, until_: str = "") -> None:
    """Drag the mouse from the beginning of `words` to the end of `until_`, as they stand."""
    ends = page.evaluate(
        """([from, to]) => [[from, 0], [to || from, 1]].map(([words, end]) => {
          const texts = [...document.querySelectorAll('#pages text')];
          const text = texts.find(one => one.textContent.includes(words));
          if (!end) text.scrollIntoView({ block: 'center' });
          const at = text.textContent.indexOf(words) + (end ? words.length : 0);
          const last = at === text.textContent.length;
          const spot = last ? text.getEndPositionOfChar(at - 1) : text.getStartPositionOfChar(at);
          const box = text.getBBox();
          const middle = new DOMPoint(spot.x + (end ? 0 : .4), box.y + box.height / 2);
          const seen = middle.matrixTransform(text.getScreenCTM());
          return [seen.x, seen.y];
        })""",
        [words, until_],
    )
    page.mouse.move(*ends[0])
    page.mouse.down()
    page.mouse.move(*ends[1], steps=4)
    page.mouse.up()
    page.wait_for_selector("#chosen:not([hidden])")


def mark(page: Any, note: str) -> str:
    """Mark what is chosen; return what the dialog quotes."""
    page.click("#mark")
    page.wait_for_selector("#marking[open]")
    quoted: str = page.inner_text("#quoted")
    if page.input_value("#asks") == "replace":
        page.fill("#wanted", "改")
    page.fill("#note", note)
    page.fill("#by", "王")
    page.click("#keep")
    until(lambda: note in page.inner_text("#marks"))
    return quoted


def open_desk(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#pages text", state="attached")
    until(lambda: page.locator("#marks li").count() > 0)


def kept(folder: Path, sheet: str, note: str) -> Any:
    now = round_files.current(folder)
    assert now is not None
    return next(m for m in now.marks.sheet(sheet).marks if m.note == note)


def test_a_printed_title_is_marked_as_the_awards(marked: tuple[Path, str], page: Any) -> None:
    folder, address = marked
    open_desk(page, f"{address}/case/1-1")
    choose(page, "甲题")
    assert page.locator("rect.chosen").count() == 1
    assert "通报 1-1 题目" in mark(page, "问题目")
    title = kept(folder, "awards", "问题目")
    assert (title.field, title.quote, title.asks) == ("1-1.title", "甲题", "query")
    choose(page, "北京市")
    mark(page, "问单位")
    assert kept(folder, "awards", "问单位").field == "1-1.organisation"
    assert "甲题——副题" in (folder / "manuscript/awards.yaml").read_text("utf-8")
    page.click("#sign")
    page.fill("#signer", "王")
    page.click("#sign")
    until(lambda: "没有落实" in page.inner_text("#signed"))


def test_contents_imprint_and_folios_are_marked(marked: tuple[Path, str], page: Any) -> None:
    folder, address = marked
    open_desk(page, f"{address}/section/contents")
    choose(page, "乙题")
    mark(page, "目录一行")
    assert kept(folder, "awards", "目录一行").field == "1-2.title"
    choose(page, "目录")
    mark(page, "目录二字")
    head = kept(folder, "book-fields", "目录二字")
    assert (head.field, head.section) == ("@template", "contents")
    assert page.locator("rect.mark").count() >= 2
    open_desk(page, f"{address}/section/imprint")
    choose(page, "小书")
    mark(page, "版权页书名")
    assert kept(folder, "book-fields", "版权页书名").field == "imprint.书名"
    page.goto(address)
    page.wait_for_selector(".ledger")
    assert page.locator("tr.case-row", has_text="1-1").locator("td").nth(7).inner_text() != ""
    assert (
        "2"
        in page.locator(".others tr:not(.tier)", has_text="目录").locator("td").nth(7).inner_text()
    )


def test_what_is_chosen_is_quoted_and_nothing_else(marked: tuple[Path, str], page: Any) -> None:
    folder, address = marked
    open_desk(page, f"{address}/case/1-1")
    choose(page, "第二句。", "注后还有")
    assert mark(page, "越过注号") == "第二句。注后还有"
    choose(page, "注后还有话。", "又一段")
    assert mark(page, "越过注文") == "注后还有话。\n又一段"
    over = kept(folder, "1-1", "越过注文")
    choose(page, "项目", "数量")
    assert mark(page, "两格") == "项目\n数量"
    choose(page, "注里的")
    assert mark(page, "注") == "注里的"
    shown = [each.inner_text() for each in page.locator("#marks article").all()]
    assert not any("已不在书稿里" in words for words in shown)
    assert over.quote == "注后还有话。\n又一段"


def test_a_mark_over_two_texts_is_two_marks(marked: tuple[Path, str], page: Any) -> None:
    folder, address = marked
    open_desk(page, f"{address}/case/1-1")
    choose(page, "第一样例医院", "甲题在正文")
    page.click("#mark")
    page.wait_for_selector("#marking[open]")
    assert page.input_value("#asks") == "query"
    page.fill("#note", "从单位到正文")
    page.fill("#by", "王")
    page.click("#keep")
    until(lambda: "从单位到正文" in page.inner_text("#marks"))
    assert kept(folder, "awards", "从单位到正文").quote == "第一样例医院"
    assert kept(folder, "1-1", "从单位到正文").quote == "甲题在正文"
