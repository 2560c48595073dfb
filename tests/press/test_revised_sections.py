"""Sections laid out anew alone stand as they will when the whole book is made."""

from dataclasses import replace
from pathlib import Path

import books
from casebook import pdf
from casebook.layout import Galley
from casebook.press import revised_sections, volume
from casebook.press.catalogue import metadata_of
from casebook.press.volume import Volume
from casebook.press.workers import Workers


def changed(galley: Galley, old: str, new: str) -> Galley:
    assert old in galley.html
    return replace(galley, html=galley.html.replace(old, new))


def page_texts(made: Volume, section: str, book: object) -> list[str]:
    return pdf.texts(volume.extract(made, [section], metadata_of(book))[0])  # type: ignore[arg-type]


def test_a_revised_section_stands_as_in_the_whole_book(tmp_path: Path) -> None:
    book, galleys = books.composed(books.every_kind(tmp_path, lines=40))
    build, alone = tmp_path / "build", Workers(1)
    before = volume.make(book, galleys, build, alone)
    edited = [
        changed(galley, "covering", "reaching") if galley.section.id == "case-1-1" else galley
        for galley in galleys
    ]
    case = next(galley for galley in edited if galley.section.id == "case-1-1")
    revised = revised_sections.revise(before, book, [case], build, alone)
    whole = volume.make(book, edited, build, alone)
    texts = page_texts(revised, "case-1-1", book)
    assert texts == page_texts(whole, "case-1-1", book)
    assert "reaching" in "".join(texts)
    assert [folio.label for folio in revised.folios] == [folio.label for folio in whole.folios]
    for galley in galleys:
        name = galley.section.id
        assert page_texts(revised, name, book) == page_texts(whole, name, book)


def test_sections_that_print_numbers_keep_those_they_had(tmp_path: Path) -> None:
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    build, alone = tmp_path / "build", Workers(1)
    before = volume.make(book, galleys, build, alone)
    contents = next(galley for galley in galleys if galley.section.kind == "contents")
    renamed = changed(contents, "甲题", "新题")
    revised = revised_sections.revise(before, book, [renamed], build, alone)
    old = page_texts(before, contents.section.id, book)
    assert page_texts(revised, contents.section.id, book) == [
        t.replace("甲题", "新题") for t in old
    ]


def test_a_style_sheet_changes_the_section_and_its_faults_are_told(tmp_path: Path) -> None:
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    build, alone = tmp_path / "build", Workers(1)
    before = volume.make(book, galleys, build, alone)
    sheet = tmp_path / "own.css"
    sheet.write_text("p { letter-spacing: 1em; colour: red }", "utf-8")
    case = next(galley for galley in galleys if galley.section.id == "case-1-2")
    dressed = replace(case, sheets=(*case.sheets, sheet))
    revised = revised_sections.revise(before, book, [dressed], build, alone)
    assert [erratum.rule for erratum in revised.errata] == ["ignored-css"]
    assert volume.stopping(revised, book)
    assert page_texts(revised, "case-1-2", book) != page_texts(before, "case-1-2", book)
    assert page_texts(revised, "case-1-1", book) == page_texts(before, "case-1-1", book)


def test_a_section_that_the_book_does_not_hold_yet_is_left_to_the_whole_book(
    tmp_path: Path,
) -> None:
    book, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    build, alone = tmp_path / "build", Workers(1)
    known = [galley for galley in galleys if galley.section.id != "case-1-2"]
    before = volume.make(book, known, build, alone)
    new = next(galley for galley in galleys if galley.section.id == "case-1-2")
    revised = revised_sections.revise(before, book, [new], build, alone)
    assert revised.starts == before.starts
