"""Take a mail apart: its text, what is attached, the pictures in its text. And mailboxes.

What a mail says of its own encoding is often not quite true: GB2312 means GB18030, and headers
hold bytes that say nothing. The names of attachments are read as those of archives are.
"""

import html
import io
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from casebook import decoding, files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.parcels import unpacking
from casebook.intake.parcels.unpacking import Unpacking

BODY = "邮件正文"
"""What the text of a mail is called that has no subject."""
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "ascii": "", "us-ascii": "",
         "unknown-8bit": ""}  # fmt: skip
_LINKED = re.compile(
    r"超大附件|ftnExs_download|mail\.qq\.com/cgi-bin/ftn|云附件|中转站下载|网盘下载"
)
_SENT_ON = re.compile(
    r"^\s*(?:(?:re|fw|fwd|转发|回复|答复|转|回)\s*[:：]\s*|\[?自动转发\]?\s*)+", re.IGNORECASE
)
"""What programs put before the subject of a mail that was answered or sent on."""
_UNSAFE = re.compile(r'[\\/:*?"<>|\r\n\t]+')
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/bmp": ".bmp",
            "image/webp": ".webp", "image/heic": ".heic", "message/rfc822": ".eml"}  # fmt: skip


@dataclass(frozen=True)
class Enclosure:
    """A file in a mail: its name, its bytes, and what the text calls it by (`cid:`), if it does.

    `shown` tells whether it is a part of the page as a browser saved it (RFC 2557): a picture, a
    style sheet, a frame, and not attached.
    """

    name: str
    data: bytes
    cid: str = ""
    shown: bool = False


@dataclass
class Letter:
    """A mail: its subject, its text as a page or plain (either may be empty), what is enclosed,
    and when it was sent, in seconds as the system counts them, where it says so."""

    subject: str = ""
    page: str = ""
    text: str = ""
    enclosed: list[Enclosure] = field(default_factory=list)
    sent: float | None = None


def take_out(path: Path, taking: Unpacking) -> str:
    """Take text and attachments out of the mail at `path`; return the name the text has now.

    The name is empty when the mail has no text. Raises `StopPress` when it cannot be read.
    """
    try:
        letter = read(files.read(path))
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise StopPress([unpacking.damaged(taking.name, str(error))]) from error
    return write(letter, taking)


def take_out_box(path: Path, taking: Unpacking) -> None:
    """Take the mails out of the mailbox at `path`, numbered."""
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            taking.take(f"{number:03d}.eml", io.BytesIO(box.get_bytes(key)).read)
    finally:
        box.close()


def head(path: Path) -> tuple[str, str]:
    """Return the subject of the mail at `path` and what its sender is called; nothing when unreadable."""
    try:
        message = message_from_bytes(files.read(path))
        return words(_raw(message, "subject")), _sender(message)
    except (OSError, MessageError, ValueError, LookupError, RecursionError):
        return "", ""


def _sender(message: Message) -> str:
    name = words(_raw(message, "from"))
    return re.sub(r"<[^>]*>|\S+@\S+", "", name).strip(" \"'")


def write(letter: Letter, taking: Unpacking) -> str:
    """Write text and attachments of `letter`; return the name of the file with the text."""
    subject = _UNSAFE.sub(" ", _SENT_ON.sub("", letter.subject)).strip(" .") or BODY
    subject = unpacking.safe_name(subject.encode("utf-8")[:150].decode("utf-8", "ignore"))
    name = ""
    if letter.page.strip():
        name = f"{subject}.html"
        page = _called_by_name(letter.page, letter.enclosed)
        data = f'<meta charset="utf-8">{page}'.encode("utf-8", "replace")
        taking.take(name, io.BytesIO(data).read, written=letter.sent)
    elif letter.text.strip():
        name = f"{subject}.txt"
        text = letter.text.encode("utf-8", "replace")
        taking.take(name, io.BytesIO(text).read, written=letter.sent)
    for enclosure in letter.enclosed:
        inner = _UNSAFE.sub("_", enclosure.name) or "unnamed"
        taking.take(inner, io.BytesIO(enclosure.data).read, written=letter.sent)
    if _LINKED.search(letter.page + letter.text):
        taking.errata.append(_linked(taking.name))
    return name


def _called_by_name(page: str, enclosed: list[Enclosure]) -> str:
    """Let the text call the pictures enclosed by the names they are written under."""
    names = {
        enclosure.cid: quote(_UNSAFE.sub("_", enclosure.name))
        for enclosure in enclosed
        if enclosure.cid
    }

    def named(match: re.Match[str]) -> str:
        return names.get(html.unescape(match[1]), match[0])

    return re.sub(r"cid:([^\s\"'<>)]+)", named, page)


def read(data: bytes) -> Letter:
    """Return the mail in `data`."""
    message = message_from_bytes(data)
    letter = Letter(words(_raw(message, "subject")), sent=_sent(message))
    pieces: list[tuple[str, str]] = []
    for kind, part in _parts(message):
        if kind == "enclosed":
            letter.enclosed.append(_enclosure(part, len(letter.enclosed) + 1))
        else:
            pieces.append((kind, _text(part)))
    if any(kind == "html" for kind, _ in pieces):
        letter.page = "\n".join(
            text if kind == "html" else _as_page(text) for kind, text in pieces
        )  # fmt: skip
    else:
        letter.text = "\n".join(text for _, text in pieces)
    return letter


def _sent(message: Message) -> float | None:
    """Return when a mail was sent: of two attachments of one name the later is the newer."""
    try:
        return parsedate_to_datetime(_raw(message, "date")).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None


def _parts(message: Message) -> Iterator[tuple[str, Message]]:
    """Yield the parts of a mail in their order: `html`, `text` or `enclosed`.

    Of two ways to say the same the page is taken, which holds tables and where pictures stand.
    """
    kind = message.get_content_type()
    if kind == "message/rfc822" or not message.is_multipart():
        plain = kind in ("text/plain", "text/html") and not _file_name(message)
        attached = message.get_content_disposition() == "attachment"
        yield (kind[5:].replace("plain", "text") if plain and not attached else "enclosed"), message
        return
    inside = [inner for inner in message.get_payload() if isinstance(inner, Message)]
    groups = [list(_parts(inner)) for inner in inside]
    pages = [n for n, group in enumerate(groups) if any(k == "html" for k, _ in group)]
    for number, group in enumerate(groups):
        if kind == "multipart/alternative" and pages and number != pages[-1]:
            group = [(k, part) for k, part in group if k == "enclosed" and _file_name(part)]
        yield from group


def _file_name(part: Message) -> str:
    """Return the name of an attachment, or nothing."""
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        if any("\udc80" <= char <= "\udcff" for char in _raw(part, header)):
            match = re.search(
                rf'{parameter}\s*=\s*(?:"([^"]*)"|([^;\s]+))', words(_raw(part, header))
            )
            if match:
                return match[1] or match[2]
            continue
        given = part.get_param(parameter, None, header)
        if isinstance(given, tuple):
            charset, _, value = given
            raw = value.encode("latin-1", "surrogateescape") if _is_latin(value) else value.encode()
            return _decoded(raw, charset or "")
        if given:
            return words(str(given))
    return ""


def _raw(message: Message, header: str) -> str:
    """Return a header as it was sent; bytes beyond ASCII are surrogates in it."""
    raw = next((value for name, value in message.raw_items() if name.lower() == header), "")
    return str(raw)


def _is_latin(value: str) -> bool:
    return all(char < "\u0100" or "\udc80" <= char <= "\udcff" for char in value)


def _enclosure(part: Message, number: int) -> Enclosure:
    kind = part.get_content_type()
    name = _file_name(part)
    if kind == "message/rfc822":
        inner = part.get_payload()
        held = inner[0] if isinstance(inner, list) and inner else part
        assert isinstance(held, Message)
        subject = words(_raw(held, "subject")) or f"mail-{number}"
        return Enclosure(name or f"{subject[:60]}.eml", held.as_bytes())
    data = part.get_payload(decode=True)
    cid = str(part.get("Content-ID", "")).strip(" <>\t\r\n")
    attached = part.get_content_disposition() == "attachment"
    shown = not attached and (not name or part.get_content_maintype() in ("text", "image", "font"))
    name = name or f"{number}{_ENDINGS.get(kind, '')}"
    return Enclosure(name, data if isinstance(data, bytes) else b"", cid, shown)


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    text = _decoded(data if isinstance(data, bytes) else b"", part.get_content_charset() or "")
    if str(part.get_param("format", "")).lower() == "flowed":
        between = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
        text = re.sub(r"(?<=\S) \r?\n(?!\r?\n)", between, text)
    return text


def _decoded(data: bytes, charset: str) -> str:
    """Return text in what its mail calls `charset`, or else in what its bytes say."""
    codec = _SAME.get(charset.lower(), charset)
    try:
        if codec:
            return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        pass
    decoded = decoding.guess(data)
    return decoded.text if decoded else data.decode("utf-8", "replace")


def words(header: str) -> str:
    """Return a header as people read it, whatever it is written in."""
    if any("\udc80" <= char <= "\udcff" for char in header):
        return decoding.names([header.encode("ascii", "surrogateescape")])[0]
    try:
        pieces = decode_header(header)
    except MessageError:
        return header
    text = "".join(
        piece if isinstance(piece, str) else _decoded(piece, charset or "ascii")
        for piece, charset in pieces
    )
    return " ".join(text.split())


def _as_page(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())


def _linked(name: str) -> Erratum:
    return Erratum(
        "linked-attachment", Place(name),
        Wording("邮件里的“超大附件”只是一个网址，文件不在邮件里",
                "a large attachment is only a link in this mail; the file is not in it"),
        Wording("请趁链接没有过期，下载后再收。", "Download it before it expires, and receive it."),
        "", Kind.QUERY,
    )  # fmt: skip
