"""Read a web page, or text that an editor saved as one, into a neutral document.

What a browser shows is read: blocks, lists, tables, pictures, emphasis. Scripts, styles and what
is not shown are set aside. The page's encoding is what it says, or what its bytes tell.
"""

import base64
import binascii
import re
from contextlib import suppress
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree, html

from casebook import decoding
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats import unseen
from casebook.intake.formats.rich import (
    PLAIN,
    Aside,
    Block,
    Cell,
    Document,
    Face,
    Mark,
    Media,
    Paragraph,
    Piece,
    Role,
    Ruby,
    Shot,
    Span,
    Table,
    words,
)

LARGEST = 10_000_000
_PARTS = frozenset("caption colgroup col thead tbody tfoot tr td th".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary"
    " table ul td th tr tbody thead tfoot".split()
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATA = re.compile(r"data:(image/[\w.+-]+)?((?:;[^,;]*)*),(.*)", re.DOTALL)


def read(data: bytes, name: str) -> Document:
    """Return the page in `data`. Raises `StopPress` when it holds no text or is too large.

    Pictures are keyed by the path as written, for the caller to find beside the page; those
    written into the page itself (`data:`) come with it.
    """
    if len(data) > LARGEST:
        raise StopPress([_fault(name, "oversized-manuscript", "网页过大", "the page is too large")])
    known = encoding_of(data)
    with suppress(UnicodeDecodeError, LookupError):  # a faulty page is read as far as it goes
        data, known = data.decode(known).encode(), "utf-8"
    try:
        parser = html.HTMLParser(encoding=known, remove_pis=True, huge_tree=True)
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        fault = _fault(name, "empty-manuscript", "网页里没有文字", "the page holds no text")
        raise StopPress([fault]) from error
    page = _Page(name)
    for comment in root.iter(etree.Comment):
        page.aside(unseen.COMMENT, "comment", str(comment.text or ""))
    etree.strip_tags(root, etree.Comment)
    try:
        page.container(root, PLAIN)
    except RecursionError as error:
        fault = _fault(name, "damaged-file", "网页嵌套过深", "the page is nested too deeply")
        raise StopPress([fault]) from error
    page.close()
    told = (*page.errata, *unseen.told(page.asides, name), *unseen.struck(page.struck, name))
    return Document(tuple(page.blocks), {}, page.pictures, tuple(page.asides), told)


def encoding_of(data: bytes) -> str:
    """Return the encoding of a page: what it says, or what its bytes tell."""
    said = _CHARSET.search(data[:4096])
    found = None if said else decoding.guess(data)
    known = said[1].decode("ascii", "ignore") if said else found.encoding if found else "gb18030"
    return {"gb2312": "gb18030", "gbk": "gb18030"}.get(known.lower(), known)


class _Page:
    """Gathers blocks in the order of the page; `line` is the paragraph that is open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.pictures: dict[str, Media] = {}
        self.asides: list[Aside] = []
        self.errata: list[Erratum] = []
        self.struck: list[str] = []
        self._line: list[Piece] = []
        self._shape = Paragraph(())
        self._lists: list[tuple[str, int]] = []

    def close(self) -> None:
        """End the open paragraph."""
        pieces, self._line = _trimmed(self._line), []
        if pieces:
            shape = self._shape
            self.blocks.append(Paragraph(pieces, shape.mark, shape.outline, shape.role))
            if shape.mark:
                self._shape = Paragraph((), None, shape.outline, shape.role)

    def container(self, node: etree._Element, face: Face) -> None:
        """Read the children of a block, each block among them as a paragraph of its own."""
        self._text(node.text, face)
        for one in node:
            self._node(one, face)
            self._text(one.tail, face)

    def _node(self, node: etree._Element, face: Face) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        for name in ("title", "placeholder", "label", "aria-label"):
            self.aside(unseen.TIPS, tag, str(node.get(name) or "") if tag else "")
        if reason := unseen.unseen(node, tag):
            self.aside(reason, tag, unseen.words_in(node))
            if tag == "svg":
                self.close()
        elif tag == "br":
            self._line.append(Span("\n", face))
        elif tag == "img":
            self._picture(node)
        elif tag == "ruby":
            self._ruby(node, face)
        elif tag == "table":
            self.close()
            self._stray(node)
            self.blocks.append(self._table(node))
        elif tag in _BLOCKS:
            self._block(node, tag)
        elif tag == "input":
            shown = str(node.get("type") or "text").lower() in unseen.VALUES
            value = str(node.get("value") or "")
            self._text(value if shown else "", face)
            self.aside(unseen.FIELD, tag, "" if shown else value)
        else:
            if tag in ("s", "del", "strike"):
                self.struck.append(" ".join("".join(map(str, node.itertext())).split()))
            self._text(str(node.get("alt") or "") if tag == "area" else "", face)
            self.container(node, _faced(node, tag, face))

    def aside(self, reason: Wording, where: str, text: str) -> None:
        """List words that are not taken into the text."""
        if text := " ".join(text.split()):
            self.asides.append(Aside(reason, where, text))

    def _stray(self, table: etree._Element) -> None:
        """Read what stands in a table and in no cell, before it, where browsers put it."""
        for part in (table, *table.iter("thead", "tbody", "tfoot", "tr")):
            if next(part.iterancestors("table"), table) is not table:
                continue
            self._text(part.text, PLAIN)
            for one in part:
                if one.tag not in _PARTS and part.tag != "tr":
                    self._node(one, PLAIN)
                self._text(one.tail, PLAIN)
        self.close()

    def _block(self, node: etree._Element, tag: str) -> None:
        self.close()
        before = self._shape
        if tag in ("ol", "ul"):
            start = str(node.get("start") or "1")
            self._lists.append((tag, int(start) - 1 if start.isdigit() else 0))
        if tag == "li":
            self._shape = Paragraph((), self._mark())
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._shape = Paragraph((), None, int(tag[1]))
        elif tag == "blockquote":
            self._shape = Paragraph((), role=Role.QUOTE)
        elif tag == "figcaption":
            self._shape = Paragraph((), role=Role.CAPTION)
        self.container(node, PLAIN)
        self.close()
        if tag in ("ol", "ul"):
            self._lists.pop()
        self._shape = before

    def _mark(self) -> Mark:
        kind, count = self._lists[-1] if self._lists else ("ul", 0)
        level = max(len(self._lists) - 1, 0)
        if kind == "ul":
            return Mark("", f"ul{level}", level)
        self._lists[-1] = (kind, count + 1)
        return Mark(f"{count + 1}.", f"ol{level}", level, count + 1)

    def _text(self, text: str | None, face: Face) -> None:
        if text:
            self._line.append(Span(re.sub(r"[ \t\r\n\f]+", " ", text), face))

    def _ruby(self, node: etree._Element, face: Face) -> None:
        reading = "".join("".join(map(str, one.itertext())) for one in node.iter("rt"))
        base = [node.text or ""]
        for one in node:
            if one.tag not in ("rt", "rp"):
                base.append("".join(map(str, one.itertext())))
            base.append(one.tail or "")
        text = "".join("".join(base).split())
        self._line.append(Ruby(text, reading.strip()) if text and reading else Span(text, face))

    def _picture(self, node: etree._Element) -> None:
        source = str(node.get("src") or node.get("data-src") or "")
        inside = _DATA.match(source)
        key = unquote(source)
        if inside:
            key = f"inline-{len(self.pictures) + 1}.{(inside[1] or 'image/png')[6:]}"
            try:
                raw = (
                    base64.b64decode(inside[3], validate=False)
                    if "base64" in inside[2]
                    else unquote_to_bytes(inside[3])
                )
            except (binascii.Error, ValueError):
                raw = b""
            self.pictures[key] = Media(key, raw)
        if key:
            self._line.append(Shot(key, str(node.get("alt") or "")))

    def _table(self, node: etree._Element) -> Table:
        rows: list[tuple[Cell, ...]] = []
        caption = ""
        for one in _own(node):
            if one.tag == "caption":
                caption += " ".join("".join(map(str, one.itertext())).split())
            elif one.tag == "tr":
                rows.append(tuple(self._cell(cell) for cell in one if cell.tag in ("td", "th")))
                for cell in one:
                    if cell.tag not in ("td", "th"):
                        self._node(cell, PLAIN)
        return Table(tuple(row for row in rows if row), caption)

    def _cell(self, cell: etree._Element) -> Cell:
        inner = _Page(self.name)
        inner.pictures = self.pictures
        inner.container(cell, PLAIN)
        inner.close()
        self.asides += inner.asides
        self.struck += inner.struck
        return Cell(
            tuple(inner.blocks),
            _span(cell.get("colspan")),
            _span(cell.get("rowspan")),
            cell.tag == "th",
        )


def _faced(node: etree._Element, tag: str, face: Face) -> Face:
    """Return how text inside `node` looks; emphasis dots are emphasis."""
    if re.search(r"text-emphasis(?:-style)?\s*:(?!\s*none)", str(node.get("style") or "")):
        face = face._replace(italic=True)
    if tag in ("b", "strong"):
        return face._replace(bold=True)
    if tag in ("i", "em"):
        return face._replace(italic=True)
    if tag in ("u", "ins"):
        return face._replace(underline=True)
    return face._replace(script=tag) if tag in ("sup", "sub") else face


def _own(table: etree._Element) -> list[etree._Element]:
    """Return the rows and the caption of a table, those of nested tables not among them."""
    found: list[etree._Element] = []
    for one in table:
        if one.tag in ("thead", "tbody", "tfoot"):
            found += [row for row in one if row.tag == "tr"]
        elif one.tag in ("tr", "caption"):
            found.append(one)
    return found


def _span(said: object) -> int:
    text = str(said or "1")
    return min(max(int(text), 1), 200) if text.isascii() and text.isdigit() else 1


def _trimmed(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join text of one face, and take the blanks off both ends; empty when no words are left."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Span) and isinstance(last, Span) and last.face == piece.face:
            joined[-1] = Span(re.sub(" +", " ", last.text + piece.text), last.face)
        else:
            joined.append(piece)
    if not any(words(one).strip() or isinstance(one, Shot) for one in joined):
        return ()
    return tuple(joined)


def _fault(name: str, rule: str, zh: str, en: str) -> Erratum:
    hint = Wording("请改发 Word 或纯文本。", "Send it as a Word file or plain text.")
    return Erratum(rule, Place(name), Wording(zh, en), hint, kind=Kind.ERRATUM)
