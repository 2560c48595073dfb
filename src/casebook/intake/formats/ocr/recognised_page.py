"""A page as recognition sees it: its characters, the lines they form, the whole as a page of a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
