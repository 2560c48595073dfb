"""Photographs sent to authors are as fine as a screen shows; drawings stay as they are."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from casebook.editions import lighter_pictures

SIZE = (1600, 1067)


def photograph(mode: str = "RGB") -> bytes:
    image = Image.effect_noise(SIZE, 60).convert(mode)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def shown(wide: float, data: bytes, kind: pikepdf.Name, **more: object) -> pikepdf.Pdf:
    """Return a page, `wide` points, whose form shows a picture."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(600, 800))
    picture = document.make_stream(data)
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=SIZE[0], Height=SIZE[1],
        BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB, Filter=kind, **more,
    )  # fmt: skip
    form = document.make_stream(b"q 100 0 0 80 0 0 cm /P Do Q")
    form.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, wide, 700],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture)),
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    return document


def picture_of(document: pikepdf.Pdf) -> pikepdf.Object:
    return document.pages[0].Resources.XObject.F.Resources.XObject.P


def test_a_photograph_keeps_the_pixels_its_page_can_show(tmp_path: Path) -> None:
    data = photograph()
    document = shown(480, data, pikepdf.Name.DCTDecode)
    lighter_pictures.lighten(document)
    document.save(tmp_path / "light.pdf")
    with pikepdf.open(tmp_path / "light.pdf") as light:
        picture = picture_of(light)
        assert (int(picture.Width), int(picture.Height)) == (1000, 667)
        small = picture.read_raw_bytes()
        assert len(small) * 2 < len(data)
        with Image.open(io.BytesIO(small)) as image:
            assert (image.size, image.mode) == ((1000, 667), "RGB")


@pytest.mark.parametrize(
    ("wide", "mode", "kind", "more"),
    [
        (1000, "RGB", pikepdf.Name.DCTDecode, {}),  # the page has room for all
        (480, "CMYK", pikepdf.Name.DCTDecode, {}),
        (480, "RGB", pikepdf.Name.DCTDecode, {"Decode": [1, 0, 1, 0, 1, 0]}),
        (480, "RGB", pikepdf.Name.JPXDecode, {}),
    ],
)
def test_what_is_no_plain_photograph_or_small_stays(
    wide: float, mode: str, kind: pikepdf.Name, more: dict[str, object]
) -> None:
    data = photograph(mode)
    document = shown(wide, data, kind, **more)
    lighter_pictures.lighten(document)
    assert picture_of(document).read_raw_bytes() == data
