"""Unpack a zip into a folder that is thrown away: bounded, inside, every entry kept or told.

Names are read in the encoding they were written in, made safe and, where two are the same or one
is longer than a disk takes, made different or shorter; the editor is told of both.
"""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from casebook import decoding
from casebook.errata import Erratum, Kind, Place, StopPress, Wording

MOST_FILES = 5_000
LARGEST_FILE = 300_000_000
ALL_FILES = 1_000_000_000
"""Files of one zip, bytes of one of them and of all together when unpacked."""
DEEPEST = 16
LONGEST_NAME = 180
"""Folders within folders, and bytes of a name (disks take 255, and names are made longer here)."""
RESIDUE = frozenset({"thumbs.db", ".ds_store", "desktop.ini", "__macosx"})

_UTF8, _LOCKED, _UNICODE_PATH = 0x800, 1, 0x7075
_PIECE = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError)


def is_archive(path: Path) -> bool:
    """Whether a file is a zip of files, and not a Word file that was named so."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (*_BROKEN, OSError):
        return True


def unpack(path: Path, name: str, target: Path) -> list[Erratum]:
    """Write the files of the zip at `path` below `target`; return what is told of them.

    `name` is what the editor calls the zip. Raises `StopPress` when it is no sound zip or too
    large, or when the disk cannot take it.
    """
    target.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if one.file_size or not one.is_dir()]
            size = sum(info.file_size for info in infos)
            if len(infos) > MOST_FILES or size > ALL_FILES:
                raise StopPress([too_large(name, len(infos), size)])
            unpacker = _Unpacker(archive, name, target)
            for info, inner in zip(infos, _names(infos), strict=True):
                unpacker.take(info, inner)
    except _BROKEN as error:
        raise StopPress([_damaged(name, str(error))]) from error
    except OSError as fault:
        if fault.errno is None:
            raise StopPress([_damaged(name, str(fault))]) from fault
        raise StopPress([_disk(name, fault)]) from fault
    return unpacker.told


class _Unpacker:
    """The files of one zip on their way below `target`."""

    def __init__(self, archive: zipfile.ZipFile, name: str, target: Path) -> None:
        self._archive, self._name, self._target = archive, name, target
        self._folders: dict[tuple[Path, str], Path] = {}
        self._taken: set[tuple[Path, str]] = set()
        self.told: list[Erratum] = []

    def take(self, info: zipfile.ZipInfo, inner: str) -> None:
        """Write one file, or tell why it was left."""
        parts = PurePosixPath(inner.replace("\\", "/")).parts
        shown = f"{self._name}/{inner}"
        if any(part.lower() in RESIDUE for part in parts):
            return
        if ".." in parts or inner.startswith(("/", "\\")) or ":" in inner[:2]:
            self.told.append(_outside(self._name, inner))
        elif len(parts) > DEEPEST:
            self.told.append(_deep(shown))
        elif stat.S_ISLNK(info.external_attr >> 16):
            self.told.append(_link(shown))
        elif info.flag_bits & _LOCKED:
            self.told.append(_locked(shown))
        elif info.file_size > LARGEST_FILE:
            self.told.append(too_large(shown, 1, info.file_size))
        else:
            self._write(info, self._place(parts or ("unnamed",), shown), shown)

    def _write(self, info: zipfile.ZipInfo, path: Path, shown: str) -> None:
        try:
            with self._archive.open(info) as source, path.open("wb") as file:
                while piece := source.read(_PIECE):
                    file.write(piece)
        except NotImplementedError:
            self.told.append(_method(shown))
        except _BROKEN as error:
            self.told.append(_damaged(shown, str(error)))
        except OSError as fault:
            if fault.errno is not None:
                raise
            self.told.append(_damaged(shown, str(fault)))
        else:
            return
        path.unlink(missing_ok=True)

    def _place(self, parts: Sequence[str], shown: str) -> Path:
        """Return where a file of that name is written; no two have the same place."""
        folder = self._target
        for part in parts[:-1]:
            key = folder, _folded(part)
            if key not in self._folders:
                self._folders[key] = self._free(folder, part, shown)
                self._folders[key].mkdir()
            folder = self._folders[key]
        return self._free(folder, parts[-1], shown)

    def _free(self, folder: Path, part: str, shown: str) -> Path:
        short = _shortened(part)
        if short != _printable(part):
            self.told.append(_long(shown, short))
        name, number = short, 1
        while (folder, _folded(name)) in self._taken:
            number += 1
            stem, dot, ending = short.rpartition(".")
            name = f"{stem} ({number}).{ending}" if dot and stem else f"{short} ({number})"
        if number > 1:
            self.told.append(_twice(shown, name))
        self._taken.add((folder, _folded(name)))
        return folder / name


def _names(infos: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield names as their sender wrote them; those that do not say how are read together."""
    raw = [_raw(info) for info in infos]
    silent = [one for one in raw if one is not None]
    read = iter(decoding.names(silent))
    for info, one in zip(infos, raw, strict=True):
        guessed = info.filename if one is None else next(read)
        yield guessed if one is None else _said(info, one) or guessed


def _raw(info: zipfile.ZipInfo) -> bytes | None:
    """Return a name as it is stored, None when it says that it is UTF-8."""
    if info.flag_bits & _UTF8:
        return None
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # this Python has read the extra field itself
        return None


def _said(info: zipfile.ZipInfo, raw: bytes) -> str | None:
    """Return the name in the extra field “Info-ZIP Unicode Path”, if it is of this name."""
    extra = info.extra
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == _UNICODE_PATH and len(field) > 5:
            version, check = struct.unpack_from("<BI", field)
            if version == 1 and check == zlib.crc32(raw):
                return field[5:].decode("utf-8", "replace")
    return None


def _folded(name: str) -> str:
    """Return what is equal for names that some disk takes for one."""
    return normalize("NFC", name).casefold()


def _printable(part: str) -> str:
    kept = "".join(char if char.isprintable() else "_" for char in part)
    return kept.encode("utf-8", "replace").decode()


def _shortened(part: str) -> str:
    """Return a name that every disk takes, its ending kept."""
    name = _printable(part)
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 16:
        stem, ending = name, ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + (f".{ending}" if ending else "")


_OPEN = Wording("请手工解开看一看。", "Unpack it by hand and look.")


def too_large(name: str, count: int, size: int) -> Erratum:
    """An archive, or a file of it, that is more than is unpacked."""
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording(f"解开后有 {count} 个文件、{size / 1e6:.0f} MB，超出限度，没有解开",
                f"{count} files and {size / 1e6:.0f} MB when unpacked: too much; it was left"),
        _OPEN,
    )  # fmt: skip


def too_many_within(name: str) -> Erratum:
    """A zip in a zip in a zip, or more of them than is unpacked in one run."""
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording("压缩包套得太多，这一个没有解开", "too many archives within archives; this one was left"),
        _OPEN,
    )  # fmt: skip


def _outside(name: str, inner: str) -> Erratum:
    return Erratum(
        "hostile-file", Place(name),
        Wording("压缩包里有指向包外的路径，这个文件没有解开",
                "a path in the archive leads outside; that file was not unpacked"),
        _OPEN, inner[:200],
    )  # fmt: skip


def _link(name: str) -> Erratum:
    return Erratum(
        "hostile-file", Place(name),
        Wording("压缩包里的这一项是链接，不是文件，没有解开",
                "this entry of the archive is a link and no file; it was not unpacked"),
        Wording("请供稿单位发文件本身。", "Ask the contributor for the file itself."),
    )  # fmt: skip


def _deep(name: str) -> Erratum:
    return Erratum(
        "folders-too-deep", Place(name),
        Wording(f"压缩包里文件夹套了 {DEEPEST} 层以上，这个文件没有解开",
                f"folders within folders, more than {DEEPEST} deep; the file was not unpacked"),
        _OPEN,
    )  # fmt: skip


def _locked(name: str) -> Erratum:
    return Erratum(
        "locked-file", Place(name),
        Wording("压缩包里的文件加了密码", "the file in the archive is locked with a password"),
        Wording("请供稿单位去掉密码后重发。", "Ask the contributor for it without a password."),
    )  # fmt: skip


def _method(name: str) -> Erratum:
    return Erratum(
        "unknown-compression", Place(name),
        Wording("压缩方法这里不认识，这个文件没有解开",
                "packed by a method that is not known here; the file was not unpacked"),
        Wording("请手工解开再收。", "Unpack it by hand and receive the file."),
    )  # fmt: skip


def _damaged(name: str, said: str) -> Erratum:
    return Erratum(
        "damaged-file", Place(name),
        Wording("压缩包损坏，没有解开", "the archive is damaged and was not unpacked"),
        Wording("请供稿单位重发。", "Ask the contributor to send it again."), said[:120],
    )  # fmt: skip


def _disk(name: str, fault: OSError) -> Erratum:
    return Erratum(
        "file-fault", Place(name),
        Wording(f"解压时写不进磁盘：{fault.strerror}",
                f"the disk did not take what is unpacked: {fault.strerror}"),
        Wording("请腾出磁盘空间再收。", "Free some room and receive it again."),
    )  # fmt: skip


def _long(name: str, short: str) -> Erratum:
    return Erratum(
        "long-name", Place(name),
        Wording("文件名太长，收稿时缩短了；内容没有变",
                "the name is longer than a disk takes and was shortened; the file is whole"),
        None, short, Kind.NOTE,
    )  # fmt: skip


def _twice(name: str, other: str) -> Erratum:
    return Erratum(
        "doubled-name", Place(name),
        Wording("压缩包里有两个同名的文件，两个都解开了，这一个改了名",
                "two files of one name in the archive; both were unpacked, this one renamed"),
        Wording("请看哪一个是定稿。", "See which of them is the final one."), other, Kind.QUERY,
    )  # fmt: skip
