"""Content streams in inks, and black text printed over what lies below."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image
from test_colour_management import CRIMSON, paper

from casebook.editions.prepress.colour_management import SecondColour
from casebook.editions.prepress.drawn_things import DrawnThings
from casebook.editions.prepress.ink_streams import InkStream, in_inks

OVER, APART = b"/InkOver gs", b"/InkApart gs"


def converted(content: bytes, second: SecondColour | None = None) -> InkStream:
    document = pikepdf.new()
    return in_inks(document.make_stream(content), paper(second=second), frozenset({"/lab-d50"}))


def words(stream: InkStream) -> bytes:
    return b" ".join(stream.data.split())


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (b"0 0 0 rg", b"0 0 0 1 k"),
        (b"1 1 1 RG", b"0 0 0 0 K"),
        (b"0.25 g", b"0 0 0 0.75 k"),
        (b"/DeviceRGB cs 0 0 0 scn", b"0 0 0 1 k"),
        (b"0.1 0.2 0.3 0.4 k", b"0.1 0.2 0.3 0.4 k"),
    ],
)
def test_a_colour_becomes_inks(written: bytes, printed: bytes) -> None:
    assert words(converted(written)) == printed


def test_words_that_look_like_colours_stay() -> None:
    text = b"BT (0 0 0 rg) Tj <20302030> Tj ET"
    assert words(converted(text)) == b"BT (0 0 0 rg) Tj ( 0 0) Tj ET"


def test_the_second_colour_is_a_tint_of_its_plate() -> None:
    red, green, blue = CRIMSON
    content = b"%.4f %.4f %.4f rg 0 0 9 9 re f" % (red, green, blue)
    stream = converted(content, SecondColour(CRIMSON, "PANTONE 187 C"))
    assert words(stream) == b"/InkSecond cs 1 scn 0 0 9 9 re f"
    assert stream.plates == ("spot",)


def test_black_text_alone_is_printed_over_what_lies_below() -> None:
    content = b"""0 0 0 rg BT (a) Tj ET 0 0 9 9 re f
        BT (b) Tj ET q 1 1 1 rg BT (white) Tj ET Q BT (c) Tj ET 0.5 g BT (grey) Tj ET"""
    state, text, kept = b"InkApart", {}, []
    for token in re.findall(rb"InkOver|InkApart|\(\w+\) Tj|\bq\b|\bQ\b", words(converted(content))):
        if token == b"q":
            kept.append(state)
        elif token == b"Q":
            state = kept.pop()
        elif token.endswith(b"Tj"):
            text[token[1:-4]] = state
        else:
            state = token
    assert text == {
        b"a": b"InkOver", b"b": b"InkOver", b"white": b"InkApart", b"c": b"InkOver",
        b"grey": b"InkApart",
    }  # fmt: skip


def test_rules_and_pictures_are_not_overprinted() -> None:
    content = words(converted(b"0 g BT (a) Tj ET 0 0 9 9 re f /Im1 Do"))
    assert content.index(OVER) < content.index(b"Tj") < content.index(APART) < content.index(b" f")


def test_outlined_words_are_not_overprinted() -> None:
    assert OVER not in converted(b"0 g BT 2 Tr (a) Tj ET").data


def test_what_is_drawn_by_name_is_told_with_its_size() -> None:
    stream = converted(b"q 2 0 0 2 0 0 cm q 100 0 0 -50 10 20 cm /Im1 Do Q Q /sh1 sh")
    assert stream.shown == (("/Im1", (200.0, 0.0, 0.0, -100.0, 20.0, 40.0)),)
    assert stream.shaded == ("/sh1",)


def test_a_colour_nobody_decided_on_is_told() -> None:
    stream = converted(b"0 0 1 rg 0 0 9 9 re f 0 g 0 0 9 9 re f")
    assert stream.colours == ((0.0, 0.0, 1.0),)
    assert "process" in stream.plates


def test_lab_becomes_process_inks() -> None:
    content = words(converted(b"/lab-d50 cs 50 60 40 scn 0 0 9 9 re f"))
    assert re.fullmatch(rb"[\d.]+ [\d.]+ [\d.]+ [\d.]+ k 0 0 9 9 re f", content)
    cyan, magenta, *_ = map(float, content.split()[:4])
    assert magenta > 0.6 > cyan


@pytest.mark.parametrize(("lightness", "black"), [(b"0", 1.0), (b"53.59", 0.5), (b"100", 0.0)])
def test_lab_without_a_hue_is_black_alone(lightness: bytes, black: float) -> None:
    stream = converted(b"/lab-d50 cs %b 0.1 -0.2 scn 0 0 9 9 re f" % lightness)
    *coloured, ink = map(float, words(stream).split()[:4])
    assert coloured == [0, 0, 0]
    assert ink == pytest.approx(black, abs=0.01)
    assert stream.colours == ()


def test_lab_that_nobody_decided_on_is_told() -> None:
    stream = converted(b"/lab-d50 cs 54 81 70 scn 0 0 9 9 re f")
    ((red, green, blue),) = stream.colours
    assert red > 0.95
    assert max(green, blue) < 0.1


class Shaded(NamedTuple):
    """A gradient in inks: its space, its ends, its plates, how many colours of it were told."""

    space: str
    ends: list[list[float]]
    plates: set[str]
    colours: int


def shaded(*ends: Sequence[float]) -> Shaded:
    """Return a gradient between two colours of the screen in inks, one of them on a plate."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(72, 72))
    function = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=ends[0], C1=ends[1])
    shading = document.make_indirect(
        pikepdf.Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9],
                           Function=function)
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(Shading=pikepdf.Dictionary(s0=shading))
    page.obj.Contents = document.make_stream(b"/s0 sh /s0 sh")
    colours = paper(second=SecondColour(CRIMSON, "PANTONE 187 C"))
    (plates,) = DrawnThings(document, colours, {}, b"").pages()
    space = shading.ColorSpace
    name = str(space[1] if isinstance(space, pikepdf.Array) else space)
    inks = [[float(ink) for ink in shading.Function[end]] for end in ("/C0", "/C1")]
    return Shaded(name, inks, set(plates.plates), len(set(plates.colours)))


def test_a_gradient_of_the_second_colour_stands_on_its_plate() -> None:
    assert shaded((1, 1, 1), CRIMSON) == ("/PANTONE 187 C", [[0], [1]], {"spot"}, 0)


def test_a_gradient_of_grey_is_black_alone() -> None:
    made = shaded((1, 1, 1), (0.2, 0.2, 0.2))
    assert made.ends[1] == pytest.approx([0, 0, 0, 0.8])
    assert (made.plates, made.colours) == ({"K"}, 0)


def test_a_gradient_that_nobody_decided_on_is_told() -> None:
    made = shaded((0, 0, 1), CRIMSON)
    assert made.space == "/DeviceCMYK"
    assert "process" in made.plates
    assert made.colours == 1


@pytest.mark.slow
def test_black_text_does_not_cut_a_hole_into_the_colour_below(tmp_path: Path) -> None:
    if not shutil.which("gs"):
        pytest.skip("Ghostscript is not installed")
    field = b"0 1 0 0 k 0 0 72 72 re f BT /F1 60 Tf 1 0 0 1 10 10 Tm %b (M) Tj ET"
    lightest = []
    for name, colour in (("black", b"0 g"), ("white", b"1 g")):
        document = pikepdf.new()
        page = document.add_blank_page(page_size=(72, 72))
        font = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = document.make_stream(field % colour)
        DrawnThings(document, paper(), {}, b"").pages()
        document.save(tmp_path / f"{name}.pdf")
        command = ("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r72",
                   f"-sOutputFile={tmp_path}/{name}.tif", tmp_path / f"{name}.pdf")  # fmt: skip
        subprocess.run(command, capture_output=True, check=True)
        with Image.open(tmp_path / f"{name}(Magenta).tif") as plate:
            lightest.append(plate.convert("L").getextrema())
    assert lightest == [(0, 0), (0, 255)]


def test_the_second_plate_is_named_once_for_all_that_use_it() -> None:
    document = pikepdf.new()
    red, green, blue = CRIMSON
    for _ in range(2):
        page = document.add_blank_page(page_size=(72, 72))
        page.obj.Contents = document.make_stream(
            b"%.4f %.4f %.4f rg 0 0 9 9 re f" % (red, green, blue)
        )
    colours = paper(second=SecondColour(CRIMSON, "PANTONE 187 C"))
    pages = DrawnThings(document, colours, {}, b"").pages()
    assert [page.plates for page in pages] == [{"spot"}, {"spot"}]
    spaces = [page.obj.Resources.ColorSpace["/InkSecond"] for page in document.pages]
    assert spaces[0].objgen == spaces[1].objgen
    assert list(spaces[0])[:3] == ["/Separation", "/PANTONE 187 C", "/DeviceCMYK"]
