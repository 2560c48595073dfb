"""Title, subtitle and organisation are read off the head of a text."""

import pytest

from casebook.intake.structure.opening import split_opening


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
