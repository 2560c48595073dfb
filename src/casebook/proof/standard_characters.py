"""Which characters are standard: 《通用规范汉字表》 of 2013, and OpenCC for traditional ones.

OpenCC's phrase tables know 乾隆 and 瞭望; characters it would still change although they stand in
the table (於 as a surname, 徵 of the five tones) or in GB 2312 are standard in some use, so they are
no traditional characters here. The only module that touches OpenCC.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from opencc import OpenCC

_TABLE = Path(__file__).parent / "data" / "hanzi.txt"
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U000323af]")


_OF_TERMS = re.compile("硫磺|.?磺(?=[胺酸脲酰化基])")
"""A character that the table leaves out and the terms of chemistry and pharmacy need."""
_LAST_OF_BASIC = "\uffff"


@cache
def standard() -> frozenset[str]:
    """Return the 8,105 characters of 《通用规范汉字表》."""
    lines = _TABLE.read_text("utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


def outside(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and character of each Han character of `text` that is not in the table."""
    strange = set(text) - standard()
    for match in _HAN.finditer(text) if any(map(_HAN.match, strange)) else ():
        if match[0] in strange and not _OF_TERMS.match(text, max(0, match.start() - 1)):
            yield match.start(), match[0]


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and simplified form of each run of traditional characters in `text`.

    A character whose simplified form lies outside the basic plane of Unicode is none: names keep it (梁銶琚),
    as hardly anybody can type the other.
    """
    if all(map(_standard, set(text) - standard())):
        return
    changed = _converter().convert(text)
    if changed == text or len(changed) != len(text):
        return
    start = None
    for at, (char, changed_char) in enumerate(zip(text + "\0", changed + "\0", strict=True)):
        wrong = char != changed_char and not _standard(char) and changed_char <= _LAST_OF_BASIC
        if wrong and start is None:
            start = at
        elif not wrong and start is not None:
            yield start, at, changed[start:at]
            start = None


@cache
def _standard(char: str) -> bool:
    if char in standard():
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
