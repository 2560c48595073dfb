"""Write Word files: an XHTML fragment in, a .docx out, the same bytes each time.

As much of WordprocessingML (ISO/IEC 29500-1, clause 17) as contributors use: headings, lists with
automatic numbers, tables with merged cells, pictures with captions, notes at the foot, links. The
parts that are the same in all files stand here too.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

BULLETS = 1
"""The number series of bullets; those of numbers follow it, one a list."""
CLASSES = {"centre": "Centred", "right": "Flush", "form": "Head"}
"""Styles of paragraphs by their class in XHTML."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" '
    'w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def package(
    text: str,
    notes: Sequence[str],
    lists: int,
    links: Mapping[str, tuple[str, str]],
    modified: str,
    creator: str,
) -> dict[str, str | bytes]:
    """Return the parts of a Word file, pictures left out, by their names.

    `text` are the blocks of the body and `notes` the runs of each note; `lists` is how many
    numbered lists there are. `links` are the relations of the text: kind and target by key. The
    properties of the file name the day `modified` and the `creator`.
    """
    usual = {name: (name, f"{name}.xml") for name in ("styles", "numbering", "footnotes")}
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({
            "r1": ("officeDocument", "word/document.xml"),
            "r2": ("metadata/core-properties", "docProps/core.xml"),
        }),
        "word/document.xml": _part("document", f"<w:body>{text}{_PAGE}</w:body>"),
        "word/_rels/document.xml.rels": _relations({**usual, **links}),
        "word/styles.xml": _part("styles", _styles()),
        "word/numbering.xml": _part("numbering", _numbering(lists)),
        "word/footnotes.xml": _part("footnotes", _notes(notes)),
        "docProps/core.xml": _properties(modified, creator),
    }  # fmt: skip


def table(rows: str, widths: Sequence[int]) -> str:
    """Return a table of `rows`, whose columns are so wide (in twentieths of a point)."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    about = '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def table_cell(inside: str, wide: int, merge: str, room: int) -> str:
    """Return a cell over `wide` columns, `room` in all; `merge` is its `w:vMerge`, or nothing."""
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    about = f'<w:tcW w:w="{room}" w:type="dxa"/>{span}{merge}'
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def call(number: int) -> str:
    """Return the call for the note of this number."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def drawing(number: int, key: str, size: Sequence[int], alt: str) -> str:
    """Return a run with the picture of the relation `key`; `size` is in EMU."""
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    named = f'id="{number}" name="图片 {number}" descr={quoteattr(alt)}'
    return (
        f"<w:r><w:drawing><wp:inline><wp:extent {extent}/><wp:docPr {named}/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _part(root: str, inside: str) -> str:
    return f"{XML_HEAD}<w:{root} {_SPACES}>{inside}</w:{root}>"


def _relations(links: Mapping[str, tuple[str, str]]) -> str:
    made = ""
    for key, (kind, target) in links.items():
        base = f"{PACKAGE}/relationships" if "/" in kind else f"{_OFFICE}/relationships"
        outside = ' TargetMode="External"' if ":" in target else ""
        made += (
            f'<Relationship Id="{key}" Type="{base}/{kind}" Target={quoteattr(target)}{outside}/>'
        )
    return f'{XML_HEAD}<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'


def _types() -> str:
    kinds = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml", "png": "image/png", "jpeg": "image/jpeg",
    }  # fmt: skip
    made = "".join(f'<Default Extension="{k}" ContentType="{v}"/>' for k, v in kinds.items())
    parts = {
        f"word/{name}.xml": f"{_WORD}.{name}+xml" for name in ("styles", "numbering", "footnotes")
    }
    parts["word/document.xml"] = f"{_WORD}.document.main+xml"
    parts["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    made += "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in parts.items())
    return f'{XML_HEAD}<Types xmlns="{PACKAGE}/content-types">{made}</Types>'


def _styles() -> str:
    centred = '<w:jc w:val="center"/>'
    made = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + _style("Title", "Title", centred, "<w:b/>")
        + _style("Centred", "居中", centred)
        + _style("Flush", "右对齐", '<w:jc w:val="right"/>')
        + _style("Head", "表头", centred, "<w:b/>")
        + _style("Picture", "图片", centred)
        + _style("Caption", "caption", centred)
        + _style("Quote", "Quote", '<w:ind w:left="420"/>')
    )
    for level in range(1, 6):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        made += _style(f"Heading{level}", f"heading {level}", outline, "<w:b/>")
    return made + (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr></w:style>"
    )


def _style(key: str, name: str, about: str, face: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{about}</w:pPr><w:rPr>{face}</w:rPr></w:style>'
    )


def _numbering(lists: int) -> str:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    made = ""
    for key, form, text in ((1, "bullet", "•"), (2, "decimal", "%1.")):
        made += f'<w:abstractNum w:abstractNumId="{key}">{level.format(form, text)}</w:abstractNum>'
    made += f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="1"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number in range(1, lists + 1):
        made += f'<w:num w:numId="{BULLETS + number}"><w:abstractNumId w:val="2"/>{again}</w:num>'
    return made


def _notes(notes: Sequence[str]) -> str:
    made = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
        "</w:r></w:p></w:footnote>"
    )
    for number, runs in enumerate(notes, 1):
        inside = f"<w:p><w:r><w:footnoteRef/></w:r>{runs}</w:p>"
        made += f'<w:footnote w:id="{number}">{inside}</w:footnote>'
    return made


def _properties(modified: str, creator: str) -> str:
    stamp = f'xsi:type="dcterms:W3CDTF">{escape(modified)}T09:00:00Z</dcterms:'
    return (
        f'{XML_HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>{escape(creator)}</dc:creator>"
        f"<dcterms:created {stamp}created><dcterms:modified {stamp}modified></cp:coreProperties>"
    )


MOMENT = (2023, 2, 20, 9, 0, 0)
"""When everything in a specimen was last changed: the same bytes on every day."""
WIDTH = 8300
"""Of the text, in twentieths of a point."""
_EMU_PER_PIXEL, _WIDEST = 9525, 4_600_000
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table figure blockquote div".split())
_FACES = {"strong": "<w:b/><w:bCs/>", "b": "<w:b/><w:bCs/>", "em": "<w:i/>", "i": "<w:i/>",
          "sup": '<w:vertAlign w:val="superscript"/>', "sub": '<w:vertAlign w:val="subscript"/>'}  # fmt: skip


def word_file(
    fragment: str,
    picture: Callable[[str], bytes],
    modified: str = "2023-02-20",
    creator: str = "样书",
) -> bytes:
    """Return the Word file of an XHTML `fragment`.

    `picture` gives the bytes of an image (PNG or JPEG) by its `src`, and `width` and `height` on
    the image its size in pixels; `modified` (YYYY-MM-DD) is the day that the
    properties of the file tell, `creator` who made it. A paragraph of the class `page` begins a page.
    """
    writer = _Writer(picture)
    root = etree.fromstring(f"<div>{fragment}</div>")
    text = "".join(writer.blocks(root))
    if text.endswith("</w:tbl>"):
        text += "<w:p/>"  # a text never ends in a table
    return packed(package(text, writer.notes, writer.series, writer.links, modified, creator)
                  | writer.media)  # fmt: skip


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of `parts` by their names, in which nothing depends on the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


@dataclass
class _Writer:
    """Writes blocks, and remembers what the other parts of the file must hold."""

    picture: Callable[[str], bytes]
    notes: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    series: int = 0

    def blocks(self, parent: etree._Element, style: str = "") -> Iterator[str]:
        """Yield the blocks below `parent`; text that stands bare becomes paragraphs."""
        if not any(child.tag in _BLOCKS for child in parent):
            yield _paragraph(self.runs(parent), style)
            return
        for child in parent:
            yield from self._block(child, style)

    def _block(self, node: etree._Element, style: str) -> Iterator[str]:
        match str(node.tag):
            case "h1":
                yield _paragraph(self.runs(node), "Title")
            case "h2" | "h3" | "h4" | "h5" | "h6" as tag:
                yield _paragraph(self.runs(node), f"Heading{int(tag[1]) - 1}")
            case "blockquote":
                yield from self.blocks(node, "Quote")
            case "ul" | "ol" as tag:
                yield from self._list(node, tag == "ol")
            case "table":
                yield from self._table(node)
            case "figure":
                yield from self._figure(node)
            case "div":
                yield from self.blocks(node, style)
            case _:
                kind = node.get("class", "")
                if kind == "page":
                    yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
                yield _paragraph(self.runs(node), style or CLASSES.get(kind, ""))

    def _list(self, node: etree._Element, numbered: bool) -> Iterator[str]:
        self.series += numbered
        number = BULLETS if not numbered else BULLETS + self.series
        about = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        for item in node.iterchildren("li"):
            inner = item.find("p")
            yield _paragraph(self.runs(item if inner is None else inner), "", about)

    def _figure(self, node: etree._Element) -> Iterator[str]:
        for image in node.iterchildren("img"):
            yield _paragraph(self._drawing(image), "Picture")
        caption = node.find("figcaption")
        if caption is not None:
            yield _paragraph(self.runs(caption), "Caption")

    def _drawing(self, image: etree._Element) -> str:
        data = self.picture(image.get("src", ""))
        number = len(self.media) + 1
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        width, height = (int(image.get(side, "600")) for side in ("width", "height"))
        name = f"media/image{number}.{kind}"
        self.media[f"word/{name}"] = data
        self.links[f"picture{number}"] = ("image", name)
        share = min(1, _WIDEST / (width * _EMU_PER_PIXEL))
        size = tuple(int(side * _EMU_PER_PIXEL * share) for side in (width, height))
        return drawing(number, f"picture{number}", size, image.get("alt", ""))

    def _table(self, node: etree._Element) -> Iterator[str]:
        caption = node.find("caption")
        if caption is not None:
            yield _paragraph(self.runs(caption), "Caption")
        own = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
        rows = [list(row.iterchildren("th", "td")) for row in own]
        widths = _widths(rows)
        open_cells: dict[int, tuple[int, int]] = {}  # column -> rows still to go, columns wide
        made = "".join(f"<w:tr>{self._row(row, open_cells, widths)}</w:tr>" for row in rows)
        yield table(made, widths)

    def _row(
        self,
        cells: Sequence[etree._Element],
        open_cells: dict[int, tuple[int, int]],
        widths: Sequence[int],
    ) -> str:
        """Return the cells of a row, with those that reach into it from above."""
        made, column, waiting = "", 0, list(cells)
        while column < len(widths):
            if column in open_cells:
                left, wide = open_cells.pop(column)
                room = sum(widths[column : column + wide])
                made += table_cell("<w:p/>", wide, "<w:vMerge/>", room)
                if left > 1:
                    open_cells[column] = (left - 1, wide)
                column += wide
                continue
            if not waiting:
                break
            cell = waiting.pop(0)
            wide, down = _reach(cell, "colspan"), _reach(cell, "rowspan")
            merge = '<w:vMerge w:val="restart"/>' if down > 1 else ""
            made += self._cell(cell, wide, merge, sum(widths[column : column + wide]))
            if down > 1:
                open_cells[column] = (down - 1, wide)
            column += wide
        return made

    def _cell(self, cell: etree._Element, wide: int, merge: str, room: int) -> str:
        inside = "".join(self.blocks(cell, "Head" if cell.tag == "th" else ""))
        inside += "<w:p/>" if inside.endswith("</w:tbl>") else ""
        return table_cell(inside, wide, merge, room)

    def runs(self, node: etree._Element, face: str = "") -> str:
        """Return the text below `node` as runs; a note is called where it stands."""
        made = _run(node.text or "", face)
        for child in node:
            match str(child.tag):
                case "span" if child.get("class") == "note":
                    self.notes.append(self.runs(child))
                    made += call(len(self.notes))
                case "br":
                    made += "<w:r><w:br/></w:r>"
                case "a" if child.get("href"):
                    key = f"link{len(self.links) + 1}"
                    self.links[key] = ("hyperlink", child.get("href", ""))
                    made += f'<w:hyperlink r:id="{key}">{self.runs(child, face)}</w:hyperlink>'
                case tag:
                    made += self.runs(child, face + _FACES.get(tag, ""))
            made += _run(child.tail or "", face)
        return made


def _widths(rows: Sequence[Sequence[etree._Element]]) -> list[int]:
    """Return the widths of the columns: in the measure of the longest text, within bounds."""
    across = max(sum(_reach(cell, "colspan") for cell in row) for row in rows)
    longest = [4] * across
    for row in rows:
        if len(row) == across:
            for column, cell in enumerate(row):
                words = sum(len(str(text)) for text in cell.itertext())
                longest[column] = max(longest[column], min(words, 24))
    return [WIDTH * count // sum(longest) for count in longest]


def _reach(cell: etree._Element, name: str) -> int:
    return int(cell.get(name, "1"))


def _run(text: str, face: str) -> str:
    text = text.replace("\n", "")
    if not text:
        return ""
    about = f"<w:rPr>{face}</w:rPr>" if face else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(runs: str, style: str = "", about: str = "") -> str:
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    return f"<w:p><w:pPr>{named}{about}</w:pPr>{runs}</w:p>"


def paragraphs(lines: Iterable[str], kind: str = "") -> str:
    """Return `lines` of plain text as paragraphs of XHTML, of the class `kind`."""
    about = f' class="{kind}"' if kind else ""
    return "".join(f"<p{about}>{escape(line)}</p>" for line in lines)
