"""The only place that touches WeasyPrint's inside: lines in, boxes and operators out.

WeasyPrint asks for one line at a time and breaks each text box on its own. Here a paragraph is
flattened once, measured once, its lines chosen together, and each line handed back as the boxes
WeasyPrint expects, final in place and width. Drawing uses the glyphs that were measured: nothing is
shaped twice. What cannot be composed here (no Chinese, right-to-left, tabs, ::first-letter) goes to
WeasyPrint unchanged.
"""

import inspect
import logging
import re
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from importlib.metadata import version
from typing import Any, Final

from weasyprint.css import AnonymousStyle
from weasyprint.css import properties as css_properties
from weasyprint.css import validation as css_validation
from weasyprint.css.tokens import InvalidValues
from weasyprint.css.validation import properties as css_validators
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, inline, leader, preferred
from weasyprint.layout.float import avoid_collisions, float_layout
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p

from . import leaders, operators, settings
from .adjust import Line
from .classes import EDGE_CLOSE, EDGE_OPEN, OBJECT, is_chinese
from .flow import Node, offset, skip_to
from .lines import Demand, Setter
from .paragraph import Extras, Paragraph, Span
from .pen import Pen
from .shaping import Fonts, Library, Shaper

SUPPORTED: Final = "70.0"
_LOGGER: Final = logging.getLogger("weasyprint")
_COLLAPSE: Final = ("normal", "nowrap", "pre-line")
_BRIEF: Final = 48
_MANY: Final = 1000
_LONGEST: Final = 45  # letters of a word that hyphens divide; no dictionary has a longer one
_WRAP: Final = ("normal", "pre-wrap", "pre-line")
_STYLE_KEYS: Final = (
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
)


class EngineMismatch(RuntimeError):  # noqa: N818
    """WeasyPrint is not the version this composer was made for, or its inside has changed."""


_LIBRARY: Final = Library(
    ffi, pango, gobject, FROM_UNITS, line_break.Layout, unicode_to_char_p, line_break.line_size
)


# Styles


class Face:
    """What the composer needs of a computed style, worked out once and kept on it."""

    __slots__ = (
        "anywhere",
        "baseline",
        "collapse",
        "em",
        "height",
        "letter_spacing",
        "line_height",
        "narrow",
        "settings",
        "shaper",
        "style",
        "western",
        "word_spacing",
        "wrap",
    )

    def __init__(self, style: Any) -> None:
        configuration = style.font_config
        fonts = configuration.__dict__.get("_clreq")
        if fonts is None:
            fonts = configuration._clreq = Fonts(_LIBRARY)
        key = (tuple(style["font_family"]), *(str(style[name]) for name in _STYLE_KEYS))
        self.shaper = fonts.faces.get(key)
        if self.shaper is None:
            self.shaper = fonts.faces[key] = Shaper(style, fonts)
        self.style = style
        self.em = style["font_size"]
        spacing = style["letter_spacing"]
        self.letter_spacing = 0.0 if spacing == "normal" else spacing
        self.word_spacing = style["word_spacing"]
        self.wrap = style["white_space"] in _WRAP
        self.collapse = style["white_space"] in _COLLAPSE
        self.anywhere = (
            style["overflow_wrap"] in ("anywhere", "break-word")
            or style["word_break"] == "break-all"
        )
        self.narrow = self.anywhere and (
            style["overflow_wrap"] == "anywhere" or style["word_break"] == "break-all"
        )  # CSS Text 3, 5.5: breaks of `break-word` do not count for min-content
        language = (style["lang"] or "zh").lower().split("-")[0]
        self.western = language not in ("zh", "ja", "ko", "yue", "lzh", "wuu")
        self.settings = _settings(style)
        self.height = self.shaper.height
        self.line_height, self.baseline = line_break.strut(style)

    def like(self) -> tuple[Any, ...]:
        """Return what tells faces apart: two with the same set every text alike."""
        style = self.style
        return (
            *(getattr(self, name) for name in self.__slots__ if name != "style"),
            style["lang"],
            style["hyphenate_character"],
            style["hyphenate_limit_chars"],
            style["text_decoration_line"] == "none",
        )

    def span(self, start: int, end: int) -> Span:
        """Return the span of characters `start` to `end` set in this face."""
        return Span(
            start,
            end,
            self.em,
            self.settings,
            self.letter_spacing,
            self.word_spacing,
            self.wrap,
            self.collapse,
            self.anywhere,
            self.western,
        )


def _face(style: Any) -> Face:
    face: Face | None = style.__dict__.get("_clreq")
    if face is None:
        parent = style.parent_style
        if parent is not None and isinstance(style, AnonymousStyle):
            face = _face(parent)
        else:
            face = Face(style)
            face = face.shaper.fonts.alike.setdefault(face.like(), face)
        style._clreq = face
    return face


_custom_keys: Final[set[str]] = set()


def _settings(style: Any) -> settings.Settings:
    """Read the composer's properties from a computed style, or take its parent's."""
    known: settings.Settings | None = style.__dict__.get("_clreq_settings")
    if known is None:
        parent, own = style.parent_style, getattr(style, "cascaded", ())
        if parent is not None and not any(name in own for name in _STANDARD_KEYS | _custom_keys):
            known = _settings(parent)
        else:
            known = _own_settings(style)
        style._clreq_settings = known
    return known


_STANDARD_KEYS: Final = frozenset(name.replace("-", "_") for name in settings.INITIAL)


def _own_settings(style: Any) -> settings.Settings:
    standard = tuple(style[name.replace("-", "_")] for name in settings.INITIAL)
    extra = []
    for key in sorted(_custom_keys):
        tokens = style[key]
        if tokens:
            name, value = key.replace("_", "-"), _words(tokens)
            try:
                extra.append((name, settings.custom(name, value)))
            except settings.UnknownValue:
                _LOGGER.warning("Ignored `%s: %s`, unknown value.", name, value)
    return settings.read(standard, tuple(extra))


def _words(tokens: Any) -> str:
    words = []
    for token in tokens:
        if token.type in ("ident", "string"):
            words.append(token.value.lower())
        elif token.type == "number":
            words.append(f"{token.value:g}")
        elif token.type == "dimension":
            words.append(f"{token.value:g}{token.lower_unit}")
        elif token.type not in ("whitespace", "comment"):
            words.append(token.serialize())
    return " ".join(words)


# From boxes to a paragraph


class Flow:
    """The inline content of one block: its tree, its paragraph, the lines chosen so far."""

    def __init__(self, context: Any, linebox: Any, containing_block: Any) -> None:
        self.face = _face(linebox.style)
        self.sources: list[tuple[Any, str]] = []
        self.level = True
        self.leader = False
        self.fixed = True
        self.loose = False
        self.glyphs = array("H")
        self.advances = array("d")
        self.fonts: list[tuple[int, Any]] = []
        self.odd: dict[int, list[tuple[int, float, float, float]]] = {}
        self.kerned: dict[int, float] = {}
        self.faces: list[tuple[int, Face]] = []
        self.texts: list[str] = []
        self.spans: list[Span] = []
        self.bound: list[int] = []
        self.borders: list[int] = []
        self.hyphens: dict[int, float] = {}
        self.count = 0
        self.context, self.block = context, containing_block
        self.root = self._children(linebox, Node(linebox, 0, 0))
        self.root.end = self.count
        self.plans: dict[Any, dict[int, Line]] = {}
        self.resume: tuple[Any, int] = None, 0
        self.paragraph, self.ink = self._paragraph("".join(self.texts))
        self._read_alignment(linebox)
        del self.context, self.block, self.texts

    def _paragraph(self, text: str) -> tuple[Paragraph, operators.Ink]:
        """Measure the text, or take what was measured of the same short text in the same style."""
        known = self.face.shaper.fonts.paragraphs
        key = None
        if len(text) < _BRIEF and self.fixed and not self.bound and not self.hyphens:
            key = text, self.face, tuple(self.faces), tuple(self.borders)
            if key in known:
                return known[key]  # type: ignore[no-any-return]
        extras = Extras(self.bound, self.hyphens, self.kerned)
        paragraph = Paragraph(text, self.advances, self.spans, extras)
        made = paragraph, operators.Ink(self, text, paragraph, self.borders)
        if key is not None and not any(span.anywhere for span in self.spans):
            if len(known) > _MANY:
                known.clear()
            known[key] = made
        return made

    def _read_alignment(self, linebox: Any) -> None:
        """Read how lines are to be filled."""
        style, wrap = linebox.style, self.face.settings.wrap
        align = style["text_align_all"]
        heading = (linebox.element_tag or "") in _HEADINGS
        self.balance = wrap == "balance" or (wrap == "auto" and heading)
        self.justify = align == "justify" and not self.leader and not self.balance
        self.justify_last = style["text_align_last"] == "justify" or align == "justify-all"
        self.plain = self.level and self.fixed and not self.loose

    def _hyphenate(self, text: str, face: Face) -> None:
        """Note where a word may be hyphenated, and how wide the hyphen would be (R20)."""
        style = face.style
        width = sum(face.shaper.shape(style["hyphenate_character"]).advances)
        for match in re.finditer("\u00ad", text):
            self.hyphens[self.count + match.end()] = width
        if style["hyphens"] != "auto":
            return
        total, left, right = style["hyphenate_limit_chars"]
        language = line_break.pyphen.language_fallback(style["lang"] if face.western else "en")
        if language is None:
            return
        for match in re.finditer(f"[A-Za-z]{{{max(2, total)},}}", text):
            if len(match[0]) > _LONGEST:
                continue
            dictionary = line_break.pyphen.Pyphen(lang=language, left=left, right=right)
            for place in dictionary.positions(match[0]):
                self.hyphens[self.count + match.start() + place] = width

    def _append(self, text: str, face: Face, widths: Any) -> None:
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

    def _children(self, parent: Any, node: Node) -> Node:
        for index, child in enumerate(parent.children):
            own = Node(child, index, self.count)
            if isinstance(child, boxes.TextBox):
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
            elif isinstance(child, boxes.InlineBox):
                self._inline(child, own)
            else:
                own.kind = "object"
                self.level = self.fixed = False
                self._place(OBJECT, self._object(child))
            own.end = self.count
            node.children.append(own)
        return node

    def _text(self, box: Any) -> None:
        self.sources.append((box, box.text))
        if not box.text or not box.style["font_size"]:
            return
        face = _face(box.style)
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

    def _inline(self, box: Any, node: Node) -> None:
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
        face = _face(box.style)
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

    def _object(self, box: Any) -> float:
        """Lay an object out to know its width; before layout, ask what it would like."""
        if self.block is None:
            return float(preferred.max_content_width(self.context, box))
        laid = inline.split_inline_level(
            self.context, box, 0, 1e9, -1e9, None, self.block, [], [], [], [], [], None, None
        )[0]
        return float(laid.margin_width())

    def current(self, linebox: Any) -> bool:
        """Say whether the boxes are still those that were measured, with the same text."""
        sources = self.sources
        count = 0
        for box in _texts(linebox):
            if count >= len(sources) or sources[count][0] is not box:
                return False
            if sources[count][1] is not box.text:
                return False
            count += 1
        return count == len(sources)

    def line(self, start: int, available: float, indent: float) -> Line:
        """Return the line that starts at `start`, from the plan made for this measure."""
        width, first = round(available, 4), round(indent, 4) if start == 0 else None
        for known, plan in self.plans.items():
            if known[0] == width and (start or known[1] == first) and start in plan:
                return plan[start]
        plan = self.plans.setdefault((width, first), {})

        def measure(number: int) -> float:
            return available - indent if number == 0 else available

        at = start
        for line in Setter(self.paragraph, self.demand(measure, 1)).set(start, 1 if start else 0):
            plan[at] = line
            at = line.next
        return plan[start]

    def demand(self, measure: Callable[[int], float], uniform: int) -> Demand:
        """Return what is asked of lines of these measures."""
        return Demand(measure, uniform, self.justify, self.balance, self.justify_last)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            yield from _texts(child)


def _flow(context: Any, linebox: Any, containing_block: Any) -> Flow | None:
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
    texts = list(_texts(linebox))
    whole = "".join(text.text for text in texts)
    fit = (
        linebox.style["direction"] == "ltr"
        and linebox.style["font_size"]
        and linebox.style["white_space"] != "pre"
        and "\t" not in whole
        and is_chinese(whole)
    )
    flow = Flow(context, linebox, containing_block) if fit else None
    linebox._clreq = flow, linebox.children, width
    return flow


# Lines for WeasyPrint


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
        self._metrics: Any = None
        self.dots: Sequence[float] = ()
        self.max_width = None
        self.times, self.step = 1, 0.0

    def repeated(self, times: int, step: float) -> "Composed":
        """Return the piece drawn `times`, with its beginnings `step` apart."""
        made = copy(self)
        made.times, made.step, made.text = times, step, self.text * times
        return made

    def reactivate(self, style: Any) -> None:
        """Do nothing: the glyphs are at hand."""

    def deactivate(self) -> None:
        """Do nothing: there is no layout to free."""

    def __getattr__(self, name: str) -> Any:
        """Answer for the metrics of decorations, which WeasyPrint reads from a layout."""
        if name not in _METRICS:
            raise AttributeError(name)
        if self._metrics is None:
            self._metrics = line_break.Layout(self.face.style)
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


class TextBox(_Plain, boxes.TextBox):  # type: ignore[misc]
    """The text box of a line; named like WeasyPrint's own, as readers of boxes go by the name."""

    children: Final[list[Any]] = []


class LineBox(_Plain, boxes.LineBox):  # type: ignore[misc]
    """A line."""

    def copy_with_children(self, new_children: Any) -> Any:
        """Return a copy with other children: there is no decoration to reset."""
        made = self.copy()
        made.children = new_children
        return made


_OWN: Final = frozenset(
    "element_tag element style children text _clreq position_x position_y width height baseline "
    "margin_top margin_bottom text_indent".split()
) | frozenset(vars(_Plain))


def _lean(kind: Any, node: Node) -> Any:
    """Return a new box of `kind` like that of `node`, without what is the same for all."""
    made, source = kind.__new__(kind), node.box
    made.element_tag, made.element, made.style = source.element_tag, source.element, source.style
    if node.more is None:
        node.more = [one for one in source.__dict__.items() if one[0] not in _OWN]
    for name, value in node.more:
        setattr(made, name, value)
    return made


class _Builder:
    """Builds the boxes of one line."""

    def __init__(self, flow: Flow, line: Line, out: "_Outside", left: float, top: float) -> None:
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

    def children(self, node: Node) -> list[Any]:
        """Return the pieces of the children of `node` that this line holds."""
        start, stop = self.line.start, self.line.next
        made: list[Any] = []
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

    def text(self, node: Node, parent: Node) -> Any:
        """Return the piece of a text box."""
        line, p = self.line, self.paragraph
        start, end = max(node.start, line.start), min(node.end, line.next)
        while end > start and p.letters[end - 1] == "R":
            end -= 1
        if end <= start:
            return None
        face = _face(node.box.style)
        plain = isinstance(node.box.style, AnonymousStyle)
        box = _lean(TextBox, node) if plain else node.box.copy()
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

    def inline(self, node: Node, parent: Node) -> Any:
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
        inline._adjust_line_height(box)
        if box.style["position"] == "relative":
            self.out.place_relative(box)
        return box

    def _inner(self, node: Node) -> list[Any]:
        if node.box.style["position"] != "relative":
            return self.children(node)
        self.out.enter_relative()
        return self.children(node)

    def object(self, node: Node, parent: Node) -> Any:
        """Return an object, laid out in its place."""
        node.box.position_y = self.top
        return self.out.object(node.box, self.x(node.start))

    def out_of_flow(self, node: Node, parent: Node) -> Any:
        """Hand an absolutely positioned, running or note box over."""
        node.box.position_y = self.top
        return self.out.out_of_flow(node, parent, self.right(node.start))

    def float(self, node: Node, parent: Node) -> Any:
        """Let a float wait for the end of the line."""
        self.out.float(node)


class _Outside:
    """What a line hands to WeasyPrint besides text: objects, floats, placed and running boxes."""

    def __init__(
        self, context: Any, block: Any, bottom_space: float, absolute: list[Any], fixed: list[Any]
    ) -> None:
        self.context, self.block, self.bottom_space = context, block, bottom_space
        self.absolute, self.fixed = absolute, fixed
        self.stack: list[list[Any]] = []
        self.placeholders: list[Any] = []
        self.waiting: list[Any] = []
        self.settled: list[Any] = []

    def object(self, box: Any, x: float) -> Any:
        """Lay out an atomic box at `x`."""
        return inline.split_inline_level(
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

    def out_of_flow(self, node: Node, parent: Node, x: float) -> Any:
        """Let WeasyPrint take a box that is not in the flow; return its placeholder, if any."""
        waiting: list[Any] = []
        inline._out_of_flow_layout(
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

    def place_relative(self, box: Any) -> None:
        """Place what was collected, now that the relative box is known."""
        for absolute in self.stack.pop():
            inline.absolute_layout(
                self.context, absolute, box, self.fixed, self.bottom_space, skip_stack=None
            )

    def float(self, node: Node) -> None:
        """Keep a float for the end of the line, unless it is settled already."""
        if node.box not in self.settled:
            self.waiting.append(node.box)

    def settle(self, box: Any) -> Any:
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


def _next_line(
    context: Any,
    linebox: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> tuple[Any, Any]:
    """Return the next line of a block and where the one after it starts: WeasyPrint's hook."""
    flow = None
    if not first_letter_style and not first_line_style:
        flow = _flow(context, linebox, containing_block)
    if flow is None:
        result: tuple[Any, Any] = _ORIGINALS["get_next_linebox"](
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
    out = _Outside(context, containing_block, bottom_space, absolute_boxes, fixed_boxes)
    linebox.position_y = position_y
    linebox.width, linebox.height = 0, flow.face.line_height if context.excluded_shapes else 0
    floats = _leading_floats(flow, start, linebox, containing_block, out) if flow.loose else []
    x, y, available = containing_block.content_box_x(), position_y, containing_block.width
    if context.excluded_shapes:
        linebox.width = flow.face.em
        x, y, available = avoid_collisions(context, linebox, containing_block, outer=False)
    composed = _planned(context, flow, linebox, start, y, available, containing_block)
    line = _boxes(context, flow, composed, linebox, x, y, available, out)
    line.children = (*floats, *line.children, *_late_floats(out, line))
    if composed.next < len(text):
        flow.resume = skip_to(flow.root, composed.next), composed.next
        return line, flow.resume[0]
    _retire(linebox)
    return line, None


def _lines_of_block(
    context: Any, box: Any, index: int, child: Any, made: Any, empty: bool, *rest: Any
) -> Any:
    """Lay the lines of a block out; if all are dropped, so is what floats in them: a hook.

    WeasyPrint drops only what the lines were made of: what was placed in them stayed, and came
    again on the next page.
    """
    result = _ORIGINALS["_linebox_layout"](context, box, index, child, made, empty, *rest)
    if result[0]:
        absolute_boxes, fixed_boxes = rest[:2]
        block.remove_placeholders(context, made, absolute_boxes, fixed_boxes)
    return result


_recent: Final[deque[Any]] = deque()


def _retire(linebox: Any) -> None:
    """Forget the flow of a block that is laid out, unless it was among the last few.

    A block that moves to the next page is asked for again at once; the rest never are.
    """
    _recent.append(linebox)
    if len(_recent) > 24:
        _recent.popleft().__dict__.pop("_clreq", None)


def _leading_floats(flow: Flow, start: int, linebox: Any, block: Any, out: _Outside) -> list[Any]:
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


def _late_floats(out: _Outside, line: Any) -> list[Any]:
    """Settle the floats that were waiting, under the line."""
    made = []
    for box in out.waiting:
        box.position_y = line.position_y + line.height
        box.position_x = line.position_x
        made.append(out.settle(box))
    return made


def _planned(
    context: Any, flow: Flow, linebox: Any, start: int, y: float, available: float, block: Any
) -> Line:
    """Choose the line from `start`: from the plan of the paragraph where the measure is one."""
    indent = float(linebox.text_indent) if start == 0 else 0.0
    shapes = context.excluded_shapes
    if not shapes:
        return flow.line(start, available, indent)
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


_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _boxes(
    context: Any,
    flow: Flow,
    composed: Line,
    linebox: Any,
    x: float,
    y: float,
    available: float,
    out: _Outside,
) -> Any:
    """Build the line box and set it in its place."""
    linebox.position_x, linebox.position_y = x, y
    indent = linebox.text_indent if composed.start <= flow.paragraph.first(0) else 0
    filled = flow.justify and not composed.last
    shift = 0.0 if filled else _align(linebox, composed, available - indent)
    builder = _Builder(flow, composed, out, x + indent + shift, y)
    line = _lean(LineBox, flow.root)
    line.children = builder.children(flow.root)
    line.position_x, line.width = x + shift, composed.width + indent
    if flow.leader:
        line.position_x = x
    if flow.level and not out.placeholders:
        line.baseline = flow.face.baseline
        line.height = flow.face.line_height
        line.position_y = y
        return line
    inline._adjust_line_height(line)
    line.position_y = y
    bottom, top = inline.line_box_verticality(line)
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


def _align(linebox: Any, line: Line, available: float) -> float:
    """Return how far text-align moves the line."""
    style = linebox.style
    align = style["text_align_all"]
    if line.last and style["text_align_last"] != "auto":
        align = style["text_align_last"]
    if align in ("center", "end", "right"):
        room = max(0.0, available - line.width)
        return room / 2 if align == "center" else room
    return 0.0


def _min_width(
    context: Any,
    box: Any,
    outer: bool = True,
    skip_stack: Any = None,
    first_line: bool = False,
    is_line_start: bool = False,
) -> Any:
    """Return the width of the widest piece that cannot be broken: WeasyPrint's hook."""
    flow = _measured(context, box)
    if flow is None:
        return _ORIGINALS["inline_min_content_width"](
            context, box, outer, skip_stack, first_line, is_line_start
        )
    p = flow.paragraph
    narrow, widest = {}, 0.0
    for node in _atoms(flow.root):
        width = preferred.min_content_width(context, node.box)
        widest = max(widest, width)
        if node.kind == "object":
            narrow[node.start] = p.widths[node.start] - width
    start = p.first(0)
    for end in p.ends:
        visible = p.visible_end(start, end)
        if visible > start:
            width = p.places[visible - 1] + p.widths[visible - 1] - p.places[start]
            width -= sum(more for at, more in narrow.items() if start <= at < visible)
            widest = max(widest, flow.face.em if flow.face.narrow else width)
        start = p.first(end)
    return preferred.adjust(box, outer, widest)


def _atoms(node: Node) -> Iterator[Node]:
    """Yield the objects and floats among a line's boxes."""
    for child in node.children:
        if child.kind in ("object", "float"):
            yield child
        elif child.children:
            yield from _atoms(child)


def _max_width(context: Any, box: Any, outer: bool = True, is_line_start: bool = False) -> Any:
    """Return the width of a block's text on one line: WeasyPrint's hook."""
    flow = _measured(context, box)
    if flow is None:
        return _ORIGINALS["inline_max_content_width"](context, box, outer, is_line_start)
    setter = Setter(flow.paragraph, Demand(lambda _: 1e9, 1, False))
    indent = box.style["text_indent"]
    own = indent.value if getattr(indent, "unit", "%") != "%" else 0.0
    lines = setter.set(0)
    widths = [line.width for line in lines] or [0.0]
    widths[0] += own
    for node in _atoms(flow.root) if flow.loose else ():
        if node.kind == "float":
            number = sum(line.next <= node.start for line in lines[:-1])
            widths[number] += preferred.max_content_width(context, node.box)
    return preferred.adjust(box, outer, max(widths))


def _measured(context: Any, box: Any) -> Flow | None:
    if not isinstance(box, boxes.LineBox):
        return None
    return _flow(context, box, None)


def _leader(context: Any, line: Any, containing_block: Any) -> None:
    """Fill a leader, and gather its filling: WeasyPrint's hook."""
    _ORIGINALS["handle_leader"](context, line, containing_block)
    _, found = leader.leader_index(line)
    if found is not None:
        leaders.gather(found)


# Drawing


def _background(
    page: Any,
    box: Any,
    get_image_from_uri: Any,
    layout_children: bool = True,
    style: Any = None,
) -> None:
    """Lay out backgrounds, except of what never has one: WeasyPrint's hook."""
    if type(box) is LineBox:
        for child in box.children:
            if type(child) is not TextBox:
                _background(page, child, get_image_from_uri)
        return
    _ORIGINALS["layout_box_backgrounds"](page, box, get_image_from_uri, layout_children, style)


def _draw_line(
    stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any
) -> Any:
    """Draw a piece of a composed line: WeasyPrint's hook."""
    composed = textbox.pango_layout
    if not isinstance(composed, Composed):
        return _ORIGINALS["draw_first_line"](stream, textbox, text_overflow, block_ellipsis, matrix)
    if textbox.style["font_size"] < 1e-6:
        return []
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        return _draw_plainly(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    _draw(stream, composed)
    em = composed.face.em
    return [[_Dot, None, 1, 1, place / em, 0.34 * em] for place in composed.dots]


class _Dot:
    """An emphasis dot (R46), drawn where WeasyPrint draws the pictures that stand in text."""

    @staticmethod
    def draw(stream: Any, width: float, height: float, style: Any) -> None:
        """Draw a filled circle around the origin."""
        r, k = 0.075 * width, 0.0414 * width
        stream.move_to(r, 0)
        stream.curve_to(r, k, k, r, 0, r)
        stream.curve_to(-k, r, -r, k, -r, 0)
        stream.curve_to(-r, -k, -k, -r, 0, -r)
        stream.curve_to(k, -r, r, -k, r, 0)
        stream.fill()


def _draw_plainly(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
    """Let WeasyPrint draw a line that it has to cut short."""
    composed = textbox.pango_layout
    layout = line_break.Layout(textbox.style, 0, textbox.width)
    layout.set_text(composed.text)
    textbox.pango_layout = layout
    try:
        return _ORIGINALS["draw_first_line"](stream, textbox, overflow, ellipsis, matrix)
    finally:
        textbox.pango_layout = composed


def _draw(stream: Any, composed: Composed) -> None:
    """Draw a piece of a line with its own glyphs."""
    face, start, end = composed.face, composed.start, composed.end
    pen = Pen(stream, composed.ink, face.em, composed.open, face.shaper.fonts.width)
    visible = min(end, max(composed.line_end, start))
    pen.draw(start, visible, composed.moves, face.shaper.shape(" "))
    pen.repeat(start, composed.times - 1, composed.step)
    gap = 0.0
    if end < composed.line_end:
        gap = composed.ink.gap(end) + composed.moves.get(end, 0.0)
        if composed.ink.even[end]:
            gap += max(0.0, composed.open - pen.opened)
    elif composed.hyphen:
        hyphen = face.style["hyphenate_character"]
        pen.hyphen(face.shaper.shape(hyphen), hyphen)
    pen.finish(gap)
    if end > visible:
        pen.trailing(visible, end)


# Switching on and off


_ORIGINALS: Final[dict[str, Callable[..., Any]]] = {}
_HOOKS: Final[tuple[tuple[Any, str, Callable[..., Any]], ...]] = (
    (inline, "get_next_linebox", _next_line),
    (block, "_linebox_layout", _lines_of_block),
    (inline, "handle_leader", _leader),
    (preferred, "inline_min_content_width", _min_width),
    (preferred, "inline_max_content_width", _max_width),
    (draw_text, "draw_first_line", _draw_line),
    (background, "layout_box_backgrounds", _background),
)
_EXPECTED: Final = {
    "get_next_linebox": "context linebox position_y bottom_space skip_stack containing_block "
    "absolute_boxes fixed_boxes first_letter_style first_line_style",
    "remove_placeholders": "context box_list absolute_boxes fixed_boxes",
    "_linebox_layout": "context box index child new_children page_is_empty absolute_boxes "
    "fixed_boxes adjoining_margins bottom_space position_y skip_stack first_letter_style "
    "first_line_style draw_bottom_decoration max_lines",
    "handle_leader": "context line containing_block",
    "leader_index": "box",
    "inline_min_content_width": "context box outer skip_stack first_line is_line_start",
    "inline_max_content_width": "context box outer is_line_start",
    "layout_box_backgrounds": "page box get_image_from_uri layout_children style",
    "draw_first_line": "stream textbox text_overflow block_ellipsis matrix",
    "split_inline_level": "context box position_x max_x bottom_space skip_stack containing_block "
    "absolute_boxes fixed_boxes line_placeholders waiting_floats line_children "
    "first_letter_style first_line_style",
    "_out_of_flow_layout": "context box containing_block index child children line_children "
    "waiting_children waiting_floats absolute_boxes fixed_boxes line_placeholders float_widths "
    "max_x position_x bottom_space",
    "avoid_collisions": "context box containing_block outer",
    "float_layout": "context box containing_block absolute_boxes fixed_boxes bottom_space "
    "skip_stack",
    "line_box_verticality": "box",
    "validate_non_shorthand": "tokens name base_url required",
    "strut": "style",
}


def _verify() -> None:
    """Check the version and the signature of everything used; raise `EngineMismatch`."""
    found = version("weasyprint")
    if found != SUPPORTED:
        raise EngineMismatch(
            f"composition is made for WeasyPrint {SUPPORTED}; {found} is installed"
        )
    for name, expected in _EXPECTED.items():
        owners = (
            inline,
            leader,
            block,
            preferred,
            draw_text,
            background,
            line_break,
            css_validators,
        )
        function = next((getattr(owner, name) for owner in owners if hasattr(owner, name)), None)
        if function is None:
            raise EngineMismatch(f"WeasyPrint {found} has no {name}")
        parameters = list(inspect.signature(function).parameters)
        if parameters != expected.split():
            raise EngineMismatch(
                f"WeasyPrint's {name} takes {', '.join(parameters)}; "
                f"composition expects {', '.join(expected.split())}"
            )


def install() -> None:
    """Make WeasyPrint compose Chinese lines; a second call does nothing.

    Raises `EngineMismatch` when WeasyPrint is not what this package was made for.
    """
    if _ORIGINALS:
        return
    _verify()
    if not hasattr(gobject, "g_object_ref"):
        ffi.cdef("gpointer g_object_ref (gpointer object);")
    for module, name, hook in _HOOKS:
        _ORIGINALS[name] = getattr(module, name)
        setattr(module, name, hook)
    _ORIGINALS["validate_non_shorthand"] = css_validation.validate_non_shorthand
    css_validation.validate_non_shorthand = _validate
    for name, value in settings.INITIAL.items():
        css_properties.INITIAL_VALUES[name.replace("-", "_")] = value
        css_properties.INHERITED.add(name.replace("-", "_"))
        css_properties.KNOWN_PROPERTIES.add(name)
        css_validators.PROPERTIES[name] = _validator(name)


def uninstall() -> None:
    """Give WeasyPrint back as it was; does nothing when not installed."""
    if not _ORIGINALS:
        return
    for module, name, _ in _HOOKS:
        setattr(module, name, _ORIGINALS[name])
    css_validation.validate_non_shorthand = _ORIGINALS["validate_non_shorthand"]
    for name in settings.INITIAL:
        del css_properties.INITIAL_VALUES[name.replace("-", "_")]
        css_properties.INHERITED.discard(name.replace("-", "_"))
        css_properties.KNOWN_PROPERTIES.discard(name)
        del css_validators.PROPERTIES[name]
    _ORIGINALS.clear()


def installed() -> bool:
    """Say whether WeasyPrint composes with this package now."""
    return bool(_ORIGINALS)


def _validator(name: str) -> Callable[[Any], str]:
    def validate(tokens: Any) -> str:
        words = tuple(token.lower_value for token in tokens if token.type == "ident")
        try:
            if len(words) != len(tokens):
                raise settings.UnknownValue(name)
            return settings.keywords(name, words)
        except settings.UnknownValue as error:
            raise InvalidValues("unknown value") from error

    validate.wants_base_url = False  # type: ignore[attr-defined]
    return validate


def _validate(tokens: Any, name: str, base_url: Any = None, required: bool = False) -> Any:
    """Check `--clreq-…` properties where WeasyPrint checks the others: WeasyPrint's hook."""
    result = _ORIGINALS["validate_non_shorthand"](tokens, name, base_url, required)
    if name.startswith("--clreq-"):
        if isinstance(result[0][1], list | tuple):
            try:
                settings.custom(name, _words(tokens))
            except settings.UnknownValue as error:
                raise InvalidValues("unknown name or value") from error
        _custom_keys.add(name.replace("-", "_"))
    return result
