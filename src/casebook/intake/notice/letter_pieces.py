"""Lines of a letter that are no sentence but the pieces of one award, set side by side.

    A1 安全生产先进班组，盾构二班        ①作者：刘颢　单位：新闻学院　题目：「瓢之歌」

Where nothing else took such a line for a record, what its pieces name is told.
"""

import re
from collections.abc import Iterator

from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.lexicon import kind_of_label

FEWEST = 2
"""Pieces of a record, the name of the prize and who has it."""
LONGEST = 40
"""Characters of a piece; what is longer is a sentence."""
_NUMBER = re.compile(r"(?:[A-Z]?\d{1,3}\s*[\s、.．](?=\s*\D)|[（(]\d{1,3}[）)]|[①-⑳])\s*")
_PARTING = re.compile(r"[，、；;,|｜/／＋+→∥～~>]|\s{2,}|\u3000|\t")
_LABELLED = re.compile(
    r"(?:^|[，；;,\s\u3000])(?P<label>[^\s，；;,：:]{2,8})[：:](?P<text>[^，；;：:]+?)(?=$|[，；;,\s\u3000])"
)
_AWARDED = ("organisation", "school", "people", "title")


def awarded(text: str) -> list[str]:
    """Return what the pieces of a line name that may be awarded, nothing where it is a sentence."""
    number = _NUMBER.match(text)
    bare = text[number.end() :] if number else text
    return list(_labelled(bare)) or (_beside_honour(bare) if number else [])


def _labelled(text: str) -> Iterator[str]:
    """Yield what stands behind the labels of fields, where two and more do."""
    fields = [
        (kind_of_label(match["label"]), match["text"].strip())
        for match in _LABELLED.finditer(text.rstrip("。；"))
    ]
    known = [(kind, value) for kind, value in fields if kind]
    if len(known) >= FEWEST and len({kind for kind, _ in known}) == len(known):
        yield from (value.strip("《》「」『』“”") for kind, value in known if kind in _AWARDED)


def _beside_honour(text: str) -> list[str]:
    """Return what stands beside an honour in a line of short pieces."""
    pieces = [piece.strip() for piece in _PARTING.split(text.rstrip("。；")) if piece.strip()]
    if len(pieces) < FEWEST or any(len(piece) > LONGEST for piece in pieces):
        return []
    others = [piece for piece in pieces if not honoured(piece)]
    return others if len(others) < len(pieces) else []
