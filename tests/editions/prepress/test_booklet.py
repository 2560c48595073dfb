"""Pages two on a side: which stand beside each other, and how far they give way to the fold."""

from itertools import chain

import pytest

from casebook.editions.prepress import booklet


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
