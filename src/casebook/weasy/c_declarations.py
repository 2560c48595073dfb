"""What WeasyPrint declares of its C libraries, parsed as C once and not at every start."""

import importlib
from hashlib import sha256

from casebook.import_cache import cached
from casebook.weasy.weasyprint_types import CData

_MORE = {
    "g_object_ref": "gpointer g_object_ref (gpointer object);",
    "pango_font_description_from_string": (
        "PangoFontDescription* pango_font_description_from_string (const char* str);"
    ),
    "FcConfigBuildFonts": "FcBool FcConfigBuildFonts (FcConfig *config);",
    "FcCharSetHasChar": """
        typedef ... FcCharSet;
        FcResult FcPatternGetCharSet (
            const FcPattern *pattern, const char *object, int n, FcCharSet **set);
        FcBool FcCharSetHasChar (const FcCharSet *set, uint32_t character);
    """,
    "pango_fontset_foreach": """
        typedef ... PangoFontset;
        typedef ... PangoCoverage;
        typedef gboolean (*PangoFontsetForeachFunc) (
            PangoFontset *fontset, PangoFont *font, gpointer user_data);
        PangoFontset * pango_font_map_load_fontset (
            PangoFontMap *map, PangoContext *context, const PangoFontDescription *description,
            PangoLanguage *language);
        void pango_fontset_foreach (
            PangoFontset *fontset, PangoFontsetForeachFunc function, gpointer user_data);
        PangoCoverage * pango_font_get_coverage (PangoFont *font, PangoLanguage *language);
        void pango_coverage_set (PangoCoverage *coverage, int index, int level);
    """,
    "pango_fc_font_get_pattern": """
        FcPattern * pango_fc_font_get_pattern (PangoFcFont *font);
    """,
    "hb_blob_create": """
        hb_blob_t * hb_blob_create (
            const char *data, unsigned int length, int mode, void *user_data, void *destroy);
        hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);
    """,
}
"""What we call of these libraries besides: names and declarations."""
_TYPES = (
    "PangoFcFontMap *, char[], PangoRectangle *, uintptr_t, PangoLogAttr[], unsigned int *, "
    "hb_tag_t[100], char[4]"
).split(", ")
"""Types that every document asks for by name."""
_KNOWN = ("_declarations", "_anonymous_counter", "_int_constants")


def declare(ffi: CData, *libraries: CData) -> None:
    """Declare what we call of the `libraries` besides, unless that is done."""
    missing = [
        text
        for name, text in _MORE.items()
        if not any(hasattr(library, name) for library in libraries)
    ]
    if missing:
        ffi.cdef("\n".join(missing))


def share() -> None:
    """Let the first `cffi.FFI` that declares anything take what was parsed before.

    What a parser knows is kept before its types are used, which marks them. A cffi that keeps it
    elsewhere parses as ever.
    """
    cffi: CData = importlib.import_module("cffi")
    ffi_class = cffi.FFI
    declare = ffi_class.cdef

    def parsed(source: str) -> tuple[dict[str, CData], dict[str, CData]]:
        ffi = ffi_class()
        for each in (source, *_MORE.values()):
            declare(ffi, each)
        types = {name: ffi._parser.parse_type(name) for name in _TYPES}
        return {name: getattr(ffi._parser, name) for name in _KNOWN}, types

    def cdef(ffi: CData, source: str, **options: object) -> None:
        ffi_class.cdef = declare
        key = f"{cffi.__version__} {_MORE} {_TYPES} {sha256(source.encode()).hexdigest()}"
        try:
            known, types = cached("declared", key, lambda: parsed(source))
        except (AttributeError, TypeError, ValueError):
            declare(ffi, source, **options)
            return
        parser, parse = ffi._parser, ffi._parser.parse_type
        parser.__dict__.update(known)
        parser.parse_type = lambda name: types.get(name) or parse(name)
        ffi._cdefsources.append(source)

    ffi_class.cdef = cdef
