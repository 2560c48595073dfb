"""How wide a mark is, and where its glyph stands in that width, whatever the font gives.

A full-width mark is half an em of ink (its blank is a gap, see `gaps`); dashes, ellipses and
connectors have the widths of GB/T 15834 (R26), doubled ？！ share one em (R27).
"""

import re
from typing import TYPE_CHECKING, Final

from . import gaps

if TYPE_CHECKING:
    from .paragraph import Paragraph

_LONG: Final = re.compile("[—―…⋯⸺]+")
_RUN: Final = re.compile("[？！]{2,}")
_STANDARD: Final = {
    "—": 1.0,
    "―": 1.0,
    "～": 1.0,
    "〜": 1.0,
    "–": 0.5,
    "/": 0.5,
    "…": 1.0,
    "／": 1.0,
}


def set_body(paragraph: "Paragraph", index: int, letter: str, em: float) -> None:
    """Give a mark its standard width whatever the font gives, and say where its glyph goes."""
    width, advance = gaps.body(letter), paragraph.widths[index]
    character = paragraph.text[index]
    if width is None:
        standard = _STANDARD.get(character)
        around = paragraph.letters[max(0, index - 1) : index + 2]
        latin = letter == "L" and len(around) == 3 and set(around) - {"L"} <= gaps.WESTERN
        if letter == "E" or standard is None or not advance or latin:
            return
        own = advance - paragraph.extras.kerned.get(index, 0.0)
        paragraph.widths[index] = standard * em
        paragraph.offsets[index] = (standard * em - own) / 2
        return
    width *= em
    paragraph.widths[index] = width
    full = advance > 0.75 * em
    if letter == "O":
        paragraph.offsets[index] = width - advance if full else (width - advance) / 2
    elif letter == "M" or not full:
        paragraph.offsets[index] = (width - advance) / 2


def even_dashes(paragraph: "Paragraph") -> None:
    """Give —— and …… exactly one em a character, one glyph or two (R16, R26)."""
    for match in _LONG.finditer(paragraph.text):
        for index in range(*match.span()):
            advance = paragraph.widths[index]
            if paragraph.letters[index] != "E" or not advance:
                continue
            em = paragraph.span_at(index).em
            width = max(1, round(advance / em)) * em
            paragraph.offsets[index] = (width - advance) / 2
            paragraph.widths[index] = width


def pair_stops(paragraph: "Paragraph") -> None:
    """Set ？！ in one em together and ！！！ in two (R27)."""
    for match in _RUN.finditer(paragraph.text):
        end = match.end()
        if (end - match.start()) % 2 or end >= len(paragraph.text) or not paragraph.natural[end]:
            continue
        em = paragraph.span_at(end).em
        settings = paragraph.span_at(end).settings
        left = gaps.blank_before(paragraph.letters[end], settings) * em
        paragraph.natural[end] = left
        paragraph.shrinks.pop(end, None)
        if left and settings.squeezed:
            paragraph.shrinks[end] = (gaps.BRACKET, left)
