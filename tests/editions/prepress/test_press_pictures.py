"""Pictures in inks, at the size they are printed in."""

import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from pikepdf import Array, Name
from PIL import Image, ImageCms
from test_colour_management import paper

from casebook.editions.prepress import press_pictures
from casebook.editions.prepress.drawn_things import PlacedImage
from casebook.editions.prepress.press_pictures import PictureFacts, PressPictures
from casebook.store import Store

INCH = 72.0


def photograph(wide: int, high: int) -> Image.Image:
    """Return a picture with more colours than a chart has."""
    ramp = Image.linear_gradient("L").resize((wide, high))
    round_ = Image.radial_gradient("L").resize((wide, high))
    return Image.merge(
        "RGB", (ramp, ramp.transpose(Image.Transpose.ROTATE_90).resize((wide, high)), round_)
    )


def embedded(
    document: pikepdf.Pdf, image: Image.Image, jpeg: bool = False, quality: int = 85
) -> pikepdf.Object:
    """Put a picture into `document` as WeasyPrint and the press do."""
    facts = {"Type": Name.XObject, "Subtype": Name.Image, "Width": image.width, "Height": image.height,
             "BitsPerComponent": 8, "Interpolate": True}  # fmt: skip
    space = {"L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}.get(image.mode, Name.DeviceRGB)
    if image.mode == "P":
        palette = bytes(image.getpalette() or ())
        space = Array(
            [Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)]
        )
    if jpeg:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        stream = document.make_stream(
            file.getvalue(), Filter=Name.DCTDecode, ColorSpace=space, **facts
        )
        if image.mode == "CMYK":
            stream.Decode = Array([1, 0] * 4)
    else:
        stream = document.make_stream(image.tobytes(), ColorSpace=space, **facts)
    return document.make_indirect(stream)


class Made(NamedTuple):
    """A picture in inks, what became of it, and the document it stands in."""

    picture: pikepdf.Object
    facts: PictureFacts
    document: pikepdf.Pdf


def converted(
    image: Image.Image,
    folder: Path,
    jpeg: bool = False,
    inches: Sequence[float] = (1.0,),
    limit: int = 280,
    quality: int = 85,
) -> Made:
    """Return a picture printed `inches` wide (each time it stands there), and what became of it."""
    document = pikepdf.new()
    picture = embedded(document, image, jpeg, quality)
    high = image.height / image.width
    places = [PlacedImage(picture.objgen, 0, wide * INCH, wide * high * INCH) for wide in inches]
    store = Store(folder, "a", press_pictures.KEPT)
    facts = PressPictures(document, paper(limit), store, "a").convert(places)
    return Made(picture, facts[picture.objgen], document)


@pytest.mark.parametrize("quality", [30, 40, 50])
def test_a_coarse_photograph_is_within_the_limit_as_it_is_packed(
    tmp_path: Path, quality: int
) -> None:
    """Edges of a coarse JPEG come out much darker: it is packed with less ink, or without loss."""
    noise = Image.frombytes("RGB", (120, 120), random.Random(1).randbytes(3 * 120 * 120))
    facts = converted(noise.point(lambda v: v // 2), tmp_path, True, limit=260, quality=quality)[1]
    assert facts.most <= 260.4


@pytest.mark.parametrize("jpeg", [True, False])
def test_a_coloured_picture_is_in_process_inks_within_the_limit(tmp_path: Path, jpeg: bool) -> None:
    picture, facts, _document = converted(
        photograph(300, 200).point(lambda v: v // 3), tmp_path, jpeg, limit=240
    )
    assert picture.ColorSpace == "/DeviceCMYK"
    assert facts.most <= 240.5
    assert facts.converted
    assert "/Interpolate" not in picture
    assert pikepdf.PdfImage(picture).as_pil_image().mode == "CMYK"


@pytest.mark.parametrize("jpeg", [True, False])
def test_a_grey_picture_kept_as_rgb_prints_black_alone(tmp_path: Path, jpeg: bool) -> None:
    picture, facts, _document = converted(Image.linear_gradient("L").convert("RGB"), tmp_path, jpeg)
    assert picture.ColorSpace == "/DeviceGray"
    assert facts.space == "Gray"


def test_a_grey_picture_stays_byte_for_byte(tmp_path: Path) -> None:
    image = Image.linear_gradient("L")
    picture, _, _document = converted(image, tmp_path)
    assert picture.read_bytes() == image.tobytes()


def test_a_palette_is_converted_and_its_pixels_stay(tmp_path: Path) -> None:
    chart = Image.new("P", (60, 40), 1)
    chart.putpalette([0, 0, 0, 220, 30, 30, 255, 255, 255])
    picture, _, _document = converted(chart, tmp_path)
    assert picture.ColorSpace[1] == "/DeviceCMYK"
    inks = bytes(picture.ColorSpace[3])
    assert len(inks) == 4 * 3
    assert inks[8:] == b"\0\0\0\0"  # white stays paper
    assert picture.read_bytes() == chart.tobytes()


def test_the_profile_that_a_picture_names_counts_also_for_its_palette(tmp_path: Path) -> None:
    chart = Image.new("P", (60, 40), 1)
    chart.putpalette([0, 0, 0, 30, 200, 30, 255, 255, 255])
    inks = []
    for name, swapped in (("plain", False), ("own", True)):
        document = pikepdf.new()
        images = [embedded(document, chart), embedded(document, photograph(60, 40))]
        if swapped:  # what the profile calls green is red on the screen
            srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
            data = (
                srgb.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")
            )
            own = Array([Name.ICCBased, document.make_stream(data, N=3)])
            images[0].ColorSpace[1] = own
            images[1].ColorSpace = own
        places = [PlacedImage(image.objgen, 0, INCH, INCH) for image in images]
        store = Store(tmp_path / name, "a", press_pictures.KEPT)
        facts = PressPictures(document, paper(), store, "a").convert(places)
        assert all(fact.converted and fact.space == "CMYK" for fact in facts.values())
        palette = bytes(images[0].ColorSpace[3])
        inks.append((palette[4:8], pikepdf.PdfImage(images[1]).as_pil_image().tobytes()))
    assert inks[0][0][0] > inks[0][0][1]  # green is more cyan than magenta
    assert inks[1][0][0] < inks[1][0][1]
    assert inks[0][1] != inks[1][1]


def test_a_grey_palette_stays_grey(tmp_path: Path) -> None:
    chart = Image.new("P", (60, 40), 1)
    chart.putpalette([0, 0, 0, 120, 120, 120, 255, 255, 255])
    picture, _, _document = converted(chart, tmp_path)
    assert picture.ColorSpace[1] == "/DeviceGray"
    assert bytes(picture.ColorSpace[3]) == bytes([0, 120, 255])


def test_pixels_beyond_400_an_inch_are_reduced_to_300_where_it_is_largest(tmp_path: Path) -> None:
    picture, facts, _document = converted(photograph(900, 600), tmp_path, True, inches=(0.5, 2.0))
    assert (int(picture.Width), int(picture.Height)) == (600, 400)
    assert facts.ppi == pytest.approx(450)
    assert facts.printed_ppi == pytest.approx(300, abs=1)


def test_pixels_up_to_400_an_inch_stay(tmp_path: Path) -> None:
    picture, _, _document = converted(photograph(390, 260), tmp_path, True)
    assert int(picture.Width) == 390


def test_a_fine_chart_keeps_a_palette_when_it_is_reduced(tmp_path: Path) -> None:
    chart = Image.new("P", (900, 600), 1)
    chart.putpalette([0, 0, 0, 220, 30, 30, 255, 255, 255])
    picture, _, _document = converted(chart, tmp_path)
    assert int(picture.Width) == 300
    assert picture.ColorSpace[0] == "/Indexed"
    cyan, magenta, *_ = pikepdf.PdfImage(picture).as_pil_image().convert("CMYK").getpixel((9, 9))
    assert magenta > cyan


def test_inks_that_a_picture_brings_stay_unless_they_are_too_many(tmp_path: Path) -> None:
    light = Image.merge("CMYK", [Image.linear_gradient("L").point(lambda v: v // 5)] * 4)
    picture, _, _light = converted(light, tmp_path / "light", True)
    file = io.BytesIO()
    light.save(file, "JPEG", quality=85)
    assert picture.read_raw_bytes() == file.getvalue()
    heavy, facts, _document = converted(
        Image.new("CMYK", (64, 64), (255, 255, 255, 255)), tmp_path / "heavy", True
    )
    assert facts.most <= 281
    assert list(heavy.Decode) == [1, 0] * 4
    assert pikepdf.PdfImage(heavy).as_pil_image().mode == "CMYK"


def test_a_picture_is_converted_once_for_a_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, facts, _first = converted(photograph(300, 200), tmp_path, True)
    monkeypatch.setattr(press_pictures, "_of_jpeg", None)
    again, same, _again = converted(photograph(300, 200), tmp_path, True)
    assert again.read_raw_bytes() == first.read_raw_bytes()
    assert same == facts


def test_ink_is_measured_as_it_is_printed(tmp_path: Path) -> None:
    """JPEG makes edges darker than they were: what is told is what the file holds."""
    chart = Image.effect_noise((300, 300), 90).convert("RGB")
    dark = Image.merge("RGB", [band.rotate(90 * n) for n, band in enumerate(chart.split())])
    picture, facts, _document = converted(dark.point(lambda v: v // 2), tmp_path, True, limit=230)
    printed = pikepdf.PdfImage(picture).as_pil_image()
    assert paper().most_ink(printed) == pytest.approx(facts.most, abs=0.5)
    assert facts.most <= 230


def test_a_mask_is_reduced_with_its_picture(tmp_path: Path) -> None:
    document = pikepdf.new()
    picture = embedded(document, photograph(900, 600))
    picture.SMask = embedded(document, Image.linear_gradient("L").resize((900, 600)))
    place = PlacedImage(picture.objgen, 0, INCH, INCH * 2 / 3)
    PressPictures(document, paper(), Store(tmp_path, "a", press_pictures.KEPT), "a").convert(
        [place]
    )
    assert (int(picture.Width), int(picture.SMask.Width)) == (300, 300)
    assert picture.SMask.ColorSpace == "/DeviceGray"
