"""Look at picture files: are they what they say, and how large. The only module for Pillow
that intake needs; nothing is decoded beyond what proves the file whole."""

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageOps, ImageSequence, UnidentifiedImageError

from casebook import files
from casebook.book import Picture
from casebook.errata import Erratum, Place, Wording

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
Image.MAX_IMAGE_PIXELS = None  # its size is looked at below, before anything is decoded
NOISE = 24
"""Steps of grey by which equal pictures may differ that were painted twice."""
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def examine(root: Path, path: str, place: Place) -> Picture | Erratum:
    """Return the picture at `path` below `root`, or the erratum that says why it cannot be set.

    JPEG and PNG of at most 20 MB and 60 megapixels are taken; a link that leads out of the
    folder is not followed.
    """
    file = root / path
    if not file.exists():
        return _missing(file, path, place)
    if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
        return _fault(
            "picture-outside-book",
            place,
            path,
            Wording("图片不在书稿文件夹里", "the picture lies outside the book's folder"),
            Wording(
                "把图片本身放进 manuscript/media/。",
                "Put the picture itself into manuscript/media/.",
            ),
        )
    size = file.stat().st_size
    if size > MAX_BYTES:
        return _fault(
            "picture-too-large",
            place,
            path,
            Wording(
                f"图片有 {size / 1e6:.0f} MB，超过 20 MB",
                f"the picture has {size / 1e6:.0f} MB, more than 20 MB",
            ),
            Wording(
                "按排印尺寸 300 ppi 另存为 JPEG。",
                "Save it as JPEG at 300 ppi of its printed size.",
            ),
        )
    try:
        data = files.read(file, root, MAX_BYTES)
    except OSError as fault:
        return files.unreadable(path, fault)
    return _decode(data, path, place)


def _missing(file: Path, path: str, place: Place) -> Erratum:
    hint = Wording("把文件放到这个位置，或改正路径。", "Put the file there, or correct the path.")
    if (other := files.alike(file)) is not None:
        hint = Wording(
            f"这里有“{other}”，大小写不同；请照它写。",
            f"There is ‘{other}’, with other capitals: write it so.",
        )
    return _fault(
        "missing-picture", place, path, Wording("找不到图片", "the picture is missing"), hint
    )


def _decode(data: bytes, path: str, place: Place) -> Picture | Erratum:
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            kind, (width, height) = image.format or "?", image.size
            if kind in TYPES and width * height <= MAX_PIXELS:
                image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        if other := _drawing(data):
            return _unprintable(other, place, path)
        return _fault(
            "broken-picture",
            place,
            path,
            Wording("文件不是完好的图片", "the file is not a sound picture"),
            Wording(
                "请向作者另要原图（JPEG 或 PNG）。",
                "Ask the author for the original as JPEG or PNG.",
            ),
        )
    if kind not in TYPES:
        return _unprintable(kind, place, path)
    if width * height > MAX_PIXELS:
        return _fault(
            "picture-too-large",
            place,
            path,
            Wording(
                f"图片有 {width} × {height} 像素，超过 6000 万",
                f"the picture has {width} × {height} pixels, more than 60 million",
            ),
            Wording("按排印尺寸 300 ppi 缩小。", "Reduce it to 300 ppi of its printed size."),
        )
    return Picture(path, width, height, TYPES[kind])


_DRAWINGS = (
    (b"%PDF", "PDF"), (b"%!PS", "EPS"), (b"\xc5\xd0\xd3\xc6", "EPS"), (b"ftyphei", "HEIC"),
    (b"ftypmif1", "HEIC"), (b"8BPS", "PSD"), (b"<svg", "SVG"), (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b" EMF", "EMF"),
)  # fmt: skip
"""What stands near the beginning of drawings and pictures that Pillow does not know."""


def _drawing(data: bytes) -> str:
    """Return what kind of drawing a file is, "" when it is none that is known."""
    head = data[:1024]
    return next((kind for mark, kind in _DRAWINGS if mark in head), "")


def _unprintable(kind: str, place: Place, path: str) -> Erratum:
    hint = Wording("另存为 JPEG 或 PNG。", "Save it as JPEG or PNG.")
    if kind in ("PDF", "EPS", "SVG"):
        hint = Wording(
            "导出为 PNG，按排印尺寸不低于 300 ppi；图里的专色会成为四色。",
            "Export it as PNG, at 300 ppi or more of its printed size; spot inks in it become "
            "process inks.",
        )
    said = Wording(f"图片格式 {kind} 不能排印", f"a {kind} picture cannot be set")
    return _fault("picture-format", place, path, said, hint)


def _fault(rule: str, place: Place, quote: str, message: Wording, hint: Wording) -> Erratum:
    return Erratum(rule, place, message, hint, quote)


def page_sizes(data: bytes) -> list[tuple[int, int]]:
    """Return width and height in pixels of each page of a picture file, as its head tells them.

    A TIFF has pages; what moves (GIF, WebP) shows one. Nothing is decoded. Raises `ValueError` if
    the bytes are no picture.
    """
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if image.format != "TIFF":
                return [image.size]
            return [page.size for page in ImageSequence.Iterator(image)]
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error


class Crop(NamedTuple):
    """What is kept of a picture as it is looked at, in pixels: from `left`, `top` to `right`, `bottom`."""

    left: int
    top: int
    right: int
    bottom: int


def upright_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a sound picture as it is looked at. Raises `ValueError`."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            turned = image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
            return image.size[::-1] if turned else image.size
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error


_ORIENTATION = 0x0112


def cropped(data: bytes, crop: Crop) -> bytes:
    """Return part of a picture, upright, of its own kind, with its colour profile and resolution.

    Raises `ValueError` for a picture that is not sound, or a part that is none of it.
    """
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            kind, facts = image.format, {key: image.info.get(key) for key in ("icc_profile", "dpi")}
            upright = ImageOps.exif_transpose(image)
            if not (0 <= crop.left < crop.right <= upright.width):
                raise ValueError("outside the picture")
            if not (0 <= crop.top < crop.bottom <= upright.height):
                raise ValueError("outside the picture")
            part, out = upright.crop(crop), io.BytesIO()
            more = {key: value for key, value in facts.items() if value}
            if kind == "JPEG":
                part.save(out, "JPEG", quality=95, subsampling=0, **more)
            else:
                part.save(out, "PNG", optimize=True, **more)
            return out.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error


def thumbnail(data: bytes, side: int) -> bytes:
    """Return a sound picture, upright, no side longer than `side`, as JPEG. Raises `ValueError`."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValueError("too large")
            image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            upright.thumbnail((side, side))
            white, out = Image.new("RGBA", upright.size, "white"), io.BytesIO()
            Image.alpha_composite(white, upright).convert("RGB").save(out, "JPEG", quality=85)
            return out.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error


class Sketch(NamedTuple):
    """What a picture looks like at a glance: where it gets lighter, in 16 rows of 16; its size."""

    lighter: int
    width: int
    height: int

    def like(self, other: "Sketch") -> bool:
        """Whether two sketches are of one picture, saved in other sizes or qualities.

        Pictures with hardly any difference in them (a plain ground) are like no other.
        """
        ratio = self.width * other.height / (self.height * other.width)
        tells = min(self.lighter.bit_count(), 256 - self.lighter.bit_count()) >= _TELLS
        return (
            tells and 0.97 < ratio < 1.03 and (self.lighter ^ other.lighter).bit_count() <= _APART
        )


_TELLS, _APART = 24, 20
"""Steps of 256 that must go either way, and that may differ between two copies of a picture."""


def sketch(data: bytes) -> Sketch | None:
    """Return what the picture `data` looks like, None when it cannot be read or is too large."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            size = image.size
            image.draft("L", (64, 64))
            small = image.convert("L").resize((17, 16), Image.Resampling.BOX).tobytes()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
    lighter = 0
    for row in range(16):
        for column in range(16):
            at = 17 * row + column
            lighter = lighter << 1 | (small[at] < small[at + 1])
    return Sketch(lighter, *size)


PAPER = 0.6
"""Part of a picture that is light and has no colour, where it shows a sheet of paper."""


def is_paper(data: bytes) -> bool:
    """Whether the picture `data` may be that of a written sheet: light and grey for the most part."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                return False
            image.draft("RGB", (64, 64))
            flat = image.convert("RGBA").resize((32, 32), Image.Resampling.BOX)
            white = Image.new("RGBA", flat.size, "white")
            dots = Image.alpha_composite(white, flat).convert("HSV").tobytes()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False
    pairs = list(zip(dots[1::3], dots[2::3], strict=True))
    light = sorted(value for _, value in pairs)[len(pairs) * 9 // 10]
    paper = sum(grey < 60 and value > 0.6 * light for grey, value in pairs)
    return light > 110 and paper >= PAPER * len(pairs)


def grey(data: bytes) -> Image.Image:
    """Return a picture that the press painted, in grey."""
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("L")


def side_by_side(pages: Sequence[bytes], across: int = 0) -> bytes:
    """Return pictures of pages on grey, as PNG: in one row, or in rows of so many `across`."""
    images = [Image.open(io.BytesIO(page)) for page in pages]
    gap, across = images[0].width // 24, across or len(images)
    rows = [images[at : at + across] for at in range(0, len(images), across)]
    width = max(sum(image.width + gap for image in row) for row in rows) + gap
    height = sum(max(image.height for image in row) + gap for row in rows) + gap
    sheet, down = Image.new("RGB", (width, height), "#d8d6d0"), gap
    for row in rows:
        at = gap
        for image in row:
            sheet.paste(image, (at, down))
            at += image.width + gap
        down += max(image.height for image in row) + gap
    out = io.BytesIO()
    sheet.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def differing(old: bytes, new: bytes, cell: int) -> list[tuple[float, float, float, float]]:
    """Return where two pictures differ, in parts of width and height: left, top, right, bottom.

    They are compared in squares of `cell` pixels; squares side by side are one rectangle. One of
    another size is compared as if it had that of the first.
    """
    first, second = grey(old), grey(new)
    if second.size != first.size:
        second = second.resize(first.size)
    width, height = (-(-side // cell) for side in first.size)
    square = (width * cell, height * cell)
    changed = ImageChops.difference(first, second).crop((0, 0, *square))
    dots = changed.point(lambda value: 255 if value > NOISE else 0)
    cells = dots.resize((width, height), Image.Resampling.BOX).tobytes()
    parts: list[tuple[float, float, float, float]] = []
    for row in range(height):
        start = None
        for column in range(width + 1):
            is_lit = column < width and cells[row * width + column] > 0
            if is_lit and start is None:
                start = column
            elif not is_lit and start is not None:
                parts.append((start / width, row / height, column / width, (row + 1) / height))
                start = None
    return parts
