"""Blocks that were laid out stay laid out: when pages are made again, a block that comes out as it
did before is moved to its new place instead.

Only blocks of lines and tables are kept, that stand whole on a page, call no notes, have nothing
placed or floating in them, and meet the same margins and the same measure. A block kept stands on
one page at a time: pages made before are thrown away when others are made in their place, and what
comes again on a further page of one run, as the heads of a table do, is laid out for each.
"""

from typing import Final, NamedTuple

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.hooks import BLOCK
from casebook.weasy.weasyprint_types import Box, Context, Function, Resume, Value


class _Kept(NamedTuple):
    """A block laid out, how far from its beginning it came to stand, what it met, what came of it.

    `box` is what was laid out: held, so that no other box takes its identity. `stands` says where
    it came to stand last: the run through the pages, and the page.
    """

    box: Box
    made: Box
    offset: tuple[float, float]
    met: tuple[Value, ...]
    next_page: dict[str, Value]
    margins: tuple[float, ...]
    through: bool
    stands: tuple[int, int]


def _make(record: Record) -> None:
    from weasyprint.layout import LayoutContext  # lazy: loads WeasyPrint

    record.attribute(LayoutContext, "kept_blocks", None)
    record.attribute(LayoutContext, "kept_run", 0)
    record.wrap(BLOCK, _laid_out)


CHANGES: Final = ChangeSet("kept blocks", _make)


def keep(context: Context) -> None:
    """Keep the blocks that `context` lays out from now on."""
    context.kept_blocks = {}


def make_again(context: Context) -> None:
    """Say that pages of `context` are made again from here on: those made before are thrown away."""
    context.kept_run += 1


def _laid_out(
    given: Function, context: Context, box: Box, bottom_space: float, skip_stack: Resume,
    containing_block: Box, page_is_empty: bool, absolute_boxes: list[Box], fixed_boxes: list[Box],
    adjoining_margins: list[float], *rest: Value, **named: Value,
) -> Value:  # fmt: skip
    """Lay a block out, or move it where it stands already: WeasyPrint's hook.

    Blocks of a flex box come with `named` arguments, and again and again: they are not kept.
    """
    known = context.kept_blocks
    if known is None or skip_stack is not None or not _keeps(box) or any(rest) or named:
        return given(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty,
            absolute_boxes, fixed_boxes, adjoining_margins, *rest, **named,
        )  # fmt: skip
    met = containing_block.width, page_is_empty, tuple(adjoining_margins), box.margin_top
    began = box.position_x, box.position_y
    kept = known.get(id(box))
    stands = context.kept_run, context.current_page
    free = kept is not None and (kept.stands[0] < stands[0] or kept.stands == stands)
    if kept is not None and free and kept.met == met and not context.excluded_shapes:
        made = kept.made
        dx = began[0] + kept.offset[0] - made.position_x
        dy = began[1] + kept.offset[1] - made.position_y
        low = made.border_box_y() + made.border_height() + dy
        if not context.overflows_page(bottom_space, low):
            made.translate(dx, dy)
            known[id(box)] = kept._replace(stands=stands)
            return made, None, dict(kept.next_page), list(kept.margins), kept.through, None
    before = _outside(context, absolute_boxes, fixed_boxes)
    result = given(
        context, box, bottom_space, skip_stack, containing_block, page_is_empty,
        absolute_boxes, fixed_boxes, adjoining_margins, *rest,
    )  # fmt: skip
    made, resume, next_page, margins, through, lines = result
    whole = made is not None and resume is None and lines is None
    if whole and before == _outside(context, absolute_boxes, fixed_boxes):
        offset = made.position_x - began[0], made.position_y - began[1]
        known[id(box)] = _Kept(
            box, made, offset, met, dict(next_page), tuple(margins), through, stands
        )
    return result


def _outside(context: Context, absolute: list[Box], fixed: list[Box]) -> tuple[int, ...]:
    """Return what a block would have changed outside of itself."""
    notes = len(context.footnotes), len(context.current_page_footnotes)
    return *notes, len(absolute), len(fixed), len(context.excluded_shapes or ())


def _keeps(box: Box) -> bool:
    children = getattr(box, "children", ())
    if not children or box.style["position"] != "static":
        return False
    return bool(box.is_table_wrapper) or type(children[0]).__name__ == "LineBox"
