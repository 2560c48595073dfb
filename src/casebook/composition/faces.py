"""What is needed of a computed style to measure and set its text.

A face is worked out once for a style and kept on it; styles that set every text alike share one.
"""

import logging
from collections.abc import Hashable
from typing import Final

from casebook.weasy.inline_layout import AnonymousStyle
from casebook.weasy.pango import (
    FROM_UNITS,
    Layout,
    ffi,
    gobject,
    line_size,
    pango,
    strut,
    unicode_to_char_p,
)
from casebook.weasy.weasyprint_types import Style, Tokens

from . import settings
from .paragraph import Span
from .shaping import Fonts, Library, Shaper
from .shaping_runs import Shaped

_LOGGER: Final = logging.getLogger("weasyprint")
_COLLAPSE: Final = ("normal", "nowrap", "pre-line")
_WRAP: Final = ("normal", "pre-wrap", "pre-line")
_STYLE_KEYS: Final = (
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
)


_LIBRARY: Final = Library(ffi, pango, gobject, FROM_UNITS, Layout, unicode_to_char_p, line_size)


class Face:
    """What the composer needs of a computed style, worked out once and kept on it."""

    __slots__ = (
        "anywhere",
        "baseline",
        "collapse",
        "em",
        "height",
        "letter_spacing",
        "line_height",
        "narrow",
        "settings",
        "shaper",
        "style",
        "western",
        "word_spacing",
        "wrap",
    )

    def __init__(self, style: Style) -> None:
        configuration = style.font_config
        fonts = configuration.__dict__.get("_clreq")
        if fonts is None:
            fonts = configuration._clreq = Fonts(_LIBRARY)
        latin = latin_of(style)
        key = (tuple(style["font_family"]), latin, *(str(style[name]) for name in _STYLE_KEYS))
        self.shaper = fonts.faces.get(key)
        if self.shaper is None:
            self.shaper = fonts.faces[key] = Shaper(style, fonts, latin)
        self.style = style
        self.em = style["font_size"]
        spacing = style["letter_spacing"]
        self.letter_spacing = 0.0 if spacing == "normal" else spacing
        self.word_spacing = style["word_spacing"]
        self.wrap = style["white_space"] in _WRAP
        self.collapse = style["white_space"] in _COLLAPSE
        self.anywhere = (
            style["overflow_wrap"] in ("anywhere", "break-word")
            or style["word_break"] == "break-all"
        )
        self.narrow = self.anywhere and (
            style["overflow_wrap"] == "anywhere" or style["word_break"] == "break-all"
        )  # CSS Text 3, 5.5: breaks of `break-word` do not count for min-content
        language = (style["lang"] or "zh").lower().split("-")[0]
        self.western = language not in ("zh", "ja", "ko", "yue", "lzh", "wuu")
        self.settings = settings_of(style)
        self.height = self.shaper.height
        self.line_height, self.baseline = strut(style)

    @property
    def hyphen(self) -> Shaped:
        """The hyphen that is added where a word is divided, of the font of its letters."""
        made: Shaped = self.shaper.hyphen(self.style["hyphenate_character"])
        return made

    def like(self) -> tuple[Hashable, ...]:
        """Return what tells faces apart: two with the same set every text alike."""
        style = self.style
        return (
            *(getattr(self, name) for name in self.__slots__ if name != "style"),
            style["lang"],
            style["hyphenate_character"],
            style["hyphenate_limit_chars"],
            style["text_decoration_line"] == "none",
        )

    def span(self, start: int, end: int) -> Span:
        """Return the span of characters `start` to `end` set in this face."""
        return Span(
            start,
            end,
            self.em,
            self.settings,
            self.letter_spacing,
            self.word_spacing,
            self.wrap,
            self.collapse,
            self.anywhere,
            self.western,
        )


def face_of(style: Style) -> Face:
    """Return the face of a computed style, worked out once; anonymous boxes have their parent's."""
    face: Face | None = style.__dict__.get("_clreq")
    if face is None:
        parent = style.parent_style
        if parent is not None and isinstance(style, AnonymousStyle):
            face = face_of(parent)
        else:
            face = Face(style)
            face = face.shaper.fonts.alike.setdefault(face.like(), face)
        style._clreq = face
    return face


CUSTOM_KEYS: Final[set[str]] = set()
_LATIN_KEYS: Final = tuple(
    name.replace("-", "_") for name in (settings.LATIN, settings.LATIN_STYLE)
)
_POINT_KEY: Final = settings.POINT.replace("-", "_")
_APART: Final = frozenset((*_LATIN_KEYS, _POINT_KEY))


def point_of(style: Style) -> tuple[str, str] | None:
    """Return what stands before and behind the decimal point at most in a column of numbers."""
    tokens = style[_POINT_KEY] if _POINT_KEY in CUSTOM_KEYS else None
    strings = [token.value for token in tokens or () if token.type == "string"]
    return (strings[0], strings[1]) if len(strings) == 2 else None


def latin_of(style: Style) -> tuple[str, str] | None:
    """Return family and style of the Latin letters that stand among Chinese, if not the latter's."""
    if CUSTOM_KEYS.isdisjoint(_LATIN_KEYS):
        return None
    listed, slant = (words(style[key] or ()) for key in _LATIN_KEYS)
    try:
        paired = {chinese.lower(): latin for chinese, latin in settings.pairs(listed or "none")}
    except settings.UnknownValue:  # told where it is declared
        return None
    family = paired.get(style["font_family"][0].lower())
    return (family, slant or "normal") if family else None


def settings_of(style: Style) -> settings.Settings:
    """Read the composer's properties from a computed style, or take its parent's."""
    known: settings.Settings | None = style.__dict__.get("_clreq_settings")
    if known is None:
        parent, own = style.parent_style, getattr(style, "cascaded", ())
        if parent is not None and not any(name in own for name in _STANDARD_KEYS | CUSTOM_KEYS):
            known = settings_of(parent)
        else:
            known = _own_settings(style)
        style._clreq_settings = known
    return known


_STANDARD_KEYS: Final = frozenset(name.replace("-", "_") for name in settings.INITIAL)


def _own_settings(style: Style) -> settings.Settings:
    standard = tuple(style[name.replace("-", "_")] for name in settings.INITIAL)
    extra = []
    for key in sorted(CUSTOM_KEYS.difference(_APART)):
        tokens = style[key]
        if tokens:
            name, value = key.replace("_", "-"), words(tokens)
            try:
                extra.append((name, settings.custom(name, value)))
            except settings.UnknownValue:
                _LOGGER.warning("Ignored `%s: %s`, unknown value.", name, value)
    return settings.read(standard, tuple(extra))


def words(tokens: Tokens) -> str:
    """Return keywords and strings of a declaration as one text, keywords in lower case."""
    words = []
    for token in tokens:
        if token.type == "ident":
            words.append(token.value.lower())
        elif token.type == "string":
            words.append(f'"{token.value}"')
        elif token.type == "number":
            words.append(f"{token.value:g}")
        elif token.type == "dimension":
            words.append(f"{token.value:g}{token.lower_unit}")
        elif token.type not in ("whitespace", "comment"):
            words.append(token.serialize())
    return " ".join(words)
