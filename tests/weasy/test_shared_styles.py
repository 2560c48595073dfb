"""Styles that are shared between sections are those each section would compute alone."""

from pathlib import Path

import pytest

import books
from casebook.press import engine, worker_tasks
from casebook.press.signature import KEPT, BookPosition, SectionHtml, Signature
from casebook.press.worker_tasks import LayoutTask, Styling
from casebook.store import loads
from casebook.weasy import shared_styles


def laid_out(folder: Path) -> list[Signature]:
    """Return all sections of the book in `folder`, laid out one after the other, the sheets read once."""
    book, galleys = books.composed(folder)
    styling = Styling(galleys[0].sheets, galleys[0].base, book.composition)
    worker_tasks._STYLES.clear()
    sections = [
        SectionHtml(g.section.id, g.section.title, g.section.place, g.html) for g in galleys
    ]
    tasks = [LayoutTask("", section, BookPosition()) for section in sections]
    return [loads(worker_tasks.lay_out(styling, task).signature, KEPT) for task in tasks]


def test_a_section_is_laid_out_as_if_it_shared_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = books.every_kind(tmp_path)
    shared = laid_out(folder)
    monkeypatch.setattr(shared_styles, "shareable", lambda _: False)
    assert laid_out(folder) == shared


@pytest.mark.parametrize(
    "value", ["calc(1em + 2pt)", "var(--gap)", "5vw", "1.5dvh", "max(1em, 2pt)"]
)
def test_sheets_whose_values_depend_on_more_share_nothing(value: str) -> None:
    assert not shared_styles.shareable([f"p {{ margin-left: {value} }}"])


def test_the_layouts_of_the_press_share_theirs(tmp_path: Path) -> None:
    _, galleys = books.composed(books.every_kind(tmp_path, lines=2))
    context = engine.style_context(galleys[0].sheets, galleys[0].base, compose=True)
    assert context.fonts.shared_styles is not None
