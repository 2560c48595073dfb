"""Read what is drawn: pictures, text boxes, groups of shapes, charts, embedded objects.

A box's text is put behind the paragraph it is anchored in. What no book can hold (a chart, a
SmartArt, a spreadsheet) is listed with its words, and the editor is asked for a picture of it.
"""

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from casebook.intake.formats.rich import Block, Paragraph, Shot, Span, Table
from casebook.intake.formats.word.inline import Line
from casebook.intake.formats.word.office_package import kind
from casebook.intake.formats.word.walk_context import CHART, DIAGRAM, EMBEDDED, WalkContext

Blocks = Callable[[etree._Element], list[Block]]
Alternative = Callable[
    [etree._Element, Line, Callable[[etree._Element, Line], None]], None
]  # fmt: skip


class Shapes:
    """Reads the drawings of one story; `blocks` reads the inside of a box."""

    def __init__(
        self, context: WalkContext, part: str, blocks: Blocks, alternative: Alternative
    ) -> None:
        self._context, self._part = context, part
        self._blocks, self._alternative = blocks, alternative
        self._alt = ""

    def read(self, node: etree._Element, line: Line) -> None:
        """Read a drawing, or anything inside one, into `line`."""
        name = kind(node)
        if name == "w:txbxContent" or any(kind(element) in ("w:p", "w:tbl") for element in node):
            self._box(node, line)
        elif name == "mc:AlternateContent":
            self._alternative(node, line, self._inside)
        elif name in ("a:blip", "v:imagedata"):
            self._picture(node, line)
        elif name == "asvg:svgBlip":
            self._other(node, "r:embed", "vector copy")
        elif name in ("v:fill", "v:stroke"):
            self._other(node, "r:id", "background")
        elif name in ("a:txBody", "wps:txBody"):
            line.boxes += self._drawn_text(node)
        elif name == "v:textpath":
            self._word_art(node, line)
        elif name in _LISTED:
            self._listed(node, *_LISTED[name])
        else:
            if name in ("wp:docPr", "pic:cNvPr", "v:shape", "a:cNvPr"):
                self._alt = node.get("descr") or node.get("alt") or self._alt
            self._inside(node, line)
        if name in ("w:drawing", "w:pict", "w:object"):
            self._alt = ""

    def _inside(self, node: etree._Element, line: Line) -> None:
        for element in node:
            if kind(element):
                self.read(element, line)

    def _box(self, node: etree._Element, line: Line) -> None:
        if line.mute:
            return
        line.boxes += self._boxed(self._blocks(node))

    def _boxed(self, blocks: list[Block]) -> list[Block]:
        text = "".join(_text(block) for block in blocks)
        self._context.count("text-box", text)
        return [
            block if isinstance(block, Table) else replace(block, boxed=True) for block in blocks
        ]  # fmt: skip

    def _picture(self, node: etree._Element, line: Line) -> None:
        names = ("r:embed",) if kind(node) == "a:blip" else ("r:id", "r:pict", "r:href")
        for name in (*names, "r:link"):
            relation = self._context.relation(self._part, node, name)
            if relation is None:
                continue
            if relation.outside:
                self._context.count("linked-picture", relation.target)
                continue
            key = self._context.picture(relation.target)
            if key:
                line.pieces.append(Shot(key, self._alt))
                break
        self._inside(node, line)

    def _other(self, node: etree._Element, name: str, role: str) -> None:
        relation = self._context.relation(self._part, node, name)
        if relation and not relation.outside:
            self._context.media.setdefault(relation.target, role)
            if role == "background":
                self._context.count("background", relation.target)

    def _listed(self, node: etree._Element, role: str, name: str) -> None:
        """List the words of a chart, a SmartArt or an embedded file with the part they are in."""
        relation = self._context.relation(self._part, node, name)
        if relation is None or relation.outside:
            self._context.count(f"outside-{role}", relation.target if relation else "")
            return
        package, target = self._context.package, relation.target
        text = ""
        if target in package and package.is_xml(target):
            root = package.tree(target)
            if root is not None:
                reason = {"chart": CHART, "diagram": DIAGRAM}.get(role, EMBEDDED)
                text = self._context.set_aside(root, reason, target)
        self._context.media.setdefault(target, role)
        self._context.count(role, text or target.rpartition("/")[2])

    def _drawn_text(self, node: etree._Element) -> list[Block]:
        """Return the paragraphs of a DrawingML text body."""
        blocks: list[Block] = []
        for paragraph in (element for element in node if kind(element) == "a:p"):
            texts = [element for element in paragraph.iter() if kind(element) == "a:t"]
            text = "".join(self._context.ledger.take(element) for element in texts)
            if text:
                blocks.append(Paragraph((Span(text),), boxed=True))
        self._context.count("text-box", "".join(_text(block) for block in blocks))
        return blocks

    def _word_art(self, node: etree._Element, line: Line) -> None:
        self._context.ledger.take(node)
        text = str(node.get("string") or "")
        if text.strip():
            self._context.count("text-box", text)
            line.boxes.append(Paragraph((Span(text),), boxed=True))


_LISTED = {
    "c:chart": ("chart", "r:id"),
    "dgm:relIds": ("diagram", "r:dm"),
    "o:OLEObject": ("embedded", "r:id"),
    "w:control": ("control", "r:id"),
}


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""
