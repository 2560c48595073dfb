"""Where words may be divided with a hyphen (R20): real words only, never codes or addresses.

A hyphen that is added must not be taken for one that was written. So what has capitals inside,
touches a figure, a mark or a hyphen of its own, or is long beyond any dictionary, stays whole. A word
that begins with a capital is a name as a rule: in Chinese text it is divided only where it is wider
than the measure (`emergency`).
"""

import re
from collections.abc import Iterator
from typing import Final

from casebook.weasy.pango import pyphen

_LONGEST: Final = 45  # letters; no dictionary has a longer word
_WORD: Final = re.compile(
    "(?<![^\\s\u2e80-\U0003ffff“”‘’—…(\\[{«/])"
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f][a-z\u00df-\u00f6\u00f8-\u024f]+"
    "(?=[.,;:!?)\\]}%»]*(?:[\\s\u2e80-\U0003ffff“”‘’—…]|/[A-Za-z]|$))"
)

_LETTERS: Final = re.compile("[A-Za-z\u00c0-\u024f]{2}")
"""What every word has: most Chinese paragraphs have none, and are not looked at further."""


def places(text: str, language: str, limits: tuple[int, int, int]) -> Iterator[tuple[bool, int]]:
    """Yield the places of `text` where a word of `language` may be divided, and whether the word
    begins with a capital.

    `limits` are the least letters of the word, before the hyphen and after it (CSS Text 4,
    `hyphenate-limit-chars`). Nothing comes for a language without a dictionary.
    """
    if not _LETTERS.search(text):
        return
    known = pyphen.language_fallback(language)
    if known is None:
        return
    total, left, right = limits
    for match in _WORD.finditer(text):
        word = match[0]
        if max(2, total) <= len(word) <= _LONGEST:
            dictionary = pyphen.Pyphen(lang=known, left=left, right=right)
            name = word[0].isupper()
            yield from ((name, match.start() + place) for place in dictionary.positions(word))
