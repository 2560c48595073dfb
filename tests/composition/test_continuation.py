"""A heading comes again where its block goes on in the next column or on the next page."""

from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint

from casebook import composition

PAGE = (
    "<style>@page { size: 200pt 100pt; margin: 20pt } * { margin: 0; padding: 0 }"
    "html { font: 10pt/20pt 'Noto Serif CJK SC' } h2 { break-after: avoid; font-size: 10pt }"
    "section { continued-heading: '（续）' } %s</style>%s"
)
GROUP = "<section><h2>A</h2>" + "".join(f"<p>{n}</p>" for n in "甲乙丙丁") + "</section>"


@pytest.fixture(autouse=True)
def _composed() -> Iterator[None]:
    composition.install()
    yield
    composition.uninstall()


def lines(html: str, css: str = "") -> list[list[str]]:
    """Return the lines of each page."""
    pages = weasyprint.HTML(string=PAGE % (css, html)).render().pages
    return [
        [str(box.text) for box in page._page_box.descendants() if hasattr(box, "text")]
        for page in pages
    ]


def test_on_the_next_page() -> None:
    assert lines(GROUP) == [["A", "甲", "乙"], ["A（续）", "丙", "丁"]]


def test_in_the_next_column() -> None:
    made = lines(f"<div>{GROUP}</div>", "div { columns: 2 }")
    assert made == [["A", "甲", "乙", "A（续）", "丙", "丁"]]


def test_again_on_each_page_and_never_twice() -> None:
    more = GROUP.replace("</section>", "<p>戊</p><p>己</p></section><section><h2>B</h2></section>")
    pages = lines(more)
    assert [page[0] for page in pages] == ["A", "A（续）", "A（续）", "B"]
    assert [word for page in pages for word in page if len(word) == 1] == list("A甲乙丙丁戊己B")


@pytest.mark.parametrize("columns", ["", "div { columns: 2 }"])
@pytest.mark.parametrize("count", range(3, 10))
def test_entries_stand_once_where_the_next_group_keeps_with_them(columns: str, count: int) -> None:
    entries = "".join(f"<p>{n}</p>" for n in "甲乙丙丁戊己庚辛壬"[:count])
    groups = f"<section><h2>A</h2>{entries}</section><section><h2>B</h2><p>子</p></section>"
    pages = lines(f"<div>{groups}</div>", f"section + section {{ break-before: avoid }} {columns}")
    said = [word for page in pages for word in page if len(word) == 1]
    assert said == [*"A甲乙丙丁戊己庚辛壬"[: count + 1], "B", "子"]


def test_without_its_heading_where_that_has_no_room() -> None:
    long = GROUP.replace("<h2>A</h2>", "<h2>A<br>A<br>A<br>A</h2>")
    said = [word for page in lines(long) for word in page if len(word) == 1]
    assert said == [*"AAAA甲乙丙丁"]


def test_not_where_no_entry_has_room_below_it() -> None:
    high = "<section><h2>A</h2><p>甲<br>乙<br>丙</p><p>丁</p></section>"
    assert lines(high, "p { break-inside: avoid }") == [
        ["A"],
        ["甲", "乙", "丙"],
        ["A（续）", "丁"],
    ]


def test_not_where_a_paragraph_goes_on() -> None:
    long = "<section><h2>A</h2><p>甲<br>乙<br>丙<br>丁</p></section>"
    assert lines(long, "p { orphans: 1; widows: 1 }")[1][0] == "丙"


def test_the_second_heading_leads_nowhere_and_is_in_no_outline() -> None:
    document = weasyprint.HTML(string=PAGE % ("", GROUP.replace("<h2>", "<h2 id=a>"))).render()
    marks: list[Any] = document.make_bookmark_tree()
    assert [mark[0] for mark in marks] == ["A"]
    assert "a" in document.pages[0].anchors
    assert "a" not in document.pages[1].anchors
