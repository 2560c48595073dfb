"""How narrow and how wide a block of text wants to be (CSS Sizing 3, 5)."""

from collections.abc import Iterator

from casebook.weasy.inline_layout import (
    LineBox,
    max_content_width,
    min_content_width,
    with_own_edges,
)
from casebook.weasy.weasyprint_types import Box, Context, Function, Resume, Value

from . import phrases
from .flow import Node
from .inline_content import Flow, flow_of
from .lines import Demand, Setter


def min_width(
    given: Function,
    context: Context,
    box: Box,
    outer: bool = True,
    skip_stack: Resume = None,
    first_line: bool = False,
    is_line_start: bool = False,
) -> Value:
    """Return the width of the widest piece that cannot be broken: WeasyPrint's hook."""
    flow = _measured(context, box)
    if flow is None:
        return given(context, box, outer, skip_stack, first_line, is_line_start)
    p = flow.paragraph
    narrow, widest = {}, 0.0
    for node in _atoms(flow.root):
        width = min_content_width(context, node.box)
        widest = max(widest, width)
        if node.kind == "object":
            narrow[node.start] = p.widths[node.start] - width
    start = p.first(0)
    whole = flow.face.settings.words == "auto-phrase" and not flow.face.narrow
    inside = phrases.inside_short_words(p.text) if whole else ()
    for end in p.ends:
        if end in inside:
            continue
        visible = p.visible_end(start, end)
        if visible > start:
            width = p.places[visible - 1] + p.widths[visible - 1] - p.places[start]
            width -= sum(more for at, more in narrow.items() if start <= at < visible)
            widest = max(widest, flow.face.em if flow.face.narrow else width)
        start = p.first(end)
    if flow.column is not None and not flow.face.narrow:
        widest = max(widest, sum(flow.column))
    return with_own_edges(box, outer, widest)


def _atoms(node: Node) -> Iterator[Node]:
    """Yield the objects and floats among a line's boxes."""
    for child in node.children:
        if child.kind in ("object", "float"):
            yield child
        elif child.children:
            yield from _atoms(child)


def max_width(
    given: Function, context: Context, box: Box, outer: bool = True, is_line_start: bool = False
) -> Value:
    """Return the width of a block's text on one line: WeasyPrint's hook."""
    flow = _measured(context, box)
    if flow is None:
        return given(context, box, outer, is_line_start)
    setter = Setter(flow.paragraph, Demand(lambda _: 1e9, 1, False))
    indent = box.style["text_indent"]
    own = indent.value if getattr(indent, "unit", "%") != "%" else 0.0
    lines = setter.set(0)
    widths = [line.width for line in lines] or [0.0]
    widths[0] += own
    for node in _atoms(flow.root) if flow.loose else ():
        if node.kind == "float":
            number = sum(line.next <= node.start for line in lines[:-1])
            widths[number] += max_content_width(context, node.box)
    if flow.column is not None:
        widths.append(sum(flow.column))
    return with_own_edges(box, outer, max(widths))


def _measured(context: Context, box: Box) -> Flow | None:
    if not isinstance(box, LineBox):
        return None
    return flow_of(context, box, None)
