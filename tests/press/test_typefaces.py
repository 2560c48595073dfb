"""One subset a font: glyphs of all sections together, and a reading for each meaning of a glyph."""

from casebook.press.signature import FontUse
from casebook.press.typefaces import Faces


def use(texts: dict[int, str], name: str = "F1") -> FontUse:
    """Return the use of a font whose glyphs stand for these texts."""
    return FontUse.of(name, "Noto 10", "Noto", dict.fromkeys(texts, 500), texts)


def test_the_use_of_a_font_is_unpacked_as_it_was_packed() -> None:
    made = FontUse.of("F1", "Noto 10", "Noto", {7: 500, 3: 1000, 9: 250}, {7: "ffi", 3: "中"})
    assert made.widths == {3: 1000, 7: 500, 9: 250}
    assert made.text_of_glyph == {3: "中", 7: "ffi"}
    assert made.glyph_texts == ["中", "ffi"]


def test_a_font_that_shows_no_text_has_no_texts() -> None:
    assert FontUse.of("F1", "Noto 10", "Noto", {3: 500}, {}).glyph_texts == []


def test_sections_share_a_font_and_its_reading() -> None:
    faces = Faces()
    assert faces.take([use({1: "甲"})]) == (("F1", 0),)
    assert faces.take([use({2: "乙"})]) == (("F1", 0),)
    assert faces.faces["F1"].readings == [{1: "甲", 2: "乙"}]


def test_a_glyph_that_stands_for_another_text_gets_a_reading_of_its_own() -> None:
    faces = Faces()
    faces.take([use({1: "甲"})])
    assert faces.take([use({1: "⽢"})]) == (("F1", 1),)
    assert set(faces.faces["F1"].widths) == {1}


def test_margins_are_read_with_the_fonts_of_their_page_where_these_agree() -> None:
    faces = Faces()
    chosen = dict(faces.take([use({1: "甲"})]))
    assert faces.suits([use({2: "乙"})], chosen)
    assert faces.faces["F1"].readings == [{1: "甲", 2: "乙"}]
    assert not faces.suits([use({1: "⽢"})], chosen)
    assert not faces.suits([use({1: "甲"}, "F2")], chosen)
