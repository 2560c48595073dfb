"""Take a mail of Outlook (.msg) apart: its text, what is attached, mails within it.

It is a compound file with a stream for each property; [MS-OXMSG] names the streams: `__substg1.0_`
and eight digits, the property and its type. A mail that Outlook wrote as rich text, or that a server
handed on so, has no other text than that, packed as [MS-OXRTFCP] says. The only module that touches
olefile.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import olefile

from casebook import decoding, files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.formats import rtf_page
from casebook.intake.parcels import unpacking
from casebook.intake.parcels.mail import Enclosure, Letter, write
from casebook.intake.parcels.unpacking import Unpacking

_SUBJECT, _TEXT, _PAGE, _PACKED, _SENDER = "0037", "1000", "1013", "1009", "0C1A"
_DATA, _LONG_NAME, _NAME, _CID = "3701", "3707", "3704", "3712"
_DEEPEST = 8
"""Mails within mails."""
_KNOWN = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript"
    b" \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par"
    b" \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What packed text refers to before anything was unpacked: [MS-OXRTFCP] 2.1.2.1."""
_RING = 4096
"""Bytes back to which packed text refers."""


class _Message:
    """A mail within the compound file: its letter, and what is told of its text."""

    def __init__(self, ole: "olefile.OleFileIO", place: list[str], name: str, depth: int) -> None:
        self._ole, self._place, self._name, self._depth = ole, place, name, depth
        self.errata: list[Erratum] = []

    def letter(self) -> Letter:
        """Return it as any mail; its rich text is read where it has no other."""
        page = self._stream(_PAGE, "0102") or self._string(_PAGE).encode()
        letter = Letter(self._string(_SUBJECT), _page_text(page), self._string(_TEXT))
        if not letter.page.strip() and not letter.text.strip():
            self._unpack(letter)
        for number, storage in enumerate(self._attachments(), 1):
            letter.enclosed.append(self._enclosure(storage, number))
        return letter

    def sender(self) -> str:
        """Return what its sender is called."""
        return self._string(_SENDER).strip()

    def subject(self) -> str:
        """Return its subject."""
        return self._string(_SUBJECT).strip()

    def _unpack(self, letter: Letter) -> None:
        packed = self._stream(_PACKED, "0102")
        if not packed:
            return
        try:
            text = rtf_page.read(unpacked(packed))
        except ValueError as error:
            self.errata.append(_not_unpacked(self._name, str(error)))
            return
        letter.page, letter.text = text.page, text.text
        letter.enclosed += (
            Enclosure(picture.name, picture.data, picture.name, shown=True)
            for picture in text.pictures
        )
        if text.left:
            self.errata.append(_pictures_left(self._name, text.left))

    def _attachments(self) -> Iterator[list[str]]:
        depth = len(self._place)
        for entry in sorted(self._ole.listdir(streams=False, storages=True)):
            inside = len(entry) == depth + 1 and entry[:depth] == self._place
            if inside and entry[-1].startswith("__attach"):
                yield entry

    def _enclosure(self, storage: list[str], number: int) -> Enclosure:
        attached = _Message(self._ole, storage, self._name, self._depth)
        name = attached._string(_LONG_NAME) or attached._string(_NAME)
        place = [*storage, f"__substg1.0_{_DATA}000D"]
        if self._ole.exists(place) and self._depth < _DEEPEST:
            inner = _Message(self._ole, place, self._name, self._depth + 1)
            letter = inner.letter()
            self.errata += inner.errata
            return Enclosure(
                f"{(letter.subject or name or str(number))[:60]}.eml", _as_mail(letter)
            )
        cid = attached._string(_CID).strip("<> ")
        return Enclosure(name or str(number), attached._stream(_DATA, "0102"), cid)

    def _stream(self, key: str, kind: str) -> bytes:
        path = [*self._place, f"__substg1.0_{key}{kind}"]
        if not self._ole.exists(path):
            return b""
        data = self._ole.openstream(path).read()
        return data if isinstance(data, bytes) else b""

    def _string(self, key: str) -> str:
        wide = self._stream(key, "001F")
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return decoding.names([self._stream(key, "001E").rstrip(b"\0")])[0]


def take_out(path: Path, taking: Unpacking) -> str:
    """Take text and attachments out of the mail at `path`; return the name the text has now.

    The name is empty when the mail has no text. Raises `StopPress` when it is damaged.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(files.read(path))) as ole:
            message = _Message(ole, [], taking.name, 0)
            letter = message.letter()
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise StopPress([unpacking.damaged(taking.name, str(error))]) from error
    taking.errata += message.errata
    return write(letter, taking)


def head(path: Path) -> tuple[str, str]:
    """Return the subject of the mail at `path` and what its sender is called; nothing when unreadable."""
    try:
        with olefile.OleFileIO(io.BytesIO(files.read(path))) as ole:
            message = _Message(ole, [], "", 0)
            return message.subject(), message.sender()
    except (OSError, ValueError, LookupError, RecursionError, struct.error):
        return "", ""


def unpacked(packed: bytes) -> bytes:
    """Return the rich text that is packed in `packed`, as [MS-OXRTFCP] 2.2 says.

    Raises `ValueError` when it is damaged or packed otherwise.
    """
    if len(packed) < 16:
        raise ValueError("packed text without its head")
    size, whole, form, check = struct.unpack_from("<II4sI", packed)
    content = packed[16 : size + 4]
    if whole > files.LARGEST or form not in (b"LZFu", b"MELA"):
        raise ValueError(f"packed as {form!r}, {whole} bytes")
    if form == b"MELA":
        return content[:whole]
    if zlib.crc32(content, 0xFFFFFFFF) ^ 0xFFFFFFFF != check:
        raise ValueError("packed text with another check sum")
    text = _unpack(content, whole)
    if len(text) < whole:
        raise ValueError(f"packed text of {len(text)} bytes, not {whole}")
    return text[:whole]


def _unpack(content: bytes, whole: int) -> bytes:
    """Return what runs of eight stand for: each a byte, or bytes that came before."""
    ring = bytearray(_KNOWN.ljust(_RING, b" "))
    write_at, at = len(_KNOWN), 0
    text = bytearray()
    while at < len(content) and len(text) < whole:
        kinds = content[at]
        at += 1
        for bit in range(8):
            if not kinds >> bit & 1:
                piece = content[at : at + 1]
                at += 1
            else:
                reference = int.from_bytes(content[at : at + 2], "big")
                at += 2
                read_at = reference >> 4
                if read_at == write_at or at > len(content):
                    return bytes(text)
                piece = _before(ring, read_at, write_at, (reference & 15) + 2)
            for byte in piece:
                ring[write_at] = byte
                write_at = (write_at + 1) % _RING
            text += piece
    return bytes(text)


def _before(ring: bytearray, read_at: int, write_at: int, count: int) -> bytes:
    """Return `count` bytes from a place of the ring; what is written meanwhile is read as well."""
    piece = bytearray()
    for step in range(count):
        place = (read_at + step) % _RING
        ahead = (place - write_at) % _RING
        piece.append(piece[ahead] if ahead < len(piece) else ring[place])
    return bytes(piece)


def _as_mail(letter: Letter) -> bytes:
    """Return a mail that was within a mail as a file of its own."""
    made = EmailMessage()
    made["Subject"] = letter.subject
    made["From"] = made["To"] = "unknown@invalid"
    made.set_content(letter.text)
    if letter.page:
        made.add_alternative(letter.page, subtype="html")
    for enclosure in letter.enclosed:
        made.add_attachment(
            enclosure.data, "application", "octet-stream", filename=enclosure.name,
            cid=f"<{enclosure.cid}>" if enclosure.cid else None,
        )  # fmt: skip
    return made.as_bytes()


def _page_text(page: bytes) -> str:
    if not page:
        return ""
    match = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", page[:4096], re.IGNORECASE)
    codec = match[1].decode("ascii").lower() if match else ""
    codec = {"gb2312": "gb18030", "gbk": "gb18030"}.get(codec, codec)
    try:
        return page.decode(codec or "utf-8")
    except (UnicodeDecodeError, LookupError):
        decoded = decoding.guess(page)
        return decoded.text if decoded else page.decode("utf-8", "replace")


def _not_unpacked(name: str, reason: str) -> Erratum:
    return Erratum(
        "unread-mail-text", Place(name),
        Wording("这封 Outlook 邮件的正文（RTF 压缩格式）损坏，没有读出；附件已取出，邮件已原样保存",
                "the text of this Outlook mail, packed rich text, is damaged and was not read; what is "
                "attached was taken out, the mail was kept as it came"),
        Wording("请在 Outlook 里打开看一看，要用就另存为 .eml 再收。",
                "Open it in Outlook; if its text is needed, save it as .eml and receive that."),
        reason, Kind.QUERY,
    )  # fmt: skip


def _pictures_left(name: str, count: int) -> Erratum:
    return Erratum(
        "unread-mail-text", Place(name),
        Wording(f"这封 Outlook 邮件的正文里有 {count} 张图片是 WMF 等格式，没有取出",
                f"{count} pictures in the text of this Outlook mail are in a form that is not read"),
        Wording("请在 Outlook 里打开看一看，要用就另存成图片。",
                "Open it in Outlook, and save what is needed as picture files."),
        "", Kind.QUERY,
    )  # fmt: skip
