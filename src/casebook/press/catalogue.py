"""The frame of the bound PDF: catalogue, page tree, structure root, named destinations."""

from collections.abc import Sequence
from typing import NamedTuple

from casebook.press.folios import Folio
from casebook.press.imposing import Sheet
from casebook.press.objects import File, reals, text
from casebook.press.pdf_metadata import Facts, info, outline, page_labels, xmp
from casebook.press.signature import Mark


class Roots(NamedTuple):
    """Numbers of the objects that frame a file."""

    catalogue: int
    info: int
    pages: int
    tree: int
    document: int


def catalogue(
    file: File,
    its: Facts,
    sheets: Sequence[Sheet],
    all_folios: Sequence[Folio],
    roots: Roots,
    pages: Sequence[int],
    *,
    tops: bytes,
    parents: Sequence[bytes],
) -> None:
    """Put the frame of a book of `sheets`, which are the objects `pages`.

    `tops` are references to the structure elements below the document, `parents` the entries of
    the parent tree in order (ISO 32000-1, 7.7.2, 14.7.4.4).
    """
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    file.put(roots.pages, b"<</Type /Pages /Count %d /Kids [%b]>>" % (len(sheets), kids))
    document = b"<</Type /StructElem /S /Document /P %d 0 R /K [%b]>>"
    file.put(roots.document, document % (roots.tree, tops))
    nums = file.add(b"<</Nums [%b]>>" % b" ".join(parents))
    file.put(
        roots.tree,
        b"<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>"
        % (roots.document, nums, len(parents)),
    )
    file.put(roots.info, info(its))
    packet = xmp(its)
    metadata = file.add(b"<</Type /Metadata /Subtype /XML /Length %d>>" % len(packet), packet)
    parts = [
        b"<</Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R" % (roots.pages, roots.tree),
        b"/MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>>",
        b"/PageLayout /TwoPageRight /Lang %b" % text(its.language),
        b"/Metadata %d 0 R /PageLabels %b" % (metadata, page_labels(all_folios)),
        b"/Names <</Dests %d 0 R>>" % _destinations(file, sheets, pages),
    ]
    top = outline(file, _marks(sheets), pages)
    if top is not None:
        parts.append(b"/Outlines %d 0 R" % top)
    file.put(roots.catalogue, b" ".join(parts) + b">>")


def _marks(sheets: Sequence[Sheet]) -> list[tuple[int, Mark]]:
    return [
        (index, mark._replace(x=mark.x + sheet.shift))
        for index, sheet in enumerate(sheets)
        if sheet.leaf
        for mark in sheet.leaf.marks
    ]


def _destinations(file: File, sheets: Sequence[Sheet], pages: Sequence[int]) -> int:
    """Add the tree of names that links lead to (7.9.6); of equal ids the first counts."""
    goals: dict[str, bytes] = {}
    for index, sheet in enumerate(sheets):
        for name, x, y in sheet.leaf.anchors if sheet.leaf else ():
            place = b"[%d 0 R /XYZ %b 0]" % (pages[index], reals(x + sheet.shift, y))
            goals.setdefault(name, place)
    ordered = sorted((text(name), place) for name, place in goals.items())
    entries = b" ".join(b"%b %b" % pair for pair in ordered)
    return file.add(b"<</Names [%b]>>" % entries)
