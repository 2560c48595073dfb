"""Writes one piece of a composed line into a page's content stream.

The stream is WeasyPrint's, used only through its own methods. Glyphs go out in long runs; a shift
between two of them is a number in the same array; what opens a whole line is one operator.
"""

import logging
from array import array
from typing import Any, Final

from .operators import Ink, Odd

_LOGGER: Final = logging.getLogger("weasyprint")
_UNKNOWN: Final = 0x10000000
_WIDE: Final = 0.09


class Pen:
    """Draws characters of `ink` on `stream`.

    `widths` gives the width of a glyph of a Pango font; `space` is a shaped space, `em` the size.
    """

    def __init__(self, stream: Any, ink: Ink, em: float, opened: float, nominal: Any) -> None:
        self.stream, self.ink = stream, ink
        self.size, self.opened, self.nominal = em, opened, nominal
        self.parts: list[str] = []
        self.pending = 0.0
        self.last = ""
        self.font: Any = None
        self.pango_font: Any = None
        self.space: Any = None

    def draw(self, start: int, end: int, moves: dict[int, float], space: Any) -> None:
        """Draw characters `start` to `end`; `moves` are the changes of elastic gaps."""
        self.space = space
        opened, spread = self.opened, self.opened > _WIDE * self.size
        if spread:
            self.opened = 0.0
        if self.opened:
            self.stream.stream.append(f"{opened:.5f} Tc".encode())
        for kind, one, two in self.ink.events(start, end, moves, opened, spread):
            if kind == "glyphs":
                self._glyphs(one, two)
            elif kind == "kern":
                self.pending += one
            elif kind == "font":
                self._settle()
                self._font(one)
            else:
                self._odd(one, end)

    def finish(self, gap: float) -> None:
        """End the piece; `gap` is what separates it from the next piece of the line."""
        self.pending += gap
        self._settle()
        self._flush()
        if self.opened:
            self.stream.stream.append(b"0 Tc")

    def hyphen(self, shaped: Any, text: str) -> None:
        """Add a hyphen after what was drawn."""
        self._settle()
        self._font(shaped.fonts[0][1])
        self._register(shaped.glyphs, text, set(shaped.glyphs))
        self._codes(array("H", shaped.glyphs))
        self.last = ""

    def trailing(self, start: int, end: int) -> None:
        """Draw the spaces at a line end, which take no room but are the author's."""
        for index in range(start, end):
            if index not in self.ink.odd and self.ink.text[index] == " ":
                self._glyphs(index, index + 1)
        self._flush()

    def _font(self, font: Any) -> None:
        if font == self.pango_font:
            return
        self._flush()
        self.pango_font = font
        self.font, self.size = self.stream.add_font(font)
        self.stream.set_font_size(self.font.hash, self.size)

    def _flush(self) -> None:
        if self.parts:
            self.stream.show_text("".join(self.parts))
            self.parts = []
        self.last = ""

    def _settle(self) -> None:
        """Move the pen by what is pending. Readers take a wide gap for a space: it is filled."""
        length, self.pending = self.pending, 0.0
        if length > _WIDE * self.size and self.last not in ("", " "):
            self._fill(length)
        elif abs(length) > 0.0004 * self.size:
            self.parts.append(f" {-1000 * length / self.size:.1f} ")

    def _fill(self, length: float) -> None:
        """Move the pen over a gap with a blank that belongs to the character before it."""
        glyphs, character = self.parts.pop(), self.last
        if len(glyphs) > 6:
            self.parts.append(f"{glyphs[:-5]}>")
        self._flush()
        data = character.encode("utf-16-be").hex()
        self.stream.stream.append(f"/Span <</ActualText <feff{data}>>> BDC".encode())
        kern = length - self.space.advances[0] - self.opened
        self.parts.append(f"<{glyphs[-5:]} {-1000 * kern / self.size:.1f} ")
        own = self.pango_font
        self._font(self.space.fonts[0][1])
        self._meaning(self.space.glyphs[0], " ")
        self.parts.append(f"<{self.space.glyphs[0]:04x}>")
        self._flush()
        self.stream.stream.append(b"EMC")
        self._font(own)

    def _codes(self, codes: "array[int]") -> None:
        codes.byteswap()
        self.parts.append(f"<{codes.tobytes().hex()}>")

    def _glyphs(self, start: int, end: int) -> None:
        if self.pending:
            self._settle()
        glyphs, text = self.ink.glyphs[start:end], self.ink.text
        new = set(glyphs).difference(self.font.to_unicode)
        if new:
            self._register(glyphs, text[start:end], new)
        self._codes(glyphs)
        self.last = text[end - 1]

    def _register(self, glyphs: Any, text: str, new: set[int]) -> None:
        """Tell the PDF font what new glyphs stand for and how wide they are."""
        for glyph, character in zip(glyphs, text, strict=True):
            if glyph in new:
                self._meaning(glyph, character)

    def _meaning(self, glyph: int, text: str) -> None:
        self.font.to_unicode.setdefault(glyph, " " if text == "\u00a0" else text)
        if glyph not in self.font.widths:
            width = self.nominal(self.pango_font, glyph)
            self.font.widths[glyph] = round(1000 * width / self.size)

    def _odd(self, index: int, end: int) -> None:
        """Draw what is not one glyph for one character, or a glyph that stands for two."""
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
            code = self._code(glyph, advance, meaning, ink.text[index])
            if number == 0 and self.font.to_unicode[code] != text:
                self._with_text(code, text)
            else:
                self._raised(code, x, y)
            if advance:
                kern = advance - self.font.widths[code] * self.size / 1000
                self.pending += kern if abs(kern) > 0.001 * self.size else 0.0
        self.last = ""

    def _raised(self, code: int, x: float, y: float) -> None:
        """Draw a glyph that shaping moved off its place."""
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

    def _code(self, glyph: int, advance: float, text: str, character: str) -> int:
        """Return the glyph's code in the PDF font, warning of one the fonts do not have."""
        if not glyph & _UNKNOWN:
            self._meaning(glyph, text)
            return glyph
        _LOGGER.warning(
            '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
            character,
            ord(character),
        )
        code: int = self.font.get_unused_glyph_id(ord(character))
        self.font.widths.setdefault(code, round(1000 * advance / self.size))
        self.font.widths.setdefault(0, self.font.widths[code])
        self.font.to_unicode.setdefault(code, text)
        return code

    def _with_text(self, code: int, text: str) -> None:
        """Draw a glyph under the text it stands for here, where the font knows it by another."""
        self._flush()
        data = text.encode("utf-16-be").hex()
        self.stream.stream.append(f"/Span <</ActualText <feff{data}>>> BDC".encode())
        self.stream.show_text(f"<{code:04x}>")
        self.stream.stream.append(b"EMC")
