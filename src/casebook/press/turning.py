"""Turned pages: set as landscape, printed on the upright pages of the book.

A page that begins in a table to be turned is laid out with its sides exchanged, notes included,
and drawn turned by 90° against the clock: the head of the table stands at the left, on both sides
of the spread (CY/T 170—2019, 顶左底右). Head and folio stay where the layout has them. Pages keep
their name, number and group, so nothing else in the book knows.
"""

from collections.abc import Iterator
from typing import Any

CLASS = "press-turned"
"""The class of tables that are set on turned pages, which begin and end with them."""

_SIDES = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
"""The side of the upright page at which each side of the landscape page comes to lie."""
_OF_SIDES = (
    *("margin_{}", "padding_{}", "bleed_{}"),
    *("border_{}_width", "border_{}_style", "border_{}_color"),
)
_AXES = {
    "width": "height",
    "min_width": "min_height",
    "max_width": "max_height",
}


def remade_page(context: Any, root: Any, html: Any, index: int) -> tuple[Any, Any]:
    """Make page `index`: turned, if it begins in a table to be turned. Return where to go on."""
    from casebook.weasy.page_maker import remake_page

    if not any(_asks(box) for box in opening(root, context.page_maker[index][0])):
        return remake_page(index, context, root, html)
    style_for = context.style_for
    context.style_for = _TurnedStyles(style_for)
    try:
        page, resume = remake_page(index, context, root, html)
    finally:
        context.style_for = style_for
    page.turned = True
    return page, resume


def opening(root: Any, resume: Any) -> Iterator[Any]:
    """Yield the boxes, from `root` in, that a page which goes on from `resume` begins in."""
    box = root
    while True:
        yield box
        if resume:
            index, resume = next(iter(resume.items()))
        else:
            index = 0
        children = getattr(box, "children", None)
        if not children or index >= len(children):
            return
        box = children[index]


def is_turned(page: Any) -> bool:
    """Say whether a page box, laid out, is turned."""
    return getattr(page, "turned", False) is True


def _asks(box: Any) -> bool:
    element = box.element
    return element is not None and CLASS in element.get("class", "").split()


class _TurnedStyles:
    """Stands for WeasyPrint's `style_for` while a turned page is made."""

    def __init__(self, style_for: Any) -> None:
        self._style_for = style_for

    def __getattr__(self, name: str) -> Any:
        return getattr(self._style_for, name)

    def __call__(self, element: Any, pseudo_type: Any = None) -> Any:
        """Return the style of `element`; that of a page has its sides exchanged."""
        style = self._style_for(element, pseudo_type)
        if pseudo_type is not None or not hasattr(element, "groups"):
            return style
        turned = style.copy()
        turned["size"] = style["size"][::-1]
        for name in _OF_SIDES:
            for side, upright in _SIDES.items():
                turned[name.format(side)] = style[name.format(upright)]
        for name, other in _AXES.items():
            turned[name], turned[other] = style[other], style[name]
        return turned
