"""Know which font families this machine has, as fontconfig spells them."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from casebook.errata import Erratum, Place, Wording
from casebook.press.keys import fonts_here


class Source(NamedTuple):
    """Where a font is got: packages of Debian, Fedora (empty: none) and Homebrew.

    `helps` says what no other font has; None for a font in which text is set.
    """

    debian: str
    fedora: str
    mac: str
    helps: Wording | None = None


_LETTERS = Wording(
    "希腊、俄文的少见字母、音标和上下标数字",
    "rarer Greek, Cyrillic and phonetic letters, raised and lowered figures",
)
_CORE = ("fonts-noto-core", "google-noto-sans-fonts google-noto-serif-fonts", "font-noto-sans")
SOURCES = {
    "Noto Serif CJK SC": Source(
        "fonts-noto-cjk", "google-noto-serif-cjk-fonts", "font-noto-serif-cjk"
    ),
    "Noto Sans CJK SC": Source(
        "fonts-noto-cjk", "google-noto-sans-cjk-fonts", "font-noto-sans-cjk"
    ),
    "Noto Sans Mono CJK SC": Source(
        "fonts-noto-cjk", "google-noto-sans-mono-cjk-fonts", "font-noto-sans-cjk"
    ),
    "LXGW WenKai": Source("fonts-lxgw-wenkai", "", "font-lxgw-wenkai"),
    "Symbola": Source(
        "fonts-symbola",
        "gdouros-symbola-fonts",
        "font-symbola",
        Wording(
            "上下标数字、分数、少见字母、✅ 和 ❌",
            "raised and lowered figures, fractions, rarer letters, ✅ and ❌",
        ),
    ),
    "Noto Serif": Source(*_CORE[:2], "font-noto-serif", _LETTERS),
    "Noto Sans": Source(*_CORE, _LETTERS),
    "Noto Sans Math": Source(*_CORE, Wording("数学符号", "mathematical symbols")),
    "Noto Sans Symbols": Source(*_CORE, Wording("符号", "symbols")),
    "Noto Sans Symbols2": Source(*_CORE, Wording("符号和图形", "symbols and shapes")),
    "Noto Sans Mono": Source(
        "fonts-noto-mono", "google-noto-sans-mono-fonts", "font-noto-sans-mono", _LETTERS
    ),
}
"""The fonts that the shipped layouts name."""


def families() -> frozenset[str] | None:
    """Return the installed families under each name, without spaces, or None without fontconfig.

    Fontconfig compares names of families without their spaces and in lower case.
    """
    return _families(fonts_here())


@cache
def _families(_fonts: str) -> frozenset[str] | None:
    if not shutil.which("fc-list"):
        return None
    listed = subprocess.run(("fc-list", ":", "family"), capture_output=True, check=False).stdout
    lines = listed.decode("utf-8", "replace").splitlines()
    return frozenset(plain(name) for line in lines for name in line.split(","))


def plain(family: str) -> str:
    """Return a family as fontconfig compares it."""
    return family.replace(" ", "").lower()


def covers(family: str, characters: Iterable[str]) -> bool:
    """Say whether an installed family has all `characters`."""
    codes = " ".join(sorted({f"{ord(each):x}" for each in characters}))
    told = ("fc-list", f":family={family}:charset={codes}", "family")
    return bool(subprocess.run(told, capture_output=True, check=False).stdout.strip())


def missing(named: Iterable[str]) -> Iterator[Erratum]:
    """Yield an erratum for each family of a layout that is not installed."""
    here = families()
    for family in named:
        if here is not None and plain(family) in here:
            continue
        source = SOURCES.get(family)
        yield Erratum(
            "missing-font",
            Place("layouts"),
            Wording(f"没有安装字体“{family}”", f"the font ‘{family}’ is not installed"),
            Wording(
                f"Debian/Ubuntu：apt install {source.debian} fontconfig。"
                if source
                else "安装这种字体，或改版式里的 font-family。",
                f"Debian/Ubuntu: apt install {source.debian} fontconfig."
                if source
                else "Install it, or change font-family in the layout.",
            ),
            family,
        )
