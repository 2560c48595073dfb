"""What a book is printed on, as colours know it: a profile, its registered name, an ink limit."""

from collections.abc import Mapping
from importlib.resources import files as packaged
from pathlib import Path
from typing import NamedTuple

from casebook import files
from casebook.book import Press
from casebook.editions.prepress.colour_management import is_sound
from casebook.errata import Erratum, Place, StopPress, Wording

LARGEST = 8_000_000
"""Bytes of a profile; those of printers have two or three million."""


class Condition(NamedTuple):
    """A printing condition: ICC profile, its name, the registered name ("" for the printer's own).

    `limit` is the ink that the paper takes, in percent of one plate.
    """

    profile: bytes
    name: str
    registered: str
    limit: int


class _Paper(NamedTuple):
    file: str
    registered: str
    limit: int


PAPERS: Mapping[str, _Paper] = {
    "uncoated": _Paper("uncoated-FOGRA29L.icc", "FOGRA29", 280),
    "coated": _Paper("coated-FOGRA39L.icc", "FOGRA39", 320),
}
"""Surfaces of paper: 双胶纸, 轻型纸 and 纯质纸 are uncoated, 铜版纸 is coated."""
_OWN_LIMIT = 300
_SPACES = {"RGB": Wording("屏幕的 RGB 颜色", "colours of a screen (RGB)"),
           "GRAY": Wording("灰度", "grey"), "Lab": Wording("Lab 颜色", "Lab colours")}  # fmt: skip


def screen() -> bytes:
    """Return the profile of the screen (sRGB)."""
    return _packaged("sRGB.icc")


def condition(press: Press, manuscript: Path, place: Place) -> Condition:
    """Return what the book in the folder `manuscript` is printed on.

    Raises `StopPress` where the printer's profile cannot be read or is none of a four-colour press;
    `place` is where book.yaml names it.
    """
    paper = PAPERS[press.surface]
    limit = press.ink_limit or paper.limit
    if not press.profile:
        data = _packaged(paper.file)
        return Condition(data, _description(data), paper.registered, limit)
    data = _read(press.profile, manuscript, place)
    if fault := _fault(data, press.profile, place):
        raise StopPress([fault])
    name = _description(data) or Path(press.profile).stem
    return Condition(data, name, "", press.ink_limit or _OWN_LIMIT)


def _packaged(name: str) -> bytes:
    return packaged("casebook.editions.prepress").joinpath(f"profiles/{name}").read_bytes()


def _read(path: str, manuscript: Path, place: Place) -> bytes:
    try:
        return files.read(manuscript / path, manuscript, LARGEST)
    except FileNotFoundError as fault:
        raise StopPress(
            [
                Erratum(
                    "missing-profile",
                    place,
                    Wording("找不到印厂的颜色配置文件", "the printer's profile is missing"),
                    Wording(
                        "把印厂给的 .icc 文件放到这个位置，或改正路径；不写 profile 就用自带的。",
                        "Put the printer's .icc file there, or correct the path; without `profile` "
                        "the one that casebook brings is used.",
                    ),
                    path,
                )
            ]
        ) from fault
    except OSError as fault:
        raise StopPress([files.unreadable(path, fault)]) from fault


def _fault(data: bytes, path: str, place: Place) -> Erratum | None:
    """Return why `data` cannot be the profile of a paper (ICC.1, 7.2: the header)."""
    ask = Wording(
        "向印厂要这种纸的 CMYK 输出配置文件（.icc，输出设备类）；没有就删去 profile 一行。",
        "Ask the printer for the CMYK output profile of the paper (.icc, class output); without "
        "one, take out the line `profile`.",
    )
    if len(data) < 128 or data[36:40] != b"acsp":
        said = Wording("不是 ICC 颜色配置文件", "the file is no ICC profile")
        return Erratum("not-a-profile", place, said, ask, path)
    space = data[16:20].decode("latin-1").strip()
    if space != "CMYK" or data[12:16] != b"prtr":
        known = _SPACES.get(space, Wording(f"{space} 颜色", f"{space} colours"))
        said = Wording(
            f"这个配置文件是{known.zh}的，不是纸张的",
            f"the profile is that of {known.en}, not of a paper",
        )
        return Erratum("profile-of-no-paper", place, said, ask, path)
    if not is_sound(data):
        said = Wording(
            "颜色配置文件不完整，算不出油墨",
            "the profile is damaged: no inks can be reckoned by it",
        )
        return Erratum("not-a-profile", place, said, ask, path)
    return None


def _description(data: bytes) -> str:
    """Return what an ICC profile calls itself, in ASCII (ICC.1, tag `desc`); "" when it does not."""
    count = int.from_bytes(data[128:132], "big")
    for at in range(132, 132 + 12 * min(count, 100), 12):
        if data[at : at + 4] == b"desc":
            start = int.from_bytes(data[at + 4 : at + 8], "big")
            kind, tag = data[start : start + 4], data[start : start + 4096]
            if kind == b"desc":
                size = int.from_bytes(tag[8:12], "big")
                return tag[12 : 12 + size].split(b"\0")[0].decode("ascii", "replace")
            if kind == b"mluc":
                size, offset = (int.from_bytes(tag[n : n + 4], "big") for n in (20, 24))
                return tag[offset : offset + size].decode("utf-16-be", "replace")
    return ""
