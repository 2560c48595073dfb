"""A gradient whose colours are all given in process inks, written in those inks.

WeasyPrint writes every gradient in red, green and blue, of which a press makes other inks than the
layout asked for (CSS Color 5, 7: `device-cmyk()`). What is fully transparent has no colour of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tinycss2.color5 import Color

from casebook.weasy.weasyprint_types import Function, Value

SPACE: Final = "device-cmyk"
_INKS: Final = 4
Stops = Sequence[tuple[Value, Value]]
"""Colours with their positions."""


class _Parts(tuple[float, ...]):
    """The inks of a colour, all of them where the three parts of a colour of the screen are taken."""

    __slots__ = ()

    def __getitem__(self, key: Value) -> Value:
        return tuple(self) if key == slice(None, 3) else super().__getitem__(key)


class Inks(Color):  # type: ignore[misc]
    """A colour in process inks, one of those a gradient goes between; `shown` is that of the screen."""

    def __init__(self, inks: Sequence[float], alpha: float, shown: Sequence[float]) -> None:
        super().__init__(SPACE, inks, alpha)
        self._shown = tuple(shown)

    def __iter__(self) -> Iterator[float]:
        """Yield what a mean of colours is made of: WeasyPrint knows none of inks."""
        yield from (*self._shown, self.alpha)

    def __getitem__(self, key: Value) -> Value:
        """Return a part of what `__iter__` yields."""
        return tuple(self)[key]

    def flat(self) -> Value:
        """Return the colour as any other in inks."""
        return Color(SPACE, self.coordinates, self.alpha)

    def to(self, space: str) -> Value:
        """Return its inks where a gradient is written."""
        return _Parts(self.coordinates) if space == "srgb" else super().to(space)


def in_inks(stops: Stops, on_screen: Callable[[Value], Sequence[float]]) -> Stops | None:
    """Return the stops of a gradient in process inks, None where one has a colour of another kind."""
    coloured = [color for color, _ in stops if color != "currentcolor" and color.alpha]
    if not coloured or any(color.space != SPACE for color in coloured):
        return None
    return [(_of(color, on_screen(color)), position) for color, position in stops]


def _of(color: Value, shown: Sequence[float]) -> Inks:
    inks = color.coordinates if color.space == SPACE else (0.0,) * _INKS
    return Inks([part or 0.0 for part in inks], color.alpha, shown)


def shaded(given: Function) -> Function:
    """Return WeasyPrint's `Stream.add_shading`, with inks in the space of inks."""

    def add_shading(
        stream: Value, kind: int, domain: Value, coords: Value, extend: bool, function: Value,
        color_space: str | None = None,
    ) -> Value:  # fmt: skip
        if color_space is None and len(function["Functions"][0]["C0"]) == _INKS:
            color_space = "DeviceCMYK"
        return given(stream, kind, domain, coords, extend, function, color_space)

    return add_shading
