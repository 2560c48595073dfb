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
