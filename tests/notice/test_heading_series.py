"""A line in the dress, or of the numbers, of headings is a heading, whatever its words are."""

import pytest

from notice.test_variants import HEAD, reading

ONE = "1、北京市第一医院《甲文》\n2、上海市第二医院《乙文》\n"
TWO = "1、天津市第三医院《丙文》\n2、重庆市第四医院《丁文》\n"


def tiers(lines: str) -> list[tuple[str, int]]:
    return [(tier.name, len(tier.awards)) for tier in reading(HEAD + lines).tiers]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. 攀登者", "2. 巾帼文明岗"),
        ("（一）攀登者", "（二）摆渡人"),
        ("一、攀登者", "二、摆渡人"),
    ],
)
def test_a_numbered_line_above_entries_numbered_otherwise_is_a_heading(
    first: str, second: str
) -> None:
    assert tiers(f"{first}\n{ONE}{second}\n{TWO}") == [
        (first.lstrip("（一）、1. "), 2),
        (second.lstrip("（二）、2. "), 2),
    ]


def test_subjects_above_prizes_are_headings() -> None:
    result = tiers(f"（一）语文\n一等奖\n{ONE}（二）数学\n一等奖\n{TWO}")
    assert result == [("语文 一等奖", 2), ("数学 一等奖", 2)]


def test_a_line_in_the_dress_of_a_place_is_a_place() -> None:
    notice = reading(f"{HEAD}一等奖\n◎兰州市\n{ONE}◎巴州\n{TWO}")
    fields = [dict(award.fields)["地区"] for tier in notice.tiers for award in tier.awards]
    assert fields == ["兰州市", "兰州市", "巴州", "巴州"]


def test_numbered_units_with_a_title_below_are_no_headings() -> None:
    lines = (
        "1. 北京市第一医院\n《甲文》\n2. 上海市第二医院\n《乙文》\n3. 天津市第三医院\n《丙文》\n"
    )
    assert tiers(f"一等奖\n{lines}") == [("一等奖", 3)]


def test_units_above_their_titles_are_the_units_of_these() -> None:
    lines = "一、北京市第一医院\n1. 《把一切献给党》\n2. 《校园里的春天》\n二、上海市第二医院\n1. 《我们的老师》\n"
    awards = [award for tier in reading(f"{HEAD}优秀案例\n{lines}").tiers for award in tier.awards]
    assert [(award.organisation, award.title) for award in awards] == [
        ("北京市第一医院", "把一切献给党"),
        ("北京市第一医院", "校园里的春天"),
        ("上海市第二医院", "我们的老师"),
    ]


def test_lines_with_labels_are_no_headings() -> None:
    entry = "作品名称：{}\n单位：{}\n推荐单位：某某县教育局\n奖项：{}\n"
    lines = (
        "获奖作品名单\n"
        + entry.format("春天的路", "北京市第一中学", "一等奖")
        + entry.format("夏天的河", "上海市第二中学", "二等奖")
    )
    result = reading(f"{HEAD}{lines}").tiers
    assert [(tier.name, tier.awards[0].organisation) for tier in result] == [
        ("一等奖", "北京市第一中学"),
        ("二等奖", "上海市第二中学"),
    ]


def test_a_heading_that_says_that_ranks_mean_nothing_is_a_heading() -> None:
    result = tiers(f"获奖名单\n五星级2个（排名不分先后）\n{ONE}四星级2个（排名不分先后）\n{TWO}")
    assert result == [("五星级", 2), ("四星级", 2)]
