"""印张 and 字数 left open are reckoned from the pages on which they are printed."""

from pathlib import Path

import pytest

import tiny
from casebook import issuing, layout, pdf


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
    assert f"字数{round(36 * (32 + 1) * extent.numbered / 1000)}千字" in text
    assert not made.ledger.pending
