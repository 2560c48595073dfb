"""印张 and 字数 left open are reckoned from the pages on which they are printed."""

from pathlib import Path

import pytest

import tiny
from casebook import imprint_lines, issuing, layout, pdf
from casebook.intake.manuscript import book_reader
from casebook.production_facts import Counting, Extent


@pytest.mark.parametrize(
    ("counting", "lines", "pages"),
    [
        (Counting(), 34, 250),  # 图书编校质量差错率计算方法, 二: head and folio are lines
        (Counting(heads=False), 33, 250),
        (Counting(heads=False, folios=False), 32, 250),
        (Counting(every_page=True), 34, 256),
    ],
)
def test_characters_are_those_of_full_pages(counting: Counting, lines: int, pages: int) -> None:
    decisions = layout.decided(layout.roots("standard", Path()))
    assert decisions is not None
    counted = imprint_lines.count(Extent(256, 250), decisions, counting)
    assert counted == (36, lines, pages)
    assert counted.characters == 36 * lines * pages


def test_how_they_are_counted_is_the_editors(tmp_path: Path) -> None:
    book = tiny.BOOK + "counting: {folios: off, every_page: on}\n"
    read = book_reader.read(tiny.write(tmp_path, book=book)).book
    assert read.counting == Counting(folios=False, every_page=True)


@pytest.mark.slow
def test_the_first_build_prints_how_much_the_book_holds(tmp_path: Path) -> None:
    tiny.write(tmp_path, book=tiny.BOOK.replace("印数: ", "开本: , 印张: , 字数: "))
    made = issuing.issue(tmp_path, ("print",), lambda _step, _count: None, 1)
    extent, decisions = made.book.extent, layout.decided(layout.roots("standard", tmp_path))
    assert extent is not None
    assert decisions is not None
    assert extent.pages == made.pages + made.pages % 2
    text = "".join("".join(pdf.texts(made.files["print"])).split())
    assert f"印张{extent.pages / 16:g}" in text
    assert f"字数{round(36 * (32 + 2) * extent.numbered / 1000)}千字" in text
    assert not made.ledger.pending
