"""Margin boxes and fonts are made once, and kept with the faults found in making them."""

from pathlib import Path
from typing import Any

from made_up import PLAN, RIGHT, Workers, boxes, signature

from casebook.errata import Erratum, Place, Wording
from casebook.press.dependencies import BookFolders, digest
from casebook.press.imposing import BookPage, impose
from casebook.press.margin_cache import FontPrograms, Margins
from casebook.press.signature import KEPT
from casebook.press.typefaces import Face, Program
from casebook.press.worker_tasks import CheckSheets, CutFont, PlanMargins, Result, SetMargins
from casebook.store import Store

LONG = Erratum("long-head", Place("print.pdf"), Wording("长", "long"))
PROGRAM = Program(b"", 0, True, "Font", "Font", 800, -200, False, True)
SHEET = b"p { color: red }"


def answer(task: Any) -> Result[Any]:
    """Return what a worker would."""
    sources = (("manuscript/a.css", digest(SHEET)),)
    if isinstance(task, SetMargins):
        return Result([(boxes(group.group), (LONG,)) for group in task.groups], (), sources)
    if isinstance(task, PlanMargins):
        return Result(PLAN, (), sources)
    return Result(PROGRAM if isinstance(task, CutFont) else (), (), sources)


def margins(folder: Path) -> tuple[Margins, Workers]:
    """Return the margins of a book whose store and style sheet lie in `folder`."""
    workers = Workers(answer=answer)
    store = Store(folder / "store", "one", KEPT)
    made = Margins("<html>", workers, "style", store, BookFolders(folder, ()))  # type: ignore[arg-type]
    return made, workers


def book(folder: Path, sections: str) -> tuple[list[BookPage], Margins, Workers]:
    """Return the pages of a book with their margins set, and kept."""
    (folder / "a.css").write_bytes(SHEET)
    made, workers = margins(folder)
    pages = impose([signature(section) for section in sections], made.plan).pages
    made.set_all(pages)
    made.keep()
    return pages, made, workers


def test_margins_of_several_pages_are_set_together(tmp_path: Path) -> None:
    _, _, workers = book(tmp_path, "abc")
    assert [type(task) for task in workers.asked] == [PlanMargins, PlanMargins, SetMargins]
    assert len(workers.asked[-1].groups) == 3


def test_what_was_set_in_the_last_run_is_not_set_again(tmp_path: Path) -> None:
    book(tmp_path, "abc")
    pages, again, workers = book(tmp_path, "ab")
    assert not workers.asked
    assert again.boxes(pages[0], "top") == boxes("top")


def test_faults_are_reported_from_the_store_too(tmp_path: Path) -> None:
    assert book(tmp_path, "a")[1].errata == [LONG]
    assert book(tmp_path, "a")[1].errata == [LONG]


def test_only_what_is_new_is_set(tmp_path: Path) -> None:
    book(tmp_path, "a")
    _, _, workers = book(tmp_path, "ab")
    assert [type(task) for task in workers.asked] == [PlanMargins, SetMargins]
    assert len(workers.asked[-1].groups) == 1


def test_a_changed_style_sheet_has_all_set_anew(tmp_path: Path) -> None:
    book(tmp_path, "a")
    (tmp_path / "a.css").write_bytes(b"p { color: blue }")
    made, workers = margins(tmp_path)
    made.plan(RIGHT)
    assert workers.asked


def test_what_is_likely_needed_is_asked_for_once(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(SHEET)
    made, workers = margins(tmp_path)
    pages = impose([signature("a")], made.plan).pages
    made.prepare(pages)
    made.prepare(pages)
    made.set_all(pages)
    assert sum(isinstance(task, SetMargins) for task in workers.asked) == 1


def test_style_sheets_are_checked_once(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(SHEET)
    made, workers = margins(tmp_path)
    assert made.of_style_sheets() == made.of_style_sheets() == ()
    assert [type(task) for task in workers.asked] == [CheckSheets]


def test_a_font_is_cut_once_for_the_same_glyphs(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(SHEET)
    store, workers = Store(tmp_path / "store", "one", KEPT), Workers(answer=answer)
    for widths, cuts in (({3: 500}, 1), ({3: 500}, 1), ({3: 500, 4: 500}, 2)):
        fonts = FontPrograms(workers, "style", store, BookFolders(tmp_path, ()))  # type: ignore[arg-type]
        face = Face("Noto 10", "Noto", widths)
        assert fonts.program("F1", face)() == PROGRAM
        assert len(workers.asked) == cuts
