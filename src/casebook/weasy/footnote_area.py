"""Lay the note area of a page out: to a height, and from where its first note goes on."""

from collections.abc import Iterator, Sequence
from math import inf

from casebook.weasy.weasyprint_types import Box, Context, Resume


def lay_out(
    context: Context, notes: Sequence[Box], limit: float, rest: Resume = None, forced: bool = True,
    positioned: list[Box] | None = None,
) -> tuple[Box, Resume]:  # fmt: skip
    """Return the note area with `notes` in it, at most `limit` high, and where it goes on.

    The first note goes on at `rest`. The area is None when nothing fits and nothing is `forced`.
    """
    from weasyprint.formatting_structure import build  # lazy: loads WeasyPrint
    from weasyprint.layout.block import block_level_layout  # lazy: loads WeasyPrint

    area = context.current_footnote_area
    area.children = list(notes)
    asked = tuple(map(id, notes)), limit, repr(rest), forced
    last = getattr(area, "laid_out", None)
    if last is not None and last[0] == asked and positioned is None:
        return last[1], last[2]
    box = build.create_anonymous_boxes(area.deepcopy())
    if rest is not None or limit < inf:
        box.style = box.style.copy()
        box.style["box_decoration_break"] = "clone"  # the rule stands above what goes on, too
    skip = None if rest is None else {0: rest}
    space = -inf if limit == inf else context.page_bottom - box.position_y - limit
    kept = context.footnotes, context.current_page_footnotes
    context.footnotes, context.current_page_footnotes = [], []  # none is called within
    try:
        box, resume, *_ = block_level_layout(
            context, box, space, skip, area.page, forced, positioned, positioned
        )
    finally:
        context.footnotes, context.current_page_footnotes = kept
    if box is not None and (resume is not None or area.max_height < inf):
        _fit(box, max(bottoms(box), default=box.position_y))
    area.laid_out = asked, box, resume  # what is planned is soon asked for again
    return box, resume


def _fit(box: Box, bottom: float) -> None:
    """Let a box end at `bottom`: one that is cut would fill the page, one too high be cropped."""
    from weasyprint.formatting_structure import boxes  # lazy: loads WeasyPrint

    while isinstance(box, boxes.BlockContainerBox) and box.children:
        box.height = max(0, bottom - box.content_box_y())
        box = box.children[-1]


def height_allowed(context: Context) -> float:
    """Return how high the note area may be, in CSS pixels: the type area, or what the layout says."""
    area = context.current_footnote_area
    around = (
        *(area.margin_top, area.border_top_width, area.padding_top),
        *(area.padding_bottom, area.border_bottom_width, area.margin_bottom),
    )
    return float(min(area.page.height, area.max_height + sum(around)))


def bottoms(box: Box) -> Iterator[float]:
    """Yield where lines and pictures in the flow end."""
    from weasyprint.formatting_structure import boxes  # lazy: loads WeasyPrint

    if isinstance(box, boxes.LineBox):
        yield box.position_y + box.height
    elif isinstance(box, boxes.ReplacedBox):
        yield box.position_y + box.margin_height()
    else:
        for child in getattr(box, "children", ()):
            if hasattr(child, "_box") or not child.is_in_normal_flow():
                continue
            yield from bottoms(child)
