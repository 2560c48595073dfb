"""Read a web page, or text that an editor saved as one, into a neutral document.

What a browser shows is read: blocks, lists, tables, pictures, emphasis. Scripts, styles and what
is not shown are set aside with the reason. The page's encoding is what it says, or what its bytes
tell. A page saved with its pictures in one file (.mht, .mhtml; RFC 2557) is a mail of related
parts, the first page among them the page itself; the others are known by where they came from
(`Content-Location`) or by `Content-ID`.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from urllib.parse import unquote, unquote_to_bytes, urljoin

from lxml import etree, html

from casebook import decoding
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats.rich import (
    PLAIN,
    Block,
    Cell,
    Document,
    Face,
    InlinePicture,
    Mark,
    Media,
    Paragraph,
    Piece,
    Role,
    Ruby,
    Span,
    Table,
    TextLeftOut,
    words,
)

_CODE = frozenset("script style".split())
_FACTS = frozenset("head title meta link base".split())
_NOT_SHOWN = Wording("网页脚本、样式等不显示的内容", "scripts, styles and what is not shown")
_HEAD = Wording("网页头里的题目等", "the title of the page and other facts in its head")
COMMENT = Wording("网页里的注释", "comments of the page")
TIPS = Wording("图片、缩写等的提示文字", "titles of pictures, abbreviations and the like")
_UNSEEN = {
    "template": Wording("网页模板里的字", "words of a template"),
    "noscript": Wording("没有脚本时才显示的字", "words shown only without scripts"),
    "iframe": Wording("内嵌网页的替代文字", "words in place of an embedded page"),
    "svg": Wording("矢量图里的字，图本身没有收", "words of a vector picture, which was not taken"),
    "select": Wording("表单选项", "the options of a form"),
    "datalist": Wording("表单选项", "the options of a form"),
    "option": Wording("表单选项", "the options of a form"),
}
_HIDDEN = Wording("网页里隐藏的字", "hidden words of the page")
FIELD = Wording("表单里不显示的值", "values of a form that are not shown")
_HIDING = re.compile(r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse))")
_QUIET = frozenset({_NOT_SHOWN, _HEAD, COMMENT})
"""Listed in the intake log and told nowhere else."""
VALUES = frozenset("text search tel url email number date time month week submit button".split())
"""Types of form fields whose value is shown."""


def unseen(node: etree._Element, tag: str) -> Wording | None:
    """Return why a browser does not show `node`, or None."""
    if tag in _CODE:
        return _NOT_SHOWN
    if tag in _FACTS:
        return _HEAD
    style = re.sub(r"\s", "", str(node.get("style") or "")).lower()
    if node.get("hidden") is not None or _HIDING.search(style):
        return _HIDDEN
    return _UNSEEN.get(tag)


def words_in(node: etree._Element) -> str:
    """Return the words of `node` and of what stands in it, those in labels and values too."""
    texts: list[str] = []
    for element in node.iter():
        if isinstance(element.tag, str) and element.tag not in _CODE:
            texts += [
                str(element.get(name) or "")
                for name in ("label", "value", "alt")
                if element is not node
            ]
        texts += [str(element.text or "")] if isinstance(element.tag, str) else []
        texts += [str(element.tail or "")] if element is not node else []
    return " ".join(texts)


def struck(texts: Iterable[str], name: str) -> Iterator[Erratum]:
    """Yield a query for words that are struck out and were kept."""
    quote = " / ".join(filter(None, texts))
    if quote:
        message = Wording("有加了删除线的文字，已收入", "struck-out text was kept")
        hint = Wording("不该印的请删去。", "Delete what is not meant for print.")
        yield Erratum("struck-text", Place(name), message, hint, quote[:200], Kind.QUERY)


def hidden_words(asides: Iterable[TextLeftOut], name: str) -> Iterator[Erratum]:
    """Yield a query for the words of each kind that were left out."""
    asides = tuple(asides)
    for reason in dict.fromkeys(aside.reason for aside in asides if aside.reason not in _QUIET):
        words_ = [aside.text for aside in asides if aside.reason == reason]
        message = Wording(f"没有收入：{reason.zh}", f"left out: {reason.en}")
        hint = Wording(
            "全文列在收稿记录里；要用的请补进案例。",
            "The intake log lists all of it; put what is wanted into the case.",
        )
        quote = " / ".join(words_)
        yield Erratum("left-out-text", Place(name), message, hint, quote[:200], Kind.QUERY)


def archived_page(data: bytes) -> bytes:
    """Return the page itself, its encoding said first; nothing when there is none."""
    root = _root(message_from_bytes(data))
    if root is None:
        return b""
    charset = root.get_content_charset()
    declaration = f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset else b""
    return declaration + _bytes(root)


def archived_pictures(data: bytes, keys: tuple[str, ...]) -> dict[str, Media]:
    """Return the pictures that the page calls by `keys`, as far as they came with it."""
    message = message_from_bytes(data)
    root = _root(message)
    base = str(root.get("Content-Location", "")).strip() if root is not None else ""
    places: dict[str, Message] = {}
    for part in message.walk():
        if part.is_multipart():
            continue
        location = "".join(str(part.get("Content-Location", "")).split())
        if location:
            places.setdefault(unquote(urljoin(base, location)), part)
            places.setdefault(unquote(location), part)
        if cid := str(part.get("Content-ID", "")).strip(" <>\t\r\n"):
            places.setdefault(f"cid:{cid}", part)
    pictures: dict[str, Media] = {}
    for key in keys:
        called = places.get(unquote(urljoin(base, key))) or places.get(unquote(key))
        if called is not None:
            pictures[key] = Media(key, _bytes(called))
    return pictures


def _root(message: Message) -> Message | None:
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    return None


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


LARGEST, LARGEST_SHEET = 10_000_000, 1_000_000
_OUTLINE = re.compile(r"mso-outline-level:\s*(?:level)?([1-6])\b")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?<![\w-])([\w]*)\.([\w-]+)(?=\s*(?:,|$))")
_HEADING = re.compile(r"Mso ?Heading ?([1-6])", re.IGNORECASE)
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)\b", re.IGNORECASE)
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
    page.outlines = _outlines(root)
    for comment in root.iter(etree.Comment):
        page.aside(COMMENT, "comment", str(comment.text or ""))
    etree.strip_tags(root, etree.Comment)
    try:
        page.container(root, PLAIN)
    except RecursionError as error:
        fault = _fault(name, "damaged-file", "网页嵌套过深", "the page is nested too deeply")
        raise StopPress([fault]) from error
    page.close()
    errata = (*page.errata, *hidden_words(page.asides, name), *struck(page.struck, name))
    return Document(tuple(page.blocks), {}, page.pictures, tuple(page.asides), errata)


def _outlines(root: etree._Element) -> dict[str, int]:
    """Return the levels in the outline that the style sheet of the page gives to its classes."""
    levels: dict[str, int] = {}
    for sheet in root.iter("style"):
        text = "".join(map(str, sheet.itertext()))
        text += "".join(str(comment.text or "") for comment in sheet.iter(etree.Comment))
        for selectors, body in _RULE.findall(text[:LARGEST_SHEET]):
            if level := _OUTLINE.search(body):
                levels |= {name: int(level[1]) for _, name in _CLASS.findall(selectors)}
    return levels


def encoding_of(data: bytes) -> str:
    """Return the encoding of a page: what it says, or what its bytes tell."""
    declared = _CHARSET.search(data[:4096])
    decoded = None if declared else decoding.guess(data)
    known = (
        declared[1].decode("ascii", "ignore")
        if declared
        else decoded.encoding
        if decoded
        else "gb18030"
    )
    return {"gb2312": "gb18030", "gbk": "gb18030"}.get(known.lower(), known)


_IN_THE_MIDDLE = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*(\d+\.?\d*|\.\d+)\s*(pt|px)", re.IGNORECASE)
_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 14.0}
"""Points of the headings of browsers; of any other block 12."""


def _centred(node: etree._Element, tag: str, around: float) -> float:
    """Return the size in points of a block that is set in the middle, 0 of any other."""
    aligned = _IN_THE_MIDDLE.search(str(node.get("style") or ""))
    said = (aligned[1] if aligned else str(node.get("align") or "")).lower()
    if not (said == "center" or tag == "center" or (around and not said)):
        return 0.0
    styles = (
        str(inner.get("style") or "") for inner in (node, *node.iterdescendants("span", "font"))
    )
    size = next((match for match in map(_SIZE.search, styles) if match), None)
    if size is None:
        return _SIZES.get(tag, 12.0)
    return float(size[1]) * (0.75 if size[2].lower() == "px" else 1.0)


class _Page:
    """Gathers blocks in the order of the page; `line` is the paragraph that is open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.pictures: dict[str, Media] = {}
        self.asides: list[TextLeftOut] = []
        self.errata: list[Erratum] = []
        self.struck: list[str] = []
        self.outlines: dict[str, int] = {}
        self._line: list[Piece] = []
        self._shape = Paragraph(())
        self._lists: list[tuple[str, int]] = []

    def close(self) -> None:
        """End the open paragraph."""
        pieces, self._line = _trimmed(self._line), []
        if pieces:
            shape = self._shape
            self.blocks.append(replace(shape, pieces=pieces))
            if shape.mark:
                self._shape = replace(shape, mark=None)

    def container(self, node: etree._Element, face: Face) -> None:
        """Read the children of a block, each block among them as a paragraph of its own."""
        self._text(node.text, face)
        for element in node:
            self._node(element, face)
            self._text(element.tail, face)

    def _node(self, node: etree._Element, face: Face) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        for name in ("title", "placeholder", "label", "aria-label"):
            self.aside(TIPS, tag, str(node.get(name) or "") if tag else "")
        if reason := unseen(node, tag):
            self.aside(reason, tag, words_in(node))
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
            shown = str(node.get("type") or "text").lower() in VALUES
            value = str(node.get("value") or "")
            self._text(value if shown else "", face)
            self.aside(FIELD, tag, "" if shown else value)
        else:
            if tag in ("s", "del", "strike"):
                self.struck.append(" ".join("".join(map(str, node.itertext())).split()))
            self._text(str(node.get("alt") or "") if tag == "area" else "", face)
            self.container(node, _faced(node, tag, face))

    def aside(self, reason: Wording, where: str, text: str) -> None:
        """List words that are not taken into the text."""
        if text := " ".join(text.split()):
            self.asides.append(TextLeftOut(reason, where, text))

    def _stray(self, table: etree._Element) -> None:
        """Read what stands in a table and in no cell, before it, where browsers put it."""
        for part in (table, *table.iter("thead", "tbody", "tfoot", "tr")):
            if next(part.iterancestors("table"), table) is not table:
                continue
            self._text(part.text, PLAIN)
            for element in part:
                if element.tag not in _PARTS and part.tag != "tr":
                    self._node(element, PLAIN)
                self._text(element.tail, PLAIN)
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
        elif level := self._outline(node) if tag == "p" else 0:
            self._shape = Paragraph((), None, level)
        elif tag == "blockquote":
            self._shape = Paragraph((), role=Role.QUOTE)
        elif tag == "figcaption":
            self._shape = Paragraph((), role=Role.CAPTION)
        self._shape = replace(self._shape, centred=_centred(node, tag, before.centred))
        self.container(node, PLAIN)
        self.close()
        if tag in ("ol", "ul"):
            self._lists.pop()
        self._shape = before

    def _outline(self, node: etree._Element) -> int:
        """Return the level of a paragraph in the outline of the Word text saved as a page, or 0."""
        name = str(node.get("class") or "")
        match = _OUTLINE.search(str(node.get("style") or "")) or _HEADING.fullmatch(name)
        return int(match[1]) if match else self.outlines.get(name, 0)

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
        reading = "".join("".join(map(str, element.itertext())) for element in node.iter("rt"))
        base = [node.text or ""]
        for element in node:
            if element.tag not in ("rt", "rp"):
                base.append("".join(map(str, element.itertext())))
            base.append(element.tail or "")
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
            self._line.append(InlinePicture(key, str(node.get("alt") or "")))

    def _table(self, node: etree._Element) -> Table:
        rows: list[tuple[Cell, ...]] = []
        caption = ""
        for element in _own(node):
            if element.tag == "caption":
                caption += " ".join("".join(map(str, element.itertext())).split())
            elif element.tag == "tr":
                rows.append(tuple(self._cell(cell) for cell in element if cell.tag in ("td", "th")))
                for cell in element:
                    if cell.tag not in ("td", "th"):
                        self._node(cell, PLAIN)
        return Table(tuple(row for row in rows if row), caption)

    def _cell(self, cell: etree._Element) -> Cell:
        inner = _Page(self.name)
        inner.pictures, inner.outlines = self.pictures, self.outlines
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
    if tag in ("b", "strong") or _BOLD.search(str(node.get("style") or "")):
        return face._replace(bold=True)
    if tag in ("i", "em"):
        return face._replace(italic=True)
    if tag in ("u", "ins"):
        return face._replace(underline=True)
    return face._replace(script=tag) if tag in ("sup", "sub") else face


def _own(table: etree._Element) -> list[etree._Element]:
    """Return the rows and the caption of a table, those of nested tables not among them."""
    rows: list[etree._Element] = []
    for element in table:
        if element.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in element if row.tag == "tr"]
        elif element.tag in ("tr", "caption"):
            rows.append(element)
    return rows


def _span(value: object) -> int:
    text = str(value or "1")
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
    if not any(words(piece).strip() or isinstance(piece, InlinePicture) for piece in joined):
        return ()
    return tuple(joined)


def _fault(name: str, rule: str, zh: str, en: str) -> Erratum:
    hint = Wording("请改发 Word 或纯文本。", "Send it as a Word file or plain text.")
    return Erratum(rule, Place(name), Wording(zh, en), hint, kind=Kind.ERRATUM)
