"""What may not be split over two lines, and where an address may be (R17–R20).

Classes of characters cannot tell a unit of measure from a word or a web address from a fraction;
these few patterns can. They change the breaks that the classes gave.
"""

import re
from collections.abc import Callable
from typing import Final

from . import gaps

_COUNTER: Final = re.compile(
    "(?<=[0-9])(?=[年月日号时分秒人例次万亿个名家项天岁元位章节条款届期版页张件台所床倍])"
)
_ORDINAL: Final = re.compile("第(?=[0-9])")
_UNIT: Final = re.compile(
    "(?<=[0-9])[ \u00a0](?=(?:[nµμumckMG]?(?:g|m|L|l|s|mol|Pa|Hz|W|V|A|J|IU|U)|min|h|d|kcal|mmHg|"
    "bpm|cm[²³]|m[²³]|MB|GB|TB|kB|px|pt|mg/[A-Za-z]+|%|℃|°C)(?![A-Za-z]))"
)
_COMPOUND: Final = re.compile("(?<=[A-Za-z]{2})[-‐](?=[A-Za-z]{2})")
# A formula turns over behind a sign, never before it (GB 3101); 5·12 is one number.
_SIGN: Final = re.compile(
    "(?<=[A-Za-z0-9α-ω%）)])(?=[＝＜＞≤≥≈≠±×÷＋])|(?<=[\u4e00-\u9fff”’])(?=[＝＜＞≤≥≈≠×÷＋])"
    "|(?<=[0-9]·)(?=[0-9])"
)
_RELATED: Final = re.compile("[＝＜＞≤≥≈≠±×＋](?=[0-9−-])")
_ADDRESS: Final = re.compile(
    r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|[\w.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"
    r"|10\.\d{4,}/[!-~]+|(?:[A-Za-z0-9-]+\.)+[a-z]{2,}/[!-~]+",
    re.ASCII,
)
_ADDRESS_BREAK: Final = re.compile(
    r"(?<=[/?&=#._\-@:+])(?<![0-9]\.)(?=[A-Za-z0-9~%])|(?=%[0-9A-Fa-f]{2})"
)
_ADDRESS_WORD: Final = re.compile("[A-Za-z0-9]{6,}")


def keep(text: str, letters: str, breaks: bytearray, wraps: Callable[[int], bool]) -> list[int]:
    """Keep numbers with their units and what a sign binds, break compounds at hyphens.

    Numbers are rather kept with counters (3月) and relations (P＜0.05) too. `breaks` holds a kind
    of break for the place before each character and is changed in place; `wraps` says whether the
    text around a character may be broken at all. Returns the units whose space keeps its width.
    """
    close: list[int] = []
    if any(letter in letters for letter in "GMFa"):
        for match in _SIGN.finditer(text):
            breaks[match.end()] = gaps.FORBIDDEN
    if "D" in letters:
        for pattern in (_COUNTER, _ORDINAL, _RELATED):
            for match in pattern.finditer(text):
                if breaks[match.end()]:
                    breaks[match.end()] = gaps.DISCOURAGED
        for match in _UNIT.finditer(text):
            breaks[match.end()] = gaps.FORBIDDEN
            close.append(match.end())
    if "Y" in letters:
        for match in _COMPOUND.finditer(text):
            if wraps(match.start()):
                breaks[match.end()] = gaps.ALLOWED
    return close


def addresses(text: str, breaks: bytearray, wraps: Callable[[int], bool]) -> set[int]:
    """Let web and mail addresses break after their marks; no hyphen is ever added.

    Inside words of six letters and more only where a line would stand wide open otherwise, or the
    word alone is longer than the measure: the price decides (see `break_opportunities`). Returns the places inside addresses, where a line with nothing else to give may be opened.
    """
    loose: set[int] = set()
    if not any(mark in text for mark in "/@."):
        return loose
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        if not wraps(start):
            continue
        for place in _ADDRESS_BREAK.finditer(text, start + 1, end):
            breaks[place.start()] = gaps.IN_ADDRESS
        for word in _ADDRESS_WORD.finditer(text, start + 1, end):
            for at in range(word.start() + 3, word.end() - 2):
                breaks[at] = gaps.IN_ADDRESS_WORD
        loose.update(range(start + 1, end))
    return loose
