"""What the colours of a picture mean: the ICC profile it brings, where that is not of the screen.

Telephones and photographers' programs write wider colours (Display P3, Adobe RGB). WeasyPrint takes
all for sRGB, which makes them duller; in the PDF such a picture names its own profile (ISO 32000-1,
8.6.5.5), and what is made of the pages goes by it.
"""

import io
import struct
import warnings

import pydyf
from PIL import Image, UnidentifiedImageError

from casebook.press.png_colorimetry import stated_profile
from casebook.weasy.images import RasterImage
from casebook.weasy.weasyprint_types import Value

PROFILE = "casebook_profile"
"""The attribute of WeasyPrint's picture that holds its profile."""
_SCREEN = {b"rXYZ": (0.436, 0.222, 0.014), b"gXYZ": (0.385, 0.717, 0.097),
           b"bXYZ": (0.143, 0.061, 0.714)}  # fmt: skip
"""The colorants of sRGB as a profile holds them, adapted to D50."""
_NEAR = 0.01


def own_profile(data: bytes) -> bytes:
    """Return the RGB profile of the picture file `data`; empty where that is sRGB, none, or unsound.

    A PNG may give the numbers that it follows from.
    """
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            profile = image.info.get("icc_profile")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return b""
    if isinstance(profile, bytes):
        return profile if _counts(profile) else b""
    return stated_profile(data) if data.startswith(b"\x89PNG") else b""


def name_profile(picture: Value, x_object: pydyf.Stream, pdf: pydyf.PDF) -> None:
    """Let the image object of `picture`, if it is in RGB, name the profile of its own in `pdf`."""
    profile = getattr(picture, PROFILE, b"")
    space = x_object.extra.get("ColorSpace")
    indexed = isinstance(space, pydyf.Array)
    if not profile or (space[1] if indexed else space) != "/DeviceRGB":
        return
    stream = pydyf.Stream([profile], {"N": 3}, compress=True)
    pdf.add_object(stream)
    own = pydyf.Array(["/ICCBased", stream.reference])
    x_object.extra["ColorSpace"] = pydyf.Array([space[0], own, *space[2:]]) if indexed else own


class ProfiledPictures(dict[str, Value]):
    """Pictures of a document that WeasyPrint lays out and draws itself, by their addresses.

    It is given to WeasyPrint as its cache, and `name_profiles` is called when all is drawn.
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawn: list[tuple[Value, pydyf.Stream]] = []

    def __setitem__(self, address: str, picture: Value) -> None:
        """Keep a picture, with the profile that it brings."""
        super().__setitem__(address, picture)
        if isinstance(picture, RasterImage) and (own := own_profile(picture.image_data.data)):
            setattr(picture, PROFILE, own)
            draw = picture.get_x_object

            def recorded(interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
                x_object = draw(interpolate, dpi_ratio)
                self._drawn.append((picture, x_object))
                return x_object

            picture.get_x_object = recorded

    def name_profiles(self, pdf: pydyf.PDF) -> None:
        """Let the image objects in `pdf` name the profiles of their pictures."""
        for picture, x_object in self._drawn:
            name_profile(picture, x_object, pdf)


def _counts(profile: bytes) -> bool:
    """Say whether a profile is sound, of RGB, and other than sRGB (ICC.1, 7.2 and 9.2)."""
    sound = len(profile) > 132 and profile[36:40] == b"acsp" and profile[8] in (2, 4)
    if not sound or profile[16:20] != b"RGB " or profile[12:16] not in (b"mntr", b"scnr", b"spac"):
        return False
    try:
        return any(
            abs(part - known) > _NEAR
            for tag, colorant in _SCREEN.items()
            for part, known in zip(_colorant(profile, tag), colorant, strict=True)
        )
    except (struct.error, KeyError):
        return False


def _colorant(profile: bytes, tag: bytes) -> tuple[float, ...]:
    """Return a colorant of a profile; `KeyError` where it has none, as those made of tables."""
    (count,) = struct.unpack_from("!I", profile, 128)
    for at in range(132, 132 + 12 * min(count, 100), 12):
        if profile[at : at + 4] == tag:
            (start,) = struct.unpack_from("!I", profile, at + 4)
            return tuple(part / 65536 for part in struct.unpack_from("!3i", profile, start + 8))
    raise KeyError(tag)
