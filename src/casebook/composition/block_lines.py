"""The lines of a block, one after the other: lines in, boxes out.

WeasyPrint asks for one line at a time and breaks each text box on its own. Here a paragraph is
flattened once, measured once, its lines chosen together, and each line handed back as the boxes
WeasyPrint expects.
"""

from collections import deque
from functools import partial
from typing import Final

from casebook.weasy.inline_layout import (
    adjust_line_height,
    avoid_collisions,
    leader_index,
    line_box_verticality,
    remove_placeholders,
)
from casebook.weasy.weasyprint_types import Box, Context, Function, Resume, Style

from . import leaders
from .adjust import Line
from .flow import offset, skip_to
from .inline_content import Flow, flow_of
from .line_boxes import Builder, LineBox, bare_copy
from .lines import Setter
from .out_of_flow import OutOfFlow, late_floats, leading_floats


def next_line(
    given: Function,
    context: Context,
    linebox: Box,
    position_y: float,
    bottom_space: float,
    skip_stack: Resume,
    containing_block: Box,
    absolute_boxes: list[Box],
    fixed_boxes: list[Box],
    first_letter_style: Style,
    first_line_style: Style,
) -> tuple[Box, Resume]:
    """Return the next line of a block and where the one after it starts: WeasyPrint's hook."""
    flow = None
    if not first_letter_style and not first_line_style:
        flow = flow_of(context, linebox, containing_block)
    if flow is None:
        result: tuple[Box, Resume] = given(
            context,
            linebox,
            position_y,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            first_letter_style,
            first_line_style,
        )
        return result
    text = flow.paragraph.text
    skip, start = flow.resume
    if skip_stack is not skip or skip is None:
        start = offset(flow.root, skip_stack)
    if flow.paragraph.first(start) >= len(text):
        return None, None
    out = OutOfFlow(context, containing_block, bottom_space, absolute_boxes, fixed_boxes)
    linebox.position_y = position_y
    linebox.width, linebox.height = 0, flow.face.line_height if context.excluded_shapes else 0
    floats = leading_floats(flow, start, linebox, containing_block, out) if flow.loose else []
    x, y, available = containing_block.content_box_x(), position_y, containing_block.width
    if context.excluded_shapes:
        linebox.width = flow.face.em
        x, y, available = avoid_collisions(context, linebox, containing_block, outer=False)
    composed = _planned(context, flow, linebox, start, y, available, containing_block)
    line = _boxes(context, flow, composed, linebox, x, y, available, out)
    line.children = (*floats, *line.children, *late_floats(out, line))
    if composed.next < len(text):
        flow.resume = skip_to(flow.root, composed.next), composed.next
        return line, flow.resume[0]
    if start and flow.justify and flow.indent is not None and not context.excluded_shapes:
        line.line_changes = partial(flow.changes, available, flow.indent)
    _retire(linebox)
    return line, None


def lines_of_block(
    given: Function,
    context: Context,
    box: Box,
    index: int,
    child: Box,
    made: Box,
    empty: bool,
    *rest: object,
) -> Box:
    """Lay the lines of a block out; if all are dropped, so is what floats in them: a hook.

    WeasyPrint drops only what the lines were made of: what was placed in them stayed, and came
    again on the next page.
    """
    result = given(context, box, index, child, made, empty, *rest)
    if result[0]:
        absolute_boxes, fixed_boxes = rest[:2]
        remove_placeholders(context, made, absolute_boxes, fixed_boxes)
    return result


_recent: Final[deque[Box]] = deque()
_MOST_RECENT: Final = 96
"""As many blocks as a section of some pages has: its pages may be made again."""


def _retire(linebox: Box) -> None:
    """Forget the flow of a block that is laid out, unless it was among the last few.

    A block that moves to the next page is asked for again at once, one that a new page break parts
    when the pages of its section are made again; the rest never are.
    """
    _recent.append(linebox)
    if len(_recent) > _MOST_RECENT:
        _recent.popleft().__dict__.pop("_clreq", None)


def _planned(
    context: Context, flow: Flow, linebox: Box, start: int, y: float, available: float, block: Box
) -> Line:
    """Choose the line from `start`: from the plan of the paragraph where the measure is one."""
    indent = float(linebox.text_indent) if start == 0 else 0.0
    flow.indent = flow.indent if start else indent
    shapes = context.excluded_shapes
    if not shapes:
        return flow.line(start, available, indent, getattr(linebox, "more_lines", None) or 0)
    room = [available - indent]

    def beside(number: int) -> float:
        while len(room) <= number:
            linebox.position_y = y + len(room) * flow.face.line_height
            linebox.width, linebox.height = 0, flow.face.line_height
            room.append(avoid_collisions(context, linebox, block, outer=False)[2])
        return room[number]

    bottom = max(shape.position_y + shape.margin_height() for shape in shapes)
    lines = max(1, min(80, int((bottom - y) / max(1.0, flow.face.line_height)) + 1))
    line = Setter(flow.paragraph, flow.demand(beside, lines)).set(start, 0)[0]
    linebox.position_y = y
    return line


def _boxes(
    context: Context,
    flow: Flow,
    composed: Line,
    linebox: Box,
    x: float,
    y: float,
    available: float,
    out: OutOfFlow,
) -> Box:
    """Build the line box and set it in its place."""
    linebox.position_x, linebox.position_y = x, y
    indent = linebox.text_indent if composed.start <= flow.paragraph.first(0) else 0
    filled = flow.justify and not composed.last
    shift = 0.0 if filled else _align(flow, linebox, composed, available - indent)
    builder = Builder(flow, composed, out, x + indent + shift, y)
    line = bare_copy(LineBox, flow.root)
    line.children = builder.children(flow.root)
    line.position_x, line.width = x + shift, composed.width + indent
    if flow.leader:
        line.position_x = x
    if flow.level and not out.placeholders:
        line.baseline = flow.face.baseline
        line.height = flow.face.line_height
        line.position_y = y
        return line
    adjust_line_height(line)
    line.position_y = y
    bottom, top = line_box_verticality(line)
    line.baseline, line.height, line.position_y = -top, bottom - top, top
    line.margin_top = line.margin_bottom = 0
    line.translate(0, y - top)
    line.position_y = y
    for placeholder in out.placeholders:
        if "inline" in placeholder.style.specified["display"]:
            placeholder.translate(0, y - placeholder.position_y)
        else:
            placeholder.translate(
                line.position_x - placeholder.position_x,
                y + line.height - placeholder.position_y,
            )
    return line


def _align(flow: Flow, linebox: Box, line: Line, available: float) -> float:
    """Return how far text-align moves the line, or the point of its column."""
    if flow.column is not None and line.last and line.start == flow.paragraph.first(0):
        room = max(0.0, available - line.width)
        at = flow.point()
        if at is None:
            return room / 2
        places = flow.paragraph.places
        behind = places[at - 1] + flow.paragraph.widths[at - 1] - places[line.start]
        whole, part = flow.column
        return min(room, max(0.0, (available - whole - part) / 2 + whole - behind))
    style = linebox.style
    align = style["text_align_all"]
    if line.last and style["text_align_last"] != "auto":
        align = style["text_align_last"]
    if align in ("center", "end", "right"):
        room = max(0.0, available - line.width)
        return room / 2 if align == "center" else room
    return 0.0


def fill_leader(given: Function, context: Context, line: Box, containing_block: Box) -> None:
    """Fill a leader, and gather its filling: WeasyPrint's hook."""
    _, leader = leader_index(line)
    piece = leader.children[0] if leader is not None and leader.children else None
    given(context, line, containing_block)
    if leader is not None and piece is not None:
        leaders.reach(leader, piece, line.position_x + containing_block.width)
        leaders.gather(leader)
