"""Turn the bytes of a text file into text, and say in which encoding they were.

UTF-8 and UTF-16 say what they are; what is left of Chinese files is GB18030. A file that is not
text, or is written in two encodings, is refused with the reason: guessing would print nonsense.
"""

import re
from dataclasses import dataclass

from casebook.errata import Erratum, Place, Wording
from casebook.typography import is_ideograph

LIMIT = 1_000_000
"""Bytes. A call for cases asks for at most 5,000 characters; a megabyte is not one case."""

_BINARY: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "Word 文件（.docx）或压缩包", "a Word file (.docx) or an archive"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word/WPS 文件（.doc、.wps）", "an old Word file (.doc, .wps)"),
    (b"%PDF", "PDF", "a PDF"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    (b"\x89PNG", "PNG 图片", "a PNG picture"),
    (b"GIF8", "GIF 图片", "a GIF picture"),
    (b"Rar!", "压缩包（.rar）", "an archive (.rar)"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True)
class Decoded:
    """The text of a file with plain line feeds, and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, name: str) -> Decoded | Erratum:
    """Return the text in `data`, or why there is none; `name` is what the editor calls the file."""
    if len(data) > LIMIT:
        return _too_large(name, len(data))
    for start, zh, en in _BINARY:
        if data.startswith(start):
            return _not_text(name, zh, en)
    found = _marked(data) or _unmarked(data)
    if found is None:
        return _mixed(data, name) or _not_text(name, "二进制文件", "a binary file")
    text = _LINE_END.sub("\n", found.text)
    if not text.strip("\ufeff \n\t\u3000"):
        return Erratum(
            "empty-manuscript", Place(name),
            Wording("文件里没有文字", "the file holds no text"),
            Wording("请向供稿单位再要一份。", "Ask the contributor for the text again."),
        )  # fmt: skip
    if (control := _CONTROL.search(text)) is not None:
        return _control(text, control.start(), name)
    return Decoded(text, found.encoding)


def _marked(data: bytes) -> Decoded | None:
    """Read a file that begins with a byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                return None
    return None


def _unmarked(data: bytes) -> Decoded | None:
    """Read a file without a mark: UTF-8 if it is, UTF-16 if every second byte says so, GB18030."""
    orders = ("utf-16-le", "utf-16-be") if b"\0" in data and len(data) % 2 == 0 else ()
    for encoding in (*orders, "utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_well(text) or text.isascii():
            return Decoded(text, encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _reads_well(text: str) -> bool:
    """Whether nearly all Chinese characters of `text` are everyday ones: a wrong guess has few."""
    han = [char for char in text if is_ideograph(char)]
    odd = sum(not _everyday(char) for char in han)
    other = sum(not char.isascii() and not _everyday(char) for char in text) - odd
    control = len(_CONTROL.findall(text))
    return bool(han) and odd * 8 <= len(han) and other * 20 <= len(text) and not control


def _everyday(char: str) -> bool:
    """Whether `char` stands in GB 2312."""
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _mixed(data: bytes, name: str) -> Erratum | None:
    """Return the erratum for a file with lines in UTF-8 and lines in GB18030, or None."""
    seen: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        for encoding in ("utf-8", "gb18030"):
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _reads_well(text):
                seen.setdefault(encoding, number)
                break
    if len(seen) < 2:
        return None
    return Erratum(
        "mixed-encodings", Place(name, max(seen.values())),
        Wording(
            f"文件里有两种编码：第 {seen['utf-8']} 行是 UTF-8，第 {seen['gb18030']} 行是 GB18030",
            f"two encodings in one file: line {seen['utf-8']} is UTF-8, "
            f"line {seen['gb18030']} is GB18030",
        ),
        Wording("请在编辑器里修好乱码，另存为 UTF-8。",
                "Mend the garbled lines in an editor and save the file as UTF-8."),
    )  # fmt: skip


def _too_large(name: str, size: int) -> Erratum:
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording(f"文件有 {size / 1e6:.1f} MB，不像一篇案例",
                f"the file has {size / 1e6:.1f} MB, too much for one case"),
        Wording("请检查是否把整本书或别的文件放进来了；每篇案例单独一个文件。",
                "See whether it is a whole book or another file; each case is one file."),
    )  # fmt: skip


def _not_text(name: str, zh: str, en: str) -> Erratum:
    return Erratum(
        "not-a-text-file", Place(name),
        Wording(f"这不是文本文件，是{zh}", f"this is no text file but {en}"),
        Wording("请打开原文件，另存为纯文本（.txt，UTF-8）后再收稿。",
                "Open it in its own program, save it as plain text (.txt, UTF-8), receive that."),
    )  # fmt: skip


def _control(text: str, at: int, name: str) -> Erratum:
    line = text.count("\n", 0, at) + 1
    return Erratum(
        "control-character", Place(name, line, at - text.rfind("\n", 0, at)),
        Wording(f"有控制字符 U+{ord(text[at]):04X}，文字可能已损坏",
                f"a control character U+{ord(text[at]):04X}; the text may be damaged"),
        Wording("请向供稿单位再要一份，或删去这个字符后另存。",
                "Ask the contributor again, or delete the character and save the file."),
        text[max(0, at - 8) : at],
    )  # fmt: skip
