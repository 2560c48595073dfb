"""Writes Word files: an XHTML fragment in, a .docx out, the same bytes each time.

As much of WordprocessingML (ISO/IEC 29500-1, clause 17) as contributors use: headings, lists with
automatic numbers, tables with merged cells, pictures with captions, notes at the foot, links.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from casebook.intake.specimen import wordparts

MOMENT = (2023, 2, 20, 9, 0, 0)
"""When everything in a specimen was last changed: the same bytes on every day."""
WIDTH = 8300
"""Of the text, in twentieths of a point."""
_EMU_PER_PIXEL, _WIDEST = 9525, 4_600_000
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table figure blockquote div".split())
_FACES = {"strong": "<w:b/><w:bCs/>", "b": "<w:b/><w:bCs/>", "em": "<w:i/>", "i": "<w:i/>",
          "sup": '<w:vertAlign w:val="superscript"/>', "sub": '<w:vertAlign w:val="subscript"/>'}  # fmt: skip


def word_file(
    fragment: str, picture: Callable[[str], bytes], modified: str = "2023-02-20"
) -> bytes:
    """Return the Word file of an XHTML `fragment`.

    `picture` gives the bytes of an image (PNG or JPEG) by its `src`, and `width` and `height` on
    the image its size in pixels; `modified` (YYYY-MM-DD) is the day that the
    properties of the file tell. A paragraph of the class `page` begins a page.
    """
    writer = _Writer(picture)
    root = etree.fromstring(f"<div>{fragment}</div>")
    text = "".join(writer.blocks(root))
    if text.endswith("</w:tbl>"):
        text += "<w:p/>"  # a text never ends in a table
    return packed(wordparts.package(text, writer.notes, writer.series, writer.links, modified)
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
                yield _paragraph(self.runs(node), style or wordparts.CLASSES.get(kind, ""))

    def _list(self, node: etree._Element, numbered: bool) -> Iterator[str]:
        self.series += numbered
        number = wordparts.BULLETS if not numbered else wordparts.BULLETS + self.series
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
        return wordparts.drawing(number, f"picture{number}", size, image.get("alt", ""))

    def _table(self, node: etree._Element) -> Iterator[str]:
        caption = node.find("caption")
        if caption is not None:
            yield _paragraph(self.runs(caption), "Caption")
        own = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
        rows = [list(row.iterchildren("th", "td")) for row in own]
        widths = _widths(rows)
        open_cells: dict[int, tuple[int, int]] = {}  # column -> rows still to go, columns wide
        made = "".join(f"<w:tr>{self._row(row, open_cells, widths)}</w:tr>" for row in rows)
        yield wordparts.table(made, widths)

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
                made += wordparts.cell("<w:p/>", wide, "<w:vMerge/>", room)
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
        return wordparts.cell(inside, wide, merge, room)

    def runs(self, node: etree._Element, face: str = "") -> str:
        """Return the text below `node` as runs; a note is called where it stands."""
        made = _run(node.text or "", face)
        for child in node:
            match str(child.tag):
                case "span" if child.get("class") == "note":
                    self.notes.append(self.runs(child))
                    made += wordparts.call(len(self.notes))
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
