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


WORDS = "> 可中心在哪里？在候诊的长椅上，在深夜的电话里，在一句“您慢走”里。"


@pytest.mark.parametrize("source", ["——摘自交班日志（2022年3月5日）", "——《护理日志》第3卷"])
def test_a_source_written_on_behind_more_than_a_line_stands_apart(source: str) -> None:
    made = body(WORDS + source)
    assert f'里。</p>\n<p class="source">{source}</p>' in made
    assert not read(WORDS + source).errata


@pytest.mark.parametrize(
    "written",
    [
        "> 凡事预则立，不预则废。——《礼记·中庸》",
        WORDS + "——这是大家的话",
        WORDS + "——《日志》里写着，大家都看过它，也都记得它",
        WORDS + "——摘自日志。后来又有人说。",
        WORDS.removeprefix("> ") + "——摘自日志",
    ],
)
def test_what_fits_on_a_line_or_is_no_source_stays_where_it_is(written: str) -> None:
    assert "source" not in body(written)
