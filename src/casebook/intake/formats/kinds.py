"""Tell by its bytes what a received file is; its name is asked only where bytes do not say.

The names given here are those of formats: docx, xlsx, xls, ods, odt, rtf, pdf, html, mail (a page
or a letter in MIME), text; those nothing here reads are named too, so that a refusal can say
truly what the file is.
"""

import io
import re
import zipfile

MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.I | re.S,
)
MAIL = re.compile(
    rb"\s*(?:(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*|[ \t]+[^\r\n]*)\r?\n){0,60}?"
    rb"(?:MIME-Version:|Content-Type:\s*multipart/)",
    re.IGNORECASE,
)
_STREAMS = (
    ("EncryptedPackage", "locked"), ("WordDocument", "doc"), ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"), ("__substg1.0_", "msg"),
)  # fmt: skip
_PARTS = (
    ("OFD.xml", "ofd"), ("word/document.xml", "docx"), ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "ppt"), ("Index/Document.iwa", "iwork"),
    ("Index.zip", "iwork"), ("META-INF/container.xml", "epub"),
)  # fmt: skip
_OPENDOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "ppt", "graphics": "drawing"}
_STARTS = (
    (b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"), (b"\xff\xd8\xff", "picture"), (b"\x89PNG", "picture"),
    (b"GIF8", "picture"), (b"BM", "picture?"), (b"II*\0", "picture"), (b"MM\0*", "picture"),
    (b"CAJ", "caj"), (b"HN\0\0", "caj"), (b"HN\xc8\0", "caj"), (b"KDH ", "caj"), (b"TEB", "caj"),
    (b"MZ", "program?"),
)  # fmt: skip
PICTURES = frozenset("jpg jpeg png gif bmp tif tiff webp heic heif jp2 avif".split())
_PAGES = frozenset("html htm xhtml".split())


def kind_of(data: bytes, ending: str) -> str:
    """Return what `data` is; `ending` is that of its name, without the dot, in small letters.

    Besides the formats named above: ofd, ppt, iwork, epub, drawing, zip, rar, 7z, gz, msg, locked,
    ole, picture, caj, program, and fodt, fods, word-xml, excel-xml for documents in plain XML.
    """
    if data.startswith(b"PK"):
        return _package(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data)
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    for start, kind in _STARTS:
        if data.startswith(start) and (not kind.endswith("?") or b"\0" in data[:64]):
            return kind.removesuffix("?")
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture" if data[8:12] in _STILLS else "film"
    return _text(data, ending)


_STILLS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"WEBP", b"hevc")


def _text(data: bytes, ending: str) -> str:
    start = data[:4096]
    if b"opendocument" in start and b"<office:document" in start:
        return "fods" if b".spreadsheet" in start else "fodt"
    if b"<w:wordDocument" in start or b"<pkg:package" in start:
        return "word-xml"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<Workbook" in start:
        return "excel-xml"
    if MAIL.match(data[:8192]):
        return "mail"
    if ending in _PAGES or MARKUP.match(start):
        return "html"
    return "text"


def _package(data: bytes) -> str:
    if data[30:38] == b"mimetype":
        for word, kind in _OPENDOCUMENT.items():
            if f"opendocument.{word}".encode() in data[38:130]:
                return kind
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return _broken_package(data)
    for part, kind in _PARTS:
        if part in names or part.replace("/", "\\") in names:
            return kind
    if "[Content_Types].xml" not in names:
        return "zip"
    tops = {name.partition("/")[0] for name in names}
    return "xlsx" if "xl" in tops else "ppt" if "ppt" in tops else "docx"


def _broken_package(data: bytes) -> str:
    """Return what a zip whose list of contents is lost was, by the names of its first files."""
    for mark, kind in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "ppt"), (b"OFD.xml", "ofd")):
        if mark in data:
            return kind
    return "docx" if b"[Content_Types].xml" in data else "zip"


def _compound(data: bytes) -> str:
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return "xls" if "Book\0".encode("utf-16-le") in data else "ole"
