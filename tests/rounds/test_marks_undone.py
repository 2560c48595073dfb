"""Marks are taken back and put back from the history; a signature is taken back by who may, for good."""

from dataclasses import replace
from pathlib import Path

import pytest

import tiny
from casebook.errata import StopPress
from casebook.journal import recording, restoring
from casebook.journal.journal_entries import Deed
from casebook.rounds import marks_undone
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import Mark, MarkKind, Marks, Signed


class Book:
    """A book with a journal and a round that is open."""

    def __init__(self, folder: Path) -> None:
        tiny.write(folder)
        self.journal = recording.of(folder)
        self.journal.begin()
        self.round = Round(1, "2026-01-01", "", "", folder / "proofs/round-1", head="张主编")
        self.marks: Marks = self.round.marks

    def mark(self, words: str) -> Mark:
        return self.marks.add("1-1", Mark("", MarkKind.QUERY, 0, 0, words, note="问", by="王"))

    def undo(self, *numbers: int, by: str = "王", again: bool = False) -> None:
        entries = marks_undone.entries_of(self.journal, numbers)
        marks_undone.undo(self.journal, [self.round], entries, by, again)

    @property
    def last(self) -> int:
        return self.journal.entries()[-1].number

    def quotes(self) -> list[str]:
        return [mark.quote for mark in self.marks.sheet("1-1").marks]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "book")


def test_a_mark_is_taken_back_and_put_back_beside_others(book: Book) -> None:
    book.mark("甲")
    number = book.last
    book.mark("乙")
    book.undo(number)
    assert book.quotes() == ["乙"]
    entry = book.journal.entries()[-1]
    assert (entry.deed, entry.of, entry.by, entry.case) == (Deed.UNDO, (number,), "王", "1-1")
    assert restoring.undone(book.journal.entries()) == {number}
    book.undo(number, again=True)
    assert sorted(book.quotes()) == ["乙", "甲"]
    assert restoring.undone(book.journal.entries()) == set()


def test_a_mark_that_was_dropped_or_changed_is_as_it_was(book: Book) -> None:
    mark = book.mark("甲")
    changed = book.marks.change("1-1", replace(mark, note="另问"))
    number = book.last
    book.undo(number)
    [now] = book.marks.sheet("1-1").marks
    assert (now.note, now.revision) == ("问", changed.revision + 1)
    book.marks.drop("1-1", now.id, now.revision)
    book.undo(book.last)
    assert book.quotes() == ["甲"]


def test_a_mark_that_somebody_changed_since_stays(book: Book) -> None:
    mark = book.mark("甲")
    number = book.last
    book.marks.change("1-1", replace(mark, note="另问", by="李"))
    with pytest.raises(StopPress) as stop:
        book.undo(number)
    assert stop.value.errata[0].rule == "mark-changed-since"
    assert book.quotes() == ["甲"]


def test_a_signature_is_taken_back_by_who_may_and_never_put_back(book: Book) -> None:
    book.marks.sign("1-1", Signed("王", "2026-01-02", "T"), 0)
    number = book.last
    with pytest.raises(StopPress) as stop:
        book.undo(number, by="李")
    assert book.marks.sheet("1-1").signed is not None
    book.undo(number, by="张主编")
    sheet = book.marks.sheet("1-1")
    assert sheet.signed is None
    assert [entry.by for entry in sheet.trace] == ["王", "张主编"]
    assert restoring.undone(book.journal.entries()) == {number}
    for again in (True, False):
        with pytest.raises(StopPress) as stop:
            book.undo(number, again=again)
        assert stop.value.errata[0].rule == "signature-not-put-back"


def test_nothing_is_undone_in_a_round_that_is_closed(book: Book) -> None:
    book.mark("甲")
    (book.round.folder / "closed").write_text("")
    with pytest.raises(StopPress):
        book.undo(book.last)
    assert book.quotes() == ["甲"]
    with pytest.raises(StopPress) as stop:
        marks_undone.undo(
            book.journal, [], marks_undone.entries_of(book.journal, [book.last]), "", False
        )
    assert stop.value.errata[0].rule == "marks-not-there"
