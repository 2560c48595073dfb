"""Undo, redo, restore: what was done since stays, and nothing leaves the journal."""

from pathlib import Path

import pytest

from casebook.errata import StopPress
from casebook.journal import restoring
from casebook.journal.journal_entries import Deed
from journal.test_recording import BY, CASE, book, last, save


def text(folder: Path) -> str:
    return (folder / CASE).read_text("utf-8")


def test_an_undo_takes_one_step_back_and_leaves_later_ones(tmp_path: Path) -> None:
    journal = book(tmp_path)
    save(journal, "甲。\n\n乙。\n")
    save(journal, "甲改。\n\n乙。\n")
    number = last(journal).number
    save(journal, "甲改。\n\n乙改。\n")
    restoring.undo(journal, [number], "1-1", "李")
    assert text(tmp_path) == "甲。\n\n乙改。\n"
    assert (last(journal).deed, last(journal).by, last(journal).of) == (
        Deed.UNDO,
        "李",
        (number,),
    )
    assert restoring.undone(journal.entries()) == {number}
    restoring.redo(journal, [number], "1-1", "李")
    assert text(tmp_path) == "甲改。\n\n乙改。\n"
    assert restoring.undone(journal.entries()) == set()


def test_steps_on_end_are_undone_together(tmp_path: Path) -> None:
    journal = book(tmp_path)
    before = text(tmp_path)
    for words in ("甲", "甲乙", "甲乙丙"):
        save(journal, words)
    restoring.undo(journal, [2, 3, 4], "1-1", "李")
    assert text(tmp_path) == before


def test_an_undo_that_meets_later_edits_is_refused(tmp_path: Path) -> None:
    journal = book(tmp_path)
    save(journal, "很好。\n")
    save(journal, "非常好。\n")
    save(journal, "特别好。\n")
    with pytest.raises(StopPress) as stop:
        restoring.undo(journal, [3], "1-1", "李")
    assert [e.rule for e in stop.value.errata] == ["undo-meets-later-edits"]
    assert text(tmp_path) == "特别好。\n"


def test_the_book_comes_back_byte_for_byte_with_files_come_and_gone(tmp_path: Path) -> None:
    journal = book(tmp_path)
    picture = tmp_path / "manuscript/media/a.png"
    picture.parent.mkdir()
    picture.write_bytes(b"\x89PNG\0\xff" * 50)
    (tmp_path / CASE).write_bytes("\ufeff一\r\n二\r\n".encode())
    journal.notice()
    number = last(journal).number
    picture.unlink()
    save(journal, "全部重写", "manuscript/cases/1-2.md")
    save(journal, "新的一篇", "manuscript/cases/1-9.md")
    (tmp_path / CASE).write_bytes(b"x")
    journal.notice()
    restoring.restore(journal, number, (), "李")
    assert picture.read_bytes() == b"\x89PNG\0\xff" * 50
    assert (tmp_path / CASE).read_bytes() == "\ufeff一\r\n二\r\n".encode()
    assert not (tmp_path / "manuscript/cases/1-9.md").exists()
    assert last(journal).deed is Deed.RESTORE
    restoring.restore(journal, last(journal).number - 1, (), "李")
    assert (tmp_path / "manuscript/cases/1-9.md").read_text("utf-8") == "新的一篇"


def test_what_is_no_text_is_not_undone_from_here(tmp_path: Path) -> None:
    journal = book(tmp_path)
    with pytest.raises(StopPress) as stop:
        restoring.undo(journal, [1], "", BY.by)
    assert stop.value.errata[0].rule == "nothing-to-undo"


def test_saves_on_end_are_one_step_until_somebody_else_comes(tmp_path: Path) -> None:
    journal = book(tmp_path)
    for words in ("甲", "甲乙"):
        save(journal, words)
    save(journal, "别的一篇", "manuscript/cases/1-2.md")
    save(journal, "甲乙丙")
    (tmp_path / CASE).write_text("外", "utf-8")
    journal.notice()
    save(journal, "甲乙丙丁")
    assert [step.numbers for step in restoring.steps(journal.entries(), "1-1")] == [
        (1,), (2, 3, 5), (6,), (7,),
    ]  # fmt: skip
    assert [step.numbers for step in restoring.steps(journal.entries())] == [
        (1,), (4,), (2, 3, 5), (6,), (7,),
    ]  # fmt: skip
    step = restoring.steps(journal.entries(), "1-1")[1]
    assert journal.contents.get(step.changes[0].after) == "甲乙丙".encode()
