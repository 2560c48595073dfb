"""What a screen reader reads: blocks go on over pages, tables name their head cells."""

from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from casebook.press.structure_tree import Element, Tree, name_heads


class Box:
    """A box as the tree sees it, of an element or of none."""

    def __init__(self, element: Any, *children: Any, **given: Any) -> None:
        self.element, self.children = element, list(children)
        self.element_tag = None if element is None else element.tag
        self.style = {"display": ("block", "flow"), "list_style_type": "disc"}
        self.colspan = self.rowspan = 1
        self.is_table_wrapper = False
        self.__dict__.update(given)


class LineBox(Box):
    """A line."""


class TextBox(Box):
    """A text in a line."""


def line(element: Any) -> tuple[LineBox, TextBox]:
    """Return a line of an element, and its text."""
    text = TextBox(element)
    return LineBox(element, text), text


def tree(*pages: tuple[Box, list[TextBox]]) -> Tree:
    """Return the tree of pages, each with its outermost box and its texts in order."""
    made = Tree("s")
    for outer, texts in pages:
        tags = {text: number for number, text in enumerate(texts)}
        made.add(SimpleNamespace(children=[outer]), tags, {}, 400.0)
    made.objects(100, len(pages))
    return made


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    paragraph = ElementTree.Element("p")
    first, left = line(paragraph)
    second, other = line(paragraph)
    made = tree((Box(paragraph, first), [left]), (Box(paragraph, second), [other]))
    assert [element.role for element in made.tops] == ["P"]
    assert made.tops[0].kids == [("mcid", 0, 0), ("mcid", 1, 0)]


def test_an_ornament_is_no_element_unless_it_holds_words() -> None:
    page, ornament, worded = (ElementTree.Element(name) for name in ("div", "div", "div"))
    for element in (ornament, worded):
        element.set("aria-hidden", "true")
    worded.text = "词"
    laid, text = line(worded)
    made = tree((Box(page, Box(ornament, Box(ornament)), Box(worded, laid)), [text]))
    (whole,) = made.tops
    assert [len(kid.kids) for kid in whole.kids] == [1]


def test_a_paragraph_after_another_does_not_go_on() -> None:
    paragraph, other = ElementTree.Element("p"), ElementTree.Element("p")
    first, left = line(paragraph)
    second, two = line(other)
    made = tree((Box(paragraph, first), [left]), (Box(other, second), [two]))
    assert [element.role for element in made.tops] == ["P", "P"]


def test_head_rows_that_come_again_on_each_page_are_one_row() -> None:
    table, row, cell = (ElementTree.Element(name) for name in ("table", "tr", "th"))
    pages = []
    for _ in range(2):
        laid, text = line(cell)
        pages.append((Box(table, Box(row, Box(cell, laid))), [text]))
    made = tree(*pages)
    (whole,) = made.tops
    assert [kid.role for kid in whole.kids] == ["TR"]
    assert [kid.role for kid in whole.kids[0].kids] == ["TH"]


def test_text_that_stands_in_a_group_directly_gets_an_element() -> None:
    group = ElementTree.Element("div")
    laid, text = line(group)
    made = tree((Box(group, laid), [text]))
    assert [(e.role, [kid.role for kid in e.kids]) for e in made.tops] == [("Div", ["Span"])]


def test_objects_refer_to_the_page_their_element_begins_on() -> None:
    paragraph = ElementTree.Element("p")
    laid, text = line(paragraph)
    made = Tree("s")
    made.add(SimpleNamespace(children=[Box(paragraph, laid)]), {text: 0}, {}, 400.0)
    (template,) = made.objects(100, 1)
    assert b"/S /P" in template.parts[0]
    assert 5 in template.references  # the first page of a section


def cell(name: str, **given: Any) -> Box:
    """Return a cell of a table, marked as its structure element."""
    element = ElementTree.Element(name, given.pop("attributes", {}))
    return Box(element, mark=Element("TD", 0, None), **given)


def test_each_cell_names_the_heads_of_its_row_and_its_columns() -> None:
    top = [cell("th"), cell("th", colspan=2)]
    side = cell("th", attributes={"scope": "row"})
    data = [cell("td"), cell("td")]
    rows = [Box(ElementTree.Element("tr"), *cells) for cells in (top, [side, *data])]
    name_heads([Box(ElementTree.Element("table"), *rows)], "s-1")
    assert top[0].mark.attributes == [b"/ID (s-1-0-0) "]
    assert data[0].mark.table == [b"/Headers [(s-1-1-0) (s-1-0-1)]"]
    assert data[1].mark.table == [b"/Headers [(s-1-1-0)]"]


def test_a_cell_over_two_rows_leaves_room_in_the_next() -> None:
    tall = cell("td", rowspan=2)
    heads = [cell("th"), cell("th")]
    below = cell("td")
    rows = [
        Box(ElementTree.Element("tr"), *cells) for cells in (heads, [tall, cell("td")], [below])
    ]
    name_heads([Box(ElementTree.Element("table"), *rows)], "s-1")
    assert below.mark.table == [b"/Headers [(s-1-0-1)]"]


def test_a_block_in_a_block_of_the_same_element_is_no_other() -> None:
    paragraph = ElementTree.Element("p")
    laid, text = line(paragraph)
    made = tree((Box(paragraph, Box(paragraph, laid)), [text]))
    assert made.tops[0].kids == [("mcid", 0, 0)]


def test_a_span_in_another_language_says_so() -> None:
    paragraph, span = ElementTree.Element("p"), ElementTree.Element("span", lang="en")
    laid, text = line(span)
    made = tree((Box(paragraph, LineBox(paragraph, Box(span, *laid.children))), [text]))
    (kid,) = made.tops[0].kids
    assert isinstance(kid, Element)
    assert (kid.role, kid.attributes) == ("Span", [b"/Lang (en) "])


@pytest.mark.parametrize(
    ("words", "attributes"),
    [
        ("The Lancet", [b"/Lang (en) "]),
        ("New England Journal, 3.", [b"/Lang (en) "]),
        ("“Nature Medicine”，2023", [b"/Lang (en) "]),
        ("WeChat", []),  # a name needs no language
        ("用 The Lancet 的方法", []),
        ("https://example.org/a b", []),
        ("12 345", []),
        ("Académie française", []),  # whose language nobody knows
    ],
)
def test_words_in_plain_latin_are_english(words: str, attributes: list[bytes]) -> None:
    paragraph, span = ElementTree.Element("p"), ElementTree.Element("em")
    paragraph.text, span.text = "见", words
    paragraph.append(span)
    laid, text = line(span)
    made = tree((Box(paragraph, LineBox(paragraph, Box(span, *laid.children))), [text]))
    (kid,) = made.tops[0].kids
    assert isinstance(kid, Element)
    assert kid.attributes == attributes


def test_a_note_that_goes_on_is_one_element_with_a_name() -> None:
    note, body = ElementTree.Element("span"), ElementTree.Element("p")
    first, left = line(note)
    second, other = line(note)
    made = Tree("s")
    for text, laid in ((left, first), (other, second)):
        area = Box(None, Box(note, laid))
        page = SimpleNamespace(children=[Box(body), area])
        made.add(page, {text: 0}, {}, 400.0)
    made.objects(100, 2)
    notes = [element for element in made.tops if element.role == "Note"]
    assert [element.kids for element in notes] == [[("mcid", 0, 0), ("mcid", 1, 0)]]
    assert notes[0].attributes == [b"/ID (s-note-1) "]


def test_a_link_over_two_lines_is_one_element() -> None:
    paragraph = ElementTree.Element("p")
    link = ElementTree.Element("a", href="https://example.org/")
    first, left = line(link)
    second, other = line(link)
    lines = [LineBox(paragraph, Box(link, *laid.children)) for laid in (first, second)]
    made = tree((Box(paragraph, *lines), [left, other]))
    assert [kid.role for kid in made.tops[0].kids if isinstance(kid, Element)] == ["Link"]
