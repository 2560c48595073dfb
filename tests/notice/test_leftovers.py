"""A line that became no entry and names what may have been awarded is told, or read once more."""

import re

import pytest

from casebook.intake.notice.notice_lines import Use
from notice.test_variants import reading

LETTER = "关于表彰2023年度先进集体的决定\n各单位：\n"
LETTER_AND_REASON = "关于表彰先进集体的决定\n各单位：\n为表彰先进，现予通报。\n"


def lines_reported(text: str) -> list[int | None]:
    return [e.place.line for e in reading(text).errata if e.rule == "perhaps-entry"]


def test_names_in_a_letter_that_no_list_holds_are_told() -> None:
    text = f"{LETTER}石城市第一医院、石城市妇幼保健院、石城市中心血站、石城市急救中心等单位的做法值得学习，各地要认真借鉴。\n"
    assert lines_reported(text) == [3]


@pytest.mark.parametrize(
    "line",
    [
        "各有关单位要认真学习，不断改进工作，推动事业再上新台阶。",
        "根据《关于开展评选工作的通知》，经各单位推荐，现予公布。",
    ],
)
def test_prose_without_names_is_not_told(line: str) -> None:
    assert lines_reported(f"{LETTER}{line}\n") == []


def test_names_that_the_list_holds_are_not_told() -> None:
    names = "石城市第一医院、石城市妇幼保健院"
    text = f"{LETTER}会议听取了{names}的汇报。\n附件1\n先进集体名单\n1. 石城市第一医院\n2. 石城市妇幼保健院\n"
    assert lines_reported(text) == []


def test_units_above_a_date_are_told_when_they_are_more_than_sign() -> None:
    units = "石城市第一医院\n石城市妇幼保健院\n"
    assert lines_reported(f"{LETTER}特此决定。\n{units}石城市卫生健康委员会\n2024年1月5日\n")


def test_the_one_who_signs_is_not_told() -> None:
    assert lines_reported(f"{LETTER}特此决定。\n石城市卫生健康委员会\n2024年1月5日\n") == []


ANNEX = "附件1\n优秀组织奖名单\n1. 北京市第一医院\n2. 上海市第二医院\n"
UNITS = [
    "石城市第一医院",
    "石城市妇幼保健院",
    "石城市中心血站",
    "石城市急救中心",
    "石城市中医院",
    "石城市口腔医院",
]


def proposed(text: str) -> dict[str, bool]:
    return {a.organisation: bool(a.check) for t in reading(text).tiers for a in t.awards}


def test_a_list_in_a_letter_that_has_annexes_too_is_proposed() -> None:
    units = "".join(f"{n}、{unit}；\n" for n, unit in enumerate(UNITS[:3], 1))
    assert {unit: True for unit in UNITS[:3]}.items() <= proposed(
        f"{LETTER_AND_REASON}{units}{ANNEX}"
    ).items()


def test_many_units_above_a_date_are_proposed_or_unread() -> None:
    read = reading(f"{LETTER_AND_REASON}{chr(10).join(UNITS)}\n2024年1月5日\n")
    shown = {line.text for line in read.lines if line.use in (Use.ENTRY, Use.UNREAD)}
    assert len(shown & set(UNITS)) >= len(UNITS) - 1


def test_those_who_sign_are_not_proposed() -> None:
    text = (
        f"{LETTER_AND_REASON}特此决定。\n石城市卫生健康委员会\n石城市总工会\n2024年1月5日\n{ANNEX}"
    )
    assert set(proposed(text)) == {"北京市第一医院", "上海市第二医院"}


def test_a_wrapped_list_in_a_letter_is_put_together() -> None:
    wrapped = re.sub("(.{24})", r"\1\n", "、".join(UNITS) + "。")
    result = proposed(f"{LETTER_AND_REASON}{wrapped}\n希望再接再厉。\n")
    assert set(UNITS) <= set(result)


def test_what_a_wrapped_list_holds_already_is_not_proposed_again() -> None:
    lines = "甲市园林局、乙市避\n暑山庄管理中心、丙县森林公园\n管理处。\n"
    read = reading(f"关于表扬先进单位的通知\n现对以下3个单位予以通报表扬：\n{lines}")
    result = [award.organisation for tier in read.tiers for award in tier.awards]
    assert result == ["甲市园林局", "乙市避暑山庄管理中心", "丙县森林公园管理处"]


def test_a_line_that_the_second_reading_refuses_is_told() -> None:
    read = reading("《\n0 0")
    assert "《" in [line.text for line in read.unread]
    assert any("《" in erratum.quote for erratum in read.errata)


def test_persons_right_behind_their_units_in_a_sentence_that_grants_are_not_lost() -> None:
    read = reading(f"{LETTER}给予采煤队孙明、掘进队石磊记大功一次，给予机电队伏特记功一次。\n")
    proposed_or_told = {a.organisation for t in read.tiers for a in t.awards if a.check}
    told_words = "".join(erratum.quote for erratum in read.errata)
    assert all(n in proposed_or_told or n in told_words for n in ("孙明", "石磊", "伏特"))


def test_units_side_by_side_in_a_letter_are_told() -> None:
    text = f"{LETTER}对以下处室予以表扬：\n办公室　组织处　财务处\n特此通报。\n"
    read = reading(text)
    words = "".join(
        [*(e.quote for e in read.errata), *(a.organisation for t in read.tiers for a in t.awards)]
    )
    assert all(name in words for name in ("办公室", "组织处", "财务处"))


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        (
            "入选最佳志愿服务项目的有：七色花行动、叮当助学行动、利民助学行动。",
            "七色花行动 叮当助学行动 利民助学行动",
        ),
        ("武林市的孟启彬、姑苏市的陆伦章2人夺得编剧奖。", "孟启彬 陆伦章"),
    ],
)
def test_names_in_a_row_of_a_clause_that_grants_are_proposed(clause: str, names: str) -> None:
    read = reading(f"评选揭晓\n记者今天从省文明办获悉，评选已经结束。{clause}\n")
    awards = {award.organisation: award.check for tier in read.tiers for award in tier.awards}
    assert all(awards[name] for name in names.split())
