"""Where Chinese text goes over into English: a title, a sentence, an abstract between Han.

Whoever has a book read aloud hears those words as English only if the file says so (PDF/UA-1, 7.2;
ISO 32000-1, 14.9.2). A single word, or capitals alone, may be a name or an abbreviation, which
belongs to no language; letters with accents may belong to many.
"""

import re
from typing import Final

from .addresses import ADDRESS

_IN_WORDS: Final = "!-~\u00a0\u00ad\u2060\u00b7\u2010-\u2014\u2018\u2019\u201c\u201d"
_RUN: Final = re.compile(f"[(A-Za-z0-9][{_IN_WORDS}\u00c0-\u024f ]*[A-Za-z0-9](?:[.!?)]+)?")
_WORD: Final = re.compile("[A-Za-z]{2,}")
_LOWER: Final = re.compile("[a-z]{2}")
_OTHER: Final = re.compile("[\u00c0-\u024f]")
_APART: Final = re.compile("[ \u00a0]+")


def english_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Return where `text` is English, as (start, end): two words or more, in plain Latin.

    One of them has small letters; an address of the web or of mail is no word.
    """
    if not _LOWER.search(text):
        return ()
    bare = ADDRESS.sub(lambda match: "\ufffc" * len(match[0]), text)
    return tuple(match.span() for match in _RUN.finditer(bare) if _is_english(match[0]))


def _is_english(run: str) -> bool:
    if _OTHER.search(run) or not _LOWER.search(run):
        return False
    return sum(bool(_WORD.search(piece)) for piece in _APART.split(run)) > 1
