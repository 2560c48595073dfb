"""Tables that are short enough to be kept whole, as items that may float.

Enters: items and the pieces they were read from, rows of tables among them. Leaves: the same, with
one item for each short table that its style lets float (`float-reference: page`).
"""

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil, floor
from typing import NamedTuple

from casebook.weasy.flow_pieces import GIVEN_UP, Kind, Piece, row_slack
from casebook.weasy.weasyprint_types import Box

from .items import Item
from .page_freedoms import freedoms_of

SHORT = 0.4
"""Of a page: tables that are no higher are kept whole where they may float."""
_NEAR = 0.05


class ItemsOfPages(NamedTuple):
    """Items, the pieces they were read from, the items that the pages begin with (-1: within one),
    and how many of the items pages part."""

    items: list[Item]
    made: list[Piece]
    starts: list[int]
    parted: int


def joined(
    items: Sequence[Item], made: Sequence[Piece], starts: Sequence[int], pages: Sequence[Box]
) -> ItemsOfPages:
    """Return what is given, with the rows of each short table made one item; `starts` are the items
    that the `pages` begin with."""
    result = ItemsOfPages([], [], [], 0)
    parted, at = 0, 0
    numbers: list[int] = []
    while at < len(items):
        stop = max(at + 1, _end_of_table(made, at))
        page = pages[bisect_right(starts, at) - 1]
        table = _joined(items[at:stop], made[at:stop], page) if stop > at + 1 else None
        count = len(result.items)
        if table is None:
            result.items.extend(items[at:stop])
            result.made.extend(made[at:stop])
            numbers += range(count, count + stop - at)
        else:
            result.items.append(table[0])
            result.made.append(table[1])
            numbers += [count] + [-1] * (stop - at - 1)
            parted += any(at < start < stop for start in starts)
            if stop < len(items):
                following = items[stop]
                following.gap = following.margin + following.inside
        at = stop
    return result._replace(starts=[numbers[start] for start in starts], parted=parted)


def _end_of_table(made: Sequence[Piece], at: int) -> int:
    """Return where the table ends that begins with piece `at`, its caption and all; `at` for none."""
    wrapper = next((box for box in made[at].path if getattr(box, "is_table_wrapper", False)), None)
    if wrapper is None:
        return at
    stop = at
    while stop < len(made) and any(_same(box, wrapper) for box in made[stop].path):
        stop += 1
    return stop


def _joined(items: Sequence[Item], made: Sequence[Piece], page: Box) -> tuple[Item, Piece] | None:
    """Return a table as one item, if it is short and may float."""
    row = next((piece for piece in made if piece.kind in (Kind.ROW, Kind.HEAD_ROW)), None)
    step = row_slack(row.path) / GIVEN_UP if row else 0.0
    if not step or any(item.forced for item in items[1:]) or any(item.notes for item in items):
        return None
    first = made[0].path
    depth = next(n for n, box in enumerate(first) if getattr(box, "is_table_wrapper", False))
    high = items[0].inside + items[0].height
    high += sum(item.gap + item.height for item in items[1:])
    high = step * floor(high / step + 0.5)
    top = made[0].top - items[0].inside
    piece = Piece(Kind.BLOCK, first[depth], top, top + high, first[: depth + 1])
    freedoms = freedoms_of(piece, page)
    whole = (items[0].above + _NEAR) % step < 2 * _NEAR
    if high > SHORT * page.height or not (freedoms.floats and whole):
        return None
    opening, inside = items[0], items[0].inside
    # elsewhere it takes whole steps, also where the margin below it is cut for what follows here
    item = Item(
        high, opening.gap - inside, opening.margin, opening.above,
        step * ceil(items[-1].below / step - _NEAR),
        lead=opening.lead - inside, breaks=opening.breaks, forced=opening.forced, floats=True,
        side=freedoms.side, clears=opening.clears, opens=True, path=piece.path,
        entered=opening.entered, discards=first[depth].style["margin_break"] != "keep",
    )  # fmt: skip
    return item, piece


def _same(box: Box, wrapper: Box) -> bool:
    return box.element is wrapper.element and box.element_tag == wrapper.element_tag
