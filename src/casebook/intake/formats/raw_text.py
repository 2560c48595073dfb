"""The words of a received file, taken from its bytes by other means than those that read it.

Nothing is understood here: every text node of every part, in the order of the file. What was
filed is compared with it, so that words are told which the reader of a format never met.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from lxml import etree

from casebook import pdf
from casebook.decoding import decode
from casebook.intake.formats import webpage
from casebook.intake.manuscript.text_files import FRONT
from casebook.intake.markup.source_text import text_of

_WORD_TEXT = frozenset({"t", "delText"})
_RTF_PAGE = re.compile(rb"\\ansicpg(\d+)")
_RTF_TOKEN = re.compile(
    rb"(\{)|(\})|\\([a-z]+)(-?\d+)? ?|\\'([0-9A-Fa-f]{2})|\\([^a-z])|([^\\{}\r\n])", re.IGNORECASE
)
_RTF_FACTS = frozenset(
    b"fonttbl colortbl stylesheet info pict object listtable listoverridetable generator fldinst"
    b" themedata datastore latentstyles xmlnstbl rsidtbl filetbl revtbl listtext pntext".split()
)
_LARGEST_PART = 100_000_000
"""Bytes of one unpacked part; beyond it the reader of the format has refused the file."""


def words(data: bytes, kind: str, name: str) -> str | None:
    """Return the words of `data`, a file of `kind`: docx, odt, fodt, rtf, html, pdf, text, markdown.

    None when there is no other way to read that kind, or when it cannot be read this way.
    """
    way = _WAYS.get(kind)
    try:
        return None if way is None else way(data, name)
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        RuntimeError,
        ValueError,
        LookupError,
        OSError,
    ):
        return None


def _parts(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            if info.filename.lower().endswith(".xml") and info.file_size <= _LARGEST_PART:
                try:
                    yield info.filename, etree.fromstring(package.read(info), parser)
                except etree.XMLSyntaxError:
                    continue


def _docx(data: bytes, name: str) -> str:
    """Return every `t` and `delText` of every part, whatever its namespace."""
    return "\n".join(
        node.text or ""
        for part, root in _parts(data) if part.startswith("word/") and "glossary" not in part
        for node in root.iter() if _local(node) in _WORD_TEXT
    )  # fmt: skip


def _odt(data: bytes, name: str) -> str:
    return "\n".join(
        _body(root) for part, root in _parts(data) if part in ("content.xml", "styles.xml")
    )


def _fodt(data: bytes, name: str) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return _body(etree.fromstring(data, parser))


def _body(root: etree._Element) -> str:
    """Return the text nodes of an OpenDocument part that stand in paragraphs and headings."""
    return "\n".join(
        "".join(_open(node))
        for node in root.iter() if _local(node) in ("p", "h")
        if not any(_local(above) in ("p", "h") for above in node.iterancestors())
    )  # fmt: skip


def _open(node: etree._Element) -> Iterator[str]:
    """Yield the text below `node`, without the marks of notes and the makers of comments."""
    yield node.text or ""
    for element in node:
        facts = "/dc/elements/" in str(element.tag) or _local(element) == "creator-initials"
        if not facts and _local(element) != "note-citation":
            yield from _open(element)
        yield element.tail or ""


def _local(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _rtf(data: bytes, name: str) -> str:
    """Return the text of rich text format (RTF 1.9.1): characters outside tables of facts."""
    page = _RTF_PAGE.search(data)
    encoding = {"936": "gb18030", "950": "big5"}.get(page[1].decode(), f"cp{page[1].decode()}") \
        if page else "cp1252"  # fmt: skip
    texts: list[str] = []
    held = bytearray()
    groups: list[tuple[bool, int]] = []
    silent, skipped, pending = False, 1, 0
    for token in _RTF_TOKEN.finditer(data):
        opened, closed, word, number, code, sign, char = token.groups()
        if code and not silent and not pending:
            held.append(int(code, 16))
            continue
        if not char or silent:
            texts.append(held.decode(encoding, "replace"))
            held.clear()
        if opened:
            groups.append((silent, skipped))
        elif closed:
            silent, skipped = groups.pop() if groups else (False, 1)
        elif word == b"uc":
            skipped = int(number or 1)
        elif word == b"u" and not silent:
            texts.append(chr(int(number or 0) % 65536))
            pending = skipped
            continue
        elif word in _RTF_FACTS or sign == b"*":
            silent = True
        elif word in (b"par", b"cell", b"line", b"tab", b"row"):
            texts.append("\n")
        elif (char or code or (sign and sign in b"\\{}")) and not silent:
            if pending:
                pending -= 1
                continue
            held += char or sign or b""
        pending = pending if char or code else 0
    return "".join([*texts, held.decode(encoding, "replace")]).encode("utf-16", "surrogatepass") \
        .decode("utf-16", "replace")  # fmt: skip


class _Page(HTMLParser):
    """Gathers the text of a page by the tokens of Python's own parser, which builds no tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._in_code = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._in_code = tag
        self.texts += [value or "" for name, value in attrs if name in ("alt", "title", "label")]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in_code:
            self._in_code = ""

    def handle_data(self, data: str) -> None:
        if not self._in_code:
            self.texts.append(data)


def _html(data: bytes, name: str) -> str:
    page = _Page()
    page.feed(data.decode(webpage.encoding_of(data), "replace"))
    page.close()
    return "\n".join(page.texts)


def _pdf(data: bytes, name: str) -> str:
    return "\n".join(pdf.texts(data))


def _text(data: bytes, name: str) -> str | None:
    decoded = decode(data, name)
    return getattr(decoded, "text", None)


def _markdown(data: bytes, name: str) -> str | None:
    """Return a Markdown text without its syntax and without the names of its front matter."""
    text = _text(data, name)
    return None if text is None else text_of(FRONT.sub(_values, text.lstrip(), count=1))


def _values(front: re.Match[str]) -> str:
    return re.sub(r"^[ \t-]*[\w-]+:", " ", front[0], flags=re.MULTILINE)


_WAYS: dict[str, Callable[[bytes, str], str | None]] = {
    "docx": _docx, "odt": _odt, "fodt": _fodt, "rtf": _rtf, "html": _html, "pdf": _pdf, "text": _text,
    "markdown": _markdown,
}  # fmt: skip
