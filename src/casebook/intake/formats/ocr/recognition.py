"""Recognise the characters of a page: the engine (RapidOCR) and what it sees.

The models lie in the engine's own package; nothing is fetched.

Where the engine finds lines it misses single characters: a number alone in its cell, the character
that a narrow cell has on its second line. Each is cut out, to be recognised by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from types import MappingProxyType
from typing import Any, NamedTuple

import cv2
import numpy as np
from rapidocr import RapidOCR

from casebook.intake.formats.ocr import set_widths
from casebook.intake.formats.ocr.recognised_page import Glyph, Pixels, Spot, Stretch
from casebook.intake.formats.ocr.set_widths import Width
from casebook.intake.formats.ocr.spacing import ENOUGH, INK, UNSURE, em_of, pitches, spaced
from casebook.typography import is_ideograph

SURE = 0.3
"""Lines of which the engine is less sure than this are specks and stains, unless they are long."""
CERTAIN = 0.8
"""The same for what was found outside of lines."""
FIRMLY, SURELY = 0.9, 0.97
"""How sure a character must be, or it is read again, and what is read again around it."""
AROUND = 3
"""Characters on either side that are read again with one."""
LONG = 5
"""Heights of what is a line and no stain."""
BESIDE = 2.4
"""Heights of a line in which a dash beside it is looked for."""
FINDING = 1216
"""Pixels of the long side of a page on which lines are looked for; they are read at full size.

Finding them at full size takes twice as long as reading them and finds the same.
"""
LINES = (14, 36, 22)
"""Heights in pixels of lines that are surely found: at least, at most, best.

Smaller ones run into each other, larger ones fall into characters; they are looked for again.
"""


@cache
def _engine(finding: int = FINDING, threads: int = 1) -> Any:
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": 6000,
            "Global.text_score": 0.0,
            "Rec.rec_batch_num": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": finding,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def lying(lines: Sequence[Stretch]) -> bool:
    """Whether the lines of a page run up or down: it was scanned lying on its side."""
    tall = sum(line.high > 1.5 * (line.x1 - line.x0) for line in lines)
    return tall * 2 > len(lines) > 0


def stretches(grey: Pixels) -> list[Stretch]:
    """Return what is written on a page, unordered.

    The engine's own guess which line is upside down is not asked: it turns short lines that are
    upright. A page is turned as a whole.
    """
    recognised = _recognised(grey, FINDING)
    longest = max(grey.shape)
    if recognised.boxes is not None:
        heights = [min(np.ptp(box[:, 0]), np.ptp(box[:, 1])) for box in recognised.boxes]
        high = float(np.median(heights)) * min(FINDING / longest, 1)
        least, most, best = LINES
        if not least <= high <= most:
            wanted = min(longest, FINDING) * best / max(high, 1)
            recognised = _recognised(
                grey, int(np.clip(wanted, FINDING / 4, 2 * FINDING) // 32 * 32)
            )
    if recognised.boxes is None:
        return []
    lines = [
        line
        for box, text, words, score in zip(
            recognised.boxes,
            recognised.txts,
            recognised.word_results,
            recognised.scores,
            strict=True,
        )
        if (score >= SURE or _long(box)) and (line := _line(grey, box, words, text)) is not None
    ]
    lines = [line._replace(glyphs=list(_read_twice(line))) for line in lines]
    lines += _left_over(grey, recognised.boxes)
    first = [line.spots() for line in lines]
    ems = list(_ems(lines, first))
    usual = set_widths.widths(
        ([spot for spot in spots if spot.text.strip()], em_of(spots, line.picture.shape[0]))
        for line, spots in zip(lines, first, strict=True)
    )
    made = (line.stretch(_em(ems, line.y1 - line.y0), usual) for line in lines)
    return [kept_line for kept_line in made if kept_line.spots]


def _recognised(grey: Pixels, finding: int) -> Any:
    return _engine(finding)(
        cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=True,
        return_word_box=True, return_single_char_box=True,
    )  # fmt: skip


def _read_twice(line: "_Line") -> Iterator[Glyph]:
    """Yield the glyphs; ideographs of which recognition is not sure are read once more.

    The number before a line blurs what is recognised of its first character. If what stands around
    one, cut out, is read as before, and surely, it is sure; else it is in doubt.
    """
    glyphs = line.glyphs
    for at, glyph in enumerate(glyphs):
        if glyph.sure >= FIRMLY or not is_ideograph(glyph.text):
            yield glyph
            continue
        first = at
        while first > max(at - AROUND, 0) and is_ideograph(glyphs[first - 1].text):
            first -= 1
        last = min(at + AROUND, len(glyphs) - 1)
        text, sure = _alone(line, first, last)
        same = text == "".join(part.text for part in glyphs[first : last + 1])
        yield glyph._replace(sure=max(glyph.sure, sure) if same and sure >= SURELY else UNSURE)


def _alone(line: "_Line", first: int, last: int) -> tuple[str, float]:
    """Return how glyphs `first` to `last` of a line are read by themselves, and how surely."""
    glyphs, high = line.glyphs, line.picture.shape[0]
    left = (glyphs[first - 1].middle + glyphs[first].middle) / 2 if first else 0
    beyond = glyphs[last + 1 : last + 2]
    right = (glyphs[last].middle + beyond[0].middle) / 2 if beyond else line.picture.shape[1]
    place = (max(round(left), 0), 0, max(round(right), round(left) + 1), high)
    return _read(cut(line.picture, place, high / 3))


def _read(part: Pixels) -> tuple[str, float]:
    """Return the text of a picture of one line, without spaces, and how sure it is."""
    colours = cv2.cvtColor(part, cv2.COLOR_GRAY2BGR)
    read = _engine()(colours, use_det=False, use_cls=False, use_rec=True, return_word_box=False)
    return ("".join(read.txts[0].split()), float(read.scores[0])) if read.txts else ("", 0.0)


def _left_over(grey: Pixels, boxes: Sequence[Pixels]) -> Iterator["_Line"]:
    """Yield what stands on the page outside of the lines found, if it is surely characters."""
    high = float(np.median([min(np.ptp(box[:, 0]), np.ptp(box[:, 1])) for box in boxes]))
    for place in places(grey, boxes, high):
        text, sure = _read(cut(grey, place, high))
        if not text or sure < CERTAIN or not all(map(str.isalnum, text)):
            continue
        x0, y0, x1, y1 = place
        step = (x1 - x0) / len(text)
        words = [(char, sure, [(x0 + (at + 0.5) * step, y0)]) for at, char in enumerate(text)]
        line = _line(grey, np.array([(x0 - 2, y0), (x1 + 2, y1)]), words)
        if line is not None:
            yield line


class _Line(NamedTuple):
    """The picture of a line with what is beside it from column `begin` of the page on, its glyphs
    in it, and the rectangle of the line in pixels of the page."""

    picture: Pixels
    glyphs: list[Glyph]
    begin: float
    x0: float
    y0: float
    x1: float
    y1: float

    def stretch(self, em: float, usual: Mapping[str, Width]) -> Stretch:
        """Return the line with its spaces; `em` is that of the page, `usual` its marks."""
        spots = self.spots(em, usual)
        moved = (s._replace(left=s.left + self.begin, right=s.right + self.begin) for s in spots)
        return Stretch(tuple(moved), self.x0, self.y0, self.x1, self.y1)

    def spots(self, em: float = 0, usual: Mapping[str, Width] = MappingProxyType({})) -> list[Spot]:
        """Return the characters with their spaces; `em` is that of the page in pixels."""
        within = self.x0 - self.begin, self.x1 - self.begin
        return spaced(self.picture, self.glyphs, within, em, usual)


def _long(box: Any) -> bool:
    """Whether what was found is a line of text, however badly it is printed."""
    wide, high = np.ptp(box[:, 0]), np.ptp(box[:, 1])
    return bool(max(wide, high) > LONG * min(wide, high))


def _line(grey: Pixels, box: Any, words: Any, text: str = "") -> _Line | None:
    """Return a line with its glyphs: `words` in their places; spaces stand in its `text` only."""
    x0, y0 = (max(float(value), 0) for value in box.min(axis=0))
    x1, y1 = (float(value) for value in box.max(axis=0))
    high, wide = grey.shape
    x1, y1 = min(x1, wide), min(y1, high)
    if x1 - x0 < 3 or y1 - y0 < 3:
        return None
    begin = max(round(x0 - BESIDE * (y1 - y0)), 0)
    end = round(x1 + BESIDE * (y1 - y0))
    characters = [(char, sure, place) for char, sure, place in words if char and len(place)]
    spaces = _spaces(text, [char for char, _, _ in characters])
    glyphs = [
        Glyph(char, float(sure), float(np.mean([point[0] for point in place])) - begin, spaced)
        for (char, sure, place), spaced in zip(characters, spaces, strict=True)
    ]
    return _Line(grey[round(y0) : round(y1), begin:end], glyphs, float(begin), x0, y0, x1, y1)


def _spaces(text: str, chars: Sequence[str]) -> list[bool]:
    """Return whether a space stands in `text` after each of its characters."""
    parts = text.split()
    if "".join(parts) != "".join(chars):
        return [False] * len(chars)
    ends = set(accumulate(len(part) for part in parts))
    return [end in ends for end in accumulate(len(char) for char in chars)]


def _ems(lines: Sequence[_Line], first: Sequence[Sequence[Spot]]) -> Iterator[tuple[float, float]]:
    """Yield the height of each line that tells how far ideographs stand apart, and how far."""
    for line, spots in zip(lines, first, strict=True):
        steps = pitches(spots, line.picture.shape[0])
        if len(steps) >= ENOUGH:
            yield line.y1 - line.y0, float(np.median(steps))


def _em(ems: Sequence[tuple[float, float]], high: float) -> float:
    """Return the distance of two ideographs in a line `high` pixels high, 0 if no line tells.

    Lines about as high are of the same size; how high a line is found depends on its characters.
    """
    like = [em for other, em in ems if 0.75 < other / high < 1.33]
    parts = [em / other for other, em in ems]
    return float(np.median(like)) if like else high * float(np.median(parts)) if parts else 0.0


HEIGHTS = (0.4, 1.3)
"""Heights of what is left, as parts of a line's height: at least, at most."""
WIDTH = 0.12
"""Width at least, as a part of a line's height: that of a 1."""
DENSE = 0.08
"""Part of its rectangle that is ink, or it is a speck or a scratch."""
MOST = 40
"""Places on a page that are looked at again; where more are, it is a picture, not text."""
AROUND_INK = 0.35
"""Part of a line's height that is shown around what is cut out."""


def places(grey: Pixels, boxes: Sequence[Pixels], high: float) -> list[tuple[int, int, int, int]]:
    """Return what lies outside of `boxes` and may be characters: left, top, right, bottom.

    `high` is the usual height of a line.
    """
    ink = (grey < INK).astype(np.uint8)
    for box in boxes:
        (x0, y0), (x1, y1) = box.min(axis=0), box.max(axis=0)
        ink[
            max(round(y0), 0) : round(y1) + 1, max(round(x0 - high / 4), 0) : round(x1 + high / 4)
        ] = 0
    parts = list(_parts(ink, high))
    return parts if len(parts) <= MOST else []


def _parts(ink: Pixels, high: float) -> Iterator[tuple[int, int, int, int]]:
    reach = max(round(high * 0.3), 1)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, wide, tall, _ in stats[1:]:
        fits = HEIGHTS[0] * high < tall < HEIGHTS[1] * high and wide > WIDTH * high
        if fits and ink[y : y + tall, x : x + wide].mean() > DENSE:
            yield int(x), int(y), int(x + wide), int(y + tall)


def cut(grey: Pixels, place: tuple[int, int, int, int], high: float) -> Pixels:
    """Return a place with the white around it that recognition expects."""
    x0, y0, x1, y1 = place
    more = round(AROUND_INK * high)
    part = grey[y0:y1, x0:x1]
    return cv2.copyMakeBorder(part, more, more, more, more, cv2.BORDER_CONSTANT, value=255)
