"""WeasyPrint's page maker, to be driven page by page: from a document to page boxes.

WeasyPrint lays a whole document out at once (`Document.render`). These are the steps it takes,
one by one, for those who need something between them. Styles, boxes and the context are
WeasyPrint's own; sizes are CSS pixels.
"""

from collections.abc import Sequence

from cssselect2 import ElementWrapper
from weasyprint import DEFAULT_OPTIONS
from weasyprint.css.targets import TargetLookupItem
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.layout import (
    initialize_page_maker,
    layout_backgrounds,
    layout_fixed_boxes,
    page,
)
from weasyprint.layout.percent import resolve_percentages

from casebook.weasy import page_box_of
from casebook.weasy.weasyprint_types import (
    HTML,
    Box,
    Context,
    Counters,
    FontConfiguration,
    PageType,
    Resume,
    Sheet,
    Style,
    StyleFor,
    Value,
)

__all__ = ["layout_backgrounds", "layout_fixed_boxes"]


def context_of(
    html: HTML,
    fonts: FontConfiguration,
    counters: Counters,
    profiles: dict[str, Value],
    sheets: Sequence[Sheet],
) -> Value:
    """Return the context in which `html` is laid out, dressed by `sheets`."""
    options = DEFAULT_OPTIONS | {"stylesheets": sheets}
    return Document._build_layout_context(html, fonts, counters, profiles, options)


def wrap_elements(html: HTML) -> None:
    """Have the selectors of style sheets see the tree of `html` as it is now."""
    html.wrapper_element = ElementWrapper.from_html_root(html.etree_element, content_language=None)


def counter_target(box: Box, page_number: int) -> Value:
    """Return the target of counters that stands in `box`, on a page that is numbered already."""
    item = TargetLookupItem("up-to-date")
    item.target_box = box
    item.cached_page_counter_values = {"page": [page_number]}
    return item


def box_tree(html: HTML, context: Context) -> Value:
    """Return the boxes of a document, not laid out, and make its first page ready to be made."""
    root = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        context.counter_style,
        context.footnotes,
    )
    initialize_page_maker(context, root)
    return root


def remake_page(index: int, context: Context, root: Box, html: HTML) -> tuple[Box, Resume]:
    """Make page `index`; return its box, without margin boxes, and where the text goes on."""
    made: tuple[Box, Resume] = page.remake_page(index, context, root, html)
    return made


def empty_page(
    context: Context, html: HTML, side: str, blank: bool, name: str, index: int, groups: Value
) -> Value:
    """Return an empty page box of a type, with its margins worked out."""
    page_type = page.PageType(side, blank, name, index, groups)
    page.set_page_type_computed_styles(page_type, html, context.style_for)
    box = boxes.PageBox(page_type, context.style_for(page_type))
    size = box.style["size"]
    resolve_percentages(box, size)
    box.position_x = box.position_y = 0
    page.page_width(box, context, size[0])
    page.page_height(box, context, size[1])
    return box


def declarations(style_for: StyleFor, page_type: PageType, part: str | None) -> dict[str, Value]:
    """Return the declarations that reach a part (None: the page itself) of pages of a type.

    Each has its value and its weight under the name of its property.
    """
    declared: dict[str, Value] = style_for.get_cascaded_styles().get((page_type, part), {})
    return declared


def read_counters(style: Style) -> None:
    """Have the style of a page count pages where it does not say what it counts."""
    page._standardize_page_based_counters(style, None)


def margin_boxes(context: Context, page_box: Box, state: Value) -> list[Box]:
    """Return the margin boxes of a page, set."""
    return list(page.make_margin_boxes(context, page_box, state))


def transformed(page_box: Box) -> Value:
    """Return a page box with the transformations of what is on it worked out."""
    return page_box_of(Page(page_box))
