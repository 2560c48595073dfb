"""Make a picture of a page fit to be read: upright, evenly lit, without the seal over its text.

OpenCV alone is touched here and in `recognition`. A page comes as colours (rows, columns, BGR) and
leaves as the same page straightened, in colours for people to compare and in grey for reading.
"""

from itertools import pairwise

import cv2
import numpy as np

from casebook.intake.formats.ocr.recognised_page import Pixels

LONG = 2340
"""Pixels of the long side a page is read at: A4 at 200 dpi; more costs time and reads no better."""
SHORT = 1500
"""Pixels below which a page is enlarged."""
STEEPEST = 6.0
"""Degrees a page is turned back at most."""
INK = 110
"""Grey below which a pixel is print, when a page is looked at for any."""
BLACK, PRINTED = 32, 0.008
"""Grey of print that is black, and the part of a page that is, where its print is no pale copy."""
PALE, SHINING = 232, 0.006
"""Grey below which paper is not clean; the part of a page that such grey takes which hangs together with
no ink, from which it is the text of the back. Thin strokes of a blurred photograph hang together with
thick ones: 0.002 at most; the text of a back takes 0.010."""
SPECKS = 0.0003
"""Part of a page without print that is dark: dust, and what shines through the sheet."""
ACROSS = 0.2
"""Part of a page's width that a table takes at least."""
JOINED = 7
"""Pixels by which the lines of a table may miss each other."""
DARK = 90
"""Lightness below which the ground of a page is taken for dark and its words for light."""
TALL = 2.5
"""Widths from which a picture is several pages long."""
PIECE = (1.0, 1.6)
"""Widths of a page cut from it: at least, at most."""
STEP, SMUDGES = 40, 2
"""Difference of lightness beside each other that is an edge; edges in a row that count for none."""
SEAL = (0.06, 0.35)
"""Width of a seal as a part of the page's: from 12 to 70 mm on A4."""


def parts_of_long_picture(picture: Pixels) -> list[Pixels]:
    """Return a picture several pages long, as telephones take them of a list, cut into pages.

    It is cut where a page's length ends, in the widest blank there.
    """
    high, wide = picture.shape[:2]
    if high <= TALL * wide or high <= LONG:
        return [picture]
    busy = _busyness(picture)
    cuts = [0]
    while high - cuts[-1] > PIECE[1] * wide:
        first, last = (cuts[-1] + round(part * wide) for part in PIECE)
        cuts.append(first + _blank(busy[first:last]))
    return [picture[a:b] for a, b in pairwise([*cuts, high])]


def _busyness(picture: Pixels) -> Pixels:
    """Return how much changes along each row; the rules of a table and a shade change little."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return (cv2.absdiff(grey[:, 1:], grey[:, :-1]) > STEP).sum(axis=1)


def _blank(busy: Pixels) -> int:
    """Return the middle of the longest run of rows that are about as blank as the blankest."""
    blank = np.concatenate(([0], busy <= busy.min() + SMUDGES, [0])).astype(np.int8)
    edges = np.flatnonzero(np.diff(blank))
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return int(starts[longest] + ends[longest]) // 2


def upright(page: Pixels) -> Pixels:
    """Return the page cut out of what lies around it, turned straight, at the size for reading."""
    page = _flat(page)
    page = _sized(page)
    angle = _slope(page)
    if abs(angle) < 0.05:
        return page
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    return cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC,
                          borderMode=cv2.BORDER_REPLICATE)  # fmt: skip


def readable(page: Pixels) -> Pixels:
    """Return the page in grey: paper white all over, ink dark, seals taken off the text.

    In the red of a seal the red channel is bright, and black ink under it stays dark. Red that is
    no seal, as the head of an official paper, stays ink.
    """
    blue, green, red = (page[:, :, at].astype(np.int16) for at in range(3))
    grey = np.minimum(np.minimum(blue, green), red).astype(np.uint8)
    redness = red - np.maximum(blue, green)
    for x, y, wide, high in _seals((redness > 40).astype(np.uint8)):
        part = (slice(y, y + high), slice(x, x + wide))
        rosy = redness[part] > 18
        grey[part] = np.where(rosy, np.clip(red[part] * 1.35, 0, 255), grey[part]).astype(np.uint8)
    if np.median(grey) < DARK and np.median(page) < DARK:
        grey = 255 - grey  # light words on a dark ground, as a telephone shows them at night
    return _without_back(_lit(grey))


def is_blank(page: Pixels) -> bool:
    """Whether nothing is printed on a page; its edges, dark in many scans, are not looked at."""
    high, wide = page.shape[:2]
    within = slice(high // 20, high - high // 20), slice(wide // 20, wide - wide // 20)
    return bool((readable(page)[within] < INK).mean() < SPECKS)


def rules(grey: Pixels) -> list[tuple[int, int, int, int]]:
    """Return the level and upright lines of a table as x0, y0, x1, y1.

    Lines of a table are joined to each other and go far across the page; the strokes of large
    characters and the dashes in a cell are not.
    """
    ink = cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 31, -12
    )
    runs = [
        cv2.dilate(
            cv2.morphologyEx(
                ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
            ),
            np.ones((3, 3), np.uint8),
        )
        for kernel in ((60, 1), (1, 60))
    ]
    joined = cv2.dilate(runs[0] | runs[1], np.ones((JOINED, JOINED), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    frames = np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= ACROSS * grey.shape[1])
    boxes: list[tuple[int, int, int, int]] = []
    for lines in runs:
        lines[~np.isin(labels, frames[frames > 0])] = 0
        _, _, parts, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, wide, high, _ in parts[1:]:
            if min(wide, high) <= 14:
                boxes.append((int(x), int(y), int(x + wide), int(y + high)))
    return boxes


def without(grey: Pixels, lines: list[tuple[int, int, int, int]]) -> Pixels:
    """Return the page without its rules, which cut or join what is read beside them."""
    page = grey.copy()
    for x0, y0, x1, y1 in lines:
        page[y0:y1, x0:x1] = 255
    return page


def _sized(page: Pixels) -> Pixels:
    longest = max(page.shape[:2])
    scale = (
        LONG / longest if longest > LONG else min(2.0, SHORT / longest) if longest < SHORT else 1
    )
    if scale == 1:
        return page
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(page, None, fx=scale, fy=scale, interpolation=method)


def _flat(page: Pixels) -> Pixels:
    """Cut a sheet of paper out of a photograph, as if seen from above; else return the page."""
    high, wide = page.shape[:2]
    scale = 800 / max(high, wide)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (7, 7), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return page
    sheet = max(contours, key=cv2.contourArea)
    area = cv2.contourArea(sheet) / (small.shape[0] * small.shape[1])
    hull = cv2.convexHull(sheet)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True).reshape(-1, 2)
    if len(corners) != 4 or not 0.3 < area < 0.97:
        return page
    return _seen_from_above(page, corners / scale)


def _seen_from_above(page: Pixels, corners: Pixels) -> Pixels:
    total, minus = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    a, c = corners[total.argmin()], corners[total.argmax()]
    b, d = corners[minus.argmax()], corners[minus.argmin()]
    wide = int(max(np.linalg.norm(a - b), np.linalg.norm(d - c)))
    high = int(max(np.linalg.norm(a - d), np.linalg.norm(b - c)))
    if min(wide, high) < 200:
        return page
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    warp = cv2.getPerspectiveTransform(np.array([a, b, c, d], np.float32), target)
    return cv2.warpPerspective(page, warp, (wide, high), flags=cv2.INTER_CUBIC)


def _slope(page: Pixels) -> float:
    """Return by how many degrees the lines of text fall: turned so, their rows are sharpest."""
    high, wide = page.shape[:2]
    scale = 700 / max(high, wide)
    small = cv2.resize(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), None, fx=scale, fy=scale,
                       interpolation=cv2.INTER_AREA)  # fmt: skip
    ink = cv2.adaptiveThreshold(
        255 - small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -10
    )
    best = 0.0
    for step, around in ((0.5, STEEPEST), (0.1, 0.5)):
        angles = np.arange(best - around, best + around + step / 2, step)
        best = max(angles, key=lambda angle: _sharpness(ink, float(angle)))
    return float(best)


def _sharpness(ink: Pixels, angle: float) -> float:
    high, wide = ink.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    rows = cv2.warpAffine(ink, turn, (wide, high), flags=cv2.INTER_NEAREST).sum(axis=1)
    return float(np.square(np.diff(rows.astype(np.float64))).sum())


def _seals(red: Pixels) -> list[tuple[int, int, int, int]]:
    """Return where seals stand: red patches about as wide as high, of the size of a seal."""
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    width = red.shape[1]
    boxes = []
    for x, y, wide, high, _ in stats[1:]:
        fits = SEAL[0] * width < max(wide, high) < SEAL[1] * width
        if fits and 0.6 < wide / high < 1.7 and red[y : y + high, x : x + wide].mean() > 0.04:
            boxes.append((int(x), int(y), int(wide), int(high)))
    return boxes


def _without_back(grey: Pixels) -> Pixels:
    """Return the page without what shines through from its back, where its own print is black.

    What is grey and touches nothing dark, and is too much of the page to be the rules of a table, is
    the text of the back.
    """
    if (grey < BLACK).mean() < PRINTED:
        return grey
    ink = grey < INK
    count, labels = cv2.connectedComponents((grey < PALE).astype(np.uint8))
    inked = np.zeros(count, bool)
    inked[np.unique(labels[ink])] = True
    if ((grey > INK) & (grey < PALE) & ~inked[labels]).mean() < SHINING:
        return grey
    near = cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(~near & (grey > INK), 255, grey).astype(np.uint8)


def _lit(grey: Pixels) -> Pixels:
    """Return the page as if evenly lit: each place compared with the paper around it."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 31)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = grey.astype(np.float32) / np.maximum(paper.astype(np.float32), 1) * 255
    dark, light = 60.0, 235.0
    return np.clip((even - dark) * 255 / (light - dark), 0, 255).astype(np.uint8)
