"""Make containers by hand: archives and mails as Chinese programs write them.

A .rar can be made by no free program, and a .msg by no library: both are written byte by byte.
"""

import io
import struct
import tarfile
import zlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

Files = Mapping[str, bytes]


def put(folder: Path, files: Files) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def tar(path: Path, files: Files, mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def _vint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _rar_block(kind: int, flags: int, inside: bytes, data: bytes = b"") -> bytes:
    size = _vint(len(data)) if data else b""
    head = _vint(kind) + _vint(flags | (2 if data else 0)) + size + inside
    sized = _vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized + data


def rar(path: Path, files: Files) -> Path:
    """Write a RAR 5 archive, its files stored as they are."""
    out = b"Rar!\x1a\x07\x01\x00" + _rar_block(1, 0, _vint(0))
    for name, data in files.items():
        raw = name.encode()
        inside = (
            _vint(4) + _vint(len(data)) + _vint(0o100644) + struct.pack("<I", zlib.crc32(data))
            + _vint(0) + _vint(1) + _vint(len(raw)) + raw
        )  # fmt: skip
        out += _rar_block(2, 0, inside, data)
    path.write_bytes(out + _rar_block(5, 0, _vint(0)))
    return path


def mail(
    subject: str, text: str = "", page: str = "", attached: Files | None = None,
    inline: Sequence[tuple[str, str, bytes]] = (),
) -> bytes:  # fmt: skip
    """Return a mail; `inline` are pictures in its text: Content-ID, name, bytes."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", subject
    made["Date"], made["Message-ID"] = "Mon, 05 Jun 2023 10:00:00 +0800", "<1@example.org>"
    made.set_content(text or "您好！")
    if page:
        made.add_alternative(page, subtype="html")
        body = made.get_payload()[1]  # type: ignore[index]
        for cid, name, data in inline:
            body.add_related(data, "image", "png", cid=f"<{cid}>", filename=name)  # type: ignore[union-attr]
    for name, data in (attached or {}).items():
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()


def mhtml(page: str, pictures: Files, base: str = "http://example.org/a/page.html") -> bytes:
    """Return a web page with its pictures in one file, as Chrome saves it."""
    lines = [
        "From: <Saved by Blink>", f"Snapshot-Content-Location: {base}", "Subject: x",
        "MIME-Version: 1.0", 'Content-Type: multipart/related; type="text/html"; boundary="--b"',
        "", "----b", 'Content-Type: text/html; charset="utf-8"', "Content-Transfer-Encoding: 8bit",
        f"Content-Location: {base}", "", page,
    ]  # fmt: skip
    out = "\r\n".join(lines).encode()
    for name, data in pictures.items():
        head = f"\r\n----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {name}\r\n\r\n"
        out += head.encode() + _base64(data)
    return out + b"\r\n----b--\r\n"


def _base64(data: bytes) -> bytes:
    import base64

    return base64.encodebytes(data)


_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


class _Node:
    def __init__(self, name: str, data: bytes | None) -> None:
        self.name, self.data = name, data
        self.inside: list[_Node] = []
        self.left = self.right = self.child = _FREE
        self.number = self.start = 0


def compound(tree: Mapping[str, object]) -> bytes:
    """Write a compound file: names to bytes (streams) or to mappings of the same (storages).

    Streams are padded beyond the size at which small ones go elsewhere, so that none is small.
    """
    root = _Node("Root Entry", None)
    nodes = [root]
    _grow(root, tree, nodes)
    fat: list[int] = []
    body = bytearray()

    def write(data: bytes) -> int:
        start, count = len(fat), -(-len(data) // _SECTOR)
        fat.extend(start + n + 1 for n in range(count))
        fat[-1] = _END
        body.extend(data.ljust(count * _SECTOR, b"\0"))
        return start

    for node in nodes[1:]:
        if node.data is not None:
            node.start = write(node.data)
    directory = b"".join(_entry(node) for node in nodes)
    place = write(directory)
    count = 1
    while count * 128 < len(fat) + count:
        count += 1
    first = len(fat)
    fat += [_FAT] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * _SECTOR, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, count, place, 0, 0, _END, 0, _END, 0, 0,
    )[:76]  # fmt: skip
    numbers = [first + n for n in range(count)]
    head += struct.pack("<109I", *numbers, *([_FREE] * (109 - count)))
    return head + bytes(body) + table


def _grow(parent: _Node, tree: Mapping[str, object], nodes: list[_Node]) -> None:
    for name, held in tree.items():
        node = _Node(name, held.ljust(4096, b"\0") if isinstance(held, bytes) else None)
        node.number = len(nodes)
        nodes.append(node)
        parent.inside.append(node)
        if isinstance(held, Mapping):
            _grow(node, held, nodes)
    order = sorted(parent.inside, key=lambda n: (len(n.name), n.name.upper()))
    for item, after in pairwise(order):
        item.right = after.number
    if order:
        parent.child = order[0].number


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le")
    kind = 5 if not node.number and node.name == "Root Entry" else 2 if node.data is not None else 1
    return struct.pack(
        "<64sHBBIII16sIQQIQ", name, len(name) + 2, kind, 1, node.left, node.right, node.child,
        b"", 0, 0, 0, node.start if node.data is not None else (_END if kind == 5 else 0),
        len(node.data or b""),
    )  # fmt: skip


def msg(subject: str, text: str, attached: Files, packed: bytes = b"") -> bytes:
    """Return a mail as Outlook saves it; `packed` is its text as packed rich text."""
    tree: dict[str, object] = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
    } | ({"__substg1.0_10090102": packed} if packed else {})
    for number, (name, data) in enumerate(attached.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
        }
    return compound(tree)
