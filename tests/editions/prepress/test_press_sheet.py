"""The press sheet: the facts of the files, and what stops a final book."""

import json
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from casebook.editions.prepress import preflight
from casebook.editions.prepress.preflight import Point
from casebook.errata import Kind, Wording

if TYPE_CHECKING:
    from pressed_book import Pressed

SEEN = Wording("所见", "seen")


def test_what_fails_stops_a_final_book_alone() -> None:
    points = [Point("a", SEEN, SEEN, True), Point("b", SEEN, SEEN, False)]
    assert [e.kind for e in preflight.failing(points, final=True)] == [Kind.ERRATUM]
    assert [e.kind for e in preflight.failing(points, final=False)] == [Kind.QUERY]


@pytest.mark.slow
def test_the_sheet_says_what_the_files_are(pressed: "Pressed") -> None:
    build = pressed.folder / "build"
    data = json.loads((build / "press-sheet.json").read_text("utf-8"))
    interior = data["interior"]
    pages = len(pypdfium2.PdfDocument(pressed.press))
    assert interior["pages"] == pages
    assert pages % 8 == 0
    assert interior["trim_mm"] == [170, 240]
    assert interior["printed_sheets"] == pages / 16
    assert sum(kind["pages"] for kind in data["plates"]) == pages
    assert data["cover"]["spine_mm"] == pytest.approx(pages / 2 * 0.096, abs=0.1)
    failed = {point["point"] for point in data["preflight"] if not point["passed"]}
    assert failed <= {"imprint", "coarse-pictures", "text-plates"}
    text = pypdfium2.PdfDocument(build / "press-sheet.pdf")[0].get_textpage().get_text_range()
    assert "印刷工艺单" in text
    assert "Press sheet" in text
    assert all(set(point["title"]) == {"zh", "en"} for point in data["preflight"])
