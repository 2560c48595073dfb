"""`booklet.pdf`: the print pages two on a side of paper, for a desk printer, to fold and staple.

Sheets are put into one another, so the pages of a sheet are n and total + 1 − n. Inner sheets are
pushed out by the paper of the outer ones (creep): their pages are moved towards the fold by as much,
so that all margins are equal when the fore-edge is cut. Thick books are made of several booklets.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf

from casebook import atomic, cover_plan
from casebook.book import Book
from casebook.errata import Erratum, Kind, Place, Wording

MM = 72 / 25.4
PAPER = (297 * MM, 210 * MM)
"""A4 on its side: what a desk printer takes; larger pages are made smaller."""
FOLD = 64
"""Pages of a booklet: 16 sheets can still be folded and stapled by hand."""


class Side(NamedTuple):
    """One side of a sheet: the pages left and right of the fold (None is blank), and the creep.

    Indexes count from 0; `creep` is in points.
    """

    left: int | None
    right: int | None
    creep: float


def sides(pages: int, leaf: float, fold: int = FOLD) -> Iterator[Side]:
    """Yield the sides of sheets for `pages`, front and back in turn; `leaf` is in points.

    More than `fold` pages are divided into booklets of equal size.
    """
    booklets = -(-pages // fold)
    each = -(-pages // booklets)
    each += -each % 4
    for first in range(0, pages, each):
        many = min(each, pages - first)
        many += -many % 4
        places = [n if n < pages else None for n in range(first, first + many)]
        for sheet in range(many // 4):
            outer, inner = 2 * sheet, many - 1 - 2 * sheet
            creep = sheet * leaf
            yield Side(places[inner], places[outer], creep)
            yield Side(places[outer + 1], places[inner - 1], creep)


def issue(printed: Path, book: Book, target: Path) -> tuple[Erratum, ...]:
    """Write the booklet of the PDF `printed` to `target`; return what is to be known of printing it."""
    leaf = cover_plan.leaf(book) * MM
    with pikepdf.open(printed) as document:
        count, first = len(document.pages), document.pages[0].trimbox
        width, height = (float(first[n + 2]) - float(first[n]) for n in (0, 1))
        scale = min(1.0, PAPER[0] / 2 / width, PAPER[1] / height)
        out = pikepdf.new()
        made = list(sides(count, leaf))
        for side in made:
            _impose(out, document, side, (width * scale, height * scale), scale)
        with atomic.writing(target, lasting=False) as file:
            out.save(file, deterministic_id=True)
    return (_note(scale, len(made) // 2, -(-count // FOLD)),)


def _impose(
    out: pikepdf.Pdf,
    document: pikepdf.Pdf,
    side: Side,
    size: tuple[float, float],
    scale: float,
) -> None:
    """Add a side of a sheet to `out`, its pages `size` large; each stays in its half."""
    page, fold = out.add_blank_page(page_size=PAPER), PAPER[0] / 2
    bottom, parts = (PAPER[1] - size[1]) / 2, []
    for index, x, half in (
        (side.left, fold - size[0] + side.creep, 0.0),
        (side.right, fold - side.creep, fold),
    ):
        if index is None:
            continue
        form = out.copy_foreign(document.pages[index].as_form_xobject())
        left, low = (float(form.BBox[n]) * scale for n in (0, 1))
        name = str(page.add_resource(form, pikepdf.Name.XObject)).encode()
        parts.append(
            b"q %.3f 0 %.3f %.3f re W n %.5f 0 0 %.5f %.3f %.3f cm %b Do Q"
            % (half, fold, PAPER[1], scale, scale, x - left, bottom - low, name)
        )
    page.contents_add(b"\n".join(parts))


def _note(scale: float, sheets: int, booklets: int) -> Erratum:
    smaller = "" if scale == 1.0 else f"，缩到 {scale:.0%}"
    less = "" if scale == 1.0 else f" at {scale:.0%}"
    parts = "" if booklets == 1 else f"，分 {booklets} 帖折"
    stacks = "" if booklets == 1 else f", folded in {booklets} booklets"
    return Erratum(
        "booklet-printing",
        Place("booklet.pdf"),
        Wording(
            f"小册子用 A4 纸 {sheets} 张{smaller}{parts}：双面打印，沿短边翻，实际大小，从中间折",
            f"the booklet takes {sheets} sheets of A4{less}{stacks}: print on both sides, flip "
            "on the short edge, at actual size, and fold in the middle",
        ),
        kind=Kind.NOTE,
    )
