"""Pictures in inks, at the size they are printed in.

Grey stays grey, a palette stays a palette, what was kept without loss stays so unless it is a
photograph. A picture of more than 400 pixels an inch where it is printed is reduced to 300; line
art of one bit is left as it is. What was converted is kept by its content and size.
"""

import io
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from math import ceil, floor
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops
from PIL.JpegImagePlugin import JpegImageFile

from casebook.editions.prepress.colour_management import PaperColours, is_grey
from casebook.editions.prepress.drawn_things import Key, PagePlates, PlacedImage
from casebook.editions.prepress.overprinted_words import BLACK_INK, Box
from casebook.editions.prepress.pdf_writing import without
from casebook.pdf import PdfObject
from casebook.press.objects import deflate
from casebook.store import Store, dumps

FINE, ENOUGH = 400, 300
"""Pixels an inch above which a picture is reduced, and to which."""
QUALITY = 92
_FINEST = 600
"""The sum of a quantization table of about that quality: larger ones are coarser."""
_TRIES = 6
"""How often a JPEG is packed until none of its dots is too heavy."""
PHOTOGRAPH = 1 << 15
"""A picture of more colours is a photograph: it is kept as JPEG."""
_INVERTED = [1, 0] * 4


Table = Sequence[int]
"""A quantization table of JPEG: 64 steps."""


class PressPicture(NamedTuple):
    """A picture as a PDF holds it: its size, space (`Gray`, `CMYK`), palette, and data.

    `jpeg` says how the data is packed; else it is compressed row by row as in PNG. `inverted` are
    inks as Adobe's programs write them. `most` is the heaviest ink of a pixel, in percent.
    """

    width: int
    height: int
    space: str
    palette: bytes
    jpeg: bool
    inverted: bool
    data: bytes
    most: float


class PictureFacts(NamedTuple):
    """What became of a picture: the pages it stands on (from 0), its pixels as it came, its ppi.

    `ppi` is that of the largest place before the picture was reduced to `printed_ppi`. `space` is
    `Gray` or `CMYK`, `most` the heaviest ink in percent; `converted` says that it came in RGB.
    """

    pages: tuple[int, ...]
    pixels: tuple[int, int]
    ppi: float
    printed_ppi: float
    space: str
    most: float
    converted: bool


KEPT = {"casebook.editions.prepress.press_pictures": {"PressPicture"}}


class _Job(NamedTuple):
    """A picture to convert: its object, its key in the store, the size it is to have."""

    picture: PdfObject
    key: str
    size: tuple[int, int]


class PressPictures:
    """Converts the pictures of a document, in place.

    `made_for` names paper and program: what is in `store` for it is used again.
    """

    def __init__(
        self, document: pikepdf.Pdf, colours: PaperColours, store: Store, made_for: str
    ) -> None:
        self._document, self._colours = document, colours
        self._store, self._made_for = store, made_for

    def convert(self, placed: Iterable[PlacedImage]) -> dict[Key, PictureFacts]:
        """Convert the pictures that stand on pages; return what became of each."""
        places: dict[Key, list[PlacedImage]] = defaultdict(list)
        for place in placed:
            places[place.key].append(place)
        facts: dict[Key, PictureFacts] = {}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            started = [(key, self._start(key, places[key], pool)) for key in places]
            for key, (job, result) in started:
                facts[key] = self._finish(job, result, places[key])
        return facts

    def with_words(self, page: PagePlates) -> PagePlates:
        """Return `page` with the ink of black words on its pictures, which are converted."""
        heaviest = [self._under_words(*under) for under in page.under]
        return replace(page, heaviest=max([page.heaviest, *heaviest]))

    def _under_words(self, key: Key, part: Box) -> float:
        """Return the most ink, in percent, of black words on a part of a picture."""
        picture: PdfObject = self._document.get_object(*key)
        image = _in_cmyk(picture)
        if image is None:
            return 0.0
        if not _is_indexed(picture.ColorSpace):
            wide, high = image.size
            left, upper = floor(part.left * wide), floor((1 - part.top) * high)
            right, lower = ceil(part.right * wide), ceil((1 - part.bottom) * high)
            image = image.crop((left, upper, right, lower))
        return BLACK_INK + self._colours.most_colour(image)

    def _start(
        self, key: Key, places: Sequence[PlacedImage], pool: ThreadPoolExecutor
    ) -> "tuple[_Job, PressPicture | Future[PressPicture]]":
        picture: PdfObject = self._document.get_object(*key)
        size = (int(picture.Width), int(picture.Height))
        if _bits(picture) > 1 and _ppi(size, places) > FINE:
            size = _enough(size, places)
            if "/SMask" in picture:
                self._reduce_mask(picture.SMask, size)
        for drawn in (picture, picture.get("/SMask")):
            if drawn is not None:
                without(drawn, "/Interpolate")
        job = _Job(picture, self._key(picture, size), size)
        kept = self._store.get(job.key)
        if isinstance(kept, PressPicture):
            return job, kept
        if _is_jpeg(picture):
            data, inverted = picture.read_raw_bytes(), _is_inverted(picture)
            own = _profile(picture)
            return job, pool.submit(_of_jpeg, data, inverted, size, self._colours, own)
        return job, self._of_pixels(picture, size)

    def _key(self, picture: PdfObject, size: tuple[int, int]) -> str:
        facts = [str(picture.get(name)) for name in ("/Filter", "/BitsPerComponent", "/Decode")]
        space, own = picture.get("/ColorSpace"), _profile(picture)
        if own is not None:
            facts.append(sha256(own).hexdigest())
        elif not _is_indexed(space):
            facts.append(str(space))
        if _is_indexed(space):
            facts.append(str([_palette(space), str(space[1]) if own is None else ""]))
        made_of = repr((self._made_for, size, int(picture.Width), facts)).encode()
        return "picture-" + sha256(made_of + picture.read_raw_bytes()).hexdigest()

    def _of_pixels(self, picture: PdfObject, size: tuple[int, int]) -> PressPicture:
        """Return a picture that is kept without loss, in inks."""
        space, colours, own = picture.get("/ColorSpace"), self._colours, _profile(picture)
        same = size == (int(picture.Width), int(picture.Height))
        if "/ImageMask" in picture or (same and space in ("/DeviceGray", "/CalGray")):
            return PressPicture(*size, "Gray", b"", False, False, b"", 100.0)
        if _is_indexed(space) and (own is not None or space[1] == "/DeviceRGB"):
            if same:
                return _coloured_palette(size, _palette(space), b"", colours, own)
            image = pikepdf.PdfImage(picture).as_pil_image().convert("RGB")
            few = image.resize(size, Image.Resampling.LANCZOS).quantize(
                256, dither=Image.Dither.NONE
            )
            palette = bytes(few.getpalette() or ())
            return _coloured_palette(size, palette, few.tobytes(), colours, own)
        image = pikepdf.PdfImage(picture).as_pil_image()
        if image.mode not in ("L", "CMYK"):
            image = image.convert("RGB")
        photograph = image.mode != "L" and image.getcolors(PHOTOGRAPH) is None
        return _packed(_in_inks(image, size, colours, own), colours, photograph)

    def _reduce_mask(self, mask: PdfObject, size: tuple[int, int]) -> None:
        """Reduce the mask of a picture with it."""
        if _bits(mask) == 8 and int(mask.Width) > size[0]:
            image = pikepdf.PdfImage(mask).as_pil_image().convert("L")
            image = image.resize(size, Image.Resampling.LANCZOS)
            _write(mask, _packed(image, self._colours, False))

    def _finish(
        self,
        job: _Job,
        result: "PressPicture | Future[PressPicture]",
        places: Sequence[PlacedImage],
    ) -> PictureFacts:
        made = result.result() if isinstance(result, Future) else result
        if not self._store.has(job.key):
            self._store.put(job.key, dumps(made))
        picture = job.picture
        before = int(picture.Width), int(picture.Height)
        came_in_rgb = _base(picture) == "/DeviceRGB" or _profile(picture) is not None
        _write(picture, made)
        return PictureFacts(
            tuple(sorted({place.page for place in places})),
            before,
            _ppi(before, places),
            _ppi(job.size, places),
            made.space,
            made.most,
            came_in_rgb,
        )


def _of_jpeg(
    data: bytes,
    inverted: bool,
    size: tuple[int, int],
    colours: PaperColours,
    own: bytes | None = None,
) -> PressPicture:
    """Return a JPEG in inks, by the profile `own` or the one in it; one that prints keeps its bytes."""
    with Image.open(io.BytesIO(data)) as image:
        assert isinstance(image, JpegImageFile)
        same, profile = image.size == size, own or image.info.get("icc_profile")
        table = image.quantization.get(0)
        if image.mode == "L" and same:
            return PressPicture(*size, "Gray", b"", True, False, data, 100.0)
        if image.mode == "CMYK":
            image.load()
            inks = image if inverted else ImageChops.invert(image)
            most = colours.most_ink(inks)
            if same and most <= colours.limit + 0.4:
                return PressPicture(*size, "CMYK", b"", True, inverted, data, most)
            return _packed(_in_inks(inks, size, colours, None), colours, True, table)
        return _packed(_in_inks(image, size, colours, profile), colours, True, table)


def _in_inks(
    image: Image.Image, size: tuple[int, int], colours: PaperColours, profile: bytes | None
) -> Image.Image:
    """Return a picture in grey or CMYK, of `size`."""
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if image.mode == "CMYK":
        return colours.limited(image)
    if image.mode == "L":
        return image
    return image.convert("L") if is_grey(image) else colours.picture(image, profile)


def _packed(
    image: Image.Image, colours: PaperColours, jpeg: bool, table: Table | None = None
) -> PressPicture:
    """Return a picture in grey or CMYK as a PDF holds it.

    `table` tells how finely the JPEG it comes from was kept: finer is larger, and no better. What
    stays too heavy as JPEG is kept without loss.
    """
    coloured = image.mode == "CMYK"
    space = "CMYK" if coloured else "Gray"
    if jpeg:
        data, most = _jpeg(image, colours, table)
        if not coloured or most <= colours.limit + 0.4:
            return PressPicture(*image.size, space, b"", True, coloured, data, most)
    most = colours.most_ink(image) if coloured else 100.0
    return PressPicture(*image.size, space, b"", False, False, _rows(image), most)


def _jpeg(image: Image.Image, colours: PaperColours, table: Table | None) -> tuple[bytes, float]:
    """Return a picture as JPEG, with the heaviest ink that it has when it is read again.

    Edges come out darker than they went in: what is too heavy then is packed with less, and with
    less by larger steps where that was not enough.
    """
    finely = table is None or sum(table) <= _FINEST
    how = {"quality": QUALITY} if finely else {"qtables": [table]}
    least = colours.limit
    for step in range(1, _TRIES + 1):
        out = io.BytesIO()
        image.save(out, "JPEG", **how, subsampling=0, optimize=True)
        if image.mode != "CMYK":
            return out.getvalue(), 100.0
        with Image.open(out) as packed:
            most = colours.most_ink(packed)
        if most <= colours.limit:
            break
        least -= max(1, step - 2) * ceil(most - colours.limit)
        image = colours.limited(image, least)
    return out.getvalue(), most


def _rows(image: Image.Image) -> bytes:
    """Return pixels compressed, each row as its difference from the one above (7.4.4.4)."""
    above = Image.new(image.mode, image.size)
    above.paste(image, (0, 1))
    data = _difference(image, above).tobytes()
    wide = image.width * len(image.getbands())
    return deflate(b"".join(b"\2" + data[at : at + wide] for at in range(0, len(data), wide)))


def _difference(image: Image.Image, other: Image.Image) -> Image.Image:
    """Return the difference of two pictures, modulo 256, channel by channel."""
    pairs = zip(image.split(), other.split(), strict=True)
    bands = [ImageChops.subtract_modulo(before, after) for before, after in pairs]
    return Image.merge(image.mode, bands)


def _coloured_palette(
    size: tuple[int, int],
    palette: bytes,
    pixels: bytes,
    colours: PaperColours,
    own: bytes | None = None,
) -> PressPicture:
    """Return a picture with its palette in inks; no `pixels`: they stay as they are."""
    row = Image.frombytes("RGB", (len(palette) // 3, 1), palette[: len(palette) // 3 * 3])
    inks = row.convert("L") if is_grey(row) else colours.picture(row, own)
    most = colours.most_ink(inks) if inks.mode == "CMYK" else 100.0
    space = "CMYK" if inks.mode == "CMYK" else "Gray"
    data = _rows(Image.frombytes("L", size, pixels)) if pixels else b""
    return PressPicture(*size, space, inks.tobytes(), False, False, data, most)


def _write(picture: PdfObject, made: PressPicture) -> None:
    """Give the picture object its new data; without any it keeps its own."""
    space = Name("/Device" + made.space)
    if made.palette:
        size = len(made.palette) // (4 if made.space == "CMYK" else 1)
        picture.ColorSpace = Array([Name.Indexed, space, size - 1, pikepdf.String(made.palette)])
    elif made.data:
        picture.ColorSpace = space
    if not made.data:
        return
    channels = 4 if made.space == "CMYK" and not made.palette else 1
    rows = Dictionary(Predictor=12, Colors=channels, Columns=made.width, BitsPerComponent=8)
    if made.jpeg:
        picture.write(made.data, filter=Name.DCTDecode)
    else:
        picture.write(made.data, filter=Name.FlateDecode, decode_parms=rows)
    picture.Width, picture.Height, picture.BitsPerComponent = made.width, made.height, 8
    without(picture, "/Decode")
    if made.inverted:
        picture.Decode = Array(_INVERTED)


def _in_cmyk(picture: PdfObject) -> Image.Image | None:
    """Return a converted picture in CMYK, or its palette; None for one in grey."""
    space = picture.get("/ColorSpace")
    if _base(picture) != "/DeviceCMYK":
        return None
    if _is_jpeg(picture):
        with Image.open(io.BytesIO(picture.read_raw_bytes())) as image:
            image.load()
        return image if _is_inverted(picture) else ImageChops.invert(image)
    if not _is_indexed(space):
        return pikepdf.PdfImage(picture).as_pil_image()
    inks = _palette(space)
    return Image.frombytes("CMYK", (len(inks) // 4, 1), inks[: len(inks) // 4 * 4])


def _ppi(size: tuple[int, int], places: Sequence[PlacedImage]) -> float:
    """Return the pixels an inch of a picture where it is printed largest."""
    return min(
        (72 * pixels / points for place in places
         for pixels, points in zip(size, (place.width, place.height), strict=True) if points > 0),
        default=0.0,
    )  # fmt: skip


def _enough(size: tuple[int, int], places: Sequence[PlacedImage]) -> tuple[int, int]:
    """Return the size of a picture that has `ENOUGH` pixels an inch where it is printed largest."""
    share = ENOUGH / _ppi(size, places)
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _bits(picture: PdfObject) -> int:
    return 1 if "/ImageMask" in picture else int(picture.get("/BitsPerComponent", 8))


def _is_jpeg(picture: PdfObject) -> bool:
    filters = picture.get("/Filter")
    return bool(
        filters == "/DCTDecode" or (isinstance(filters, Array) and list(filters) == ["/DCTDecode"])
    )


def _is_inverted(picture: PdfObject) -> bool:
    decode = picture.get("/Decode")
    return decode is not None and [int(number) for number in decode] == _INVERTED


def _is_indexed(space: PdfObject) -> bool:
    return isinstance(space, Array) and bool(space[0] == "/Indexed")


def _base(picture: PdfObject) -> PdfObject:
    """Return the colour space of a picture, of its palette where it has one."""
    space = picture.get("/ColorSpace")
    return space[1] if _is_indexed(space) else space


def _profile(picture: PdfObject) -> bytes | None:
    """Return the RGB profile that a picture names (ISO 32000-1, 8.6.5.5), None when it names none."""
    space = _base(picture)
    if not isinstance(space, Array) or space[0] != "/ICCBased" or space[1].get("/N") != 3:
        return None
    profile: bytes = space[1].read_bytes()
    return profile


def _palette(space: PdfObject) -> bytes:
    table = space[3]
    return table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
