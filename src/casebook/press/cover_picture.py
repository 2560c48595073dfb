"""Draw a cover: one HTML page laid out and turned into a picture."""

from collections.abc import Sequence
from pathlib import Path

from casebook.errata import Erratum, StopPress
from casebook.pdf import paint
from casebook.press import engine
from casebook.press.weasyprint_log import GLYPH


def picture(
    html: str, fonts_of: Sequence[Path], base: Path, width: int
) -> tuple[bytes, tuple[Erratum, ...]]:
    """Return the first page of `html` as a JPEG `width` pixels wide, and what no font has.

    It is drawn with the families that the style sheets `fonts_of` declare. Raises `StopPress` with
    every other fault of its setting.
    """
    document, errata = engine.lay_out(html, (), base, fonts_of=fonts_of)
    pdf, more = engine.write(document, lambda _: None)
    faults = (*errata, *more)
    if any(erratum.rule != GLYPH for erratum in faults):
        raise StopPress(faults)
    return paint(pdf, 0, width, "JPEG"), faults
