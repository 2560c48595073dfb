"""Blocks that were laid out stay laid out: when pages are made again, a block that comes out as it
did before is moved to its new place instead.

Only what is certain is kept. It stands in the flow of the section itself, in blocks, tables and
cells: what is laid out more than once for one page (notes, columns, heads of tables, boxes placed
or floating) is not looked at. It is a block of lines or a table that consists of text alone, in
boxes that neither float nor are placed elsewhere, call no note and print no number of a page. It was laid
out whole, and nothing in it met the end of the page: then no break was looked for, and it comes
out the same wherever there is as much room for the same measure, margins and page's beginning.

A block kept stands on one page at a time: it is taken again for the page on which it stands, and
from pages that were thrown away. A change of the tree makes what it changes be forgotten
(`box_changes`).
"""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Final, NamedTuple

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.hooks import BLOCK
from casebook.weasy.weasyprint_types import Box, Context, Function, Resume, Value

_TEXT: Final = frozenset(("LineBox", "InlineBox", "TextBox"))
_TABLE: Final = frozenset(("TableBox", "TableRowGroupBox", "TableRowBox", "TableCellBox"))
_BLOCKS: Final = _TABLE | {"BlockBox", "TableCaptionBox"}


class _Block(NamedTuple):
    """A block laid out, how far from its beginning it came to stand, what it met, what came of it.

    `joined` are the margins that it added to those above it, which join it to what it stands in.
    `reach` is how far below its beginning it asked for room. `run` and `page` say where it came to
    stand last: the run through the pages, the number of the page.
    """

    made: Box
    offset: tuple[float, float]
    met: tuple[Value, ...]
    next_page: dict[str, Value]
    margins: tuple[float, ...]
    joined: tuple[float, ...]
    reach: float
    run: int
    page: int


class _Room:
    """The room that is asked for while a block is laid out: down to `low`, and whether it `ended`."""

    __slots__ = ("ended", "low")

    def __init__(self) -> None:
        self.ended, self.low = False, -inf

    def ask(self, low: float, ended: bool) -> None:
        self.low = max(self.low, low)
        self.ended = self.ended or ended


class KeptBlocks:
    """The blocks of the box tree `root` that are kept between runs through its pages.

    The tree is held, so that no other box takes the identity of one of its boxes.
    """

    def __init__(self, root: Box) -> None:
        self.root = root
        self.known: dict[int, _Block] = {}
        self.certain = frozenset[int]()
        self.run, self.first = 0, 0
        self.staying: set[int] = set()
        self.rooms: list[_Room] = []

    def make_again(self, first: int, staying: Iterable[int]) -> None:
        """Say that pages are made again from number `first` on: those there were are thrown away,
        but perhaps those `staying`."""
        if not self.run:  # most sections are made once
            self.certain = frozenset(map(id, _certain(self.root)))
        self.run, self.first, self.staying = self.run + 1, first, set(staying)

    def forget(self, boxes: Iterable[Box]) -> None:
        """Forget what came of `boxes` of the tree, which are changed."""
        for box in boxes:
            self.known.pop(id(box), None)

    def taken(self, box: Box, met: tuple[Value, ...], page: int) -> _Block | None:
        """Return what came of `box` if it may stand on `page` now, having met the same."""
        block = self.known.get(id(box))
        if block is None or block.met != met or id(box) not in self.certain:
            return None
        gone = block.run < self.run and block.page >= self.first and block.page not in self.staying
        return block if gone or (block.run, block.page) == (self.run, page) else None


def _make(record: Record) -> None:
    from weasyprint.layout import LayoutContext  # lazy: loads WeasyPrint

    given = LayoutContext.overflows_page

    def overflows(context: Context, bottom_space: float, low: float) -> bool:
        ends: bool = given(context, bottom_space, low)
        if context.kept_blocks is not None and context.kept_blocks.rooms:
            context.kept_blocks.rooms[-1].ask(low + bottom_space, ends)
        return ends

    record.attribute(LayoutContext, "kept_blocks", None)
    record.attribute(LayoutContext, "overflows_page", overflows)
    record.wrap(BLOCK, _laid_out)


CHANGES: Final = ChangeSet("kept blocks", _make)


def keep(context: Context, root: Box) -> None:
    """Keep the blocks of the tree `root` that `context` lays out from now on."""
    root.kept_blocks = context.kept_blocks = KeptBlocks(root)


def make_again(context: Context, index: int, staying: Iterable[int] = ()) -> None:
    """Say that pages of `context` are made again from `index` on: those there were are thrown away,
    but those of the indices `staying`, as long as none is given up."""
    if context.kept_blocks is not None:
        context.kept_blocks.make_again(index + 1, (at + 1 for at in staying))


def give_up(context: Context, index: int) -> None:
    """Say that page `index` of `context`, which was to stay, is thrown away after all."""
    if context.kept_blocks is not None:
        context.kept_blocks.staying.discard(index + 1)


def forget_all(context: Context) -> None:
    """Keep nothing any more: the pages are made."""
    if context.kept_blocks is not None:
        context.kept_blocks.known.clear()
        context.kept_blocks = None


def _laid_out(
    given: Function, context: Context, box: Box, bottom_space: float, skip_stack: Resume,
    containing_block: Box, page_is_empty: bool, absolute_boxes: list[Box], fixed_boxes: list[Box],
    adjoining_margins: list[float], *rest: Value, **named: Value,
) -> Value:  # fmt: skip
    """Lay a block out, or move it where it stands already: WeasyPrint's hook.

    Blocks of a flex box come with `named` arguments, and again and again: they are not kept.
    """
    kept: KeptBlocks | None = context.kept_blocks
    arguments = (
        context, box, bottom_space, skip_stack, containing_block, page_is_empty,
        absolute_boxes, fixed_boxes, adjoining_margins, *rest,
    )  # fmt: skip
    may = (
        kept is not None
        and skip_stack is None
        and bottom_space > -inf
        and _kept_kind(box)
        and not (any(rest) or named or context.in_column or context.excluded_shapes)
    )
    if kept is None or not may:
        return given(*arguments, **named)
    met = (
        _measure(containing_block.width), containing_block.height, box.margin_top, *adjoining_margins,
        page_is_empty, page_is_empty and context.forced_break, context.current_page > 1,
    )  # fmt: skip
    began = box.position_x, box.position_y
    block = kept.taken(box, met, context.current_page)
    if block is not None and not context.overflows_page(bottom_space, began[1] + block.reach):
        made = block.made
        dx = began[0] + block.offset[0] - made.position_x
        dy = began[1] + block.offset[1] - made.position_y
        made.translate(dx, dy)
        kept.known[id(box)] = block._replace(run=kept.run, page=context.current_page)
        adjoining_margins.extend(block.joined)
        return made, None, dict(block.next_page), list(block.margins), False, None
    above = len(adjoining_margins)
    kept.rooms.append(_Room())
    try:
        result = given(*arguments)
    finally:
        room = kept.rooms.pop()
        if kept.rooms:
            kept.rooms[-1].ask(room.low, room.ended)
    made, resume, next_page, margins, through, lines = result
    kept.known.pop(id(box), None)
    whole = made is not None and resume is None and lines is None and not room.ended
    if whole and not through and margins is not adjoining_margins:
        kept.known[id(box)] = _Block(
            made, (made.position_x - began[0], made.position_y - began[1]), met, dict(next_page),
            tuple(margins), tuple(adjoining_margins[above:]), room.low - bottom_space - began[1],
            kept.run, context.current_page,
        )  # fmt: skip
    return result


def _measure(width: Value) -> Value:
    """Return a width without what rounding makes of it on the pages of either side."""
    return round(width, 6) if type(width) is float else width


def _kept_kind(box: Box) -> bool:
    """Say whether a box is a block of lines or a table."""
    if type(box).__name__ != "BlockBox":
        return False
    return bool(box.is_table_wrapper) or (
        bool(box.children) and type(box.children[0]).__name__ == "LineBox"
    )


def _certain(box: Box) -> Iterator[Box]:
    """Yield the blocks in `box` that can be kept with certainty."""
    for child in box.children:
        kind = type(child).__name__
        again = kind == "TableRowGroupBox" and (child.is_header or child.is_footer)
        if again or kind not in _BLOCKS or not _stands(child):
            continue
        if _kept_kind(child) and _text_alone(child):
            yield child
        yield from _certain(child)


def _stands(box: Box) -> bool:
    """Say whether a block takes its place in the flow, in one column."""
    style = box.style
    return (
        style["position"] == "static"
        and style["float"] == "none"
        and style["column_width"] == style["column_count"] == "auto"
        and style["continue"] == "auto"
        and style["max_lines"] == "none"
        and box.first_letter_style is None
        and box.first_line_style is None
    )


def _text_alone(block: Box) -> bool:
    """Say whether a block consists of text, in the flow and known before its page is."""
    stack = [block]
    while stack:
        box = stack.pop()
        kind = type(box).__name__
        if box.footnote or box.note or box.missing_link or box.is_leader:
            return False
        if kind == "InlineBox":
            flows = box.style["position"] in ("static", "relative") and not box.is_floated()
        else:
            flows = kind in _TEXT or (kind in _BLOCKS and _stands(box))
        if not flows:
            return False
        stack += box.children
    return True
