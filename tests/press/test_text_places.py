"""Every sign that a page prints is counted in its galley, or said to be the layout's own."""

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from casebook.press.engine import place_notes
from casebook.press.text_places import Added, GalleySigns, PrintedSigns, unpacked


@dataclass(eq=False)
class TextBox:
    """A box of text, as WeasyPrint lays it out."""

    element: Any
    text: str
    element_tag: str = "p"


def printed(root: Any, *boxes: TextBox, signs: GalleySigns | None = None) -> list[PrintedSigns]:
    parents = {child: parent for parent in root.iter() for child in parent}
    counted = signs or GalleySigns(root)
    return unpacked(counted.printed({box: n for n, box in enumerate(boxes)}, parents))


def parsed(body: str) -> Any:
    return ElementTree.fromstring(f"<html><body>{body}</body></html>")


def test_words_that_stand_twice_are_told_apart() -> None:
    root = parsed("<h1>甲乙</h1><p>甲乙</p>")
    title, words = root.find("body")
    rows = printed(root, TextBox(title, "甲乙", "h1"), TextBox(words, "甲"), TextBox(words, "乙"))
    assert rows == [PrintedSigns(0, 0, 0, 2), PrintedSigns(1, 0, 2, 1), PrintedSigns(2, 0, 3, 1)]


def test_text_behind_an_element_is_that_of_the_paragraph() -> None:
    root = parsed("<p>甲 <b>乙</b>\n丙丁</p>")
    words = root.find("body/p")
    rows = printed(root, TextBox(words, "甲 "), TextBox(words[0], "乙", "b"), TextBox(words, "丙"))
    assert [row.start for row in rows] == [0, 1, 2]


def test_a_hyphen_and_what_the_style_sheet_adds_are_the_layouts_own() -> None:
    root = parsed("<p>abcdef</p>")
    words = root.find("body/p")
    rows = printed(
        root, TextBox(words, "abc-"), TextBox(words, "def"), TextBox(words, "……12", "p::after"),
        TextBox(words, "1.", "li::marker"), TextBox(None, "续表", "td"),
    )  # fmt: skip
    assert [row.start for row in rows] == [
        0, -Added.OTHER, 3, -Added.CONTENT, -Added.MARKER, -Added.AGAIN,
    ]  # fmt: skip


def test_a_head_that_comes_again_is_the_same_head() -> None:
    root = parsed("<table><tr><th>项目</th></tr></table>")
    cell = root.find("body/table/tr/th")
    rows = printed(root, TextBox(cell, "项目", "th"), TextBox(cell, "项目", "th"))
    assert [row.start for row in rows] == [0, 0]


def test_a_copy_in_a_divided_table_is_what_it_was_copied_from() -> None:
    root = parsed("<p>项目</p><table><tr><th>项目</th></tr></table>")
    signs = GalleySigns(root)
    copy = ElementTree.Element("th", dict(root.find("body/table/tr/th").attrib))
    assert printed(root, TextBox(copy, "项目", "th"), signs=signs)[0].start == 2


def test_a_note_placed_at_its_call_keeps_its_own_signs() -> None:
    root = parsed(
        '<p>甲<a class="note-call" href="#n1">1</a>乙</p>'
        '<aside class="note" id="n1"><p>注文<i>斜</i>后</p><p>第二段</p></aside>'
    )
    signs = GalleySigns(root)
    signs.move(place_notes(root))
    words, note = root.find("body/p"), root.find("body/p/div")
    rows = printed(
        root, TextBox(words, "甲乙"), TextBox(note, "注文"), TextBox(note[0], "斜", "i"),
        TextBox(note, "后"), TextBox(note[1], "第二段"), signs=signs,
    )  # fmt: skip
    assert rows[:2] == [PrintedSigns(0, 0, 0, 1), PrintedSigns(0, 1, 2, 1)]
    assert [row.start for row in rows[2:]] == [3, 5, 6, 7]


def test_capitals_that_the_layout_makes_are_the_letters() -> None:
    root = parsed("<p>abc</p>")
    assert printed(root, TextBox(root.find("body/p"), "ABC"))[0] == PrintedSigns(0, 0, 0, 3)
