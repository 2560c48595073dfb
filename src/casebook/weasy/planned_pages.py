"""Pages made as they were planned: where their text ends, what stands at their head and foot.

WeasyPrint fills each page as far as it can. A page with a plan leaves as much free at its foot as
the plan says, and takes boxes out of the flow to its head and foot (CSS Page Floats 3, 3: page
floats). The lines of `make_page` that ask for this are replaced (`replaced_lines`).
"""

from dataclasses import dataclass, field
from math import inf

from casebook.weasy.changes import Record
from casebook.weasy.footnote_area import bottoms
from casebook.weasy.weasyprint_types import Box, Context

_NEAR = 1.0
"""CSS pixels that a line may reach into the margin of a float below it: rows of tables end by
fractions lower than lines, and the leading of a line is wider than that."""


@dataclass
class PlannedPage:
    """A page to be made: `free` is the height below its text that stays free of text, in CSS
    pixels; where it is less than 0, the text may go on below its page area by as much. `heads` and
    `feet` are boxes of the tree, taken out of `parent`; `between` is what stays free between the
    heads and the text, besides their margins, `below` what does below the feet.
    `made` are those that stand on the page, `fits` says that the text above the feet leaves them
    room."""

    free: float = 0.0
    between: float = 0.0
    below: float = 0.0
    heads: tuple[Box, ...] = ()
    feet: tuple[Box, ...] = ()
    parent: Box = None
    made: list[Box] = field(default_factory=list)
    fits: bool = True

    @property
    def placed(self) -> bool:
        """Whether all that the plan takes out of the flow stands on the page, and not on its text."""
        return self.fits and len(self.made) == len(self.heads) + len(self.feet)


def is_page_float(box: Box) -> bool:
    """Say whether a box was put at the head or foot of its page."""
    return getattr(box, "page_float", False) is True


def room_below(page: Box) -> float:
    """Return how far below its page area the text of a page may stand, in CSS pixels."""
    return float(getattr(page, "room_below", 0.0))


def plan(context: Context, pages: dict[int, PlannedPage]) -> None:
    """Have pages, by their index, made as planned; all others as ever."""
    context.planned_pages = pages


def make_planned(record: Record, context_class: type[Context]) -> None:
    """Teach WeasyPrint's context to ask for plans."""
    record.attribute(context_class, "planned_pages", {})
    record.attribute(context_class, "begin_planned", _begin)
    record.attribute(context_class, "end_planned", _end)


def _begin(context: Context, page: Box, root: Box, positioned: list[Box]) -> float:
    """Put floats at the head of a page; return what stays free at its foot."""
    planned: PlannedPage | None = context.planned_pages.get(context.current_page - 1)
    if planned is None:
        return 0.0
    planned.made = []
    page.room_below = max(0.0, -planned.free)
    for box in planned.heads:
        made = _laid_out(context, box, page, positioned)
        gone = made.margin_top if not planned.made and _discards(made) else 0.0
        made.translate(dy=root.position_y - gone - made.position_y)
        root.position_y += made.margin_height() - gone
        planned.made.append(made)
    root.position_y += planned.between
    for box in planned.feet:
        planned.made.append(_laid_out(context, box, page, positioned))
    return planned.free


def _laid_out(context: Context, box: Box, page: Box, positioned: list[Box]) -> Box:
    from weasyprint.layout.block import block_level_layout  # lazy: loads WeasyPrint

    box.position_x, box.position_y = page.content_box_x(), page.content_box_y()
    made, *_ = block_level_layout(context, box, -inf, None, page, True, positioned, positioned)
    made.page_float = True
    return made


def _discards(box: Box) -> bool:
    """Say whether the margins of a box are gone at the edge of a page (CSS Fragmentation 4, 5.2)."""
    return bool(box.style["margin_break"] != "keep")


def _end(context: Context, root: Box) -> None:
    """Put floats at the foot of a page, and all of them among the boxes that they stood with."""
    planned: PlannedPage | None = context.planned_pages.get(context.current_page - 1)
    if planned is None or not planned.made:
        return
    heads = planned.made[: len(planned.heads)]
    feet = planned.made[len(planned.heads) :]
    bottom = context.page_bottom - planned.below
    if feet and _discards(feet[-1]):
        bottom += feet[-1].margin_bottom
    for made in reversed(feet):
        bottom -= made.margin_height()
        made.translate(dy=bottom - made.position_y)
    planned.fits = bottom >= max((root.position_y, *bottoms(root))) - _NEAR
    parent = _fragment(root, planned.parent)
    parent.children = [*heads, *parent.children, *feet]


def _fragment(root: Box, parent: Box) -> Box:
    """Return the part of `parent` on a page."""
    box = root
    while True:
        if box.element is parent.element and box.element_tag == parent.element_tag:
            return box
        inner = [child for child in box.children if getattr(child, "children", None)]
        if not inner:
            return root
        box = next((c for c in inner if _holds(c, parent)), inner[-1])


def _holds(box: Box, parent: Box) -> bool:
    stack = [box]
    while stack:
        box = stack.pop()
        if box.element is parent.element and box.element_tag == parent.element_tag:
            return True
        stack += getattr(box, "children", ())
    return False
