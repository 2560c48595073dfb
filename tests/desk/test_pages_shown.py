"""The pages a browser shows: few of many, the looked-at first, faults by them, the place kept."""

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from started_desk import until

PARAGRAPHS = 400


@pytest.fixture(scope="module")
def long(served: tuple[Path, str], browser: Any) -> tuple[Path, str]:
    """A desk whose book has many pages."""
    folder, address = served
    path = folder / "manuscript/cases/1-1.md"
    many = "".join(
        f"\n第{n}段写在这里，好让版面多起来{'啊' * (n % 40)}。\n" for n in range(PARAGRAPHS)
    )
    page = browser.new_page()
    page.goto(f"{address}/case/1-1")  # also before there is a book
    page.wait_for_selector("#status.good")
    path.write_text(path.read_text("utf-8") + many, "utf-8")
    until(lambda: page.locator("#pages text", has_text=f"第{PARAGRAPHS - 1}段").count() == 1)
    page.wait_for_selector("#status.good")
    page.close()
    return folder, address


def leaves(page: Any) -> list[str]:
    """Return the labels of the pages in the document, in their order there."""
    return list(page.locator("#leaves figure").evaluate_all("all => all.map(f => f.dataset.label)"))


def sharp(page: Any, label: str) -> bool:
    return bool(page.locator(f"figure[data-label='{label}'] img[data-state=sharp]").count())


def test_only_pages_near_the_window_are_in_the_document(long: tuple[Path, str], page: Any) -> None:
    page.set_viewport_size({"width": 900, "height": 500})
    page.goto(f"{long[1]}/book")
    page.wait_for_selector("#pages img[data-state=sharp]")
    total = int(page.locator("#leaves .leaf").first.get_attribute("aria-setsize"))
    assert total > 12
    assert len(leaves(page)) < 8
    tall = page.evaluate("pages.scrollHeight / document.querySelector('.leaf').offsetHeight")
    assert tall > total
    page.keyboard.press("End")
    until(lambda: page.locator(f".leaf[aria-posinset='{total}']").count() == 1)
    assert len(leaves(page)) < 8
    assert page.locator(".leaf[aria-posinset='1']").count() == 0
    places = page.locator(".leaf").evaluate_all("all => all.map(l => +l.ariaPosInSet)")
    assert places == sorted(places)
    page.keyboard.press("Home")
    until(lambda: page.locator(".leaf[aria-posinset='1']").count() == 1)


def test_a_page_is_reached_by_its_number_and_words_on_any_page_are_found(
    long: tuple[Path, str], page: Any
) -> None:
    page.goto(f"{long[1]}/book")
    page.wait_for_selector("#pages img[data-state=sharp]")
    page.keyboard.press("g")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    until(lambda: sharp(page, "10"))
    page.keyboard.press("g")
    page.keyboard.type("nowhere")
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('to-page').validationMessage")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    page.keyboard.type("第399段写在 这里")
    page.keyboard.press("Enter")
    page.wait_for_selector("rect.lit", state="attached")
    assert "1" in page.inner_text("#found")
    lit, frame = (
        page.locator("rect.lit").first.bounding_box(),
        page.locator("#pages").bounding_box(),
    )
    assert frame["y"] <= lit["y"] <= frame["y"] + frame["height"]
    page.fill("#find", "无此字样")
    page.keyboard.press("Enter")
    until(lambda: "没有" in page.inner_text("#found"))


def test_the_other_language_shows_the_same_place(long: tuple[Path, str], page: Any) -> None:
    address = long[1]
    page.goto(f"{address}/book")
    page.wait_for_selector("#pages img[data-state=sharp]")
    page.evaluate("pages.scrollTop = 5000")
    until(lambda: page.evaluate("location.hash"))
    page.click("a.language")
    page.wait_for_selector("html[lang=en]")
    until(lambda: page.evaluate("pages.scrollTop") == 5000)
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#pages text", state="attached")
    page.click("#tab-errata")
    page.evaluate("pages.scrollTop = 1700")
    page.click("a.language")
    page.wait_for_selector("html[lang^=zh]")
    until(lambda: page.evaluate("window.pages ? pages.scrollTop : 0") == 1700)
    assert page.get_attribute("#tab-errata", "aria-selected") == "true"
    page.goto(address)
    page.fill("#search", "甲")
    page.click("a.language")
    page.wait_for_selector("html[lang=en]")
    until(lambda: page.input_value("#search") == "甲")
    page.click("a.language")


FAULTS = {
    "layouts/standard/print/zz.css": ("p { color: #111 }\nh1 { colour: red }", "zz.css:2", "colour: red"),
    "layouts/standard/print/case.html": ("{% extends base %}\n{{ section.nothing }", "case.html:2", "{{ section.nothing }"),
    "layouts/standard/layout.yaml": ("linez: 30\n", "layout.yaml:1", "linez"),
    "layouts/standard/print/font.css": ('\np { font-family: "No Such Font" }', "font.css:2", "No Such Font"),
}  # fmt: skip


@pytest.fixture
def layouts(long: tuple[Path, str], page: Any) -> Any:
    """The book's own layout folder, and the page of a case beside it."""
    folder, address = long
    (folder / "layouts/standard/print").mkdir(parents=True)
    page.goto(f"{address}/case/1-1")
    time.sleep(1.5)  # the desk looks for new folders once a second
    page.wait_for_selector("#status.good")
    page.wait_for_selector("#pages text", state="attached")
    yield folder
    shutil.rmtree(folder / "layouts")


def test_a_fault_of_the_layout_is_told_by_the_page_it_spoils_until_it_is_mended(
    layouts: Path, page: Any
) -> None:
    for name, (text, place, words) in FAULTS.items():
        path = layouts / name
        path.write_text(text, "utf-8")
        page.wait_for_selector("#faults article")
        said = page.inner_text("#faults")
        assert place in said, name
        assert words in said, name
        assert "→" in said, name
        page.wait_for_selector(".stamp")
        assert page.inner_text(".stamp >> nth=0") == "旧版面"
        assert page.locator("#pages text", has_text="正文一句").count() == 1
        path.unlink()
        page.wait_for_selector("#faults", state="hidden")
        until(lambda: page.locator(".stamp").count() == 0)


def test_a_fault_of_another_case_does_not_make_this_page_old(
    layouts: Path, long: tuple[Path, str], page: Any
) -> None:
    other = long[0] / "manuscript/cases/1-2.md"
    other.write_text("---\naward: 1-2\nwrong: 1\n---\n\n一段话。\n", "utf-8")
    page.wait_for_selector("#faults a[href='/book']")
    assert page.locator("#faults article").count() == 0
    assert page.locator(".stamp").count() == 0
    other.unlink()
    page.wait_for_selector("#faults", state="hidden")


def test_a_changed_style_sheet_moves_the_page_that_is_looked_at_before_the_book(
    layouts: Path, page: Any
) -> None:
    page.wait_for_selector("#status.good")
    heard = page.evaluate_handle(
        "() => { const all = []; listeners.push(s => all.push([s.version, s.book, s.old.length])); return all; }"
    )
    version = page.evaluate("seen.version")
    (layouts / "layouts/standard/print/zz.css").write_text("p { letter-spacing: 1pt }", "utf-8")
    until(lambda: page.evaluate("seen.version") != version)
    until(lambda: page.get_attribute("#pages img >> nth=0", "data-version") not in (None, version))
    page.wait_for_selector("#status.good")
    states = heard.json_value()
    before = next(book for moved, book, _ in states if moved != version)
    assert before == states[0][1], "the book was bound first"
    assert states[-1][1] != before
    assert states[-1][2] == 0
    assert any(old for _, _, old in states), "the other sections were not told to be old"


def test_a_desk_that_does_not_answer_says_so_and_what_was_typed_stays(
    long: tuple[Path, str], page: Any
) -> None:
    page.goto(f"{long[1]}/rounds")
    page.fill("#head", "张主编")
    page.route("**/api/**", lambda route: route.abort())
    page.click("#turn-round")
    until(lambda: "没有应答" in page.inner_text("#told"))
    assert page.input_value("#head") == "张主编"


def test_what_is_printed_is_whole(long: tuple[Path, str], page: Any) -> None:
    page.goto(f"{long[1]}/case/1-1")
    page.wait_for_selector("#pages text", state="attached")
    page.emulate_media(media="print")
    shown = "node => node.checkVisibility() && node.scrollHeight <= node.clientHeight + 1"
    for name in ("pages", "pane-text", "pane-errata", "pane-marks"):
        assert page.locator(f"#{name}").evaluate(shown), name
    assert not page.locator("header").is_visible()
    page.goto(long[1])
    assert page.locator(".ledger thead th:visible").count() == 9
    assert page.locator("#main").evaluate(shown)
    page.goto(f"{long[1]}/book")
    assert "/files/print.pdf" in page.inner_text("main")
    page.emulate_media(media="screen")


def test_pages_are_shown_whole_as_thumbnails_or_in_percent_by_keys(
    long: tuple[Path, str], page: Any
) -> None:
    page.set_viewport_size({"width": 1366, "height": 700})
    page.goto(f"{long[1]}/book")
    page.wait_for_selector("#pages img[data-state=sharp]")

    def first() -> tuple[float, float, float]:
        """How wide and high a page is, and how high the window of pages."""
        box = page.locator(".leaf .sheet").first.bounding_box()
        return box["width"], box["height"], page.locator("#pages").bounding_box()["height"]

    page.focus("#pages")
    page.keyboard.press("p")
    until(lambda: first()[1] < first()[2])
    page.keyboard.press("t")
    until(lambda: first()[0] < 140)
    row = page.locator(".leaf").evaluate_all("all => all.filter(l => l.style.top === '0px').length")
    assert row >= 3
    labels = page.locator("#leaves figure").evaluate_all("all => all.map(f => f.dataset.label)")
    assert len(labels) == len(set(labels))
    page.keyboard.press("t")
    page.keyboard.press("0")
    wide = first()[0]
    page.keyboard.press("s")
    until(lambda: first()[0] > wide * 1.5)
    page.keyboard.press("-")
    assert page.input_value("#zoom").isdecimal()
    page.reload()
    page.wait_for_selector("#pages img[data-state=sharp]")
    assert page.input_value("#zoom").isdecimal(), "it is kept"
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
