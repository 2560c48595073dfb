"""The fonts of a font configuration: which there are, where a text looks for them, one by its name."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from casebook.weasy.changes import ChangeSet, Hook, Record
from casebook.weasy.weasyprint_types import CData, Font, FontConfiguration, Function, Style, Value

Resolve = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Returns the families in which a character is looked for, by the list of its element."""
_DESCRIBE = Hook("text.line_break", "get_font_description")
_UNITS = 1000 * 1024
_DECOMPOSING = 15603
"""The version of Pango (1.56.3) from which a font has ć for it where it has c and an accent."""
_BLOCKS = (
    (0x00C0, 0x30FF),
    (0xF900, 0xFB4F),
    (0x10500, 0x11FFF),
    (0x16000, 0x16FFF),
    (0x1D100, 0x1D1FF),
    (0x2F800, 0x2FA1F),
)
"""Where Unicode has composed characters; to look at every character takes a third of a second."""


def counting() -> FontConfiguration:
    """Return a font configuration that counts the faces it was given: `given`."""
    from weasyprint.text import fonts as text_fonts  # lazy: loads WeasyPrint

    class Fonts(text_fonts.FontConfiguration):  # type: ignore[misc]
        given = 0

        def add_font_face(self, rule_descriptors: Value, url_fetcher: Value) -> Value:
            self.given += 1
            return super().add_font_face(rule_descriptors, url_fetcher)

    return Fonts()


def confine(fonts: FontConfiguration, rules: str, resolve: Resolve) -> None:
    """Leave the configuration `fonts` only what fontconfig's `rules` say; `resolve` its families.

    Fonts that it got by @font-face stay.
    """
    from casebook.weasy.pango import ffi, fontconfig, pangoft2  # lazy: loads WeasyPrint

    fontconfig.FcConfigParseAndLoadFromMemory(fonts._config, rules.encode(), True)
    fontconfig.FcConfigBuildFonts(fonts._config)
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", fonts.font_map))
    fonts.resolved = cache(resolve)
    fonts.uncomposed = set()


def _make(record: Record) -> None:
    from casebook.weasy.pango import pango, unicode_to_char_p  # lazy: loads WeasyPrint

    decomposing = pango.pango_version() >= _DECOMPOSING

    def describe(given: Function, style: Style) -> Value:
        description = given(style)
        if resolved := getattr(style.font_config, "resolved", None):
            families = resolved(tuple(style["font_family"]))
            names, _held = unicode_to_char_p(",".join(families))
            pango.pango_font_description_set_family(description, names)
            if decomposing:
                _need_composed(style, families, description)
        return description

    record.wrap(_DESCRIBE, describe)


CHANGES = ChangeSet("font families", _make)
"""Makes WeasyPrint ask Pango for the families that a confined configuration resolves."""


def _need_composed(style: Style, families: tuple[str, ...], description: CData) -> None:
    """Have Pango take a character from the first family that has it, not from one with its parts.

    A base letter and an accent of a font that lacks the letter with its accent stand beside each
    other, and read back as two characters.
    """
    from casebook.weasy.pango import ffi, gobject, pango  # lazy: loads WeasyPrint

    fonts = style.font_config
    face = (families, style["font_weight"], style["font_style"], style["font_stretch"])
    if face in fonts.uncomposed:
        return
    fonts.uncomposed.add(face)
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    language = pango.pango_language_get_default()

    @ffi.callback("gboolean (PangoFontset *, PangoFont *, gpointer)")  # type: ignore[untyped-decorator]
    def visit(_fonts: CData, font: CData, _data: CData) -> int:
        coverage = pango.pango_font_get_coverage(font, language)
        for character in _lacking(font):
            pango.pango_coverage_set(coverage, character, 0)
        gobject.g_object_unref(coverage)
        return 0

    chain = pango.pango_font_map_load_fontset(fonts.font_map, context, description, language)
    pango.pango_fontset_foreach(chain, visit, ffi.NULL)
    gobject.g_object_unref(chain)


def _lacking(font: CData) -> Iterator[int]:
    """Yield the composed characters that the file of `font` maps to no glyph of their own."""
    from casebook.weasy.pango import ffi, fontconfig, pangoft2  # lazy: loads WeasyPrint

    pattern = pangoft2.pango_fc_font_get_pattern(ffi.cast("PangoFcFont *", font))
    characters = ffi.new("FcCharSet **")
    if fontconfig.FcPatternGetCharSet(pattern, b"charset", 0, characters):
        return
    for character in _composed():
        if not fontconfig.FcCharSetHasChar(characters[0], character):
            yield character


@cache
def _composed() -> tuple[int, ...]:
    """Return every character that Unicode takes apart canonically, Hangul syllables excepted."""
    return tuple(
        character
        for first, last in _BLOCKS
        for character in range(first, last + 1)
        if (parts := unicodedata.decomposition(chr(character))) and not parts.startswith("<")
    )


def font_of(fonts: FontConfiguration, description: str) -> Font:
    """Return the font that `fonts` has for Pango's `description`, without glyphs yet."""
    from weasyprint.pdf import fonts as pdf_fonts  # lazy: loads WeasyPrint

    from casebook.weasy.pango import (  # lazy: loads WeasyPrint
        ffi,
        get_pango_font_key,
        gobject,
        pango,
    )

    wanted = ffi.gc(
        pango.pango_font_description_from_string(description.encode()),
        pango.pango_font_description_free,
    )
    pango.pango_font_description_set_absolute_size(wanted, _UNITS)
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    font = ffi.gc(
        pango.pango_font_map_load_font(fonts.font_map, context, wanted), gobject.g_object_unref
    )
    made = pdf_fonts.Font(font, *get_pango_font_key(font)[1:])
    made.casebook_held = font, context  # WeasyPrint's keeps what they own, and not them
    return made


def cut(font: Font, glyphs: Sequence[int]) -> None:
    """Cut the file of `font` down to `glyphs`: its `file_content`."""
    if 0 in glyphs:
        font.missing[0] = 0  # so that the box for what the font lacks is kept
    font.clean(dict.fromkeys(sorted(set(glyphs)), ""), False)


@contextmanager
def unread() -> Iterator[None]:
    """Let fonts be made without their files, of many megabytes, which only subsetting needs."""
    from weasyprint.pdf import fonts as pdf_fonts  # lazy: loads WeasyPrint

    read = pdf_fonts.get_hb_object_data
    pdf_fonts.get_hb_object_data = lambda face: b""
    try:
        yield
    finally:
        pdf_fonts.get_hb_object_data = read
