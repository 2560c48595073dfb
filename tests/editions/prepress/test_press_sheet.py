"""The press sheet: the facts of the files, and what stops a final book."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

import tiny
from casebook.book import Press
from casebook.editions.prepress import preflight, press_edition, sheet_facts
from casebook.editions.prepress.colour_management import SecondColour
from casebook.editions.prepress.paper_conditions import condition
from casebook.editions.prepress.preflight import Point
from casebook.errata import Kind, Place, Wording
from casebook.intake.manuscript import book_reader

if TYPE_CHECKING:
    from pressed_book import Pressed

SEEN = Wording("所见", "seen")


def test_what_fails_stops_a_final_book_alone() -> None:
    points = [Point("a", SEEN, SEEN, True), Point("b", SEEN, SEEN, False)]
    assert [e.kind for e in preflight.failing(points, final=True)] == [Kind.ERRATUM]
    assert [e.kind for e in preflight.failing(points, final=False)] == [Kind.QUERY]


def test_a_font_that_may_not_be_embedded_stops_a_draft_too() -> None:
    points = [Point(preflight.FONTS, SEEN, SEEN, False)]
    assert [e.kind for e in preflight.failing(points, final=False)] == [Kind.ERRATUM]


@pytest.mark.parametrize(
    ("plate", "said"),
    [
        ("", "四色（各页见下） + 第二色（C0 M98 Y76 K33）"),
        ("PANTONE 187 C", "四色（各页见下） + PANTONE 187 C（专色）"),
    ],
)
def test_how_the_second_colour_is_printed_is_said(plate: str, said: str) -> None:
    second = SecondColour((0.6, 0.13, 0.15), plate, (0, 0.98, 0.76, 0.33))
    page = press_edition.PressPage("1", frozenset({"K", "spot", "process"}), 100, ())
    paper = condition(Press(), Path(), Place("book.yaml"))
    made = press_edition.PressInterior(paper, Press(), second, (page,), (), 0, (), ())
    assert sheet_facts.inks_of(made).zh == said


def test_black_is_one_of_the_four_colours_and_a_spot_plate_has_its_ink_s_name() -> None:
    second = SecondColour((0.6, 0.13, 0.15), "PANTONE 187 C")
    plates = ({"K"}, {"K", "spot"}, {"K", "process"}, {"K", "spot", "process"}, set())
    pages = tuple(press_edition.PressPage("1", frozenset(each), 100, ()) for each in plates)
    paper = condition(Press(), Path(), Place("book.yaml"))
    made = press_edition.PressInterior(paper, Press(), second, pages, (), 6, (), ())
    made_of = {each.name.zh: each for each in sheet_facts.plates(made)}
    assert (made_of["空白"].number, made_of["空白"].where.zh) == (7, "1、书末6面")
    assert {each.name.zh for each in sheet_facts.plates(made)} == {
        "黑",
        "黑 + PANTONE 187 C（专色）",
        "四色",
        "四色 + PANTONE 187 C（专色）",
        "空白",
    }


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


@pytest.mark.parametrize(
    ("pages", "multiple", "binding", "passed"),
    [(6, 2, "perfect", True), (5, 1, "perfect", False), (6, 2, "saddle", False),
     (8, 4, "saddle", True), (8, 16, "sewn", False)],
)  # fmt: skip
def test_pages_are_as_many_as_can_be_bound(
    tmp_path: Path, pages: int, multiple: int, binding: str, passed: bool
) -> None:
    every = tuple(press_edition.PressPage(str(n), frozenset(), 0.0, ()) for n in range(pages))
    asked = Press(multiple=multiple)
    paper = condition(asked, tmp_path, Place("book.yaml"))
    interior = press_edition.PressInterior(paper, asked, None, every, (), 0, (), ())
    assert preflight.of_multiple(interior, binding).passed is passed


@pytest.mark.parametrize(
    ("written", "multiple"),
    [
        ("", 2),
        ("paper: {binding: saddle}\n", 4),
        ("paper: {binding: saddle}\npress: {multiple: 8}\n", 8),
    ],
)
def test_a_book_that_is_saddle_stitched_is_made_of_folded_sheets(
    tmp_path: Path, written: str, multiple: int
) -> None:
    folder = tiny.write(tmp_path, book=tiny.BOOK + written)
    assert book_reader.read(folder).book.press.multiple == multiple
