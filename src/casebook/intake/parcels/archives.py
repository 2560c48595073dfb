"""Take the files out of a .zip, a .tar packed or not, and the one file out of a .gz, .bz2 or .xz.

Names in a zip are read in the encoding they were written in.
"""

import bz2
import gzip
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from typing import IO

from casebook import decoding
from casebook.errata import StopPress
from casebook.intake.parcels import unpacking
from casebook.intake.parcels.unpacking import Unpacking

_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError, RuntimeError)
_OPENERS: dict[str, Callable[[Path], BufferedIOBase]] = {
    "gz": gzip.GzipFile, "bz2": bz2.BZ2File, "xz": lzma.LZMAFile
}  # fmt: skip
_TARS = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def take_from_tar(path: Path, key: str, taking: Unpacking) -> None:
    """Take the files out of the container at `path`, a file of the kind `key`.

    Raises `StopPress` when it is damaged or too large.
    """
    try:
        if key == "tar" or tarfile.is_tarfile(path):
            with tarfile.open(path, errors="surrogateescape") as archive:
                _members(archive, taking)
        else:
            with _OPENERS[key](path) as source:
                taking.take(_inner(path), source.read)
    except _BROKEN as error:
        raise StopPress([unpacking.damaged(taking.name, str(error))]) from error
    except OSError as fault:
        if fault.errno is not None:
            raise
        raise StopPress([unpacking.damaged(taking.name, str(fault))]) from fault


def stream(source: IO[bytes], taking: Unpacking) -> None:
    """Take the files out of a tar that comes through a pipe; what cannot be read raises."""
    with tarfile.open(fileobj=source, mode="r|", errors="surrogateescape") as archive:
        _members(archive, taking)


def _members(archive: tarfile.TarFile, taking: Unpacking) -> None:
    for member in archive:
        inner = decoding.names([os.fsencode(member.name)])[0].removeprefix("./")
        if member.isdir():
            continue
        if member.issym() or member.islnk():
            taking.leave(unpacking.pointer(taking.shown(inner)))
            continue
        held = archive.extractfile(member) if member.isreg() else None
        if held is None:
            taking.leave(unpacking.special(taking.shown(inner)))
            continue
        taking.take(inner, held.read, member.size, member.mtime or None)


def _inner(path: Path) -> str:
    """Return the name of a packed file: its own without the ending of the packing."""
    ending = path.suffix.lower()
    name = decoding.readable_name(path.with_suffix(_TARS.get(ending, "")))
    return name or "unnamed"


_UTF8, _LOCKED, _UNICODE_PATH = 0x800, 1, 0x7075
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError)


def take_from_zip(path: Path, taking: Unpacking) -> None:
    """Take the files of the zip at `path` out.

    Raises `StopPress` when it is no sound zip or too large, and `OSError` when the disk cannot
    take it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [item for item in archive.infolist() if item.file_size or not item.is_dir()]
            size = sum(info.file_size for info in infos)
            if len(infos) > unpacking.MOST_FILES or size > unpacking.ALL_FILES:
                raise StopPress([unpacking.too_large(taking.name, len(infos), size)])
            for info, inner in zip(infos, _names(infos), strict=True):
                _take(archive, info, inner, taking)
    except BROKEN as error:
        raise StopPress([unpacking.damaged(taking.name, str(error))]) from error


def _take(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inner: str, taking: Unpacking) -> None:
    shown = taking.shown(inner)
    if stat.S_ISLNK(info.external_attr >> 16):
        taking.leave(unpacking.pointer(shown))
        return
    if info.flag_bits & _LOCKED:
        taking.leave(unpacking.locked(shown))
        return
    try:
        with archive.open(info) as source:
            taking.take(inner, source.read, info.file_size, _written(info))
    except NotImplementedError:
        taking.leave(unpacking.method(shown))
    except BROKEN as error:
        taking.leave(unpacking.damaged(shown, str(error)))
    except OSError as fault:
        if fault.errno is not None:
            raise
        taking.leave(unpacking.damaged(shown, str(fault)))


def _written(info: zipfile.ZipInfo) -> float | None:
    """Return when a file was last written, by the clock of this place; 1980 is no date."""
    try:
        return datetime(*info.date_time).timestamp() if info.date_time[0] > 1980 else None
    except (ValueError, OverflowError, OSError):
        return None


def _names(infos: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield names as their sender wrote them; those that do not say how are read together."""
    raw = [_raw(info) for info in infos]
    silent = [name for name in raw if name is not None]
    read = iter(decoding.names(silent))
    for info, name in zip(infos, raw, strict=True):
        guessed = info.filename if name is None else next(read)
        yield guessed if name is None else _unicode_name(info, name) or guessed


def _raw(info: zipfile.ZipInfo) -> bytes | None:
    """Return a name as it is stored, None when it says that it is UTF-8."""
    if info.flag_bits & _UTF8:
        return None
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # this Python has read the extra field itself
        return None


def _unicode_name(info: zipfile.ZipInfo, raw: bytes) -> str | None:
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
