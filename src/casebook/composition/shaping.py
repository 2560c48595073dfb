"""Text to glyphs, once: which glyph for each character, how wide, from which font.

Pango shapes; its libraries are handed in as a `Library`, so this module knows nothing of where they
come from. A text box is shaped whole, and the glyphs serve for choosing lines and for drawing them.
Where its text is plain (see `pieces`), only what was never met before is handed to Pango.
"""

import re
from array import array
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from casebook.weasy.weasyprint_types import CData, Style, Value

from . import operators
from .classes import EDGE_CLOSE, EDGE_OPEN, OBJECT, western_dots, western_quotes
from .shaping_runs import Ideographs, Shaped

_EMPTY: Final = 0x0FFFFFFF
_UNKNOWN: Final = 0x10000000
_LETTERS: Final = (
    "!-~\xaa\xb2\xb3\xb5\xb9\xba\xc0-\xd6\xd8-\xf6\xf8-\u036f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff"
    "\u2070-\u209c"
)
_LATIN: Final = re.compile(
    f"[{_LETTERS}]+(?:(?:[ \xa0]+|[·’](?=[A-Za-z\u0370-\u03ff]))[{_LETTERS}]+)*"
)
"""Latin parts of a text, with the spaces within."""
_MARKS: Final = frozenset("“”‘’…—·")
"""Marks that Chinese and Latin share."""
_BLANKED: Final = re.compile(f"[\n\r\u2028\u2029\x85\x0c\t{OBJECT}{EDGE_OPEN}{EDGE_CLOSE}]")


@dataclass(frozen=True, slots=True)
class Library:
    """What shaping needs: the C libraries, the unit of their lengths, and three helpers.

    `layout` makes a layout from a style, `pointer` a C string from text, `size` measures a line.
    """

    ffi: CData
    pango: CData
    gobject: CData
    unit: float
    layout: Value
    pointer: CData
    size: CData


class Fonts:
    """What one font configuration keeps: fonts held alive, and their widths."""

    def __init__(self, lib: Library) -> None:
        self.lib = lib
        self.held: dict[int, CData] = {}
        self.faces: dict[Hashable, Shaper] = {}
        self.nominal: dict[int, _Nominal] = {}
        self.alike: dict[Hashable, Value] = {}
        self.paragraphs: dict[Hashable, Value] = {}

    def hold(self, font: CData) -> int:
        """Keep a Pango font alive and return its address."""
        address = int(self.lib.ffi.cast("uintptr_t", font))
        if address not in self.held:
            self.lib.gobject.g_object_ref(font)
            self.held[address] = self.lib.ffi.gc(font, self.lib.gobject.g_object_unref)
            self.nominal[address] = _Nominal(font, self.lib)
        return address

    def width(self, font: CData, glyph: int) -> float:
        """Return the width a font gives a glyph."""
        return self.nominal[int(self.lib.ffi.cast("uintptr_t", font))][glyph]


class _Nominal(dict[int, float]):
    """The width a font gives each of its glyphs, before shaping changes it."""

    def __init__(self, font: CData, lib: Library) -> None:
        super().__init__()
        self.font, self.lib = font, lib

    def __missing__(self, glyph: int) -> float:
        rectangle = self.lib.ffi.new("PangoRectangle *")
        self.lib.pango.pango_font_get_glyph_extents(self.font, glyph, self.lib.ffi.NULL, rectangle)
        width = self[glyph] = rectangle.width * self.lib.unit
        return float(width)


class Shaper:
    """Shapes text in one font style with a Pango layout that is made once."""

    def __init__(self, style: Style, fonts: Fonts, latin: tuple[str, str] | None = None) -> None:
        """Take the font style, and family and style of its Latin letters if they are others'."""
        self.fonts, self.lib = fonts, fonts.lib
        self.style, self._latin = style, latin
        self.layout = self.lib.layout(style)
        self.cache: dict[str, Shaped] = {}
        line = self._line(" ")
        self.height = self.lib.size(line, {"letter_spacing": "normal"})[1]
        self.han = Ideographs(self.whole) if _regular(style) else None
        self._chinese: Shaper | None = None
        self._variants: dict[str, Shaper] = {}

    @cached_property
    def latin(self) -> "Shaper | None":
        """The shaper of Latin letters, if they are of another font: made when the first come up."""
        if self._latin is None:
            return None
        family, slant = self._latin
        own = self.style.copy()
        own["font_family"] = (family, *self.style["font_family"])
        own["font_style"] = slant
        partner = Shaper(own, self.fonts)
        partner.han = None  # it is given letters alone
        return partner

    def _line(self, text: str) -> CData:
        pointer, self._bytes = self.lib.pointer(text)
        self.lib.pango.pango_layout_set_text(self.layout.layout, pointer, -1)
        return self.lib.pango.pango_layout_get_line_readonly(self.layout.layout, 0)

    def shape(self, text: str) -> Shaped:
        """Return the glyphs of `text`; each text is shaped once."""
        shaped = self.cache.get(text)
        if shaped is None:
            letters = self._latin and _LATIN.fullmatch(text) and _MARKS.isdisjoint(text)
            if letters and self.latin is not None:
                return self.latin.shape(text)
            shaped = self.han.shape(text) if self.han else None
            if shaped is None:
                shaped = self.whole(text)
            if len(text) < 32:
                if len(self.cache) > 1000:
                    self.cache.clear()
                self.cache[text] = shaped
        return shaped

    def hyphen(self, text: str) -> Shaped:
        """Return the glyphs of a hyphen in the font of letters.

        Chinese fonts have ‐ as wide as an ideograph: - stands for it, of the font of the letters.
        """
        if text != "\u2010":
            return self.shape(text)
        known = self.cache.get(text)
        if known is None:
            known = Shaped()
            sample = self.shape("n-n")
            known.glyphs, known.advances = sample.glyphs[1:2], sample.advances[1:2]
            known.fonts = [(0, next(f for at, f in reversed(sample.fonts) if at <= 1))]
            self.cache[text] = known
        return known

    def whole(self, text: str) -> Shaped:
        """Shape all of `text` with Pango."""
        shaped = Shaped()
        self._plainly(shaped, text)
        letters = list(_LATIN.finditer(text)) if self._latin else []
        if letters and self.latin is not None:
            parts = [(match.start(), self.latin.shape(match[0])) for match in letters]
            operators.overlay(shaped, parts)
        if not _MARKS.isdisjoint(text):
            western = [*western_quotes(text), *western_dots(text)]
            self._chinese_marks(shaped, text, western)
            for index in western:
                self._put_variant(shaped, index, text[index], "proportional-width")
            if "·" in text and "full-width" not in self.style["font_variant_east_asian"]:
                for index in range(len(text)):
                    if text[index] == "·" and index not in western:
                        self._put_variant(shaped, index, "·", "full-width")
        return shaped

    def _plainly(self, shaped: Shaped, text: str) -> None:
        """Shape `text` behind what is shaped."""
        line = self._line(_BLANKED.sub(" ", text))
        run, start, done = line.runs, len(shaped.glyphs), 0
        while run != self.lib.ffi.NULL:
            item, string = run.data.item, run.data.glyphs
            self._read(shaped, text, item, string, start, done)
            done += item.num_chars
            run = run.next

    def _put_variant(self, shaped: Shaped, index: int, mark: str, variant: str) -> None:
        """Take the full-width · or the narrow ’ that Chinese fonts keep behind a feature (R26)."""
        wide = shaped.advances[index] > 0.75 * self.style["font_size"]
        if wide == (variant == "full-width"):
            return
        if variant not in self._variants:
            style = self.style.copy()
            style["font_variant_east_asian"] = (variant,)
            self._variants[variant] = Shaper(style, self.fonts)
        sample = self._variants[variant].shape(f"国{mark}国")
        operators.substitute(shaped, index, sample, force=True)

    def _read(
        self, shaped: Shaped, text: str, item: CData, string: CData, start: int, done: int
    ) -> None:
        """Read the glyphs of one run of `text`, from `done` on, into `shaped` behind `start`."""
        at = start + done
        count = string.num_glyphs
        numbers = array("I", bytes(self.lib.ffi.buffer(string.glyphs, count * 20)))
        signed = array("i", numbers.tobytes())
        clusters = array("i", bytes(self.lib.ffi.buffer(string.log_clusters, count * 4)))
        glyphs, widths = numbers[0::5], signed[1::5]
        address = self.fonts.hold(item.analysis.font)
        font = self.fonts.held[address]
        if not shaped.fonts or shaped.fonts[-1][1] is not font:
            shaped.fonts.append((at, font))
        part = text[done : done + item.num_chars]
        plain = (
            count == len(part)
            and (not count or max(glyphs) < 0x10000)
            and not any(signed[2::5])
            and not any(signed[3::5])
            and len(set(clusters)) == count
        )
        if plain:
            numbers16 = array("H", glyphs)
            shaped.glyphs.extend(numbers16)
            advances = [width * self.lib.unit for width in widths]
            nominal = list(map(self.fonts.nominal[address].__getitem__, glyphs))
            if nominal != advances:
                for index, (advance, own) in enumerate(zip(advances, nominal, strict=True)):
                    if part[index + 1 : index + 2] >= "\u2e80":
                        advances[index] = own
                    elif abs(advance - own) > 0.01:
                        shaped.kerned[at + index] = advance - own
            shaped.advances.extend(advances)
            return
        box = self.fonts.nominal[address][0]
        self._read_odd(shaped, part, at, clusters, numbers, signed, box)

    def _read_odd(
        self,
        shaped: Shaped,
        part: str,
        at: int,
        clusters: CData,
        numbers: CData,
        signed: CData,
        box: float,
    ) -> None:
        """Read a run whose glyphs are not one a character: ligatures, marks, missing glyphs."""
        sizes = [len(character.encode()) for character in part]
        offsets = dict(zip(accumulate(sizes, initial=0), range(len(part)), strict=False))
        places = [offsets[cluster] for cluster in clusters]
        glyphs, widths = numbers[0::5], signed[1::5]
        simple = dict(zip(places, zip(glyphs, widths, strict=True), strict=True))
        own, advances = array("H", bytes(2 * len(part))), [0.0] * len(part)
        odd: dict[int, list[tuple[int, float, float, float]]] = {}
        for place, (glyph, width) in simple.items():
            advances[place] = width * self.lib.unit
            own[place] = glyph & 0xFFFF
        for place in range(len(part)):
            if place not in simple:
                odd[place] = []
                odd.setdefault(place - 1, [])
        for index, place in enumerate(places):
            moved = signed[5 * index + 2] or signed[5 * index + 3]
            if moved or glyphs[index] > 0xFFFF or len(places) != len(simple):
                odd[place] = []
        self._fill_odd(odd, places, numbers, signed, box)
        for place, several in odd.items():
            advances[place] = sum(advance for _, advance, _, _ in several)
            shaped.odd[at + place] = [glyph for glyph in several if glyph[0] != _EMPTY]
        shaped.glyphs.extend(own)
        shaped.advances.extend(advances)

    def _fill_odd(
        self,
        odd: dict[int, list[tuple[int, float, float, float]]],
        places: list[int],
        numbers: CData,
        signed: CData,
        box: float,
    ) -> None:
        """Fill in the glyphs; one that no font has takes the width of a `box`."""
        for index, place in enumerate(places):
            if place in odd:
                width, x, y = signed[5 * index + 1 : 5 * index + 4]
                unknown = numbers[5 * index] & _UNKNOWN
                odd[place].append(
                    (
                        numbers[5 * index],
                        box if unknown else width * self.lib.unit,
                        x * self.lib.unit,
                        y * self.lib.unit,
                    )
                )

    def _chinese_marks(self, shaped: Shaped, text: str, western: list[int]) -> None:
        """Take “ ” ‘ ’ … — · from the Chinese font even where a Latin font comes first (R28)."""
        chinese = self._chinese_shaper()
        if chinese is None:
            return
        for index, character in enumerate(text):
            if character not in _MARKS or index in western:
                continue
            sample = chinese.shape(f"国{character}国")
            operators.substitute(shaped, index, sample)

    def _chinese_shaper(self) -> "Shaper | None":
        """Return a shaper that looks in the Chinese font first, or None if this one does."""
        if self._chinese is None:
            font = self.shape("国").fonts[0][1]
            pango = self.lib.pango
            description = self.lib.ffi.gc(
                pango.pango_font_describe_with_absolute_size(font),
                pango.pango_font_description_free,
            )
            name = pango.pango_font_description_get_family(description)
            family = self.lib.ffi.string(name).decode()
            if self.style["font_family"][0].lower() == family.lower():
                self._chinese = self
            else:
                style = self.style.copy()
                style["font_family"] = (family, *self.style["font_family"])
                self._chinese = Shaper(style, self.fonts)
                self._chinese._chinese = self._chinese
        return None if self._chinese is self else self._chinese


def _regular(style: Style) -> bool:
    """Say whether no feature is asked for that may join ideographs or tell them apart."""
    return (
        style["font_feature_settings"] == "normal"
        and style["font_variant_ligatures"] in ("normal", "none")
        and style["font_variant_alternates"] == "normal"
    )
