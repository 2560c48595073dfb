"""A PNG that states its colours in numbers gets the profile that follows from them."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from casebook.press.picture_profiles import own_profile
from casebook.press.png_colorimetry import stated_profile

ADOBE = (31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
SCREEN = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)


def png(**stated: bytes) -> bytes:
    """Return a green PNG with chunks before its pixels."""
    out = io.BytesIO()
    Image.new("RGB", (2, 2), (40, 200, 40)).save(out, "PNG")
    data = out.getvalue()
    parts = b""
    for name, content in stated.items():
        named = name.encode() + content
        parts += struct.pack("!I", len(content)) + named + struct.pack("!I", zlib.crc32(named))
    return data[:33] + parts + data[33:]


def tones(value: int) -> bytes:
    return struct.pack("!I", value)


def colours(values: tuple[int, ...]) -> bytes:
    return struct.pack("!8I", *values)


def on_screen(data: bytes) -> tuple[int, ...]:
    """Return the colour of the first pixel as sRGB shows it."""
    own = ImageCms.ImageCmsProfile(io.BytesIO(stated_profile(data)))
    screen = ImageCms.createProfile("sRGB")
    with Image.open(io.BytesIO(data)) as image:
        shown = ImageCms.profileToProfile(image.convert("RGB"), own, screen)
    assert shown is not None
    pixel = shown.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def test_wide_primaries_are_adobe_rgb() -> None:
    data = png(gAMA=tones(45455), cHRM=colours(ADOBE))
    red, green, _ = on_screen(data)
    assert red == 0  # greener than a screen can show
    assert 198 <= green <= 203


def test_tones_alone_are_of_the_usual_colours() -> None:
    shown = on_screen(png(gAMA=tones(100000)))  # light as it is
    expected = tuple(round(255 * (12.92 * v if v < 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055))
                     for v in (40 / 255, 200 / 255, 40 / 255))  # fmt: skip
    assert all(abs(a - b) <= 2 for a, b in zip(shown, expected, strict=True))


def test_it_is_sound_and_counts() -> None:
    data = png(gAMA=tones(55556), cHRM=colours(SCREEN))
    assert own_profile(data) == stated_profile(data) != b""


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"gAMA": tones(45455)},
        {"gAMA": tones(45455), "cHRM": colours(SCREEN)},
        {"sRGB": b"\0", "gAMA": tones(100000)},
        {"gAMA": tones(0)},
        {"cHRM": bytes(32)},
        {"cHRM": b"\0"},
    ],
    ids=["nothing", "usual tones", "sRGB", "said to be sRGB", "no tones", "no colours", "cut"],
)
def test_others_have_none(stated: dict[str, bytes]) -> None:
    assert own_profile(png(**stated)) == b""
