"""`archive.pdf` of a small book: what will still be understood in fifty years."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import page as validator
import pikepdf
import pytest
from pikepdf import Array, Dictionary
from pressed_book import Pressed

from casebook import pdf
from casebook.book import Press
from casebook.editions.prepress import archive_edition
from casebook.intake.manuscript import book_reader


def elements(document: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Yield the structure elements in reading order."""
    waiting = [document.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get("/K", Array())
        waiting += reversed([k for k in kids if isinstance(k, Dictionary) and "/S" in k])


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_it_keeps_and_can_be_read_aloud(pressed: Pressed, profile: str) -> None:
    report = validator.validate_pdf(str(pressed.archive), profile=profile)
    assert [(f.rule_id, f.message) for f in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_without_the_manuscript_it_is_pdf_a_2(
    pressed: Pressed, tmp_path: Path, profile: str
) -> None:
    book = replace(book_reader.read(pressed.folder).book, press=Press())
    archive_edition.issue(pressed.printed, book, pressed.folder, tmp_path / "a.pdf")
    assert validator.validate_pdf(str(tmp_path / "a.pdf"), profile=profile).is_compliant
    with pikepdf.open(tmp_path / "a.pdf") as document:
        assert len(document.attachments) == 0


def test_every_link_leads_where_it_led(pressed: Pressed) -> None:
    with pdf.leads(pressed.printed) as printed, pdf.leads(pressed.archive) as kept:
        assert kept.links() == printed.links()
        assert sum(map(len, kept.links())) > 20


def test_the_manuscript_is_attached_byte_for_byte(pressed: Pressed) -> None:
    manuscript = pressed.folder / "manuscript"
    with pikepdf.open(pressed.archive) as document:
        attached = {
            name: file.get_file().read_bytes() for name, file in document.attachments.items()
        }
        assert {str(file.AFRelationship) for file in document.Root.AF} == {"/Source"}
    texts = {
        p.relative_to(manuscript).as_posix()
        for p in manuscript.rglob("*")
        if p.suffix in (".md", ".yaml")
    }
    assert set(attached) == texts
    assert all(data == (manuscript / name).read_bytes() for name, data in attached.items())


def test_the_contents_are_a_list_of_linked_entries(pressed: Pressed) -> None:
    with pikepdf.open(pressed.archive) as document:
        (contents,) = (e for e in elements(document) if e.S == "/TOC")
        assert {str(item.S) for item in contents.K} == {"/TOCI"}
        assert len(contents.K) > 5
        for item in contents.K:
            roles = [str(kid.S) for kid in _below(item)]
            assert roles.count("/Reference") == roles.count("/Link") == 1, roles


def test_a_note_has_a_name_and_what_calls_it_is_a_reference(pressed: Pressed) -> None:
    with pikepdf.open(pressed.archive) as document:
        notes = [e for e in elements(document) if e.S == "/Note"]
        assert [str(note.ID) for note in notes] == ["case-1-1-note-1"]
        assert [str(kid.S) for kid in _below(notes[0])] == ["/Lbl"]
        calls = [e for e in elements(document) if e.S == "/Reference" and not list(_below(e))]
        assert len(calls) == 1


def test_head_cells_say_what_they_are_heads_of(pressed: Pressed) -> None:
    with pikepdf.open(pressed.archive) as document:
        scopes = Counter(str(e.A.Scope) for e in elements(document) if e.S == "/TH")
    assert scopes["/Column"] == 2
    assert scopes["/Row"] >= 2  # the imprint


def _below(element: Dictionary) -> Iterator[Dictionary]:
    for kid in element.get("/K", Array()):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)
