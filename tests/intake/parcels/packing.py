"""Containers as programs of China write them: zip of Windows, 7z, rar, mail of Foxmail, mbox.

7z and rar are written here without compression, a page of bytes each: no tool is needed to make
them, and every tool reads them.
"""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

MOMENT = (2023, 2, 1, 9, 30, 0)


class _Named(zipfile.ZipInfo):
    """An entry whose name is stored as bytes of GBK, without the mark of UTF-8."""

    stored = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.stored, self.flag_bits & ~0x800


def windows_zip(
    entries: Mapping[str, bytes], moments: Mapping[str, tuple[int, ...]] | None = None
) -> bytes:
    """Return a zip as Windows and 好压 make it: names in GBK, folders as entries of their own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        folders: set[str] = set()
        for name, data in entries.items():
            parts = name.split("/")[:-1]
            for depth in range(1, len(parts) + 1):
                folder = "/".join(parts[:depth]) + "/"
                if folder not in folders:
                    folders.add(folder)
                    archive.writestr(_entry(folder, MOMENT), b"")
            moment = tuple((moments or {}).get(name, MOMENT))
            archive.writestr(_entry(name, moment), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _entry(name: str, moment: tuple[int, ...]) -> _Named:
    made = _Named(name, moment)  # type: ignore[arg-type]
    made.stored, made.create_system = name.encode("gb18030"), 0
    return made


def utf8_zip(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip as macOS makes it: names in UTF-8, marked so."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), data)
    return stream.getvalue()


def seven_zip(entries: Mapping[str, bytes]) -> bytes:
    """Return a 7z archive of at least two files, stored."""
    datas = list(entries.values())
    packed = b"".join(datas)
    names = b"".join(name.encode("utf-16-le") + b"\0\0" for name in entries)
    streams = (
        b"\x06" + _seven(0) + _seven(1) + b"\x09" + _seven(len(packed)) + b"\0"
        b"\x07\x0b" + _seven(1) + b"\0" + _seven(1) + b"\x01\x00" + b"\x0c" + _seven(len(packed))
        + b"\0\x08\x0d" + _seven(len(datas))
        + b"\x09" + b"".join(_seven(len(data)) for data in datas[:-1])
        + b"\x0a\x01" + b"".join(struct.pack("<I", zlib.crc32(data)) for data in datas) + b"\0\0"
    )  # fmt: skip
    files = _seven(len(datas)) + b"\x11" + _seven(len(names) + 1) + b"\0" + names + b"\0"
    header = b"\x01\x04" + streams + b"\x05" + files + b"\0"
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    signature = b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start))
    return signature + start + packed + header


def _seven(number: int) -> bytes:
    """Return a number as 7z writes it: the ones that lead the first byte tell how many follow."""
    for more in range(8):
        if number < 1 << (7 * (more + 1)):
            first = (0xFF00 >> more & 0xFF) | (number >> (8 * more))
            return bytes([first]) + (number & ((1 << (8 * more)) - 1)).to_bytes(more, "little")
    return b"\xff" + number.to_bytes(8, "little")


def rar(entries: Mapping[str, bytes]) -> bytes:
    """Return a rar archive (version 5), stored."""
    made = b"Rar!\x1a\x07\x01\0" + _block(_vint(1) + _vint(0) + _vint(0))
    for name, data in entries.items():
        raw = name.encode()
        made += _block(
            _vint(2) + _vint(2) + _vint(len(data)) + _vint(4) + _vint(len(data)) + _vint(0x20)
            + struct.pack("<I", zlib.crc32(data)) + _vint(0) + _vint(0) + _vint(len(raw)) + raw
        ) + data  # fmt: skip
    return made + _block(_vint(5) + _vint(0) + _vint(0))


def _block(inside: bytes) -> bytes:
    sized = _vint(len(inside)) + inside
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _vint(number: int) -> bytes:
    made = b""
    while number > 0x7F:
        made += bytes([number & 0x7F | 0x80])
        number >>= 7
    return made + bytes([number])


def mail(
    sender: str, subject: str, text: str, attached: Sequence[tuple[str, bytes]], logo: bytes = b""
) -> bytes:
    """Return a mail as Foxmail writes it: GB 18030 and base64 everywhere, a logo in the text."""
    page = f'<html><body><p>{text}</p><img src="cid:logo@example.org"></body></html>'
    inner = _parts(
        "----=_Part_2",
        ['Content-Type: text/plain; charset="gb18030"\r\n' + _encoded(text.encode("gb18030")),
         'Content-Type: text/html; charset="gb18030"\r\n' + _encoded(page.encode("gb18030"))],
    )  # fmt: skip
    parts = [f'Content-Type: multipart/alternative; boundary="----=_Part_2"\r\n\r\n{inner}']
    if logo:
        parts.append(
            "Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@example.org>\r\n"
            f"Content-Disposition: inline; filename=logo.png\r\n{_encoded(logo)}"
        )
    for name, data in attached:
        word = _word(name)
        parts.append(
            f'Content-Type: application/octet-stream; name="{word}"\r\n'
            f'Content-Disposition: attachment; filename="{word}"\r\n{_encoded(data)}'
        )
    head = (
        f"Date: Wed, 1 Feb 2023 09:30:00 +0800\r\nFrom: {_word('投稿人')} <{sender}>\r\n"
        f"To: bianji@example.org\r\nSubject: {_word(subject)}\r\nMIME-Version: 1.0\r\n"
        'X-Mailer: Foxmail 7.2.25.245[cn]\r\nContent-Type: multipart/mixed; boundary="----=_Part_1"'
        "\r\n\r\n"
    )
    return (head + _parts("----=_Part_1", parts)).encode("ascii")


def mbox(mails: Sequence[bytes]) -> bytes:
    """Return a mailbox of `mails`."""
    return b"".join(
        b"From bianji@example.org Wed Feb  1 09:30:00 2023\n"
        + mail_.replace(b"\r\n", b"\n")
        + b"\n"
        for mail_ in mails
    )


def _parts(boundary: str, parts: Sequence[str]) -> str:
    return "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"


def _encoded(data: bytes) -> str:
    text = base64.encodebytes(data).decode().replace("\n", "\r\n")
    return f"Content-Transfer-Encoding: base64\r\n\r\n{text}"


def _word(text: str) -> str:
    return f"=?gb18030?B?{base64.b64encode(text.encode('gb18030')).decode()}?="
