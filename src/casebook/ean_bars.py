"""The bars of EAN-13 with the add-ons of two and five digits (GB/T 12904, GB/T 12906), and back.

All widths are in modules: the narrowest bar or space, 0.33 mm at full size.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_L = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
_R = ["".join("10"[int(bit)] for bit in code) for code in _L]
_G = [code[::-1] for code in _R]
_PARITY = "LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL".split()
"""By the first digit of 13: from which table each of the six digits after it is taken."""
_TWO = "LL LG GL GG".split()
_FIVE = "GGLLL GLGLL GLLGL GLLLG LGGLL LLGGL LLLGG LGLGL LGLLG LLGLG".split()
QUIET_LEFT, QUIET_RIGHT, GAP, QUIET_END = 11, 7, 9, 5
"""White before, behind, between the code and its add-on, and behind that."""
MODULE = 0.33
"""Millimetres of a module at full size."""
HEIGHT, GUARD = 69.24, 5
"""Modules: how high a bar is at full size (22.85 mm), and how far guards reach below it."""


class Bar(NamedTuple):
    """A dark bar: where it begins, how wide it is, whether it reaches down, in the add-on."""

    at: int
    width: int
    guard: bool
    addon: bool


class Digit(NamedTuple):
    """A digit that stands by the bars: its sign, the middle of its place, in the add-on."""

    sign: str
    at: float
    addon: bool


class Bars(NamedTuple):
    """A code ready to be drawn: its width with all white, its bars and its digits."""

    number: str
    width: int
    bars: tuple[Bar, ...]
    digits: tuple[Digit, ...]


def bars(number: str, addon: str = "") -> Bars:
    """Return the bars of the 13 digits `number` and of an `addon` of none, two or five digits."""
    bits = "0" * QUIET_LEFT + _thirteen(number)
    digits = [Digit(number[0], QUIET_LEFT - 5.5, False)]
    digits += [Digit(d, QUIET_LEFT + 6.5 + 7 * n, False) for n, d in enumerate(number[1:7])]
    digits += [Digit(d, QUIET_LEFT + 53.5 + 7 * n, False) for n, d in enumerate(number[7:])]
    start = len(bits) + GAP
    if addon:
        bits += "0" * GAP + _added(addon) + "0" * QUIET_END
        digits += [Digit(d, start + 7.5 + 9 * n, True) for n, d in enumerate(addon)]
    else:
        bits += "0" * QUIET_RIGHT
    return Bars(number, len(bits), tuple(_drawn(bits, start)), tuple(digits))


def _thirteen(number: str) -> str:
    tables = {"L": _L, "G": _G}
    parity = _PARITY[int(number[0])]
    left = "".join(tables[t][int(d)] for t, d in zip(parity, number[1:7], strict=True))
    right = "".join(_R[int(digit)] for digit in number[7:])
    return f"101{left}01010{right}101"


def _added(addon: str) -> str:
    tables = {"L": _L, "G": _G}
    if len(addon) == 2:
        parity = _TWO[int(addon) % 4]
    else:
        weights = zip(addon, (3, 9, 3, 9, 3), strict=True)
        parity = _FIVE[sum(int(digit) * weight for digit, weight in weights) % 10]
    codes = (tables[t][int(d)] for t, d in zip(parity, addon, strict=True))
    return "1011" + "01".join(codes)


def _drawn(bits: str, addon: int) -> Iterator[Bar]:
    guards = {QUIET_LEFT + n for n in (0, 2, 46, 48, 92, 94)}
    at = 0
    while (at := bits.find("1", at)) >= 0:
        end = bits.find("0", at)
        end = end if end >= 0 else len(bits)
        yield Bar(at, end - at, at in guards, at >= addon)
        at = end


# Reading them back


_ELEMENTS = 59
"""Bars and spaces of EAN-13: three guards and twelve digits of four."""


class Scan(NamedTuple):
    """What a row of dots across a code shows: its 13 digits, the dots of a module, whether there is
    white before and behind, as wide as scanners need; where it begins and ends in the row."""

    number: str
    module: float
    quiet: bool
    left: int
    right: int


def read(row: Sequence[bool]) -> Scan | None:
    """Return what a row of dots across a code shows (True is dark), or None."""
    runs: list[tuple[bool, int]] = []
    for dark in row:
        if runs and runs[-1][0] == dark:
            runs[-1] = dark, runs[-1][1] + 1
        else:
            runs.append((dark, 1))
    widths = [0, *(width for _, width in runs), 0]
    for at, (dark, _) in enumerate(runs[: max(len(runs) - _ELEMENTS + 1, 0)], 1):
        if dark and (number := _number(widths[at : at + _ELEMENTS])):
            module = sum(widths[at : at + _ELEMENTS]) / 95
            before, behind = widths[at - 1] / module, widths[at + _ELEMENTS] / module
            quiet = before >= QUIET_LEFT - _TOLERANCE and behind >= QUIET_RIGHT - _TOLERANCE
            left = sum(widths[:at])
            return Scan(number, module, quiet, left, left + round(95 * module))
    return None


_TOLERANCE = 0.5


def _number(widths: Sequence[int]) -> str | None:
    module = sum(widths) / 95
    guards = (*widths[:3], *widths[27:32], *widths[56:])
    if module < 1.5 or any(abs(width - module) > module * 0.6 for width in guards):
        return None
    left = [_digit(widths[3 + 4 * n : 7 + 4 * n], "01") for n in range(6)]
    right = [_digit(widths[32 + 4 * n : 36 + 4 * n], "10") for n in range(6)]
    parity = "".join("L" if code in _L else "G" for code in left)
    if parity not in _PARITY or any(code not in (*_L, *_G) for code in left):
        return None
    if any(code not in _R for code in right):
        return None
    digits = [(_L if code in _L else _G).index(code) for code in left]
    digits = [_PARITY.index(parity), *digits, *(_R.index(code) for code in right)]
    total = sum(digit * (3 if n % 2 else 1) for n, digit in enumerate(digits))
    return "".join(map(str, digits)) if total % 10 == 0 else None


def _digit(widths: Sequence[int], bits: str) -> str:
    """Return the seven modules of a digit from its four widths."""
    module = sum(widths) / 7
    return "".join(bits[n % 2] * max(1, round(w / module)) for n, w in enumerate(widths))
