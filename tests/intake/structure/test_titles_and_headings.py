"""Title and house at the head of a text, its headings, run-in heads, wrapped lines; no line lost."""

import pytest
from awkward import AWKWARD
from hypothesis import given
from hypothesis import strategies as st

from casebook.intake.formats.rich import Face, Paragraph, Span
from casebook.intake.structure.openings import split_opening
from casebook.intake.structure.titles_and_headings import (
    BlockKind,
    TextBlock,
    blocks_of,
    bold_headings,
    join_wraps,
)


def test_headings_get_the_levels_of_the_house() -> None:
    lines = ["一、甲", "（一）乙", "1.丙", "（1）丁", "二、戊", "正文。"]
    assert [(b.kind, b.level) for b in blocks_of(lines)] == [
        (BlockKind.HEADING, 2), (BlockKind.HEADING, 3), (BlockKind.HEADING, 4), (BlockKind.HEADING, 5),
        (BlockKind.HEADING, 2), (BlockKind.PARAGRAPH, 0),
    ]  # fmt: skip


def test_no_level_is_skipped_when_an_author_skips_one() -> None:
    assert [b.level for b in blocks_of(["一、甲", "1.乙", "（1）丙", "二、丁", "（一）戊"])] == [
        2,
        3,
        4,
        2,
        3,
    ]
    assert [b.level for b in blocks_of(["（一）甲", "1、乙", "（二）丙"])] == [2, 3, 2]
    assert [b.level for b in blocks_of(["第一章 甲", "一、乙", "（一）丙"])] == [2, 3, 4]


def test_a_numbered_line_with_text_after_its_first_stop_is_run_in() -> None:
    (block,) = blocks_of(["（三）延伸服务半径，开启夜间诊疗服务。错峰解决困难。优化。"])
    assert block == TextBlock(
        BlockKind.RUN_IN, "错峰解决困难。优化。", lead="（三）延伸服务半径，开启夜间诊疗服务。"
    )


@pytest.mark.parametrize(
    "line",
    [
        "一是加强领导。", "1.加强领导，落实责任，把各项工作抓在手上，推动党建与业务深度融合，",
        "（一）医院荣获文明单位；获批示范中心；获评样板支部。此外不断努力。", "3.14是圆周率",
        "2023年", "一、" + "很" * 40 + "。后文。",
    ],
)  # fmt: skip
def test_a_long_numbered_sentence_stays_a_paragraph(line: str) -> None:
    assert [block.kind for block in blocks_of([line])] == [BlockKind.PARAGRAPH]


@given(st.lists(AWKWARD.filter(bool)))
def test_no_line_is_lost_between_text_and_blocks(lines: list[str]) -> None:
    assert [block.lead + block.text for block in blocks_of(lines)] == lines


def test_lines_of_a_hard_wrapped_file_are_joined() -> None:
    text = "医院党委理论学习中心组把学习精神作为重点内容制定学习计划列出研讨专题" * 4
    wrapped = [text[at : at + 20] for at in range(0, len(text), 20)]
    wrapped[-1] += "。"
    lines, joined = join_wraps(["一、做法", *wrapped, "二、成效"])
    assert lines == ("一、做法", text + "。", "二、成效")
    assert joined == len(wrapped) - 1


def test_line_ends_that_are_paragraphs_are_left_alone() -> None:
    lines = ["题目一行", "单位一行", "医院党委开展活动。", "又一段。"]
    assert join_wraps(lines) == (tuple(lines), 0)


def test_title_subtitle_and_organisation_are_read_off_the_head() -> None:
    opening = split_opening(
        [
            "",
            "心灵园地 党员成长的沃土",
            "——党员教育新方法",
            "黑龙江省哈尔滨市第一医院党委",
            "",
            "正文。",
            "二、乙",
        ]
    )
    assert opening.title == "心灵园地 党员成长的沃土——党员教育新方法"
    assert opening.organisation == "黑龙江省哈尔滨市第一医院党委"
    assert opening.lines == ("正文。", "二、乙")
    assert len(opening.taken) == 3


def test_labels_name_title_and_organisation() -> None:
    opening = split_opening(["申报单位：某市医院", "案例名称：《“五心”服务》", "正文。"])
    assert (opening.title, opening.organisation) == ("“五心”服务", "某市医院")


@pytest.mark.parametrize(
    "first", ["一、做法", "党的二十大召开后，医院学习。", "医院党委，", "很" * 80]
)
def test_a_text_without_a_title_is_given_none(first: str) -> None:
    opening = split_opening([first, "正文。"])
    assert opening.title == ""
    assert opening.lines == (first, "正文。")


def test_a_title_that_cites_a_book_keeps_its_marks() -> None:
    assert split_opening(["学《论语》用《孟子》", "正文。"]).title == "学《论语》用《孟子》"
    assert split_opening(["《初心》与《使命》", "正文。"]).title == "《初心》与《使命》"


def _bold(text: str) -> Paragraph:
    return Paragraph((Span(text, Face(bold=True)),))


def test_lines_in_bold_over_short_sections_are_headings() -> None:
    first = "三十七位独居老人，把家门钥匙交给居委会的一个铁皮柜，两把锁，两个人同时在场才能打开。"
    last = "五年开柜十一次，救回四人，送别一人。"
    blocks = [_bold("来历"), Paragraph((Span(first),)), _bold("用过几次"), Paragraph((Span(last),))]
    assert [b.outline for b in bold_headings(blocks) if isinstance(b, Paragraph)] == [
        1,
        None,
        1,
        None,
    ]
    listed = [_bold("来历"), Paragraph((Span("两把锁"),)), *blocks[2:]]
    assert bold_headings(listed) == listed
