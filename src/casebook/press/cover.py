"""Draw a cover: one HTML page laid out and turned into a picture."""

from collections.abc import Sequence
from pathlib import Path

from casebook.errata import StopPress
from casebook.pdf import paint
from casebook.press import engine


def picture(html: str, sheets: Sequence[Path], base: Path, width: int) -> bytes:
    """Return the first page of `html`, dressed with `sheets`, as a JPEG `width` pixels wide.

    Raises `StopPress` with every fault of its setting.
    """
    document, errata = engine.lay_out(html, sheets, base)
    pdf, more = engine.write(document, lambda _: None)
    if faults := (*errata, *more):
        raise StopPress(faults)
    return paint(pdf, 0, width, "JPEG")
