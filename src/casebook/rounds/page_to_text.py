"""From the page to the manuscript and back: which character of a page is which of which block.

The page says the characters it shows; the manuscript's blocks say theirs and where each stands in
the source. Line by line the page is found in the blocks, from where the line before ended; what
the layout adds (heads, folios, the award's number) leads nowhere, even where a head repeats
words of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casebook.book import Book, Section
from casebook.pagetext import Page
from casebook.proof.blocks import Block, Piece
from casebook.proof.segmentation import volume
from casebook.rounds.reflow import text_lines

SHORTEST = 2
"""A line of so few characters is only taken where it is expected."""
LONG = 8
"""A longer line is known wherever it stands, even without its first or last characters."""


@dataclass(frozen=True)
class SpacelessText:
    """The blocks of a piece without spaces: the words, and block and offset of each character."""

    text: str
    places: tuple[tuple[int, int], ...]


def piece_of(book: Book, section: Section, manuscript: Path) -> Piece | None:
    """Return the text of one section as blocks; None when it has none."""
    pieces = volume(replace(book, sections=(section,), tiers=()), manuscript).pieces
    return pieces[0] if pieces else None


def without_spaces(blocks: Sequence[Block]) -> SpacelessText:
    """Return the words of `blocks` in the order of the page."""
    chars: list[str] = []
    places: list[tuple[int, int]] = []
    for block in blocks:
        for offset, char in enumerate(block.text):
            if not char.isspace():
                chars.append(char)
                places.append((block.number, offset))
    return SpacelessText("".join(chars), tuple(places))


def located(
    pages: Sequence[Page], words: SpacelessText
) -> list[list[list[tuple[int, int] | None]]]:
    """Return block and offset of every character of every line of `pages`, or None."""
    cursor = 0
    result: list[list[list[tuple[int, int] | None]]] = []
    for page in pages:
        page_places: list[list[tuple[int, int] | None]] = []
        text = {id(line) for line in text_lines(page)}
        for line in page.lines:
            at, skipped, length = -1, 0, 0
            if id(line) in text:
                at, skipped, length = _look(line.text, words.text, cursor)
            if at < 0:
                page_places.append([None] * len(line.text))
                continue
            places: list[tuple[int, int] | None] = [None] * len(line.text)
            places[skipped : skipped + length] = words.places[at : at + length]
            page_places.append(places)
            cursor = at + length
        result.append(page_places)
    return result


def _look(line: str, words: str, cursor: int) -> tuple[int, int, int]:
    """Return where a line stands, how many of its characters come before, how many stand there."""
    if words.startswith(line, cursor):
        return cursor, 0, len(line)
    if len(line) <= SHORTEST:
        return -1, 0, 0
    for start in (cursor, 0):
        at = words.find(line, start)
        if at >= 0:
            return at, 0, len(line)
    floor = 0 if len(line) > LONG else max(0, cursor - len(line))
    for cut in range(1, min(6, len(line) - SHORTEST)):  # a note's number, a dash put in or out
        for start, stop in ((cut, len(line)), (0, len(line) - cut)):
            at = words.find(line[start:stop], floor)
            if at >= 0:
                return at, start, stop - start
    half = len(line) // 2
    at = words.find(line[:half], max(0, cursor - len(line))) if half > 5 else -1
    return (at, 0, half) if at >= 0 else (-1, 0, 0)


def source_lines(piece: Piece, block: Block) -> list[tuple[int, int, int]]:
    """Return source line, first and last offset (exclusive) of each part of a block."""
    offsets = piece.offsets[block.number] if piece.offsets else []
    if not offsets:
        return [(block.line, 0, len(block.text))] if block.line else []
    spans: list[tuple[int, int, int]] = []
    for at in range(len(block.text)):
        line = piece.source.place(offsets[at]).line or 0
        if spans and spans[-1][0] == line:
            spans[-1] = (line, spans[-1][1], at + 1)
        else:
            spans.append((line, at, at + 1))
    return spans
