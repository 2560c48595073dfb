"""Read the text of an OFD file (GB/T 33190—2016), the fixed-layout format of Chinese offices.

A zip of XML: OFD.xml names the document, that its pages, and each page holds text objects with
their places. What stands on one height is one line here, from left to right.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from casebook.errata import Erratum, Place, StopPress, Wording

LARGEST_PART, MOST_PAGES = 30_000_000, 500
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, KeyError, EOFError,
    OSError, RuntimeError, NotImplementedError, ValueError,
)  # fmt: skip


def pages(data: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of every page of the OFD file `data`, called `name`.

    Raises `StopPress` when it is damaged or holds no text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            page_lines = tuple(tuple(_lines(page)) for page in _pages(archive))
    except _DAMAGED as fault:
        raise StopPress([_damaged(name, str(fault))]) from fault
    if not any(page_lines):
        raise StopPress([_no_text(name)])
    return page_lines


def _pages(archive: zipfile.ZipFile) -> Iterator[etree._Element]:
    """Yield the pages of all documents of the file, in their order."""
    for root in _values(_part(archive, "OFD.xml"), "DocRoot"):
        place = root.lstrip("/")
        document = _part(archive, place)
        folder = posixpath.dirname(place)
        pages = [element.get("BaseLoc", "") for element in document.iter("{*}Page")]
        for page in pages[:MOST_PAGES]:
            inside = page.lstrip("/") if page.startswith("/") else posixpath.join(folder, page)
            yield _part(archive, posixpath.normpath(inside))


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    info = archive.getinfo(name)
    if info.file_size > LARGEST_PART:
        raise ValueError(f"{name}: {info.file_size}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(info), parser)


def _values(root: etree._Element, name: str) -> Iterator[str]:
    yield from (str(element.text).strip() for element in root.iter(f"{{*}}{name}") if element.text)


def _lines(page: etree._Element) -> Iterator[str]:
    """Yield the lines of a page from top to bottom."""
    words: list[tuple[float, float, float, str]] = []
    for thing in page.iter("{*}TextObject"):
        left, top, *_ = [*_numbers(thing.get("Boundary", "")), 0.0, 0.0]
        size = next(iter(_numbers(thing.get("Size", ""))), 4.0)
        for code in thing.iter("{*}TextCode"):
            x, y = (next(iter(_numbers(code.get(at, ""))), 0.0) for at in "XY")
            if code.text:
                words.append((top + y, left + x, size, code.text))
    line: list[tuple[float, str]] = []
    height = 0.0
    for y, x, size, text in sorted(words):
        if line and y - height > size / 2:
            yield "".join(text for _, text in sorted(line))
            line = []
        height = y if not line else height
        line.append((x, text))
    if line:
        yield "".join(text for _, text in sorted(line))


def _numbers(text: str) -> Iterator[float]:
    yield from map(float, re.findall(r"-?\d+(?:\.\d+)?", text))


def _damaged(name: str, reason: str) -> Erratum:
    return Erratum(
        "damaged-file", Place(name),
        Wording("OFD 文件损坏，打不开", "the OFD file is damaged and does not open"),
        Wording("请用 OFD 阅读器打开，另存为 PDF 或 Word，或请供稿单位重发。",
                "Open it in an OFD reader and save it as PDF or Word, or ask for it again."),
        reason,
    )  # fmt: skip


def _no_text(name: str) -> Erratum:
    return Erratum(
        "damaged-file", Place(name),
        Wording("OFD 文件里没有文字（多半是扫描件）", "the OFD file holds no text: a scan, most likely"),
        Wording("请向供稿单位要 Word 原稿。", "Ask the contributor for the Word file."),
    )  # fmt: skip
