"""Read what stands in a paragraph: runs and everything that may wrap them.

A run's words go through the account of the text. Deleted and moved text is set aside, inserted text
is read, fields show their result, a box or picture anchored in the line is handed to `shapes`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from casebook.intake.contact_details import contacts_in
from casebook.intake.formats.rich import Block, Face, NoteCall, Piece, Ruby, Span, words
from casebook.intake.formats.word import fields
from casebook.intake.formats.word.fields import COUNTED, DATES, Fields, is_symbol_font, shown
from casebook.intake.formats.word.office_package import attribute, child, is_on, kind, value
from casebook.intake.formats.word.styles_and_numbers import RunFormat, look_of
from casebook.intake.formats.word.walk_context import (
    CODE,
    CONTENTS,
    DELETED,
    FALLBACK,
    HIDDEN,
    WalkContext,
)

Shape = Callable[[etree._Element, "Line"], None]
_INSERTED = frozenset({"w:ins", "w:moveTo"})
_BREAKS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_SHAPES = frozenset({"w:drawing", "w:pict", "w:object"})
_PROPERTIES = frozenset("w:pPr w:rPr w:sdtPr w:sdtEndPr w:smartTagPr w:customXmlPr".split())
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}


@dataclass
class Line:
    """What a paragraph yields: pieces, and the blocks of boxes anchored in it.

    `hushed` gathers words that are set aside together, `looks` is that of the runs' surroundings.
    """

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    base: RunFormat = field(default_factory=RunFormat)
    look: RunFormat = field(default_factory=RunFormat)
    mute: bool = False
    hushed: list[str] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Append a piece that holds anything."""
        if not isinstance(piece, Span) or piece.text:
            self.pieces.append(piece)

    @property
    def whole(self) -> tuple[Piece, ...]:
        """The pieces, neighbouring text of one face joined."""
        joined: list[Piece] = []
        for face, group in groupby(self.pieces, key=_face):
            if face is None:
                joined.extend(group)
            else:
                joined.append(Span("".join(words(piece) for piece in group), face))
        return tuple(joined)


class Inline:
    """Reads the runs of one story; `shape` reads a drawing into the line."""

    def __init__(self, context: WalkContext, part: str, shape: Shape) -> None:
        self._context, self._part, self._shape = context, part, shape
        self.fields = Fields()

    def read(self, parent: etree._Element, line: Line) -> None:
        """Read the children of `parent`, a paragraph or anything that wraps runs."""
        for node in parent:
            name = kind(node)
            if name == "w:r":
                self._run(node, line)
            elif name in _PROPERTIES or not name:
                continue
            elif name in ("w:del", "w:moveFrom"):
                self._context.revise(node, self._part)
            elif name in ("m:oMath", "m:oMathPara"):
                self._formula(node, line)
            elif name == "mc:AlternateContent":
                self.alternative(node, line, self.read)
            else:
                self._wrapper(node, name, line)

    def _wrapper(self, node: etree._Element, name: str, line: Line) -> None:
        if name in _INSERTED:
            self._context.count("revision")
        elif name == "w:hyperlink":
            relation = self._context.relation(self._part, node)
            if relation and relation.outside:
                self._context.count("link", relation.target)
        elif name == "w:sdt" and value(child(node, "w:sdtPr"), "w:showingPlcHdr") is not None:
            self._context.count("placeholder", "".join(map(str, node.itertext())))
        elif name == "w:fldSimple":
            self._named((attribute(node, "w:instr") or "").split(), node)
        if name in ("w:t", "w:sym", "w:drawing", "w:pict", "w:object", "w:txbxContent"):
            self._content(node, name, line)
        else:
            self.read(node, line)

    def alternative(
        self, node: etree._Element, line: Line, read: Callable[[etree._Element, Line], None]
    ) -> None:
        """Read the first choice of `mc:AlternateContent`; another only if that yields nothing."""
        choices = [element for element in node if kind(element) in ("mc:Choice", "mc:Fallback")]
        filled = False
        for choice in choices:
            if filled:
                self._context.set_aside(choice, FALLBACK, self._part)
                continue
            before = len(line.pieces), len(line.boxes)
            read(choice, line)
            filled = before != (len(line.pieces), len(line.boxes))

    def _run(self, node: etree._Element, line: Line) -> None:
        properties = child(node, "w:rPr")
        look = line.base
        if properties is not None:
            style = value(properties, "w:rStyle")
            look = self._context.styles.look(style).over(look) if style else look
            look = look_of(properties).over(look)
        outer, line.look = line.look, look
        for element in node:
            if (name := kind(element)) and name != "w:rPr":
                self._content(element, name, line)
        line.look = outer

    def _content(self, node: etree._Element, name: str, line: Line) -> None:
        """Read one child of a run."""
        if name == "w:t":
            self._text(node, line)
        elif name in _BREAKS:
            line.add(Span(_BREAKS[name], line.look.face))
        elif name == "w:br":
            if attribute(node, "w:type") not in ("page", "column"):
                line.add(Span("\n", line.look.face))
        elif name in ("w:instrText", "w:delInstrText"):
            self._code(node, line)
        elif name == "w:fldChar":
            self._field(node, line)
        elif name == "w:delText":
            self._context.set_aside(node, DELETED, self._part)
        elif name == "w:sym":
            self._symbol(node, line)
        elif name in _NOTES:
            self._call(node, _NOTES[name], line)
        elif name == "w:ruby":
            self._ruby(node, line)
        elif name in _SHAPES or name == "w:txbxContent":
            self._shape(node, line)
        elif name == "mc:AlternateContent":
            self.alternative(node, line, self._contents)
        elif name == "w:r":
            self._run(node, line)
        elif name.startswith("m:"):
            self._formula(node, line)
        else:
            self._contents(node, line)

    def _contents(self, parent: etree._Element, line: Line) -> None:
        for element in parent:
            if name := kind(element):
                self._content(element, name, line)

    def _text(self, node: etree._Element, line: Line) -> None:
        ledger, look = self._context.ledger, line.look
        if self.fields.in_code or line.mute:
            line.hushed.append(ledger.hush(node))
            return
        if look.hidden and any(contacts_in(node.text or "")):
            ledger.list(HIDDEN, self._part, ledger.hush(node))
            self._context.count("hidden-contact")
            return
        text = ledger.take(node)
        if node.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" \t\r\n")
        self.fields.words()
        if look.hidden:
            self._context.count("hidden", text)
        if look.dotted:
            self._context.count("emphasis-dots", text)
        if look.struck:
            self._context.count("struck", text)
        if is_symbol_font(look.font) or any("\uf000" <= char <= "\uf0ff" for char in text):
            text = "".join(self._seen(char, look.font) for char in text)
        line.add(Span(text, look.face))

    def _seen(self, char: str, font: str | None) -> str:
        if char in "\t \n" or (not "\uf000" <= char <= "\uf0ff" and not is_symbol_font(font)):
            return char
        symbol = shown(char, font)
        if symbol is None and "\uf000" <= char <= "\uf0ff":
            self._context.count("symbol", f"U+{ord(char):04X} {font or ''}".strip())
        return symbol or char

    def _symbol(self, node: etree._Element, line: Line) -> None:
        self._context.ledger.take(node)
        font, code = attribute(node, "w:font"), attribute(node, "w:char") or ""
        try:
            char = chr(int(code, 16))
        except (ValueError, OverflowError):
            self._context.count("symbol", f"{code} {font or ''}".strip())
            return
        if "\ud800" <= char <= "\udfff" or ord(char) < 32:
            self._context.count("symbol", f"{code} {font or ''}".strip())
            return
        self.fields.words()
        line.add(Span(self._seen(char, font), line.look.face))

    def _code(self, node: etree._Element, line: Line) -> None:
        text = self._context.ledger.hush(node)
        line.hushed.append(text)
        self.fields.code(node, text)

    def _field(self, node: etree._Element, line: Line) -> None:
        state = attribute(node, "w:fldCharType")
        if state == "begin":
            self.fields.begin(node)
        elif state == "separate":
            self.fields.separate()
        elif state == "end":
            name, shows, nodes = self.fields.end(line.look.face)
            for piece in shows:
                line.add(piece)
            self._named([name], node)
            if shows:
                for element in nodes:
                    self._context.ledger.take(element)
            elif name in COUNTED:
                self._context.count("unwritten-number", name)

    def _named(self, code: list[str], node: etree._Element) -> None:
        if code and code[0].upper() in DATES:
            self._context.count("date-field", code[0])

    def _call(self, node: etree._Element, notes: str, line: Line) -> None:
        if is_on(node, "w:customMarkFollows") or attribute(node, "w:customMarkFollows"):
            self._context.count("own-note-mark")
        key = f"{notes}:{attribute(node, 'w:id') or ''}"
        self._context.called[key] = None
        line.add(NoteCall(key))

    def _ruby(self, node: etree._Element, line: Line) -> None:
        """Read 注音; a base that is more than plain text keeps its parts, the reading follows."""
        reading, base = self._inside(node, "w:rt", line), self._inside(node, "w:rubyBase", line)
        text = "".join(words(piece) for piece in base.pieces)
        reading_text = "".join(words(piece) for piece in reading.pieces)
        if all(isinstance(piece, Span) for piece in base.pieces) and text and reading_text:
            line.add(Ruby(text, reading_text))
        else:
            for piece in (*base.pieces, *reading.pieces):
                line.add(piece)
        line.boxes += [*base.boxes, *reading.boxes]

    def _inside(self, node: etree._Element, name: str, line: Line) -> Line:
        inner = Line(base=line.look, look=line.look, mute=line.mute)
        for element in node:
            if kind(element) == name:
                self.read(element, inner)
        line.hushed += inner.hushed
        return inner

    def _formula(self, node: etree._Element, line: Line) -> None:
        ledger = self._context.ledger
        for element in node.iter():
            if kind(element) in ("w:del", "w:moveFrom"):
                self._context.set_aside(element, DELETED, self._part)

        def take(element: etree._Element) -> str:
            return "" if ledger.knows(element) else ledger.take(element)

        pieces = fields.formula(node, take)
        left = [element for element, _ in ledger.missing(node) if kind(element) in ("m:t", "w:t")]
        pieces += [Span(ledger.take(element)) for element in left]
        for piece in pieces:
            line.add(piece)
        self.fields.words()
        self._context.count("formula", "".join(words(piece) for piece in pieces))

    def settle(self, line: Line) -> None:
        """List what was hushed in a paragraph: field code, or a line of the contents."""
        text = "".join(line.hushed)
        if text.strip():
            self._context.ledger.list(CONTENTS if line.mute else CODE, self._part, text.strip())


def _face(piece: Piece) -> Face | None:
    return piece.face if isinstance(piece, Span) else None
