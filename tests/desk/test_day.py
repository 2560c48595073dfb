"""An editor's day at the desk, in a real browser: from a missing case to the proof."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from started_desk import until

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
PARAGRAPHS = (
    "乙题 “丙” 丁", "河北省样例市医院", "一、做法", "我院近90余个科室参加活动,效果很好。",
    "再一次部署工作以后，群众满意。",
)  # fmt: skip


def docx(path: Path) -> Path:
    words = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in PARAGRAPHS)
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{name}"><w:body>{words}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", body)
    return path


def drop(page: Any, path: Path) -> None:
    """Drop a file on the ledger as a hand does."""
    page.evaluate(
        """([name, bytes]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], name));
          document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
        }""",
        [path.name, list(path.read_bytes())],
    )


def select(page: Any, words: str, until_: str = "") -> None:
    """Select from `words` to `until_` on the page, as dragging the mouse does."""
    page.evaluate(
        """([from, to]) => {
          const find = words => {
            for (const text of document.querySelectorAll('#pages text[data-b]')) {
              const at = text.textContent.indexOf(words);
              if (at >= 0) return [text.firstChild, at];
            }
            throw new Error('not on the page: ' + words);
          };
          const [first, start] = find(from), [last, end] = find(to || from);
          first.parentNode.scrollIntoView({ block: 'center' });
          const length = (to || from).length;
          getSelection().setBaseAndExtent(first, start, last, end + length);
        }""",
        [words, until_],
    )


def test_an_editors_day(served: tuple[Path, str], page: Any, tmp_path: Path) -> None:
    folder, address = served
    page.goto(address)
    page.wait_for_selector("#status.good")
    page.select_option("#kind", "missing")
    assert page.locator(".ledger tr.case-row:visible").count() == 1
    page.fill("#search", "hebei")
    assert "乙题" in page.inner_text(".ledger tr.case-row:visible")

    drop(page, docx(tmp_path / "来稿.docx"))
    page.wait_for_selector(".outcome a")
    assert page.inner_text(".outcome a") == "1-2"
    page.click(".outcome a")
    page.wait_for_selector("#pages text")
    until(lambda: "再一次部署工作" in page.inner_text("#pane-text"))
    until(lambda: page.locator("#pages text", has_text="再一次部署工作").count() == 1)

    page.wait_for_selector("#status.good")
    until(lambda: page.locator("#pane-errata article").count() > 0)
    page.click("#tab-errata")
    page.click("#pane-errata article.link")
    page.wait_for_selector("rect.lit", state="attached")
    path = folder / "manuscript/cases/1-2.md"
    version = page.get_attribute("#pages img", "data-version")
    path.write_text(path.read_text("utf-8").replace("近90余个", "近90个"), "utf-8")
    until(lambda: page.get_attribute("#pages img", "data-version") not in (None, version))
    until(lambda: page.locator("#pages text", has_text="近90个").count() == 1)
    page.wait_for_selector("#status.good")

    page.goto(f"{address}/rounds")
    page.click("#turn-round")
    page.wait_for_selector("#turn-round[data-do=close]")
    page.goto(f"{address}/case/1-2")
    page.wait_for_selector("#pages text")
    until(lambda: page.locator("#marks").inner_text() != "")
    select(page, "再一次")
    page.click("#mark")
    page.wait_for_selector("#marking[open]")
    page.fill("#wanted", "又一次")
    page.fill("#by", "王校对")
    page.click("#keep")
    page.wait_for_selector("#marks article")
    assert page.locator("rect.mark").count() == 1
    page.locator("#marks button", has_text="修改").click()
    page.fill("#note", "全书统一")
    page.click("#keep")
    until(lambda: "全书统一" in page.inner_text("#marks"))
    page.click("#sign")
    until(lambda: "没有落实" in page.inner_text("#signed"))
    marked = path.read_text("utf-8")
    path.write_text(marked.replace("再一次", "又一次"), "utf-8")
    until(lambda: page.locator("#pages text", has_text="又一次").count() == 1)
    page.wait_for_selector("#status.good")
    page.click("#sign")
    until(lambda: "已签 王校对" in page.inner_text("#signed"))
    path.write_text(marked, "utf-8")
    until(lambda: "签后有改" in page.inner_text("#signed"))
    page.wait_for_selector("#status.good")

    page.goto(f"{address}/rounds")
    page.click("#turn-round")
    page.wait_for_selector("#turn-round[data-do=open]")
    path.write_text(path.read_text("utf-8").replace("群众满意", "群众很满意"), "utf-8")
    page.wait_for_selector("#status.good")
    page.click("#compare button")
    page.wait_for_selector("#reports li.bad")
    said = page.inner_text("#reports li.bad")
    assert "漏改 1" in said
    assert "擅改 1" in said

    page.goto(f"{address}/builds")
    page.wait_for_selector("#status.good")
    page.click("[data-editions=proof]")
    page.wait_for_selector("a[href='/files/confirmations.zip']")
    assert "校样" in page.inner_text(".history")
    answer = page.request.get(f"{address}/files/proof.pdf")
    assert answer.body()[:5] == b"%PDF-"


def test_a_fault_is_told_and_the_last_good_pages_stay(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#pages text")
    page.wait_for_selector("#status.good")
    path = folder / "manuscript/cases/1-1.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("award: 1-1", "awards: 1-1"), "utf-8")
    page.wait_for_selector("#status.failed")
    assert "cases/1-1.md:2" in page.inner_text("#status")
    assert page.locator("#pages text", has_text="正文一句").count() == 1
    path.write_text(text, "utf-8")
    page.wait_for_selector("#status.good")


def test_a_click_on_a_line_leads_to_the_manuscript_and_back(
    served: tuple[Path, str], page: Any
) -> None:
    _, address = served
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#pages text")
    page.locator("#pages text", has_text="正文一句").click()
    page.wait_for_selector(".source li.lit")
    assert "正文一句" in page.inner_text(".source li.lit")
    page.locator(".source li", has_text="一、做法").click()
    page.wait_for_selector("rect.lit", state="attached")
    lit = page.locator("rect.lit").bounding_box()
    heading = page.locator("#pages text", has_text="一、做法").bounding_box()
    assert abs(lit["y"] - heading["y"]) < 12


def test_an_edit_above_leaves_the_reader_where_he_was(served: tuple[Path, str], page: Any) -> None:
    folder, address = served
    path = folder / "manuscript/cases/1-1.md"
    kept = path.read_text("utf-8")
    text = kept + "".join(
        f"\n第{n}段的内容写在这里，每段各不相同，长短也不一样{'啊' * (n % 30)}。\n"
        for n in range(90)
    )
    path.write_text(text, "utf-8")
    page.goto(f"{address}/case/1-1")
    until(lambda: page.locator("#pages text", has_text="第89段").count() == 1)
    page.wait_for_selector("#status.good")
    first = """() => {
      const top = pages.getBoundingClientRect().top;
      for (const text of pages.querySelectorAll('text[data-b]')) {
        const box = text.getBoundingClientRect();
        if (box.bottom > top + 40) return [text.textContent, Math.round(box.top - top)];
      }
    }"""
    page.evaluate("pages.scrollTop = pages.children[2].offsetTop + 300")
    words, height = page.evaluate(first)
    assert words.startswith("第")
    path.write_text(
        text.replace("## 一、做法\n", "## 一、做法\n\n新加一段。\n\n又加一段。\n"), "utf-8"
    )
    until(lambda: page.locator("#pages text", has_text="又加一段").count() == 1)
    again, now = page.evaluate(first)
    assert again[:4] == words[:4]
    assert abs(now - height) <= 2
    path.write_text(kept, "utf-8")
    page.wait_for_selector("#status.good")


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (768, 1024)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_scrolls_sideways(
    served: tuple[Path, str], page: Any, size: tuple[int, int], lang: str
) -> None:
    _, address = served
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{address}/language/{lang}")
    for view in ("/", "/case/1-1", "/book", "/epub", "/rounds", "/builds"):
        page.goto(address + view)
        wide = page.evaluate(
            "[document.documentElement, document.body, document.querySelector('main')]"
            ".every(node => node.scrollWidth <= node.clientWidth + 1)"
        )
        assert wide, view
        assert page.get_attribute("html", "lang") == ("en" if lang == "en" else "zh-CN")


def test_the_keyboard_reaches_everything(served: tuple[Path, str], page: Any) -> None:
    _, address = served
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#pages text")
    page.focus("#tab-text")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#tab-errata", "aria-selected") == "true"
    seen = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"skip", "pages", "tab-errata", "pane-errata", "help"} <= seen
    page.keyboard.press("?")
    assert "逐行移动" in page.inner_text("#helping[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    assert page.get_attribute("#tab-text", "aria-selected") == "true"
    page.focus("#source")
    page.keyboard.press("ArrowDown")
    until(lambda: page.evaluate("document.activeElement.closest('li') !== null"))
    while "一、做法" not in page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("rect.lit", state="attached")


def sheet_of(address: str, page: Any, case: str) -> Any:
    return page.request.get(f"{address}/api/marks/{case}").json()


def test_a_mark_is_made_over_several_paragraphs_by_keyboard_alone(
    served: tuple[Path, str], page: Any
) -> None:
    folder, address = served
    page.goto(f"{address}/rounds")
    if page.get_attribute("#turn-round", "data-do") == "open":
        page.fill("#due", "2026-12-31")
        page.click("#turn-round")
        page.wait_for_selector("#turn-round[data-do=close]")
        assert "2026-12-31" in page.inner_text("table")
    path = folder / "manuscript/cases/1-1.md"
    path.write_text(
        path.read_text("utf-8") + "\n前一段的末尾。\n\n中间一段。\n\n后一段的开头。\n", "utf-8"
    )
    page.goto(f"{address}/case/1-1")
    until(lambda: page.locator("#pages text", has_text="后一段的开头").count() == 1)
    page.wait_for_selector("#status.good")
    page.focus("#pages")
    said = ""
    for _ in range(40):
        page.keyboard.press("ArrowDown")
        said = page.inner_text("#spoken")
        if said.startswith("前一段"):
            break
    assert said == "前一段的末尾。"
    assert page.locator("rect.line").count() == 1
    page.keyboard.press("Home")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert page.inner_text("#spoken").split("：")[1].split() == ["的末尾。", "中间一段。", "后一段"]
    page.keyboard.press("m")
    page.wait_for_selector("#marking[open]")
    page.select_option("#asks", "delete")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("与上文重复")
    page.focus("#keep")
    page.keyboard.press("Enter")
    page.wait_for_selector("#marks article")
    [mark] = sheet_of(address, page, "1-1")["marks"]
    assert mark["quote"] == "的末尾。\n中间一段。\n后一段"
    assert [span[2] - span[1] for span in mark["spans"]] == [4, 5, 3]
    assert page.locator("rect.mark").count() == 3


def test_the_whole_book_shows_its_errata_and_turns_to_their_lines(
    served: tuple[Path, str], page: Any
) -> None:
    folder, address = served
    path = folder / "manuscript/cases/1-1.md"
    page.goto(f"{address}/book")
    page.wait_for_selector("#status.good")
    path.write_text(path.read_text("utf-8") + "\n又有近90余个科室参加。\n", "utf-8")
    page.locator("#errata details[data-section=case-1-1] summary").click()
    page.locator("#errata details[data-section=case-1-1] article.link").first.click()
    page.wait_for_selector("rect.lit", state="attached")
    figure = page.locator("figure", has=page.locator("rect.lit"))
    assert figure.get_attribute("data-section") == "case-1-1"
    lit, frame = (
        page.locator("rect.lit").first.bounding_box(),
        page.locator("#pages").bounding_box(),
    )
    assert frame["y"] <= lit["y"] <= frame["y"] + frame["height"]
    figure.locator(".sheet").click()
    page.wait_for_url("**/case/1-1#p*")
    page.wait_for_selector(".source li.lit")
