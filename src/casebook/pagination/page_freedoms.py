"""What a style allows a piece of the flow, so that pages are filled."""

from typing import NamedTuple

from casebook.weasy.flow_pieces import Kind, Piece, line_changes, picture_in, room_to_grow
from casebook.weasy.weasyprint_types import Box

from .page_properties import Stretch

SIDES = ("top", "bottom")
_NEAR = 0.05


class Freedoms(NamedTuple):
    """How many lines the space above a piece, or around it, may grow by; by how many CSS pixels it
    may become lower, or higher; whether it may stand elsewhere, and at which side of the page it has
    to."""

    stretch: Stretch = Stretch()
    shrink: float = 0.0
    grow: float = 0.0
    floats: bool = False
    side: str = ""


_NONE = Freedoms()


def freedoms_of(piece: Piece, page: Box) -> Freedoms:
    """Return what the style of a piece on `page` allows it.

    What floats has to be as wide as the page. A line has the stretch of its block: the first of
    them takes it; the last may go, or have another below it, where the block can be set so.
    """
    box = piece.path[-1]
    if piece.kind is Kind.LINE:
        high = piece.bottom - piece.top if box.style["page_lines"] else 0.0
        fewer, more = line_changes(piece) if high else (False, False)
        return Freedoms(box.style["page_stretch"], high * fewer, high * more)
    if piece.kind is not Kind.BLOCK:
        return _NONE
    parent = piece.path[-2]
    picture = picture_in(box)
    shrink = grow = 0.0
    if picture is not None and picture.style["page_shrink"]:
        spare = box.height - sum(child.margin_height() for child in box.children)
        shrink = picture.style["page_shrink"] * picture.height + max(0.0, spare)
    if picture is not None and picture.style["page_grow"]:
        grow = min(picture.style["page_grow"] * picture.height, room_to_grow(picture, box))
    as_wide = (
        abs(parent.width - page.width) < _NEAR
        and abs(parent.content_box_x() - page.content_box_x()) < _NEAR
    )
    floats = as_wide and box.style["float_reference"] == "page"
    side = box.style["float"] if floats and box.style["float"] in SIDES else ""
    return Freedoms(box.style["page_stretch"], shrink, grow, floats, side)
