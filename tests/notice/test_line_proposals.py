"""Lines that no list explains are proposed piece by piece, never dropped."""

import pytest

from casebook.intake.notice.line_proposals import pieces
from notice.test_variants import HEAD, reading


def proposed(lines: str) -> set[str]:
    awards = [award for tier in reading(HEAD + lines).tiers for award in tier.awards]
    assert all(award.check for award in awards)
    texts = [[a.organisation, a.title or "", *(text for _, text in a.fields)] for a in awards]
    return {text for own in texts for text in own}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1 官庄村、2 东岭社区、3 西寺村。", [(1, "官庄村"), (2, "东岭社区"), (3, "西寺村")]),
        ("甲县医院《春》；乙县医院《夏》", [(None, "甲县医院《春》"), (None, "乙县医院《夏》")]),
        ("甲县医院、乙县公安局。", [(None, "甲县医院"), (None, "乙县公安局")]),
        ("《春、夏》甲县医院", [(None, "《春、夏》甲县医院")]),
    ],
)
def test_a_line_is_divided_at_numbers_else_at_marks(
    text: str, parts: list[tuple[int | None, str]]
) -> None:
    assert pieces(text) == parts


def test_numbered_records_in_one_line_are_proposed_each() -> None:
    lines = (
        "乡村振兴先进村\n1 官庄村、2 东岭社区、3 西寺村。\n先进单位\n1 镇中心小学、2 石楼派出所。\n"
    )
    assert {"官庄村", "东岭社区", "西寺村", "镇中心小学", "石楼派出所"} <= proposed(lines)


def test_names_that_were_read_as_one_award_are_proposed_each() -> None:
    lines = "一等奖 6号杨雯艺\n二等奖 3号贺滔 8号陈泽昕\n三等奖 9号陈皇诚 7号林璧 4号袁静舒\n"
    assert {"贺滔", "陈泽昕", "林璧", "袁静舒"} <= proposed(lines)


def test_those_who_sign_are_not_proposed() -> None:
    read = reading(
        f"{HEAD}一等奖\n1. 北京市第一医院《甲文》\n\n星河市总工会\n星河市妇联\n2021年3月4日\n"
    )
    assert [award.organisation for tier in read.tiers for award in tier.awards] == [
        "北京市第一医院"
    ]


def test_names_in_a_row_below_a_heading_are_proposed() -> None:
    row = "生产二车间、品质管理部、国际业务部亚太组"
    first = "二、优秀管理者（2名）\n财务部：司徒静\n国际业务部：Kevin Lau\n"
    second = "三、优秀员工（3名）\n生产一车间：姚大力、封云、葛长林\n"
    read = reading(f"{HEAD}一、先进集体（3个）\n{row}\n{first}{second}")
    awards = {award.organisation: award.check for tier in read.tiers for award in tier.awards}
    assert all(awards[unit] for unit in row.split("、"))


def test_the_persons_of_a_row_are_proposed_one_by_one_where_the_heading_counts_them() -> None:
    rows = "生产一车间：姚大力、葛长林\n行政部：路遥远\n仓储物流部：车前、平安\n"
    read = reading(f"{HEAD}优秀员工（5名）\n{rows}")
    assert [(a.organisation, dict(a.fields)["姓名"]) for t in read.tiers for a in t.awards] == [
        ("生产一车间", "姚大力"), ("生产一车间", "葛长林"), ("行政部", "路遥远"),
        ("仓储物流部", "车前"), ("仓储物流部", "平安"),
    ]  # fmt: skip
