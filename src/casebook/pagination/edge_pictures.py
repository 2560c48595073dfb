"""Pictures at the head and at the foot of a page stand at its edge, as its text does.

A figure takes whole lines, and what they leave is white above and below its picture. Where the figure
opens a page that white would set the picture lower than the text of the facing page begins, and where
it ends one its caption higher than that text ends. There the white goes to the other side: the
picture stands as high as the ink of a first line, the caption in the last line. The figure stays
where it is and as high as it is, so no page ends elsewhere.

Enters: the pages of a section as they were chosen. Leaves: the same, with pictures moved in place.
"""

from collections.abc import Sequence

from casebook.weasy.flow_pieces import Kind, Piece, Unread, picture_in, pieces, room_of
from casebook.weasy.weasyprint_types import Box

_INK = 0.86
"""Of an em: how far above the baseline the ink of most ideographs begins."""


def align(pages: Sequence[Box]) -> None:
    """Move pictures in figures at the head or foot of `pages` to its edge; on the last page nothing
    ends at the foot."""
    stands: list[list[Piece]] = []
    for page in pages:
        try:
            stands.append(list(pieces(page)))
        except Unread:
            stands.append([])
    lines = (piece.box for stand in stands for piece in stand if piece.kind is Kind.LINE)
    line = next(lines, None)
    if line is None:
        return
    for number, (page, stand) in enumerate(zip(pages, stands, strict=True)):
        if len(stand) > 1:
            _head(stand[0], room_of(page).top, line)
            if number + 1 < len(pages):
                _foot(stand[-1], line)


def _head(piece: Piece, top: float, line: Box) -> None:
    """Move the picture of a piece up to where the ink of a first line begins."""
    picture = _picture(piece)
    if picture is not None and picture is piece.box.children[0]:
        ink = top + line.baseline - _INK * line.style["font_size"]
        _move(piece.box, ink - picture.border_box_y(), line.height)


def _foot(piece: Piece, line: Box) -> None:
    """Move the caption of a piece down to its last line, or a picture without one to the baseline."""
    picture = _picture(piece)
    if picture is None:
        return
    last = piece.box.children[-1]
    bottom = piece.bottom - (line.height - line.baseline if last is picture else 0.0)
    _move(piece.box, bottom - last.border_box_y() - last.border_height(), -line.height)


def _picture(piece: Piece) -> Box | None:
    """Return the picture of a piece that is a figure with nothing drawn around it."""
    box = piece.box
    if piece.kind is not Kind.BLOCK or not getattr(box, "children", ()):
        return None
    style = box.style
    drawn = (
        box.border_top_width or box.border_bottom_width or style["background_image"][0][0] != "none"
    )
    return None if drawn else picture_in(box)


def _move(box: Box, down: float, most: float) -> None:
    """Move what stands in a figure, up where `most` is above 0 and else down, by a line at most."""
    if 0 < (-down if most > 0 else down) <= abs(most):
        for child in box.children:
            child.translate(dy=down)
