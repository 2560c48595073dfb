"""Pictures at the head or foot of a page stand on its edge, as its text would.

A figure keeps white above and below its picture, so that neighbours stand apart. Where it opens a
page, or ends the text of one, that white has no neighbour: the picture began two millimetres below
the first line of the page that faces it, and the caption ended above the last one. So the white of
a figure that may float (`float-reference: page`) goes to its other side there: what is in it moves,
the figure does not, and no page holds more or less. Enters: laid-out pages. Leaves: the same ones.
"""

from casebook.weasy.flow_pieces import Kind, Piece, Unread, picture_in, pieces, room_of
from casebook.weasy.weasyprint_types import Box

_NEAR = 0.05
_SIDES = ("top", "bottom")


def set_flush(pages: list[Box]) -> list[Box]:
    """Move what is in figures at the edges of `pages` to where the ink of a line would stand; return
    the pages."""
    for page in pages:
        try:
            there = list(pieces(page))
        except Unread:
            continue
        if not there:
            continue
        first, last = there[0], there[-1]
        if _may_move(first):
            _move(first, _up(first, room_of(page).top))
        if last is not first and page is not pages[-1] and _may_move(last):
            _move(last, _down(last))
    return pages


def _may_move(piece: Piece) -> bool:
    """Say whether a piece is a figure that may float, and nothing shows where its edges are."""
    box = piece.box
    if piece.kind is not Kind.BLOCK or box.style["float_reference"] != "page":
        return False
    plain = not any(getattr(box, f"border_{side}_width") for side in _SIDES)
    plain = plain and getattr(box.style["background_color"], "alpha", 1) == 0
    return plain and picture_in(box) is not None


def _leading(box: Box) -> float:
    """Return how far the ink of a line stands from the edge of the line, about."""
    high = box.style["line_height"]
    size = box.style["font_size"]
    pitch = high.value if getattr(high, "unit", "") == "px" else size
    return float(max(0.0, (pitch - size) / 2))


def _up(piece: Piece, top: float) -> float:
    """Return by how much a figure at the head of a page has to move: to where its first line stands."""
    box = piece.box
    first = min(box.children, key=lambda child: float(child.position_y))
    wanted = top + (_leading(box) if first is picture_in(box) else 0.0)
    return min(0.0, wanted - float(first.border_box_y()))


def _down(piece: Piece) -> float:
    """Return by how much a figure at the foot of a page has to move: to where its last line stands."""
    box = piece.box
    last = max(box.children, key=lambda child: float(child.position_y))
    wanted = piece.bottom - (_leading(box) if last is picture_in(box) else 0.0)
    return max(0.0, wanted - float(last.border_box_y() + last.border_height()))


def _move(piece: Piece, by: float) -> None:
    """Move all that is in a figure."""
    if abs(by) > _NEAR:
        for child in piece.box.children:
            child.translate(0, by)
