"""Find the files of one notice: a letter and its annexes in files, a folder, a zip or a mail.

They are put in the order they are read in: the letter first, then annexes by their number. What
cannot be unpacked or is empty is told.
"""

import email
import email.policy
import re
from collections.abc import Iterable, Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from casebook import atomic, decoding, files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake import parcels
from casebook.intake.formats import file_kinds
from casebook.intake.notice import unreadable_files
from casebook.typography import number_of

DEEPEST = 3
"""Archives within archives."""
_ANNEX = re.compile(r"附\s*件\s*[（(]?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?")
_DIGITS = re.compile(r"(\d+)")
_RESIDUE = frozenset({"thumbs.db", ".ds_store", "desktop.ini"})
_SHEETS = frozenset("xlsx xlsm xls xlsb ods csv tsv et".split())


class Member(NamedTuple):
    """A file of the notice: the editor's name for it, and its bytes as received."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """The ending of the name, without the dot, in small letters."""
        return PurePosixPath(self.name).suffix.lower().removeprefix(".")

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return PurePosixPath(self.name).stem


class Gathered(NamedTuple):
    """The files in their order, and what is told of others."""

    members: tuple[Member, ...]
    errata: tuple[Erratum, ...]


def gather(paths: Sequence[Path]) -> Gathered:
    """Return the files at `paths`. Raises `StopPress` when one cannot be read, or none is there."""
    found: list[Member] = []
    told: list[Erratum] = []
    for path in paths:
        for file in kept([path]):
            shown = _shown(path, file)
            inner, errata = _opened(shown, _bytes(file, shown), 0)
            found += inner
            told += errata
    if not found:
        raise StopPress([*told, unreadable_files.nothing(decoding.readable_name(paths[0]))])
    return Gathered(tuple(_ordered(found)), tuple(told))


def kept(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files at `paths` as they lie there, those of folders one by one."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = map(Path, files.walk(path, foreign=True).files)
            found += sorted(
                (one for one in inside if one.name.lower() not in _RESIDUE), key=_in_order
            )  # fmt: skip
        else:
            found.append(path)
    return tuple(found)


def _in_order(path: Path) -> list[tuple[int, str]]:
    """Return a key by which page 2 comes before page 10."""
    return [(int(part) if part.isdigit() else -1, part) for part in _DIGITS.split(str(path))]


def _shown(path: Path, file: Path) -> str:
    if file == path:
        return decoding.readable_name(path)
    return "/".join(decoding.readable_name(Path(part)) for part in file.relative_to(path).parts)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return files.read(path)
    except files.Refused as fault:
        raise StopPress([files.unreadable(name, fault)]) from fault


def _opened(name: str, data: bytes, depth: int) -> tuple[list[Member], list[Erratum]]:
    """Return the files in `data` if it is a zip or a mail with files, else itself."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    kind = file_kinds.format_of(data, ending)
    if kind == "zip" and depth < DEEPEST:
        inner, told = _unpacked(name, data)
    elif kind == "mail":
        inner, told = _mailed(name, data)
    else:
        return [Member(name, data)], []
    found: list[Member] = []
    for member in inner:
        if member.name == name:
            found.append(member)
            continue
        more, errata = _opened(member.name, member.data, depth + 1)
        found += more
        told += errata
    return found, told


def _unpacked(name: str, data: bytes) -> tuple[list[Member], list[Erratum]]:
    with atomic.temporary() as folder:
        packed = folder / "packed.zip"
        atomic.put(packed, data)
        root = folder / "files"
        opened = parcels.open_up(packed, name, file_kinds.kind_of_file(packed), root)
        found = [
            Member(f"{name}/{'/'.join(path.relative_to(root).parts)}", files.read(path))
            for path in sorted(map(Path, files.walk(root, foreign=True).files), key=_in_order)
        ]
    if not found and not opened.whole:
        raise StopPress(opened.told)
    return found, list(opened.told)


def _mailed(name: str, data: bytes) -> tuple[list[Member], list[Erratum]]:
    """Return the page a browser saved, or the files sent with a letter.

    RFC 2557 (MHTML) for pages. Words of a letter around files are told and not read.
    """
    letter = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    files_, page, text = [], b"", ""
    for part in letter.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        title = part.get_filename()
        if title and not _is_page(part, title):
            files_.append(Member(f"{name}/{title}", raw))
        elif part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page += _in_utf8(raw, part.get_content_charset())  # frames, sheets of a workbook
        elif part.get_content_type() == "text/plain" and not text:
            text = _decoded(raw, part.get_content_charset())
    readable = [one for one in files_ if unreadable_files.refusal("", file_kinds.format_of(one.data, one.ending),
                                                          one.ending) is None]  # fmt: skip
    if readable:
        around = text or " ".join(_words(page))
        told = (
            [unreadable_files.beside(name, _LETTER, " ".join(around.split()))]
            if around.strip()
            else []
        )
        return files_, told
    if not page and not text.strip():
        raise StopPress([unreadable_files.binary(name, "eml")])
    own = Member(name, page or text.encode())
    return [own], [_left(one.name) for one in files_ if not one.name.endswith((".css", ".js"))][:20]


def _is_page(part: EmailMessage, title: str) -> bool:
    """Whether a part with a name is the page itself or what only shows it."""
    return part.get_content_disposition() != "attachment" and part.get_content_maintype() in (
        "text",
        "image",
        "font",
    )


def _in_utf8(raw: bytes, charset: str | None) -> bytes:
    """Return a page whose encoding its envelope names, so that the page need not."""
    text = _decoded(raw, charset)
    return b'<meta charset="utf-8">' + re.sub(
        r"<meta[^>]+charset[^>]*>", "", text, flags=re.IGNORECASE
    ).encode("utf-8", "replace")


def _decoded(raw: bytes, charset: str | None) -> str:
    known = {"gb2312": "gb18030", "gbk": "gb18030"}.get((charset or "").lower(), charset)
    if known:
        try:
            return raw.decode(known)
        except (LookupError, UnicodeDecodeError):
            pass
    found = decoding.guess(raw)
    return found.text if found else raw.decode("utf-8", "replace")


def _words(page: bytes) -> Iterator[str]:
    yield from re.sub(rb"<[^>]*>", b" ", page).decode("utf-8", "replace").split()


def _ordered(found: list[Member]) -> list[Member]:
    """Return letters before annexes, annexes by number, else as they came."""
    alone = len(found) == 1
    return found if alone else sorted(found, key=_rank)


def _rank(member: Member) -> tuple[int, int, int]:
    annex = _ANNEX.search(member.stem)
    if annex:
        return 2, number_of(annex[1]) or 0 if annex[1] else 0, 0
    return int(member.ending in _SHEETS), 0, 0


_LETTER = Wording("邮件正文", "the letter the files came with")


def _left(name: str) -> Erratum:
    message = Wording("这个附件没有读", "this attachment was not read")
    hint = Wording("如属通报，请另存出来再读。", "Save it and read it if it belongs to the notice.")
    return Erratum("text-beside", Place(name), message, hint, "", Kind.QUERY)
