"""Photographs of a PDF that is read on a screen or an office printer, as fine as these can show.

A picture is at most as large as the page it stands on: it needs no more pixels than that has. What
was kept without loss, a drawing or the picture of a screen, stays as it is.
"""

import io
from collections.abc import Iterator, Sequence

import pikepdf
from PIL import Image

PPI = 150
"""Pixels an inch of a picture as wide or high as its page."""
QUALITY = 75
_SPARED = 0.9
"""A picture that would keep more of its width is left alone."""
_DEEPEST = 12
Box = Sequence[float]


def lighten(document: pikepdf.Pdf) -> None:
    """Reduce the photographs of `document`."""
    largest: dict[tuple[int, int], tuple[pikepdf.Object, float]] = {}
    for page in document.pages:
        box = [float(edge) for edge in page.mediabox]
        for picture, scale in _pictures(page.obj, box, _DEEPEST):
            before = largest.get(picture.objgen, (picture, 0.0))[1]
            largest[picture.objgen] = picture, max(scale, before)
    for picture, scale in largest.values():
        if scale < _SPARED:
            _reduce(picture, scale)


def _pictures(
    shown: pikepdf.Object, box: Box, depth: int
) -> Iterator[tuple[pikepdf.Object, float]]:
    """Yield the photographs of a page or form within `box`, and by how much each may shrink."""
    resources = shown.get("/Resources", pikepdf.Dictionary())
    for drawn in dict(resources.get("/XObject", pikepdf.Dictionary()).items()).values():
        if drawn.get("/Subtype") == "/Image":
            if drawn.get("/Filter") == "/DCTDecode" and "/Decode" not in drawn:
                wide, high = (box[2] - box[0]) / 72 * PPI, (box[3] - box[1]) / 72 * PPI
                yield drawn, min(wide / int(drawn.Width), high / int(drawn.Height))
        elif depth:
            inner = [float(edge) for edge in drawn.get("/BBox", box)]
            yield from _pictures(drawn, inner, depth - 1)


def _reduce(picture: pikepdf.Object, scale: float) -> None:
    data = picture.read_raw_bytes()
    with Image.open(io.BytesIO(data)) as image:
        if image.mode not in ("RGB", "L"):
            return
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        small = image.resize(size, Image.Resampling.HAMMING)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True)
    if out.tell() < len(data):
        picture.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
        picture.Width, picture.Height = size
