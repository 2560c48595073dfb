"""The ink of what lies below black words is added to theirs, as a press adds it."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from test_colour_management import paper
from test_press_pictures import embedded

from casebook.editions.prepress import press_pictures
from casebook.editions.prepress.drawn_things import DrawnThings
from casebook.editions.prepress.ink_streams import InkStream, in_inks
from casebook.editions.prepress.overprinted_words import GlyphWidths, UnderWords
from casebook.editions.prepress.press_pictures import PressPictures
from casebook.store import Store

FIELD = b"0.6 0.5 0.4 0.2 k 0 0 100 50 re f "
WORDS = b"0 0 0 1 k BT /F 10 Tf 1 0 0 1 %d %d Tm [<00010002> -100 <0003>] TJ ET"


def converted(content: bytes) -> InkStream:
    document = pikepdf.new()
    return in_inks(document.make_stream(content), paper(), frozenset())


@pytest.mark.parametrize(
    ("content", "heaviest"),
    [
        (FIELD + WORDS % (10, 10), 250),  # 60 + 50 + 40, and black for the field's own
        (FIELD + WORDS % (10, 60), 170),  # above the field
        (FIELD + WORDS % (101, 10), 170),  # beside it
        (FIELD + WORDS % (95, 10), 250),  # partly on it
        (WORDS % (10, 10) + b" " + FIELD, 170),  # below it
        (FIELD + b"0 0 0 0 k 5 5 50 30 re f " + WORDS % (10, 10), 170),  # on white upon it
        (FIELD + b"0 0 0 0 k 15 5 50 30 re f " + WORDS % (10, 10), 250),  # half on white
        (FIELD + (WORDS % (10, 10)).replace(b"0 0 0 1 k", b"0 0 0 0.9 k"), 170),  # knocked out
        (b"q 0 0 9 50 re W n " + FIELD + b"Q " + WORDS % (10, 10), 170),  # of which that is cut off
        (FIELD + b"q .1 0 0 .1 0 0 cm " + WORDS % (900, 100) + b" Q", 250),
        (FIELD + b"0 0 0 1 k BT /F 10 Tf 200 90 Td 9 TL -190 -80 Td (ab) Tj ET", 250),
        (b"0.6 0.5 0.4 0.2 k 0 0 99 50 re 1 1 97 48 re f* " + WORDS % (10, 10), 170),  # in a frame
        (b"0.6 0.5 0.4 0.2 k 10 10 m 30 10 l 20 30 l f " + WORDS % (10, 10), 250),
    ],
)
def test_flat_colours(content: bytes, heaviest: float) -> None:
    assert converted(content).heaviest == pytest.approx(heaviest)


@pytest.mark.parametrize(
    ("content", "thinnest"),
    [
        (b"0 G 0.2 w 0 0 m 50 0 l S", 0.2),
        (b"0 G q 0.1 0 0 0.1 0 0 cm 4 w 0 0 m 50 0 l S Q 3 w 0 0 m 9 0 l S", 0.4),
        (b"0 G 0 0 m 50 0 l S", 1.0),
        (b"1 G 0.1 w 0 0 m 50 0 l S", float("inf")),
        (b"0 g 0 0 50 0.3 re f", 0.3),
        (b"0 g 0 0 50 0.3 re 0 9 50 20 re f", 0.3),
        (b"0 g 0 0 50 50 re 0.2 0.4 49.4 49 re f*", 0.2),  # a frame
        (b"0 g 0 0 50 50 re 0 0 50 49.9 re f*", 0.1),  # a line under a heading
        (b"0 g 0 0 m 50 0 l 50 0.2 l 0 0.2 l f", 0.2),
        (b"1 g 0 0 50 0.1 re f 0 g 0 0 50 9 re f", 9),  # white prints nothing
        (b"0 g 0 0 0.5 0.1 re f", float("inf")),  # a dot
        (b"0 g q 0 0 50 0.2 re W n 0 0 50 50 re f Q", 0.2),
        (b"0 g q 0 0 50 50 re W n 49.9 0 30 30 re f Q", 30),  # what is cut off is no line
        (b"0 g BT /F 9 Tf (a) Tj ET", float("inf")),
    ],
)
def test_the_thinnest_line_is_known(content: bytes, thinnest: float) -> None:
    assert converted(content).thinnest == pytest.approx(thinnest)


def test_pictures_are_named_with_the_part_that_words_stand_on() -> None:
    stream = converted(b"q 200 0 0 100 20 0 cm /Im0 Do Q " + WORDS % (40, 50))
    (under,) = stream.under
    assert under.name == "/Im0"
    assert under.part == pytest.approx((0.1, 0.48, 0.255, 0.59))  # 31 points long


def test_words_are_as_wide_as_their_font_says() -> None:
    document = pikepdf.new()
    inner = {"/W": [1, [500, 250], 3, 9, 100], "/DW": 700}
    font = {"/Subtype": pikepdf.Name.Type0, "/DescendantFonts": [inner]}
    widths = GlyphWidths(document.make_indirect(font))
    assert widths.of(bytes.fromhex("000100020003000900aa")) == pytest.approx(1.65)
    assert GlyphWidths(pikepdf.Dictionary(Subtype=pikepdf.Name.Type1)).of(b"abcd") == 2
    wide, narrow = b"0.6 0.5 0.4 0.2 k 98 0 50 50 re f ", WORDS % (80, 10)
    stream = document.make_stream(wide + narrow)  # 9.5 points long, not 31
    assert in_inks(stream, paper(), frozenset(), {"/F": widths}).heaviest == pytest.approx(170)
    assert in_inks(stream, paper(), frozenset()).heaviest == pytest.approx(250)


def test_a_picture_that_is_turned_is_found_too() -> None:
    stream = converted(b"q 0 200 -100 0 100 0 cm /Im0 Do Q " + WORDS % (40, 50))
    ((_, part),) = stream.under
    assert part == pytest.approx((0.24, 0.29, 0.295, 0.6))


def test_words_beside_a_picture_are_not_on_it() -> None:
    content = b"q 200 0 0 100 20 0 cm /Im0 Do Q " + WORDS % (240, 50)
    assert converted(content).under == ()


@pytest.mark.parametrize("kind", ["jpeg", "rows", "palette"])
@pytest.mark.parametrize(("left", "heavy"), [(10, False), (60, True)])
def test_the_part_of_a_picture_is_weighed(
    tmp_path: Path, kind: str, left: int, heavy: bool
) -> None:
    image = Image.new("RGB", (100, 50), "#f4ece0")
    image.paste("#302010", (50, 0, 100, 50))
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(100, 50))
    picture = embedded(document, image.quantize(4) if kind == "palette" else image, kind == "jpeg")
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    content = b"q 100 0 0 50 0 0 cm /Im0 Do Q " + WORDS % (left, 20)
    page.obj.Contents = document.make_stream(content)
    colours = paper()
    (plates,) = DrawnThings(document, colours, {}, b"").pages()
    pictures = PressPictures(document, colours, Store(tmp_path, "a", press_pictures.KEPT), "a")
    (facts,) = pictures.convert(plates.pictures).values()
    weighed = pictures.with_words(plates).heaviest
    if heavy or kind == "palette":  # any colour of a palette may stand there
        assert 200 < weighed < 100 + facts.most
    else:
        assert 100 < weighed < 130


def test_what_is_kept_can_be_read_again() -> None:
    stream = converted(b"q 200 0 0 100 20 0 cm /Im0 Do Q " + WORDS % (40, 50))
    assert all(isinstance(under, UnderWords) for under in stream.under)
