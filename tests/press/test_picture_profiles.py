"""A picture with colours of its own names its profile; sRGB and what is no profile do not count."""

import io
import struct
from pathlib import Path

import pikepdf
import pydyf
import pytest
from PIL import Image, ImageCms

from casebook.press.engine import lay_out, write
from casebook.press.picture_profiles import PROFILE, name_profile, own_profile

SCREEN = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide() -> bytes:
    """Return the profile of a screen whose green is that of Display P3."""
    at = SCREEN.index(b"gXYZ")  # its entry in the table of tags
    (start,) = struct.unpack_from("!I", SCREEN, at + 4)
    green = struct.pack("!3i", *(round(65536 * part) for part in (0.292, 0.692, 0.042)))
    return SCREEN[: start + 8] + green + SCREEN[start + 20 :]


def picture(kind: str, profile: bytes) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2), (9, 200, 9)).save(out, kind, icc_profile=profile)
    return out.getvalue()


def test_pictures_of_a_document_that_weasyprint_draws_name_theirs_too(tmp_path: Path) -> None:
    for name, profile in (("own.png", wide()), ("screen.png", SCREEN)):
        (tmp_path / name).write_bytes(picture("PNG", profile))
    sheet = tmp_path / "a.css"
    sheet.write_text("@page { size: 60mm }", encoding="utf-8")
    words = '<html lang="zh-CN"><title>甲</title><img alt="a" src="own.png"><img alt="b" src="screen.png">'
    document, errata = lay_out(words, [sheet], tmp_path)
    data, more = write(document, lambda _: None)
    assert not errata + more
    with pikepdf.open(io.BytesIO(data)) as made:
        spaces = [
            thing.ColorSpace
            for thing in made.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        named = [space[1].read_bytes() for space in spaces if isinstance(space, pikepdf.Array)]
    assert len(spaces) == 2
    assert named == [wide()]


class Drawn:
    """A picture as WeasyPrint keeps it."""


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_wide_colours_count(kind: str) -> None:
    assert own_profile(picture(kind, wide())) == wide()


@pytest.mark.parametrize(
    "profile",
    [SCREEN, b"", b"no profile", wide().replace(b"RGB ", b"CMYK", 1), wide()[:300]],
    ids=["screen", "none", "unsound", "inks", "cut"],
)
def test_others_do_not(profile: bytes) -> None:
    assert own_profile(picture("PNG", profile)) == b""


def test_what_is_no_picture_has_none() -> None:
    assert own_profile(b"<svg/>") == b""


@pytest.mark.parametrize(
    ("space", "named"),
    [
        ("/DeviceRGB", "[/ICCBased 1 0 R]"),
        (
            pydyf.Array(["/Indexed", "/DeviceRGB", 1, b"<00>"]),
            "[/Indexed [/ICCBased 1 0 R] 1 <00>]",
        ),
        ("/DeviceGray", "/DeviceGray"),
    ],
)
def test_an_image_in_rgb_names_it(space: object, named: str) -> None:
    drawn, image, pdf = Drawn(), pydyf.Stream([b""], {"ColorSpace": space}), pydyf.PDF()
    setattr(drawn, PROFILE, wide())
    name_profile(drawn, image, pdf)
    written = image.extra["ColorSpace"]
    reference = pdf.objects[-1].reference.decode()
    text = written if isinstance(written, str) else written.data.decode()
    assert text == named.replace("1 0 R", reference)
