"""The front of the cover as a picture, for the EPUB."""

from collections.abc import Sequence
from pathlib import Path

from casebook.errata import Erratum, StopPress
from casebook.layout import Galley
from casebook.pdf import paint
from casebook.press.engine import lay_out, write
from casebook.press.layout_errata import GLYPH


def cover_picture(
    front: Galley, fonts_of: Sequence[Path], width: int
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the first page of `front` as a JPEG `width` pixels wide, and what no font has.

    It is drawn with the families that the style sheets `fonts_of` declare. Raises `StopPress` with
    every other fault of its setting.
    """
    document, errata = lay_out(front.html, front.sheets, front.base, fonts_of=fonts_of)
    pdf, more = write(document, lambda _: None)
    faults = (*errata, *more)
    if any(erratum.rule != GLYPH for erratum in faults):
        raise StopPress(faults)
    return paint(pdf, 0, width, "JPEG"), faults
