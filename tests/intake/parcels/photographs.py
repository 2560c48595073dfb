"""Photographs in little: pictures of one colour each, so that one is known again anywhere."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

SIZE = (800, 600)


@cache
def photo(number: int, kind: str = "JPEG") -> bytes:
    """Return a picture of its own colour for each `number`, the size of a small photograph."""
    dice = Random(f"photo {number}")
    colour = tuple(dice.randrange(40, 216) for _ in range(3))
    picture = Image.new("RGB", SIZE, colour)
    pen = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y = dice.randrange(SIZE[0]), dice.randrange(SIZE[1])
        pen.ellipse((x, y, x + 60, y + 90), fill=tuple(255 - part for part in colour))
    stream = io.BytesIO()
    picture.save(stream, kind)
    return stream.getvalue()


@cache
def colour(data: bytes) -> tuple[int, int, int]:
    """Return the colour of the corner of a picture: what `photo` made it of."""
    with Image.open(io.BytesIO(data)) as picture:
        result = picture.convert("RGB").getpixel((1, 1))
    assert isinstance(result, tuple)
    return (int(result[0]), int(result[1]), int(result[2]))


def alike(first: bytes, other: bytes) -> bool:
    """Whether two files show the same photograph, whatever format they are in."""
    if first == other:
        return True
    pairs = zip(colour(first), colour(other), strict=True)
    return all(abs(here - there) <= 6 for here, there in pairs)
