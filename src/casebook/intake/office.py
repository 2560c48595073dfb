"""Turn what only an office program can read (.doc, .wps, .rtf, .odt) into .docx, or into a PDF.

LibreOffice runs without a window, in a profile of its own that is thrown away, so it neither
meets the editor's open window nor keeps anything; it is ended after a time limit and tried once
more. It is not part of casebook: where it is missing the fault says how to get it.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from casebook.errata import Erratum, Place, StopPress, Wording

SECONDS = 90.0
TRIES = 2
_FILTERS = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)


def program() -> str | None:
    """Return where LibreOffice is, or None."""
    for name in ("soffice", "libreoffice", *_PLACES):
        if found := shutil.which(name):
            return found
    return None


def convert(
    data: bytes, ending: str, name: str, to: str = "docx", seconds: float = SECONDS
) -> bytes:
    """Return the document `data` (a file that ends in `ending`: doc, rtf …) as `to`.

    `to` is docx or pdf; `name` is what the editor calls the file. Raises `StopPress` when
    LibreOffice is missing, or cannot read the file in `seconds`, twice.
    """
    office = program()
    if office is None:
        raise StopPress([_missing(name, ending)])
    said = ""
    for _ in range(TRIES):
        with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
            made, said = _run(office, Path(folder), data, ending, to, seconds)
            if made:
                return made
    raise StopPress([_failed(name, said)])


def _run(
    office: str, folder: Path, data: bytes, ending: str, to: str, seconds: float
) -> tuple[bytes, str]:
    """Convert once; return what was made, or nothing and what was said."""
    source, out = folder / f"source.{ending}", folder / "out"
    source.write_bytes(data)
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--norestore", "--nolockcheck", "--convert-to", _FILTERS[to], "--outdir", str(out),
        str(source),
    ]  # fmt: skip
    kept = {key: os.environ[key] for key in ("PATH", "SystemRoot", "TEMP") if key in os.environ}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True, env=kept | {"HOME": str(folder), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return b"", f"> {seconds:.0f} s"
    finally:
        _end(process)
    made = out / f"source.{to}"
    if made.is_file() and made.stat().st_size:
        return made.read_bytes(), ""
    return b"", said.decode("utf-8", "replace").strip()[-200:]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice and what it started: the starter script leaves a child behind."""
    if process.poll() is None:
        with suppress(OSError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _missing(name: str, ending: str) -> Erratum:
    return Erratum(
        "office-missing",
        Place(name),
        Wording(
            f"读 .{ending} 要用 LibreOffice，这台机器上没有",
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


def _failed(name: str, said: str) -> Erratum:
    return Erratum(
        "office-failed",
        Place(name),
        Wording(
            "LibreOffice 打不开这个文件，可能损坏或加了密码",
            "LibreOffice cannot open the file: damaged, or locked with a password",
        ),
        Wording(
            "请在 Word 或 WPS 里打开，另存为 .docx 再收。",
            "Open it in Word or WPS, save it as .docx and receive that.",
        ),
        said,
    )
