"""Cut fonts down to the glyphs of the book, with WeasyPrint's own subsetter (HarfBuzz).

A font is found again by Pango's description of it, in the font configuration of the style
sheets, so that fonts a layout brings with it are found as well.
"""

from collections.abc import Sequence
from typing import Any

from casebook.errata import Erratum, Place
from casebook.press.engine import Bench
from casebook.press.messages import heard
from casebook.press.objects import deflate
from casebook.press.typefaces import Program

_UNITS = 1000 * 1024


def program(
    bench: Bench, name: str, description: str, glyphs: Sequence[int]
) -> tuple[Program, tuple[Erratum, ...]]:
    """Return the font `description`, that streams call `name`, cut down to `glyphs`."""
    from weasyprint.pdf.fonts import Font
    from weasyprint.text.ffi import ffi, gobject, pango
    from weasyprint.text.fonts import get_pango_font_key

    if not hasattr(pango, "pango_font_description_from_string"):
        ffi.cdef("PangoFontDescription* pango_font_description_from_string (const char* str);")
    wanted = ffi.gc(
        pango.pango_font_description_from_string(description.encode()),
        pango.pango_font_description_free,
    )
    pango.pango_font_description_set_absolute_size(wanted, _UNITS)
    context = ffi.gc(
        pango.pango_font_map_create_context(bench.fonts.font_map), gobject.g_object_unref
    )
    found = ffi.gc(
        pango.pango_font_map_load_font(bench.fonts.font_map, context, wanted),
        gobject.g_object_unref,
    )
    errata: list[Erratum] = []
    with heard(Place("print.pdf"), errata):
        font: Any = Font(found, *get_pango_font_key(found)[1:])
        if font.hash != name:
            raise LookupError(f"{description}: found {font.name!r}, not {name}")
        if 0 in glyphs:
            font.missing[0] = 0  # so that the box for what the font lacks is kept
        font.clean(dict.fromkeys(sorted(set(glyphs)), ""), False)
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
