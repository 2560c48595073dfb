"""A section drawn: what its signature says of each page, in points from the sheet's lower left."""

from pathlib import Path

from small_pages import section, styles

from casebook.press.painting import signature
from casebook.press.section_layout import TURNED
from casebook.press.signature import BookPosition, Signature
from casebook.store import dumps


def drawn(folder: Path, body: str, css: str = "") -> Signature:
    return signature(section(body), styles(folder, css), BookPosition())[0]


def test_a_page_has_the_size_of_its_sheet_and_the_fonts_its_words_are_set_in(
    tmp_path: Path,
) -> None:
    made = drawn(tmp_path, "<p>一<br/>二<br/>三<br/>四<br/>五</p>")
    assert [page.size for page in made.pages] == [(150, 75)] * 2
    assert [page.kind.side for page in made.pages] == ["right", "left"]
    (font,) = made.fonts
    assert sorted(font.glyph_texts) == sorted("一二三四五")
    assert made.losses == ()


def test_anchors_and_bookmarks_stand_where_a_reader_is_led(tmp_path: Path) -> None:
    made = drawn(tmp_path, '<p>甲</p><h2 id="b">乙</h2>', "h2 { bookmark-level: 1 }")
    (page,) = made.pages
    assert ("b", 7.5, 75 - 7.5 - 15) in page.anchors
    (bookmark,) = page.bookmarks
    assert (bookmark.level, bookmark.label, bookmark.open) == (1, "乙", True)
    assert (bookmark.x, bookmark.y) == (7.5, 52.5)


def test_links_within_and_without_are_told_with_their_rectangles(tmp_path: Path) -> None:
    body = '<p><a href="#b">内</a></p><p><a href="https://example.org/">外</a></p>'
    (page,) = drawn(tmp_path, body).pages
    assert [(link.target, link.external) for link in page.links] == [
        ("b", False),
        ("https://example.org/", True),
    ]
    left, bottom, right, top = page.links[0].rectangle
    assert (left, right) == (7.5, 15)
    assert 45 < bottom < top < 75


def test_what_the_layout_puts_into_a_link_is_no_second_link(tmp_path: Path) -> None:
    made = drawn(tmp_path, '<p><a href="#b">内</a></p>', "a::before { content: '→' }")
    (link,) = made.pages[0].links
    assert link.rectangle[2] > 15


def test_a_turned_page_is_an_upright_sheet_and_leads_to_its_top(tmp_path: Path) -> None:
    table = f'<table class="{TURNED}" id="b"><tr><td>乙</td></tr></table>'
    (page,) = drawn(tmp_path, table, "@page { size: 100px 200px }").pages
    assert page.size == (75, 150)
    assert ("b", 0, 150) in page.anchors


def test_what_a_margin_prints_is_read_from_the_page(tmp_path: Path) -> None:
    css = "h2 { string-set: title content() }"
    (page,) = drawn(tmp_path, "<h2>题</h2><p>文</p>", css).pages
    assert page.strings == (("title", ("题",)),)
    assert page.opening_strings == {"title"}


def test_a_font_that_a_document_brings_is_told_and_its_styles_are_not_used_again(
    tmp_path: Path,
) -> None:
    body = "<style>@font-face { font-family: Own; src: url(own.otf) }</style><p>甲</p>"
    (tmp_path / "own.otf").write_bytes(b"no font")
    context = styles(tmp_path)
    made, _ = signature(section(body), context, BookPosition())
    assert "font-in-section" in [erratum.rule for erratum in made.errata]
    assert context.tainted


def test_the_same_section_is_the_same_bytes(tmp_path: Path) -> None:
    context = styles(tmp_path)
    first, again = (signature(section("<p>甲乙</p>"), context, BookPosition()) for _ in range(2))
    assert dumps(first[0]) == dumps(again[0])
    assert first[1] == again[1]
