"""The inline content of a block: its boxes flattened to one paragraph, measured once.

What cannot be composed here (no Chinese, right-to-left, tabs) has no flow and goes to WeasyPrint
unchanged.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from typing import Final

from casebook.weasy.inline_layout import (
    AnonymousStyle,
    InlineBox,
    TextBox,
    max_content_width,
    resolve_percentages,
    split_inline_level,
)
from casebook.weasy.weasyprint_types import Box, CData, Context, Resume, Style, Value

from . import hyphenation, operators
from .adjust import Line
from .classes import EDGE_CLOSE, EDGE_OPEN, OBJECT, is_chinese, is_composable
from .faces import Face, face_of, latin_of, point_of
from .flow import Node
from .lines import Demand, Setter
from .paragraph import Extras, Paragraph, Span

_BRIEF: Final = 48
_MANY: Final = 1000
_NUMBER: Final = re.compile("[0-9]{1,3}(?:[ ,\u00a0\u2009\u202f][0-9]{3}(?![0-9]))+|[0-9][0-9,]*")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class Flow:
    """The inline content of one block: its tree, its paragraph, the lines chosen so far."""

    def __init__(self, context: Context, linebox: Box, containing_block: Box) -> None:
        self.face = face_of(linebox.style)
        self.sources: list[tuple[Box, str]] = []
        self.level = True
        self.leader = False
        self.fixed = True
        self.loose = False
        self.glyphs = array("H")
        self.advances = array("d")
        self.fonts: list[tuple[int, CData]] = []
        self.odd: dict[int, list[tuple[int, float, float, float]]] = {}
        self.kerned: dict[int, float] = {}
        self.faces: list[tuple[int, Face]] = []
        self.texts: list[str] = []
        self.spans: list[Span] = []
        self.bound: list[int] = []
        self.borders: list[int] = []
        self.hyphens: dict[int, float] = {}
        self.names: dict[int, float] = {}
        self.count = 0
        self.context, self.block = context, containing_block
        self.root = self._children(linebox, Node(linebox, 0, 0))
        self.root.end = self.count
        self.plans: dict[tuple[float, float | None, int], dict[int, Line]] = {}
        self.resume: tuple[Resume, int] = None, 0
        self.indent: float | None = None  # of the first line, once it is set
        self.paragraph, self.ink = self._paragraph("".join(self.texts))
        self._read_alignment(linebox)
        del self.context, self.block, self.texts

    def _paragraph(self, text: str) -> tuple[Paragraph, operators.Ink]:
        """Measure the text, or take what was measured of the same short text in the same style."""
        known = self.face.shaper.fonts.paragraphs
        key = None
        if len(text) < _BRIEF and self.fixed and not (self.bound or self.hyphens or self.names):
            key = text, self.face, tuple(self.faces), tuple(self.borders)
            if key in known:
                return known[key]  # type: ignore[no-any-return]
        extras = Extras(self.bound, self.hyphens, self.names, self.kerned)
        paragraph = Paragraph(text, self.advances, self.spans, extras)
        made = paragraph, operators.Ink(self, text, paragraph, self.borders)
        if key is not None and not any(span.anywhere for span in self.spans):
            if len(known) > _MANY:
                known.clear()
            known[key] = made
        return made

    def _read_alignment(self, linebox: Box) -> None:
        """Read how lines are to be filled."""
        style, wrap = linebox.style, self.face.settings.wrap
        align = style["text_align_all"]
        heading = (linebox.element_tag or "") in _HEADINGS
        self.balance = wrap == "balance" or (wrap == "auto" and heading)
        self.justify = align == "justify" and not self.leader and not self.balance
        self.justify_last = style["text_align_last"] == "justify" or align == "justify-all"
        self.column = self._column(style)
        self.plain = self.level and self.fixed and not self.loose

    def _column(self, style: Style) -> tuple[float, float] | None:
        """Return how wide the numbers of a column are before and behind the point, if this is one."""
        column = point_of(style)
        if column is None:
            return None
        whole, part = (sum(self.face.shaper.shape(text).advances) for text in column)
        return whole, part

    def point(self) -> int | None:
        """Return where the point of a number of a column stands, or stood if it had one."""
        number = _NUMBER.search(self.paragraph.text) if self.column else None
        return number.end() if number else None

    def _hyphenate(self, text: str, face: Face) -> None:
        """Note where a word may be hyphenated, and how wide the hyphen would be (R20)."""
        style = face.style
        places = [match.end() for match in re.finditer("\u00ad", text)]
        names: list[int] = []
        if style["hyphens"] == "auto":
            language = style["lang"] if face.western else "en-US"
            for name, place in hyphenation.places(text, language, style["hyphenate_limit_chars"]):
                (names if name and not face.western else places).append(place)
        if places or names:
            width = sum(face.hyphen.advances)
            self.hyphens.update((self.count + place, width) for place in places)
            self.names.update((self.count + place, width) for place in names)

    def _append(self, text: str, face: Face, widths: Value) -> None:
        self.texts.append(text)
        self.advances.extend(widths)
        start = self.count
        self.count += len(text)
        last = self.spans[-1] if self.spans else None
        if last and self.faces[-1][1] is face:
            last.end = self.count
        else:
            self.spans.append(face.span(start, self.count))
            self.faces.append((start, face))

    def _place(self, character: str, width: float) -> None:
        """Append an object or an edge: one character of the given width."""
        self.glyphs.append(0)
        self.odd[self.count] = []
        self._append(character, self.faces[-1][1] if self.faces else self.face, [width])

    def _children(self, parent: Box, node: Node) -> Node:
        for index, child in enumerate(parent.children):
            own = Node(child, index, self.count)
            if isinstance(child, TextBox):
                if not isinstance(child.style, AnonymousStyle):
                    resolve_percentages(child, self.block or (0, 0))
                self._text(child)
                own.kind = "text"
                own.end = self.count
                node.children.append(own)
                continue
            resolve_percentages(child, self.block or (0, 0))
            if not child.is_in_normal_flow():
                own.kind = "float" if child.is_floated() else "out_of_flow"
                self.loose = True
            elif isinstance(child, InlineBox):
                self._inline(child, own)
            else:
                own.kind = "object"
                self.level = self.fixed = False
                self._place(OBJECT, self._object(child))
            own.end = self.count
            node.children.append(own)
        return node

    def _text(self, box: Box) -> None:
        self.sources.append((box, box.text))
        if not box.text or not box.style["font_size"]:
            return
        face = face_of(box.style)
        if (face.line_height, face.baseline) != (self.face.line_height, self.face.baseline):
            self.level = False
        shaped, at = face.shaper.shape(box.text), self.count
        self.borders.append(at)
        self.glyphs.extend(shaped.glyphs)
        self.fonts.extend((at + start, font) for start, font in shaped.fonts)
        for index, glyphs in shaped.odd.items():
            self.odd[at + index] = glyphs
        for index, change in shaped.kerned.items():
            self.kerned[at + index] = change
        hyphens = box.style["hyphens"]
        if hyphens == "auto" or (hyphens == "manual" and "\u00ad" in box.text):
            self._hyphenate(box.text, face)
        self._append(box.text, face, shaped.advances)

    def _inline(self, box: Box, node: Node) -> None:
        for side in ("left", "right"):
            if getattr(box, f"margin_{side}") == "auto":
                setattr(box, f"margin_{side}", 0)
        self.leader |= box.is_leader
        align = box.style["vertical_align"]
        if align != "baseline":
            self.level = False
            if not isinstance(align, str) and self.count:
                self.bound.append(self.count)
        left = box.padding_left + box.margin_left + box.border_left_width
        right = box.padding_right + box.margin_right + box.border_right_width
        face = face_of(box.style)
        if (face.line_height, face.baseline) != (self.face.line_height, self.face.baseline):
            self.level = False
        if box.style["position"] == "relative":
            self.loose = True
        node.edges = bool(left), bool(right)
        if left or right:
            self.fixed = False
        if left:
            self._place(EDGE_OPEN, left)
        self._children(box, node)
        if right:
            self._place(EDGE_CLOSE, right)

    def _object(self, box: Box) -> float:
        """Lay an object out to know its width; before layout, ask what it would like."""
        if self.block is None:
            return float(max_content_width(self.context, box))
        laid = split_inline_level(
            self.context, box, 0, 1e9, -1e9, None, self.block, [], [], [], [], [], None, None
        )[0]
        return float(laid.margin_width())

    def current(self, linebox: Box) -> bool:
        """Say whether the boxes are still those that were measured, with the same text."""
        sources = self.sources
        count = 0
        for box in texts_in(linebox):
            if count >= len(sources) or sources[count][0] is not box:
                return False
            if sources[count][1] is not box.text:
                return False
            count += 1
        return count == len(sources)

    def line(self, start: int, available: float, indent: float, more: int = 0) -> Line:
        """Return the line that starts at `start`, from the plan made for this measure.

        A text that is wanted in so many lines `more` than are best is set in them if it can be.
        """
        width, first = round(available, 4), round(indent, 4) if start == 0 else None
        for (wide, begins, other), plan in self.plans.items():
            if wide == width and other == more and (start or begins == first) and start in plan:
                return plan[start]
        lines = self._changed(available, indent, more) if more and not start else None
        if lines is None:
            lines = self._setter(available, indent).set(start, 1 if start else 0)
        plan, at = self.plans.setdefault((width, first, more), {}), start
        for line in lines:
            plan[at] = line
            at = line.next
        return plan[start]

    def changes(self, available: float, indent: float) -> tuple[bool, bool]:
        """Say whether the text could as well take a line fewer than is best, and a line more."""
        fewer, more = (self._changed(available, indent, by) is not None for by in (-1, 1))
        return fewer, more

    def _changed(self, available: float, indent: float, more: int) -> list[Line] | None:
        """Return the whole text in so many lines `more` than are best, if it can be set in them."""
        at = count = 0
        while at < len(self.paragraph.text):
            at = self.line(at, available, indent if at == 0 else 0.0).next
            count += 1
        fits = self.justify and count > 1 and count + more > 1
        return self._setter(available, indent).set_in(count + more) if fits else None

    def _setter(self, available: float, indent: float) -> Setter:
        def measure(number: int) -> float:
            return available - indent if number == 0 else available

        return Setter(self.paragraph, self.demand(measure, 1))

    def demand(self, measure: Callable[[int], float], uniform: int) -> Demand:
        """Return what is asked of lines of these measures."""
        return Demand(measure, uniform, self.justify, self.balance, self.justify_last)


def texts_in(box: Box) -> Iterator[Box]:
    """Yield the text boxes of a line, in order; what floats or is placed is none of it."""
    for child in box.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox) and child.is_in_normal_flow():
            yield from texts_in(child)


def flow_of(context: Context, linebox: Box, containing_block: Box) -> Flow | None:
    """Return the flow of a line box, or None when WeasyPrint is to set it."""
    kept = linebox.__dict__.get("_clreq")
    width = containing_block.width if containing_block is not None else None
    if kept is not None:
        flow, children, known = kept
        if children is linebox.children:
            if flow is None:
                return None
            if (flow.fixed or known == width) and flow.current(linebox):
                return flow  # type: ignore[no-any-return]
    texts = list(texts_in(linebox))
    whole = "".join(text.text for text in texts)
    fit = (
        linebox.style["direction"] == "ltr"
        and linebox.style["font_size"]
        and linebox.style["white_space"] != "pre"
        and "\t" not in whole
        and (is_chinese(whole) or _is_latin(whole, linebox.style) or _parts_objects(whole, linebox))
    )
    flow = Flow(context, linebox, containing_block) if fit else None
    linebox._clreq = flow, linebox.children, width
    return flow


def _parts_objects(text: str, linebox: Box) -> bool:
    """Say whether a line holds objects that spaces part, and nothing else: half-titles."""
    if not text or text.strip(" \u200b"):
        return False
    objects = [child for child in linebox.children if not isinstance(child, InlineBox | TextBox)]
    return len(objects) > 1 and all(child.is_in_normal_flow() for child in objects)


def _is_latin(text: str, style: Style) -> bool:
    """Say whether a text of no Chinese is set here too, for its Latin family or its column.

    One that ends in a space is left alone: a number before its item keeps that space.
    """
    asked = latin_of(style) is not None or point_of(style) is not None
    return bool(text) and asked and text == text.strip(" ") and is_composable(text)
