"""Read a notice file into numbered lines: text in any encoding, PDF with text, or .docx.

What a file is, its first bytes say; the name is not asked. An encoding nobody knows is refused.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from casebook import decoding, files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake import pdf_text
from casebook.intake.notice import docx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Line(NamedTuple):
    """A line of the notice: its number in the file from 1, its text, its page from 1."""

    number: int
    text: str
    page: int = 1


@dataclass(frozen=True)
class Source:
    """A notice file as lines. `encoding` is for people: UTF-8, GB18030, PDF, Word …"""

    name: str
    sha256: str
    encoding: str
    lines: tuple[Line, ...]
    errata: tuple[Erratum, ...] = ()


def read(path: Path) -> Source:
    """Read the file at `path`. Raises `StopPress` if it holds no text that can be read."""
    try:
        data = files.read(path)
    except files.Refused as fault:
        raise StopPress([files.unreadable(path.name, fault)]) from fault
    name, digest = path.name, hashlib.sha256(data).hexdigest()
    if data.startswith(b"%PDF"):
        rows_of_pages, errata = pdf_text.pages(data, name)
        lines = _numbered(rows_of_pages)
        return Source(name, digest, "PDF", lines, (_from_pdf(name), *errata))
    if data.startswith(b"PK\x03\x04"):
        rows, errata = docx.lines(data, name)
        return Source(name, digest, "Word", _numbered((rows,)), errata)
    if data.startswith(OLE):
        raise StopPress([_old_word(name)])
    found = decoding.guess(data)
    if found is None or "\0" in found.text:
        raise StopPress([_unknown(name)])
    text, encoding = found.text, decoding.NAMES[found.encoding]
    pages = tuple(tuple(page.split("\n")) for page in _lines_ended(text).split("\f"))
    told = () if encoding == "UTF-8" else (_encoding(name, encoding),)
    return Source(name, digest, encoding, _numbered(pages), (*told, *_lost(text, name)))


def _lines_ended(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _numbered(pages: tuple[tuple[str, ...], ...]) -> tuple[Line, ...]:
    rows = [(row, page) for page, rows in enumerate(pages, 1) for row in rows]
    return tuple(Line(at, row, page) for at, (row, page) in enumerate(rows, 1))


def _lost(text: str, name: str) -> tuple[Erratum, ...]:
    rows = [at for at, row in enumerate(text.split("\n"), 1) if "\ufffd" in row]
    message = Wording("有无法显示的字符“�”，原字已丢失", "‘�’ stands for a character that is lost")
    hint = Wording("请向来稿方要原文件。", "Ask the sender for the original file.")
    return tuple(Erratum("lost-character", Place(name, row), message, hint, "�") for row in rows)


def _encoding(name: str, encoding: str) -> Erratum:
    message = Wording(f"文件按 {encoding} 编码读取", f"the file was read as {encoding}")
    return Erratum("encoding", Place(name), message, None, encoding, Kind.NOTE)


def _from_pdf(name: str) -> Erratum:
    message = Wording("通报从 PDF 的文字层读出", "the notice was read from the text layer of a PDF")
    hint = Wording(
        "PDF 会丢失空格和换行的原貌，请对照原件逐条核对题目。",
        "A PDF loses spaces and line ends; compare every title with the original.",
    )
    return Erratum("read-from-pdf", Place(name), message, hint, "", Kind.QUERY)


def _unknown(name: str) -> Erratum:
    message = Wording(
        "认不出文件的文字编码（不是 UTF-8、UTF-16、UTF-32、GB18030、Big5、Shift-JIS）",
        "the encoding is none of UTF-8, UTF-16, UTF-32, GB18030, Big5, Shift-JIS",
    )
    hint = Wording("请用编辑器另存为 UTF-8 文本。", "Save it as UTF-8 text in your editor.")
    return Erratum("unknown-encoding", Place(name), message, hint)


def _old_word(name: str) -> Erratum:
    message = Wording("这是旧式 Word 文件（.doc/.wps）", "this is an old Word file (.doc, .wps)")
    hint = Wording("请另存为 .docx。", "Save it as .docx.")
    return Erratum("unreadable-file", Place(name), message, hint)
