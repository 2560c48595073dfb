"""What WeasyPrint logs, and what readers would miss, is an erratum with its place."""

import logging

import pytest

from casebook.errata import Erratum, Place
from casebook.press.layout_errata import (
    in_sheet,
    logged_errata,
    loss_errata,
    translate,
    unprinted_css,
)
from casebook.press.signature import Loss

HERE = Place("cases/1-1.md")


@pytest.mark.parametrize(
    ("message", "rule", "quote"),
    [
        ("Ignored `colour: red` at 3:5, unknown property.", "ignored-css", "colour: red"),
        ("Failed to load image at 'file:///manuscript/a.png': no", "missing-picture",
         "file:///manuscript/a.png"),
        ("Anchor defined twice: 'x'", "doubled-anchor", "x"),
        ("No anchor #gone for internal URI reference", "dead-link", "gone"),
        (".notdef glyph rendered for Unicode string unsupported by fonts: \"\u0f00\" (U+0F00)",
         "missing-glyph", "\u0f00"),
        ("Anything else at 2:7", "engine-warning", ""),
    ],
)  # fmt: skip
def test_a_message_of_the_engine_is_an_erratum(message: str, rule: str, quote: str) -> None:
    made = translate(message, HERE)
    assert (made.rule, made.quote) == (rule, quote)
    assert made.place.path == HERE.path


def test_a_message_with_a_line_is_told_there() -> None:
    made = translate("Ignored `colour: red` at 3:5, unknown property.", HERE)
    assert (made.place.line, made.place.column) == (3, 5)


def test_what_is_logged_in_the_block_is_told_once_and_goes_no_further() -> None:
    errata: list[Erratum] = []
    logger = logging.getLogger("weasyprint")
    with logged_errata(HERE, errata):
        for _ in range(2):
            logger.warning("No anchor #gone for internal URI reference")
        logger.info("nothing to tell")
    assert [e.rule for e in errata] == ["dead-link"]


def test_style_sheets_are_read_for_what_the_margins_cannot_print() -> None:
    css = "/* content: element(no) */\n@page { @top-left { content: element(head) } }"
    assert [(e.rule, e.place.line, e.quote) for e in unprinted_css(css, "a.css")] == [
        ("running-element", 2, "element(head)")
    ]


def test_a_loss_is_told_with_its_page_and_its_case() -> None:
    losses = [Loss("text-cut", 1, 12, "被切掉的话", 5), Loss("text-lost", -1, 0, "没排的话", 4)]
    cut, lost = loss_errata(losses, Place("cases/1-1.md", 7), "甲题", ["3", "4"])
    assert cut.message.zh == "“甲题”，第 4 页：5 个字被框切掉"
    assert (cut.place.line, lost.place.line) == (12, 7)
    assert lost.message.zh == "“甲题”，4 个字没有排到版面上"


def test_a_selector_that_nobody_knows_is_told_with_its_line() -> None:
    sheet = "h1 { color: red }\np { margin: 0\n h1 { color: blue }}\n:: x { color: red }\n"
    message = "Invalid or unsupported selector, ':is(p ) margin: 0\\n h1 '"
    erratum = in_sheet(
        translate(message.replace("\\n", "\n"), Place("layouts/a/print/x.css")), sheet
    )
    assert (erratum.place.line, erratum.quote) == (2, "margin: 0 h1")
    assert erratum.hint
    parse = in_sheet(translate("Parse error at 4:1: no", Place("layouts/a/print/x.css")), sheet)
    assert (parse.place.line, parse.quote) == (4, ":: x { color: red }")
    unknown = in_sheet(translate("Invalid selector, 'nowhere'", Place("a.css")), sheet)
    assert unknown.place.line is None
