"""Take files out of a container into a folder that is thrown away: bounded, inside, kept or told.

Names are made safe and, where two are the same or one is longer than a disk takes, made different
or shorter; the editor is told of both. What the container says of sizes is not believed: bytes
are counted as they come.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from casebook import files, os_errata
from casebook.errata import Erratum, Kind, Place, StopPress, Wording

MOST_FILES = 5_000
LARGEST_FILE = 300_000_000
ALL_FILES = 1_000_000_000
"""Files of one container, bytes of one of them and of all together when taken out."""
DEEPEST = 16
LONGEST_NAME = 180
"""Folders within folders, and bytes of a name (disks take 255, and names are made longer here)."""

PIECE = 1 << 20
Source = Callable[[int], bytes]
"""Gives at most so many bytes, none at the end."""


class Unpacking:
    """The files of one container on their way into the folder `target`.

    `name` is what the editor calls the container. `told` is what the editor should know, `passed`
    the names of programs' own files, which are left; `count` is how many files came out, `whole`
    says that all but those did.
    """

    def __init__(self, name: str, target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        self.name, self._target = name, target
        self._folders: dict[tuple[Path, str], Path] = {}
        self._taken: set[tuple[Path, str]] = set()
        self.count = self._bytes = 0
        self.errata: list[Erratum] = []
        self.passed: list[str] = []
        self.complete = True

    def leave(self, erratum: Erratum) -> None:
        """Tell why a file was left in the container."""
        self.errata.append(erratum)
        self.complete = False

    def shown(self, inner: str) -> str:
        """Return what the editor calls a file of the container."""
        return f"{self.name}/{inner}"

    def take(self, inner: str, read: Source, size: int = 0, written: float | None = None) -> None:
        """Write the file called `inner`, or tell why it was left.

        `size` and when it was last `written` (in seconds as the system counts them) are what the
        container says, as far as it says it. Raises `StopPress` when all files
        together are too many or too large, and what `read` raises.
        """
        path = self._place_for(inner, size)
        if path is None:
            return
        held = 0
        try:
            with path.open("wb") as file:
                while piece := read(PIECE):
                    file.write(piece)
                    held += len(piece)
                    self._bytes += len(piece)
                    if held > LARGEST_FILE or self._bytes > ALL_FILES:
                        break
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if self._bytes > ALL_FILES:
            raise StopPress([too_large(self.name, self.count, self._bytes)])
        if held > LARGEST_FILE:
            path.unlink()
            self.leave(too_large(self.shown(inner), 1, held))
        elif written is not None:
            with suppress(OSError, OverflowError, ValueError):  # no date is worth a file
                os.utime(path, (written, written))

    def _place_for(self, inner: str, size: int) -> Path | None:
        """Return where a file goes, or None when it is left."""
        parts = PurePosixPath(inner.replace("\\", "/")).parts
        if ".." in parts or inner.startswith(("/", "\\")) or ":" in inner[:2]:
            self.leave(_outside(self.name, inner))
        elif files.of_a_program(parts):
            self.passed.append(inner)
        elif len(parts) > DEEPEST:
            self.leave(_deep(self.shown(inner)))
        elif size > LARGEST_FILE:
            self.leave(too_large(self.shown(inner), 1, size))
        else:
            self.count += 1
            if self.count > MOST_FILES:
                raise StopPress([too_large(self.name, self.count, self._bytes)])
            return self._place(parts or ("unnamed",), self.shown(inner))
        return None

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
        short = safe_name(part)
        if short != _printable(part):
            self.errata.append(_long(shown, short))
        name, number = short, 1
        while (folder, _folded(name)) in self._taken:
            number += 1
            stem, dot, ending = short.rpartition(".")
            name = f"{stem} ({number}).{ending}" if dot and stem else f"{short} ({number})"
        if number > 1:
            self.errata.append(_twice(shown, name))
        self._taken.add((folder, _folded(name)))
        return folder / name


def _folded(name: str) -> str:
    """Return what is equal for names that some disk takes for one."""
    return normalize("NFC", name).casefold()


def _printable(part: str) -> str:
    printable = "".join(char if char.isprintable() else "_" for char in part)
    return printable.encode("utf-8", "replace").decode()


def safe_name(part: str) -> str:
    """Return a name that every disk takes, its ending kept."""
    name = _printable(part)
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 16:
        stem, ending = name, ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + (f".{ending}" if ending else "")


OPEN = Wording("请手工解开看一遍。", "Unpack it by hand and look.")


def too_large(name: str, count: int, size: int) -> Erratum:
    """A container, or a file of it, that is more than is taken out."""
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording(f"解开后有 {count} 个文件、{size / 1e6:.0f} MB，超出限度，没有解开",
                f"{count} files and {size / 1e6:.0f} MB when unpacked: too much; it was left"),
        OPEN,
    )  # fmt: skip


def too_many_within(name: str) -> Erratum:
    """A container in a container in a container, or more of them than are opened in one run."""
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording("压缩包套得太多，这一个没有解开", "too many archives within archives; this one was left"),
        OPEN,
    )  # fmt: skip


def _outside(name: str, inner: str) -> Erratum:
    return Erratum(
        "hostile-file", Place(name),
        Wording("压缩包里有指向包外的路径，这个文件没有解开",
                "a path in the archive leads outside; that file was not unpacked"),
        OPEN, inner[:200],
    )  # fmt: skip


def pointer(name: str) -> Erratum:
    """An entry that points to a file and is none."""
    return Erratum(
        "hostile-file", Place(name),
        Wording("压缩包里的这一项是链接，不是文件，没有解开",
                "this entry of the archive is a link and no file; it was not unpacked"),
        Wording("请供稿单位发文件本身。", "Ask the contributor for the file itself."),
    )  # fmt: skip


def special(name: str) -> Erratum:
    """An entry that is a pipe or a device."""
    return replace(
        pointer(name),
        message=Wording(
            "压缩包里的这一项是设备或管道，不是文件，没有解开",
            "this entry of the archive is a device or a pipe; it was not unpacked",
        ),
    )


def _deep(name: str) -> Erratum:
    return Erratum(
        "folders-too-deep", Place(name),
        Wording(f"压缩包里文件夹套了 {DEEPEST} 层以上，这个文件没有解开",
                f"folders within folders, more than {DEEPEST} deep; the file was not unpacked"),
        OPEN,
    )  # fmt: skip


def locked(name: str) -> Erratum:
    """A file, or a whole container, behind a password."""
    return Erratum(
        "locked-file", Place(name),
        Wording("压缩包里的文件加了密码", "the file in the archive is locked with a password"),
        Wording("请供稿单位去掉密码后重发。", "Ask the contributor for it without a password."),
    )  # fmt: skip


def method(name: str) -> Erratum:
    """A file packed in a way that is not known."""
    return Erratum(
        "unknown-compression", Place(name),
        Wording("压缩方法不认识，这个文件没有解开",
                "packed by an unknown method; the file was not unpacked"),
        Wording("请手工解开再收。", "Unpack it by hand and receive the file."),
    )  # fmt: skip


def damaged(name: str, reason: str) -> Erratum:
    """A container that does not open, or a file of it that does not come out whole."""
    return Erratum(
        "damaged-file", Place(name),
        Wording("文件损坏，没有全部解开", "damaged: not all of it could be unpacked"),
        Wording("请供稿单位重发。", "Ask the contributor to send it again."), reason[:120],
    )  # fmt: skip


def disk(name: str, fault: OSError) -> Erratum:
    """A disk that does not take what is taken out."""
    why = os_errata.reason(fault)
    return Erratum(
        "file-fault", Place(name),
        Wording(f"解压时写不进磁盘：{why.zh}",
                f"the disk did not take what is unpacked: {why.en}"),
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
