"""Embed PNG pictures in the PDF as they are.

WeasyPrint decodes a PNG and compresses it anew, twice when it has a palette, which it gives up:
a fifth of the time of a book with charts, and larger files. PDF knows PNG's own compression,
predictors and palettes (ISO 32000-2, 7.4.4.4 and 8.6.6.3), so the picture's data is embedded
unmodified. Pictures with transparency or interlacing are left to WeasyPrint, and coloured ones of
16 bits; it cannot draw grey of 16 bits, which is embedded with 8.
"""

import io
import struct
from functools import partial
from hashlib import md5
from typing import NamedTuple

import pydyf
from PIL import Image, ImageChops

from casebook.press.picture_profiles import PROFILE, own_profile
from casebook.press.png_colorimetry import png_chunks
from casebook.weasy.images import RasterImage, URLFetchingError, fetch
from casebook.weasy.weasyprint_types import Function, Value

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TURNED = 95
"""The quality of a JPEG that must be turned, and is packed anew: Pillow's own is 75."""
GREY, COLOURED, INDEXED = 0, 2, 3
_ORIENTATION = 0x0112
"""Of what a camera notes (Exif), how the picture is to be turned; Pillow's names take 10 ms to load."""


class Png(NamedTuple):
    """A PNG: pixels, bits of a channel, kind of colour, palette (RGB), compressed data."""

    width: int
    height: int
    bits: int
    kind: int
    palette: bytes
    data: bytes


def read(data: bytes) -> Png | None:
    """Return the PNG `data`, or None when it is not one that a PDF can hold as it is."""
    if not data.startswith(SIGNATURE):
        return None
    try:
        chunks = list(png_chunks(data))
        width, height, bits, kind, *rest = struct.unpack("!IIBBBBB", chunks[0][1])
    except (struct.error, IndexError):
        return None
    names = {name for name, _ in chunks}
    plain = kind in (GREY, COLOURED, INDEXED) and bits <= 8 and not any(rest)
    if not plain or names & {b"tRNS", b"eXIf"} or chunks[-1][0] != b"IEND":
        return None
    palette = b"".join(part for name, part in chunks if name == b"PLTE")
    if kind == INDEXED and not palette:
        return None
    return Png(width, height, bits, kind, palette, b"".join(p for n, p in chunks if n == b"IDAT"))


def eight_bits(data: bytes) -> bytes:
    """Return a grey PNG of 16 bits with 8, its clear dots white; anything else as it is."""
    if data[:8] != SIGNATURE or data[24:26] != bytes((16, GREY)):
        return data
    try:
        with Image.open(io.BytesIO(data)) as image:
            dots, clear = image.tobytes(), image.info.get("transparency")
    except (OSError, ValueError, SyntaxError):  # WeasyPrint says what is wrong
        return data
    step = len(dots) // (image.width * image.height)
    low, high = (Image.frombytes("L", image.size, dots[at::step]) for at in (0, 1))
    if isinstance(clear, int):
        alike = [
            plane.point([255 * (value == part) for value in range(256)])
            for plane, part in ((low, clear & 255), (high, clear >> 8))
        ]
        high.paste(255, mask=ImageChops.darker(*alike))
    out = io.BytesIO()
    high.save(out, "PNG")
    return out.getvalue()


def _lies_turned(data: bytes) -> bool:
    """Say whether a JPEG says of itself that it must be turned to be looked at, as telephones do."""
    if data[:2] != b"\xff\xd8":
        return False
    try:
        with Image.open(io.BytesIO(data)) as image:
            return int(image.getexif().get(_ORIENTATION, 1)) != 1
    except (OSError, ValueError, SyntaxError, TypeError):
        return False


def stream(png: Png, interpolate: bool) -> pydyf.Stream:
    """Return the image object of `png`."""
    space: Value = "/DeviceRGB" if png.kind == COLOURED else "/DeviceGray"
    if png.kind == INDEXED:
        last = min(len(png.palette) // 3, 1 << png.bits) - 1
        palette = f"<{png.palette[: 3 * (last + 1)].hex()}>".encode()
        space = pydyf.Array(["/Indexed", "/DeviceRGB", last, palette])
    extra = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": png.width,
        "Height": png.height,
        "ColorSpace": space,
        "BitsPerComponent": png.bits,
        "Interpolate": "true" if interpolate else "false",
        "Filter": "/FlateDecode",
        "DecodeParms": pydyf.Dictionary(
            {
                "Predictor": 15,
                "Columns": png.width,
                "Colors": 3 if png.kind == COLOURED else 1,
                "BitsPerComponent": png.bits,
            }
        ),
    }
    return pydyf.Stream([png.data], pydyf.Dictionary(extra))


class EmbeddedPng(RasterImage):  # type: ignore[misc]
    """A picture whose data goes into the PDF as it is."""

    def __init__(self, png: Png, url: str) -> None:
        self.id = md5(url.encode(), usedforsecurity=False).hexdigest()
        self.width, self.height, self.ratio = png.width, png.height, png.width / png.height
        self._png, self._dpi = png, None

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """Return the image object."""
        return stream(self._png, interpolate)


def embedding(get: Function, fetcher: Value) -> Function:
    """Return a getter of pictures that embeds plain PNG as they are and asks `get` for others.

    Each knows the profile it brings; a JPEG that lies turned keeps its quality. `fetcher` opens addresses for WeasyPrint.
    """
    known: dict[str, tuple[EmbeddedPng | None, bytes, bool]] = {}
    options = getattr(get, "keywords", {}).get("options", {}) | {"jpeg_quality": TURNED}

    def picture(*, url: str, **named: Value) -> Value:
        if url not in known:
            try:
                with fetch(fetcher, url) as response:
                    data = response.read()
            except URLFetchingError:  # `get` says what is wrong
                data = b""
            png = read(eight_bits(data))
            plain = EmbeddedPng(png, url) if png and png.height else None
            known[url] = plain, own_profile(data), _lies_turned(data)
        png, profile, lies_turned = known[url]
        turned = named.get("orientation", "from-image") not in ("from-image", "none")
        if lies_turned:
            named["options"] = options
        made = get(url=url, **named) if turned or png is None else png
        if profile and isinstance(made, RasterImage):
            setattr(made, PROFILE, profile)
        return made

    return partial(picture, **getattr(get, "keywords", {}))  # WeasyPrint looks into its keywords
