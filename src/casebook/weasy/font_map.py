"""The fonts of a font configuration: which there are, where a text looks for them, one by its name."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from casebook.weasy.changes import ChangeSet, Hook, Record

Resolve = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Returns the families in which a character is looked for, by the list of its element."""
_DESCRIBE = Hook("text.line_break", "get_font_description")
_UNITS = 1000 * 1024


def counting() -> Any:
    """Return a font configuration that counts the faces it was given: `given`."""
    from weasyprint.text.fonts import FontConfiguration

    class Fonts(FontConfiguration):  # type: ignore[misc]
        given = 0

        def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> Any:
            self.given += 1
            return super().add_font_face(rule_descriptors, url_fetcher)

    return Fonts()


def confine(fonts: Any, rules: str, resolve: Resolve) -> None:
    """Leave the configuration `fonts` only what fontconfig's `rules` say; `resolve` its families.

    Fonts that it got by @font-face stay.
    """
    from casebook.weasy.pango import ffi, fontconfig, pangoft2

    fontconfig.FcConfigParseAndLoadFromMemory(fonts._config, rules.encode(), True)
    fontconfig.FcConfigBuildFonts(fonts._config)
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", fonts.font_map))
    fonts.resolved = cache(resolve)


def _make(record: Record) -> None:
    from casebook.weasy.pango import pango, unicode_to_char_p

    def describe(given: Any, style: Any) -> Any:
        description = given(style)
        if resolved := getattr(style.font_config, "resolved", None):
            names, _held = unicode_to_char_p(",".join(resolved(tuple(style["font_family"]))))
            pango.pango_font_description_set_family(description, names)
        return description

    record.wrap(_DESCRIBE, describe)


CHANGES = ChangeSet("font families", _make)
"""Makes WeasyPrint ask Pango for the families that a confined configuration resolves."""


def found(fonts: Any, description: str) -> Any:
    """Return the font that `fonts` has for Pango's `description`, without glyphs yet."""
    from weasyprint.pdf.fonts import Font

    from casebook.weasy.pango import ffi, get_pango_font_key, gobject, pango

    wanted = ffi.gc(
        pango.pango_font_description_from_string(description.encode()),
        pango.pango_font_description_free,
    )
    pango.pango_font_description_set_absolute_size(wanted, _UNITS)
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    font = ffi.gc(
        pango.pango_font_map_load_font(fonts.font_map, context, wanted), gobject.g_object_unref
    )
    made = Font(font, *get_pango_font_key(font)[1:])
    made.casebook_held = font, context  # WeasyPrint's keeps what they own, and not them
    return made


def cut(font: Any, glyphs: Sequence[int]) -> None:
    """Cut the file of `font` down to `glyphs`: its `file_content`."""
    if 0 in glyphs:
        font.missing[0] = 0  # so that the box for what the font lacks is kept
    font.clean(dict.fromkeys(sorted(set(glyphs)), ""), False)


@contextmanager
def unread() -> Iterator[None]:
    """Let fonts be made without their files, of many megabytes, which only subsetting needs."""
    from weasyprint.pdf import fonts as pdf_fonts

    read = pdf_fonts.get_hb_object_data
    pdf_fonts.get_hb_object_data = lambda face: b""
    try:
        yield
    finally:
        pdf_fonts.get_hb_object_data = read
