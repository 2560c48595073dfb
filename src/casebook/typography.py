"""Chinese characters as a compositor sees them: classes, widths, brackets and numerals.

Tables and pure functions, used to set and to check, so that both sides mean the same thing by a
closing mark or a Chinese character. Classes follow CLREQ (W3C, Requirements for Chinese Text
Layout), section “Categories and usage of punctuation marks”, for simplified Chinese set
horizontally. Curly quotes count as Chinese marks; their Latin use is for the caller to know.
"""

import re
from enum import StrEnum

OPENING = "“‘（《〈【〖〔［｛「『"
CLOSING = "”’）》〉】〗〕］｝」』"
PAUSES = "，、；："
STOPS = "。．？！"
CONNECTORS = "～–-—"
INTERPUNCTS = "·・‧"
SOLIDUS = "/／"

#: Each opening mark and its closing mark.
PAIRS = dict(zip(OPENING, CLOSING, strict=True))
_PAIRED = re.compile(f"[{re.escape(OPENING + CLOSING)}]")

#: CLREQ “Prohibition rules for line start and line end”, level basic.
NEVER_STARTS_LINE = frozenset(PAUSES + STOPS + "‼⁇" + CLOSING + CONNECTORS + INTERPUNCTS + SOLIDUS)
NEVER_ENDS_LINE = frozenset(OPENING)

_IDEOGRAPH = (
    "\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002ebf0-\U0002ee5f\U0002f800-\U0002fa1f"
    "\U00030000-\U000323af"
)
#: The inside of a regular expression's [ ]: every Chinese character.
IDEOGRAPHS = _IDEOGRAPH
_HAN = re.compile(f"[{_IDEOGRAPH}]")
_MARK = re.compile("[\u3001-\u3004\u3006\u3008-\u3020\u3030\uff00-\uffef“”‘’—…·]")


class Mark(StrEnum):
    """What a character is to the compositor."""

    HAN = "han"
    OPENING = "opening"
    CLOSING = "closing"
    PAUSE = "pause"
    STOP = "stop"
    CONNECTOR = "connector"
    INTERPUNCT = "interpunct"
    DASH = "dash"
    ELLIPSIS = "ellipsis"
    SOLIDUS = "solidus"
    LATIN = "latin"
    SPACE = "space"
    OTHER = "other"


_CLASSES: dict[str, Mark] = {
    **dict.fromkeys(OPENING, Mark.OPENING),
    **dict.fromkeys(CLOSING, Mark.CLOSING),
    **dict.fromkeys(PAUSES, Mark.PAUSE),
    **dict.fromkeys(STOPS, Mark.STOP),
    **dict.fromkeys(CONNECTORS, Mark.CONNECTOR),
    **dict.fromkeys(INTERPUNCTS, Mark.INTERPUNCT),
    **dict.fromkeys(SOLIDUS, Mark.SOLIDUS),
    "—": Mark.DASH,
    "…": Mark.ELLIPSIS,
}


def mark_of(char: str) -> Mark:
    """Return the class of one character. CLREQ, “Categories and usage of punctuation marks”."""
    if char in _CLASSES:
        return _CLASSES[char]
    if _HAN.match(char):
        return Mark.HAN
    if char.isspace():
        return Mark.SPACE
    return Mark.LATIN if char.isalnum() else Mark.OTHER


def is_ideograph(char: str) -> bool:
    """Whether `char` is a Chinese character (〇 and 々 count), and not a mark."""
    return _HAN.match(char) is not None


def is_han(char: str) -> bool:
    """Whether `char` belongs to Chinese text: a Chinese character or a full-width mark."""
    return _HAN.match(char) is not None or _MARK.match(char) is not None


def has_han(text: str) -> bool:
    """Whether a Chinese character stands anywhere in `text`."""
    return _HAN.search(text) is not None


def to_full_width(text: str) -> str:
    """Return `text` with every printable ASCII character, and the space, in its full-width form."""
    return "".join(
        "\u3000" if char == " " else chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char
        for char in text
    )


def to_half_width(text: str) -> str:
    """Return `text` with full-width ASCII forms and the ideographic space in half width."""
    return "".join(
        " " if char == "\u3000" else chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char
        for char in text
    )


def measure(text: str) -> float:
    """Return the natural width of `text` in ems: Chinese 1, everything else one half.

    An estimate for wrapped text, not a font's advance.
    """
    return sum(1.0 if is_han(char) or char == "\u3000" else 0.5 for char in text)


def unpaired(text: str) -> tuple[int, ...]:
    """Return the positions of brackets, quotes and book-title marks that have no partner.

    An apostrophe between letters is no quote. GB/T 15834—2011, 4.8, 4.9 and 4.15.
    """
    waiting: list[int] = []
    lone: list[int] = []
    for mark in _PAIRED.finditer(text):
        at, char = mark.start(), mark[0]
        if char in PAIRS:
            waiting.append(at)
        elif not (char == "’" and _is_apostrophe(text, at)):
            same = [place for place in waiting if PAIRS[text[place]] == char]
            if not same:
                lone.append(at)
                continue
            lone.extend(waiting[waiting.index(same[-1]) + 1 :])
            del waiting[waiting.index(same[-1]) :]
    return tuple(sorted(lone + waiting))


def _is_apostrophe(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


_DIGITS = "零一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"亿": 10**8, "万": 10**4}


def han_number(number: int) -> str:
    """Return `number` as it is counted in Chinese: 1 → 一, 10 → 十, 112 → 一百一十二.

    Raises `ValueError` below 0 and from 10^12 on.

    中文：把整数写成汉字：1 写成 一，112 写成 一百一十二。
    """
    if not 0 <= number < 10**12:
        raise ValueError(f"{number} is not between 0 and 10^12")
    text = _count(number) or "零"
    return text[1:] if text.startswith("一十") else text


def _count(number: int) -> str:
    """Return `number` in words, the tens always with their 一; 0 is empty."""
    for name, value in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if number >= value:
            high, low = divmod(number, value)
            gap = "零" if low and low < value // 10 else ""
            return _count(high) + name + gap + _count(low)
    return _DIGITS[number] if number else ""


def han_digits(number: int) -> str:
    """Return the digits of `number` one by one, as years are written: 2023 → 二〇二三."""
    return "".join(_DIGITS[int(digit)] if digit != "0" else "〇" for digit in str(number))


def number_of(text: str) -> int | None:
    """Return what `text` counts, or None: 一百一十二, 二〇二三, 十, 12 and １２ are all read.

    Digits in a row without a unit are read as digits, as in a year.
    """
    text = to_half_width(text.strip())
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not text or any(char not in _VALUES | _UNITS | _LARGE for char in text):
        return None
    if all(char in _VALUES for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    return _read(text)


def _read(text: str) -> int:
    """Read words that hold units, splitting at the largest unit."""
    for name, value in _LARGE.items():
        high, mark, low = text.rpartition(name)
        if mark:
            return _read(high) * value + _read(low)
    total = digit = 0
    for char in text:
        if char in _VALUES:
            digit = _VALUES[char]
        else:
            total += (digit or 1) * _UNITS[char]
            digit = 0
    return total + digit
