"""Leaders: the row of dots before a page number, as one piece of text.

WeasyPrint fills a leader with a box for every dot, thirty and more in each line of the contents;
laying out and drawing them one by one took two thirds of the time a contents page takes.
"""

from typing import Final

from casebook.weasy.weasyprint_types import Box

_LEAST: Final = 3
_NEAR: Final = 1e-3


def reach(leader: Box, piece: Box, edge: float) -> None:
    """Fill a leader again that goes on beyond the content `edge` of its block, as one does whose page
    number stands in the margin: WeasyPrint's filling ends at the edge. It begins at its end, where
    all that belong together end, so that their pieces align."""
    end = leader.position_x + leader.width
    if end <= edge + _NEAR or piece.width <= 0:
        return
    leader.children = tuple(
        _placed(piece, end - number * piece.width)
        for number in range(1, int((leader.width + _NEAR) // piece.width) + 1)
    )


def _placed(piece: Box, x: float) -> Box:
    copy = piece.copy()
    copy.position_x = x
    return copy


def gather(leader: Box) -> None:
    """Put one box in the place of the equal boxes, right to left, that fill `leader`.

    Only single characters of one glyph are gathered; any other filling stays as it is. Fewer than
    three such leave the leader blank: they lead nowhere.
    """
    if not leader.children:
        return
    first = leader.children[-1]
    dot = first.pango_layout
    if not hasattr(dot, "ink") or dot.end - dot.start != 1 or dot.start in dot.ink.odd or dot.dots:
        return
    times = len(leader.children)
    if times < _LEAST:
        leader.children = ()
        return
    row = first.copy()
    row.pango_layout = dot.repeated(times, first.width)
    row.text, row.width = first.text * times, first.width * times
    leader.children = (row,)
