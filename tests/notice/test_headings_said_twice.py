"""The heading of a tier may be said twice, or with the money: its name is the prize alone."""

import pytest

from notice.test_variants import HEAD, reading


@pytest.mark.parametrize(
    "heading", ["最佳短片 Best Short", "最佳短片　Best Short Award", "【最佳短片】每部奖励2000元"]
)
def test_what_follows_the_name_of_a_prize_is_no_entry(heading: str) -> None:
    read = reading(f"{HEAD}获奖名单\n{heading}\n1. 北京电视台《修表匠》\n2. 上海电视台《大河》\n")
    assert [tier.name for tier in read.tiers] == ["最佳短片"]
    assert [a.title for tier in read.tiers for a in tier.awards] == ["修表匠", "大河"]


def test_a_pupil_behind_the_class_is_no_heading() -> None:
    read = reading(
        f"{HEAD}三好学生名单\n三好学生\n一（1）班：王芳\n一（2）班：李小明\n二（1）班：方向\n"
    )
    assert [len(tier.awards) for tier in read.tiers] == [3]


def test_a_list_of_its_own_kind_stands_over_its_prizes() -> None:
    prizes = "一等奖\n1. 北京大学《甲》\n二等奖\n1. 清华大学《乙》\n"
    read = reading(
        f"{HEAD}优秀教材名单\n优秀教材获奖名单（本科）\n{prizes}优秀教材获奖名单（高职）\n{prizes}"
    )
    kinds = [("（本科）" in tier.name, "（高职）" in tier.name) for tier in read.tiers]
    assert kinds == [(True, False), (True, False), (False, True), (False, True)]


def test_places_behind_an_ornament_need_no_unit_in_their_count() -> None:
    lists = "◆江西市（2）\n第一医院工会  港航集团工会\n◆江东市（1）\n环卫局工会\n"
    read = reading(f"{HEAD}模范职工之家名单\n{lists}")
    result = [award.organisation for tier in read.tiers for award in tier.awards]
    assert result == ["第一医院工会", "港航集团工会", "环卫局工会"]


def test_the_year_behind_the_word_annex_is_not_cut() -> None:
    read = reading("关于表彰的决定\n附件\n2018年度模范单位名单\n1. 甲县医院\n2. 乙县医院\n")
    assert all("18年度" not in t.name or "2018年度" in t.name for t in read.tiers)
    assert read.annexes[0].heading.startswith("2018年度")
