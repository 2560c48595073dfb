"""What a line hands to WeasyPrint besides text: objects, floats, placed and running boxes."""

from casebook.weasy.inline_layout import (
    absolute_layout,
    float_layout,
    out_of_flow_layout,
    split_inline_level,
)
from casebook.weasy.weasyprint_types import Box, Context

from .flow import Node
from .inline_content import Flow


class OutOfFlow:
    """What a line hands to WeasyPrint besides text: objects, floats, placed and running boxes."""

    def __init__(
        self,
        context: Context,
        block: Box,
        bottom_space: float,
        absolute: list[Box],
        fixed: list[Box],
    ) -> None:
        self.context, self.block, self.bottom_space = context, block, bottom_space
        self.absolute, self.fixed = absolute, fixed
        self.stack: list[list[Box]] = []
        self.placeholders: list[Box] = []
        self.waiting: list[Box] = []
        self.settled: list[Box] = []

    def object(self, box: Box, x: float) -> Box:
        """Lay out an atomic box at `x`."""
        return split_inline_level(
            self.context,
            box,
            x,
            1e9,
            self.bottom_space,
            None,
            self.block,
            self.stack[-1] if self.stack else self.absolute,
            self.fixed,
            self.placeholders,
            [],
            [],
            None,
            None,
        )[0]

    def out_of_flow(self, node: Node, parent: Node, x: float) -> Box:
        """Let WeasyPrint take a box that is not in the flow; return its placeholder, if any."""
        waiting: list[Box] = []
        out_of_flow_layout(
            self.context,
            parent.box,
            self.block,
            node.index,
            node.box,
            [],
            [],
            waiting,
            [],
            self.stack[-1] if self.stack else self.absolute,
            self.fixed,
            self.placeholders,
            {"left": 0, "right": 0},
            1e9,
            x,
            self.bottom_space,
        )
        return waiting[0][1] if waiting else None

    def enter_relative(self) -> None:
        """Collect what is positioned inside a relative box."""
        self.stack.append([])

    def place_relative(self, box: Box) -> None:
        """Place what was collected, now that the relative box is known."""
        for absolute in self.stack.pop():
            absolute_layout(
                self.context, absolute, box, self.fixed, self.bottom_space, skip_stack=None
            )

    def float(self, node: Node) -> None:
        """Keep a float for the end of the line, unless it is settled already."""
        if node.box not in self.settled:
            self.waiting.append(node.box)

    def settle(self, box: Box) -> Box:
        """Lay a float out where its position says."""
        laid, resume = float_layout(
            self.context,
            box,
            self.block,
            self.absolute,
            self.fixed,
            self.bottom_space,
            skip_stack=None,
        )
        if resume:
            self.context.add_broken_out_of_flow(laid, box, self.block, resume)
        return laid


def leading_floats(flow: Flow, start: int, linebox: Box, block: Box, out: OutOfFlow) -> list[Box]:
    """Settle the floats that stand before the first character of the line."""
    settled = []
    nodes = [node for node in flow.root.children if node.kind == "float"]
    for node in nodes:
        if start <= node.start <= flow.paragraph.first(start) and (start or node.start == 0):
            node.box.position_x, node.box.position_y = block.content_box_x(), linebox.position_y
            out.settled.append(node.box)
            settled.append(out.settle(node.box))
    if settled:
        linebox.height = flow.face.line_height
    return settled


def late_floats(out: OutOfFlow, line: Box) -> list[Box]:
    """Settle the floats that were waiting, under the line."""
    made = []
    for box in out.waiting:
        box.position_y = line.position_y + line.height
        box.position_x = line.position_x
        made.append(out.settle(box))
    return made
