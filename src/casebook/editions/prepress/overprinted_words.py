"""What lies below black words, which are printed over it: their ink is added to its own.

Whoever follows what is painted also sees how thin the thinnest line is. Places are rectangles around
what is drawn: words are as wide as their font says, an em a character where it is not known. What stands in a form or a shading below words is not known; a frame is below nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import NamedTuple

import pikepdf
from pikepdf import Array

from casebook.editions.prepress.matrices import (
    UNIT,
    Matrix,
    inverse,
    matrix,
    point,
    product,
    scale,
)
from casebook.pdf import PdfObject

BLACK_INK = 100.0
"""Percent of one plate that black words add."""
_LONG = 1.0
"""Points from which a bar is one: what is shorter is a dot."""
_NOTHING = 0.001
"""Points between two edges that are one."""
_ABOVE, _BELOW = 0.9, 0.2
"""How far words reach above and below their baseline, in em."""


class Box(NamedTuple):
    """A rectangle: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def common(self, other: "Box") -> "Box | None":
        """Return what two rectangles share, None where they share nothing."""
        made = Box(*map(max, self[:2], other[:2]), *map(min, self[2:], other[2:]))
        return made if made.left < made.right and made.bottom < made.top else None


class GlyphWidths:
    """How wide the glyphs of a font are: a composite one with codes of two bytes (ISO 32000-2, 9.7.4.3)."""

    def __init__(self, font: PdfObject) -> None:
        self._font = font

    @cached_property
    def _widths(self) -> tuple[dict[int, float], float] | None:
        """The widths by code and that of all others, in em; None for a font of another kind."""
        if self._font.get("/Subtype") != "/Type0":
            return None
        inner = self._font.DescendantFonts[0]
        known: dict[int, float] = {}
        waiting: list[int] = []
        for item in inner.get("/W", ()):
            if isinstance(item, Array):
                first = waiting.pop()
                known |= {first + n: float(width) / 1000 for n, width in enumerate(item)}
            elif len(waiting) == 2:
                first, last = waiting
                known |= dict.fromkeys(range(first, last + 1), float(item) / 1000)
                waiting = []
            else:
                waiting.append(int(item))
        return known, float(inner.get("/DW", 1000)) / 1000

    def of(self, data: bytes) -> float:
        """Return how long a string is, in em."""
        widths = self._widths
        if widths is None:
            return len(data) / 2
        known, other = widths
        codes = zip(data[::2], data[1::2], strict=False)
        return sum(known.get(high << 8 | low, other) for high, low in codes)


class UnderWords(NamedTuple):
    """A picture of which black words stand on a part, given in shares of its width and height."""

    name: str
    part: Box


class _Mark(NamedTuple):
    """What was painted: where, and its inks but black in percent, or the picture and its matrix."""

    box: Box
    ink: float
    picture: str = ""
    matrix: Matrix = UNIT


@dataclass(slots=True)
class Ground:
    """What a stream has painted so far.

    `heaviest` is the most ink of black words with a flat colour below them, in percent, `thinnest` the
    thinnest line or bar, in points; `pictures` are those with words on them. A graphics state holds
    `clip`, which its owner saves and restores. `fonts` are those that the stream names.
    """

    heaviest: float = 0.0
    thinnest: float = inf
    pictures: dict[UnderWords, None] = field(default_factory=dict)
    clip: Box | None = None
    fonts: Mapping[str, GlyphWidths] = field(default_factory=dict)
    _marks: list[_Mark] = field(default_factory=list)
    _path: list[list[tuple[float, float]]] = field(default_factory=list)
    _clipping: bool = False
    _line: Matrix = UNIT
    _at: float = 0.0
    _leading: float = 0.0
    _size: float = 0.0
    _font_name: str = ""

    def follow(self, name: str, operands: PdfObject, by: Matrix) -> None:
        """Note one of the operators `FOLLOWED`: it makes a path or moves the place of words.

        Where nothing was painted yet nobody asks where words stand: a text object starts anew.
        """
        if self._marks or name not in _OF_WORDS:
            FOLLOWED[name](self, [] if name in _BARE else operands, by)

    def fill(self, ink: float, visible: bool = True, even_odd: bool = False) -> None:
        """Note that the path is filled: with a colour of `ink` percent besides black, or `visible` in none.

        Two parts filled by `even_odd` are a frame: what lies between them.
        """
        boxes = [box for part in self._path if (box := _around(part)) is not None]
        framed = even_odd and len(boxes) > 1
        if visible and boxes:
            breadth = _of_frame(boxes) if framed else min(map(self._breadth, boxes))
            self.thinnest = min(self.thinnest, breadth)
        if (ink or self._marks) and not framed:  # it adds to words, or hides what would
            for box in boxes:
                self._mark(box, ink)

    def stroke(self, width: float, by: Matrix) -> None:
        """Note that the path is drawn with a line of that width."""
        self.thinnest = min(self.thinnest, width * scale(by))

    def _breadth(self, box: Box) -> float:
        """Return how thin a filled rectangle is, or the part of it that is not cut off; no dots."""
        clip = self.clip
        if clip is not None and box.common(clip) == clip:
            box = clip
        sides = box.right - box.left, box.top - box.bottom
        return min(sides) if max(sides) >= _LONG else inf

    def picture(self, name: str, by: Matrix) -> None:
        """Note that a picture is drawn by a matrix."""
        self._mark(_placed(_WHOLE, by), 0.0, name, by)

    def words(self, operands: PdfObject, by: Matrix, black: bool) -> None:
        """Note that words are shown, `black` ones over what lies below."""
        if not self._marks:
            return
        length = _length(operands[-1], self.fonts.get(self._font_name)) * self._size
        if black:
            own = Box(self._at, -_BELOW * self._size, self._at + length, _ABOVE * self._size)
            self._over(_placed(own, product(self._line, by)))
        self._at += length

    def end_path(self) -> None:
        """Forget the path, clipping to it where that was asked for."""
        if self._clipping and (box := _around([p for part in self._path for p in part])):
            self.clip = box if self.clip is None else self.clip.common(box) or _NOWHERE
        self._path, self._clipping = [], False

    def _mark(self, box: Box | None, ink: float, name: str = "", by: Matrix = UNIT) -> None:
        if box is not None and self.clip is not None:
            box = box.common(self.clip)
        if box is not None:
            self._marks.append(_Mark(box, ink, name, by))

    def _over(self, words: Box) -> None:
        """Note what lies below `words`: what was painted last, and what shows beside it."""
        for mark in reversed(self._marks):
            shared = mark.box.common(words)
            if shared is None:
                continue
            if mark.picture:
                undone = inverse(mark.matrix)
                part = _placed(shared, undone).common(_WHOLE) if undone else None
                if part is not None:
                    self.pictures[UnderWords(mark.picture, part)] = None
            elif mark.ink:
                self.heaviest = max(self.heaviest, mark.ink + BLACK_INK)
            if shared == words and not mark.picture:  # a picture may be clear in parts
                break

    # Steps of the content stream

    def _begin(self, _operands: Sequence[float], _by: Matrix) -> None:
        self._line, self._at = UNIT, 0.0

    def _set(self, operands: Sequence[float], _by: Matrix) -> None:
        self._line, self._at = matrix(operands), 0.0

    def _move(self, operands: Sequence[float], _by: Matrix) -> None:
        x, y = (float(number) for number in operands)
        self._line, self._at = product((1, 0, 0, 1, x, y), self._line), 0.0

    def _move_leading(self, operands: Sequence[float], by: Matrix) -> None:
        self._leading = -float(operands[1])
        self._move(operands, by)

    def _next_line(self, _operands: Sequence[float], by: Matrix) -> None:
        self._move((0.0, -self._leading), by)

    def _lead(self, operands: Sequence[float], _by: Matrix) -> None:
        self._leading = float(operands[0])

    def _font(self, operands: Sequence[float], _by: Matrix) -> None:
        self._font_name, self._size = str(operands[0]), float(operands[1])

    def _points(self, operands: Sequence[float], by: Matrix) -> None:
        numbers = [float(number) for number in operands]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        if not self._path:
            self._path.append([])
        self._path[-1] += [point(x, y, by) for x, y in pairs]

    def _start(self, operands: Sequence[float], by: Matrix) -> None:
        self._path.append([])
        self._points(operands, by)

    def _rectangle(self, operands: Sequence[float], by: Matrix) -> None:
        x, y, wide, high = (float(number) for number in operands)
        corners = ((x, y), (x + wide, y), (x, y + high), (x + wide, y + high))
        self._path.append([point(*corner, by) for corner in corners])

    def _clip(self, _operands: Sequence[float], _by: Matrix) -> None:
        self._clipping = True


FOLLOWED: Mapping[str, Callable[[Ground, Sequence[float], Matrix], None]] = {
    "BT": Ground._begin,
    "Tm": Ground._set,
    "Td": Ground._move,
    "TD": Ground._move_leading,
    "T*": Ground._next_line,
    "'": Ground._next_line,
    "TL": Ground._lead,
    "Tf": Ground._font,
    "re": Ground._rectangle,
    "W": Ground._clip,
    "W*": Ground._clip,
    "m": Ground._start,
    **dict.fromkeys(("l", "c", "v", "y"), Ground._points),
}
"""Operators of paths and of the places of words, with what each does."""
_OF_WORDS = frozenset({"BT", "Tm", "Td", "TD", "T*", "'"})
_BARE = frozenset({"BT", "T*", "'", "W", "W*"})
_NOWHERE, _WHOLE = Box(0, 0, 0, 0), Box(0, 0, 1, 1)


def _around(points: Sequence[tuple[float, float]]) -> Box | None:
    if not points:
        return None
    across, up = zip(*points, strict=True)
    return Box(min(across), min(up), max(across), max(up))


def _of_frame(boxes: Sequence[Box]) -> float:
    """Return how thin a frame is, of the rectangles around its parts; unknown for other things."""
    by_size = sorted(boxes, key=lambda box: (box.right - box.left) * (box.top - box.bottom))
    inner, outer = by_size[:2]
    if inner.common(outer) != inner:
        return inf
    gaps = [abs(a - b) for a, b in zip(inner, outer, strict=True)]
    return min((gap for gap in gaps if gap > _NOTHING), default=inf)


def _placed(box: Box, by: Matrix) -> Box:
    """Return the rectangle around `box` as it is drawn by a matrix."""
    left, bottom, right, top = box
    corners = ((left, bottom), (right, bottom), (left, top), (right, top))
    across, up = zip(*(point(*corner, by) for corner in corners), strict=True)
    return Box(min(across), min(up), max(across), max(up))


def _length(shown: PdfObject, widths: GlyphWidths | None) -> float:
    """Return how long the string or array of strings `shown` is, in em: two bytes a character."""
    parts = list(shown) if isinstance(shown, Array) else [shown]
    strings = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
    moved = sum(float(part) for part in parts if not isinstance(part, pikepdf.String)) / 1000
    return sum(widths.of(data) if widths else len(data) / 2 for data in strings) - moved
