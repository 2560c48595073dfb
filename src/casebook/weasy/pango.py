"""Pango, fontconfig and HarfBuzz as WeasyPrint opens them, and its helpers to set text with them.

What we call besides what WeasyPrint declares of these libraries is declared here
(`c_declarations`). Nothing of it changes what WeasyPrint does.
"""

import pyphen
from weasyprint.text.ffi import (
    FROM_UNITS,
    ffi,
    fontconfig,
    gobject,
    harfbuzz,
    harfbuzz_subset,
    pango,
    pangoft2,
    unicode_to_char_p,
)
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout, line_size, strut

from casebook.weasy.c_declarations import declare

__all__ = [
    "FROM_UNITS",
    "Layout",
    "ffi",
    "fontconfig",
    "get_pango_font_key",
    "gobject",
    "harfbuzz",
    "harfbuzz_subset",
    "line_size",
    "pango",
    "pangoft2",
    "pyphen",
    "strut",
    "unicode_to_char_p",
]

declare(ffi, gobject, pango, fontconfig, pangoft2, harfbuzz)
