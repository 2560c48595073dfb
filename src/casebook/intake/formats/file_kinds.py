"""Tell what a file is by its bytes; its name only decides between texts.

Whoever refuses a file says what it is, and must not be wrong: an Excel table is no damaged Word
file, a mail is no web page.
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
class Nature:
    """What a file is: a key for programs, its family, and what people call it."""

    key: str
    family: Family
    name: Wording

    @property
    def said(self) -> str:
        """Its Chinese name after a Chinese word: a blank before a Latin letter."""
        return f" {self.name.zh}" if self.name.zh[0].isascii() else self.name.zh

    @property
    def picture_ending(self) -> str:
        """The ending the name of such a picture should have; nothing when it is none."""
        if self.family is not Family.PICTURE:
            return ""
        return {"jpeg": ".jpg", "tiff": ".tif"}.get(self.key, f".{self.key}")


def _natures(family: Family, rows: Iterable[tuple[str, str, str]]) -> dict[str, Nature]:
    return {key: Nature(key, family, Wording(zh, en)) for key, zh, en in rows}


NATURES = {
    **_natures(Family.TEXT, (
        ("docx", "Word 文件（.docx）", "a Word file (.docx)"),
        ("doc", "旧版 Word 或 WPS 文件（.doc、.wps）", "an old Word or WPS file (.doc, .wps)"),
        ("odt", "OpenDocument 文稿（.odt）", "an OpenDocument text (.odt)"),
        ("rtf", "RTF 文件", "an RTF file"),
        ("pdf", "PDF", "a PDF"),
        ("html", "网页（.html）", "a web page (.html)"),
        ("mhtml", "单个文件网页（.mht、.mhtml）", "a web page in one file (.mht, .mhtml)"),
        ("text", "纯文本", "plain text"),
    )),
    **_natures(Family.PICTURE, (
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
    **_natures(Family.CONTAINER, (
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
    **_natures(Family.OTHER, (
        ("xlsx", "Excel 表格", "an Excel table"),
        ("xls", "旧版 Excel 表格（.xls、.et）", "an old Excel table (.xls, .et)"),
        ("ods", "OpenDocument 表格（.ods）", "an OpenDocument table (.ods)"),
        ("pptx", "PowerPoint 演示文稿", "PowerPoint slides"),
        ("ppt", "旧版演示文稿（.ppt、.dps）", "old slides (.ppt, .dps)"),
        ("odp", "OpenDocument 演示文稿（.odp）", "OpenDocument slides (.odp)"),
        ("locked-office", "加了密码的 Office 文件", "an Office file locked with a password"),
        ("ole", "旧版 Office 一类的复合文件", "a compound file, like those of old Office"),
        ("epub", "电子书（.epub）", "an e-book (.epub)"),
        ("ofd", "OFD 版式文件", "an OFD document"),
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
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (b"[InternetShortcut]", "shortcut"), (b"\0\1\0\0\0", "font"), (b"OTTO", "font"),
    (b"ttcf", "font"),
)  # fmt: skip
_SHORT = frozenset({"bmp", "arj", "audio", "program"})
"""Signatures of two letters, which a text may begin with: taken only when the rest is no text."""
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
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_DRAWING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?\?>\s*)?(?:<!.*?>\s*)*<svg\b", re.DOTALL)
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_BROKEN = {".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".pptx": "pptx", ".odt": "odt"}
"""What a damaged zip was meant to be."""
_HEAD = 8192


def nature(path: Path) -> Nature:
    """Return what the file at `path` is. Raises `OSError` when it cannot be read."""
    head = files.start(path, _HEAD)
    if head.startswith(b"PK"):
        return NATURES[_zip(path, head, path.suffix.lower())]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return NATURES[compound(files.read(path))]
    return of(head, path.suffix.lower())


def of_bytes(data: bytes, ending: str) -> Nature:
    """Return what a file is that holds `data` and whose name ends in `ending`."""
    if data.startswith(b"PK"):
        return NATURES[_zip(io.BytesIO(data), data[:_HEAD], ending)]
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return NATURES[compound(data)]
    return of(data[:_HEAD], ending)


def of(head: bytes, ending: str) -> Nature:
    """Return what a file is that begins with `head` and whose name ends in `ending`.

    Zips and compound files are not looked into: see `nature`.
    """
    return NATURES[_of(head, ending)]


def picture_ending(head: bytes) -> str:
    """Return the ending a picture that begins with `head` should have; nothing when it is none."""
    return of(head, "").picture_ending


def _of(head: bytes, ending: str) -> str:
    if not head:
        return "empty"
    found = next((key for start, key in _STARTS if head.startswith(start)), "")
    if found and not (found in _SHORT and _is_text(head)):
        return found
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
    if b"opendocument" in head[:2000] and b"<office:document" in head[:4000]:
        return "odt"
    if b"<w:wordDocument" in head[:4000] or b"<pkg:package" in head[:4000]:
        return "doc"
    if letter := _letter(head):
        return letter
    if ending in _PAGES or _MARKUP.match(head):
        return "html"
    if _DRAWING.match(head):
        return "svg"
    return "text" if _is_text(head) else "unknown"


def _letter(head: bytes) -> str:
    """Return what a file is that begins with the header of a mail, or nothing."""
    if _MAILBOX.match(head):
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
            return "ofd" if "OFD.xml" in names else "zip"
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        pass
    return _BROKEN.get(ending, "docx" if head[30:49] == b"[Content_Types].xml" else "zip")


def _declared(kind: bytes) -> str:
    for said, key in (
        (b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"),
        (b"opendocument.presentation", "odp"), (b"epub", "epub"),
    ):  # fmt: skip
        if said in kind:
            return key
    return "zip"


def _office(types: bytes, names: set[str]) -> str:
    for said, key in (
        (b"wordprocessingml", "docx"), (b"spreadsheetml", "xlsx"), (b"ms-excel", "xlsx"),
        (b"presentationml", "pptx"), (b"ms-word", "docx"),
    ):  # fmt: skip
        if said in types:
            return key
    for start, key in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(name.startswith(start) for name in names):
            return key
    return "docx"


def compound(data: bytes) -> str:
    """Return the key of what a compound (OLE) file is, by the streams it names."""
    for stream, key in (
        ("EncryptedPackage", "locked-office"), ("__properties_version1.0", "msg"),
        ("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint Document", "ppt"),
        ("ETExtData", "xls"),
    ):  # fmt: skip
        if stream.encode("utf-16-le") in data:
            return key
    return "ole"
