"""A section is laid out alone: where it begins, and what it prints of the book, is given to it."""

from pathlib import Path

import pytest
from small_pages import document, pages, styles, words

from casebook.press import engine
from casebook.press.section_layout import TURNED, EnoughPages, SectionPages, is_turned
from casebook.press.signature import BookPosition

SIX_LINES = "<br/>".join("一二三四五六")


def test_a_section_begins_on_the_side_it_is_given(tmp_path: Path) -> None:
    made = pages(styles(tmp_path), f"<p>{SIX_LINES}</p>", BookPosition("left"))
    assert [made.kind(page).side for page in made.boxes] == ["left", "right"]
    assert words(made) == ["一二三四", "五六"]


def test_only_the_page_that_opens_the_book_is_a_first_page(tmp_path: Path) -> None:
    context = styles(tmp_path, "@page :first { size: 200px 60px }")
    opening, further = (
        pages(context, f"<p>{SIX_LINES}</p>", BookPosition(page_index=index)) for index in (0, 1)
    )
    assert words(opening)[0] == "一二"
    assert words(further)[0] == "一二三四"


def test_page_numbers_in_the_text_go_on_from_those_before(tmp_path: Path) -> None:
    context = styles(tmp_path, "p::after { content: counter(page) }")
    made = pages(context, "<p>甲</p>", BookPosition(page_before=7))
    assert words(made) == ["甲8"]
    assert made.prints_own_numbers
    assert not pages(styles(tmp_path), "<p>甲</p>").prints_own_numbers


def test_page_numbers_of_other_sections_are_given_and_those_asked_for_are_told(
    tmp_path: Path,
) -> None:
    context = styles(tmp_path, "a::after { content: target-counter(attr(href), page) }")
    body = '<p><a href="#other">见</a></p>'
    made = pages(context, body, BookPosition(numbers=(("other", 42),)))
    assert words(made) == ["见42"]
    assert made.references == {"other"}
    assert not made.prints_own_numbers


@pytest.mark.parametrize("display", ["flex", "inline-flex", "grid", "flow-root", "inline-block"])
def test_blocks_stand_in_boxes_of_every_kind(tmp_path: Path, display: str) -> None:
    body = f'<div style="display: {display}"><p>甲</p><p>乙</p></div><p>丙</p>'
    assert words(pages(styles(tmp_path), body)) == ["甲乙丙"]


@pytest.mark.parametrize(("value", "side"), [("recto", "right"), ("left", "left"), ("page", "")])
def test_the_side_that_a_section_asks_for_is_told_not_made(
    tmp_path: Path, value: str, side: str
) -> None:
    made = pages(styles(tmp_path, f"section {{ break-before: {value} }}"), "<p>甲</p>")
    assert (made.break_before, len(made.boxes)) == (side, 1)


def test_layout_stops_once_there_are_enough_pages(tmp_path: Path) -> None:
    made = SectionPages(document(f"<p>{SIX_LINES}</p>"), engine.BASE, styles(tmp_path))
    made.is_enough = lambda before, _resume, _root: len(before) == 1
    with pytest.raises(EnoughPages):
        made.make(BookPosition())
    assert len(made.boxes) == 1


def test_a_page_of_the_other_side_is_the_same_one_shifted_or_must_be_made_anew(
    tmp_path: Path,
) -> None:
    mirrored = "@page :right { margin-left: 30px } @page :left { margin-left: 10px }"
    made = pages(styles(tmp_path, mirrored), "<p>甲</p>")
    assert made.text_origins(made.boxes[0]) is None  # the measure differs
    mirrored += "@page :right { margin-right: 10px } @page :left { margin-right: 30px }"
    made = pages(styles(tmp_path, mirrored), "<p>甲</p>")
    assert made.text_origins(made.boxes[0]) == (22.5, 7.5)
    made = pages(styles(tmp_path, mirrored + "@page :left { background: #eee }"), "<p>甲</p>")
    assert made.text_origins(made.boxes[0]) is None


def test_a_page_that_begins_in_a_table_to_be_turned_is_landscape_on_an_upright_sheet(
    tmp_path: Path,
) -> None:
    context = styles(tmp_path, "@page { size: 100px 200px } table { break-before: page }")
    body = f'<p>甲</p><table class="{TURNED}"><tr><td>乙</td></tr></table>'
    upright, turned = pages(context, body).boxes
    assert (is_turned(upright), is_turned(turned)) == (False, True)
    assert (turned.margin_width(), turned.margin_height()) == (200, 100)


def test_the_head_of_a_table_that_goes_on_stands_where_each_page_has_it(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{sign}</td></tr>" for sign in "甲乙丙丁")
    head = "<thead><tr><th><ul><li>头</li></ul></th></tr></thead>"
    made = pages(styles(tmp_path), f"<p>上文</p><table>{head}<tbody>{rows}</tbody></table>")
    heights = [
        [box.position_y for box in page.descendants() if getattr(box, "text", "") == "头"]
        for page in made.boxes
    ]
    assert heights[0][0] > heights[1][0] == heights[-1][0]


def test_a_table_parts_its_groups_where_a_page_has_no_other_end(tmp_path: Path) -> None:
    css = "tr:first-child td { height: 75px } tbody + tbody { break-before: avoid } tbody + tbody td { height: auto }"
    body = "<table><tbody><tr><td>甲</td></tr></tbody><tbody><tr><td>乙</td></tr></tbody></table>"
    assert words(pages(styles(tmp_path, css), body)) == ["甲", "乙"]
