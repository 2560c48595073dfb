"""Pages of a case larger and smaller, by keys and by choice; the desk under a finger."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_editor import CASE, on_disk, until

pytestmark = pytest.mark.slow
PART = "manuscript/book.yaml"


def shown(page: Any, address: str) -> None:
    page.goto(f"{address}/case/1-1")
    page.wait_for_selector("#status.good")
    page.wait_for_selector("#pages text", state="attached")


def width(page: Any) -> float:
    return float(page.locator("#pages figure").first.bounding_box()["width"])


def test_pages_of_a_case_are_zoomed_by_keys_and_kept_so(
    served: tuple[Path, str], page: Any
) -> None:
    _, address = served
    shown(page, address)
    page.focus("#pages")
    page.select_option("#zoom", "100")
    paper = 170 / 25.4 * 96
    assert width(page) == pytest.approx(paper, abs=2)
    page.keyboard.press("+")
    assert width(page) == pytest.approx(paper * 1.25, abs=2)
    for _ in range(2):
        page.keyboard.press("-")
    assert width(page) == pytest.approx(paper * 0.75, abs=2)
    page.keyboard.press("p")
    figure = page.locator("#pages .sheet").first.bounding_box()
    assert figure["height"] <= page.locator("#pages").bounding_box()["height"]
    page.keyboard.press("0")
    whole = width(page)
    assert whole == pytest.approx(
        page.evaluate("document.getElementById('pages').clientWidth"), abs=40
    )
    page.reload()
    page.wait_for_selector("#pages text", state="attached")
    assert page.input_value("#zoom") == "width"
    page.set_viewport_size({"width": 1000, "height": 700})
    until(page, lambda: width(page) < whole)
    page.goto(f"{address}/book")
    page.wait_for_selector("#pages img[data-state=sharp]")
    assert page.input_value("#zoom") == "width"


@pytest.fixture
def telephone(browser: Any) -> Iterator[Any]:
    """A page on a screen that is touched."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(180_000)
    yield page
    context.close()


def test_an_erratum_is_settled_by_a_finger(served: tuple[Path, str], telephone: Any) -> None:
    folder, address = served
    page, case = telephone, folder / CASE
    case.write_text(on_disk(folder) + "\n有科室参加,效果很好。\n", "utf-8")
    shown(page, address)
    until(page, lambda: page.locator("#pages line.erratum").count() == 1)
    page.locator("#pages text", has_text="参加").last.scroll_into_view_if_needed()
    box = page.locator("#pages rect.erratum").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#here:not([hidden])")
    page.locator("#here button").first.tap()
    until(page, lambda: "参加，效果" in on_disk(folder))
    page.locator("#tab-errata").tap()
    assert page.get_attribute("#tab-errata", "aria-selected") == "true"


def touched(page: Any) -> Any:
    """Return what sends touches as a screen does."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    return send


def test_pages_are_scrolled_and_the_order_changed_by_a_finger(
    served: tuple[Path, str], telephone: Any
) -> None:
    folder, address = served
    page, send = telephone, touched(telephone)
    shown(page, address)
    page.select_option("#zoom", "200")
    box = page.locator("#pages").bounding_box()
    x, y = box["x"] + 150, box["y"] + box["height"] - 30
    send("touchStart", (x, y))
    for step in range(1, 9):
        send("touchMove", (x, y - 20 * step))
    send("touchEnd")
    until(page, lambda: page.evaluate("document.getElementById('pages').scrollTop") > 50)
    page.goto(f"{address}/order")
    page.wait_for_selector("#status.good")
    before = (folder / PART).read_text("utf-8")
    rows = page.locator("[data-list=front] li .handle, #front li .handle, .order-list li .handle")
    first, second = (rows.nth(n).bounding_box() for n in (0, 1))
    x, y = first["x"] + first["width"] / 2, first["y"] + first["height"] / 2
    send("touchStart", (x, y))
    end = second["y"] + second["height"]
    for step in range(1, 6):
        send("touchMove", (x, y + (end - y) * step / 5))
    send("touchEnd")
    until(page, lambda: (folder / PART).read_text("utf-8") != before)
