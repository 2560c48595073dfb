"""Find the manuscripts in what was handed in: files, folders, zips, pictures beside them.

A zip is unpacked into a folder of its own that is thrown away, under names made safe here, so
nothing in it can reach outside. What is no manuscript is either a picture that belongs to one or
is told: nothing disappears.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.receive.naming import readable_name
from casebook.intake.receive.routes import ENDINGS, PICTURES

MOST_FILES = 5_000
LARGEST_FILE = 300_000_000
ALL_FILES = 1_000_000_000
ALL_ZIPS = 8_000_000_000
DEEPEST = 2
"""Files and unpacked bytes of one zip; bytes of all zips of a run; zips within zips."""

_RESIDUE = frozenset({"thumbs.db", ".ds_store", "desktop.ini", "__macosx"})
_UTF8 = 0x800


@dataclass(frozen=True)
class Found:
    """A manuscript to receive: its file, the editor's name for it, the folder it came in.

    `pictures` lie beside it, when it is the only manuscript of its folder.
    """

    path: Path
    name: str
    folder: str
    pictures: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """The manuscripts found, in the order of their names, and what else was there."""

    found: tuple[Found, ...]
    errata: tuple[Erratum, ...]


def gather(paths: Iterable[Path], unpacked: Path) -> Gathered:
    """Return the manuscripts at `paths`; zips are unpacked below the folder `unpacked`.

    A file that is named outright is taken whatever its ending: its reader says why it cannot be
    read. In folders and zips only known endings are taken, and the rest is told.
    """
    search = _Search(unpacked)
    for path in paths:
        name = readable_name(path)
        if path.is_dir():
            search.folder(path, name)
        elif _is_archive(path):
            search.archive(path, name)
        else:
            search.found.append(Found(path, name, ""))
    return Gathered(tuple(search.found), tuple(search.errata))


class _Search:
    """What has been found so far, and where zips are unpacked."""

    def __init__(self, unpacked: Path) -> None:
        self._unpacked, self._zips, self._bytes = unpacked, 0, 0
        self.found: list[Found] = []
        self.errata: list[Erratum] = []

    def archive(self, path: Path, name: str, depth: int = 0) -> None:
        """Unpack a zip and look through it; zips inside are unpacked, two deep."""
        self._zips += 1
        target = self._unpacked / str(self._zips)
        try:
            if depth > DEEPEST or self._bytes > ALL_ZIPS:
                raise StopPress([_bomb(name, 1, path.stat().st_size)])
            self.errata += _unpack(path, name, target)
        except StopPress as stop:
            self.errata += stop.errata
            return
        self._bytes += sum(one.stat().st_size for one in target.rglob("*") if one.is_file())
        self.folder(target, name, depth)

    def folder(self, root: Path, name: str, depth: int = 0) -> None:
        """Look through a folder and all below it; links that lead out are not followed."""
        texts: dict[Path, list[Path]] = {}
        pictures: dict[Path, list[Path]] = {}
        zips: list[Path] = []
        for path in _walk(root):
            ending = path.suffix.lower()
            if ending in ENDINGS:
                texts.setdefault(path.parent, []).append(path)
            elif ending in PICTURES:
                pictures.setdefault(path.parent, []).append(path)
            elif _is_archive(path):
                zips.append(path)
            else:
                self.errata.append(_no_manuscript(f"{name}/{_below(root, path)}"))
        for folder, files in texts.items():
            inside = Path(name).stem if folder == root else readable_name(folder)
            beside = _beside(folder, texts, pictures) if len(files) == 1 else ()
            for file in files:
                self.found.append(Found(file, f"{name}/{_below(root, file)}", inside, beside))
        for path in zips:
            self.archive(path, f"{name}/{_below(root, path)}", depth + 1)
        if not texts and not zips:
            self.errata.append(_empty(name))
        for files in pictures.values():
            self.errata.append(_loose(f"{name}/{_below(root, files[0])}", len(files)))


def _is_archive(path: Path) -> bool:
    """Whether a file is a zip of files, and not a Word file that was named so."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True


def _unpack(path: Path, name: str, target: Path) -> list[Erratum]:
    """Write the files of a zip below `target`; return what was left packed."""
    told: list[Erratum] = []
    target.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
            size = sum(info.file_size for info in infos)
            if len(infos) > MOST_FILES or size > ALL_FILES:
                raise StopPress([_bomb(name, len(infos), size)])
            for info in infos:
                told += _write(archive, info, name, target)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise StopPress([_damaged(name, str(error))]) from error
    return told


def _write(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, target: Path
) -> list[Erratum]:
    inner = _name(info)
    parts = PurePosixPath(inner.replace("\\", "/")).parts
    if any(part.lower() in _RESIDUE for part in parts):
        return []
    if ".." in parts or inner.startswith(("/", "\\")) or ":" in inner[:2]:
        return [_outside(name, inner)]
    if info.flag_bits & 1:
        return [_locked(name, inner)]
    if info.file_size > LARGEST_FILE:
        return [_bomb(f"{name}/{inner}", 1, info.file_size)]
    path = target.joinpath(*(part[:120] for part in parts or ("unnamed",)))
    if not path.resolve().is_relative_to(target.resolve()):
        return [_outside(name, inner)]
    try:
        data = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        return [_damaged(f"{name}/{inner}", str(error))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return []


def _name(info: zipfile.ZipInfo) -> str:
    """Return a name as its sender wrote it: zips made in China hold GB18030 without saying so."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _beside(
    folder: Path, texts: dict[Path, list[Path]], pictures: dict[Path, list[Path]]
) -> tuple[Path, ...]:
    """Take the pictures of a folder with one manuscript, those of folders below it too."""
    taken: list[Path] = []
    for place in list(pictures):
        owner = next((one for one in (place, *place.parents) if one in texts), None)
        if owner == folder:
            taken += pictures.pop(place)
    return tuple(sorted(taken))


def _walk(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        residue = any(part.lower() in _RESIDUE for part in path.parts)
        inside = path.is_file() and path.resolve().is_relative_to(root.resolve())
        if inside and not hidden and not residue and path.stat().st_size:
            yield path


def _below(root: Path, path: Path) -> str:
    return "/".join(readable_name(Path(part)) for part in path.relative_to(root).parts)


def _query(rule: str, name: str, zh: str, en: str, hint: Wording) -> Erratum:
    return Erratum(rule, Place(name), Wording(zh, en), hint, "", Kind.QUERY)


_OPEN = Wording("请手工解开看一看。", "Unpack it by hand and look.")


def _no_manuscript(name: str) -> Erratum:
    return _query(
        "no-manuscript",
        name,
        "这个文件不是文稿，没有收",
        "this file is no manuscript; it was left",
        Wording(
            "若是文稿，请另存为 .docx 再收。", "If it is one, save it as .docx and receive it."
        ),
    )


def _loose(name: str, count: int) -> Erratum:
    return _query(
        "loose-pictures",
        name,
        f"这里有 {count} 张图片，看不出属于哪篇稿件",
        f"{count} pictures here belong to no one manuscript",
        Wording(
            "请把图片和它的文稿放进同一个文件夹再收。", "Put them with their text in a folder."
        ),
    )


def _empty(name: str) -> Erratum:
    return Erratum(
        "empty-folder", Place(name),
        Wording("里面没有文稿", "no manuscript in it"),
        Wording("请检查是不是放错了文件夹。", "See whether it is the right folder."),
    )  # fmt: skip


def _outside(name: str, inner: str) -> Erratum:
    return Erratum(
        "hostile-file", Place(name),
        Wording("压缩包里有指向包外的路径，这个文件没有解开",
                "a path in the archive leads outside; that file was not unpacked"),
        _OPEN, inner[:200],
    )  # fmt: skip


def _locked(name: str, inner: str) -> Erratum:
    return Erratum(
        "locked-file", Place(f"{name}/{inner}"),
        Wording("压缩包里的文件加了密码", "the file in the archive is locked with a password"),
        Wording("请供稿单位去掉密码后重发。", "Ask the contributor for it without a password."),
    )  # fmt: skip


def _bomb(name: str, count: int, size: int) -> Erratum:
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording(f"解开后有 {count} 个文件、{size / 1e6:.0f} MB，超出限度，没有解开",
                f"{count} files and {size / 1e6:.0f} MB when unpacked: too much; it was left"),
        _OPEN,
    )  # fmt: skip


def _damaged(name: str, said: str) -> Erratum:
    return Erratum(
        "damaged-file", Place(name),
        Wording("压缩包损坏，没有解开", "the archive is damaged and was not unpacked"),
        Wording("请供稿单位重发。", "Ask the contributor to send it again."), said[:120],
    )  # fmt: skip
