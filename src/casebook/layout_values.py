"""What a layout decides, as plain values: they are read, and kept, without what reads the files."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from casebook.errata import Place

MM = 72 / 25.4
"""Points of a millimetre."""
EDGE = 5 * MM
"""What stands nearer to the cut edge may be cut off with the paper."""


class Process(NamedTuple):
    """A colour printed by the four inks of process printing, each from 0 to 1."""

    cyan: float
    magenta: float
    yellow: float
    black: float


class Trim(NamedTuple):
    """The size of the cut paper, in millimetres."""

    width: float
    height: float

    def __str__(self) -> str:
        return f"{self.width:g} mm × {self.height:g} mm"


class Face(NamedTuple):
    """A family of type, and the weight it is set in (None: that of the place)."""

    family: str
    weight: int | None = None


@dataclass(frozen=True)
class Decisions:
    """What a layout decides, with what follows. Lengths are in points, margins those of a recto.

    `second_colour` is that on a screen; `cmyk` and `spot` say by which inks it is printed, where the
    layout says so. `places` says where each decision was made, by its way in the file.
    """

    label: str
    trim: Trim
    characters: int
    lines: int
    size: float
    pitch: float
    top: float
    bottom: float
    inner: float
    outer: float
    faces: Mapping[str, Face]
    text_colour: str
    second_colour: str | None
    cover_colour: str
    cmyk: Process | None
    spot: str | None
    field: float
    axis: str
    numerals: str
    heads: str
    head_rule: bool
    folios: str
    front: str
    places: Mapping[tuple[str | int, ...], Place] = dataclasses.field(
        compare=False, default_factory=dict
    )

    @property
    def measure(self) -> float:
        """The length of a line: `characters` of `size`."""
        return self.characters * self.size

    @property
    def depth(self) -> float:
        """The height of the type area: `lines` of `pitch`."""
        return self.lines * self.pitch

    @property
    def colour(self) -> str:
        """The colour of what may stand out: the second one, or that of the text."""
        return self.second_colour or self.text_colour
