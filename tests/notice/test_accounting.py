"""A line that became no entry and names what may have been awarded is told."""

import pytest

from notice.test_variants import reading

LETTER = "关于表彰2023年度先进集体的决定\n各单位：\n"


def told(text: str) -> list[int | None]:
    return [e.place.line for e in reading(text).errata if e.rule == "perhaps-entry"]


def test_names_in_a_letter_that_no_list_holds_are_told() -> None:
    text = f"{LETTER}石城市第一医院、石城市妇幼保健院、石城市中心血站、石城市急救中心等单位的做法值得学习，各地要认真借鉴。\n"
    assert told(text) == [3]


@pytest.mark.parametrize(
    "line",
    [
        "各有关单位要认真学习，不断改进工作，推动事业再上新台阶。",
        "根据《关于开展评选工作的通知》，经各单位推荐，现予公布。",
    ],
)
def test_prose_without_names_is_not_told(line: str) -> None:
    assert told(f"{LETTER}{line}\n") == []


def test_names_that_the_list_holds_are_not_told() -> None:
    names = "石城市第一医院、石城市妇幼保健院"
    text = f"{LETTER}会议听取了{names}的汇报。\n附件1\n先进集体名单\n1. 石城市第一医院\n2. 石城市妇幼保健院\n"
    assert told(text) == []


def test_units_above_a_date_are_told_when_they_are_more_than_sign() -> None:
    units = "石城市第一医院\n石城市妇幼保健院\n"
    assert told(f"{LETTER}特此决定。\n{units}石城市卫生健康委员会\n2024年1月5日\n")


def test_the_one_who_signs_is_not_told() -> None:
    assert told(f"{LETTER}特此决定。\n石城市卫生健康委员会\n2024年1月5日\n") == []
