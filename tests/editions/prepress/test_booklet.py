"""Pages two on a side: which stand beside each other, and how far they give way to the fold."""

from itertools import chain
from pathlib import Path

import pikepdf
import pytest

import tiny
from casebook.editions.prepress import booklet
from casebook.intake.manuscript import book_reader


def test_eight_pages_make_two_sheets() -> None:
    made = [(side.left, side.right) for side in booklet.sides(8, 0.0)]
    assert made == [(7, 0), (1, 6), (5, 2), (3, 4)]


def test_pages_that_are_lacking_are_blank() -> None:
    made = [(side.left, side.right) for side in booklet.sides(5, 0.0)]
    assert made == [(None, 0), (1, None), (None, 2), (3, 4)]


def test_inner_sheets_give_way_by_the_paper_around_them() -> None:
    assert [side.creep for side in booklet.sides(12, 0.3)] == [0, 0, 0.3, 0.3, 0.6, 0.6]


@pytest.mark.parametrize("pages", [1, 3, 64, 65, 130, 1500])
def test_every_page_stands_once_in_booklets_that_can_be_folded(pages: int) -> None:
    made = list(booklet.sides(pages, 0.3))
    placed = chain.from_iterable((side.left, side.right) for side in made)
    assert sorted(page for page in placed if page is not None) == list(range(pages))
    assert max(side.creep for side in made) <= 0.3 * (booklet.FOLD / 4 - 1)


def test_pages_stand_as_far_over_the_fold_as_the_sheets_around_them_are_thick(
    tmp_path: Path,
) -> None:
    text = tiny.BOOK + "paper: {thickness: 0.1 mm}\n"
    book = book_reader.read(tiny.write(tmp_path, book=text)).book
    document = pikepdf.new()
    for _ in range(12):
        page = document.add_blank_page(page_size=(148 * booklet.MM, 210 * booklet.MM))
        page.trimbox = page.mediabox
    document.save(tmp_path / "print.pdf")
    booklet.issue(tmp_path / "print.pdf", book, tmp_path / "booklet.pdf")
    with pikepdf.open(tmp_path / "booklet.pdf") as made:
        places = [
            [
                float(instruction.operands[4]) / booklet.MM
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) == "cm"
            ]
            for page in made.pages
        ]
    fold = 297 / 2
    assert places == [
        [pytest.approx(fold - 148 + creep, abs=0.01), pytest.approx(fold - creep, abs=0.01)]
        for creep in (0, 0, 0.1, 0.1, 0.2, 0.2)
    ]
