"""Print over finished pages: tint words, and set pages on larger paper with things beside them.

The pages themselves are used as they are; what is added stands in streams of its own behind or
before them. What goes to press is rewritten in `editions.prepress`.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pikepdf

from casebook.pagetext import Box


class Tint(NamedTuple):
    """A rectangle (points from the upper left corner) to be tinted, and its colour (RGB, 0–1)."""

    box: Box
    colour: tuple[float, float, float]


def tinted(pages: Path, tints: Mapping[int, Sequence[Tint]]) -> bytes:
    """Return the PDF with rectangles tinted on its pages, so that the words stay readable."""
    with pikepdf.open(pages) as document:
        state = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.35, BM=pikepdf.Name.Multiply)
        )
        for index, patches in tints.items():
            page = document.pages[index]
            height = float(page.mediabox[3])
            name = page.add_resource(state, pikepdf.Name.ExtGState)
            parts = [b"q %b gs" % str(name).encode()]
            for box, colour in patches:
                red, green, blue = colour
                x, y, w, h = box.x0, height - box.y1, box.x1 - box.x0, box.y1 - box.y0
                parts.append(b"%.2f %.2f %.2f rg %.2f %.2f %.2f %.2f re f"
                             % (red, green, blue, x, y, w, h))  # fmt: skip
            page.contents_add(b"\n".join([*parts, b"Q"]))
        return _saved(document)


class PlacedPage(NamedTuple):
    """A page of the overlay put on a sheet, its lower left corner at `x`, `y` (points).

    A numeral is put with the upper left corner of its page there, where it was set.
    """

    page: int
    x: float
    y: float
    numeral: bool = False


class Sheet(NamedTuple):
    """A sheet of paper: its size, what of the overlay lies on it, and the print page if any.

    `place` is the lower left corner of the print page; `tints` are rectangles (x, y, width,
    height); `title` stands in the outline.
    """

    size: tuple[float, float]
    laid: tuple[PlacedPage, ...]
    page: int | None = None
    place: tuple[float, float] = (0, 0)
    tints: tuple[tuple[float, float, float, float], ...] = ()
    title: str = ""


def bound(
    pages: Path, overlay: bytes, documents: Iterable[Sequence[Sheet]],
    finish: Iterable[Callable[[pikepdf.Pdf], None]] = (),
) -> Iterator[bytes]:  # fmt: skip
    """Yield a PDF for each of `documents`, made of the pages of a PDF and those of an overlay.

    What is in `finish` is done to each before it is written.
    """
    with pikepdf.open(pages) as document, pikepdf.open(io.BytesIO(overlay)) as over:
        forms: dict[tuple[bool, int], pikepdf.Object] = {}

        def form(of_overlay: bool, index: int) -> pikepdf.Object:
            if (of_overlay, index) not in forms:
                source = (over if of_overlay else document).pages[index]
                forms[of_overlay, index] = source.as_form_xobject()
            return forms[of_overlay, index]

        for sheets in documents:
            out = _bound(sheets, form)
            for change in finish:
                change(out)
            yield _saved(out)


def _bound(sheets: Sequence[Sheet], form: Callable[[bool, int], pikepdf.Object]) -> pikepdf.Pdf:
    out = pikepdf.new()
    copies: dict[tuple[bool, int], pikepdf.Object] = {}
    titles: list[tuple[str, int]] = []
    for number, sheet in enumerate(sheets):
        page = out.add_blank_page(page_size=sheet.size)
        parts = [b"1 0.93 0.75 rg %.2f %.2f %.2f %.2f re f" % tint for tint in sheet.tints]
        drawn = [(True, laid.page, laid.x, laid.y, laid.numeral) for laid in sheet.laid]
        if sheet.page is not None:
            drawn.insert(1, (False, sheet.page, *sheet.place, False))
        for of_overlay, index, x, y, numeral in drawn:
            key = (of_overlay, index)
            if key not in copies:
                copies[key] = out.copy_foreign(form(*key))
            name = page.add_resource(copies[key], pikepdf.Name.XObject)
            low = y - float(copies[key].BBox[3]) + 8 if numeral else y
            parts.append(b"q 1 0 0 1 %.2f %.2f cm %b Do Q" % (x, low, str(name).encode()))
        page.contents_add(b"\n".join(parts))
        if sheet.title:
            titles.append((sheet.title, number))
    with out.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(title, at) for title, at in titles)
    return out


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
