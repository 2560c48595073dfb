"""The line of a quotation that says where it is from is told from what merely begins with ——."""

import re

import pytest

from casebook.intake.markup import markdown


def read(source: str) -> markdown.Text:
    return markdown.read(source, "cases/1-1.md", "c", 5, lambda *_: None)


def body(source: str) -> str:
    return re.sub(r' data-line="\d+"', "", read(source).body)


SOURCE = '<p class="source">——《素问》</p>'


@pytest.mark.parametrize(
    "written",
    [
        "> 上工治未病。\n>\n> ——《素问》",
        "> 上工治未病。\n> ——《素问》",
        "> 上工治未病。\\\n> ——《素问》",
        "> “上工治未病。”\n> ——《素问》",
        "> 上工治未病。\n\n> 又一段。\n>\n> ——《素问》",
        "> 上工治未病。\n\n后文\n\n> 甲。\n> ——《素问》\n>\n> 乙。",
    ],
)
def test_a_source_is_told_however_it_is_written(written: str) -> None:
    assert SOURCE in body(written)
    assert "<br" not in body(written)
    assert not read(written).errata


def test_a_source_knows_its_line() -> None:
    assert '<p data-line="6" class="source">' in read("> 上工治未病。\n> ——《素问》").body


@pytest.mark.parametrize(
    "written",
    [
        "> 他说\n> ——走吧",
        "> 他说：\n>\n> ——走吧",
        "> ——来了？\n>\n> ——来了",
        "> ——来了",
        "> 甲。\n>\n> ——来了。大家都来了。",
        "甲。\n\n——《素问》",
    ],
)
def test_speech_and_a_dash_in_a_sentence_are_no_source(written: str) -> None:
    assert "source" not in body(written)
    assert body(written).count("——") == written.count("——")
