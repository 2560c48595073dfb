"""What shines through a thin sheet from its back is not read; pale copies and grey rules stay."""

from typing import Any

import pytest

np: Any = pytest.importorskip("numpy")
cv2: Any = pytest.importorskip("cv2")

from casebook.intake.formats.ocr import cleaning  # noqa: E402

WHITE, BACK, INK = 250, 175, 15


def sheet(front: int, back: int | None) -> Any:
    """Return a page with bars of print every 60 rows, and those of its back between them."""
    page = np.full((900, 700, 3), WHITE, np.uint8)
    for top in range(60, 840, 60):
        page[top : top + 14, 60:640:2] = front
        if back is not None:
            page[top + 30 : top + 44, 60:640] = back
    return page


def shown(page: Any) -> Any:
    """Return how dark the bars of the back are when the page is made readable."""
    return cleaning.readable(page)[90:104, 100:600]


def test_the_back_of_a_thin_sheet_is_taken_off_where_the_print_is_black() -> None:
    assert shown(sheet(INK, BACK)).min() == 255
    assert (cleaning.readable(sheet(INK, BACK))[60:74, 60:640:2] < cleaning.INK).all()


def test_a_pale_copy_keeps_its_print() -> None:
    page = sheet(150, None)
    assert cleaning.readable(page)[60:74, 60:640:2].max() < WHITE


def test_grey_rules_between_black_lines_stay() -> None:
    page = sheet(INK, None)
    page[95:97, 60:640] = BACK
    assert cleaning.readable(page)[95:97, 100:600].max() < WHITE


def test_thin_grey_strokes_that_hang_on_black_ones_stay() -> None:
    page = np.full((900, 700, 3), WHITE, np.uint8)
    for top in range(60, 840, 30):  # 三 and 工 of a face whose level strokes are thin
        for left in range(60, 620, 40):
            page[top : top + 20, left : left + 6] = INK
            page[top + 8 : top + 12, left + 6 : left + 30] = BACK
    grey = cleaning.readable(page)
    assert (grey[68:72, 80:86] < WHITE).all()
