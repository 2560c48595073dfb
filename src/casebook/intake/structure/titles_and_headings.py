"""Tell headings, run-in headings, captions and lists from paragraphs, with styles or without.

Contributors number their headings 一、（一）1.（1） and often run them into the text; they seldom use
styles. Where they do, the outline level of the paragraph counts, unless the text itself is no
heading: people style whole paragraphs too. Else the numbers are all there is to go by. A heading is
given the level at which it stands, so that none is skipped whatever numbers its author began with.

Where lines were broken by hand, or by the program that wrote the file, they are joined.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from casebook.intake.formats.rich import Block, InlinePicture, Paragraph, Piece, Role, Span, Table
from casebook.intake.tidy import TidyChanges, flat, without_signs
from casebook.typography import is_han, measure

LONGEST_HEADING = 34.0
LONGEST_TITLE = 70.0
"""Ems. A title of the notice reaches 60; a heading that fills more than a line is a sentence."""

_NUMBERS = (
    re.compile(r"第[一二三四五六七八九十]{1,3}[章节部]分?[\s、　]?"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、．.]\s*"),
    re.compile(r"（[一二三四五六七八九十]{1,3}）[、．.]?\s*"),
    re.compile(r"[0-9]{1,2}(?:[、．]\s*|\.(?![0-9])\s*)"),
    re.compile(r"（[0-9]{1,2}）[、．.]?\s*"),
)


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    RUN_IN = "run-in"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class TextBlock:
    """A heading of `level` 2 to 6, a paragraph, or a run-in head (`lead`) and its paragraph."""

    kind: BlockKind
    text: str
    lead: str = ""
    level: int = 0


def number_kind(line: str) -> int | None:
    """Return which kind of number `line` begins with, 0 (第一章) to 4 （（1））, or None."""
    for kind, pattern in enumerate(_NUMBERS):
        if pattern.match(line):
            return kind
    return None


def blocks_of(lines: Sequence[str]) -> tuple[TextBlock, ...]:
    """Return `lines`, one paragraph each, as blocks in their order; nothing is left out."""
    open_kinds: list[int] = []
    blocks: list[TextBlock] = []
    for line in lines:
        kind = number_kind(line)
        if kind is None:
            blocks.append(TextBlock(BlockKind.PARAGRAPH, line))
        elif is_heading(line):
            open_kinds = [open_kind for open_kind in open_kinds if open_kind < kind] + [kind]
            blocks.append(TextBlock(BlockKind.HEADING, line, level=min(len(open_kinds) + 1, 6)))
        else:
            blocks.append(run_in(line))
    return tuple(blocks)


def is_heading(line: str) -> bool:
    """Whether a numbered line stands alone as a heading: short and not a sentence with more."""
    body = line.rstrip("。")
    return (
        measure(line) <= LONGEST_HEADING
        and not re.search("[。！？；]", body)
        and (line[-1] not in "，；：、")
    )


def run_in(line: str) -> TextBlock:
    """Split a numbered paragraph after the first 。 when what stands before it is a heading."""
    lead, stop, text = line.partition("。")
    if not stop or not text or measure(lead) > LONGEST_HEADING or re.search("[！？；：]", lead):
        return TextBlock(BlockKind.PARAGRAPH, line)
    return TextBlock(BlockKind.RUN_IN, text, lead=lead + stop)


def join_wraps(lines: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Join the lines of a file that was hard-wrapped; return them and how many were joined.

    Only when at least five lines end in mid-sentence, all about as wide as the widest of them:
    otherwise the line ends are the author's paragraphs.
    """
    broken = [at for at, line in enumerate(lines[:-1]) if _breaks_off(line, lines[at + 1])]
    if len(broken) < 5:
        return tuple(lines), 0
    widths = sorted(measure(lines[at]) for at in broken)
    widest = max(measure(line) for line in lines)
    if widest - widths[0] > 3.0:
        return tuple(lines), 0
    joined: list[str] = []
    for at, line in enumerate(lines):
        if at and at - 1 in broken:
            joined[-1] += line
        else:
            joined.append(line)
    return tuple(joined), len(broken)


def _breaks_off(line: str, following: str) -> bool:
    return bool(
        line
        and following
        and line[-1] not in "。！？；：”）》…"
        and number_kind(following) is None
        and not following.startswith(("　", "  "))
        and measure(line) > 16
    )


_ENDS = "。！？；：…”）》"
_FULL = 16.0
"""Characters; ems. A line shorter than this was broken because it ends, not because it was full."""


def breaks_judged(paragraph: Paragraph, number: int, ledger: TidyChanges) -> list[Paragraph]:
    """Judge the line breaks inside a paragraph: a new paragraph, no break at all, or a break.

    A line that ends a sentence, or is followed by a number or an indent, ends a paragraph. One
    that breaks off within a sentence after a full measure was broken by hand and is joined.
    """
    text = flat(paragraph.pieces)
    if "\n" not in text:
        return [paragraph]
    lines = lines_of_pieces(paragraph.pieces)
    texts = text.split("\n")
    parts: list[Paragraph] = []
    current: list[Piece] = []
    for at, line in enumerate(lines):
        current += line
        if at == len(lines) - 1:
            break
        kind = _judge(texts[at], texts[at + 1])
        ledger.note("soft-break", "↵", {"¶": "¶", "": "", "\n": "↵"}[kind], number)
        if kind == "¶":
            parts.append(_part(paragraph, current, not parts))
            current = []
        elif kind:
            current.append(Span(kind))
    parts.append(_part(paragraph, current, not parts))
    return [part for part in parts if part.pieces] or [replace(paragraph, pieces=())]


def _part(paragraph: Paragraph, pieces: list[Piece], first: bool) -> Paragraph:
    """Return a part of a paragraph; only the first keeps its number."""
    return replace(paragraph, pieces=tuple(pieces), mark=paragraph.mark if first else None)


def lines_of_pieces(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return the pieces of every line of a paragraph."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if not isinstance(piece, Span):
            lines[-1].append(piece)
            continue
        for at, text in enumerate(piece.text.split("\n")):
            if at:
                lines.append([])
            if text:
                lines[-1].append(Span(text, piece.face))
    return [tuple(line) for line in lines]


def _judge(line: str, following: str) -> str:
    line, indented = line.rstrip(), following[:1] in ("\u3000", " ")
    following = following.strip()
    if not line.strip() or not following:
        return "¶"
    if line[-1] in _ENDS or indented or number_kind(following) is not None:
        return "¶"
    if re.match("[—-]{2}", following):
        return "\n"
    full = measure(line.strip()) >= _FULL and is_han(line[-1]) and is_han(following[0])
    return "" if full or line[-1] in "，、" else "\n"


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
        text = without_signs(flat(paragraph.pieces)).strip()
        kind = number_kind(text) if text else None
        if paragraph.outline is not None and _may_head(text):
            rank = float(paragraph.outline) if kind is None else float(kind)
        elif kind is not None and is_heading(text):
            rank = float(kind)
        else:
            return None
        self._open = [open_rank for open_rank in self._open if open_rank < rank] + [rank]
        return min(len(self._open) + 1, 6)


def _may_head(text: str) -> bool:
    """Whether a paragraph styled as a heading reads as one."""
    return 0 < measure(text) <= LONGEST_TITLE and not re.search("[。！？；].", text)


LEAST_UNDER, _AVERAGE, _SENTENCE = 40, 24, 12
"""Characters that stand under a line that is taken for a heading by its bold type alone: of any text;
on the average of all such lines; of a whole sentence."""


def bold_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with short lines wholly in bold made headings, where a text has no others.

    Only when there are two such lines and sentences stand under each: one alone is emphasis.
    """
    levels = Outline()
    if any(isinstance(shown, Paragraph) and levels.level(shown) is not None for shown in blocks):
        return [*blocks]
    heads: list[int] = []
    under: list[int] = []
    spoken: list[bool] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and _is_bold_line(block):
            heads.append(at)
            under.append(0)
            spoken.append(False)
        elif under:
            text = block.text.strip() if isinstance(block, Paragraph) else ""
            under[-1] += len(text) if text else LEAST_UNDER * isinstance(block, Table)
            whole = len(text) >= _SENTENCE and text[-1] in "。！？；：…”）"
            spoken[-1] |= whole or len(text) >= LEAST_UNDER or isinstance(block, Table)
    if len(heads) < 2 or not all(spoken) or sum(under) < _AVERAGE * len(heads):
        return [*blocks]
    return [
        replace(block, outline=1) if at in heads and isinstance(block, Paragraph) else block
        for at, block in enumerate(blocks)
    ]


def _is_bold_line(paragraph: Paragraph) -> bool:
    text = without_signs(flat(paragraph.pieces)).strip()
    spans = [piece for piece in paragraph.pieces if isinstance(piece, Span)]
    bold = len(spans) == len(paragraph.pieces) and all(
        span.face.bold for span in spans if span.text.strip()
    )
    plain = paragraph.role is Role.BODY and paragraph.mark is None
    caption = is_caption(paragraph, "图") or is_caption(paragraph, "表")
    short = 2 <= measure(text) <= LONGEST_HEADING and not re.search(
        "[。！？；，：、]$|[。；].", text
    )
    return bold and plain and short and not caption


def run_in_at(text: str) -> int:
    """Return where the run-in heading of a numbered paragraph ends, or 0."""

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
    in_list = [False] * len(blocks)
    for at, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        if mark is None or not isinstance(block, Paragraph) or block.outline is not None:
            continue
        in_list[at] = not mark.text or any(
            other is not None and mark.counted is not None and other.counted is not None
            and other.series == mark.series and other.level == mark.level == 0
            and other.counted - mark.counted == step
            and getattr(blocks[at + step], "outline", None) is None
            for step in (-1, 1)
            if 0 <= at + step < len(blocks) and (other := marks[at + step])
        )  # fmt: skip
    return in_list


def is_caption(block: Block | None, kinds: str) -> bool:
    """Whether `block` is a caption of a figure (`kinds` 图) or a table (表)."""
    if not isinstance(block, Paragraph) or any(isinstance(p, InlinePicture) for p in block.pieces):
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
