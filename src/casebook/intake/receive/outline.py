"""Tell headings, run-in headings, captions and lists from paragraphs, with styles or without.

Contributors number their headings and seldom use styles; where they do, the outline level of the
paragraph counts, unless the text itself is no heading: people style whole paragraphs too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from casebook.intake.formats.rich import Block, Paragraph, Role, Shot, Span
from casebook.intake.receive.plain_structure import LONGEST_TITLE, is_heading, number_kind
from casebook.intake.receive.rich_lines import bare, flat
from casebook.typography import measure

_CAPTION = re.compile(
    r"(?P<kind>图表|图片|照片|[图表])\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:[-－.]\d{1,2})?)?"
    r"(?:[\s：:、.．]|$|(?=[^\d。，]))"
)
_NUMBERED_CAPTION = re.compile(
    r"(?:图|图片|照片|表|图表)\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
)
LONGEST_CAPTION = 45.0


class Outline:
    """The headings that are open: gives each new one the level at which it stands."""

    def __init__(self) -> None:
        self._open: list[float] = []

    def level(self, paragraph: Paragraph) -> int | None:
        """Return the Markdown level (2 to 6) of a paragraph that is a heading, else None."""
        text = bare(flat(paragraph.pieces)).strip()
        kind = number_kind(text) if text else None
        if paragraph.outline is not None and _may_head(text):
            rank = float(paragraph.outline) if kind is None else float(kind)
        elif kind is not None and is_heading(text):
            rank = float(kind)
        else:
            return None
        self._open = [one for one in self._open if one < rank] + [rank]
        return min(len(self._open) + 1, 6)


def _may_head(text: str) -> bool:
    """Whether a paragraph styled as a heading reads as one."""
    return 0 < measure(text) <= LONGEST_TITLE and not re.search("[。！？；].", text)


def run_in_at(text: str) -> int:
    """Return where the run-in heading of a numbered paragraph ends, or 0."""
    from casebook.intake.receive.plain_structure import run_in

    if not text or number_kind(text) is None:
        return 0
    return len(run_in(text).lead)


def numbered(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph with the number Word shows written before its text."""
    mark = paragraph.mark
    if mark is None or not mark.text:
        return paragraph
    gap = " " if mark.text[-1] in ".)" or (mark.text[-1].isalnum() and mark.text.isascii()) else ""
    first = paragraph.pieces[0] if paragraph.pieces else None
    face = first.face if isinstance(first, Span) else Span("").face
    return replace(paragraph, pieces=(Span(mark.text + gap, face), *paragraph.pieces))


def lists_in(blocks: Sequence[Block]) -> list[bool]:
    """Return for each block whether it is an item of a list that Markdown can say.

    Bullets always are. Numbers 1. 2. 3. are when at least two follow each other without text
    between them; every other number is written out as text.
    """
    marks = [block.mark if isinstance(block, Paragraph) else None for block in blocks]
    found = [False] * len(blocks)
    for at, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        if mark is None or not isinstance(block, Paragraph) or block.outline is not None:
            continue
        found[at] = not mark.text or any(
            other is not None and mark.counted is not None and other.counted is not None
            and other.series == mark.series and other.level == mark.level == 0
            and other.counted - mark.counted == step
            and getattr(blocks[at + step], "outline", None) is None
            for step in (-1, 1)
            if 0 <= at + step < len(blocks) and (other := marks[at + step])
        )  # fmt: skip
    return found


def is_caption(block: Block | None, kinds: str) -> bool:
    """Whether `block` is a caption of a figure (`kinds` 图) or a table (表)."""
    if not isinstance(block, Paragraph) or any(isinstance(p, Shot) for p in block.pieces):
        return False
    text = block.text.strip()
    if not text or measure(text) > LONGEST_CAPTION or "\n" in text:
        return False
    match = _CAPTION.match(text)
    named = match["kind"] if match else ""
    if block.role is Role.CAPTION:
        return not named or kinds in named or (kinds == "图" and named == "照片")
    belongs = kinds in named or (kinds == "图" and named == "照片")
    if text[-1] in "。；" or not match or not belongs:
        return False
    return bool(_NUMBERED_CAPTION.match(text)) or text[len(named) : len(named) + 1] in "：:"
