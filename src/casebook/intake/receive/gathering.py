"""Find the manuscripts in what was handed in: files, folders, zips, pictures beside them.

A zip is unpacked into a folder of its own that is thrown away, under names made safe here, so
nothing in it can reach outside. What is no manuscript is either a picture that belongs to one or
is told: nothing disappears.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from casebook import files
from casebook.decoding import readable_name
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.receive.routes import ENDINGS, PICTURES
from casebook.intake.receive.unpacking import RESIDUE, is_archive, too_many_within, unpack

ALL_ZIPS = 8_000_000_000
DEEPEST = 2
"""Bytes of all zips of a run when unpacked; zips within zips."""
PACKED = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".zipx", ".z01"})


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
        elif is_archive(path):
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
                raise StopPress([too_many_within(name)])
            self.errata += unpack(path, name, target)
        except StopPress as stop:
            self.errata += stop.errata
            return
        self._bytes += sum(one.stat().st_size for one in files.walk(target, foreign=True).files)
        self.folder(target, name, depth)

    def folder(self, root: Path, name: str, depth: int = 0) -> None:
        """Look through a folder and all below it."""
        texts: dict[Path, list[Path]] = {}
        pictures: dict[Path, list[Path]] = {}
        zips: list[Path] = []
        for path in self._files(root, name):
            ending = path.suffix.lower()
            if ending in ENDINGS:
                texts.setdefault(path.parent, []).append(path)
            elif ending in PICTURES:
                pictures.setdefault(path.parent, []).append(path)
            elif is_archive(path):
                zips.append(path)
            else:
                said = _packed if ending in PACKED else _no_manuscript
                self.errata.append(said(f"{name}/{_below(root, path)}"))
        for folder, found in texts.items():
            inside = Path(name).stem if folder == root else readable_name(folder)
            beside = _beside(folder, texts, pictures) if len(found) == 1 else ()
            for file in found:
                self.found.append(Found(file, f"{name}/{_below(root, file)}", inside, beside))
        for path in zips:
            self.archive(path, f"{name}/{_below(root, path)}", depth + 1)
        if not texts and not zips:
            self.errata.append(_empty(name))
        for loose in pictures.values():
            self.errata.append(_loose(f"{name}/{_below(root, loose[0])}", len(loose)))

    def _files(self, root: Path, name: str) -> Iterable[Path]:
        """Yield the files of a parcel that hold anything; tell of the others."""
        listing = files.walk(root, foreign=True)
        for one in listing.refused:
            text = one.folder or Path(one.name).suffix.lower() in ENDINGS
            self.errata.append(one.erratum(name, Kind.ERRATUM if text else Kind.QUERY))
        for path in listing.files:
            if any(part.lower() in RESIDUE for part in path.relative_to(root).parts):
                continue
            if path.stat().st_size:
                yield path
            else:
                self.errata.append(_no_bytes(f"{name}/{_below(root, path)}"))


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


def _below(root: Path, path: Path) -> str:
    return "/".join(readable_name(Path(part)) for part in path.relative_to(root).parts)


def _query(rule: str, name: str, zh: str, en: str, hint: Wording) -> Erratum:
    return Erratum(rule, Place(name), Wording(zh, en), hint, "", Kind.QUERY)


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


def _packed(name: str) -> Erratum:
    return _query(
        "packed-archive",
        name,
        "压缩包，这里解不开，里面的稿件没有收",
        "an archive that is not unpacked here; manuscripts in it were not received",
        Wording("请手工解开再收，或改用 .zip。", "Unpack it by hand, or have it sent as .zip."),
    )


def _no_bytes(name: str) -> Erratum:
    return _query(
        "empty-file",
        name,
        "文件是空的（0 字节），没有收",
        "the file is empty (0 bytes); it was left",
        Wording("请供稿单位重发。", "Ask the contributor to send it again."),
    )
