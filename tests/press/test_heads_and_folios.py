"""Running heads and folios are set from the layout's own page rules."""

from pathlib import Path

import pytest

from casebook import layout
from casebook.press import engine
from casebook.press.heads_and_folios import MarginSetter
from casebook.press.signature import MarginContent, PageKind

CSS = """
@page { size: 300pt 400pt; margin: 60pt; counter-reset: page 4;
  @top-left { content: string(title, first) " · " string(part); font: 9pt "Noto Serif CJK SC" }
  @bottom-right { content: counter(page); font: 9pt "Noto Serif CJK SC" }
}
@page :left { @bottom-right { content: none } }
"""
RIGHT = PageKind("right", False, "", False, ())
TITLE, PART = ("title", "first"), ("part", "first")


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> MarginSetter:
    folder = tmp_path_factory.mktemp("layout")
    (folder / "a.css").write_text(CSS, "utf-8")
    return MarginSetter("<html>", engine.style_context((folder / "a.css",), folder, True))


def printed(title: str) -> MarginContent:
    return MarginContent(((TITLE, title), (PART, "部")), ())


def test_a_plan_names_the_strings_and_counters_of_each_group(setter: MarginSetter) -> None:
    plan = setter.plan(RIGHT)
    assert [group[:3] for group in plan.groups] == [
        ("top", (TITLE, PART), ()),
        ("bottom", (), ("page",)),
    ]
    assert plan.folio_group == "bottom"
    assert plan.size == pytest.approx((300.0, 400.0))
    assert ("reset", "page", 4) in plan.counter_changes


@pytest.mark.parametrize("name", ["text-restart", "front-restart", "bare-restart", "part-restart"])
def test_the_second_page_of_a_section_that_restarts_the_folios_counts_on(
    name: str, tmp_path: Path
) -> None:
    sheets = layout.sheets(layout.roots("standard", tmp_path), "print")
    setter = MarginSetter("<html>", engine.style_context(sheets, tmp_path, True))
    resets = [
        ("reset", "page", 1)
        in setter.plan(PageKind(side, False, name, False, ((name, at),))).counter_changes
        for at, side in enumerate(("right", "left"))
    ]
    assert resets == [True, False]


def test_a_side_without_a_folio_has_no_group_for_it(setter: MarginSetter) -> None:
    plan = setter.plan(RIGHT._replace(side="left"))
    assert [name for name, *_ in plan.groups] == ["top"]
    assert plan.folio_group == ""


def test_a_folio_is_the_text_of_the_box_that_counts_pages(setter: MarginSetter) -> None:
    boxes, errata = setter.set(RIGHT, "bottom", MarginContent((), (("page", 17),)))
    assert boxes.folio == "17"
    assert boxes.fonts[0].glyph_texts == ["1", "7"]
    assert not errata


def test_a_head_prints_the_strings_of_its_page(setter: MarginSetter) -> None:
    boxes, _ = setter.set(RIGHT, "top", printed("甲题"))
    texts = {text for use in boxes.fonts for text in use.glyph_texts}
    assert {"甲", "题", "部"} <= texts
    assert boxes.folio == ""


def test_a_head_too_long_for_the_margin_is_shortened_and_told(setter: MarginSetter) -> None:
    boxes, errata = setter.set(RIGHT, "top", printed("很长的题目" * 40))
    assert [e.rule for e in errata] == ["long-head"]
    texts = {text for use in boxes.fonts for text in use.glyph_texts}
    assert "…" in texts


def test_the_same_head_is_set_in_the_same_bytes(setter: MarginSetter) -> None:
    first, _ = setter.set(RIGHT, "top", printed("甲题"))
    setter.set(RIGHT, "top", printed("乙题"))
    assert setter.set(RIGHT, "top", printed("甲题"))[0] == first


def test_a_rule_that_runs_off_the_paper_is_told(tmp_path: Path) -> None:
    css = CSS.replace("content: counter(page)", "width: 400pt; border-top: 1pt solid; content: 'x'")
    (tmp_path / "a.css").write_text(css, "utf-8")
    wide = MarginSetter("<html>", engine.style_context((tmp_path / "a.css",), tmp_path, True))
    _, errata = wide.set(RIGHT, "bottom", MarginContent((), ()))
    assert [(e.rule, e.quote) for e in errata] == [("margin-off-paper", "@bottom-right")]
