"""An award below a line that may be a heading nobody read, or of odd words, bears a check."""

import pytest

from notice.test_variants import HEAD, reading

ONE = "1. 北京市第一医院《甲文》\n2. 上海市第二医院《乙文》\n"
TWO = "1. 天津市第三医院《丙文》\n2. 重庆市第四医院《丁文》\n"


def checked(lines: str) -> dict[str, bool]:
    awards = [award for tier in reading(HEAD + lines).tiers for award in tier.awards]
    return {award.organisation: bool(award.check) for award in awards}


def test_tiers_under_headings_that_are_read_bear_no_mark() -> None:
    assert not any(checked(f"一等奖（2个）\n{ONE}二等奖（2个）\n{TWO}").values())


@pytest.mark.parametrize("dress", ["◆{}", "■ {} ■", "—— {} ——", "“{}”", "获{}", "·{}·"])
@pytest.mark.parametrize("names", [("甲等", "乙等"), ("金奖", "银奖"), ("五星级", "四星级")])
def test_a_prize_in_ornaments_heads_its_list(dress: str, names: tuple[str, str]) -> None:
    first, second = map(dress.format, names)
    tiers = reading(f"{HEAD}{first}\n{ONE}{second}\n{TWO}").tiers
    assert [(tier.name, len(tier.awards)) for tier in tiers] == [(name, 2) for name in names]


def test_a_list_with_a_line_that_may_be_a_heading_is_doubted() -> None:
    result = checked(f"一等奖\n{ONE}◎某某大区\n{TWO.replace('1.', '3.').replace('2.', '4.')}")
    assert all(result.values())


def test_a_region_among_bodies_is_doubted() -> None:
    result = checked("文明单位\n北京市第一医院\n上海市第二医院\n石家庄市\n天津市第三医院\n")
    assert result.get("石家庄市", True)


def test_a_person_behind_a_body_is_doubted() -> None:
    result = checked(
        "文明单位\n北京市第一医院\n上海市第二医院王芳\n天津市第三医院\n重庆市第四医院\n"
    )
    assert [name for name, check in result.items() if check] == ["上海市第二医院王芳"]


def test_a_department_before_a_colon_is_doubted_in_a_title() -> None:
    lines = "1. 北京市第一医院——信息中心：云上的路\n2. 上海市第二医院——团委：我们的青春\n3. 天津市第三医院——工会：大家的家\n"
    assert all(checked(f"一等奖\n{lines}").values())


def test_awards_below_a_place_that_was_not_read_as_one_are_doubted() -> None:
    first = "（一）昆明市\n示范社区\n[1]北京市第一医院：《甲文》\n[2]上海市第二医院：《乙文》\n"
    rest = "（二）浦东新区\n示范社区\n[3]天津市第三医院：《丙文》\n[4]重庆市第四医院：《丁文》\n"
    tiers = reading(HEAD + first + rest).tiers
    late = [(tier, award) for tier in tiers for award in tier.awards if award.number > 2]
    assert late
    assert all(
        award.check or "浦东新区" in tier.name + "".join(v for _, v in award.fields)
        for tier, award in late
    )


@pytest.mark.parametrize("odd", ["[3]天津市第三医院《丙文》", "3. 天津市第三医院）《丙文》"])
def test_a_unit_with_half_a_bracket_or_a_number_is_doubted(odd: str) -> None:
    result = checked(f"一等奖\n{ONE}{odd}\n4. 重庆市第四医院《丁文》\n")
    strange = [name for name in result if "天津市第三医院" in name and name != "天津市第三医院"]
    assert all(result[name] for name in strange)


def test_cells_of_different_kinds_are_not_each_an_award() -> None:
    rows = "石家庄市\t红星小学\t长安区教育局\n保定市\t育才中学\t莲池区教育局\n"
    assert all(checked(f"示范校\n县区\t学校\t主管部门\n{rows}").values())


def test_the_end_of_a_title_on_a_line_of_its_own_makes_no_tier_unmarked() -> None:
    tiers = reading(
        "关于公布典型案例名单的通知\n各有关单位：\n现将名单公布如下：\n"
        "1. 甲县林业局　林下参“有机认证＋期货订单”的产业\n化之路\n"
        "2. 乙县镇人民政府　石斛回归原生林\n3. 丙县林业局　林长制护绿增收的几点做法\n"
    ).tiers
    awards = [(tier, award) for tier in tiers for award in tier.awards]
    assert awards
    assert all(award.check for tier, award in awards if "化之路" in tier.name)
    assert all(award.check or "化之路" in str(award) for _, award in awards if "参" in str(award))


def test_what_a_contest_measured_is_no_title() -> None:
    table = "名次\t姓名\t单位\t成绩\n1\t高翔\t甲市高级中学\t{}\n2\t李小龙\t乙市第一中学\t{}\n"
    for first, second in (("11″02", "11″15"), ("2′19″40", "2′21″08"), ("14.82米", "13.97米")):
        tiers = reading(f"某市中学生运动会成绩\n男子组\n{table.format(first, second)}").tiers
        awards = [award for tier in tiers for award in tier.awards]
        assert not any(award.title in (first, second) for award in awards)
        assert all(first in str(award) or second in str(award) or award.check for award in awards)
