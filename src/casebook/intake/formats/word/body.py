"""Walk one story of a Word file (the body, a note, a box) into blocks, in reading order.

Paragraphs and tables may be wrapped in content controls, custom XML and revisions; a paragraph
whose mark was deleted runs on into the next, as it does once the revision is accepted.
"""

from dataclasses import replace

from lxml import etree

from casebook.intake.formats.rich import Block, Paragraph, Piece, Role
from casebook.intake.formats.word import word_tables
from casebook.intake.formats.word.altchunk import chunk
from casebook.intake.formats.word.element_names import child, kind, value, whole
from casebook.intake.formats.word.inline import Inline, Line
from casebook.intake.formats.word.shapes import Shapes
from casebook.intake.formats.word.text_ledger import DELETED, FALLBACK, MOVED
from casebook.intake.formats.word.walk_context import Bench
from casebook.intake.formats.word.word_styles import look_of

_SKIPPED = frozenset(
    "w:pPr w:rPr w:tblPr w:tblGrid w:trPr w:tcPr w:sectPr w:sdtPr w:sdtEndPr w:tblPrEx".split()
)
_IN_LINE = frozenset(
    "w:r w:hyperlink w:fldSimple m:oMath m:oMathPara w:smartTag w:t w:drawing w:pict".split()
)


class Story:
    """Reads one story of the part `part`."""

    def __init__(self, bench: Bench, part: str) -> None:
        self._bench, self._part = bench, part
        self._inline = Inline(bench, part, self._shape)
        self._shapes = Shapes(bench, part, self._fresh, self._inline.alternative)
        self._carried: list[Piece] = []

    def _shape(self, node: etree._Element, line: Line) -> None:
        self._shapes.read(node, line)

    def _fresh(self, parent: etree._Element) -> list[Block]:
        """Read the inside of a box: its fields and carried words are its own."""
        return Story(self._bench, self._part).read(parent)

    def read(self, parent: etree._Element) -> list[Block]:
        """Return the blocks below `parent`."""
        found = self._blocks(parent)
        if self._carried:
            found.append(Paragraph(tuple(self._carried)))
            self._carried = []
        return found

    def _blocks(self, parent: etree._Element) -> list[Block]:
        found: list[Block] = []
        for node in parent:
            name = kind(node)
            if name == "w:p":
                found += self._paragraph(node)
            elif name == "w:tbl":
                found.append(word_tables.table(node, self._bench, self._part, self._cell))
            elif name in _SKIPPED or not name:
                continue
            elif name in ("w:del", "w:moveFrom"):
                self._bench.count("revision")
                reason = DELETED if name == "w:del" else MOVED
                self._bench.set_aside(node, reason, self._part)
            elif name in _IN_LINE:
                found += self._loose(node)
            elif name == "mc:AlternateContent":
                found += self._alternative(node)
            elif name == "w:altChunk":
                found += chunk(node, self._bench, self._part)
            else:
                if name in ("w:ins", "w:moveTo"):
                    self._bench.count("revision")
                found += self._blocks(node)
        return found

    def _cell(self, cell: etree._Element) -> list[Block]:
        """Read a cell; words carried over do not leave it."""
        carried, self._carried = self._carried, []
        found = self.read(cell)
        self._carried = carried
        return found

    def _alternative(self, node: etree._Element) -> list[Block]:
        found: list[Block] = []
        for one in node:
            if found and kind(one) in ("mc:Choice", "mc:Fallback"):
                self._bench.set_aside(one, FALLBACK, self._part)
            else:
                found += self._blocks(one)
        return found

    def _loose(self, node: etree._Element) -> list[Block]:
        """Read runs that stand in no paragraph, as damaged files have them."""
        line = Line()
        holder = etree.Element("holder")
        parent = node.getparent()
        at = parent.index(node) if parent is not None else 0
        holder.append(node)
        self._inline.read(holder, line)
        self._inline.settle(line)
        if parent is not None:
            parent.insert(at, node)
        return [*([Paragraph(line.whole)] if line.pieces else []), *line.boxes]

    def _paragraph(self, node: etree._Element) -> list[Block]:
        properties = child(node, "w:pPr")
        styles = self._bench.styles
        style = styles.paragraph_style(value(properties, "w:pStyle"))
        runs = child(properties, "w:rPr")
        cut = child(runs, "w:del") is not None or child(runs, "w:moveFrom") is not None
        gone = cut and not _shows(node)
        mark = None if gone else self._bench.numbering.mark(child(properties, "w:numPr"), style)
        level = whole(value(properties, "w:outlineLvl"))
        outline = styles.outline(style) if level is None else level + 1 if level < 9 else None
        base = styles.look(style)
        if outline is not None or styles.role(style) is Role.TITLE:
            base = replace(base, bold=None, italic=None)
        line = Line(base=base, look=look_of(None).over(base))
        line.mute = styles.is_contents(style) or (
            self._inline.fields.in_contents and _is_contents_line(node)
        )
        self._inline.read(node, line)
        self._inline.settle(line)
        pieces = (*self._carried, *line.whole)
        self._carried = list(pieces) if cut else []
        if cut:
            return line.boxes
        role = styles.role(style)
        return [Paragraph(pieces, mark, outline, role), *line.boxes]


def _shows(node: etree._Element) -> bool:
    """Whether a paragraph holds text that is not deleted."""
    for one in node.iter():
        if kind(one) == "w:t" and (one.text or "").strip():
            above = {kind(a) for a in one.iterancestors()}
            if not above & {"w:del", "w:moveFrom"}:
                return True
    return False


def _is_contents_line(node: etree._Element) -> bool:
    """Whether a paragraph within a contents field ends in a page number."""
    text = "".join(
        "\t" if kind(one) == "w:tab" else one.text or ""
        for one in node.iter() if kind(one) in ("w:t", "w:tab")
    ).rstrip()  # fmt: skip
    bare = text.rstrip("0123456789ivxlcIVXLC")
    return bare != text and bare.endswith(("\t", ".", "…", "·", " "))
