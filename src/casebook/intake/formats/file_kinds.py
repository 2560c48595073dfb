"""Tell what a file is by its bytes; its name only decides between texts.

Whoever refuses a file says what it is, and must not be wrong: an Excel table is no damaged Word
file, a mail is no web page. All kinds stand in one table, `KINDS`: what people call them, what can
be done with them, and how the names of such files end.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from casebook import files
from casebook.errata import Wording


class Family(StrEnum):
    """What can be done with a file."""

    TEXT = "text"
    PICTURE = "picture"
    CONTAINER = "container"
    OTHER = "other"


@dataclass(frozen=True)
class FileKind:
    """What a file is: a key for programs, its family, what people call it, the usual endings."""

    key: str
    family: Family
    name: Wording
    endings: frozenset[str]

    @property
    def spaced_name(self) -> str:
        """Its Chinese name after a Chinese word: a blank before a Latin letter."""
        return f" {self.name.zh}" if self.name.zh[0].isascii() else self.name.zh

    @property
    def picture_ending(self) -> str:
        """The ending the name of such a picture should have; nothing when it is none."""
        if self.family is not Family.PICTURE:
            return ""
        return {"jpeg": ".jpg", "tiff": ".tif"}.get(self.key, f".{self.key}")


def _kinds(family: Family, rows: Iterable[tuple[str, ...]]) -> dict[str, FileKind]:
    return {
        key: FileKind(key, family, Wording(zh, en), frozenset(" ".join(endings).split()))
        for key, zh, en, *endings in rows
    }


KINDS = {
    **_kinds(Family.TEXT, (
        ("docx", "Word 文件（.docx）", "a Word file (.docx)", ".docx .docm .dotx .dotm"),
        ("doc", "旧版 Word 或 WPS 文件（.doc、.wps）", "an old Word or WPS file (.doc, .wps)",
         ".doc .wps .wpt .dot"),
        ("word-xml", "旧版 Word 或 WPS 文件（.doc、.wps）", "an old Word or WPS file (.doc, .wps)"),
        ("odt", "OpenDocument 文稿（.odt）", "an OpenDocument text (.odt)", ".odt .ott"),
        ("fodt", "OpenDocument 文稿（.odt）", "an OpenDocument text (.odt)", ".fodt"),
        ("rtf", "RTF 文件", "an RTF file", ".rtf"),
        ("pdf", "PDF", "a PDF", ".pdf"),
        ("html", "网页（.html）", "a web page (.html)", ".html .htm .xhtml"),
        ("mhtml", "单个文件网页（.mht、.mhtml）", "a web page in one file (.mht, .mhtml)",
         ".mht .mhtml"),
        ("text", "纯文本", "plain text", ".txt .text .md .markdown"),
    )),
    **_kinds(Family.PICTURE, (
        ("jpeg", "JPEG 图片", "a JPEG picture"),
        ("png", "PNG 图片", "a PNG picture"),
        ("gif", "GIF 图片", "a GIF picture"),
        ("bmp", "BMP 图片", "a BMP picture"),
        ("tiff", "TIFF 图片", "a TIFF picture"),
        ("webp", "WebP 图片", "a WebP picture"),
        ("heic", "HEIC 照片（苹果手机）", "a HEIC photo (of an iPhone)"),
        ("avif", "AVIF 图片", "an AVIF picture"),
        ("psd", "Photoshop 图片（.psd）", "a Photoshop picture (.psd)"),
        ("svg", "SVG 矢量图", "an SVG drawing"),
        ("emf", "Windows 矢量图（.emf、.wmf）", "a Windows drawing (.emf, .wmf)"),
    )),
    **_kinds(Family.CONTAINER, (
        ("zip", "压缩包（.zip）", "an archive (.zip)"),
        ("7z", "压缩包（.7z）", "an archive (.7z)"),
        ("rar", "压缩包（.rar）", "an archive (.rar)"),
        ("cab", "压缩包（.cab）", "an archive (.cab)"),
        ("lha", "压缩包（.lzh）", "an archive (.lzh)"),
        ("arj", "压缩包（.arj）", "an archive (.arj)"),
        ("tar", "打包文件（.tar）", "an archive (.tar)"),
        ("gz", "压缩文件（.gz、.tgz）", "a packed file (.gz, .tgz)"),
        ("bz2", "压缩文件（.bz2）", "a packed file (.bz2)"),
        ("xz", "压缩文件（.xz）", "a packed file (.xz)"),
        ("zst", "压缩文件（.zst）", "a packed file (.zst)"),
        ("eml", "邮件（.eml）", "a mail (.eml)"),
        ("msg", "Outlook 邮件（.msg）", "a mail of Outlook (.msg)"),
        ("mbox", "邮箱文件（.mbox）", "a mailbox (.mbox)"),
    )),
    **_kinds(Family.OTHER, (
        ("xlsx", "Excel 表格", "an Excel table", ".xlsx .xlsm"),
        ("xlsb", "Excel 表格", "an Excel table", ".xlsb"),
        ("xls", "旧版 Excel 表格（.xls、.et）", "an old Excel table (.xls, .et)", ".xls .et"),
        ("excel-xml", "旧版 Excel 表格（.xml）", "an old Excel table (.xml)"),
        ("ods", "OpenDocument 表格（.ods）", "an OpenDocument table (.ods)", ".ods"),
        ("fods", "OpenDocument 表格（.fods）", "an OpenDocument table (.fods)", ".fods"),
        ("pptx", "PowerPoint 演示文稿", "PowerPoint slides"),
        ("ppt", "旧版演示文稿（.ppt、.dps）", "old slides (.ppt, .dps)"),
        ("odp", "OpenDocument 演示文稿（.odp）", "OpenDocument slides (.odp)"),
        ("locked-office", "加了密码的 Office 文件", "an Office file locked with a password"),
        ("ole", "旧版 Office 一类的复合文件", "a compound file, like those of old Office"),
        ("epub", "电子书（.epub）", "an e-book (.epub)"),
        ("ofd", "OFD 版式文件", "an OFD document", ".ofd"),
        ("caj", "知网的 CAJ 文件", "a CAJ file of CNKI"),
        ("iwork", "苹果的 Pages、Numbers 文件", "a file of Apple's Pages or Numbers"),
        ("drawing", "OpenDocument 图形（.odg）", "an OpenDocument drawing (.odg)"),
        ("tnef", "Outlook 附件包（winmail.dat）", "a packet of Outlook (winmail.dat)"),
        ("video", "视频", "a video"),
        ("audio", "录音", "a sound recording"),
        ("program", "程序文件", "a program"),
        ("shortcut", "快捷方式，不是文件本身", "a shortcut and not the file itself"),
        ("font", "字体", "a font"),
        ("empty", "空文件（0 字节）", "an empty file (0 bytes)"),
        ("unknown", "认不出的文件", "a file of an unknown kind"),
    )),
}  # fmt: skip
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n", "png"),
    (b"GIF8", "gif"), (b"BM", "bmp"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"), (b"8BPS", "psd"),
    (b"\x01\0\0\0\x58\0\0\0", "emf"), (b"\xd7\xcd\xc6\x9a", "emf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!", "rar"), (b"MSCF", "cab"),
    (b"\x60\xea", "arj"), (b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"), (b"\x78\x9f\x3e\x22", "tnef"),
    (b"ID3", "audio"), (b"OggS", "audio"), (b"fLaC", "audio"), (b"#!AMR", "audio"),
    (b"\xff\xfb", "audio"), (b"\x1aE\xdf\xa3", "video"), (b"FLV", "video"),
    (b"\0\0\1\xba", "video"), (b"\x30\x26\xb2\x75", "video"),
    (b"CAJ\0", "caj"), (b"HN\0\0", "caj"), (b"HN\xc8\0", "caj"), (b"KDH ", "caj"), (b"TEB", "caj"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (b"[InternetShortcut]", "shortcut"), (b"\0\1\0\0\0", "font"), (b"OTTO", "font"),
    (b"ttcf", "font"),
)  # fmt: skip
_SHORT = frozenset({"bmp", "arj", "audio", "program", "caj"})
"""Signatures of two or three letters, which a text may begin with: taken only when the rest is no text."""
_BRANDS = {
    b"heic": "heic", b"heix": "heic", b"hevc": "heic", b"mif1": "heic", b"msf1": "heic",
    b"heim": "heic", b"heis": "heic", b"avif": "avif", b"avis": "avif", b"M4A ": "audio",
}  # fmt: skip
_HEADER = re.compile(rb"[!-9;-~]+:[ \t]|[!-9;-~]+:\r?$")
_MAIL = re.compile(
    rb"^(?:from|to|date|subject|message-id|received|return-path|mime-version|content-type"
    rb"|delivered-to|x-[\w-]+|dkim-signature|reply-to|sender|cc):", re.IGNORECASE
)  # fmt: skip
_MAILBOX = re.compile(rb"From \S+.*\d{4}\s*\r?\n[!-9;-~]+:")
_UNDATED = re.compile(rb"From [^\r\n]*\r?\n")
"""Thunderbird and others leave the date out of the line before a mail, or all of it."""
_OF_A_PAGE = re.compile(
    rb"^(?:snapshot-content-location:|from:.*(?:saved by|\xb1\xa3\xb4\xe6|=\?.*\?=.*internet explorer))",
    re.IGNORECASE | re.MULTILINE,
)
_OF_A_MAIL = re.compile(
    rb"^(?:to|received|message-id|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE
)
_RELATED = re.compile(
    rb"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE
)
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_DRAWING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?\?>\s*)?(?:<!.*?>\s*)*<svg\b", re.DOTALL)
_BROKEN = {
    ".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".pptx": "pptx", ".odt": "odt", ".zip": "zip",
}  # fmt: skip
"""What a damaged zip was meant to be, by the ending of its name, else by its first files."""
_FIRST = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"OFD.xml", "ofd"),
          (b"[Content_Types].xml", "docx"))  # fmt: skip
_MAIN_PARTS = (("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"))
_HEAD = 8192


def endings_of(*keys: str) -> frozenset[str]:
    """Return how the names of files of these kinds usually end."""
    return frozenset().union(*(KINDS[key].endings for key in keys))


TEXT_ENDINGS = endings_of(*(key for key, kind in KINDS.items() if kind.family is Family.TEXT))
"""The endings of files that may be manuscripts or notices."""


def kind_of_file(path: Path) -> FileKind:
    """Return what the file at `path` is. Raises `OSError` when it cannot be read."""
    head = files.start(path, _HEAD)
    if head.startswith(b"PK"):
        return KINDS[_zip(path, head, path.suffix.lower())]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return KINDS[_compound(files.read(path))]
    return kind_of_start(head, path.suffix.lower())


def kind_of_bytes(data: bytes, ending: str) -> FileKind:
    """Return what a file is that holds `data` and whose name ends in `ending` (`.docx`)."""
    if data.startswith(b"PK"):
        return KINDS[_zip(io.BytesIO(data), data[:_HEAD], ending)]
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return KINDS[_compound(data)]
    return kind_of_start(data[:_HEAD], ending)


def kind_of_start(head: bytes, ending: str) -> FileKind:
    """Return what a file is that begins with `head` and whose name ends in `ending`.

    Zips and compound files are not looked into: see `kind_of_file`.
    """
    return KINDS[_of(head, ending)]


_FORMATS = {
    **dict.fromkeys("jpeg png gif bmp tiff webp heic avif".split(), "picture"),
    **dict.fromkeys(("eml", "mhtml"), "mail"), **dict.fromkeys(("pptx", "odp"), "ppt"),
    **dict.fromkeys(("video", "audio"), "film"), "locked-office": "locked",
    **dict.fromkeys("psd svg emf mbox shortcut font empty unknown tnef".split(), "text"),
    **dict.fromkeys("cab lha arj tar bz2 xz zst".split(), "text"),
}  # fmt: skip
"""Kinds that are one to a reader of notices; `text` is what nothing but a text could be."""


def format_of(data: bytes, ending: str) -> str:
    """Return what a notice comes in: a key of `KINDS`, or what several of them are to its reader.

    `ending` is that of its name, without the dot, in small letters.
    """
    key = kind_of_bytes(data, f".{ending}").key
    return _FORMATS.get(key, key)


def picture_ending(head: bytes) -> str:
    """Return the ending a picture that begins with `head` should have; nothing when it is none."""
    return kind_of_start(head, "").picture_ending


def _of(head: bytes, ending: str) -> str:
    if not head:
        return "empty"
    start, key = next((row for row in _STARTS if head.startswith(row[0])), (b"", ""))
    if key and not (key in _SHORT and b"\0" not in start and _is_text(head)):
        return key
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video")
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "audio", b"AVI ": "video"}.get(head[8:12], "unknown")
    if head[257:262] == b"ustar":
        return "tar"
    if head[2:5] == b"-lh" and head[6:7] == b"-":
        return "lha"
    if head[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if document := _plain_xml(head[:4096]):
        return document
    if letter := _letter(head):
        return letter
    if ending in KINDS["html"].endings or _MARKUP.match(head):
        return "html"
    if _DRAWING.match(head):
        return "svg"
    return "text" if _is_text(head) else "unknown"


def _plain_xml(start: bytes) -> str:
    """Return what an office document in one file of XML is, or nothing."""
    if b"opendocument" in start and b"<office:document" in start:
        return "fods" if b".spreadsheet" in start else "fodt"
    if b"<w:wordDocument" in start or b"<pkg:package" in start:
        return "word-xml"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<Workbook" in start:
        return "excel-xml"
    return ""


def _letter(head: bytes) -> str:
    """Return what a file is that begins with the header of a mail, or nothing."""
    if _MAILBOX.match(head):
        return "mbox"
    if (line := _UNDATED.match(head)) and _letter(head[line.end() :]) == "eml":
        return "mbox"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    top = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = [line for line in top.splitlines() if not line[:1].isspace()]
    if not lines or not all(_HEADER.match(line) for line in lines):
        return ""
    known = sum(bool(_MAIL.match(line)) for line in lines)
    mime = any(line[:13].lower() == b"mime-version:" for line in lines)
    if not mime and known < 3:
        return ""
    if _OF_A_PAGE.search(top) or (_RELATED.search(top) and not _OF_A_MAIL.search(top)):
        return "mhtml"
    return "eml"


def _is_text(head: bytes) -> bool:
    """Whether the bytes may be text: no control but blanks, unless they are of UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if not odd:
        return True
    halves = head[0 : len(head) // 2 * 2 : 2], head[1::2]
    return any(half.count(0) > len(half) * 0.05 for half in halves) and odd == head.count(0)


def _zip(file: Path | BinaryIO, head: bytes, ending: str) -> str:
    """Return what a zip is by what is in it; a damaged one by its first entry."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                return _declared(archive.read("mimetype")[:200])
            if "[Content_Types].xml" in names:
                return _office(archive.read("[Content_Types].xml"), names)
            if "OFD.xml" in names:
                return "ofd"
            if names & {"Index/Document.iwa", "Index.zip"}:
                return "iwork"
            return next((key for part, key in _MAIN_PARTS if part in names), "zip")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        pass
    first = next((key for mark, key in _FIRST if mark in head), "zip")
    return _BROKEN.get(ending, first)


_DECLARED = (
    (b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"), (b"opendocument.graphics", "drawing"), (b"epub", "epub"),
)  # fmt: skip
_OFFICE = (
    (b"wordprocessingml", "docx"), (b"spreadsheetml", "xlsx"), (b"ms-excel", "xlsx"),
    (b"presentationml", "pptx"), (b"ms-word", "docx"),
)  # fmt: skip


def _declared(kind: bytes) -> str:
    return next((key for word, key in _DECLARED if word in kind), "zip")


def _office(types: bytes, names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if named := next((key for word, key in _OFFICE if word in types), ""):
        return named
    for start, key in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(name.startswith(start) for name in names):
            return key
    return "docx"


def _compound(data: bytes) -> str:
    """Return the key of what a compound (OLE) file is, by the streams it names."""
    for stream, key in (
        ("EncryptedPackage", "locked-office"), ("__properties_version1.0", "msg"),
        ("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint Document", "ppt"),
        ("ETExtData", "xls"), ("Book\0", "xls"),
    ):  # fmt: skip
        if stream.encode("utf-16-le") in data:
            return key
    return "ole"
