"""A character is taken from the first font of the chain that has it."""

import sys
import unicodedata

from casebook.weasy import font_map


def test_the_blocks_hold_every_character_that_unicode_takes_apart() -> None:
    parts = {c: unicodedata.decomposition(chr(c)) for c in range(sys.maxunicode + 1)}
    composed = {c for c, of in parts.items() if of and not of.startswith("<")}
    assert composed - set(range(0xAC00, 0xD7A4)) == set(font_map._composed())
