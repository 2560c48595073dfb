"""Where an address of the web or of mail may be broken: behind its marks, and never with a hyphen.

A hyphen would be read as part of it. Within a word of it a line ends only where it would stand wide
open otherwise, or where the word alone is wider than the measure: the price decides (see
`break_opportunities`).
"""

import re
from collections.abc import Callable
from typing import Final

from . import gaps

ADDRESS: Final = re.compile(
    r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|[\w.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"
    r"|10\.\d{4,}/[!-~]+|(?:[A-Za-z0-9-]+\.)+[a-z]{2,}/[!-~]+"
    r"|(?:[A-Za-z0-9-]+\.)+(?:com|cn|org|net|edu|gov|info|int|io|hk|mo|tw)(?![\w-])",
    re.ASCII,
)
_BREAK: Final = re.compile(
    r"(?<=[/?&=#._\-@])(?<![0-9]\.)(?=[A-Za-z0-9~%])|(?=%[0-9A-Fa-f]{2})(?<!%)"
)
_WORD: Final = re.compile("[A-Za-z0-9]{6,}")


def open_addresses(
    text: str, letters: str, breaks: bytearray, wraps: Callable[[int], bool]
) -> set[int]:
    """Let addresses of the web and of mail break after their marks.

    `breaks` is changed in place (see `units.keep`). Returns the places inside addresses.
    """
    inside: set[int] = set()
    if not any(mark in text for mark in "/@."):
        return inside
    for match in ADDRESS.finditer(text):
        start, end = match.span()
        if not wraps(start):
            continue
        for place in _BREAK.finditer(text, start + 1, end):
            breaks[place.start()] = gaps.IN_ADDRESS
        for word in _WORD.finditer(text, start + 1, end):
            for at in range(word.start() + 3, word.end() - 2):
                breaks[at] = gaps.IN_ADDRESS_WORD
        if text[end - 1] == "/" and letters[end : end + 1] == "H":
            breaks[end] = gaps.ALLOWED
        inside.update(range(start + 1, end))
    return inside
