"""Outlines on a coarser grid: each point within half a step, nothing else of the font changed."""

import io
from functools import cache
from pathlib import Path
from subprocess import run

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTWriter

from casebook.weasy import font_cutting
from casebook.weasy.outlines import STEPS, CoarseOutlines

WORDS = "案例编校一二三ABC0"


@cache
def program(family: str) -> tuple[bytes, list[int]]:
    """Return a font and the numbers of the glyphs of some words."""
    found_at = run(["fc-match", "-f", "%{file}|%{index}", family], capture_output=True, text=True, check=True)  # fmt: skip
    path, _, index = found_at.stdout.partition("|")
    font = TTFont(Path(path), fontNumber=int(index) & 0xFFFF)
    cmap = font.getBestCmap()
    glyphs = [font.getGlyphID(cmap[ord(char)]) for char in WORDS if ord(char) in cmap]
    tables, out = font.reader, io.BytesIO()
    writer = SFNTWriter(out, len(list(tables.keys())), tables.sfntVersion)
    for tag in list(tables.keys()):  # as they are: reading and writing them takes half a minute
        writer[tag] = tables[tag]
    writer.close()
    return out.getvalue(), glyphs


def drawn(
    bare: bytes,
) -> dict[str, tuple[list[tuple[str, tuple[tuple[float, float], ...]]], float]]:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(bare), None)
    shapes = {}
    for name in fonts[0].charset:
        pen, shape = RecordingPen(), fonts[0].CharStrings[name]
        shape.draw(pen)
        shapes[name] = pen.value, shape.width
    return shapes


@pytest.fixture
def serif() -> tuple[bytes, list[int]]:
    data, glyphs = program("Noto Serif CJK SC")
    if data[:4] != b"OTTO":
        pytest.skip("Noto Serif CJK SC is not installed")
    return data, glyphs


class Plain(CoarseOutlines):
    """Leaves points where they are."""

    def of(self, bare: bytes, units: int) -> tuple[bytes, frozenset[int]]:
        return super().of(bare, min(units, STEPS))


def test_points_move_by_half_a_step_at_most(serif: tuple[bytes, list[int]]) -> None:
    data, glyphs = serif
    fine = font_cutting.recut(data, glyphs, Plain())
    coarse = font_cutting.recut(data, glyphs, CoarseOutlines())
    assert fine.is_cff
    assert coarse.is_cff
    assert len(coarse.data) < len(fine.data)
    before, after = drawn(fine.data), drawn(coarse.data)
    assert before.keys() == after.keys() >= {f"cid{glyph:05d}" for glyph in glyphs}
    moved = 0.0
    for name, (parts, width) in before.items():
        assert after[name][1] == width
        points = [point for _, all_ in parts for point in all_]
        new = [point for _, all_ in after[name][0] for point in all_]
        for at, to in zip(points, new, strict=False):
            if len(points) == len(new):
                moved = max(moved, abs(at[0] - to[0]), abs(at[1] - to[1]))
        assert all(value % 4 == 0 for point in new for value in point)
    assert 0 < moved <= 2


def test_a_glyph_is_worked_out_once(serif: tuple[bytes, list[int]]) -> None:
    data, glyphs = serif
    outlines = CoarseOutlines()
    first = font_cutting.recut(data, glyphs, outlines)
    known = len(outlines._known)
    assert known >= len(set(glyphs))
    assert font_cutting.recut(data, glyphs[:5], outlines).data != first.data
    assert len(outlines._known) == known
