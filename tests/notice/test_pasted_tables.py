"""Tables that do not come as rows: a cell a line, a prize a column, several units a cell, 〃."""

import pytest

from notice.test_variants import HEAD, pairs, reading

PAIRS = [
    ("清河社区居委会", "银龄陪伴"),
    ("青年志愿者协会", "周末课堂"),
    ("东风街道办事处", "爱心理发"),
]
ACROSS = "序号\n单位名称\n项目名称\n" + "".join(
    f"{n}\n{unit}\n{title}\n" for n, (unit, title) in enumerate(PAIRS, 1)
)
DOWN = "序号\n单位名称\n项目名称\n1\n2\n3\n" + "".join(
    f"{text}\n" for column in zip(*PAIRS, strict=True) for text in column
)


@pytest.mark.parametrize("text", [ACROSS, DOWN])
def test_cells_on_lines_of_their_own_are_put_in_rows_by_their_numbers(text: str) -> None:
    assert pairs(reading(f"{HEAD}优秀项目名单\n{text}")) == PAIRS


def test_a_cell_that_is_missing_leaves_the_lines_as_they_are() -> None:
    lines = DOWN.replace("周末课堂\n", "")
    read = reading(f"{HEAD}优秀项目名单\n{lines}")
    assert all(award.check for tier in read.tiers for award in tier.awards)


PRIZED = "序号\n作品名称\n完成方式\n单位\n奖项\n" + "".join(
    f"{n}\n{title}\n独立\n{unit}\n{prize}\n"
    for n, (unit, title, prize) in enumerate(
        [(*pair, prize) for pair, prize in zip(PAIRS, ("一等奖", "一等奖", "二等奖"), strict=True)],
        1,
    )
)


def test_a_column_of_prizes_and_an_unknown_head_are_no_headings_of_a_table_a_cell_a_line() -> None:
    read = reading(f"{HEAD}{PRIZED}上一篇：通知\n")
    assert pairs(read) == PAIRS
    assert [tier.name.split()[-1] for tier in read.tiers if tier.awards] == ["一等奖", "二等奖"]
    assert not any(award.check for tier in read.tiers for award in tier.awards)


@pytest.mark.parametrize("line", ["独立\n", "周末课堂\n", "2\n"])
def test_a_counted_table_that_lacks_a_cell_is_only_proposed(line: str) -> None:
    read = reading(HEAD + PRIZED.replace(line, "", 1))
    assert all(award.check for tier in read.tiers for award in tier.awards)


def test_each_prize_at_the_head_of_a_column_stands_above_its_units() -> None:
    rows = "一等奖\t二等奖\n城东粮油店\t滨河副食店\n人民路超市\t北关食品店\n"
    read = reading(f"{HEAD}示范店名单\n{rows}")
    units = {tier.name: [a.organisation for a in tier.awards] for tier in read.tiers}
    assert units == {
        "一等奖": ["城东粮油店", "人民路超市"],
        "二等奖": ["滨河副食店", "北关食品店"],
    }


def test_columns_of_bodies_that_vouch_are_no_prizes() -> None:
    rows = "推荐单位\t获奖单位\n甲县教育局\t红星小学\n乙县教育局\t育才中学\n"
    read = reading(f"{HEAD}示范学校名单\n{rows}")
    assert [a.organisation for t in read.tiers for a in t.awards] == ["红星小学", "育才中学"]


def test_units_in_one_cell_are_an_award_each() -> None:
    rows = "奖项\t获奖单位\n一等奖\t市第一建筑公司 市自来水公司\n二等奖\t市热力公司、市燃气公司\n"
    read = reading(f"{HEAD}竞赛获奖名单\n{rows}")
    assert [len(tier.awards) for tier in read.tiers] == [2, 2]


def test_a_ditto_mark_repeats_what_stands_above_it() -> None:
    rows = "科室\t姓名\n心内科\t沈勃\n〃\t夏志诚\n"
    read = reading(f"{HEAD}优秀医师名单\n{rows}")
    assert [a.organisation for t in read.tiers for a in t.awards] == ["心内科", "心内科"]


def test_tables_of_a_label_and_a_value_are_records() -> None:
    cards = "".join(f"项目名称\t{title}\n实施单位\t{unit}\n" for unit, title in PAIRS)
    assert pairs(reading(f"{HEAD}公益项目名单\n{cards}")) == PAIRS
