"""Take the files out of a .tar, packed or not, and the one file out of a .gz, .bz2 or .xz."""

import bz2
import gzip
import lzma
import os
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from casebook import decoding
from casebook.errata import StopPress
from casebook.intake.parcels import taking_out
from casebook.intake.parcels.taking_out import TakingOut

_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError, RuntimeError)
_OPENERS: dict[str, Callable[..., IO[Any]]] = {
    "gz": gzip.open, "bz2": bz2.open, "xz": lzma.open
}  # fmt: skip
_TARS = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def take_out(path: Path, key: str, taking: TakingOut) -> None:
    """Take the files out of the container at `path`, which is of the nature `key`.

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
        raise StopPress([taking_out.damaged(taking.name, str(error))]) from error
    except OSError as fault:
        if fault.errno is not None:
            raise
        raise StopPress([taking_out.damaged(taking.name, str(fault))]) from fault


def stream(source: IO[bytes], taking: TakingOut) -> None:
    """Take the files out of a tar that comes through a pipe; what cannot be read raises."""
    with tarfile.open(fileobj=source, mode="r|", errors="surrogateescape") as archive:
        _members(archive, taking)


def _members(archive: tarfile.TarFile, taking: TakingOut) -> None:
    for member in archive:
        inner = decoding.names([os.fsencode(member.name)])[0].removeprefix("./")
        if member.isdir():
            continue
        if member.issym() or member.islnk():
            taking.leave(taking_out.pointer(taking.shown(inner)))
            continue
        held = archive.extractfile(member) if member.isreg() else None
        if held is None:
            taking.leave(taking_out.special(taking.shown(inner)))
            continue
        taking.take(inner, held.read, member.size, member.mtime or None)


def _inner(path: Path) -> str:
    """Return the name of a packed file: its own without the ending of the packing."""
    ending = path.suffix.lower()
    name = decoding.readable_name(path.with_suffix(_TARS.get(ending, "")))
    return name or "unnamed"
