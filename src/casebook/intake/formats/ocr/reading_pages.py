"""From the bytes of a picture to pages as recognised; the steps in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from casebook.intake.formats.ocr import cleaning, reading_order, recognition
from casebook.intake.formats.ocr.recognised_page import (
    POINTS,
    Pixels,
    Scan,
    Spot,
    Stretch,
    TooLargeError,
)
from casebook.intake.formats.ocr.spacing import UNSURE
from casebook.intake.formats.pdf_text import grids
from casebook.pagetext import Box, Ruled
from casebook.pictures import page_sizes

MARGIN = 0.25
"""Parts of a line's height that are shown around it for comparison."""
ROWS = 3
"""Rows of a table that is more than a frame."""
LETTERS = 12
HEADLONG = 0.8
"""Characters, and how sure they are in the mean, by which a page is seen to stand on its head."""
QUALITY = 80
MOST = 150_000_000
"""Pixels of a page that is decoded: A4 at 1200 dpi; it takes half a gigabyte."""
LEAST = 16
"""Pixels of a side below which a picture can hold no word."""


def scans(picture: bytes) -> Iterator[Scan]:
    """Yield the pages of a picture. Raises `ValueError` when it cannot be opened."""
    for frame in frames(picture):
        yield _scan(frame)


def has_table(picture: bytes) -> bool:
    """Whether rules draw a table on the first page of a picture, of some rows and columns."""
    for frame in frames(picture):
        lines = cleaning.rules(cleaning.readable(cleaning.upright(frame)))
        drawn = grids(tuple(Box(*(value * POINTS for value in line)) for line in lines))
        return any(len(grid.ys) > ROWS for grid in drawn)
    return False


def frames(picture: bytes) -> Iterator[Pixels]:
    """Yield the pictures in a file as colours (BGR), upright as the camera noted it.

    What is transparent lies on white paper; a long picture comes in pieces. One page is decoded at
    a time. Raises `ValueError` when one cannot be opened, `TooLargeError` before any is decoded.
    """
    sizes = page_sizes(picture)
    for page, (wide, high) in enumerate(sizes, 1):
        if wide * high > MOST:
            raise TooLargeError(page, wide, high)
    for page in range(len(sizes)):
        if min(sizes[page]) >= LEAST:
            yield from cleaning.parts_of_long_picture(_decoded(picture, page))


def _decoded(picture: bytes, page: int) -> Pixels:
    data, only = np.frombuffer(picture, np.uint8), (page, page + 1)
    try:
        if _may_be_clear(picture):
            _, images = cv2.imdecodemulti(data, cv2.IMREAD_UNCHANGED, range=only)
            if len(images) and images[0].ndim == 3 and images[0].shape[2] == 4:
                return _on_paper(images[0])
        sound, plain = cv2.imdecodemulti(data, cv2.IMREAD_COLOR, range=only)
    except cv2.error as error:
        raise ValueError(str(error)) from error
    if not sound or not len(plain):
        raise ValueError("no picture")
    frame: Pixels = plain[0]
    return frame


def _may_be_clear(picture: bytes) -> bool:
    """Whether a file is of a kind that can hold transparent pixels and notes no turn beside."""
    return picture.startswith((b"\x89PNG", b"GIF8", b"RIFF"))


def _on_paper(frame: Pixels) -> Pixels:
    depth = 257 if frame.dtype == np.uint16 else 1
    cover = frame[:, :, 3:].astype(np.float32) / (255 * depth)
    return (frame[:, :, :3] / depth * cover + 255 * (1 - cover)).astype(np.uint8)


def _scan(frame: Pixels) -> Scan:
    page, rules, lines = _upright(frame)
    text = _Transcript()
    if rules:
        lines = reading_order.parted(lines, [_pixels(rule) for rule in rules])
        text.wrapped = reading_order.wraps(lines, [_pixels(rule) for rule in rules])
    for line, room in reading_order.ordered(lines):
        text.add(line, room, ruled=bool(rules))
    _, jpeg = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    blank = not text.characters and cleaning.is_blank(page)
    ruled = Ruled(tuple(text.characters), rules)
    return Scan(ruled, text.sure, jpeg.tobytes(), text.rooms, text.wraps, blank=blank)


def _upright(frame: Pixels) -> tuple[Pixels, tuple[Box, ...], list[Stretch]]:
    """Return what is seen on a page, turned so that most can be read."""
    seen = _seen(frame)
    if recognition.lying(seen[2]):
        turned = [_seen(np.ascontiguousarray(np.rot90(frame, quarters))) for quarters in (1, 3)]
    elif _doubtful(seen[2]):
        turned = [seen, _seen(np.ascontiguousarray(np.rot90(frame, 2)))]
    else:
        return seen
    return max(turned, key=lambda upright: _sureness(upright[2]))


@dataclass
class _Transcript:
    """The characters of a page in reading order, and what is known of them; see `Scan`."""

    wrapped: Mapping[Stretch, reading_order.Wrap] = field(default_factory=dict)
    characters: list[tuple[str, Box | None]] = field(default_factory=list)
    sure: dict[Box, float] = field(default_factory=dict)
    rooms: dict[Box, float] = field(default_factory=dict)
    wraps: dict[Box, tuple[str, str]] = field(default_factory=dict)

    def add(
        self,
        line: Sequence[tuple[str, Stretch | None, Spot | None]],
        room: float | None,
        ruled: bool,
    ) -> None:
        """Add a line with its `room`; where it is `ruled`, rules part what stands beside."""
        box: Box | None = None
        for text, stretch, spot in line:
            if stretch is None or spot is None:
                if not ruled:
                    self.characters.append((text, None))
                continue
            box = Box(
                spot.left * POINTS, stretch.y0 * POINTS, spot.right * POINTS, stretch.y1 * POINTS
            )
            self._put(text, box, spot.sure)
            if stretch in self.wrapped and spot == stretch.spots[-1]:
                self._wrap(self.wrapped[stretch], box)
        if room is not None and box is not None and not ruled:
            self.rooms[box] = room
        self.characters.append(("\n", None))

    def _put(self, text: str, box: Box, sure: float) -> None:
        self.sure[box] = min(sure, self.sure.get(box, 1.0))
        self.characters.append((text, box))

    def _wrap(self, wrap: reading_order.Wrap, last: Box) -> None:
        """Note where a line of a cell goes on below; where there was room a space ended it."""
        self.wraps[last] = wrap.before, wrap.after
        if wrap.spaced:
            self._put(" ", last._replace(x0=last.x1, x1=last.x1 + 1), UNSURE)


def _pixels(rule: Box) -> Box:
    return Box(*(value / POINTS for value in rule))


def _seen(frame: Pixels) -> tuple[Pixels, tuple[Box, ...], list[Stretch]]:
    """Return a page straightened, the rules of its tables, and what is written on it."""
    page = cleaning.upright(frame)
    grey = cleaning.readable(page)
    lines = cleaning.rules(grey)
    rules = tuple(Box(*(value * POINTS for value in line)) for line in lines)
    if not grids(rules):
        return page, (), recognition.stretches(grey)
    return page, rules, recognition.stretches(cleaning.without(grey, lines))


def _sureness(lines: Sequence[Stretch]) -> float:
    """Return how much is read, and how surely."""
    return sum(spot.sure**2 for line in lines for spot in line.spots)


def _doubtful(lines: Sequence[Stretch]) -> bool:
    """Whether what is read is so unsure that the page may stand on its head."""
    sure = [spot.sure for line in lines for spot in line.spots]
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
