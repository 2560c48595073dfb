"""Take the files out of archives: .zip, .tar and single packed files here, others through programs.

Names in a zip are read in the encoding they were written in.

What only a program of the system opens (.7z, .rar and older kinds) is given to one, or the editor is
told how to get one. bsdtar (libarchive; `tar` of Windows and macOS is the same) turns an archive into
a tar in a pipe, so nothing is written that was not looked at first. The others write into a folder
that is thrown away, and are ended when they write too much. No Python library is asked: those for .7z
bring eight compiled packages, those for .rar call these programs too.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BufferedIOBase
from pathlib import Path
from typing import IO

from casebook import atomic, decoding, files
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.formats.file_kinds import FileKind
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


KEYS = frozenset({"7z", "rar", "cab", "lha", "arj", "zst"})
"""Kinds that a program of the system opens."""
LONGEST = 300.0
"""Seconds a program may take for one archive."""
_MOST_SAID = 200
"""Characters of what a program says that are kept."""
_STREAMS = ("bsdtar", "tar")
_WRITERS = {
    "unar": ("-quiet", "-no-recursion", "-no-directory", "-force-skip", "-password", "",
             "-output-directory", "{folder}", "{file}"),
    "7zz": ("x", "-y", "-bd", "-p-", "-o{folder}", "{file}"),
    "7z": ("x", "-y", "-bd", "-p-", "-o{folder}", "{file}"),
    "7za": ("x", "-y", "-bd", "-p-", "-o{folder}", "{file}"),
    "unrar": ("x", "-y", "-p-", "-o-", "-idq", "{file}", "{folder}/"),
}  # fmt: skip
_OPENS = {"unrar": {"rar"}, "7za": {"7z", "cab", "arj", "zst"}}
"""What a program opens that does not open all kinds."""
_LOCKED_MESSAGE = re.compile(r"encrypt|passphrase|password", re.IGNORECASE)
_VOLUME = re.compile(r"\.(?:part0*([2-9]|\d{2,})\.rar|r\d\d|7z\.0*([2-9]|\d{2,}))$", re.IGNORECASE)

_FIRST = re.compile(r"\.(?:part0*1\.rar|7z\.0*1)$", re.IGNORECASE)

_END_OF_ZIP, _LOOKED_THROUGH = b"PK\x05\x06", 1 << 17


@dataclass
class _Failure(Exception):  # noqa: N818  what a program said, not a fault of this one
    """A program that did not take everything out."""

    message: str


def take_by_program(path: Path, kind: FileKind, taking: Unpacking) -> None:
    """Take the files out of the archive at `path` with the programs there are, the best first.

    Raises `StopPress` when there is none, or none of them opens it.
    """
    ways = list(_programs(kind.key))
    if not ways:
        raise StopPress([_no_program(taking.name, kind)])
    messages: list[str] = []
    for name, program in ways:
        try:
            if name in _STREAMS:
                _taken_from_stream(program, path, taking)
            else:
                _taken_from_folder(program, _WRITERS[name], path, taking)
            if taking.count or taking.passed or not taking.complete:
                return
            messages.append("")  # it took what is broken for an empty archive
        except _Failure as failure:
            messages.append(failure.message)
            if taking.count:  # what came out is kept; the rest no other program may double
                break
    if _FIRST.search(path.name) and not taking.count:
        raise StopPress([in_parts(taking.name)])
    if any(_LOCKED_MESSAGE.search(message) for message in messages):
        raise StopPress([unpacking.locked(taking.name)])
    raise StopPress([unpacking.damaged(taking.name, next(filter(None, messages), ""))])


def is_later_volume(name: str) -> bool:
    """Whether a file is the second or a later part of an archive in parts."""
    return bool(_VOLUME.search(name))


def available(key: str = "rar") -> bool:
    """Whether there is a program that opens archives of this kind."""
    return next(_programs(key), None) is not None


def _programs(key: str) -> Iterator[tuple[str, str]]:
    for name in (*_STREAMS, *_WRITERS):
        program = shutil.which(name)
        if program is None or (name == "tar" and not _is_bsdtar(program)):
            continue
        if key in _OPENS.get(name, {key}):
            yield name, program


@cache
def _is_bsdtar(program: str) -> bool:
    with suppress(OSError, subprocess.SubprocessError):
        run = subprocess.run([program, "--version"], capture_output=True, timeout=10, check=False)
        return b"bsdtar" in run.stdout
    return False


def _taken_from_stream(program: str, path: Path, taking: Unpacking) -> None:
    """Have bsdtar write the archive as a tar into a pipe, and take the files from there.

    A Word file that is stored unpacked at the end makes it take the whole for a zip; with blanks
    behind it does not.
    """
    data = files.read(path)
    if _END_OF_ZIP in data[-_LOOKED_THROUGH:]:
        with atomic.temporary() as folder:
            apart = folder / f"apart{path.suffix}"
            apart.write_bytes(data + bytes(_LOOKED_THROUGH))
            _piped(program, apart, taking)
    else:
        _piped(program, path, taking)


def _piped(program: str, path: Path, taking: Unpacking) -> None:
    command = [program, "-cf", "-", "--format=pax", f"@{os.fspath(path.absolute())}"]
    broken = ""
    with _running(command, path.parent, subprocess.PIPE) as (process, output):
        assert process.stdout is not None
        try:
            stream(process.stdout, taking)
        except (tarfile.TarError, EOFError, ValueError) as error:
            broken = str(error)
        while process.stdout.read(unpacking.PIECE):  # the rest of the last block
            pass
        failed = process.wait() != 0
        message = output()
    if (failed or broken) and not taking.count:
        message = f"{message} {_why(program, path)}"[-_MOST_SAID:]
    if failed or broken:
        raise _Failure(message or broken)


def _why(program: str, path: Path) -> str:
    """Return what bsdtar says when it takes files out, and not when it packs them anew: a password."""
    command = [program, "-xOf", os.fspath(path.absolute())]
    with _running(command, path.parent, subprocess.DEVNULL) as (process, output):
        with suppress(subprocess.TimeoutExpired):
            process.wait(LONGEST)
        return output()


def _taken_from_folder(
    program: str, arguments: tuple[str, ...], path: Path, taking: Unpacking
) -> None:
    """Have a program write the files into a folder, and take them from there."""
    with atomic.temporary() as folder:
        command = [program]
        command += [
            argument.replace("{folder}", str(folder / "out")).replace(
                "{file}", str(path.absolute())
            )
            for argument in arguments
        ]
        (folder / "out").mkdir()
        with _running(command, folder, subprocess.DEVNULL) as (process, output):
            _watch(process, folder / "out", taking)
            failed, message = process.returncode != 0, output()
        for written in files.walk(folder / "out", foreign=True).files:
            inner = [
                decoding.readable_name(Path(p)) for p in written.relative_to(folder / "out").parts
            ]
            data = files.read(written)
            taking.take("/".join(inner), io.BytesIO(data).read, len(data), files.written(written))
    if failed:
        raise _Failure(message)


def _watch(process: "subprocess.Popen[bytes]", out: Path, taking: Unpacking) -> None:
    """Wait for `process`; end it when it has written more than is taken out, or takes too long."""
    end = time.monotonic() + LONGEST
    while process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
        listing = files.walk(out, foreign=True)
        size = sum(file.stat().st_size for file in listing.files)
        if size > unpacking.ALL_FILES or len(listing.files) > unpacking.MOST_FILES:
            raise StopPress([unpacking.too_large(taking.name, len(listing.files), size)])
        if time.monotonic() > end:
            raise _Failure("timeout")


@contextmanager
def _running(
    command: list[str], folder: Path, out: int
) -> Iterator[tuple["subprocess.Popen[bytes]", "_ErrorOutput"]]:
    """Run a program that can ask nobody for a password, and end it in any case."""
    environment = {
        key: os.environ[key] for key in ("PATH", "SystemRoot", "TEMP") if key in os.environ
    }
    with atomic.temporary() as place:
        heard = place / "said"
        with heard.open("wb") as file:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=file, cwd=folder,
                start_new_session=True, env=environment | {"HOME": str(place), "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
        try:
            yield process, _ErrorOutput(heard)
        finally:
            with suppress(OSError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


@dataclass(frozen=True)
class _ErrorOutput:
    """What a program says on its second stream."""

    path: Path

    def __call__(self) -> str:
        return files.read(self.path).decode("utf-8", "replace").strip()[-_MOST_SAID:]


def _no_program(name: str, kind: FileKind) -> Erratum:
    return Erratum(
        "packed-archive", Place(name),
        Wording(f"这是{kind.spaced_name}，这台电脑上没有能解开它的程序；已原样保存，里面的稿件还没有收",
                f"{kind.name.en}; no program on this machine opens it. It was kept as it came, "
                "the manuscripts in it were not received"),
        Wording("请装一个：Debian/Ubuntu：apt install libarchive-tools；macOS：brew install libarchive；"
                "或手工解开、改用 .zip 再收。",
                "Install one (Debian/Ubuntu: apt install libarchive-tools; macOS: brew install "
                "libarchive), or unpack it by hand, or have it sent as .zip, and receive it again."),
    )  # fmt: skip


def in_parts(name: str) -> Erratum:
    """A part of an archive in parts."""
    return Erratum(
        "packed-archive", Place(name),
        Wording("这是分卷压缩包的一卷，单独解不开；已原样保存",
                "a part of an archive in parts; alone it cannot be opened. It was kept as it came"),
        Wording("请把各卷放在一起，手工解开再收。",
                "Put all parts together, unpack them by hand and receive what is in them."),
    )  # fmt: skip
