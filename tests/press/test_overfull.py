"""What does not fit its place is named by its element, once; what fits is not."""

from pathlib import Path

import pytest
from PIL import Image
from small_pages import pages, styles

from casebook.press.overfull import (
    DroppedRows,
    LargePicture,
    Overfull,
    WideLines,
    WideTable,
    overfull,
)

WORD = "w" * 60
CELLS = f"<tr>{'<td>wwwwwwww</td>' * 6}</tr>"


def overfull_in(folder: Path, body: str, css: str = "") -> list[Overfull]:
    """Return what does not fit of `body`, in a measure of 180 px on pages of 80."""
    made = pages(styles(folder, css), body)
    return overfull(made.boxes, made.context)


@pytest.mark.parametrize(
    "body", ["<p>短</p>", "<table><tr><td>短</td><td>句</td></tr></table>", f"<p>{'长' * 90}</p>"]
)
def test_what_fits_is_not_named(tmp_path: Path, body: str) -> None:
    assert overfull_in(tmp_path, body) == []


def test_a_line_wider_than_its_block_names_the_block(tmp_path: Path) -> None:
    (lines,) = overfull_in(tmp_path, f"<p>短</p><p id='x'>{WORD} {WORD}</p>")
    assert isinstance(lines, WideLines)
    assert (lines.element.get("id"), lines.kept, lines.again) == ("x", False, False)


def test_lines_whose_breaks_count_are_told_apart(tmp_path: Path) -> None:
    (lines,) = overfull_in(tmp_path, f"<pre>{WORD}</pre>", "pre { white-space: pre }")
    assert isinstance(lines, WideLines)
    assert lines.kept


def test_a_leader_runs_past_its_line_on_purpose(tmp_path: Path) -> None:
    css = "a::after { content: leader('.') '9' }"
    assert overfull_in(tmp_path, "<p><a>题</a></p>", css) == []


def test_a_wide_table_says_how_much_room_it_has_upright_and_turned(tmp_path: Path) -> None:
    css = "@page { size: 200px 300px }"
    (table,) = overfull_in(tmp_path, f"<table>{CELLS}</table>", css)
    assert isinstance(table, WideTable)
    assert (table.element.tag, table.room, table.turned) == ("table", 180, 280)
    assert len(table.columns.least) == 6


def test_a_wide_table_within_a_quotation_or_on_a_wide_page_is_not_turned(tmp_path: Path) -> None:
    (within,) = overfull_in(
        tmp_path, f"<div style='float: left; width: 150px'><table>{CELLS}</table></div>",
        "@page { size: 200px 300px }",
    )  # fmt: skip
    (wide,) = overfull_in(tmp_path, f"<table>{CELLS}</table>")
    assert isinstance(within, WideTable)
    assert isinstance(wide, WideTable)
    assert (within.turned, wide.turned) == (None, None)


def test_a_head_that_takes_much_of_each_page_comes_but_once(tmp_path: Path) -> None:
    head = "<thead><tr><th>一<br/>二</th></tr></thead>"
    (table,) = overfull_in(tmp_path, f"<table>{head}<tbody><tr><td>甲</td></tr></tbody></table>")
    assert isinstance(table, DroppedRows)
    assert table.plain


@pytest.fixture
def picture(tmp_path: Path) -> str:
    """A picture of 300 × 40 px, a block."""
    Image.new("RGB", (300, 40), "#789").save(tmp_path / "a.png")
    return '<img src="a.png" alt="图" style="display: block"/>'


def test_a_picture_that_leaves_the_type_area_says_what_room_there_is(
    tmp_path: Path, picture: str
) -> None:
    (large,) = overfull_in(tmp_path, f"<figure>{picture}</figure>")
    assert isinstance(large, LargePicture)
    assert (large.element.tag, large.width, large.moves) == ("img", 180, False)


def test_a_picture_that_the_layout_places_may_stand_anywhere_on_the_sheet(
    tmp_path: Path, picture: str
) -> None:
    css = "img { position: absolute; top: 0; left: 0 }"
    narrow = "img { width: 200px; height: 26px; margin: -10px }"
    assert overfull_in(tmp_path, f"<figure>{picture}</figure>", css + narrow) == []
    assert len(overfull_in(tmp_path, f"<figure>{picture}</figure>", css)) == 1


def test_an_element_on_two_pages_is_named_once(tmp_path: Path) -> None:
    body = f"<p>{'<br/>'.join([WORD] * 6)}</p>"
    made = pages(styles(tmp_path), body)
    assert len(made.boxes) == 2
    assert len(overfull(made.boxes, made.context)) == 1
