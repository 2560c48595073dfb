"""Outlines of a bare CFF whose points stand on a coarser grid: they pack closer, and look the same.

Half a step is 2 of the 1000 units of an em: in text of 10 points a fiftieth of a point, less than
a dot of any office printer.
"""

import io

from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from casebook.weasy.weasyprint_types import Value

STEPS = 250
"""Points stand on so many lines an em, each way."""


class CoarseOutlines:
    """Outlines on a coarser grid; each glyph is worked out once, in however many files it stands."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, bytes], bytes] = {}

    def of(self, bare: bytes, units: int) -> tuple[bytes, frozenset[int]]:
        """Return a CFF without subroutines with its points on the grid, and the CIDs of its glyphs.

        An em has so many `units`. One that is not CID-keyed is returned as it came, with no CIDs.
        """
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(bare), None)
        font = fonts[0]
        if not hasattr(font, "ROS"):
            return bare, frozenset()
        step = units // STEPS
        shapes = font.CharStrings
        for name in font.charset if step > 1 else ():
            shape = shapes[name]
            key = step, shape.bytecode
            if key not in self._known:
                self._known[key] = _coarse(shape, step)
            shape.setBytecode(self._known[key])
        out = io.BytesIO()
        fonts.compile(out, TTFont(recalcBBoxes=False), isCFF2=False)
        cids = frozenset(int(name[3:]) for name in font.charset if name.startswith("cid")) | {0}
        return out.getvalue(), cids


def _coarse(shape: Value, step: int) -> bytes:
    """Return the program of a glyph with its points on the grid; as it is where that cannot be."""
    before: bytes = shape.bytecode
    drawn = RecordingPen()
    shape.draw(drawn)
    if any(name == "addComponent" for name, _ in drawn.value):
        return before
    private = shape.private
    width = None if shape.width == private.defaultWidthX else shape.width - private.nominalWidthX
    pen = T2CharStringPen(width, None)
    for name, points in drawn.value:
        getattr(pen, name)(*([round(value / step) * step for value in point] for point in points))
    made = pen.getCharString(private, shape.globalSubrs)
    made.compile()
    return bytes(made.bytecode)
