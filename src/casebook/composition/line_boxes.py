"""The boxes of a composed line, as WeasyPrint expects them, final in place and width."""

from collections.abc import Sequence
from copy import copy
from typing import Final

from casebook.weasy import inline_layout
from casebook.weasy.pango import Layout
from casebook.weasy.weasyprint_types import Box, Style, Value

from . import operators
from .adjust import Line
from .faces import Face, face_of
from .flow import Node
from .inline_content import Flow
from .out_of_flow import OutOfFlow


class Composed:
    """A piece of a composed line, standing where WeasyPrint keeps a Pango layout."""

    __slots__ = (
        "_metrics",
        "dots",
        "end",
        "face",
        "hyphen",
        "ink",
        "line_end",
        "max_width",
        "moves",
        "open",
        "start",
        "step",
        "text",
        "times",
    )
    first_line_direction = 0

    def __init__(self, ink: operators.Ink, face: Face, line: Line, start: int, end: int) -> None:
        self.ink, self.face = ink, face
        self.start, self.end = start, end
        self.line_end, self.open, self.hyphen = line.end, line.open, line.hyphen
        self.moves = dict(line.moves) if line.moves else _NOTHING
        self.text = ink.text[start:end]
        self._metrics: Value = None
        self.dots: Sequence[float] = ()
        self.max_width = None
        self.times, self.step = 1, 0.0

    def repeated(self, times: int, step: float) -> "Composed":
        """Return the piece drawn `times`, with its beginnings `step` apart."""
        made = copy(self)
        made.times, made.step, made.text = times, step, self.text * times
        return made

    def alone(self) -> "Composed":
        """Return the piece without what stands behind it in its line."""
        made = copy(self)
        made.line_end, made.moves, made.hyphen = made.end, _NOTHING, False
        return made

    def reactivate(self, style: Style) -> None:
        """Do nothing: the glyphs are at hand."""

    def deactivate(self) -> None:
        """Do nothing: there is no layout to free."""

    def __getattr__(self, name: str) -> Value:
        """Answer for the metrics of decorations, which WeasyPrint reads from a layout."""
        if name not in _METRICS:
            raise AttributeError(name)
        if self._metrics is None:
            self._metrics = Layout(self.face.style)
        return getattr(self._metrics, name)


_NOTHING: Final[dict[int, float]] = {}
_METRICS: Final = (
    "ascent",
    "underline_position",
    "strikethrough_position",
    "underline_thickness",
    "strikethrough_thickness",
)


class _Plain:
    """What a box of an anonymous style has for certain, said once for all boxes.

    WeasyPrint gives each box some thirty values; most boxes of a book are lines and their text,
    whose margins, borders and backgrounds are nothing.
    """

    margin_left = margin_right = margin_top = margin_bottom = 0
    padding_left = padding_right = padding_top = padding_bottom = 0
    border_left_width = border_right_width = border_top_width = border_bottom_width = 0
    border_top_left_radius = border_top_right_radius = (0, 0)
    border_bottom_left_radius = border_bottom_right_radius = (0, 0)
    min_width = min_height = 0
    max_width = max_height = float("inf")
    first_letter_style = first_line_style = None
    background = None
    remove_decoration_sides: Final[set[str]] = set()

    def is_in_normal_flow(self) -> bool:
        """Say yes: nothing anonymous floats or is positioned."""
        return True


class TextBox(_Plain, inline_layout.TextBox):  # type: ignore[misc]
    """The text box of a line; named like WeasyPrint's own, as readers of boxes go by the name."""

    children: Final[list[Box]] = []


class LineBox(_Plain, inline_layout.LineBox):  # type: ignore[misc]
    """A line."""

    def copy_with_children(self, new_children: Sequence[Box]) -> Box:
        """Return a copy with other children: there is no decoration to reset."""
        made = self.copy()
        made.children = new_children
        return made


_OWN: Final = frozenset(
    "element_tag element style children text _clreq position_x position_y width height baseline "
    "margin_top margin_bottom text_indent".split()
) | frozenset(vars(_Plain))


def bare_copy(kind: Box, node: Node) -> Box:
    """Return a new box of `kind` like that of `node`, without what is the same for all."""
    made, source = kind.__new__(kind), node.box
    made.element_tag, made.element, made.style = source.element_tag, source.element, source.style
    if node.more is None:
        node.more = [attribute for attribute in source.__dict__.items() if attribute[0] not in _OWN]
    for name, value in node.more:
        setattr(made, name, value)
    return made


class Builder:
    """Builds the boxes of one line."""

    def __init__(self, flow: Flow, line: Line, out: OutOfFlow, left: float, top: float) -> None:
        self.flow, self.line, self.out = flow, line, out
        self.left, self.top = left + line.lead, top
        self.paragraph = flow.paragraph
        self.final = line.next >= len(self.paragraph.text)
        self.origin = self.paragraph.places[line.start]

    def x(self, index: int) -> float:
        """Return where the character at `index` starts."""
        line, p = self.line, self.paragraph
        index = min(max(index, line.start), line.end)
        if index == line.end:
            return self.right(index)
        x = self.left + p.places[index] - self.origin
        if line.open:
            x += line.open * (p.evens[index] - p.evens[line.start])
        return x + sum(move for at, move in line.moves if at <= index)

    def right(self, index: int) -> float:
        """Return where the character before `index` ends."""
        index = min(index, self.line.end)
        if index <= self.line.start:
            return self.left
        hyphen = 0.0
        if self.line.hyphen and index == self.line.end:
            hyphen = self.paragraph.extras.hyphens.get(self.line.next, 0.0)
        if index == self.line.end:
            hyphen -= self.paragraph.kern_after(index - 1)
        return self.x(index - 1) + self.paragraph.widths[index - 1] + hyphen

    def children(self, node: Node) -> list[Box]:
        """Return the pieces of the children of `node` that this line holds."""
        start, stop = self.line.start, self.line.next
        made: list[Box] = []
        for child in node.children:
            if child.start == child.end:
                inside = start <= child.start < stop or (self.final and child.start >= stop)
                if not inside and not (child.start == start == 0):
                    continue
            elif child.end <= start or child.start >= stop:
                continue
            box = getattr(self, child.kind)(child, node)
            if box is not None:
                made.append(box)
        return made

    def text(self, node: Node, parent: Node) -> Box:
        """Return the piece of a text box."""
        line, p = self.line, self.paragraph
        start, end = max(node.start, line.start), min(node.end, line.next)
        while end > start and p.letters[end - 1] == "R":
            end -= 1
        if end <= start:
            return None
        face = face_of(node.box.style)
        plain = isinstance(node.box.style, inline_layout.AnonymousStyle)
        box = bare_copy(TextBox, node) if plain else node.box.copy()
        box.pango_layout = Composed(self.flow.ink, face, line, start, end)
        box.text = box.pango_layout.text
        box.position_x, box.position_y = self.x(start), self.top
        if face.settings.dots:
            box.pango_layout.dots = [
                self.x(index) - box.position_x + p.widths[index] / 2
                for index in range(start, min(end, line.end))
                if p.letters[index] == "H"
            ]
        box.width = max(0.0, self.right(end) - box.position_x)
        if self.flow.leader and end < line.end:
            box.width = self.x(end) - box.position_x
        box.height = face.height
        box.margin_top = box.margin_bottom = (face.line_height - face.height) / 2
        box.baseline = face.baseline
        return box

    def inline(self, node: Node, parent: Node) -> Box:
        """Return the piece of an inline box, with the decoration of the edges it has here."""
        line, source = self.line, node.box
        begins, finishes = node.start >= line.start, node.end <= line.next
        inner = self._inner(node)
        box = source.copy_with_children(inner)
        box.remove_decoration(start=not begins, end=not finishes)
        box.position_y = self.top
        box.position_x = (
            self.x(max(node.start, line.start)) if node.start < line.end else (self.right(line.end))
        )
        content = box.position_x
        if begins:
            content += source.margin_left + source.border_left_width + source.padding_left
        end = self.right(min(node.end, line.end))
        if finishes and node.edges[1] and node.end <= line.end:
            end -= source.margin_right + source.border_right_width + source.padding_right
        box.width = max(0.0, end - content) if node.end > node.start else 0.0
        if self.flow.leader and node.end < line.end and not node.edges[1]:
            box.width = self.x(node.end) - content
        inline_layout.adjust_line_height(box)
        if box.style["position"] == "relative":
            self.out.place_relative(box)
        return box

    def _inner(self, node: Node) -> list[Box]:
        if node.box.style["position"] != "relative":
            return self.children(node)
        self.out.enter_relative()
        return self.children(node)

    def object(self, node: Node, parent: Node) -> Box:
        """Return an object, laid out in its place."""
        node.box.position_y = self.top
        return self.out.object(node.box, self.x(node.start))

    def out_of_flow(self, node: Node, parent: Node) -> Box:
        """Hand an absolutely positioned, running or note box over."""
        node.box.position_y = self.top
        return self.out.out_of_flow(node, parent, self.right(node.start))

    def float(self, node: Node, parent: Node) -> Box:
        """Let a float wait for the end of the line."""
        self.out.float(node)
