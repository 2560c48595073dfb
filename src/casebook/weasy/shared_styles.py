"""Compute the style of equal elements and pages once, not once for each section or page.

WeasyPrint shares computed styles among equal elements of one document; but each section is a
document of its own, and the same paragraph style was computed 130 times. Here values are shared
by all documents that are set with the same style sheets and fonts. A value is shared when it follows from the declarations of
the style sheets alone: sheets with `calc()`, `var()` or viewport units share nothing.
"""

import re
from collections.abc import Hashable, Iterable, Iterator

from casebook.weasy.changes import ChangeSet, Hook, Record
from casebook.weasy.weasyprint_types import (
    HTML,
    Element,
    Function,
    PageType,
    Style,
    StyleFor,
    Value,
)

MOST = 4000  # kinds of element in a book; beyond, something makes them up, and all are forgotten
_ITS_OWN = frozenset(("anchor", "link"))
"""Properties that no two elements share; they are not inherited."""
_NOTED = frozenset(("position", "float", "display"))
"""Properties whose specified value is noted as they are computed."""
_OF_A_PAGE = Hook("layout.page", "set_page_type_computed_styles")
_DEPENDS = re.compile(r"\b(?:calc|var|min|max|clamp|env)\(|[\d.](?:[sld]?v(?:w|h|i|b|min|max))\b")


class Shared:
    """What is known of one kind of element: values of its style and of anonymous boxes in it, and
    its lengths, by measure (`used_lengths`).

    `declared` holds the declarations, so that their identity stays theirs.
    """

    def __init__(self, declared: tuple[object, ...]) -> None:
        self.declared = declared
        self.values: dict[str, Value] = {}
        self.anonymous: dict[str, Value] = {}
        self.used: dict[Value, dict[str, Value]] = {}


def shareable(sheets: Iterable[str]) -> bool:
    """Say whether the values of style sheets depend on nothing but their declarations."""
    return not any(map(_DEPENDS.search, sheets))


def _make(record: Record) -> None:
    """Make WeasyPrint share values where a font configuration has `shared_styles`."""
    from weasyprint import css  # lazy: loads WeasyPrint

    made, computed, anonymous = (
        css.StyleFor.set_computed_styles,
        css.ComputedStyle.__missing__,
        css.AnonymousStyle,
    )
    begun, inherited = anonymous.__init__, anonymous.__missing__

    def set_computed_styles(
        self: StyleFor,
        element: Element,
        parent: Element,
        *rest: object,
        pseudo_type: str | None = None,
        **named: object,
    ) -> None:
        made(self, element, parent, *rest, pseudo_type=pseudo_type, **named)
        pool = getattr(self.font_config, "shared_styles", None)
        if pool is not None:
            style = self._computed_styles[element, pseudo_type]
            style.shared = _of(style, pool)
            style.update(style.shared.values)

    def compute(self: Style, key: str) -> Value:
        if key in _ITS_OWN and key not in self.cascaded:
            value = self[key] = css.INITIAL_VALUES[key]
            return value
        if self.shared is None or key in _NOTED or key in _ITS_OWN:
            return computed(self, key)
        values = self.shared.values
        if key in values:  # another element of this kind has asked since this one was met
            value = self[key] = values[key]
            return value
        value = values[key] = computed(self, key)
        return value

    def begin(self: Style, parent: Style) -> None:
        begun(self, parent)
        if parent.shared is not None:
            self.update(parent.shared.anonymous)

    def inherit(self: Style, key: str) -> Value:
        value = inherited(self, key)
        if self.parent_style.shared is not None and key not in css.INITIAL_NOT_COMPUTED:
            self.parent_style.shared.anonymous[key] = value
        return value

    record.attribute(css.Style, "shared", None)
    record.attribute(css.StyleFor, "set_computed_styles", set_computed_styles)
    record.attribute(css.ComputedStyle, "__missing__", compute)
    record.attribute(anonymous, "__init__", begin)
    record.attribute(anonymous, "__missing__", inherit)
    record.wrap(_OF_A_PAGE, _set_page)


CHANGES = ChangeSet("shared styles", _make)


def _set_page(given: Function, page_type: PageType, html: HTML, style_for: StyleFor) -> None:
    """Compute the styles of a page: WeasyPrint's `set_page_type_computed_styles`."""
    kinds = style_for.__dict__.setdefault("kinds_of_page", {})
    kind = tuple(_matching(page_type, style_for))
    if kind not in kinds:
        given(page_type, html, style_for)
        kinds[kind] = [
            (styles, part, style)
            for styles in (style_for._cascaded_styles, style_for._computed_styles)
            for (element, part), style in styles.items()
            if element == page_type
        ]
    for styles, part, style in kinds[kind]:
        styles[page_type, part] = style


def _matching(page_type: PageType, style_for: StyleFor) -> Iterator[bool]:
    """Yield for each selector of a page rule whether it matches: pages for which all are equal
    have equal styles."""
    for sheet, *_ in style_for._sheets:
        for _, selectors, _ in sheet.page_rules:
            for _, _, selector in selectors:
                yield style_for._page_type_match(selector, page_type)


def _of(style: Style, pool: dict[Hashable, Shared]) -> Shared:
    """Return what is shared by styles with the parent and the declarations of `style`."""
    parent = style.parent_style and style.parent_style.shared
    cascaded = [
        (name, *weighted_value)
        for name, weighted_value in style.cascaded.items()
        if name not in _ITS_OWN
    ]
    declared = tuple(value for _, value, _ in cascaded)
    weights = tuple((name, *first, tuple(last)) for name, _, (*first, last) in cascaded)
    known = tuple(map(_identity, declared))
    key = id(parent), known, weights
    if key not in pool:
        if len(pool) > MOST:
            pool.clear()
        pool[key] = Shared((*declared, parent))
    return pool[key]


def _identity(value: Value) -> Value:
    """Return what tells a declared value: words by themselves (`lang` is an attribute's), and what
    a `style` attribute quotes, which is parsed anew for each element."""
    if isinstance(value, str):
        return value
    if type(value) is tuple:
        return tuple([part if isinstance(part, str) else _token(part) for part in value])
    return id(value)


def _token(part: Value) -> Value:
    return ("string", part.value) if getattr(part, "type", "") == "string" else id(part)
