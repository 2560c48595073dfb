"""Read pictures of pages: scans, photographs, lists that somebody set as a picture.

An extra of the package (`casebook[ocr]`: RapidOCR with its models, onnxruntime, OpenCV); without
it `available` is false and callers say how to get it.

    cleaning       a page straightened, seals off the text, light made even; rules of tables
    set_widths     room left at the ends of lines, width of quotation marks and brackets
    spacing        where the ink of a character ends; spaces and dashes that recognition drops, widths of characters
    recognition    the engine, and characters outside of the lines that it finds
    reading_order  cells of tables, lines and columns in the order they are read
    reading_pages  all this in turn

What leaves is a page as a PDF would give it (`pagetext.Ruled`), so tables are read by one piece of
code, with how sure each character is and a picture of the page for people to compare.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, NamedTuple

from casebook.pagetext import Box, Ruled

Pixels = Any
"""An array of pixels (numpy)."""


class Glyph(NamedTuple):
    """A character as recognised: its text, how sure that is from 0 to 1, where its middle is.

    It is `spaced` if recognition saw a space after it, as it does in Latin text only.
    """

    text: str
    sure: float
    middle: float
    spaced: bool = False


class Spot(NamedTuple):
    """A character with where its ink stands on the page: left and right; see `Glyph`."""

    text: str
    sure: float
    left: float
    right: float
    spaced: bool = False

    @property
    def middle(self) -> float:
        """The middle of its ink."""
        return (self.left + self.right) / 2


class Stretch(NamedTuple):
    """Characters that stand together on a line, and their rectangle in pixels."""

    spots: tuple[Spot, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(spot.text for spot in self.spots)

    @property
    def high(self) -> float:
        """The height, about that of a character."""
        return self.y1 - self.y0


POINTS = 72 / 200
"""Points of a pixel: pages are read as if at 200 dots an inch."""


@dataclass(frozen=True)
class Scan:
    """A page as recognised. `sure` tells of each character's box how sure it is, from 0 to 1.

    `rooms` tells of the last character of a line how many ems were free after it, where known;
    `wraps` of the last in a line of a cell, between which characters the cell goes over to the next.

    `picture` is the page straightened, as JPEG; a point of `page` is `scale` of its pixels. A page
    is `blank` when nothing is printed on it: the back of a sheet.
    """

    page: Ruled
    sure: Mapping[Box, float]
    picture: bytes
    rooms: Mapping[Box, float] = field(default_factory=dict)
    wraps: Mapping[Box, tuple[str, str]] = field(default_factory=dict)
    scale: float = 1 / POINTS
    blank: bool = False


class TooLargeError(ValueError):
    """A page of a picture file has more pixels than are decoded."""

    def __init__(self, page: int, wide: int, high: int) -> None:
        super().__init__(f"page {page}: {wide} × {high}")
        self.page, self.wide, self.high = page, wide, high


def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def scans(picture: bytes) -> Iterator[Scan]:
    """Yield the pages of a picture (a TIFF may hold several) as recognised.

    Raises `ValueError` when the bytes are no picture that can be opened, `TooLargeError` when a page of
    it would take too much memory.
    """
    from casebook.intake.formats.ocr import reading_pages  # lazy: the extra may not be installed

    yield from reading_pages.scans(picture)


def has_table(picture: bytes) -> bool:
    """Whether rules draw a table on the first page of a picture; nothing is recognised.

    Raises `ValueError` as `scans` does.
    """
    from casebook.intake.formats.ocr import reading_pages  # lazy: the extra may not be installed

    return reading_pages.has_table(picture)


def crop(picture: bytes, box: tuple[float, float, float, float]) -> bytes:
    """Return the part `box` (pixels: left, top, right, bottom) of a page's `picture` as PNG."""
    from casebook.intake.formats.ocr import reading_pages  # lazy: the extra may not be installed

    return reading_pages.crop(picture, box)
