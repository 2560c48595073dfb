"""Read pictures of pages: scans, photographs, lists that somebody set as a picture.

An extra of the package (`casebook[ocr]`: RapidOCR with its models, onnxruntime, OpenCV); without
it `available` is false and callers say how to get it.

    recognised_page  what the others give each other: characters, lines, a page
    cleaning       a page straightened, seals off the text, light made even; rules of tables
    set_widths     room left at the ends of lines, width of quotation marks and brackets
    spacing        where the ink of a character ends; spaces and dashes that recognition drops, widths of characters
    recognition    the engine, and characters outside of the lines that it finds
    reading_order  cells of tables, lines and columns in the order they are read
    reading_pages  all this in turn

What leaves is a page as a PDF would give it (`pagetext.Ruled`), so tables are read by one piece of
code, with how sure each character is and a picture of the page for people to compare.
"""

from collections.abc import Iterator
from importlib.util import find_spec

from casebook.intake.formats.ocr.recognised_page import Scan, TooLargeError

__all__ = ["Scan", "TooLargeError", "available", "crop", "has_table", "scans"]


def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def scans(picture: bytes) -> Iterator[Scan]:
    """Yield the pages of a picture (a TIFF may hold several) as recognised.

    Raises `ValueError` when the bytes are no picture that can be opened, `TooLargeError` when a page of
    it would take too much memory.
    """
    from casebook.intake.formats.ocr import reading_pages  # lazy: the extra may not be installed

    yield from reading_pages.scans(picture)


def has_table(picture: bytes) -> bool:
    """Whether rules draw a table on the first page of a picture; nothing is recognised.

    Raises `ValueError` as `scans` does.
    """
    from casebook.intake.formats.ocr import reading_pages  # lazy: the extra may not be installed

    return reading_pages.has_table(picture)


def crop(picture: bytes, box: tuple[float, float, float, float]) -> bytes:
    """Return the part `box` (pixels: left, top, right, bottom) of a page's `picture` as PNG."""
    from casebook.intake.formats.ocr import reading_pages  # lazy: the extra may not be installed

    return reading_pages.crop(picture, box)
