"""Which column of a table holds whom an award goes to, and when the heads do not decide it."""

import pytest

from casebook.book import Award
from notice.test_variants import HEAD, reading

OWN = ("蓝天救援队", "天涯义工社", "青年志愿者协会", "博鳌镇志愿服务队")
OTHER = ("海口市文明办", "三亚市委文明办", "共青团海南大学委员会", "琼海市文明办")


def awards(first: str, second: str, swapped: bool = False) -> list[Award]:
    pairs = list(zip(OWN, OTHER, strict=True))
    rows = [(first, second), *pairs]
    lines = "\n".join("\t".join(row[::-1] if swapped else row) for row in rows)
    read = reading(f"{HEAD}先进组织名单\n{lines}\n")
    return [award for tier in read.tiers for award in tier.awards]


@pytest.mark.slow
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    "own", ["组织名称", "集体名称", "获奖单位", "单位名称", "先进集体", "企业名称", "参赛单位"]
)
@pytest.mark.parametrize("other", ["推荐单位", "选送单位", "指导单位", "主管单位", "报送单位"])
def test_whoever_vouches_is_not_the_awarded(own: str, other: str, swapped: bool) -> None:
    result = awards(own, other, swapped)
    assert all(award.organisation in OWN or award.check for award in result)
    assert sum(award.organisation in OWN for award in result) == len(OWN)


@pytest.mark.parametrize("own", ["村名", "队名", "先进典型"])
def test_a_column_of_an_unknown_name_beside_one_that_vouches_is_doubted(own: str) -> None:
    assert all(a.organisation in OWN or a.check for a in awards(own, "推荐单位"))


def test_a_school_is_awarded_not_whoever_recommends_it() -> None:
    rows = "学校名称\t推荐单位\n红星小学\t甲县教育局\n育才中学\t乙县教育局\n实验小学\t丙县教育局\n"
    read = reading(f"{HEAD}示范学校名单\n{rows}")
    result = [award for tier in read.tiers for award in tier.awards]
    assert [award.organisation for award in result] == ["红星小学", "育才中学", "实验小学"]


def test_the_heads_of_patents_are_known() -> None:
    rows = "1\tZL201010230718.5\t一种检测方法\t珠海某电器股份有限公司\t廖建\n2\tZL200910193425.X\t水性木器漆\t嘉宝化工集团股份有限公司\t代勇\n"
    read = reading(f"{HEAD}金奖\n序号\t专利号\t专利名称\t专利权人\t发明人\n{rows}")
    result = [award for tier in read.tiers for award in tier.awards]
    assert [(award.organisation, award.title) for award in result] == [
        ("珠海某电器股份有限公司", "一种检测方法"), ("嘉宝化工集团股份有限公司", "水性木器漆"),
    ]  # fmt: skip


def test_schools_side_by_side_under_their_heads_are_an_award_each() -> None:
    rows = "1\t红星小学\t4\t东风中学\n2\t育才中学\t5\t城关幼儿园\n3\t实验小学\t6\t桃花小学\n"
    read = reading(f"{HEAD}示范学校名单\n序号\t学校名称\t序号\t学校名称\n{rows}")
    result = [award.organisation for tier in read.tiers for award in tier.awards]
    assert result == ["红星小学", "育才中学", "实验小学", "东风中学", "城关幼儿园", "桃花小学"]


def test_the_unit_made_the_piece_not_the_team_of_it() -> None:
    rows = "砥柱小组\t缩短更换时间\t甲县供电公司\n滴水小组\t降低退单率\t乙县供电公司\n"
    read = reading(f"{HEAD}一等奖\n小组名称\t课题名称\t单位\n{rows}")
    result = [award.organisation for tier in read.tiers for award in tier.awards]
    assert result == ["甲县供电公司", "乙县供电公司"]
