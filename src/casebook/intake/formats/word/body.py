"""Walk one story of a Word file (the body, a note, a box) into blocks, in reading order.

Paragraphs and tables may be wrapped in content controls, custom XML and revisions; a paragraph
whose mark was deleted runs on into the next, as it does once the revision is accepted. A table has
its grid, with merged cells as one and nested tables inside them. A document that another program
put whole into the file (`w:altChunk`: HTML, plain text or another Word file) is read as the part of
the text that Word shows it as.

What is drawn is read too: the text of a box is put behind the paragraph it is anchored in. What no
book can hold (a chart, a SmartArt, a spreadsheet) is listed with its words, and the editor is asked
for a picture of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from casebook import decoding
from casebook.errata import StopPress
from casebook.intake.formats import webpage
from casebook.intake.formats.rich import (
    Block,
    Cell,
    Document,
    InlinePicture,
    Paragraph,
    Piece,
    Role,
    Span,
    Table,
)
from casebook.intake.formats.word.inline import Inline, Line
from casebook.intake.formats.word.office_package import attribute, child, is_on, kind, value, whole
from casebook.intake.formats.word.styles_and_numbers import Styles, look_of
from casebook.intake.formats.word.walk_context import (
    CHART,
    DELETED,
    DIAGRAM,
    EMBEDDED,
    FALLBACK,
    WalkContext,
)

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
                line.pieces.append(InlinePicture(key, self._alt))
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


_DEEPEST = 2
_IN = " › "


def chunk(node: etree._Element, context: WalkContext, part: str) -> list[Block]:
    """Return the blocks of the chunk that `node` names, or count it as one nobody can read."""
    relation = context.relation(part, node)
    if relation is None or relation.outside or relation.target not in context.package:
        context.count("outside-chunk", relation.target if relation else "")
        return []
    target = relation.target
    content_type = context.package.content_type(target) + target.rpartition(".")[2]
    data = context.package.data(target)
    context.media[target] = "chunk"
    try:
        document = _document(data, content_type, context, target)
    except StopPress as stop:
        context.errata += stop.errata
        return []
    if document is None:
        context.count("outside-chunk", target)
        return []
    keys = {key: f"{target}!{key}" for key in document.pictures}
    context.pictures |= {keys[key]: media for key, media in document.pictures.items()}
    context.ledger.asides += document.asides
    context.errata += document.errata
    return list(document.blocks)


def _document(data: bytes, content_type: str, context: WalkContext, target: str) -> Document | None:
    name = f"{context.package.name}{_IN}{target}"
    if "html" in content_type:
        return webpage.read(data, name)
    if "wordprocessingml" in content_type and context.package.name.count(_IN) < _DEEPEST:
        return context.read_document(data, name)
    if content_type.startswith("text/plain") or content_type.endswith("txt"):
        decoded = decoding.guess(data)
        lines = (decoded.text if decoded else data.decode("utf-8", "replace")).splitlines()
        return Document(tuple(Paragraph((Span(line),)) for line in lines))
    return None


Read = Callable[[etree._Element], list[Block]]
WIDEST = 200
_WRAPPERS = frozenset("w:sdt w:sdtContent w:customXml w:ins w:moveTo w:smartTag".split())


@dataclass
class _Open:
    """A cell that may go on in the rows below."""

    blocks: list[Block]
    across: int
    down: int = 1
    head: bool = False
    goes_on: bool = False


def table(node: etree._Element, context: WalkContext, part: str, read: Read) -> Table:
    """Return the table `node`; `read` gives the blocks of a cell."""
    rows: list[list[_Open]] = []
    above: dict[int, _Open] = {}
    for row in _below(node, "w:tr", context, part):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None:
            context.revise(row, part)
            continue
        if child(properties, "w:ins") is not None:
            context.count("revision")
        head = is_on(properties, "w:tblHeader") or False
        cells, above = _row(row, above, head, context, part, read)
        rows.append(cells)
    return Table(tuple(
        tuple(Cell(tuple(c.blocks), c.across, c.down, c.head) for c in row) for row in rows if row
    ))  # fmt: skip


def _row(
    row: etree._Element,
    above: dict[int, _Open],
    head: bool,
    context: WalkContext,
    part: str,
    read: Read,
) -> tuple[list[_Open], dict[int, _Open]]:
    """Return the cells that begin in a row, and all cells that touch it, by their column."""
    cells: list[_Open] = []
    touching: dict[int, _Open] = {}
    skipped = _span(value(child(row, "w:trPr"), "w:gridBefore"), 0)
    column = skipped
    if skipped:
        cells.append(_Open([], skipped, head=head))
    for cell in _below(row, "w:tc", context, part):
        properties = child(cell, "w:tcPr")
        if child(properties, "w:cellDel") is not None:
            context.revise(cell, part)
            continue
        across = _span(value(properties, "w:gridSpan"), 1)
        merged = child(properties, "w:vMerge")
        goes_on = merged is not None and attribute(merged, "w:val") != "restart"
        beside = value(properties, "w:hMerge")
        blocks = read(cell)
        if beside is not None and beside != "restart" and cells:
            cells[-1].across += across
            _add(cells[-1], blocks, context)
        elif goes_on and (upper := above.get(column)) is not None and upper.goes_on:
            upper.down += 1
            _add(upper, blocks, context)
            touching[column] = upper
        else:
            cells.append(_Open(blocks, across, head=head, goes_on=merged is not None))
            touching[column] = cells[-1]
        column += across
    return cells, touching


def _add(cell: _Open, blocks: list[Block], context: WalkContext) -> None:
    """Put what a merged cell still holds into the cell that covers it."""
    filled = [block for block in blocks if not isinstance(block, Paragraph) or block.pieces]
    if filled:
        context.count("covered-cell")
        cell.blocks += filled


def _span(text: str | None, least: int) -> int:
    return min(max(whole(text) or least, least), WIDEST)


def _below(
    parent: etree._Element, wanted: str, context: WalkContext, part: str
) -> Iterator[etree._Element]:
    """Yield rows or cells, looking through what may wrap them."""
    for node in parent:
        name = kind(node)
        if name == wanted:
            yield node
        elif name in _WRAPPERS:
            yield from _below(node, wanted, context, part)
        elif name in ("w:del", "w:moveFrom"):
            context.count("revision")
            context.set_aside(node, DELETED, part)
        elif name == "mc:AlternateContent":
            for number, element in enumerate(node):
                if number:
                    context.set_aside(element, FALLBACK, part)
                else:
                    yield from _below(element, wanted, context, part)


_SKIPPED = frozenset(
    "w:pPr w:rPr w:tblPr w:tblGrid w:trPr w:tcPr w:sectPr w:sdtPr w:sdtEndPr w:tblPrEx".split()
)
_IN_LINE = frozenset(
    "w:r w:hyperlink w:fldSimple m:oMath m:oMathPara w:smartTag w:t w:drawing w:pict".split()
)


class Story:
    """Reads one story of the part `part`."""

    def __init__(self, context: WalkContext, part: str) -> None:
        self._context, self._part = context, part
        self._inline = Inline(context, part, self._shape)
        self._shapes = Shapes(context, part, self._fresh, self._inline.alternative)
        self._carried: list[Piece] = []

    def _shape(self, node: etree._Element, line: Line) -> None:
        self._shapes.read(node, line)

    def _fresh(self, parent: etree._Element) -> list[Block]:
        """Read the inside of a box: its fields and carried words are its own."""
        return Story(self._context, self._part).read(parent)

    def read(self, parent: etree._Element) -> list[Block]:
        """Return the blocks below `parent`."""
        blocks = self._blocks(parent)
        if self._carried:
            blocks.append(Paragraph(tuple(self._carried)))
            self._carried = []
        return blocks

    def _blocks(self, parent: etree._Element) -> list[Block]:
        blocks: list[Block] = []
        for node in parent:
            name = kind(node)
            if name == "w:p":
                blocks += self._paragraph(node)
            elif name == "w:tbl":
                blocks.append(table(node, self._context, self._part, self._cell))
            elif name in _SKIPPED or not name:
                continue
            elif name in ("w:del", "w:moveFrom"):
                self._context.revise(node, self._part)
            elif name in _IN_LINE:
                blocks += self._loose(node)
            elif name == "mc:AlternateContent":
                blocks += self._alternative(node)
            elif name == "w:altChunk":
                blocks += chunk(node, self._context, self._part)
            else:
                if name in ("w:ins", "w:moveTo"):
                    self._context.count("revision")
                blocks += self._blocks(node)
        return blocks

    def _cell(self, cell: etree._Element) -> list[Block]:
        """Read a cell; words carried over do not leave it."""
        carried, self._carried = self._carried, []
        blocks = self.read(cell)
        self._carried = carried
        return blocks

    def _alternative(self, node: etree._Element) -> list[Block]:
        blocks: list[Block] = []
        for element in node:
            if blocks and kind(element) in ("mc:Choice", "mc:Fallback"):
                self._context.set_aside(element, FALLBACK, self._part)
            else:
                blocks += self._blocks(element)
        return blocks

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
        styles = self._context.styles
        style = styles.paragraph_style(value(properties, "w:pStyle"))
        runs = child(properties, "w:rPr")
        cut = child(runs, "w:del") is not None or child(runs, "w:moveFrom") is not None
        gone = cut and not _shows(node)
        mark = None if gone else self._context.numbering.mark(child(properties, "w:numPr"), style)
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
        centred = self._size(node, style) if _is_centred(properties, styles, style) else 0.0
        return [Paragraph(pieces, mark, outline, role, centred=centred), *line.boxes]

    def _size(self, node: etree._Element, style: str) -> float:
        """Return the size of the first run of a paragraph, in points."""
        runs = (child(run, "w:rPr") for run in node.iter() if kind(run) == "w:r")
        halves = (whole(value(properties, "w:sz")) for properties in runs)
        return (next(filter(None, halves), 0) or self._context.styles.half_points(style)) / 2


def _is_centred(properties: etree._Element | None, styles: Styles, style: str) -> bool:
    return (value(properties, "w:jc") or styles.alignment(style)) == "center"


def _shows(node: etree._Element) -> bool:
    """Whether a paragraph holds text that is not deleted."""
    for element in node.iter():
        if kind(element) == "w:t" and (element.text or "").strip():
            above = {kind(a) for a in element.iterancestors()}
            if not above & {"w:del", "w:moveFrom"}:
                return True
    return False


def _is_contents_line(node: etree._Element) -> bool:
    """Whether a paragraph within a contents field ends in a page number."""
    text = "".join(
        "\t" if kind(element) == "w:tab" else element.text or ""
        for element in node.iter() if kind(element) in ("w:t", "w:tab")
    ).rstrip()  # fmt: skip
    bare = text.rstrip("0123456789ivxlcIVXLC")
    return bare != text and bare.endswith(("\t", ".", "…", "·", " "))
