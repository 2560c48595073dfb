"""Draws the pictures of the dummy book: views and charts with 样稿 across them.

They stand for photographs in size and shape, weigh little, need no font, and are the same bytes
for the same seed and the same Pillow.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageOps

from casebook import atomic

LANDSCAPE = (1600, 1067)
PORTRAIT = (1067, 1600)
_STAMP = 170  # the height of a stamped character, in pixels
_PALETTE = (255, 255, 255, 52, 73, 94, 41, 128, 185, 192, 57, 43, 149, 165, 166, 230, 230, 230)
_INK, _BLUE, _RED, _GREY, _PALE = range(1, 6)

Character = Sequence[Sequence[Sequence[int]]]


def draw(path: Path, seed: str, stamp: Sequence[Character]) -> None:
    """Write the picture that belongs to `seed` to `path`: a chart to .png, a view to .jpg.

    `stamp` holds characters as strokes, each a list of points on a square of 100 by 100.
    """
    dice = Random(seed)
    if path.suffix == ".png":
        chart = _chart(dice)
        _press(chart, stamp, _RED)
        _save(chart, path, "PNG")
    else:
        view = _view(dice)
        _press(view, stamp, (250, 250, 250))
        _save(view, path, "JPEG", quality=62, dpi=(300, 300))


def _save(
    image: Image.Image, path: Path, kind: str, **options: int | tuple[int, int] | bool
) -> None:
    out = io.BytesIO()
    image.save(out, kind, **options)
    atomic.put(path, out.getvalue(), lasting=False)


def _view(dice: Random) -> Image.Image:
    """Sky, sun, hills and people-like shapes; one in six stands upright."""
    width, height = PORTRAIT if dice.randrange(6) == 0 else LANDSCAPE
    low = tuple(dice.randrange(30, 120) for _ in range(3))
    high = tuple(dice.randrange(170, 250) for _ in range(3))
    sky = Image.linear_gradient("L").resize((width, height))
    view = ImageOps.colorize(sky, low, high)
    canvas = ImageDraw.Draw(view)
    x, y, r = dice.randrange(width), dice.randrange(height // 3), dice.randrange(60, 130)
    canvas.ellipse((x - r, y - r, x + r, y + r), fill=(250, 236, 190))
    for step in range(3):
        ridge = height * (5 + step) // 9
        tops = [
            (width * i // 6, ridge - dice.randrange(height // 7) + height // 14) for i in range(7)
        ]
        shade = tuple(channel * (3 - step) // 4 for channel in low)
        canvas.polygon([(0, height), *tops, (width, height)], fill=shade)
    for i in range(dice.randrange(4, 9)):
        x, y = width * (i + 1) // 10 + dice.randrange(60), height * 3 // 4 + dice.randrange(60)
        canvas.ellipse((x - 32, y - 110, x + 32, y - 46), fill=(224, 196, 172))
        canvas.rounded_rectangle((x - 52, y - 40, x + 52, y + 150), 40, fill=high)
    return view


def _chart(dice: Random) -> Image.Image:
    """A bar chart without words, in a palette of a few colours."""
    chart = Image.new("P", LANDSCAPE, 0)
    chart.putpalette(_PALETTE)
    canvas = ImageDraw.Draw(chart)
    for y in range(140, 901, 152):
        canvas.line((140, y, 1500, y), fill=_PALE, width=3)
    for i in range(6):
        x, before, after = 190 + i * 220, dice.randrange(160, 520), dice.randrange(380, 740)
        canvas.rectangle((x, 900 - before, x + 75, 900), fill=_GREY)
        canvas.rectangle((x + 85, 900 - after, x + 160, 900), fill=_BLUE)
    canvas.line(((140, 120), (140, 900), (1520, 900)), fill=_INK, width=6)
    return chart


def _press(image: Image.Image, stamp: Sequence[Character], ink: int | tuple[int, ...]) -> None:
    """Stamp the characters in a frame into the upper right corner, rising to the right."""
    canvas = ImageDraw.Draw(image)
    left, top = image.width - _STAMP * len(stamp) - 110, 90
    for order, character in enumerate(stamp):
        x, y = left + order * (_STAMP + 10), top - order * 14
        for stroke in character:
            line = [(x + a * _STAMP / 100, y + b * _STAMP / 100) for a, b in stroke]
            canvas.line(line, fill=ink, width=11, joint="curve")
    right = left + (_STAMP + 10) * len(stamp) + 16
    frame = [(left - 26, top - 8), (right, top - 42), (right, top + _STAMP - 2)]
    frame += [(left - 26, top + _STAMP + 32), frame[0]]
    canvas.line(frame, fill=ink, width=9, joint="curve")
