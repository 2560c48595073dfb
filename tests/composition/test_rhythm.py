"""What is not text takes whole lines, so the text behind it stands on the grid again."""

from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint

from casebook import composition

PAGE = (
    "<style>@page { size: 200pt 400pt; margin: 20pt } * { margin: 0; padding: 0 }"
    "html { font: 10pt/20pt 'Noto Serif CJK SC' } %s</style>%s<p id=after>后文</p>"
)


@pytest.fixture(autouse=True)
def _composed() -> Iterator[None]:
    composition.install()
    yield
    composition.uninstall()


def top_of(element: str, html: str, css: str) -> float:
    """Return how far, in pt, the text behind `html` begins below the page's first line."""
    document = weasyprint.HTML(string=PAGE % (css, html)).render()
    boxes: list[Any] = [box for box in document.pages[0]._page_box.descendants()]
    result = next(b for b in boxes if b.element is not None and b.element.get("id") == element)
    return float(result.position_y * 0.75 - 20)


@pytest.mark.parametrize(
    "html",
    [
        "<h1 style='font-size: 13pt; line-height: 27pt'>标题</h1>",
        "<table style='border: 1pt solid'><tr><td>甲<tr><td>乙</table>",
        "<figure style='height: 33pt'>图</figure>",
        "<h1 style='line-height: 40pt'>正好</h1>",
        "<figure style='display: flex'><p style='line-height: 27pt'>甲</p><p>乙</p></figure>",
    ],
)
def test_a_stepped_block_takes_whole_lines(html: str) -> None:
    top = top_of("after", html, "h1, table, figure { block-step-size: 20pt }")
    assert top % 20 == pytest.approx(0, abs=0.05)


def test_nothing_is_added_without_a_step() -> None:
    assert top_of("after", "<h1 style='line-height: 27pt; font-size: 13pt'>标题</h1>", "") == 27


def test_what_is_missing_stands_half_above_and_half_below() -> None:
    html = "<figure><p id=inside style='line-height: 30pt'>图</p></figure>"
    assert top_of("inside", html, "figure { block-step-size: 20pt }") == pytest.approx(5)


def test_uninstalled_weasyprint_knows_nothing_of_it(caplog: pytest.LogCaptureFixture) -> None:
    composition.uninstall()
    weasyprint.CSS(string="p { block-step-size: 20pt }")
    assert "unknown property" in caplog.text


RED = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='{}'/>"


def figure(height: int, css: str = "") -> tuple[float, ...]:
    """Return, in pt, where the text behind a figure begins, how high and wide its picture is, and how
    far in it stands; the figure has 10 pt above the picture and below it, on lines of 20 pt."""
    picture = f'<img src="{RED.format(100, 100)}" style="height: {height}pt">'
    style = (
        "figure { block-step-size: 20pt; block-step-round: down; padding: 10pt 0 }"
        f"img {{ display: block; margin: 0 auto; image-resolution: 96dpi }} {css}"
    )
    html = PAGE % (style, f"<p>前文</p><figure>{picture}</figure>")
    boxes = list(weasyprint.HTML(string=html).render().pages[0]._page_box.descendants())
    made = next(b for b in boxes if b.element_tag == "img")
    ends = [b.position_y for b in boxes if b.element is not None and b.element.get("id") == "after"]
    left = made.content_box_x() * 0.75 - 20
    return min(ends, default=0.0) * 0.75 - 20, made.height * 0.75, made.width * 0.75, left


def test_a_picture_gives_up_what_is_over_so_that_the_white_around_it_is_the_same() -> None:
    assert figure(107) == pytest.approx((140, 100, 100, 30), abs=0.1)
    assert figure(100) == pytest.approx((140, 100, 100, 30), abs=0.1)


def test_a_small_picture_does_not_become_much_smaller() -> None:
    after, height, *_ = figure(30)
    assert (after, height) == pytest.approx((80, 30), abs=0.1)


def test_a_picture_that_gives_up_what_is_over_stays_on_its_page() -> None:
    page = "@page { size: 200pt 180pt }"
    assert figure(107, page)[:2] == pytest.approx((-20, 100), abs=0.1)  # the text goes on overleaf
