"""Weights: which of a family are installed, and what was set in another than it was meant to be.

Fontconfig gives the nearest weight without a word: where SemiBold is missing, headings are Bold and
the book is another.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from casebook.errata import Erratum, Place, Wording
from casebook.press.dependencies import fonts_here
from casebook.press.fonts import SOURCES, Families
from casebook.store import Store, dumps

FORMAT = "--format=%{weight}|%{index}|%{file}\n"
"""What fc-list is asked of each face."""
NAMES = {
    100: "Thin", 200: "ExtraLight", 300: "Light", 400: "Regular", 500: "Medium",
    600: "SemiBold", 700: "Bold", 800: "ExtraBold", 900: "Black",
}  # fmt: skip
"""Weights by their numbers (CSS Fonts 4, 2.2)."""
_SCALE = {0: 100, 40: 200, 50: 300, 80: 400, 100: 500, 180: 600, 200: 700, 205: 800, 210: 900}
"""Weights of CSS by those of fontconfig."""
_FACE = re.compile(r"\[?(\d+)(?:\.\d+)?(?: (\d+)(?:\.\d+)?\])?\|(-?\d+)\|(.+)")


class InstalledFace(NamedTuple):
    """A face of a family on this machine: its weights (CSS; one, unless it varies), its file.

    `number` is its place in a file of several faces.
    """

    weights: tuple[int, ...]
    number: int
    file: str


WEIGHT = "substituted-weight"
"""The rule: text stands in another weight than it was asked in."""


def read_faces(listed: str) -> tuple[InstalledFace, ...]:
    """Return the faces that fc-list told of by `FORMAT`; other lines tell of none."""
    faces = []
    for match in filter(None, map(_FACE.fullmatch, listed.splitlines())):
        low, high = int(match[1]), int(match[2] or match[1])
        known = tuple(css for number, css in _SCALE.items() if low <= number <= high)
        faces.append(InstalledFace(known or (_nearest(low),), int(match[3]) & 0xFFFF, match[4]))
    return tuple(faces)


def _nearest(weight: int) -> int:
    return _SCALE[min(_SCALE, key=lambda known: abs(known - weight))]


def installed(family: str) -> frozenset[int]:
    """Return the weights of an installed family; none where nothing tells of them."""
    return _installed(family, fonts_here())


@cache
def _installed(family: str, _fonts: str) -> frozenset[int]:
    command = ("fc-list", f":family={family}", FORMAT)
    try:
        listed = subprocess.run(command, capture_output=True, check=False).stdout
    except OSError:
        return frozenset()
    faces = read_faces(listed.decode("utf-8", "replace"))
    return frozenset(weight for face in faces for weight in face.weights)


class KnownWeights:
    """The weights of installed families, kept in `store` for as long as the `fonts` here are the same.

    Asking fontconfig takes 10 ms a family, which an edit would wait for.
    """

    def __init__(self, store: Store, fonts: str) -> None:
        self._store, self._key = store, f"weights-{fonts}"
        self._weights: dict[str, frozenset[int]] = store.get(self._key) or {}

    def __call__(self, family: str) -> frozenset[int]:
        """Return the weights of a family; none where it is not installed."""
        if family not in self._weights:
            self._weights = {**self._weights, family: installed(family)}
            self._store.put(self._key, dumps(self._weights))
        return self._weights[family]


def used_instead(weight: int, weights: Iterable[int]) -> int:
    """Return which of `weights` fontconfig takes for `weight`: the nearest on its own scale."""
    own = {css: number for number, css in _SCALE.items()}
    return min(weights, key=lambda known: abs(own[known] - own[weight]))


def named(weight: int) -> str:
    """Return a weight by number and name."""
    return f"{weight} {NAMES[weight]}" if weight in NAMES else str(weight)


def substituted(
    asked: Iterable[tuple[tuple[str, ...], int]],
    families: Families,
    weights_of: Callable[[str], frozenset[int]] = installed,
) -> Iterator[Erratum]:
    """Yield an erratum for each weight that text was `asked` in and its family does not have.

    `asked` are lists of families with a weight, as elements have them; `weights_of` tells which
    weights of a family are installed.
    """
    wanted = set()
    for listed, weight in asked:
        chain = families.resolved(listed)
        first = next((f for f in chain if f not in families.own and weights_of(f)), None)
        if first is not None and weight in NAMES:
            wanted.add((first, weight))
    for family, weight in sorted(wanted):
        weights = weights_of(family)
        if weight not in weights:
            yield _substituted(family, weight, weights)


def _substituted(family: str, weight: int, weights: frozenset[int]) -> Erratum:
    other, source = named(used_instead(weight, weights)), SOURCES.get(family)
    install = Wording(
        f"Debian/Ubuntu：apt install {source.debian}。" if source else "装上这种粗细，",
        f"Debian/Ubuntu: apt install {source.debian}." if source else "Install this weight.",
    )
    return Erratum(
        WEIGHT,
        Place("layouts"),
        Wording(
            f"字体“{family}”没装 {named(weight)} 这种粗细，排成了 {other}",
            f"the font ‘{family}’ has no {named(weight)} here: {other} stands in for it",
        ),
        Wording(
            f"{install.zh}或在版式里换一种粗细。",
            f"{install.en} Or take another weight in the layout.",
        ),
        f"{family} {weight}",
    )
