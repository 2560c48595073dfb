"""A picture with colours of its own names its profile; sRGB and what is no profile do not count."""

import io
import struct

import pydyf
import pytest
from PIL import Image, ImageCms

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
