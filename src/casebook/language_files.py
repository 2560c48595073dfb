"""Where the language models lie that the proof reads, a checker of the user's, and their cache.

The models are files of two packages of Debian.

The environment variable `CASEBOOK_LANGUAGE` names another folder to look in first, where no package
brings them (macOS, Windows); `none` there means that wrong characters are not looked for.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "CASEBOOK_LANGUAGE"
OFF = "none"
NAMES = ("zh_CN.lm", "lm_sc.t3g", "pydict_sc.bin")
"""The model of libime; that of SunPinyin, and its dictionary."""
PACKAGES = "libime-data-language-model sunpinyin-data"
CHECKER, NETWORK = "checker", "model.onnx"
"""The folder of a neural checker that the user brings, and the file that makes it one."""
_BELOW = ("libime", "sunpinyin/data", "sunpinyin")
_ROOTS = ("/usr/lib", "/usr/lib64", "/usr/share", "/usr/local/lib", "/usr/local/share")


@dataclass(frozen=True)
class LanguageFiles:
    """The three files."""

    kenlm: Path
    sunpinyin: Path
    dictionary: Path

    @property
    def all(self) -> tuple[Path, Path, Path]:
        """The files in the order of `NAMES`."""
        return self.kenlm, self.sunpinyin, self.dictionary


def off() -> bool:
    """Whether nobody is to look for wrong characters."""
    return os.environ.get(VARIABLE) == OFF


def find() -> LanguageFiles | None:
    """Return the files, or None when one is missing."""
    if off():
        return None
    places = [next(filter(Path.is_file, _places(name)), None) for name in NAMES]
    if None in places:
        return None
    return LanguageFiles(*filter(None, places))


def _places(name: str) -> Iterator[Path]:
    if own := os.environ.get(VARIABLE):
        yield Path(own) / name
    for root in map(Path, _ROOTS):
        for below in _BELOW:
            yield root / below / name
            if root.name in ("lib", "lib64"):
                yield from (folder / below / name for folder in sorted(root.glob("*-linux-gnu*")))


def checker_folder(book: Path) -> Path | None:
    """Return the folder of the checker for the book in the folder `book`, or None."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    for place in (book / CHECKER, Path(data) / "casebook" / CHECKER):
        if (place / NETWORK).is_file():
            return place
    return None


def cache_folder() -> Path:
    """Return the folder where what is made of the files is kept, for all books."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "casebook" / "language"
