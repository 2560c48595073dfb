"""A page made as planned says whether what it puts at its foot keeps off the text."""

from types import SimpleNamespace
from typing import Any

import pytest

from casebook.weasy import planned_pages
from casebook.weasy.planned_pages import PlannedPage


class Figure:
    """A figure of 100 px, laid out, with a margin below it."""

    position_y = 0.0

    def __init__(self, below: float = 0.0) -> None:
        self.margin_bottom, self.style = below, {"margin_break": "auto"}

    def margin_height(self) -> float:
        return 100.0 + self.margin_bottom

    def translate(self, dy: float) -> None:
        self.position_y += dy


@pytest.mark.parametrize(("overlap", "placed"), [(-10.0, True), (0.3, True), (5.0, False)])
def test_a_float_at_the_foot_may_meet_the_leading_of_a_line_and_not_the_line(
    overlap: float, placed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    root: Any = SimpleNamespace(element="body", element_tag="body", position_y=0.0, children=[])
    page = PlannedPage(feet=(root,), parent=root, made=[Figure()])
    context = SimpleNamespace(planned_pages={0: page}, current_page=1, page_bottom=800.0)
    monkeypatch.setattr(planned_pages, "bottoms", lambda _: [700.0 + overlap])
    planned_pages._end(context, root)
    assert page.made[0].position_y == 700.0
    assert root.children == page.made
    assert page.placed == placed


def test_the_margin_of_a_float_is_gone_at_the_foot_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root: Any = SimpleNamespace(element="body", element_tag="body", position_y=0.0, children=[])
    page = PlannedPage(feet=(root,), parent=root, made=[Figure(below=20.0)])
    context = SimpleNamespace(planned_pages={0: page}, current_page=1, page_bottom=800.0)
    monkeypatch.setattr(planned_pages, "bottoms", lambda _: [700.0])
    planned_pages._end(context, root)
    assert page.made[0].position_y == 700.0
    assert page.placed


def test_a_float_that_was_not_made_is_not_placed() -> None:
    root: Any = object()
    assert not PlannedPage(heads=(root,)).placed
    assert PlannedPage().placed
