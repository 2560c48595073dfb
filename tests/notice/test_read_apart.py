"""Several awards in a line, a sentence or a group are read apart, each under its own prize."""

import pytest

from casebook.book import Award, Tier
from casebook.intake.notice.awardees import read_names
from notice.test_sentences import granted
from notice.test_variants import HEAD, reading

LISTED = "通知\n各单位：\n现公布如下。\n附件\n获奖名单\n"


def tiers(text: str) -> dict[str, list[str]]:
    return {
        tier.name: [award.organisation for award in tier.awards]
        for tier in reading(text).tiers
    }  # fmt: skip


def awards(text: str) -> list[Award]:
    return [award for tier in reading(text).tiers for award in tier.awards]


def fields(award: Award) -> tuple[str, str | None, dict[str, str]]:
    return award.organisation, award.title, dict(award.fields)


GROUPED = (
    "一、卫生系统\n市妇幼保健院　　市中心医院\n市第二人民医院　　县人民医院\n市中心血站\n"
    "二、教育系统\n市第一中学　　县实验小学\n市特殊教育学校\n"
)


def test_lines_counted_above_groups_of_names_are_headings() -> None:
    assert {name: len(units) for name, units in tiers(HEAD + GROUPED).items()} == {
        "卫生系统": 5,
        "教育系统": 3,
    }


def test_groups_in_round_brackets_are_headings() -> None:
    rows = "（绿茶组）\n甲县茶业公司《春》\n乙县茶业公司《夏》\n（红茶组）\n丙县茶业公司《秋》\n"
    assert [name for name in tiers(HEAD + rows)] == ["绿茶组", "红茶组"]


def table(annex: int, group: str, unit: str) -> str:
    head = f"附件{annex}\n某市征文大赛{group}获奖名单\n序号\t奖项\t题目\t单位\n"
    return f"{head}1\t金奖\t甲文\t{unit}第一小学\n2\t银奖\t乙文\t{unit}第二小学\n"


def test_prizes_of_one_name_in_two_annexes_bear_the_name_of_their_list() -> None:
    text = (
        f"通知\n各校：\n现公布如下。\n{table(1, '小学组', '青山县')}{table(2, '初中组', '白水县')}"
    )
    names = [tier.name for tier in reading(text).tiers if tier.awards]
    assert names == ["小学组 金奖", "小学组 银奖", "初中组 金奖", "初中组 银奖"]


def test_an_honour_that_the_letter_grants_in_quotes_is_a_heading_below() -> None:
    letter = "通知\n各校：\n决定授予甲县医院等2个单位“五星团支部”称号，名单如下：\n"
    assert tiers(f"{letter}五星团支部\n1.甲县医院\n2.乙县医院\n")["五星团支部"] == [
        "甲县医院",
        "乙县医院",
    ]


def test_products_in_brackets_before_their_makers_are_read_apart_by_place() -> None:
    rows = "利山市：云雾茶饼（利山市飞强茶业公司）\n建水县：景阳鸡礼盒（建水县景阳农业公司）、野果酒（湖广果王酒业公司）\n"
    assert [fields(award) for award in awards(HEAD + rows)] == [
        ("利山市飞强茶业公司", "云雾茶饼", {"地区": "利山市"}),
        ("建水县景阳农业公司", "景阳鸡礼盒", {"地区": "建水县"}),
        ("湖广果王酒业公司", "野果酒", {"地区": "建水县"}),
    ]


def test_persons_behind_their_unit_are_proposed_each_where_persons_have_the_prize() -> None:
    rows = "优秀员工\n设备分局：石大川  夏明亮\n基础公司：覃勇  闻正国\n公司机关：陶然\n"
    assert [award.organisation for award in awards(HEAD + rows)] == [
        *["设备分局"] * 2, *["基础公司"] * 2, "公司机关",
    ]  # fmt: skip


def test_a_line_that_ends_in_a_comma_goes_on() -> None:
    rows = "一等奖（1名）：王 澜\n二等奖（4名）：马江涛、高素云、闫慧明、\n尹利民\n三等奖（1名）：张国庆\n"
    assert [len(tier.awards) for tier in reading(HEAD + rows).tiers] == [1, 4, 1]


def test_a_numbered_line_names_somebody_and_tells_of_them() -> None:
    rows = "先进个人\n1.胡健，男，汉族，1990年9月生，某学院院长。\n2.丁洁，女，汉族，1987年1月生，某系主任。\n"
    assert [award.organisation for award in awards(HEAD + rows)] == ["胡健", "丁洁"]


def test_ranks_behind_the_first_of_a_group_are_of_that_group() -> None:
    text = "其中小学组一等奖2个：张叶青的《甲》、游龙飞的《乙》，二等奖1个：傅思琪的《丙》。\n"
    assert [tier for tier in granted(text) if tier] == ["小学组一等奖", "小学组二等奖"]


def test_a_prize_may_stand_right_before_its_titles() -> None:
    text = "获奖作品是：一等奖《甲文》（李海雁）；二等奖《乙文》（刘怀川）、《丙文》（杨启明）。\n"
    result = reading(f"通知\n{text}").tiers
    assert [(t.name, [a.title for a in t.awards]) for t in result] == [
        ("一等奖", ["甲文"]),
        ("二等奖", ["乙文", "丙文"]),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("财务部钟宇航", {"organisation": "财务部", "people": "钟宇航"}),
        ("工会张传明", {"organisation": "工会", "people": "张传明"}),
        ("市水利、园林和绿化局", {"organisation": "市水利、园林和绿化局"}),
        ("县卫生与健康委员会", {"organisation": "县卫生与健康委员会"}),
    ],
)
def test_a_name_is_taken_apart_where_its_words_say_so(text: str, values: dict[str, str]) -> None:
    assert [dict(each.values) for each in read_names(text).awardees] == [values]


def test_makers_and_what_they_made_are_read_apart() -> None:
    text = "甲县米业公司的寿南小米、乙县食品公司的一品香牛肉和丙县老醋厂的八年陈酿"
    assert [dict(each.values) for each in read_names(text).awardees] == [
        {"organisation": "甲县米业公司", "title": "寿南小米"},
        {"organisation": "乙县食品公司", "title": "一品香牛肉"},
        {"organisation": "丙县老醋厂", "title": "八年陈酿"},
    ]


def test_a_head_that_begins_with_the_word_for_numbers_is_one_whatever_else_it_says() -> None:
    rows = "序号\t乡镇\t村\t户主姓名\t人口\t星级\n1\t柳林镇\t前柳村\t郭二牛\t5\t十星级\n2\t石门乡\t石门村\t乔三娃\t6\t九星级\n"
    assert tiers(HEAD + rows) == {"十星级": ["郭二牛"], "九星级": ["乔三娃"]}


def test_titles_under_a_head_nobody_knows_are_doubted() -> None:
    rows = "奖项\t姓名\t心声\n一等奖\t王芳\t春和景明万丰湖\n二等奖\t李明\t幽蓝江水一线天\n三等奖\t张强\t城区一夜听雨声\n"
    result: tuple[Tier, ...] = reading(HEAD + rows).tiers
    assert all(award.check for tier in result for award in tier.awards)


def test_the_rows_of_a_table_with_a_head_are_one_award_each() -> None:
    rows = "序号\t申报单位\t基地名称\t推荐单位\n1\t甲县公司\t甲县科普馆\t省粮油学会\n2\t乙县公司\t乙县科普园\t省地质学会\n"
    assert len(awards(HEAD + rows)) == 2
