"""Read the items of a section from its pages, laid out one after the other as they come.

What stands between two items of a page is measured; between the last of a page and the first of the
next it follows from the styles, because margins are gone where a page ends (CSS Fragmentation 3,
5.2). Where a page may begin follows from them, too: `break-before`, `break-after`, `break-inside`,
`orphans`, `widows` (3.1–3.3).
"""

from collections.abc import Sequence
from math import floor

from casebook.weasy.flow_pieces import (
    FORCED,
    GIVEN_UP,
    Kind,
    Piece,
    Unread,
    height_of_continuation,
    heights_of_notes,
    is_foot,
    margin,
    notes_of,
    pieces,
    room_of,
    row_slack,
    spans_rows,
    text_of,
)
from casebook.weasy.page_ends import AVOID
from casebook.weasy.weasyprint_types import Box

from . import page_costs
from .float_ranges import reach_of
from .items import FlowOfItems, Item, PageFills
from .mentions import first_mentions, label_of
from .page_freedoms import freedoms_of
from .short_tables import joined

__all__ = ["Unread", "read"]

ROWS_TOGETHER = 2
"""At the head and at the foot of a table: rows that no page break parts."""
_NEAR = 0.05
_HEADINGS = {f"h{level}" for level in range(1, 7)}


def read(pages: Sequence[Box]) -> FlowOfItems:
    """Return the items on `pages`. Raises `Unread` where they cannot be read, or call notes that are
    on no page, or have more than one height."""
    return _Reader(pages).flow()


def fills(pages: Sequence[Box], pitch: float) -> PageFills:
    """Return how full `pages` are, whose lines stand `pitch` apart. Raises `Unread`.

    What stands empty before a forced break is not counted: no choice of pages fills it.
    """
    whites: list[int] = []
    lines, last = 0.0, None
    for page in pages:
        room, there = room_of(page), list(pieces(page))
        if last is not None and there and _forced(last, there[0]):
            whites[-1] = 0
        low = max((piece.bottom for piece in there), default=room.top)
        left = (room.top + room.height - room.notes - low) / pitch
        whites.append(round(left) if left < 0 else floor(left + _NEAR))
        lines = (low - room.top) / pitch
        last = there[-1] if there else last
    return PageFills(tuple(whites[:-1]), round(lines))


def _forced(last: Piece, following: Piece) -> bool:
    """Say whether a page has to begin between two pieces."""
    shared = _shared(last.path, following.path)
    values = [box.style["break_after"] for box in last.path[shared:]]
    values += [box.style["break_before"] for box in following.path[shared:]]
    return any(value in FORCED for value in values)


class _Reader:
    def __init__(self, pages: Sequence[Box]) -> None:
        self.pages = pages
        self.items: list[Item] = []
        self.made: list[Piece] = []
        self.noted = heights_of_notes(pages)

    def flow(self) -> FlowOfItems:
        rooms = [room_of(page) for page in self.pages]
        if any(abs(room.height - rooms[0].height) > _NEAR for room in rooms):
            raise Unread
        starts = []
        for page, room in zip(self.pages, rooms, strict=True):
            starts.append(len(self.items))
            self._page(page, room.top)
        self._lines()
        self._tables()
        pitch = self._pitch()
        whole = joined(self.items, self.made, starts, self.pages)
        self.items, self.made = whole.items, whole.made
        for item in self.items:
            item.stretch *= pitch
            item.shrink = pitch * floor(item.shrink / pitch + _NEAR)
            item.grow = pitch * floor(item.grow / pitch + _NEAR)
        flow = FlowOfItems(
            self.items, rooms[0].height, max(room.around for room in rooms), pitch,
            long=self.pages[0].children[0].style["page_long"], starts=tuple(whole.starts),
            parted=whole.parted, fills=fills(self.pages, pitch),
        )  # fmt: skip
        flow.floats = reach_of(flow, self._mentions())
        return flow

    def _mentions(self) -> dict[int, int]:
        """Return the lines that call floats first, by the number in their captions."""
        labels = {
            at: label
            for at, item in enumerate(self.items)
            if item.floats and (label := label_of(text_of(self.made[at])))
        }
        if not labels:
            return {}
        lines = [text_of(piece) if piece.kind is Kind.LINE else "" for piece in self.made]
        firsts = first_mentions(lines, [item.opens for item in self.items])
        return {at: firsts[label] for at, label in labels.items() if label in firsts}

    def _page(self, page: Box, top: float) -> None:
        self.page, before = page, None
        parted = self.made[-1] if self.made else None
        for piece in pieces(page):
            last = self.made[-1] if self.made else None
            if parted is not None and _same_table(parted, piece):
                if is_foot(piece):
                    raise Unread
                if piece.kind is Kind.HEAD_ROW:
                    continue
            self._item(piece, last, before, top)
            if before is None and parted is not None and _same_block(parted, piece):
                self._fix_in_place(2)
            before = piece
        if before is None:
            raise Unread

    def _item(self, piece: Piece, last: Piece | None, before: Piece | None, top: float) -> None:
        shared = 0 if last is None else _shared(last.path, piece.path)
        entered = piece.path[shared:]
        left = () if last is None else last.path[shared:]
        item = Item(max(0.0, piece.bottom - piece.top), path=piece.path, entered=shared)
        values = [box.style["break_after"] for box in left]
        values += [box.style["break_before"] for box in entered]
        item.forced = any(value in FORCED for value in values)
        item.breaks = item.forced or not any(value in AVOID for value in values)
        if last is None:
            item.gap = item.lead = piece.top - top
        else:
            below = [box.border_box_y() + box.border_height() for box in left]
            self.items[-1].trail = max([0.0, *(low - last.bottom for low in below)])
            above = piece.top - entered[0].border_box_y() if entered else 0.0
            margins = [margin(box.style, "top") for box in entered]
            beneath = [margin(box.style, "bottom") for box in left]
            item.above, item.inside = _collapsed(margins), above
            self.items[-1].below = _collapsed(beneath)
            # they stay: WeasyPrint takes every break for a forced one where pages have names
            kept = ("keep", "auto") if item.forced or self.page.page_type.name else ("keep",)
            stay = [box for box in entered if box.style["margin_break"] in kept]
            item.lead = above + max([0.0, *(margin(box.style, "top") for box in stay)])
            item.margin = _collapsed([*margins, *beneath])
            item.gap = self.items[-1].trail + item.margin + above
        if before is not None:
            item.gap = piece.top - before.bottom
        item.opens = bool(entered) or last is None
        box = piece.path[-1]
        item.heading = box.element_tag in _HEADINGS
        item.text = piece.kind is Kind.LINE
        item.notes = self._notes(piece)
        freedoms = freedoms_of(piece, self.page)
        after_heading = bool(self.items) and self.items[-1].heading
        item.stretch, item.last_resort, item.around = freedoms.stretch
        item.shrink, item.grow = freedoms.shrink, freedoms.grow
        item.side = freedoms.side
        item.floats = freedoms.floats and not item.notes
        clears = any(box.style["clear"] != "none" for box in entered)
        item.clears = item.heading or item.forced or clears
        item.stretch = item.stretch if item.opens and not after_heading else 0.0
        item.rank = int(str(box.element_tag)[1:]) if item.heading else 0
        self.items.append(item)
        self.made.append(piece)

    def _fix_in_place(self, count: int) -> None:
        """Have the last `count` items stay as they are: parts of one block, which no page holds."""
        for item in self.items[-count:]:
            item.floats, item.side, item.shrink, item.grow = False, "", 0.0, 0.0

    def _notes(self, piece: Piece) -> float:
        called = notes_of(piece)
        if any(id(note.element) not in self.noted for note in called):
            raise Unread
        return sum(self.noted[id(note.element)] for note in called)

    def _lines(self) -> None:
        """Keep lines together that orphans and widows ask for."""
        for first, stop in self._runs(Kind.LINE):
            style = self.made[first].path[-1].style
            orphans, widows = int(style["orphans"]), int(style["widows"])
            self.items[stop - 1].lines = stop - first
            if stop - first > 1:
                self.items[first + 1].cost += page_costs.ORPHAN
            for at in range(first + 1, stop):
                if at - first < orphans or stop - at < widows:
                    self.items[at].breaks = False

    def _runs(self, kind: Kind) -> list[tuple[int, int]]:
        """Return where the lines of each block begin and end."""
        runs: list[tuple[int, int]] = []
        for at, piece in enumerate(self.made):
            if piece.kind is not kind:
                continue
            if runs and runs[-1][1] == at and not self.items[at].opens:
                runs[-1] = runs[-1][0], at + 1
            else:
                runs.append((at, at + 1))
        return runs

    def _tables(self) -> None:
        """Keep rows together: heads with the first, those a cell spans, two at either end."""
        at = 0
        while at < len(self.made):
            if self.made[at].kind not in (Kind.ROW, Kind.HEAD_ROW):
                at += 1
                continue
            stop = at + 1
            while stop < len(self.made) and _same_table(self.made[at], self.made[stop]):
                stop += 1
            self._table(at, stop)
            at = stop

    def _table(self, first: int, stop: int) -> None:
        again_rows = [n for n in range(first, stop) if self.made[n].kind is Kind.HEAD_ROW]
        feet = [n for n in again_rows if is_foot(self.made[n])]
        heads = [n for n in again_rows if n not in feet]
        foot = sum(self.items[n].height for n in feet)
        again = sum(self.items[n].height for n in heads)
        if heads:
            again += height_of_continuation(self.made[heads[0]].path)
        body = [n for n in range(first, stop) if n not in again_rows]
        spanned = first
        slack = row_slack(self.made[first].path)
        for count, at in enumerate(body):
            item = self.items[at]
            item.slack = slack
            if at > first:
                item.cost = 8.0
                item.lead = again + item.lead
                self.items[at - 1].trail += foot
                enough = ROWS_TOGETHER <= count <= len(body) - ROWS_TOGETHER
                item.breaks = item.breaks and enough and at > spanned
            spanned = max(spanned, at + spans_rows(self.made[at].box) - 1)
        for at in again_rows:
            if at > first:
                self.items[at].breaks = False
        if slack:
            self._whole_steps(first, stop, slack)

    def _whole_steps(self, first: int, stop: int, slack: float) -> None:
        """Take from below a table what it gives up where it stands on one page (see `row_slack`)."""
        begins, wrapper = first, _key(self.made[first].path[-4])
        while begins and any(_key(box) == wrapper for box in self.made[begins - 1].path):
            begins -= 1
        items = self.items[begins:stop]
        high = items[0].inside + items[0].height
        high += sum(item.gap + item.height for item in items[1:])
        over = (high + _NEAR) % (slack / GIVEN_UP) - _NEAR
        if over < slack:
            items[-1].trail = -over
            if stop < len(self.items):
                following = self.items[stop]
                following.gap = following.margin + following.inside - over

    def _pitch(self) -> float:
        heights: dict[float, list[float]] = {}
        for item in self.items:
            if item.text:
                heights.setdefault(round(item.height, 2), []).append(item.height)
        if not heights:
            raise Unread
        usual = max(heights, key=lambda height: (len(heights[height]), -height))
        return heights[usual][0]


def _collapsed(margins: Sequence[float]) -> float:
    """Return the one margin that adjoining ones make (CSS 2, 8.3.1)."""
    return max([0.0, *margins]) + min([0.0, *margins])


def _key(box: Box) -> tuple[int, str]:
    return id(box.element), str(box.element_tag)


def _shared(path: Sequence[Box], other: Sequence[Box]) -> int:
    """Return how many boxes two paths begin with in common, also where a page parts them."""
    count = 0
    for a, b in zip(path, other, strict=False):
        if a is not b and _key(a) != _key(b):
            break
        count += 1
    return count


def _table_of(piece: Piece) -> tuple[int, str] | None:
    if piece.kind not in (Kind.ROW, Kind.HEAD_ROW):
        return None
    return _key(piece.path[-3])


def _same_block(piece: Piece, other: Piece) -> bool:
    return piece.kind is other.kind is Kind.BLOCK and _key(piece.box) == _key(other.box)


def _same_table(piece: Piece, other: Piece) -> bool:
    table = _table_of(piece)
    return table is not None and table == _table_of(other)
