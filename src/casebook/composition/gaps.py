"""What may stand between two characters: how wide, how elastic, and whether a line may end there.

Every full-width mark is taken as half an em of ink; its blank half is a gap beside it. So the trim
at line edges (R12, R13), the squeeze of adjacent marks (R23, R24) and the line adjustment (R35,
R36) are all questions about gaps, answered once for each pair of classes and style. The model is
that of LuaTeX-ja's metrics.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from .settings import Settings

FORBIDDEN: Final = 0
ALLOWED: Final = 1
DISCOURAGED: Final = 2
IN_ADDRESS: Final = 3
HYPHEN: Final = 4
FORCED: Final = 5
EMERGENCY: Final = 6
IN_ADDRESS_WORD: Final = 7
IN_STANDARD: Final = 8
IN_STANDARD_NUMBER: Final = 9

WORD_SPACE: Final = 2
INTERPUNCT: Final = 3
BRACKET: Final = 4
PAUSE: Final = 5
AUTOSPACE: Final = 6
STOP: Final = 7

WESTERN: Final = frozenset("ADxoaYFQ")
MARKS: Final = frozenset("OCPT")
NEVER_FIRST: Final = frozenset("CPTMNLYxQKJBSIZh>R")
NEVER_LAST: Final = frozenset("OoFBJ<")
_SHUTS: Final = frozenset("CPT")
_SPACED: Final = frozenset("AD")
_RIGID: Final = frozenset("NLJZh<>SBR")


class Gap(NamedTuple):
    """The gap between two characters, in em of the mark or ideograph it belongs to."""

    natural: float
    shrink: float
    shrink_stage: int
    stretch: float
    even: bool
    breaks: int


def body(letter: str) -> float | None:
    """Return the width in em that a class always takes, or None where the font decides (R26)."""
    return _BODIES.get(letter)


_BODIES: Final = {"O": 0.5, "C": 0.5, "P": 0.5, "T": 0.5, "M": 0.5}


def blank_before(letter: str, settings: Settings) -> float:
    """Return the blank that a mark carries before its ink, in em."""
    if settings.width != "quanjiao":
        return 0.0
    return {"O": 0.5, "M": 0.25}.get(letter, 0.0)


def blank_after(letter: str, settings: Settings) -> float:
    """Return the blank that a mark carries after its ink, in em (R25)."""
    if letter == "T":
        return 0.0 if settings.width == "banjiao" else 0.5
    if settings.width != "quanjiao":
        return 0.0
    return {"C": 0.5, "P": 0.5, "M": 0.25}.get(letter, 0.0)


def _natural(before: str, after: str, settings: Settings) -> float:
    right, left = blank_after(before, settings), blank_before(after, settings)
    if not settings.adjacent:
        return right + left
    if before in _SHUTS and after in _SHUTS:
        return 0.0
    if before in _SHUTS and after in "OM":
        return left if after == "M" else max(right, left)
    if before == "M" and after == "O":
        return right
    if before in "OIo" and after == "O":
        return 0.0
    if before in _SHUTS and after == "x":
        return 0.0
    if before in _SHUTS and after == "I":
        return 0.0
    return right + left


def _shrink_stage(before: str, after: str, settings: Settings) -> int:
    if before == "M" or after == "M":
        return INTERPUNCT
    if after == "O" or before == "C":
        return BRACKET
    if before == "P":
        return PAUSE
    return STOP if settings.stops else 0


def _breaks(before: str, after: str, settings: Settings) -> int:
    if settings.level == "anywhere" and after not in "SRK>" and before != "<":
        return ALLOWED
    if before == "Z":
        return ALLOWED if after not in "CPTKJ" else FORBIDDEN
    if before in NEVER_LAST or after in NEVER_FIRST or before == "h":
        return FORBIDDEN
    if before in WESTERN and after in WESTERN:
        return FORBIDDEN
    if before == "E" and after == "E":
        return FORBIDDEN
    if before == "L" and (settings.level != "basic" or after in WESTERN):
        return FORBIDDEN
    if after == "E" and settings.level == "strict":
        return FORBIDDEN
    return DISCOURAGED if before == "N" and after in WESTERN else ALLOWED


def _spaced(before: str, after: str, settings: Settings) -> bool:
    if before == "H" and after in _SPACED:
        latin = after
    elif after == "H" and before in _SPACED:
        latin = before
    else:
        return False
    return settings.alpha if latin == "A" else settings.numeric


@lru_cache(maxsize=64)
def table(settings: Settings) -> "Table":
    """Return the table of gaps for `settings`; it fills as pairs are asked for."""
    return Table(settings)


class Table(dict[str, Gap]):
    """Gaps by pair of classes."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    def __missing__(self, pair: str) -> Gap:
        gap = self[pair] = self._gap(pair[0], pair[1])
        return gap

    def _gap(self, before: str, after: str) -> Gap:
        settings = self.settings
        breaks = _breaks(before, after, settings)
        if after == "K":
            return Gap(0.0, 0.0, 0, 0.0, False, FORBIDDEN)
        if _spaced(before, after, settings):
            low, high = settings.space_min, settings.space_max
            return Gap(
                settings.space,
                settings.space - low if settings.squeezed else 0.0,
                AUTOSPACE,
                high - settings.space,
                False,
                breaks,
            )
        natural = _natural(before, after, settings)
        stage = _shrink_stage(before, after, settings) if natural and settings.squeezed else 0
        western = before in WESTERN and after in WESTERN
        rigid = before in _RIGID or after in _RIGID or (before == "E" and after == "E")
        unit = after == "Q" or before == "F"
        even = not (western or rigid or unit)
        return Gap(natural, natural if stage else 0.0, stage, 0.0, even, breaks)
