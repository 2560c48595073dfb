"""Each point of the preflight passes on sound files and fails on what it looks for."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest

import tiny
from casebook import cover_plan, layout
from casebook.book import Book, Fact, Press
from casebook.editions.cover.cover_check import Code
from casebook.editions.cover.cover_edition import PressCover
from casebook.editions.prepress import preflight
from casebook.editions.prepress.paper_conditions import Condition
from casebook.editions.prepress.press_edition import PressInterior, PressPage
from casebook.editions.prepress.press_pictures import PictureFacts
from casebook.editions.prepress.x4_rules import Outcome
from casebook.errata import Wording
from casebook.intake.manuscript import book_reader
from casebook.layout_file import MM
from casebook.press.font_rights import FontRights

PAPER = Condition(b"", "paper", "FOGRA29", 280)
BROKEN = (Outcome("a", Wording("甲", "a"), ("page 1",)),)
COARSE = PictureFacts((0,), (300, 300), 72.0, 72.0, "CMYK", 200.0, True)
LOCKED = (("Locked", FontRights("none", False, True)),)


class Made(NamedTuple):
    """What a preflight judges."""

    book: Book
    interior: PressInterior
    cover: PressCover
    inside: tuple[float, float, float]
    outside: tuple[float, float, float]
    forbidden: tuple[tuple[str, FontRights], ...] = ()


def page(path: Path, wide: float, high: float, bleed: float) -> Path:
    """Write a blank page with its trim and bleed in millimetres."""
    with pikepdf.new() as document:
        document.add_blank_page()
        sheet = document.pages[0]
        edge = bleed * MM
        sheet.mediabox = sheet.obj.BleedBox = pikepdf.Array(
            [-edge, -edge, wide * MM + edge, high * MM + edge]
        )
        sheet.trimbox = pikepdf.Array([0, 0, wide * MM, high * MM])
        document.save(path)
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Made:
    """Return a book of 320 pages of which every point is right."""
    text = tiny.BOOK.replace("书名: 小书, 印数: ", "书号: 978-7-04-035163-7, 定价: 58.00元")
    book = book_reader.read(tiny.write(tmp_path, book=text)).book
    decisions = layout.decided(layout.roots("standard", tmp_path))
    assert decisions
    plan = cover_plan.plan(book, decisions, 320)
    pages = (PressPage("1", frozenset({"K"}), 100.0, ()),) * 320
    interior = PressInterior(PAPER, Press(), None, pages, (), 0, (), ())
    code = Code("9787040351637", 0.9, True, True)
    cover = PressCover(plan, PAPER, frozenset({"K"}), 100.0, (), code, (), ())
    return Made(book, interior, cover, (170, 240, 3), (plan.sheet_width, 240, 3))


def failing(made: Made, folder: Path) -> list[str]:
    files = [page(folder / "in.pdf", *made.inside), page(folder / "out.pdf", *made.outside)]
    decisions = layout.decided(layout.roots("standard", folder))
    assert decisions
    points = preflight.points(
        made.book, decisions.trim, made.interior, made.cover, files, made.forbidden
    )
    return [point.name for point in points if not point.passed]


def interior(**facts: object) -> Callable[[Made], Made]:
    return lambda made: made._replace(interior=replace(made.interior, **facts))  # type: ignore[arg-type]


def cover(**facts: object) -> Callable[[Made], Made]:
    return lambda made: made._replace(cover=replace(made.cover, **facts))  # type: ignore[arg-type]


def of_page(**facts: object) -> Callable[[Made], Made]:
    heavy = replace(PressPage("1", frozenset({"K"}), 100.0, ()), **facts)  # type: ignore[arg-type]
    return interior(pages=(heavy,) * 320)


FAULTS: dict[str, tuple[str, Callable[[Made], Made]]] = {
    "a clause of PDF/X-4 in the interior": ("interior-x4", interior(rules=BROKEN)),
    "a clause of PDF/X-4 in the cover": ("cover-x4", cover(rules=BROKEN)),
    "another trim": ("trim", lambda made: made._replace(inside=(169, 240, 3))),
    "no bleed": ("trim", lambda made: made._replace(inside=(170, 240, 0))),
    "a page too many": ("multiple", interior(blanks=1)),
    "words in four inks": ("text-plates", of_page(colours=((0.5, 0.2, 0.1),))),
    "too much ink in the interior": ("ink", of_page(heaviest=300.0)),
    "too much ink on the cover": ("ink", cover(heaviest=300.0)),
    "a line too thin": ("hairlines", of_page(thinnest=0.1)),
    "a line too thin on the cover": ("hairlines", cover(thinnest=0.2)),
    "a coarse picture": ("coarse-pictures", interior(pictures=(COARSE,))),
    "a coarse picture on the cover": ("coarse-pictures", cover(pictures=(COARSE,))),
    "another spine": ("cover-size", lambda made: made._replace(outside=(400, 240, 3))),
    "a code of another number": ("barcode", cover(code=Code("9787040351644", 0.9, True, True))),
    "a code too small": ("barcode", cover(code=Code("9787040351637", 0.7, True, True))),
    "a code without white": ("barcode", cover(code=Code("9787040351637", 0.9, False, True))),
    "a code in colours": ("barcode", cover(code=Code("9787040351637", 0.9, True, False))),
    "a font that may not be embedded": (
        "font-rights",
        lambda made: made._replace(forbidden=LOCKED),
    ),
    "an open line of the imprint": (
        "imprint",
        lambda made: made._replace(book=replace(made.book, imprint=(Fact("印刷", None),))),
    ),
}


def test_a_sound_book_passes(sound: Made, tmp_path: Path) -> None:
    assert failing(sound, tmp_path) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_point_fails_where_it_should(sound: Made, tmp_path: Path, fault: str) -> None:
    name, spoiled = FAULTS[fault]
    assert failing(spoiled(sound), tmp_path) == [name]


def test_a_book_that_no_glue_holds_fails(sound: Made, tmp_path: Path) -> None:
    thick = replace(sound.cover.plan, spine=72.0)
    wide = (thick.sheet_width, 240.0, 3.0)
    made = sound._replace(cover=replace(sound.cover, plan=thick), outside=wide)
    assert failing(made, tmp_path) == ["binding"]
