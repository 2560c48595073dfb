"""Ink on a page that no line covers: where the engine finds lines it misses single characters.

A number alone in its cell, the character that a narrow cell has on its second line: each is cut
out, to be recognised by itself.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from casebook.intake.formats.ocr.spacing import INK
from casebook.intake.formats.ocr.spots import Pixels

HEIGHTS = (0.4, 1.3)
"""Heights of what is left, as parts of a line's height: at least, at most."""
WIDTH = 0.12
"""Width at least, as a part of a line's height: that of a 1."""
DENSE = 0.08
"""Part of its rectangle that is ink, or it is a speck or a scratch."""
MOST = 40
"""Places on a page that are looked at again; where more are, it is a picture, not text."""
AROUND = 0.35
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
    found = list(_parts(ink, high))
    return found if len(found) <= MOST else []


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
    more = round(AROUND * high)
    part = grey[y0:y1, x0:x1]
    return cv2.copyMakeBorder(part, more, more, more, more, cv2.BORDER_CONSTANT, value=255)
