"""Tell the paragraphs apart that stand in a cell of a page: a PDF has lines, and no paragraphs.

Enters: the characters of a cell with their places. Leaves: its text, a line a paragraph. A paragraph
ends where its last line has room left for what comes next, where the next line is indented or stands
further down than lines do, and where a sentence ends and a number of a heading follows.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from casebook.intake.structure.titles_and_headings import number_kind
from casebook.pagetext import Box
from casebook.typography import CLOSING, NEVER_STARTS_LINE, STOPS, is_ideograph

Chars = Sequence[tuple[str, Box | None]]
NARROW = 8.0
"""Ems: a cell of shorter lines holds a label, or a name that wraps, and no paragraphs."""
INDENT = 1.0
"""Ems by which the first line of a paragraph is further in than others."""
APART = 1.25
"""Of the distance of lines: a line further down than that begins a paragraph."""
SPARE = 0.5
"""Ems that may be left at the end of a line for which the next word was too long."""
LOWER = 0.75
"""Of the height of a line of its font: the size of characters where none is Chinese."""
ENDED = 2.5
"""Ems that are left at the end of the last line of a cell when its paragraph ends there."""
_WORD = re.compile(r"[!-~]+")
_SENTENCE_ENDS = frozenset(STOPS + CLOSING + "；")


class _Line(NamedTuple):
    """A line of a cell: its text, where it begins and ends, and its top; in points."""

    text: str
    left: float
    right: float
    top: float


class _Measure(NamedTuple):
    """How the lines of a cell are set: size of characters, the edges of the text, where most lines
    begin, how far lines are apart (0 for a single one); in points."""

    em: float
    left: float
    right: float
    usual: float
    pitch: float


def cell_text(chars: Chars) -> str:
    """Return the text of a cell, a line a paragraph."""
    return cut_cell_text(chars).strip("\n")


def cut_cell_text(chars: Chars) -> str:
    """Return the text of a cell that may be one half of a cell that the end of a page cuts.

    A line feed stands before it where it begins with a paragraph, and behind it where it ends with
    one, so that both halves can be joined as they are.
    """
    lines = [*_lines(chars)]
    if not lines:
        return ""
    measure = _measured(chars, lines)
    if measure.right - measure.left < NARROW * measure.em:
        return "".join(line.text for line in lines)
    first, last = lines[0], lines[-1]
    text = ("\n" if _is_indented(first, measure) or _is_numbered(first.text) else "") + first.text
    for above, below in pairwise(lines):
        text += ("\n" if _is_parted(above, below, measure) else "") + below.text
    return text + ("\n" if measure.right - last.right > ENDED * measure.em else "")


def _is_parted(above: _Line, below: _Line, measure: _Measure) -> bool:
    """Whether a paragraph ends between two lines."""
    room = measure.right - above.right
    if room > _needed(below.text, measure.em) or _is_indented(below, measure):
        return True
    if measure.pitch and below.top - above.top > APART * measure.pitch:
        return True
    return above.text[-1:] in _SENTENCE_ENDS and _is_numbered(below.text)


def _is_indented(line: _Line, measure: _Measure) -> bool:
    """Whether a line begins further in than most, or further out where most are further in."""
    step = INDENT * measure.em
    if measure.usual - measure.left <= step / 2:
        return line.left > measure.left + step
    return abs(line.left - measure.usual) > step


def _is_numbered(text: str) -> bool:
    return number_kind(text) is not None


def _needed(text: str, em: float) -> float:
    """Return the room that the first word of a line would have needed in the line above."""
    word = _WORD.match(text)
    if word:
        return (len(word[0]) * 0.6 + SPARE) * em
    marks = 0
    while marks < 2 and text[1 + marks : 2 + marks] in NEVER_STARTS_LINE - {""}:
        marks += 1
    return (1 + marks + SPARE) * em


def _measured(chars: Chars, lines: Sequence[_Line]) -> _Measure:
    widths = [box.x1 - box.x0 for char, box in chars if box and is_ideograph(char)]
    heights = [box.y1 - box.y0 for char, box in chars if box and not char.isspace()]
    em = median(widths) if widths else LOWER * median(heights)
    starts = sorted(line.left for line in lines)
    pitches = sorted(below.top - above.top for above, below in pairwise(lines))
    return _Measure(
        em, starts[0], max(line.right for line in lines), starts[len(starts) // 2],
        pitches[len(pitches) // 4] if len(pitches) > 1 else 0.0,
    )  # fmt: skip


def _lines(chars: Chars) -> Iterator[_Line]:
    """Yield the lines of a cell that hold words."""
    for line in _broken(chars):
        boxes = [box for char, box in line if box and not char.isspace()]
        if boxes:
            text = "".join(char for char, _ in line if char not in "\r\n").strip()
            left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
            yield _Line(text, left, right, min(box.y0 for box in boxes))


def _broken(chars: Chars) -> Iterator[list[tuple[str, Box | None]]]:
    """Yield the characters of each line."""
    line: list[tuple[str, Box | None]] = []
    last: Box | None = None
    for char, box in chars:
        if box and last and not char.isspace() and box.y0 > (last.y0 + last.y1) / 2:
            yield line
            line = []
        line.append((char, box))
        last = box if box and not char.isspace() else last
    if line:
        yield line
