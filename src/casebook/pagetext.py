"""Where every character of a PDF page stands: lines of text with a box a character.

What the eye reads as one line is one line here, whatever the order of the file. Used to find a
place of the manuscript on the page and back, to number lines, and to see which lines moved.
PDFium knows no threads: whoever has several calls this from one of them.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from casebook.pdf import Pdfium


class Box(NamedTuple):
    """A rectangle in points from the upper left corner of the page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Line:
    """A line: its characters (spaces left out) and a box for each.

    `contents` are the numbers of the marked contents that the characters stand in (ISO 32000-1,
    14.7.4.2), -1 for those in none; it is empty where nobody asked for them.
    """

    text: str
    boxes: tuple[Box, ...]
    contents: tuple[int, ...] = ()

    @cached_property
    def box(self) -> Box:
        """The rectangle round the whole line."""
        return Box(
            min(b.x0 for b in self.boxes), min(b.y0 for b in self.boxes),
            max(b.x1 for b in self.boxes), max(b.y1 for b in self.boxes),
        )  # fmt: skip


@dataclass(frozen=True)
class Page:
    """The lines of a page in reading order, and its size in points."""

    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Ruled:
    """A page with its characters in the order of PDFium, and the rules drawn on it.

    A character that PDFium adds (a line end, a space between words) has no box. `rules` are thin
    lines, level or upright, edges of frames among them.
    """

    characters: tuple[tuple[str, Box | None], ...]
    rules: tuple[Box, ...]


Placed = tuple[str, Box | None]
"""A character and where it stands; PDFium's own, a line end or a space between words, has no box."""
ROOM = 0.3
"""Of the height of characters: what is wider between two of them is a space."""
THIN = 3.0
"""Points: what is thinner is a rule, not an area."""


def ruled(pdf: Path | bytes) -> list[Ruled]:
    """Return characters and rules of every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_ruled(page) for page in document]
    finally:
        document.close()


def _ruled(page: Pdfium) -> Ruled:
    height = page.get_height()
    rules: list[Box] = []
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=6):
        left, bottom, right, top = path.get_bounds()
        box = Box(left, height - top, right, height - bottom)
        if min(box.x1 - box.x0, box.y1 - box.y0) <= THIN:
            rules.append(box)
        elif 4 <= pdfium.FPDFPath_CountSegments(path) <= 6:  # a frame: its four edges
            rules += (
                box._replace(x1=box.x0), box._replace(x0=box.x1),
                box._replace(y1=box.y0), box._replace(y0=box.y1),
            )  # fmt: skip
    text = page.get_textpage()
    try:
        return Ruled(tuple(in_place(list(_boxed(text, height)))), tuple(rules))
    finally:
        text.close()
        page.close()


def _boxed(text: Pdfium, height: float) -> Iterator[tuple[str, Box | None]]:
    rectangle = pdfium.FS_RECTF()
    for index, char in enumerate(_characters(text)):
        added = pdfium.FPDFText_IsGenerated(text.raw, index) == 1
        if added or not pdfium.FPDFText_GetLooseCharBox(text.raw, index, rectangle):
            yield char, None
        else:
            yield (
                char,
                Box(
                    rectangle.left,
                    height - rectangle.top,
                    rectangle.right,
                    height - rectangle.bottom,
                ),
            )


def replaced_texts(pdf: Path | bytes) -> dict[int, str]:
    """Return the text of the pages, by index, on which PDFium gives characters out of place.

    Quotation marks and dashes in a font of their own are such: a program may write them behind
    the line in whose midst they stand.
    """
    document = pypdfium2.PdfDocument(pdf)
    texts: dict[int, str] = {}
    try:
        for index, page in enumerate(document):
            text = page.get_textpage()
            characters = list(_boxed(text, page.get_height()))
            placed = in_place(characters)
            if placed != characters:
                texts[index] = "".join(char for char, _ in placed).replace("\r\n", "\n")
            text.close()
            page.close()
    finally:
        document.close()
    return texts


def in_place(characters: Sequence[Placed]) -> list[Placed]:
    """Return the characters of a page with those of a line from left to right.

    A line in which no character goes back is as it was. Elsewhere the spaces that PDFium added
    are those of the old order; new ones stand where there is room for them.
    """
    placed: list[Placed] = []
    line: list[Placed] = []
    for character in characters:
        if character[0] in "\r\n":
            placed += [*_from_left(line), character]
            line = []
        else:
            line.append(character)
    return placed + _from_left(line)


def _from_left(line: list[Placed]) -> list[Placed]:
    boxed = [(char, box) for char, box in line if box and (not char.isspace() or box.x1 > box.x0)]
    if not any(box.x0 < before.x0 - 1 for (_, before), (_, box) in pairwise(boxed)):
        return line
    middle = sorted((box.y0 + box.y1) / 2 for _, box in boxed)[len(boxed) // 2]
    if not all(box.y0 <= middle <= box.y1 for _, box in boxed):
        return line  # more than a line, or letters one below the other
    boxed.sort(key=lambda pair: pair[1].x0)
    if any(box.x0 + box.x1 < 2 * before.x1 - 1 for (_, before), (_, box) in pairwise(boxed)):
        return line  # letters drawn over one another
    placed: list[Placed] = [*boxed[:1]]
    for (char, before), (other, box) in pairwise(boxed):
        room = box.x0 - before.x1 > ROOM * min(before.y1 - before.y0, box.y1 - box.y0)
        if room and not char.isspace() and not other.isspace():
            placed.append((" ", None))
        placed.append((other, box))
    return placed


def pages(
    pdf: Path | bytes, wanted: Sequence[int] | None = None, contents: bool = False
) -> list[Page]:
    """Return the lines of the pages `wanted` (indexes from 0), or of all.

    With `contents`, each character says which marked content of its page it stands in.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        indexes = range(len(document)) if wanted is None else wanted
        return [_page(document[index], contents) for index in indexes]
    finally:
        document.close()


def _page(page: Pdfium, contents: bool) -> Page:
    text = page.get_textpage()
    try:
        lines = tuple(_lines(text, page.get_height(), contents))
        return Page(page.get_width(), page.get_height(), lines)
    finally:
        text.close()
        page.close()


def _lines(text: Pdfium, height: float, contents: bool) -> Iterator[Line]:
    """Yield runs of characters that share a line: each overlaps the one before in height."""
    chars: list[str] = []
    boxes: list[Box] = []
    numbers: list[int] = []
    words = _characters(text)
    rectangle = pdfium.FS_RECTF()
    for index, char in enumerate(words):
        if char.isspace() or char in "\0\ufffe\uffff\u00ad":
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text.raw, index, rectangle):
            continue
        box = Box(
            rectangle.left, height - rectangle.top, rectangle.right, height - rectangle.bottom
        )
        if boxes and not _same_line(boxes[-1], box):
            yield Line("".join(chars), tuple(boxes), tuple(numbers))
            chars, boxes, numbers = [], [], []
        at = _place(chars, boxes, box)
        chars.insert(at, char)
        boxes.insert(at, box)
        if contents:
            thing = pdfium.FPDFText_GetTextObject(text.raw, index)
            numbers.insert(at, pdfium.FPDFPageObj_GetMarkedContentID(thing))
    if boxes:
        yield Line("".join(chars), tuple(boxes), tuple(numbers))


def _place(chars: Sequence[str], boxes: Sequence[Box], box: Box) -> int:
    """Return the place of `box` in its line: before an opening mark that is seen behind it.

    PDFium goes by left edges, and the empty half of an opening mark may lie over a call of a note.
    """
    last = len(chars)
    opening = last and unicodedata.category(chars[-1]) == "Ps"
    return last - 1 if opening and box.x0 + box.x1 < boxes[-1].x0 + boxes[-1].x1 else last


def _characters(text: Pdfium) -> list[str]:
    return [
        chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\0"
        for code in (
            pdfium.FPDFText_GetUnicode(text.raw, index) for index in range(text.count_chars())
        )
    ]


def _same_line(before: Box, box: Box) -> bool:
    """Say whether `box` goes on in the line of `before`: beside it, not a column further."""
    middle = (box.y0 + box.y1) / 2
    level = before.y0 < middle < before.y1 or box.y0 < (before.y0 + before.y1) / 2 < box.y1
    return level and -2 < box.x0 - before.x0 < 12 * max(box.y1 - box.y0, 1)
