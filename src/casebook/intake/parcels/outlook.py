"""Take a mail of Outlook apart (.msg): a compound file with a stream for each property.

[MS-OXMSG] names the streams: `__substg1.0_` and eight digits, the property and its type. The only
module that touches olefile.
"""

import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from casebook import decoding, files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.parcels import mail, taking_out
from casebook.intake.parcels.mail import Enclosure, Letter
from casebook.intake.parcels.taking_out import TakingOut

_SUBJECT, _TEXT, _PAGE, _PACKED = "0037", "1000", "1013", "1009"
_DATA, _LONG_NAME, _NAME, _CID = "3701", "3707", "3704", "3712"
_DEEPEST = 8
"""Mails within mails."""


def take_out(path: Path, taking: TakingOut) -> str:
    """Take text and attachments out of the mail at `path`; as `mail.take_out`."""
    try:
        with olefile.OleFileIO(io.BytesIO(files.read(path))) as ole:
            letter, packed = _letter(ole, [], 0)
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise StopPress([taking_out.damaged(taking.name, str(error))]) from error
    name = mail.write(letter, taking)
    if not name and packed:
        taking.told.append(_only_rtf(taking.name))
    return name


def _letter(ole: "olefile.OleFileIO", place: list[str], depth: int) -> tuple[Letter, bool]:
    """Return the mail in the storage `place`, and whether its text is packed RTF."""
    page = _stream(ole, place, _PAGE, "0102") or _string(ole, place, _PAGE).encode()
    letter = Letter(_string(ole, place, _SUBJECT), _text(page), _string(ole, place, _TEXT))
    for number, storage in enumerate(_attachments(ole, place), 1):
        letter.enclosed.append(_enclosure(ole, storage, number, depth))
    return letter, bool(_stream(ole, place, _PACKED, "0102"))


def _attachments(ole: "olefile.OleFileIO", place: list[str]) -> Iterator[list[str]]:
    depth = len(place)
    for one in sorted(ole.listdir(streams=False, storages=True)):
        if len(one) == depth + 1 and one[:depth] == place and one[-1].startswith("__attach"):
            yield one


def _enclosure(
    ole: "olefile.OleFileIO", storage: list[str], number: int, depth: int
) -> Enclosure:  # fmt: skip
    name = _string(ole, storage, _LONG_NAME) or _string(ole, storage, _NAME)
    inner = [*storage, f"__substg1.0_{_DATA}000D"]
    if ole.exists(inner) and depth < _DEEPEST:
        letter, _ = _letter(ole, inner, depth + 1)
        return Enclosure(f"{(letter.subject or name or str(number))[:60]}.eml", _as_mail(letter))
    data = _stream(ole, storage, _DATA, "0102")
    return Enclosure(name or str(number), data, _string(ole, storage, _CID).strip("<> "))


def _as_mail(letter: Letter) -> bytes:
    """Return a mail that was within a mail as a file of its own."""
    from email.message import EmailMessage

    made = EmailMessage()
    made["Subject"] = letter.subject
    made["From"] = made["To"] = "unknown@invalid"
    made.set_content(letter.text)
    if letter.page:
        made.add_alternative(letter.page, subtype="html")
    for one in letter.enclosed:
        made.add_attachment(
            one.data, "application", "octet-stream", filename=one.name,
            cid=f"<{one.cid}>" if one.cid else None,
        )  # fmt: skip
    return made.as_bytes()


def _stream(ole: "olefile.OleFileIO", place: list[str], key: str, kind: str) -> bytes:
    path = [*place, f"__substg1.0_{key}{kind}"]
    if not ole.exists(path):
        return b""
    data = ole.openstream(path).read()
    return data if isinstance(data, bytes) else b""


def _string(ole: "olefile.OleFileIO", place: list[str], key: str) -> str:
    wide = _stream(ole, place, key, "001F")
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return decoding.names([_stream(ole, place, key, "001E").rstrip(b"\0")])[0]


def _text(page: bytes) -> str:
    if not page:
        return ""
    said = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", page[:4096], re.IGNORECASE)
    codec = said[1].decode("ascii").lower() if said else ""
    codec = {"gb2312": "gb18030", "gbk": "gb18030"}.get(codec, codec)
    try:
        return page.decode(codec or "utf-8")
    except (UnicodeDecodeError, LookupError):
        found = decoding.guess(page)
        return found.text if found else page.decode("utf-8", "replace")


def _only_rtf(name: str) -> Erratum:
    return Erratum(
        "unread-mail-text", Place(name),
        Wording("这封 Outlook 邮件的正文只有 RTF 压缩格式，没有读；附件已取出，邮件已原样保存",
                "the text of this Outlook mail is packed RTF only and was not read; what is "
                "attached was taken out, the mail was kept as it came"),
        Wording("请在 Outlook 里打开看一看，要用就另存为 .eml 再收。",
                "Open it in Outlook; if its text is needed, save it as .eml and receive that."),
        "", Kind.QUERY,
    )  # fmt: skip
