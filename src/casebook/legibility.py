"""Which characters of a PDF page a reader can read: what its ink shows, not what its text says.

Each page is drawn three times by PDFium: as it is, without its text, and its text alone in black.
A character is read where drawing the text changed the ground behind it, as far as black ink would
have by more than `SHARE`, over its whole shape. So what is white on white, transparent, cut off
by a box, or painted over by a picture is not read, whatever made it so. Characters under 4 pt, off
the page, or on top of each other are not read either.

Running heads and folios (pagination artifacts, ISO 32000-1, 14.8.2.2) are looked at and are no
part of the page's text. PDFium knows no threads: whoever has several calls this from one of them.
"""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from casebook.pdf import Pdfium

SCALE = 2.0  # pixels a point: the strokes of a 4 pt character are grey, not gone
DARK = 40  # of 255: ink that belongs to a shape
SHARE = 0.28  # of what black ink would have changed
NOISE = 6  # of 255: smoothing differs by the ground
MOST = 0.35  # of a shape's ink that may be pale or covered: an edge, a rule through it
SMALLEST = 4.0  # points
EXTENT = 0.2  # of a shape's height and width that must have ink
INSIDE = 0.6  # of a character's box that must be within what cuts it off
THIN = 8.0  # pixels: what is thinner may be a 一
SHARED = 0.35  # of a character's box on those of others


class Fault(NamedTuple):
    """Characters that stand together and cannot be read, and why: `kind` is "unseen", "cut",
    "small", "crowded" or "off-page"."""

    kind: str
    words: str


class Reading(NamedTuple):
    """What a reader reads on a page, in the order it is drawn, and what cannot be read."""

    text: str
    faults: tuple[Fault, ...]


Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points."""


class _Owner(NamedTuple):
    """The text object a character belongs to: whether it is no text of the page, its size in
    points, where it is shown, whether its lines run along an edge of the page."""

    artifact: bool
    size: float
    shown: Box
    straight: bool


class _PlacedCharacter(NamedTuple):
    char: str
    box: Box
    owner: _Owner


def read(pdf: Path | bytes, wanted: Sequence[int]) -> list[Reading]:
    """Return what can be read on the pages `wanted` (indexes from 0)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_read(document, index) for index in wanted]
    finally:
        document.close()


def _read(document: Pdfium, index: int) -> Reading:
    page = document[index]
    width, height = page.get_size()
    signs = list(_signs(page))
    page_as_drawn = _drawn(page)
    _keep_text(page)
    ink = ImageChops.invert(_drawn(page))
    page.close()
    page = document[index]
    _drop_text(page)
    changed = ImageChops.difference(page_as_drawn, _drawn(page))
    page.close()
    look = _PageInk(ink, changed, height, width)
    crowded = _crowded(signs)
    kinds = [
        look.fault(sign) or ("crowded" if number in crowded else "")
        for number, sign in enumerate(signs)
    ]
    return _reading(signs, kinds)


def _reading(signs: Sequence[_PlacedCharacter], kinds: Sequence[str]) -> Reading:
    """Join what stands together. Marks alone are no fault: a rule through a … leaves nothing."""
    text: list[str] = []
    faults: list[Fault] = []
    for kind, group in groupby(zip(signs, kinds, strict=True), key=lambda pair: pair[1]):
        together = [sign for sign, _ in group]
        words = "".join(sign.char for sign in together)
        if kind and any(char.isalnum() for char in words):
            faults.append(Fault(kind, words))
        else:
            text += [sign.char for sign in together if not sign.owner.artifact]
    return Reading("".join(text), tuple(faults))


class _PageInk:
    """Two drawings of a page: the ink its text needs, and what the text changed."""

    def __init__(self, ink: Image.Image, changed: Image.Image, height: float, width: float) -> None:
        self._height, self._width = height, width
        self._shape = ink.point([255 if level >= DARK else 0 for level in range(256)])
        self._across, self._inked = ink.width, self._shape.tobytes()
        needed = ink.point([max(0, int(level * SHARE) - NOISE) for level in range(256)])
        pale = ImageChops.subtract(needed, changed).point([0] + [255] * 255)
        self._pale = pale if pale.getbbox() else None

    def fault(self, sign: _PlacedCharacter) -> str:
        """Return why a character cannot be read, "" when it can."""
        left, bottom, right, top = sign.box
        if right <= 0 or left >= self._width or top <= 0 or bottom >= self._height:
            return "off-page"
        if sign.owner.size < SMALLEST - 0.05:
            return "small"
        if _area(_meeting(sign.box, sign.owner.shown)) < INSIDE * _area(sign.box):
            return "cut"
        box = (
            int(left * SCALE) - 1, int((self._height - top) * SCALE) - 1,
            int(right * SCALE) + 2, int((self._height - bottom) * SCALE) + 2,
        )  # fmt: skip
        if self._pale is None and self._drawn_whole(box):
            return ""
        shape = self._shape.crop(box)
        inked = shape.getbbox()
        if inked is None:
            return "unseen"
        if self._pale is not None:
            pale = self._pale.crop(box)
            if pale.getbbox() and _count(ImageChops.multiply(pale, shape)) > MOST * _count(shape):
                return "unseen"
        if sign.char.isalnum():
            wide, high = (right - left) * SCALE, (top - bottom) * SCALE
            if _short(inked[2] - inked[0], wide) or _short(inked[3] - inked[1], high):
                return "cut"
        return ""

    def _drawn_whole(self, box: tuple[int, int, int, int]) -> bool:
        """Say whether there is ink high and low in a box: then nothing is cut. Soon asked."""
        left, top, right, bottom = box
        high = bottom - top
        rows = (top + high // 4, top + high // 3, top + high * 2 // 3, top + high * 3 // 4)
        touched = [
            row >= 0 and self._inked.find(b"\xff", row * self._across + max(left, 0),
                                          row * self._across + min(right, self._across)) >= 0
            for row in rows
        ]  # fmt: skip
        return (touched[0] or touched[1]) and (touched[2] or touched[3])


def _short(inked: int, wanted: float) -> bool:
    """Say whether a shape has less ink than it needs, in pixels."""
    return wanted > THIN and inked < EXTENT * wanted


def _count(mask: Image.Image) -> int:
    return mask.histogram()[255]


def _drawn(page: Pdfium) -> Image.Image:
    image: Image.Image = page.render(scale=SCALE, grayscale=True).to_pil()
    return image


def _objects(page: Pdfium) -> Iterator[tuple[Pdfium, Pdfium, int]]:
    """Yield the objects of a page and of its forms: form (None on the page), object, type."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    stack = [(None, pdfium.FPDFPage_GetObject(page.raw, n)) for n in range(count)]
    while stack:
        form, thing = stack.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = range(pdfium.FPDFFormObj_CountObjects(thing))
            stack += [(thing, pdfium.FPDFFormObj_GetObject(thing, n)) for n in inner]
        yield form, thing, kind


def _remove(page: Pdfium, form: Pdfium, thing: Pdfium) -> None:
    if form is None:
        pdfium.FPDFPage_RemoveObject(page.raw, thing)
    else:
        pdfium.FPDFFormObj_RemoveObject(form, thing)
    pdfium.FPDFPageObj_Destroy(thing)


def _keep_text(page: Pdfium) -> None:
    """Leave only text on the page, black and opaque."""
    for form, thing, kind in list(_objects(page)):
        if kind in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM):
            pdfium.FPDFPageObj_SetFillColor(thing, 0, 0, 0, 255)
        else:
            _remove(page, form, thing)


def _drop_text(page: Pdfium) -> None:
    for form, thing, kind in list(_objects(page)):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _remove(page, form, thing)


def _signs(page: Pdfium) -> Iterator[_PlacedCharacter]:
    """Yield the characters of a page that have ink, with their boxes in points."""
    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    owners: dict[int, _Owner] = {}
    try:
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text.raw, index)
            char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\0"
            if char.isspace() or char in _INKLESS:
                continue
            if not pdfium.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top):
                continue
            thing = pdfium.FPDFText_GetTextObject(text.raw, index)
            key = ctypes.addressof(thing.contents) if thing else 0
            if key not in owners:
                owners[key] = _owner(text, index, thing)
            box = (left.value, bottom.value, right.value, top.value)
            yield _PlacedCharacter(char, box, owners[key])
    finally:
        text.close()


_INKLESS = frozenset("\0\x02\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff")


def _owner(text: Pdfium, index: int, thing: Pdfium) -> _Owner:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
    scale = max(abs(matrix.a) + abs(matrix.b), abs(matrix.c) + abs(matrix.d))
    size = pdfium.FPDFText_GetFontSize(text.raw, index) * scale
    straight = min(abs(matrix.a), abs(matrix.b)) < 0.01 * scale
    if not thing:
        return _Owner(False, size, _EVERYWHERE, straight)
    return _Owner(_artifact(thing), size, _shown(thing), straight)


_EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


def _shown(thing: Pdfium) -> Box:
    """Return the rectangle that the clip paths of an object leave of the page."""
    shown = _EVERYWHERE
    paths = pdfium.FPDFPageObj_GetClipPath(thing)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium.FPDFClipPath_CountPaths(paths)) if paths else 0):
        points = []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(paths, number)):
            segment = pdfium.FPDFClipPath_GetPathSegment(paths, number, at)
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            shown = _meeting(shown, (min(xs), min(ys), max(xs), max(ys)))
    return shown


def _meeting(box: Box, other: Box) -> Box:
    return (
        max(box[0], other[0]), max(box[1], other[1]),
        min(box[2], other[2]), min(box[3], other[3]),
    )  # fmt: skip


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _artifact(owner: Pdfium) -> bool:
    """Say whether a text object is marked as no part of the page's text."""
    if not owner:
        return False
    name, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    for number in range(pdfium.FPDFPageObj_CountMarks(owner)):
        mark = pdfium.FPDFPageObj_GetMark(owner, number)
        into = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
        pdfium.FPDFPageObjMark_GetName(mark, into, 64, length)
        if name.raw[: length.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False


def _crowded(signs: Sequence[_PlacedCharacter]) -> set[int]:
    """Return the numbers of characters that stand on others for the better part."""
    if not _close(signs):
        return set()
    shared = [0.0] * len(signs)
    cells: dict[tuple[int, int], list[int]] = {}
    for number, sign in enumerate(signs):
        if not sign.owner.straight or not sign.char.isalnum():  # dashes are drawn into each other
            continue
        near: set[int] = set()
        for cell in _cells(sign.box):
            others = cells.setdefault(cell, [])
            near.update(others)
            others.append(number)
        for other in near:
            share = _area(_meeting(sign.box, signs[other].box))
            shared[number] += share
            shared[other] += share
    return {n for n, sign in enumerate(signs) if shared[n] > SHARED * _area(sign.box)}


def _close(signs: Sequence[_PlacedCharacter]) -> bool:
    """Say whether any lines, or neighbours in a line, overlap at all: most pages have none."""
    lines: list[Box] = []
    last: Box | None = None
    for sign in signs:
        left, bottom, right, top = box = sign.box
        if not sign.char.isalnum():
            continue
        if last is not None and abs(last[1] - bottom) < 0.5 * (top - bottom) and left >= last[0]:
            if last[2] - left > 0.2 * (right - left):
                return True
            x0, y0, x1, y1 = lines[-1]
            lines[-1] = (min(x0, left), min(y0, bottom), max(x1, right), max(y1, top))
        else:
            lines.append(box)
        last = box
    lines.sort(key=lambda line: line[1])
    for number, line in enumerate(lines):
        for other in lines[number + 1 :]:
            if other[1] >= line[3] - 0.5:
                break
            if min(line[2], other[2]) - max(line[0], other[0]) > 0.5:
                return True
    return False


CELL = 16.0  # points


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, bottom, right, top = (int(side // CELL) for side in box)
    for x in range(left, min(right, left + 40) + 1):
        for y in range(bottom, min(top, bottom + 40) + 1):
            yield x, y
