"""The frame of a bound PDF: what it says of itself, its outline, its page labels."""

import io

import pikepdf

from casebook.press.catalogue import Metadata, info, outline, page_labels, xmp
from casebook.press.imposing import Folio
from casebook.press.objects import PdfFile
from casebook.press.signature import Bookmark

BOOK = Metadata("书 <一>", "编委会", "", "zh-CN", "2023-02-20", "2023-03-01")


def outlined(*levels: int, shown: bool = True) -> pikepdf.Pdf:
    """Return a file with bookmarks of these levels, named by their order."""
    sink = io.BytesIO()
    file = PdfFile(sink)
    root, info_number, page = file.reserve(), file.reserve(), file.reserve()
    marks = [(0, Bookmark(level, str(n), 10.0, 20.0, shown)) for n, level in enumerate(levels)]
    top = outline(file, marks, [page])
    file.put(page, b"<</Type /Pages /Kids [] /Count 0>>")
    file.put(root, b"<</Type /Catalog /Pages %d 0 R /Outlines %d 0 R>>" % (page, top or page))
    file.put(info_number, b"<<>>")
    file.finish(root, info_number)
    return pikepdf.open(io.BytesIO(sink.getvalue()))


def levels(item: pikepdf.Object) -> list[object]:
    """Return the titles below an outline item, nested as they are."""
    result: list[object] = []
    child = item.get("/First")
    while child is not None:
        result.append([str(child.Title), *levels(child)])
        child = child.get("/Next")
    return result


def test_levels_that_are_left_out_are_closed_up() -> None:
    assert levels(outlined(1, 3, 3, 1).Root.Outlines) == [["0", ["1"], ["2"]], ["3"]]


def test_items_that_are_shown_closed_count_nothing_for_their_parents() -> None:
    assert outlined(1, 2, 2).Root.Outlines.Count == 3
    closed = outlined(1, 2, 2, shown=False)
    assert (closed.Root.Outlines.Count, closed.Root.Outlines.First.Count) == (1, -2)


def test_a_book_without_bookmarks_has_no_outline() -> None:
    assert outline(PdfFile(io.BytesIO()), [], []) is None


def test_dates_are_those_of_the_book() -> None:
    assert b"/CreationDate (D:20230220)" in info(BOOK)
    assert b"<xmp:ModifyDate>2023-03-01</xmp:ModifyDate>" in xmp(BOOK)


def test_what_is_empty_is_left_out_and_what_is_markup_is_escaped() -> None:
    assert b"Subject" not in info(BOOK)
    packet = xmp(BOOK).decode()
    assert "书 &lt;一&gt;" in packet
    assert "dc:description" not in packet


def test_page_labels_name_their_style_and_prefix() -> None:
    folios = (Folio("扉1", False), Folio("I", True), Folio("II", True), Folio("1", True))
    assert page_labels(folios).count(b"/S /") == 3
    assert b"1 <</S /R /St 1>>" in page_labels(folios)
