"""Every view and dialog of the desk by axe-core: no violation, on three screens, in both languages, light and dark.

Darkness changes colours alone, so only their rule is asked again; the words of the other language
need one screen.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.test_screens import SIZES, VIEWS, at_work

__all__ = ["at_work"]
AXE = Path(__file__).with_name("axe.min.js").read_text("utf-8")
LOOK = """async dark => {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const only = dark ? { runOnly: ["color-contrast"] } : {};
  const found = await axe.run(document, { resultTypes: ["violations"], ...only });
  return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | ")}`);
}"""


GROUND = "getComputedStyle(document.body).backgroundColor"


def violations(page: Any) -> dict[str, list[str]]:
    """Return what axe finds, light and dark, each under which it is.

    Axe reads the colours of the style sheet and no filter over them: dark has its own.
    """
    page.evaluate(AXE)
    by_theme = {theme: page.evaluate(LOOK, theme == "dark") for theme in ("light", "dark")}
    dark = page.evaluate(GROUND)
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert page.evaluate(GROUND) != dark
    assert page.evaluate("getComputedStyle(document.documentElement).filter") == "none"
    return {theme: rules for theme, rules in by_theme.items() if rules}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "lang"), [*((size, "zh") for size in SIZES), (SIZES[1], "en")], ids=str
)
def test_no_view_shuts_anybody_out(
    at_work: str, page: Any, size: tuple[int, int], lang: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{at_work}/language/{lang}")
    wrong = {}
    for view in VIEWS:
        page.goto(at_work + view)
        if view != "/start":
            page.wait_for_selector("#status.good")
        if view == "/case/1-1":
            page.wait_for_selector("#pages text", state="attached")
        if rules := violations(page):
            wrong[view] = rules
    assert wrong == {}


def mark_words(page: Any) -> None:
    """Choose words on the page and mark them."""
    page.wait_for_selector("#pages text", state="attached")
    page.evaluate(
        "() => { const all = [...document.querySelectorAll('#pages text[data-b]')];"
        " const words = all.find(t => t.textContent.length > 3).firstChild;"
        " document.getSelection().setBaseAndExtent(words, 0, words, 2); }"
    )
    page.click("#mark")


def write(page: Any) -> None:
    """Open the text, at work on its first erratum."""
    page.wait_for_selector("#pages text", state="attached")
    page.keyboard.press("e")
    page.wait_for_selector("#editor .cm-content")


def next_erratum(page: Any) -> None:
    page.wait_for_selector("#pages line.erratum", state="attached")
    page.focus("#pages")
    page.keyboard.press("F8")


def compare_builds(page: Any) -> None:
    page.click("#compare-builds button")
    page.click("#compared-files button")


def meet(page: Any) -> None:
    """Write the same words as another, who was first."""
    write(page)
    page.evaluate("document.getElementById('meeting').showModal()")


def answer_question(page: Any) -> None:
    page.wait_for_selector("#current article")
    if not page.inner_text("#count-asked"):
        page.keyboard.press("w")
        page.wait_for_selector("#count-asked:not(:empty)")
    page.click("#tab-asked")


def meet_field(page: Any) -> None:
    """Fill in a field that another fills in, too."""
    page.wait_for_selector("#form:not([inert])")
    title = page.locator("""[data-steps='["title"]']""")
    changes = [[["title"], f"{title.input_value()}甲"]]
    facts = {"base": page.get_attribute("#form", "data-revision"), "changes": changes}
    address = page.url.replace("/form/", "/api/form/")
    assert page.request.put(address, data=facts, headers={"x-casebook": "desk"}).ok
    title.fill("乙")
    page.click("#form button[type=submit]")


def clicked(*buttons: str) -> Callable[[Any], None]:
    def click(page: Any) -> None:
        for button in buttons:
            page.locator(button).first.click()

    return click


OPENED: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "help": ("/", clicked("#help"), "#helping[open]"),
    "help of a case": ("/case/1-1", clicked("#help"), "#helping[open]"),
    "name": ("/", clicked("#who"), "dialog[open]"),
    "mark": ("/case/1-1", mark_words, "#marking[open]"),
    "text": ("/case/1-1", write, "#editor .cm-content"),
    "meeting": ("/case/1-1", meet, "#meeting[open]"),
    "erratum": ("/case/1-1", next_erratum, "#here:not([hidden])"),
    "errata": ("/case/1-1", clicked("#tab-errata"), "#pane-errata article"),
    "marks": ("/case/1-1", clicked("#tab-marks"), "#marks article"),
    "asked": ("/errata", answer_question, "#questions article"),
    "settled": ("/errata", clicked("#tab-settled-lately"), "#settled li"),
    "words": ("/errata", clicked("#current .more button"), "#current form input"),
    "differences": ("/history", clicked("#steps .file button"), "#comparing[open] .cm-content"),
    "builds": ("/builds", compare_builds, "#comparing[open] .cm-content"),
    "award": ("/notice", clicked("article.award button.edit"), "article.award form"),
    "pages compared": ("/compare", clicked("#compare"), "#compare-sum:not(:empty)"),
    "field": ("/form/book.yaml", meet_field, ".meets button"),
    "entry": ("/form/awards.yaml", clicked("[data-entry]:visible"), "dialog[open]"),
}
"""What opens, and what is there then, by the view it opens in."""


@pytest.mark.slow
@pytest.mark.parametrize(("size", "lang"), [(SIZES[0], "zh"), (SIZES[-1], "en")], ids=str)
def test_what_opens_shuts_nobody_out(
    at_work: str, page: Any, size: tuple[int, int], lang: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{at_work}/language/{lang}")
    wrong = {}
    for name, (view, open_it, shown) in OPENED.items():
        page.evaluate("localStorage.removeItem('writing')")
        page.goto(at_work + view)
        page.wait_for_selector("#status.good")
        open_it(page)
        page.wait_for_selector(shown)
        if rules := violations(page):
            wrong[name] = rules
    assert wrong == {}
