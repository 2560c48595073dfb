"""Look at a sentence without what stands between its marks: 《》, “”, （）, 「」.

What is bracketed or quoted parts no sentence: the comma in 《我爱你，中国》 is no comma of the
sentence. A mask has the length of its text, so that a place in the one is a place in the other.
"""

import re
from collections.abc import Iterator

from casebook.intake.matching.traditional import simplified

HIDDEN = "▢"
"""Stands in a mask for every character between marks."""
_PAIRS = {"《": "》", "“": "”", "「": "」", "『": "』", "（": "）", "【": "】", "〈": "〉"}
_WIDE = str.maketrans(",;:()", "，；：（）")


def masked(text: str) -> str:
    """Return `text` with wide punctuation, simplified characters and everything between marks hidden.

    A mark that is never closed hides nothing.
    """
    wide = _quoted(simplified(text).translate(_WIDE))
    chars = list(wide)
    at = 0
    while at < len(wide):
        end = _close(wide, at)
        if end:
            chars[at + 1 : end] = HIDDEN * (end - at - 1)
            at = end
        at += 1
    return "".join(chars)


def _quoted(text: str) -> str:
    """Return `text` with straight quotes turned into pairs, if they are paired."""
    if text.count('"') % 2:
        return text
    turns = iter("“”" * (text.count('"') // 2))
    return "".join(next(turns) if char == '"' else char for char in text)


def _close(text: str, at: int) -> int:
    """Return where the mark at `at` is closed, 0 if it is none or never closed."""
    closing = _PAIRS.get(text[at])
    depth = 0
    for end in range(at, len(text)) if closing else ():
        depth += (text[end] == text[at]) - (text[end] == closing)
        if not depth:
            return end
    return 0


def cut(mask: str, start: int, end: int, separators: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of `mask` between `separators` that hold anything, from `start` to `end`."""
    at = start
    for match in re.finditer(separators, mask[start:end]):
        if mask[at : start + match.start()].strip():
            yield at, start + match.start()
        at = start + match.end()
    if mask[at:end].strip():
        yield at, end
