"""Read the paragraphs and table rows of a .docx as lines, with a count that no text is lost.

Enough for notices: a paragraph is a line, a table row a line with tabs between the cells. Every
`w:t` of the part is counted and must come out; what this walk does not print (automatic numbers,
notes, headers) is told. Manuscripts need more, and have a walk of their own.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from casebook.errata import Erratum, Kind, Place, StopPress, Wording

MAIN = "word/document.xml"
LARGEST = 64 * 2**20
"""Bytes of one part; a notice is far smaller, a zip bomb far larger."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def lines(data: bytes, name: str) -> tuple[tuple[str, ...], tuple[Erratum, ...]]:
    """Return the lines of the .docx `data` and what an editor must know about them.

    Raises `StopPress` if it is no Word file, or if some of its text would not be in the lines.
    """
    parts = _parts(data, name)
    if MAIN not in parts:
        raise StopPress([_not_word(name)])
    root = parts.pop(MAIN)
    body = next((node for node in root if _tag(node) == "body"), root)
    rows = tuple(row for block in _blocks(body) for row in block.split("\n"))
    if Counter(_kept(root)) - Counter("".join(rows)):
        raise StopPress([_lossy(name)])
    told = [_automatic(name, count)] if (count := _numbered(root)) else []
    told += [_beside(name, part, text) for part, node in parts.items() if (text := _kept(node))]
    return rows, tuple(told)


def _parts(data: bytes, name: str) -> dict[str, etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    found: dict[str, etree._Element] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                if not _holds_text(info.filename):
                    continue
                if info.file_size > LARGEST:
                    raise StopPress([_not_word(name)])
                found[info.filename] = etree.fromstring(package.read(info), parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise StopPress([_not_word(name)]) from error
    return found


def _holds_text(part: str) -> bool:
    kinds = ("word/footnotes", "word/endnotes", "word/header", "word/footer")
    return part == MAIN or (part.startswith(kinds) and part.endswith(".xml"))


def _tag(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Yield the text of every paragraph and table row below `parent`, in document order."""
    for node in parent:
        kind = _tag(node)
        if kind == "p":
            yield _text(node)
            yield from _boxes(node)
        elif kind == "tbl":
            yield from _rows(node)
        elif node.tag != FALLBACK and kind not in ("del", "moveFrom"):
            yield from _blocks(node)


def _boxes(paragraph: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of text boxes anchored in `paragraph`, the outermost first."""
    for node in paragraph:
        if _tag(node) == "txbxContent":
            yield from _blocks(node)
        elif node.tag != FALLBACK:
            yield from _boxes(node)


def _rows(table: etree._Element) -> Iterator[str]:
    for node in table:
        if _tag(node) == "tr":
            cells = ["\v".join(_blocks(cell)) for cell in _cells(node)]
            yield "\t".join(" ".join(cell.replace("\v", " ").split()) for cell in cells)
        elif _tag(node) not in ("tblPr", "tblGrid"):
            yield from _rows(node)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in row:
        if _tag(node) == "tc":
            yield node
        elif _tag(node) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(node)


def _text(node: etree._Element) -> str:
    """Return the text of a run or paragraph without that of its text boxes."""
    kind = _tag(node)
    if kind == "t":
        return node.text or ""
    if kind in ("tab", "br", "cr", "noBreakHyphen"):
        return {"tab": "\t", "noBreakHyphen": "-"}.get(kind, "\n")
    if kind in ("txbxContent", "del", "moveFrom", "pPr") or node.tag == FALLBACK:
        return ""
    return "".join(_text(child) for child in node)


def _kept(root: etree._Element) -> str:
    """Return every character of the part that is not deleted, moved away or a fallback copy."""
    words: list[str] = []
    _gather(root, words)
    return "".join("".join(words).split())


def _gather(node: etree._Element, words: list[str]) -> None:
    if _tag(node) in ("del", "moveFrom") or node.tag == FALLBACK:
        return
    if _tag(node) == "t":
        words.append(node.text or "")
    for child in node:
        _gather(child, words)


def _numbered(root: etree._Element) -> int:
    return sum(_tag(node) == "numPr" for node in root.iter())


def _automatic(name: str, count: int) -> Erratum:
    message = Wording(
        f"有 {count} 段用了 Word 自动编号，编号没有读出",
        f"{count} paragraphs are numbered by Word; those numbers are not read",
    )
    hint = Wording(
        "请把编号转为文字，或核对条目顺序。", "Turn the numbers into text, or check the order."
    )
    return Erratum("automatic-numbers", Place(name), message, hint, "", Kind.QUERY)


def _beside(name: str, part: str, text: str) -> Erratum:
    message = Wording(
        "页眉、页脚或注释里的文字没有读入", "text in a header, footer or note is not read"
    )
    hint = Wording(
        "如属通报内容，请移到正文。", "Move it into the text if it belongs to the notice."
    )
    return Erratum("text-beside", Place(f"{name}/{part}"), message, hint, text[:60], Kind.QUERY)


def _not_word(name: str) -> Erratum:
    message = Wording("这不是完好的 .docx 文件", "this is not a sound .docx file")
    hint = Wording(
        "请在 Word 或 WPS 里打开后另存为 .docx。", "Open it in Word and save it as .docx."
    )
    return Erratum("unreadable-file", Place(name), message, hint)


def _lossy(name: str) -> Erratum:
    message = Wording(
        "文件里有读不全的文字，为免遗漏不予读取",
        "some text of the file would be lost, so none is read",
    )
    hint = Wording("请另存为纯文本（.txt）再试。", "Save it as plain text (.txt) and try again.")
    return Erratum("lossy-file", Place(name), message, hint)
