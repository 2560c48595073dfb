"""Cut fonts down to the glyphs of the book, with WeasyPrint's own subsetter (HarfBuzz).

A font is found again by Pango's description of it, in the font configuration of the style
sheets, so that fonts a layout brings with it are found as well.
"""

from collections.abc import Sequence
from typing import Any

from casebook.errata import Erratum, Place
from casebook.press.engine import Bench
from casebook.press.objects import deflate
from casebook.press.typefaces import Program
from casebook.press.weasyprint_log import heard
from casebook.weasy import font_map


def program(
    bench: Bench, name: str, description: str, glyphs: Sequence[int]
) -> tuple[Program, tuple[Erratum, ...]]:
    """Return the font `description`, that streams call `name`, cut down to `glyphs`."""
    errata: list[Erratum] = []
    with heard(Place("print.pdf"), errata):
        font: Any = font_map.found(bench.fonts, description)
        if font.hash != name:
            raise LookupError(f"{description}: found {font.name!r}, not {name}")
        font_map.cut(font, glyphs)
    return (
        Program(
            deflate(font.file_content),
            len(font.file_content),
            font.type == "otf",
            font.name.decode("ascii", "replace").lstrip("/"),
            font.family,
            font.ascent,
            font.descent,
            bool(font.style),
            "Serif" in font.family.split(),
        ),
        tuple(errata),
    )
