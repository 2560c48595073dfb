"""Styles that are shared between sections are those each section would compute alone."""

from pathlib import Path

import pytest
from weasyprint import css

import books
from casebook.press import engine, worker_tasks
from casebook.press.signature import KEPT, BookPosition, SectionHtml, Signature
from casebook.press.worker_tasks import LayoutTask, Styling
from casebook.store import loads
from casebook.weasy import shared_styles
from casebook.weasy.weasyprint_types import Style


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


def styles(html: str, sheet: str, folder: Path) -> list[Style]:
    """Return the styles of the words in boldface of `html`, whose sheets share values."""
    (folder / "sheet.css").write_text(sheet, "utf-8")
    context = engine.style_context([folder / "sheet.css"], folder, compose=True)
    page = f'<html lang="zh-CN"><body>{html}</body></html>'
    parsed = engine.load().HTML(string=page, base_url=engine.BASE, url_fetcher=context.fetcher)
    style_for = css.get_all_computed_styles(
        parsed, user_stylesheets=context.sheets, font_config=context.fonts
    )
    return [style_for(element) for element in parsed.etree_element.iter("b")]


def test_elements_whose_attributes_quote_the_same_are_of_one_kind(tmp_path: Path) -> None:
    html = """<p><b style='--clreq-point: "1" "2"'>一</b><b style='--clreq-point: "1" "2"'>二</b>
        <b style='--clreq-point: "1" "3"'>三</b></p>"""
    first, second, third = styles(html, "b { color: red }", tmp_path)[:3]
    assert first.shared is second.shared
    assert first.shared is not third.shared


def test_what_was_computed_for_one_element_is_taken_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = styles("<p><b>一</b><b>二</b></p>", "b { text-indent: 1em }", tmp_path)[:2]
    first.pop("orphans", None), second.pop("orphans", None)
    first.shared.values["orphans"] = 7  # nobody else may compute it
    assert second["orphans"] == 7


def test_an_element_that_is_linked_to_keeps_its_name(tmp_path: Path) -> None:
    plain, linked = styles('<p><b>一</b><b id="x">二</b></p>', "b { color: red }", tmp_path)[:2]
    assert plain.shared is linked.shared
    assert (plain["anchor"], linked["anchor"]) == (None, "x")
