"""Which lines were broken anew and which pages moved: what must be read again after a change.

Two PDFs are compared line by line as they were set. A line that stands in no line of the old
proof was reset; a page whose first lines stood elsewhere has moved. The page's own furniture,
heads and folios, says nothing of its text and is left out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from casebook import pagetext, pdf

FURNITURE = 0.09
"""The share of a page's height, at head and foot, in which heads and folios stand."""


@dataclass(frozen=True)
class Reset:
    """A page of the new proof to be read again.

    `lines` are the indexes of lines (of the page's text, from 0) set otherwise than before; `was`
    is the label of the page on which its text began before, "" when it stays.
    """

    page: int
    label: str
    lines: tuple[int, ...]
    was: str


@dataclass(frozen=True)
class Set:
    """A PDF as set: page labels, and the lines of text by page."""

    labels: tuple[str, ...]
    lines: tuple[tuple[pagetext.Line, ...], ...]


def set_lines(path: Path, pages: Sequence[pagetext.Page]) -> Set:
    """Return the lines of a PDF, read as `pages`, heads and folios left out."""
    found = tuple(tuple(text_lines(page)) for page in pages)
    return Set(tuple(pdf.labels(path)), found)


def text_lines(page: pagetext.Page) -> list[pagetext.Line]:
    """Return the lines of a page that are text: not those in its head and foot."""
    top, bottom = page.height * FURNITURE, page.height * (1 - FURNITURE)
    return [line for line in page.lines if line.box.y1 > top and line.box.y0 < bottom]


def moved(old: Set, new: Set) -> tuple[Reset, ...]:
    """Return the pages of `new` that must be read again."""
    mine = [(line.text, page) for page, lines in enumerate(old.lines) for line in lines]
    theirs = [(line.text, page) for page, lines in enumerate(new.lines) for line in lines]
    origin: dict[int, int] = {}
    for i, j, size in _matches([text for text, _ in mine], [text for text, _ in theirs]):
        origin |= {j + n: i + n for n in range(size)}
    found, at = [], 0
    for page, lines in enumerate(new.lines):
        here = range(at, at + len(lines))
        at += len(lines)
        reset = tuple(n - here.start for n in here if n not in origin)
        known = Counter(mine[origin[n]][1] for n in here if n in origin)
        was = ""
        if known:
            before = old.labels[known.most_common(1)[0][0]]
            was = before if before != new.labels[page] else ""
        if reset or was:
            found.append(Reset(page, new.labels[page], reset, was))
    return tuple(found)


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return equal stretches (old, new, length); equal ends are found without the matcher."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    )
    return [
        (0, 0, head),
        *((m.a + head, m.b + head, m.size) for m in middle.get_matching_blocks()),
        (len(old) - tail, len(new) - tail, tail),
    ]
