"""Make Word files of every kind by hand: the XML is what the test is about.

`docx` packs parts; `body` wraps paragraphs into a document part. No library writes these files:
a library writes what it knows, and the walk must read what libraries do not know.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = {
    "w": W, "r": R,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}  # fmt: skip
XMLNS = " ".join(f'xmlns:{key}="{url}"' for key, url in _NAMES.items())
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def part(root: str, inside: str) -> str:
    """Return an XML part with every name space declared."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {XMLNS}>{inside}</{root}>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    inside = "".join(item if item.startswith("<") else run(item) for item in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def numbered(text: str, series: int, level: int = 0) -> str:
    return p(
        text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{series}"/></w:numPr>'
    )


def body(*blocks: str) -> str:
    return part("w:document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>")


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def relations(links: Mapping[str, tuple[str, str]]) -> str:
    """Return a relations part: id to (kind, target); an address is marked as outside."""
    inside = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target or target.startswith("file:") else "")
        + "/>"
        for key, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="{_RELS}">{inside}</Relationships>'


def png(width: int = 4, height: int = 3, shade: int = 90) -> bytes:
    """Return a grey PNG of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data) & 0xFFFFFFFF)
        )  # fmt: skip

    rows = zlib.compress((b"\0" + bytes([shade]) * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def docx(
    document: str | bytes, parts: Mapping[str, str | bytes] | None = None,
    links: Mapping[str, tuple[str, str]] | None = None, main: str = "word/document.xml",
) -> bytes:  # fmt: skip
    """Return a Word file of the part `document`, further `parts`, and the links of the main part.

    Styles, numbering, notes and comments are linked by their usual names.
    """
    parts = dict(parts or {})
    folder = main.rpartition("/")[0]
    usual = {
        name: (name, f"{name}.xml")
        for name in ("styles", "numbering", "footnotes", "endnotes", "comments", "settings")
        if f"{folder}/{name}.xml" in parts
    }
    all_links = {**usual, **(links or {})}
    overrides = f'<Override PartName="/{main}" ContentType="{_TYPE}.document.main+xml"/>'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        f"{overrides}</Types>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relations({"rId1": ("officeDocument", main)}))
        archive.writestr(main, document)
        name = main.rpartition("/")[2]
        archive.writestr(f"{folder}/_rels/{name}.rels", relations(all_links))
        for key, data in parts.items():
            archive.writestr(key, data)
    return stream.getvalue()
