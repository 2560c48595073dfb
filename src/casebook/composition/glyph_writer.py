"""Writes one piece of a composed line into a page's content stream.

The stream is WeasyPrint's, used only through its own methods. Glyphs go out in long runs; a shift
between two of them is a number in the same array; what opens a whole line is one operator.
"""

import logging
import sys
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import repeat
from typing import Final

from casebook.weasy.weasyprint_types import CData, Font, Stream, Value

from .operators import Ink, Odd

_LOGGER: Final = logging.getLogger("weasyprint")
_UNKNOWN: Final = 0x10000000
_WIDE: Final = 0.09
_LITTLE: Final = sys.byteorder == "little"


class GlyphWriter:
    """Draws characters of `ink` on `stream`.

    `nominal` gives the width of a glyph of a Pango font; `em` is the size. `marks_english` says that
    English is marked as such (ISO 32000-1, 14.9.2.3).
    """

    __slots__ = (
        "codes",
        "font",
        "in_english",
        "ink",
        "last",
        "marks_english",
        "nominal",
        "opened",
        "origin",
        "pango_font",
        "parts",
        "pending",
        "shared",
        "size",
        "space",
        "spanned",
        "stream",
    )

    def __init__(
        self,
        stream: Stream,
        ink: Ink,
        em: float,
        opened: float,
        nominal: Value,
        marks_english: bool = False,
    ) -> None:
        self.stream, self.ink = stream, ink
        self.marks_english, self.in_english = marks_english and bool(ink.english), False
        self.size, self.opened, self.nominal = em, opened, nominal
        self.parts: list[str] = []
        self.pending = 0.0
        self.last = ""
        self.shared: list[int] = []
        self.spanned = False
        self.font: Font = None
        self.pango_font: CData = None
        self.space: Value = None

    def draw(self, start: int, end: int, moves: dict[int, float], space: Value) -> None:
        """Draw characters `start` to `end`; `moves` are the changes of elastic gaps."""
        self.space = space
        ink, opened = self.ink, self.opened
        if opened > _WIDE * self.size:
            self.opened = 0.0
            shifts: Iterable[tuple[int, float]] = ink.spread(start, end, opened, moves)
            opened = 0.0
        else:
            shifts = ink.shifted(start, end, opened, moves)
        if opened:
            self.stream.stream.append(f"{opened:.5f} Tc".encode())
        self._take(start, end)
        font, font_end = ink.font(start)
        self._font(font)
        self._meet(start, min(end, font_end))
        self.pending += ink.shift(start)
        english = ink.english if self.marks_english else ()
        if english and not self.in_english and bisect_right(english, start) % 2:
            self._turn_language()
        odd, at = ink.odd, start
        if start in odd and start < end:
            self._odd(start, end, opened)
            at += 1
        for cut, kern in shifts:
            turn = cut in english
            stop = turn or cut in odd or cut == font_end
            if not kern and not stop:
                continue
            if cut > at:
                self._glyphs(at, cut)
                at = cut
            self.pending += kern
            if turn:
                self._settle()
                self._turn_language()
            if cut == font_end:
                font, font_end = ink.font(cut)
                self._settle()
                self._font(font)
                self._meet(cut, min(end, font_end))
            if cut in odd:
                self._odd(cut, end, opened)
                at = cut + 1
        if end > at:
            self._glyphs(at, end)

    def finish(self, gap: float) -> None:
        """End the piece; `gap` is what separates it from the next piece of the line."""
        self.pending += gap
        self._settle()
        self._flush()
        if self.in_english:
            self._turn_language()
        if self.opened:
            self.stream.stream.append(b"0 Tc")

    def repeat(self, index: int, times: int, step: float) -> None:
        """Draw the character at `index`, drawn last, again; its beginnings are `step` apart."""
        if not times:
            return
        length = step - self.font.widths[self.ink.glyphs[index]] * self.size / 1000
        if self.spanned or length > _WIDE * self.size:
            for _ in range(times):
                self.pending += length - self.ink.shift(index)
                self.draw(index, index + 1, {}, self.space)
        else:
            self.parts += [f" {-1000 * length / self.size:.1f} ", self.parts[-1]] * times

    def hyphen(self, shaped: Value, text: str) -> None:
        """Add a hyphen after what was drawn."""
        self._settle()
        self._font(shaped.fonts[0][1])
        for glyph, character in zip(shaped.glyphs, text, strict=True):
            self._meaning(glyph, character)
        codes = "".join([f"{glyph:04x}" for glyph in shaped.glyphs])
        self.parts.append(f"<{codes}>")
        self.last = ""

    def trailing(self, start: int, end: int) -> None:
        """Draw the spaces at a line end, which take no room but are the author's.

        Their font may be another than that of the word before: it is that of what follows.
        """
        self._take(start, end)
        for index in range(start, end):
            if index not in self.ink.odd and self.ink.text[index] in " \u3000":
                self._font(self.ink.font(index)[0])
                self._meet(index, index + 1)
                self._glyphs(index, index + 1)
        self._flush()

    def _turn_language(self) -> None:
        """Go over into English, or back into the language of what stands around it."""
        self._flush()
        self.stream.stream.append(b"EMC" if self.in_english else b"/Span <</Lang (en)>> BDC")
        self.in_english = not self.in_english

    def _font(self, font: Font) -> None:
        if font is self.pango_font:
            return
        self._flush()
        self.pango_font = font
        known = self.stream.__dict__.setdefault("_clreq", {})
        if font not in known:
            known[font] = self.stream.add_font(font)
        self.font, self.size = known[font]
        self.stream.set_font_size(self.font.hash, self.size)

    def _flush(self) -> None:
        if self.parts:
            self.stream.show_text("".join(self.parts))
            self.parts = []
        if self.spanned:
            self.stream.stream.append(b"EMC")
            self.spanned = False
        self.last = ""

    def _settle(self) -> None:
        """Move the writer by what is pending. Readers take a wide gap for a space: it is filled."""
        length, self.pending = self.pending, 0.0
        if length > _WIDE * self.size and self.last not in ("", " "):
            self._fill(length)
        elif abs(length) > 0.0004 * self.size:
            if self.spanned:
                self._flush()
            self.parts.append(f" {-1000 * length / self.size:.1f} ")

    def _fill(self, length: float) -> None:
        """Move the writer over a gap with a blank that belongs to the character before it."""
        glyphs, character = self.parts.pop(), self.last
        if self.spanned:
            self.spanned = False
        else:
            if len(glyphs) > 6:
                self.parts.append(f"{glyphs[:-5]}>")
            self._flush()
            self.stream.stream.append(_span(character))
        kern = length - self.space.advances[0] - self.opened
        self.parts.append(f"<{glyphs[-5:]} {-1000 * kern / self.size:.1f} ")
        own = self.pango_font
        self._font(self.space.fonts[0][1])
        self._meaning(self.space.glyphs[0], " ")
        self.parts.append(f"<{self.space.glyphs[0]:04x}>")
        self._flush()
        self.stream.stream.append(b"EMC")
        self._font(own)

    def _take(self, start: int, end: int) -> None:
        """Take the codes of characters `start` to `end`, to be cut where something comes between.

        What is drawn is the same in the PDF's two-byte codes and in memory, but for the byte order.
        """
        codes = self.ink.glyphs[start:end]
        if _LITTLE:
            codes.byteswap()
        self.codes, self.origin = codes.tobytes().hex(), start

    def _glyphs(self, start: int, end: int) -> None:
        """Draw characters that are one glyph each, but for those whose glyph stands for others."""
        while self.shared and self.shared[0] < end:
            index = self.shared.pop(0)
            if index >= start:
                if index > start:
                    self._row(start, index)
                self._odd(index, end, 0.0)
                start = index + 1
        if end > start:
            self._row(start, end)

    def _row(self, start: int, end: int) -> None:
        if self.pending:
            self._settle()
        if self.spanned:
            self._flush()
        self.parts.append(f"<{self.codes[4 * (start - self.origin) : 4 * (end - self.origin)]}>")
        self.last = self.ink.text[end - 1]

    def _meet(self, start: int, end: int) -> None:
        """Tell the PDF font what its glyphs stand for; note those that stand for something else."""
        meanings, text = self.font.to_unicode, self.ink.text[start:end]
        glyphs = self.ink.glyphs[start:end]
        if "".join(map(meanings.get, glyphs, repeat(""))) == text:
            return
        odd = self.ink.odd
        for index, glyph, character in zip(range(start, end), glyphs, text, strict=True):
            if index not in odd:
                if glyph not in meanings:
                    self._meaning(glyph, character)
                elif meanings[glyph] != (" " if character == "\u00a0" else character):
                    self.shared.append(index)

    def _meaning(self, glyph: int, text: str) -> None:
        self.font.to_unicode.setdefault(glyph, " " if text == "\u00a0" else text)
        if glyph not in self.font.widths:
            width = self.nominal(self.pango_font, glyph)
            self.font.widths[glyph] = round(1000 * width / self.size)

    def _odd(self, index: int, end: int, opened: float) -> None:
        """Draw what is not one glyph for one character, or a glyph that stands for two.

        What opens the line is added after every glyph: all but one are taken back.
        """
        self._settle()
        ink = self.ink
        glyphs: Odd | None = ink.odd.get(index)
        if glyphs is None:
            glyphs = [(ink.glyphs[index], 0.0, 0.0, 0.0)]
        after = index + 1
        while index in ink.odd and after < end and ink.odd.get(after) == []:
            after += 1
        text = ink.text[index:after]
        for number, (glyph, advance, x, y) in enumerate(glyphs):
            meaning = text if number == 0 else ""
            code = self._code(glyph, meaning, ink.text[index])
            if number == 0 and self.font.to_unicode[code] != text:
                self._with_text(code, text)
            else:
                self._raised(code, x, y)
            if advance:
                kern = advance - self.font.widths[code] * self.size / 1000
                self.pending += kern if abs(kern) > 0.001 * self.size else 0.0
        if not self.spanned:
            self.last = ""
        self.pending += opened * (1 - len(glyphs))

    def _raised(self, code: int, x: float, y: float) -> None:
        """Draw a glyph that shaping moved off its place."""
        if self.spanned:
            self._flush()
        if x:
            self.parts.append(f" {-1000 * x / self.size:.1f} ")
        if y:
            self._flush()
            self.stream.set_text_rise(-y)
        self.parts.append(f"<{code:04x}>")
        if y:
            self._flush()
            self.stream.set_text_rise(0)
        self.pending -= x

    def _code(self, glyph: int, text: str, character: str) -> int:
        """Return the glyph's code in the PDF font, warning of one the fonts do not have.

        That is drawn as glyph 0, the box that the font shows for it (OpenType, Recommendations for
        fonts: glyph 0 is .notdef), under its own text.
        """
        if not glyph & _UNKNOWN:
            self._meaning(glyph, text)
            return glyph
        _LOGGER.warning(
            '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
            character,
            ord(character),
        )
        self.font.missing[0] = 0
        self._meaning(0, text)
        return 0

    def _with_text(self, code: int, text: str) -> None:
        """Draw a glyph under the text it stands for here, where the font knows it by another."""
        self._flush()
        self.stream.stream.append(_span(text))
        self.parts.append(f"<{code:04x}>")
        self.last, self.spanned = text, True


@lru_cache(maxsize=4096)
def _span(text: str) -> bytes:
    """Return the operator that opens a span that stands for `text`."""
    return f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC".encode()
