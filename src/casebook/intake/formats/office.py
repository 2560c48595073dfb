"""Turn what only an office program can read (.doc, .wps, .rtf, .odt) into .docx, or into a PDF.

LibreOffice runs without a window, in a profile of its own that is thrown away, so it neither
meets the editor's open window nor keeps anything. It is not part of casebook: where it is missing
the fault says how to get it. It may hang: what counts is the work it does, not the clock of a busy
machine. One that stands still is ended, and in one session it is not waited for again: a trial of
its own says whether the file or LibreOffice was at fault.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from casebook import atomic
from casebook.errata import Erratum, Place, StopPress, Tell, Wording

STILL = 30.0
"""Seconds without work (less than a twentieth of a processor) after which it hangs."""
WORK = 120.0
"""Seconds of processor time for one file; seconds by the clock where the system tells no work."""
HANGS = 2
"""After so many files on which it hung, no other is given to it in the session."""
SHOWN = 10.0
"""Seconds between two words about a wait."""
TRIES = 2
"""A file is tried again when LibreOffice ended without making anything."""
_IDLE = 0.05
_FILTERS = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)
_TRIAL = b"{\\rtf1 trial}"


@dataclass
class _HungFiles:
    """The files on which LibreOffice hung, and whether it did on one of our own."""

    names: list[str] = field(default_factory=list)
    broken: bool = False


class _Session(NamedTuple):
    """What is known of LibreOffice since the session began, and who hears of a wait."""

    tell: Tell
    hangs: _HungFiles


_SESSION: ContextVar[_Session | None] = ContextVar("office_session", default=None)


def _nobody(_step: Wording, _count: int | None) -> None:
    """Hear of nothing."""


@contextmanager
def session(tell: Tell = _nobody) -> Iterator[None]:
    """Convert many files: `tell` hears of the wait, and LibreOffice that hangs is given up.

    A session within a session knows what the outer one knows.
    """
    outer = _SESSION.get()
    token = _SESSION.set(_Session(tell, outer.hangs if outer else _HungFiles()))
    try:
        yield
    finally:
        _SESSION.reset(token)


def program() -> str | None:
    """Return where LibreOffice is, or None."""
    for name in ("soffice", "libreoffice", *_PLACES):
        if path := shutil.which(name):
            return path
    return None


def convert(data: bytes, ending: str, name: str, to: str = "docx", still: float = STILL) -> bytes:
    """Return the document `data` (a file that ends in `ending`: doc, rtf …) as `to`.

    `to` is docx or pdf; `name` is what the editor calls the file; `still` is how many seconds it
    may do nothing. Raises `StopPress` when LibreOffice is missing, cannot read the file, or hangs.
    """
    office = program()
    if office is None:
        raise StopPress([_missing(name, ending)])
    tell, hangs = _SESSION.get() or _Session(_nobody, _HungFiles())
    if hangs.broken or len(hangs.names) >= HANGS:
        raise StopPress([_given_up(name, hangs.names[-1])])
    message = ""
    for _ in range(TRIES):
        try:
            made, message = _run(office, data, ending, to, still, tell, name)
        except TimeoutError as fault:
            hangs.names.append(name)
            hangs.broken = _SESSION.get() is not None and not _works(office, still, tell)
            raise StopPress([_hung(name, hangs.broken)]) from fault
        if made:
            return made
    raise StopPress([_failed(name, message)])


def _works(office: str, still: float, tell: Tell) -> bool:
    """Whether LibreOffice converts a file that nothing is wrong with."""
    try:
        made, _ = _run(office, _TRIAL, "rtf", "docx", still, tell, "")
    except TimeoutError:
        return False
    return bool(made)


def _run(
    office: str, data: bytes, ending: str, to: str, still: float, tell: Tell, name: str
) -> tuple[bytes, str]:
    """Convert once; return what was made, or nothing and what was said.

    Raises `TimeoutError` when it hangs.
    """
    with atomic.temporary() as folder:
        source, out, log = folder / f"source.{ending}", folder / "out", folder / "said"
        source.write_bytes(data)
        command = [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--nolockcheck", "--convert-to", _FILTERS[to], "--outdir", str(out),
            str(source),
        ]  # fmt: skip
        environment = {
            key: os.environ[key] for key in ("PATH", "SystemRoot", "TEMP") if key in os.environ
        }
        with log.open("wb") as heard:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=heard, stderr=subprocess.STDOUT,
                start_new_session=True, env=environment | {"HOME": str(folder), "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
        try:
            _wait(process, still, tell, name)
        finally:
            _end(process)
        made = out / f"source.{to}"
        if made.is_file() and made.stat().st_size:
            return made.read_bytes(), ""
        return b"", log.read_bytes().decode("utf-8", "replace").strip()[-200:]


def _wait(process: "subprocess.Popen[bytes]", still: float, tell: Tell, name: str) -> None:
    """Wait for `process` as long as it works; raise `TimeoutError` when it does not."""
    began = moved = time.monotonic()
    done, reported = 0.0, 0
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(min(0.5, still / 2))
            return
        now, worked = time.monotonic(), _work(process.pid)
        if worked is None:
            worked = now - began
        if worked - done > _IDLE * (now - moved):
            done, moved = worked, now
        if now - moved > still or worked > WORK:
            raise TimeoutError(name)
        if (steps := int((now - began) / SHOWN)) > reported:
            reported = steps
            tell(_waiting(name, int(now - began)), None)


def _work(group: int) -> float | None:
    """Return the seconds of processor time of a process group, None where the system is silent."""
    ticks, known = 0, False
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            row = place.read_text("ascii", "replace").rpartition(")")[2].split()
            if int(row[2]) == group:
                ticks, known = ticks + int(row[11]) + int(row[12]), True
    return ticks / os.sysconf("SC_CLK_TCK") if known else None


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice and what it started: the starter script leaves a child behind."""
    with suppress(OSError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
        process.wait()


def _waiting(name: str, seconds: int) -> Wording:
    if not name:
        return Wording(f"试 LibreOffice 能不能用 {seconds} 秒", f"trying LibreOffice, {seconds} s")
    return Wording(
        f"等 LibreOffice 打开 {name} {seconds} 秒", f"LibreOffice is opening {name}, {seconds} s"
    )


_SAVE = Wording(
    "请在 Word 或 WPS 里打开，另存为 .docx 再收。",
    "Open it in Word or WPS, save it as .docx and receive that.",
)


def _hung(name: str, broken: bool) -> Erratum:
    message = Wording(
        "LibreOffice 打开这个文件时停住了，已结束它",
        "LibreOffice hung on this file and was stopped",
    )
    if not broken:
        return Erratum("office-hung", Place(name), message, _SAVE)
    message = Wording(
        f"{message.zh}；它也打不开空白文件，这次不再等它",
        f"{message.en}; nor does it open an empty file: it is not waited for again in this run",
    )
    return Erratum("office-hung", Place(name), message, _REPAIR)


_REPAIR = Wording(
    "请检查 LibreOffice 能否启动，然后再收一次；或者另存为 .docx 再收。",
    "See whether LibreOffice starts, then receive again; or save the file as .docx.",
)


def _given_up(name: str, other: str) -> Erratum:
    message = Wording(
        f"没有交给 LibreOffice：它在 {other} 上停住了，这次不再等它",
        f"not given to LibreOffice: it hung on {other} and is not tried again in this run",
    )
    return Erratum("office-hung", Place(name), message, _REPAIR)


def _missing(name: str, ending: str) -> Erratum:
    return Erratum(
        "office-missing",
        Place(name),
        Wording(
            f"读 .{ending} 要用 LibreOffice，这台电脑上没有安装",
            f"reading .{ending} takes LibreOffice, which is not installed here",
        ),
        Wording(
            "Debian/Ubuntu：apt install libreoffice-writer-nogui；macOS：brew install --cask "
            "libreoffice。或者请供稿单位另存为 .docx。",
            "Debian/Ubuntu: apt install libreoffice-writer-nogui; macOS: brew install --cask "
            "libreoffice. Or ask for the text as .docx.",
        ),
        f".{ending}",
    )


def _failed(name: str, message: str) -> Erratum:
    return Erratum(
        "office-failed",
        Place(name),
        Wording(
            "LibreOffice 打不开这个文件，可能损坏或加了密码",
            "LibreOffice cannot open the file: damaged, or locked with a password",
        ),
        _SAVE,
        message,
    )
