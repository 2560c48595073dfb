"""Find words on the pages that are shown: in which pages, and where on them.

The words of all pages are read once and kept for as long as their pages are shown. White space
counts for nothing, because a line may end anywhere in a Chinese sentence; nor does capitalisation.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from casebook import pagetext
from casebook.desk.press_messages import ShownPages

MOST = 2000
"""So many hits are returned at most."""
BATCH = 16  # pages that are read at a time, so that pictures of pages need not wait long
Read = Callable[[Path, Sequence[int]], Awaitable[list[pagetext.Page]]]
Box = tuple[float, float, float, float]
"""x, y, width and height on the page, in points from its upper left corner."""


class Hit(NamedTuple):
    """Words found on a page: its section, its number there, the boxes of the words, a line each."""

    section: str
    number: int
    boxes: tuple[Box, ...]
    size: tuple[float, float]


class _Words(NamedTuple):
    """The characters of a page without white space, each with its line and place in it."""

    text: str
    places: tuple[tuple[int, int], ...]
    page: pagetext.Page


class PageSearch:
    """The words of the pages that are shown; `read` reads pages of a PDF."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[tuple[str, str], list[_Words]] = {}

    async def find(self, wanted: str, pages: Mapping[str, ShownPages]) -> tuple[Hit, ...]:
        """Return where `wanted` stands on `pages`, in their order, at most `MOST` times.

        Raises `OSError` when pages were replaced meanwhile.
        """
        folded = _folded(wanted)
        if not folded:
            return ()
        shown = {(section, of.version): of for section, of in pages.items()}
        self._known = {key: words for key, words in self._known.items() if key in shown}
        hits: list[Hit] = []
        for key, of in shown.items():
            if key not in self._known:
                self._known[key] = await self._words(of)
            for number, words in enumerate(self._known[key]):
                hits += (
                    Hit(key[0], number, _boxes(words, at, len(folded)), _size(words))
                    for at in _starts(words.text, folded)
                )
                if len(hits) >= MOST:
                    return tuple(hits[:MOST])
        return tuple(hits)

    async def _words(self, of: ShownPages) -> list[_Words]:
        words: list[_Words] = []
        last = of.first + len(of.labels)
        for first in range(of.first, last, BATCH):
            read = await self._read(of.pdf, range(first, min(first + BATCH, last)))
            words += map(_words, read)
        return words


def _words(page: pagetext.Page) -> _Words:
    text, places = [], []
    for number, line in enumerate(page.lines):
        for at, character in enumerate(line.text):
            for folded in _folded(character):
                text.append(folded)
                places.append((number, at))
    return _Words("".join(text), tuple(places), page)


def _starts(text: str, wanted: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(wanted), text)]


def _boxes(words: _Words, start: int, length: int) -> tuple[Box, ...]:
    lines: dict[int, list[int]] = {}
    for line, at in words.places[start : start + length]:
        lines.setdefault(line, []).append(at)
    boxes = []
    for line, ats in lines.items():
        of = words.page.lines[line].boxes
        x0, x1 = of[ats[0]].x0, of[ats[-1]].x1
        y0, y1 = min(of[at].y0 for at in ats), max(of[at].y1 for at in ats)
        boxes.append((round(x0, 1), round(y0, 1), round(x1 - x0, 1), round(y1 - y0, 1)))
    return tuple(boxes)


def _size(words: _Words) -> tuple[float, float]:
    return (round(words.page.width, 1), round(words.page.height, 1))


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
