"""Colours of every kind are drawn, also where colours are mixed."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from tinycss2.color5 import parse_color

from casebook.press.engine import compose_lines
from casebook.weasy import changes
from casebook.weasy.loading import load
from casebook.weasy.screen_colours import on_screen

KINDS = (
    "lab(50 60 40)",
    "lch(50 60 40)",
    "oklab(.6 .1 .1)",
    "oklch(.6 .2 30)",
    "color(xyz .3 .2 .1)",
    "color(display-p3 1 0 0)",
    "device-cmyk(0 1 .5 .1)",
    "hwb(30 10% 10%)",
)
MIXED = (
    "background: linear-gradient(white, C)",
    "background: radial-gradient(C 20%, transparent)",
    "border: 2pt ridge C",
    "outline: 2pt inset C",
    "box-shadow: 1pt 1pt 2pt C",
)


@pytest.fixture(autouse=True)
def _given_back() -> Iterator[None]:
    compose_lines(False)
    yield
    changes.undo()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_goes_where_colours_are_mixed(kind: str) -> None:
    boxes = "".join(f"<p style='{style.replace('C', kind)}'>字" for style in MIXED)
    assert load().HTML(string=boxes).write_pdf().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("lab(100 0 0)", (255, 255, 255)),
        ("lab(54.29 80.8 69.89)", (255, 0, 0)),  # red of sRGB, after CSS Color 4
        ("oklch(0.628 0.2577 29.23)", (255, 0, 0)),
        ("color(xyz 0.4125 0.2127 0.0193)", (255, 0, 0)),
        ("color(display-p3 0.9175 0.2003 0.1386)", (255, 0, 0)),
        ("color(a98-rgb 0.8586 0 0)", (255, 0, 0)),
        ("color(prophoto-rgb 0.7023 0.2757 0.1036)", (255, 0, 0)),
        ("color(srgb-linear 0.5 0.5 0.5)", (188, 188, 188)),
        ("device-cmyk(0 1 0 .5)", (128, 0, 128)),
        ("color(display-p3 0 1 0)", (0, 255, 0)),  # beyond the screen
    ],
)
def test_a_colour_is_the_nearest_of_the_screen(written: str, shown: tuple[int, int, int]) -> None:
    rgb = [255 * part for part in on_screen(parse_color(written))]
    assert rgb == pytest.approx(shown, abs=1.5)


def test_a_border_in_relief_is_a_shade_of_its_colour() -> None:
    html = "<p style='border: 9pt inset #c06030; width: 9pt'>"
    with pikepdf.open(io.BytesIO(load().HTML(string=html).write_pdf())) as document:
        operations = pikepdf.parse_content_stream(document.pages[0])
    shades = {
        tuple(round(255 * float(part)) for part in operation.operands)
        for operation in operations
        if str(operation.operator) == "rg"
    }
    assert {(0x80, 0x40, 0x20), (0xD5, 0x95, 0x75)} <= shades


def _shadings(style: str) -> list[tuple[str, list[list[float]]]]:
    """Return space and colours of the shadings that are no masks (one may come twice), of a box with `style`."""
    data = load().HTML(string=f"<p style='{style}'>字").write_pdf()
    with pikepdf.open(io.BytesIO(data)) as document:
        things = [
            t for t in document.objects if isinstance(t, (pikepdf.Dictionary, pikepdf.Stream))
        ]
        resources = [t.get("/Resources", t) for t in things]
        named = [shading for r in resources for shading in r.get("/Shading", {}).values()]
        shadings = [shading for shading in named if shading.ColorSpace != "/DeviceGray"]
        return [
            (
                str(shading.ColorSpace),
                [
                    [round(float(part), 3) for part in two[end]]
                    for two in shading.Function.Functions
                    for end in ("/C0", "/C1")
                ],
            )
            for shading in shadings
        ]


@pytest.mark.parametrize("kind", ["linear", "radial", "repeating-linear"])
def test_a_gradient_of_inks_is_one_of_those_inks(kind: str) -> None:
    style = f"background: {kind}-gradient(device-cmyk(0 1 .5 .1), device-cmyk(.2 0 0 0))"
    assert _shadings(style)[0] == ("/DeviceCMYK", [[0, 1, 0.5, 0.1], [0.2, 0, 0, 0]])


def test_what_is_transparent_has_no_ink_of_its_own() -> None:
    shading, *_ = _shadings("background: linear-gradient(transparent, device-cmyk(0 1 .5 .1))")
    assert shading == ("/DeviceCMYK", [[0, 1, 0.5, 0.1]] * 2)


def test_inks_and_colours_of_the_screen_are_mixed_there() -> None:
    shading, *_ = _shadings("background: linear-gradient(white, device-cmyk(0 1 0 0))")
    assert shading == ("/DeviceRGB", [[1, 1, 1], [1, 0, 1]])


def test_a_gradient_without_length_is_flat() -> None:
    ends = "device-cmyk(0 1 0 0) 0, device-cmyk(0 0 1 0) 0"
    style = f"background: repeating-linear-gradient({ends})"
    assert load().HTML(string=f"<p style='{style}'>字").write_pdf().startswith(b"%PDF")
