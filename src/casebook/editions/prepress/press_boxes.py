"""Bleed, marks and blank pages: what a press sheet is cut by (ISO 32000-1, 14.11.2).

Every page gets 3 mm of bleed around its trim. Marks stand outside it, in the colour that is on
every plate (`/Separation /All`), and only where they are asked for: many printers set their own.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name

from casebook.editions.prepress.pdf_writing import within, without
from casebook.pdf import PdfObject

MM = 72 / 25.4
BLEED = 3 * MM
SLUG = 12 * MM
"""From the trim to the edge of a page with marks."""
_GAP, _LONG, _WIDTH = 4 * MM, 5 * MM, 0.25
_RING = 1.6 * MM
_ALL = "/InkAll"


def add_blanks(document: pikepdf.Pdf, multiple: int) -> int:
    """Add blank pages at the end until their number is a multiple; return how many."""
    pages = document.pages
    added = -len(pages) % multiple if multiple > 1 else 0
    last = pages[-1].obj
    for _ in range(added):
        blank = Dictionary(
            Type=Name.Page, MediaBox=last.MediaBox, TrimBox=last.TrimBox, Resources=Dictionary()
        )
        pages.append(pikepdf.Page(document.make_indirect(blank)))
    return added


def set_boxes(document: pikepdf.Pdf, marks: bool) -> None:
    """Give every page its bleed, and marks where they are wanted."""
    known: dict[tuple[float, ...], PdfObject] = {}
    every = document.make_indirect(_all_plates()) if marks else None
    for page in document.pages:
        trim = tuple(float(number) for number in page.obj.get("/TrimBox", page.mediabox))
        page.obj.TrimBox = Array(_rounded(trim, 0))
        page.obj.BleedBox = Array(_rounded(trim, BLEED))
        page.obj.MediaBox = Array(_rounded(trim, SLUG if marks else BLEED))
        for name in ("/CropBox", "/ArtBox"):
            without(page.obj, name)
        if every is not None:
            if trim not in known:
                known[trim] = document.make_stream(_marks(*trim))
            spaces = within(page.obj.Resources, "/ColorSpace")
            spaces[_ALL] = every
            page.contents_add(known[trim])


def _rounded(trim: tuple[float, ...], more: float) -> list[float]:
    left, bottom, right, top = trim
    return [round(n, 4) for n in (left - more, bottom - more, right + more, top + more)]


def _all_plates() -> Array:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])


def _marks(left: float, bottom: float, right: float, top: float) -> bytes:
    """Return the marks around a trim: where to cut, at the corners; whether plates meet, between."""
    far = _GAP + _LONG
    lines = [b"/Artifact BMC q %b CS 1 SCN %.2f w" % (_ALL.encode(), _WIDTH)]
    for x, out in ((left, -1), (right, 1)):
        for y, up in ((bottom, -1), (top, 1)):
            lines += (
                _line(x + out * _GAP, y, x + out * far, y),
                _line(x, y + up * _GAP, x, y + up * far),
            )
    middle, centre, away = (left + right) / 2, (bottom + top) / 2, _GAP + _LONG / 2
    for x, y in (
        (middle, bottom - away),
        (middle, top + away),
        (left - away, centre),
        (right + away, centre),
    ):
        lines += _register(x, y)
    return b"\n".join([*lines, b"Q EMC"])


def _line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return b"%.3f %.3f m %.3f %.3f l S" % (x0, y0, x1, y1)


def _register(x: float, y: float) -> list[bytes]:
    """Return a cross in a ring."""
    arm, bow = _LONG / 2, _RING * 0.5523
    ring = b"%.3f %.3f m" % (x + _RING, y)
    for (a, b), (c, d), (e, f) in (
        ((_RING, bow), (bow, _RING), (0, _RING)), ((-bow, _RING), (-_RING, bow), (-_RING, 0)),
        ((-_RING, -bow), (-bow, -_RING), (0, -_RING)), ((bow, -_RING), (_RING, -bow), (_RING, 0)),
    ):  # fmt: skip
        ring += b" %.3f %.3f %.3f %.3f %.3f %.3f c" % (x + a, y + b, x + c, y + d, x + e, y + f)
    return [_line(x - arm, y, x + arm, y), _line(x, y - arm, x, y + arm), ring + b" s"]
