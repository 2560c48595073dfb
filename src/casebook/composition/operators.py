"""What is drawn of a composed line: which glyphs, in which font, with which shifts between.

A line is mostly glyphs in a row. The places where something else happens (a trimmed mark, a gap, a
change of font, a ligature) are listed once for a paragraph; drawing a line walks only those.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

Odd = list[tuple[int, float, float, float]]
Event = tuple[str, Any, Any]


class Glyphs(Protocol):
    """Shaped text: `glyphs` one a character, `odd` where there is not exactly one."""

    glyphs: "array[int]"
    advances: "array[float]"
    fonts: list[tuple[int, Any]]
    odd: dict[int, Odd]
    shared: list[int]
    kerned: dict[int, float]


class Ink:
    """The glyphs of a paragraph and the shifts between them, kept until it is drawn."""

    __slots__ = (
        "cuts",
        "even",
        "font_at",
        "fonts",
        "gaps",
        "glyphs",
        "kerns",
        "odd",
        "shared",
        "shifts",
        "text",
        "wide_cuts",
        "wide_kerns",
    )

    def __init__(self, shaped: Glyphs, text: str, places: "Placed", borders: Sequence[int]) -> None:
        """Take shaped text, where its paragraph puts it, and where one box meets the next."""
        self.glyphs = shaped.glyphs
        self.odd = shaped.odd
        self.shared = tuple(shaped.shared)
        self.text = text
        self.font_at = array("i", [start for start, _ in shaped.fonts])
        self.fonts = tuple(font for _, font in shaped.fonts)
        gaps = {index: gap for index, gap in enumerate(places.natural) if gap}
        kerns = _kerns(shaped, places, gaps)
        self.shifts = dict(places.offsets)
        self.gaps = {start: gaps[start] for start in borders if start in gaps}
        cuts = {*kerns, *places.elastic, *self.font_at, *self.odd, *self.shared}
        cuts.update(index + 1 for index in self.odd)
        cuts.update(index + 1 for index in self.shared)
        self.even = bytes(places.even)
        self.cuts = array("i", sorted(cuts))
        self.kerns = array("f", [kerns.get(cut, 0.0) for cut in self.cuts])
        self.wide_cuts: array[int] | None = None
        self.wide_kerns: array[float] | None = None

    def gap(self, index: int) -> float:
        """Return the natural gap between two boxes that meet at `index`."""
        return max(0.0, self.gaps.get(index, 0.0))

    def shift(self, index: int) -> float:
        """Return how far the glyph at `index` is moved from where its body starts."""
        return self.shifts.get(index, 0.0)

    def events(
        self,
        start: int,
        end: int,
        moves: Mapping[int, float],
        opened: float,
        spread: bool = False,
    ) -> Iterator[Event]:
        """Yield what to draw of characters `start` to `end`.

        `opened` is what each even gap gets; the caller adds it after every glyph, unless `spread`.
        ("font", font, None), ("glyphs", from, to), ("kern", length, None), ("odd", index, None).
        """
        if spread:
            yield from self._spread(start, end, moves, opened)
            return
        cuts, kerns = self._wide() if opened else (self.cuts, self.kerns)
        at = start
        run = bisect_right(self.font_at, start) - 1
        if run >= 0:
            yield "font", self.fonts[run], None
        first = self.shift(start)
        if first:
            yield "kern", first, None
        if start in self.odd or start in self.shared:
            yield from self._odd(start, opened)
            at = start + 1
        for index in range(bisect_right(cuts, start), bisect_left(cuts, end)):
            cut = cuts[index]
            if cut > at:
                yield "glyphs", at, cut
                at = cut
            kern = kerns[index] + moves.get(cut, 0.0)
            if opened and not self.even[cut]:
                kern -= opened
            if kern:
                yield "kern", kern, None
            if run + 1 < len(self.font_at) and self.font_at[run + 1] <= cut:
                run = bisect_right(self.font_at, cut) - 1
                yield "font", self.fonts[run], None
            if cut in self.odd or cut in self.shared:
                yield from self._odd(cut, opened)
                at = cut + 1
        if end > at:
            yield "glyphs", at, end

    def _wide(self) -> "tuple[array[int], array[float]]":
        """Return the places where an opened line does something: uneven gaps too."""
        if self.wide_cuts is None or self.wide_kerns is None:
            kerns = dict(zip(self.cuts, self.kerns, strict=True))
            uneven = (index for index, even in enumerate(self.even) if not even)
            self.wide_cuts = array("i", sorted({*self.cuts, *uneven}))
            self.wide_kerns = array("f", [kerns.get(cut, 0.0) for cut in self.wide_cuts])
        return self.wide_cuts, self.wide_kerns

    def _spread(
        self, start: int, end: int, moves: Mapping[int, float], opened: float
    ) -> Iterator[Event]:
        """Yield every glyph apart, with what opens the line among the shifts."""
        more = dict(moves)
        for index in range(start + 1, end):
            if self.even[index]:
                more[index] = more.get(index, 0.0) + opened
        for kind, one, two in self.events(start, end, more, 0.0):
            if kind != "glyphs":
                yield kind, one, two
                continue
            for index in range(one, two):
                if index > one and more.get(index):
                    yield "kern", more[index], None
                yield kind, index, index + 1

    def _odd(self, index: int, opened: float) -> Iterator[Event]:
        yield "odd", index, None
        count = len(self.odd[index]) if index in self.odd else 1
        if opened and count != 1:
            yield "kern", opened * (1 - count), None


class Placed(Protocol):
    """What a paragraph says of places: widths, natural gaps, glyph offsets, elasticity."""

    widths: "array[float]"
    natural: "array[float]"
    offsets: dict[int, float]
    elastic: list[int]
    even: bytearray


def _kerns(shaped: Glyphs, places: Placed, gaps: dict[int, float]) -> dict[int, float]:
    """Return the shift before each glyph that does not simply follow the last."""
    kerns = dict(gaps)
    for index, change in shaped.kerned.items():
        kerns[index + 1] = kerns.get(index + 1, 0.0) + change
    widths, advances = places.widths, shaped.advances
    if widths == advances and not places.offsets:
        return kerns
    for index, (width, advance) in enumerate(zip(widths, advances, strict=True)):
        if width != advance:
            kerns[index + 1] = kerns.get(index + 1, 0.0) + width - advance
    for index, offset in places.offsets.items():
        kerns[index] = kerns.get(index, 0.0) + offset
        kerns[index + 1] = kerns.get(index + 1, 0.0) - offset
    return kerns


def substitute(shaped: Glyphs, index: int, sample: Glyphs, force: bool = False) -> None:
    """Put the second glyph of `sample` in the place of the glyph at `index`, with its font."""
    font = sample.fonts[bisect_right([start for start, _ in sample.fonts], 1) - 1][1]
    starts = [start for start, _ in shaped.fonts]
    run = bisect_right(starts, index) - 1
    own = shaped.fonts[run][1]
    if (own == font and not force) or 1 in sample.odd:
        return
    shaped.glyphs[index] = sample.glyphs[1]
    shaped.advances[index] = sample.advances[1]
    shaped.kerned.pop(index, None)
    shaped.odd.pop(index, None)
    if own == font:
        return
    pieces = [(index, font)]
    if index + 1 < len(shaped.glyphs) and (run + 1 >= len(starts) or starts[run + 1] != index + 1):
        pieces.append((index + 1, own))
    if starts[run] == index:
        shaped.fonts[run : run + 1] = pieces
    else:
        shaped.fonts[run + 1 : run + 1] = pieces
