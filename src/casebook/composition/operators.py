"""What is drawn of a composed line: which glyphs, in which font, with which shifts between.

A line is mostly glyphs in a row. The places where something else happens (a trimmed mark, a gap, a
change of font, a ligature) are listed once for a paragraph; drawing a line walks only those.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, compress, count
from operator import ne, not_
from typing import Final, Protocol

from casebook.weasy.weasyprint_types import CData, Value

from .english import english_runs

Odd = list[tuple[int, float, float, float]]


class Glyphs(Protocol):
    """Shaped text: `glyphs` one a character, `odd` where there is not exactly one."""

    glyphs: "array[int]"
    advances: "array[float]"
    fonts: list[tuple[int, CData]]
    odd: dict[int, Odd]
    kerned: dict[int, float]


class Ink:
    """The glyphs of a paragraph and the shifts between them, kept until it is drawn.

    `cuts` are the places where something else than the next glyph comes, `kerns` the shifts there;
    `english` are the places where English begins and ends, in turn.
    """

    __slots__ = (
        "cuts",
        "english",
        "even",
        "font_at",
        "fonts",
        "gaps",
        "glyphs",
        "kerns",
        "odd",
        "shifts",
        "text",
        "wide",
    )

    def __init__(self, shaped: Glyphs, text: str, places: "Placed", borders: Sequence[int]) -> None:
        """Take shaped text, where its paragraph puts it, and where one box meets the next."""
        self.glyphs = shaped.glyphs
        self.odd = shaped.odd or _NOTHING
        self.text = text
        self.font_at = tuple([start for start, _ in shaped.fonts])
        self.fonts = tuple([font for _, font in shaped.fonts])
        natural = places.natural
        gaps = {index: natural[index] for index in compress(count(), natural)}
        kerns = _kerns(shaped, places, gaps)
        self.shifts = places.offsets or _NOTHING
        self.english = tuple(chain.from_iterable(english_runs(text)))
        self.gaps = {start: gaps[start] for start in borders if start in gaps} or _NOTHING
        after = [index + 1 for index in self.odd]
        cuts = sorted({*kerns, *places.elastic, *self.font_at, *self.odd, *after, *self.english})
        self.even = bytes(places.even)
        self.cuts = array("i", cuts)
        self.kerns = array("f", [kerns.get(cut, 0.0) for cut in cuts])
        self.wide: tuple[array[int], array[float]] | None = None

    def gap(self, index: int) -> float:
        """Return the natural gap between two boxes that meet at `index`."""
        return max(0.0, self.gaps.get(index, 0.0))

    def shift(self, index: int) -> float:
        """Return how far the glyph at `index` is moved from where its body starts."""
        return self.shifts.get(index, 0.0)

    def font(self, index: int) -> tuple[CData, int]:
        """Return the font at `index`, and where the next one starts."""
        run = bisect_right(self.font_at, index)
        after = self.font_at[run] if run < len(self.font_at) else len(self.text)
        return self.fonts[run - 1] if run else None, after

    def shifted(
        self, start: int, end: int, opened: float, moves: Mapping[int, float]
    ) -> "Iterator[tuple[int, float]]":
        """Yield the places after `start` and before `end` where glyphs are shifted, with the shifts.

        `opened` is what each even gap gets: the caller adds it after every glyph.
        """
        cuts, kerns = self._wide() if opened else (self.cuts, self.kerns)
        low, high = bisect_right(cuts, start), bisect_left(cuts, end)
        stops = zip(cuts[low:high], kerns[low:high], strict=True)
        if not moves and not opened:
            yield from stops
            return
        even = self.even
        for cut, kern in stops:
            if cut in moves:
                kern += moves[cut]
            if opened and not even[cut]:
                kern -= opened
            yield cut, kern

    def spread(
        self, start: int, end: int, opened: float, moves: Mapping[int, float]
    ) -> list[tuple[int, float]]:
        """Return the same with `opened` among the shifts."""
        shifts = dict(self.shifted(start, end, 0.0, moves))
        for index in range(start + 1, end):
            if self.even[index]:
                shifts[index] = shifts.get(index, moves.get(index, 0.0)) + opened
        return sorted(shifts.items())

    def _wide(self) -> "tuple[array[int], array[float]]":
        """Return the places where an opened line does something: uneven gaps too."""
        if self.wide is None:
            kerns = dict(zip(self.cuts, self.kerns, strict=True))
            uneven = compress(count(), map(not_, self.even))
            cuts = array("i", sorted({*self.cuts, *uneven}))
            self.wide = cuts, array("f", [kerns.get(cut, 0.0) for cut in cuts])
        return self.wide


_NOTHING: Final[dict[int, Value]] = {}


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
    for index in compress(count(), map(ne, widths, advances)):
        kerns[index + 1] = kerns.get(index + 1, 0.0) + widths[index] - advances[index]
    for index, offset in places.offsets.items():
        kerns[index] = kerns.get(index, 0.0) + offset
        kerns[index + 1] = kerns.get(index + 1, 0.0) - offset
    return kerns


def overlay(shaped: Glyphs, parts: Sequence[tuple[int, Glyphs]]) -> None:
    """Put shaped texts, each with its start, in the place of what is shaped there."""
    own, fonts, last = list(shaped.fonts), list[tuple[int, CData]](), 0
    for at, part in parts:
        end = at + len(part.glyphs)
        shaped.glyphs[at:end] = part.glyphs
        shaped.advances[at:end] = part.advances
        for index in range(at, end):
            shaped.odd.pop(index, None)
            shaped.kerned.pop(index, None)
        shaped.odd.update((at + index, glyphs) for index, glyphs in part.odd.items())
        shaped.kerned.update((at + index, change) for index, change in part.kerned.items())
        fonts += _fonts_between(own, last, at)
        fonts += [(at + start, font) for start, font in part.fonts]
        last = end
    fonts += _fonts_between(own, last, len(shaped.glyphs))
    shaped.fonts[:] = [
        run for number, run in enumerate(fonts) if not number or run[1] is not fonts[number - 1][1]
    ]


def _fonts_between(
    fonts: list[tuple[int, CData]], start: int, end: int
) -> "Iterator[tuple[int, CData]]":
    """Yield the fonts from `start` to `end`, the first from `start` on."""
    if end <= start:
        return
    at = bisect_right([begin for begin, _ in fonts], start) - 1
    yield start, fonts[at][1]
    yield from (run for run in fonts[at + 1 :] if run[0] < end)


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
