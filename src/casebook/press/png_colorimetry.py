"""The ICC profile that follows from what a PNG says of its colours in numbers.

Older programs write no profile but the chunks gAMA and cHRM (PNG, third edition, 11.3.2.1 and
11.3.2.2): the curve of the tones, the colours of the primaries. What prints wants a profile (ICC.1,
9.2: three colorants and a curve).
"""

import struct
from collections.abc import Iterator, Sequence

Row = Sequence[float]
"""Three numbers: the amounts of X, Y and Z, or of red, green and blue."""
_USUAL_TONES, _TONES_NEAR = 0.45455, 0.03
"""The exponent of what screens show, and how far from it nobody sees a difference."""
_USUAL = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
"""White, red, green and blue of sRGB, each as x and y."""
_D50 = (0.9642, 1.0, 0.8249)
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
"""From X, Y and Z to what the cones see: whites are adapted to each other there (ICC.1, annex E)."""


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of the chunks of the PNG `data`; `struct.error` where it is cut off."""
    at = 8
    while at < len(data):
        length, name = struct.unpack_from("!I4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += 12 + length


def stated_profile(data: bytes) -> bytes:
    """Return the profile of the PNG `data` by its numbers; empty where it has none, or those of sRGB.

    A profile, or the word that the picture is in sRGB, goes before the numbers (PNG, 4.3).
    """
    stated: dict[bytes, bytes] = {}
    try:
        for name, content in png_chunks(data):
            if name in (b"IDAT", b"iCCP", b"sRGB", b"cICP"):
                break
            stated[name] = content
        else:
            return b""
        if name != b"IDAT" or not stated.keys() & {b"gAMA", b"cHRM"}:
            return b""
        (tones,) = struct.unpack("!I", stated.get(b"gAMA", b"\0\0\xb1\x8f"))
        colours = _USUAL
        if b"cHRM" in stated:
            colours = tuple(part / 100000 for part in struct.unpack("!8I", stated[b"cHRM"]))
        return _profile(tones / 100000, colours)
    except (struct.error, ZeroDivisionError):
        return b""


def _profile(tones: float, colours: Sequence[float]) -> bytes:
    """Return the profile of an RGB whose light is raised to `tones`; `ZeroDivisionError` for nonsense."""
    near = all(abs(a - b) < 0.003 for a, b in zip(colours, _USUAL, strict=True))
    if near and abs(tones - _USUAL_TONES) < _TONES_NEAR:
        return b""
    curve = struct.pack("!4s4xIH2x", b"curv", 1, min(round(256 / tones), 0xFFFF))
    tags = [
        (b"desc", struct.pack("!4s4xI", b"desc", 4) + b"PNG\0" + bytes(78)),
        (b"cprt", b"text\0\0\0\0none\0\0\0\0"),
        (b"wtpt", _xyz(_D50)),
        *zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_xyz, _colorants(colours)), strict=True),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table, body = struct.pack("!I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags:
        table += struct.pack("!4sII", name, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(
        "!I4xI4s4s4s6H4s28x3i48x",
        start + len(body), 0x02100000, b"mntr", b"RGB ", b"XYZ ", 2000, 1, 1, 0, 0, 0, b"acsp",
        *(round(65536 * part) for part in _D50),
    )  # fmt: skip
    return head + table + body


def _xyz(parts: Row) -> bytes:
    return struct.pack("!4s4x3i", b"XYZ ", *(round(65536 * part) for part in parts))


def _colorants(colours: Sequence[float]) -> Iterator[Row]:
    """Yield X, Y and Z of red, green and blue, which together are white, under the light D50."""
    white, *primaries = [
        (x / y, 1.0, (1 - x - y) / y) for x, y in zip(colours[::2], colours[1::2], strict=True)
    ]
    shares = _solved(tuple(zip(*primaries, strict=True)), white)
    seen, wanted = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
    for share, primary in zip(shares, primaries, strict=True):
        cones = _times(_BRADFORD, [share * part for part in primary])
        adapted = [c * to / of for c, to, of in zip(cones, wanted, seen, strict=True)]
        yield _solved(_BRADFORD, adapted)


def _times(matrix: Sequence[Row], row: Row) -> Row:
    return [sum(a * b for a, b in zip(line, row, strict=True)) for line in matrix]


def _solved(matrix: Sequence[Row], row: Row) -> Row:
    """Return what `matrix` turns into `row`, by Cramer's rule."""
    whole = _determinant(matrix)
    columns = [
        [[*line[:at], part, *line[at + 1 :]] for line, part in zip(matrix, row, strict=True)]
        for at in range(3)
    ]
    return [_determinant(changed) / whole for changed in columns]


def _determinant(matrix: Sequence[Row]) -> float:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
