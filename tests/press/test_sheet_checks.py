"""What in a layout's sheets would fail on other paper, or is taken back by the layout below."""

from pathlib import Path

import pytest

import tiny
from casebook import layout
from casebook.press.engine import style_context
from casebook.press.sheet_checks import (
    defeated_pages,
    literal_lengths,
    pages_without_rule,
    unusual_lines,
)


def own(folder: Path, css: str) -> tuple[Path, ...]:
    """Return the sheets of a layout of the style sheet `css` that builds on the standard one."""
    sheet = tiny.write(folder) / "layouts" / "own" / "print" / "own.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(css, "utf-8")
    (folder / "layouts" / "own" / "layout.yaml").write_text("extends: standard", "utf-8")
    return layout.sheets(layout.roots("own", folder), "print")


FIXED = {
    "@page :left { @top-left { width: 378pt } }": ["width: 378pt"],
    "/* width: 378pt */\n.draft { top: 15cm }": ["top: 15cm"],
    "@page { size: 170mm 240mm }": ["size: 170mm 240mm"],
    "@page { size: A4 landscape }": ["size: A4 landscape"],
    "@page wide { margin: 20mm 15mm }": ["margin: 20mm 15mm"],
    ".plate { inset: 120pt 0 }": ["inset: 120pt 0"],
    ".box { width: calc(378pt - 2em) }": ["width: calc(378pt - 2em)"],
    ".box { width: 36em; max-width: 36em; margin-left: 4em }": ["width: 36em"],
    "html { --measure: 300pt }": ["--measure: 300pt"],
    "body { font: 12pt/20pt Songti }": ["font: 12pt/20pt Songti"],
    "html, p { line-height: 20pt }": ["line-height: 20pt"],
    "p { line-height: 20pt } @page { @top-left { margin-bottom: 4pt } }": [],
    "@page wide { size: var(--trim-height) var(--trim-width) }": [],
    "h2 { margin: 17.5pt 0 } p { width: var(--measure); font-size: 200pt }": [],
}


@pytest.mark.parametrize("css", FIXED)
def test_a_length_that_holds_for_one_paper_only_is_asked_about(css: str, tmp_path: Path) -> None:
    said = [e for e in literal_lengths(own(tmp_path, css)) if "own.css" in e.place.path]
    assert [e.quote for e in said] == FIXED[css]
    assert all(e.place == ("layouts/own/print/own.css", 1 + css.count("\n"), None) for e in said)


DEFEATED = {
    ".case { page: wide }": ["page: wide"],  # not where the folios begin anew
    "section { page: wide }": ["page: wide"],
    ".section.case.body { page: wide }\n.section.case.body.restart { page: wide-restart }": [],
}


@pytest.mark.parametrize("css", DEFEATED)
def test_a_named_page_that_the_standard_takes_back_is_told(css: str, tmp_path: Path) -> None:
    sheets = own(tmp_path, css)
    styles = style_context(sheets, tmp_path, compose=True)
    assert [e.quote for e in defeated_pages(sheets, styles)] == DEFEATED[css]


def test_a_named_page_that_nothing_describes_is_asked_about(tmp_path: Path) -> None:
    css = "@page wide { margin-top: 0 }\n.a { page: wide }\n.b { page: wyde }\n.c { page: auto }"
    (said,) = pages_without_rule(own(tmp_path, css))
    assert (said.rule, said.quote, said.place.line) == ("page-without-rule", "page: wyde", 3)
    assert said.hint is not None
    assert "wide" in said.hint.en


@pytest.mark.parametrize(
    ("decided", "rule"),
    [("characters: 48\nsize: 9\n", "unusual-measure"), ("pitch: 12\n", "unusual-pitch")],
)
def test_lines_that_read_badly_are_asked_about(decided: str, rule: str, tmp_path: Path) -> None:
    sheets = own(tmp_path, "")
    (tmp_path / "layouts" / "own" / "layout.yaml").write_text(
        f"extends: standard\n{decided}", "utf-8"
    )
    assert [e.rule for e in unusual_lines(sheets)] == []
    sheets = layout.sheets(layout.roots("own", tmp_path), "print")
    assert [e.rule for e in unusual_lines(sheets)] == [rule]


@pytest.mark.parametrize("name", layout.names(Path()))
def test_the_shipped_layouts_follow_their_decisions(name: str, tmp_path: Path) -> None:
    sheets = layout.sheets(layout.roots(name, tmp_path), "print")
    styles = style_context(sheets, tmp_path, compose=True)
    assert not [
        *unusual_lines(sheets),
        *literal_lengths(sheets),
        *pages_without_rule(sheets),
        *defeated_pages(sheets, styles),
        *styles.errata,
    ]
