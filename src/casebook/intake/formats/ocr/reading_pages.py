"""From the bytes of a picture to pages as recognised; the steps in their order."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from casebook.intake.formats.ocr import POINTS, Scan, cleaning, recognition
from casebook.intake.formats.ocr.recognition import Stretch
from casebook.intake.formats.ocr.spacing import Pixels
from casebook.intake.formats.pdf_text import grids
from casebook.pagetext import Box, Ruled

MARGIN = 0.25
"""Parts of a line's height that are shown around it for comparison."""
LETTERS = 12
HEADLONG = 0.8
"""Characters, and how sure they are in the mean, by which a page is seen to stand on its head."""
QUALITY = 80
LEAST = 16
"""Pixels of a side below which a picture can hold no word."""


def scans(picture: bytes) -> Iterator[Scan]:
    """Yield the pages of a picture. Raises `ValueError` when it cannot be opened."""
    for frame in frames(picture):
        yield _scan(frame)


def frames(picture: bytes) -> Iterator[Pixels]:
    """Yield the pictures in a file as colours (BGR), upright as the camera noted it.

    What is transparent lies on white paper. Raises `ValueError` when nothing can be opened.
    """
    data = np.frombuffer(picture, np.uint8)
    try:
        sound, plain = cv2.imdecodemulti(data, cv2.IMREAD_COLOR)
        clear = () if not _may_be_clear(picture) else cv2.imdecodemulti(data, -1)[1]
    except cv2.error as error:
        raise ValueError(str(error)) from error
    if not sound or not len(plain):
        raise ValueError("no picture")
    for at, frame in enumerate(plain):
        if min(frame.shape[:2]) < LEAST:
            continue
        whole = clear[at] if at < len(clear) else frame
        yield _on_paper(whole) if whole.ndim == 3 and whole.shape[2] == 4 else frame


def _may_be_clear(picture: bytes) -> bool:
    """Whether a file is of a kind that can hold transparent pixels and notes no turn beside."""
    return picture.startswith((b"\x89PNG", b"GIF8", b"RIFF"))


def _on_paper(frame: Pixels) -> Pixels:
    depth = 257 if frame.dtype == np.uint16 else 1
    cover = frame[:, :, 3:].astype(np.float32) / (255 * depth)
    return (frame[:, :, :3] / depth * cover + 255 * (1 - cover)).astype(np.uint8)


def _scan(frame: Pixels) -> Scan:
    page, rules, found = _seen(frame)
    if recognition.lying(found):
        turned = [_seen(np.ascontiguousarray(np.rot90(frame, quarters))) for quarters in (1, 3)]
        page, rules, found = max(turned, key=lambda one: _sureness(one[2]))
    elif _doubtful(found):
        turned = [(page, rules, found), _seen(np.ascontiguousarray(np.rot90(frame, 2)))]
        page, rules, found = max(turned, key=lambda one: _sureness(one[2]))
    characters: list[tuple[str, Box | None]] = []
    sure: dict[Box, float] = {}
    for line in recognition.ordered(found):
        for text, stretch, spot in line:
            if stretch is None or spot is None:
                if not rules:  # in a table the rules part what stands beside each other
                    characters.append((text, None))
                continue
            box = Box(
                spot.left * POINTS, stretch.y0 * POINTS, spot.right * POINTS, stretch.y1 * POINTS
            )
            sure[box] = min(spot.sure, sure.get(box, 1.0))
            characters.append((text, box))
        characters.append(("\n", None))
    _, jpeg = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    blank = not characters and cleaning.bare(page)
    return Scan(Ruled(tuple(characters), rules), sure, jpeg.tobytes(), blank=blank)


def _seen(frame: Pixels) -> tuple[Pixels, tuple[Box, ...], list[Stretch]]:
    """Return a page straightened, the rules of its tables, and what is written on it."""
    page = cleaning.upright(frame)
    grey = cleaning.readable(page)
    lines = cleaning.rules(grey)
    rules = tuple(Box(*(value * POINTS for value in line)) for line in lines)
    if not grids(rules):
        return page, (), recognition.stretches(grey)
    return page, rules, recognition.stretches(cleaning.without(grey, lines))


def _sureness(found: Sequence[Stretch]) -> float:
    """Return how much is read, and how surely."""
    return sum(spot.sure**2 for one in found for spot in one.spots)


def _doubtful(found: Sequence[Stretch]) -> bool:
    """Whether what is read is so unsure that the page may stand on its head."""
    sure = [spot.sure for one in found for spot in one.spots]
    return len(sure) >= LETTERS and sum(sure) < HEADLONG * len(sure)


def crop(picture: bytes, box: tuple[float, float, float, float]) -> bytes:
    """Return the part `box` of a page's `picture`, with a little around it, as PNG."""
    page: Pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    left, top, right, bottom = box
    more = MARGIN * (bottom - top)
    high, wide = page.shape[:2]
    rows = slice(max(round(top - more), 0), min(round(bottom + more), high))
    part = page[rows, max(round(left - more), 0) : min(round(right + more), wide)]
    _, png = cv2.imencode(".png", part)
    return bytes(png.tobytes())
