"""Pages of two PDFs side by side: which differ, and where on each.

Pages that draw the same are passed over. Of the others the words are compared, over page ends, so
that text which only moved to another page is not lit up; where no word differs, what is painted is
compared, a picture that was exchanged say. A page that came to stand on the other side of its leaf
has other margins, another folio and another head: it is compared as if it had stayed on its side.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median
from typing import NamedTuple

from casebook import pdf, pictures
from casebook.errata import Tell, Wording
from casebook.pagetext import Box, Line
from casebook.rounds import reflow
from casebook.rounds.reflow import Pages

LONGEST = 6_000
"""Characters of a passage beyond which it is lit up whole, not character by character."""
PAINTED = 300
"""Pixels of width at which pages are compared as they are painted."""
CELL = 10
"""Pixels of a square that is lit up where anything in it is painted otherwise."""


class PageSide(NamedTuple):
    """A page of one of the PDFs: its number from 0, its label, and what differs on it, in points."""

    number: int
    label: str
    boxes: tuple[Box, ...]


class PagePair(NamedTuple):
    """A page of the old PDF and of the new, None where one has no such page.

    `differ` says in what: words, looks, place, where the text of the page only moved, or side, where
    the page as it was stands on the other side of the leaf.
    """

    old: PageSide | None
    new: PageSide | None
    differ: str


def pairs(before: Pages, after: Pages, tell: Tell) -> Iterator[PagePair]:
    """Yield the pages of two PDFs that differ, and where, in order, each as soon as it is known.

    `tell` hears how far it is.
    """
    same, between = reflow.stretches(before, after)
    done = len(same)
    for olds, news in between:
        for pair in _stretch(before, after, olds, news):
            done += pair.new is not None
            tell(Wording("比对版面", "comparing the pages"), done)
            yield pair


def _stretch(before: Pages, after: Pages, olds: range, news: range) -> Iterator[PagePair]:
    sides = (_lines(before, olds), _lines(after, news))
    boxes: tuple[dict[int, list[Box]], dict[int, list[Box]]] = ({}, {})
    origin: dict[int, int] = {}
    texts = [[line.text for _, line in side] for side in sides]
    for kind, i1, i2, j1, j2 in SequenceMatcher(
        None, texts[0], texts[1], autojunk=False
    ).get_opcodes():
        if kind == "equal":
            origin |= {j1 + n: i1 + n for n in range(i2 - i1)}
        else:
            _light(sides[0][i1:i2], sides[1][j1:j2], boxes)
    for old, new in _paired(olds, news, sides, origin):
        here = boxes[0].get(old, []) if old is not None else []
        there = boxes[1].get(new, []) if new is not None else []
        differ = "words" if here or there else "place"
        if old is not None and new is not None and differ == "place":
            lines, others = _on(sides[0], old), _on(sides[1], new)
            if [line.text for line in lines] == [line.text for line in others]:
                turned = (new - old) % 2 == 1
                shift = _shift(lines, others) if turned else 0.0
                here, there = _painted(before.path, old, after.path, new, shift)
                if not here and not turned:
                    continue
                differ, here, there = _looks(before, old, after, new, olds, (here, there))
        yield PagePair(_side(before, old, here), _side(after, new, there), differ)


def _lines(pages: Pages, wanted: range) -> list[tuple[int, Line]]:
    """Return the lines of text on those pages, each with its page."""
    return [
        (index, line)
        for index, page in zip(wanted, pages.read(wanted), strict=True)
        for line in reflow.text_lines(page)
    ]


def _on(side: Sequence[tuple[int, Line]], page: int) -> list[Line]:
    return [line for at, line in side if at == page]


def _light(
    old: Sequence[tuple[int, Line]], new: Sequence[tuple[int, Line]],
    boxes: tuple[dict[int, list[Box]], dict[int, list[Box]]],
) -> None:  # fmt: skip
    """Note the boxes of the characters in which two passages differ, by page, of each side."""
    passages = [
        [
            (char, page, box)
            for page, line in side
            for char, box in zip(line.text, line.boxes, strict=True)
        ]
        for side in (old, new)
    ]
    texts = ["".join(char for char, _, _ in passage) for passage in passages]
    whole = [(0, len(texts[0]), 0, len(texts[1]))]
    if sum(map(len, texts)) <= LONGEST:
        codes = SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes()
        whole = [places for kind, *places in codes if kind != "equal"]  # type: ignore[misc]
    for i1, i2, j1, j2 in whole:
        for passage, start, end, side in zip(passages, (i1, j1), (i2, j2), boxes, strict=True):
            for page, box in _joined(passage[start:end]):
                side.setdefault(page, []).append(box)


def _joined(characters: Iterable[tuple[str, int, Box]]) -> list[tuple[int, Box]]:
    """Return the boxes of characters, those that follow one another in a line as one."""
    joined: list[tuple[int, Box]] = []
    for _, page, box in characters:
        if joined:
            at, last = joined[-1]
            height = max(last.y1 - last.y0, 1)
            near = abs(last.y0 - box.y0) < height / 2 and last.x0 <= box.x0 < last.x1 + height
            if at == page and near:
                right, foot = max(last.x1, box.x1), max(last.y1, box.y1)
                joined[-1] = at, Box(last.x0, min(last.y0, box.y0), right, foot)
                continue
        joined.append((page, box))
    return joined


def _paired(
    olds: range, news: range, sides: tuple[list[tuple[int, Line]], list[tuple[int, Line]]],
    origin: dict[int, int],
) -> Iterator[tuple[int | None, int | None]]:  # fmt: skip
    """Yield the pages of a stretch in pairs: as many on both sides in order, else by their lines."""
    if len(olds) == len(news):
        yield from zip(olds, news, strict=True)
        return
    left = list(olds)
    for page in news:
        lines = [at for at, (index, _) in enumerate(sides[1]) if index == page]
        was = [sides[0][origin[at]][0] for at in lines if at in origin]
        known = next((index for index in was if index in left), None)
        if known is None and len(left) - (news.stop - page) >= 0 and left:
            known = left[0]
        if known is not None:
            gone = left[: left.index(known)]
            yield from ((index, None) for index in gone)
            left = left[len(gone) + 1 :]
        yield known, page
    yield from ((index, None) for index in left)


def _shift(old: Sequence[Line], new: Sequence[Line]) -> float:
    """Return by how much the lines of a page stand further to the right than they did."""
    moved = (b.box.x0 - a.box.x0 for a, b in zip(old, new, strict=True))
    return median(moved) if old else 0.0


def _painted(old: Path, at: int, new: Path, to: int, shift: float) -> tuple[list[Box], list[Box]]:
    """Return where two pages are painted otherwise, on each, in points; the old one is moved first."""
    first = pdf.paint(old, at, PAINTED, "PNG", shift)
    parts = pictures.differing(first, pdf.paint(new, to, PAINTED, "PNG"), CELL)
    boxes = list[list[Box]]()
    for file, index, moved in ((old, at, shift), (new, to, 0.0)):
        width, height = pdf.size(file, index)
        boxes.append(
            [
                Box(a * width - moved, b * height, c * width - moved, d * height)
                for a, b, c, d in parts
            ]
        )
    return boxes[0], boxes[1]


def _looks(
    before: Pages, old: int, after: Pages, new: int, olds: range,
    lit: tuple[list[Box], list[Box]],
) -> tuple[str, list[Box], list[Box]]:  # fmt: skip
    """Return in what two pages of the same words differ, and where, on each.

    Another folio is told by the label of the page, and the other side of a leaf has a head of its
    own: where a page moved, its heads and folios are lit up only if they print other words than a
    page printed there before.
    """
    turned = (new - old) % 2 == 1
    if not turned and before.labels[old] == after.labels[new]:
        return "looks", *lit
    printed = {words for at in (olds if turned else [old]) for words, _ in _furniture(before, at)}
    here = _in_text(lit[0], before, old)
    there = _in_text(lit[1], after, new)
    there += [box for words, box in _furniture(after, new) if words not in printed]
    return ("looks" if here or there else "side" if turned else "place"), here, there


def _in_text(boxes: Sequence[Box], pages: Pages, index: int) -> list[Box]:
    """Return those of `boxes` on a page that do not stand among its heads and folios."""
    [page] = pages.read([index])
    top, bottom = reflow.text_area(page)
    return [box for box in boxes if top < (box.y0 + box.y1) / 2 < bottom]


def _furniture(pages: Pages, index: int) -> Iterator[tuple[str, Box]]:
    """Yield the words of each head and foot line of a page, its folio left out, and where they are."""
    [page] = pages.read([index])
    text = set(map(id, reflow.text_lines(page)))
    folio = rf"(?<![0-9A-Za-z]){re.escape(pages.labels[index])}(?![0-9A-Za-z])"
    for line in page.lines:
        if id(line) not in text:
            yield re.sub(folio, "", line.text), line.box


def _side(pages: Pages, index: int | None, boxes: Sequence[Box]) -> PageSide | None:
    return None if index is None else PageSide(index, pages.labels[index], tuple(boxes))
