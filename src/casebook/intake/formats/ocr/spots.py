"""Characters as recognised and where they stand on a page: what the other modules hand on.

Apart from them, because it needs no library of the extra.
"""

from typing import Any, NamedTuple

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
