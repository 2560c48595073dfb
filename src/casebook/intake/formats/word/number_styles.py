"""Write the numbers Word counts paragraphs with, in every format a Chinese document uses.

ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat). A format that is not known here is written in plain
digits, and the caller reports it.
"""

from collections.abc import Callable

from casebook.typography import han_digits, han_number, to_full_width

_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_OLD = str.maketrans("零一二三四五六七八九十百千万", "零壹貳參肆伍陸柒捌玖拾佰仟萬")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(number: int) -> str:
    text = ""
    if not 0 < number < 4000:
        return str(number)
    for size, letters in _ROMAN:
        while number >= size:
            text, number = text + letters, number - size
    return text


def _letters(number: int) -> str:
    """Return a, b … z, aa, bb …, as Word counts."""
    if not 0 < number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _han(number: int) -> str:
    return han_number(number) if number >= 0 else str(number)


def _in_ring(number: int) -> str:
    for low, high, first in ((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if low <= number <= high:
            return chr(first + number - low)
    return str(number)


def _of(first: int, last: int) -> Callable[[int], str]:
    """Return the writer for signs that stand in a row in Unicode, 1 being `first`."""

    def write(number: int) -> str:
        return chr(first + number - 1) if 0 < number <= last else str(number)

    return write


def _from(signs: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        return signs[(number - 1) % len(signs)] if number > 0 else str(number)

    return write


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(
        number % 10, "th"
    )  # fmt: skip
    return f"{number}{ending}"


def _pair(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda n: to_full_width(str(n)),
    "decimalFullWidth2": lambda n: to_full_width(str(n)),
    "decimalEnclosedCircle": _in_ring,
    "decimalEnclosedCircleChinese": _in_ring,
    "decimalEnclosedFullstop": _of(0x2488, 20),
    "decimalEnclosedParen": _of(0x2474, 20),
    "numberInDash": lambda n: f"-{n}-",
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "koreanCounting": _han,
    "ideographDigital": lambda n: han_digits(n) if n >= 0 else str(n),
    "japaneseDigitalTenThousand": lambda n: han_digits(n) if n >= 0 else str(n),
    "taiwaneseDigital": lambda n: han_digits(n).replace("〇", "○") if n >= 0 else str(n),
    "chineseLegalSimplified": lambda n: _han(n).translate(_LEGAL),
    "japaneseLegal": lambda n: _han(n).translate(_LEGAL_OLD),
    "ideographLegalTraditional": lambda n: _han(n).translate(_LEGAL_OLD),
    "ideographEnclosedCircle": _of(0x3280, 10),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _pair,
    "hex": lambda n: f"{n:X}",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
"""How to write a number, by the name of its format."""


def written(number: int, form: str) -> str | None:
    """Return `number` in the format `form`, or None when the format is not known."""
    write = FORMATS.get(form)
    return write(number) if write else None
