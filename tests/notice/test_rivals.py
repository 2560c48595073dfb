"""A reading to which another is as good bears a check; where the list decides, it bears none."""

import pytest

from notice.test_tier_doubts import ONE, TWO
from notice.test_variants import HEAD, pairs, reading


def unmarked(lines: str) -> list[tuple[str, str | None]]:
    awards = [award for tier in reading(HEAD + lines).tiers for award in tier.awards]
    return [(award.organisation, award.title) for award in awards if not award.check]


def tiers(lines: str) -> list[tuple[str, int]]:
    return [(tier.name, len(tier.awards)) for tier in reading(HEAD + lines).tiers]


@pytest.mark.parametrize(("first", "second"), [("小说", "散文"), ("石城市", "沧口市")])
def test_what_parts_two_series_of_prizes_is_a_heading(first: str, second: str) -> None:
    three = "1. 南京市第五医院《戊文》\n"
    four = "1. 杭州市第六医院《己文》\n"
    lines = f"{first}\n一等奖\n{ONE}二等奖\n{TWO}{second}\n一等奖\n{three}二等奖\n{four}"
    notice = reading(HEAD + lines)
    groups = [
        (tier.name, dict(award.fields).get("地区", ""), bool(award.check))
        for tier in notice.tiers for award in tier.awards
    ]  # fmt: skip
    assert all(
        any(name in f"{tier} {place}" for name in (first, second)) for tier, place, _ in groups
    )
    assert not any(check for _, _, check in groups)


def test_the_second_line_of_the_last_entry_is_no_heading() -> None:
    lines = "一等奖\n1. 王芳\n北京市第一医院\n二等奖\n1. 李伟\n上海市第二医院\n2. 张敏\n天津市第三医院\n"
    assert tiers(lines) == [("一等奖", 1), ("二等奖", 2)]


@pytest.mark.parametrize("heading", ["二、二等奖", " 二、二等奖", "二、二等奖（2个）"])
def test_a_heading_behind_an_entry_is_parted_from_it(heading: str) -> None:
    first = "一、一等奖（2个）" if "（" in heading else "一、一等奖"
    lines = f"{first}\n{ONE.rstrip()}{heading}\n{TWO}"
    assert tiers(lines) == [("一等奖", 2), ("二等奖", 2)]


def test_an_entry_that_names_its_prize_is_no_heading() -> None:
    lines = "谌强（一等奖）\n王芳（一等奖）\n李伟（二等奖）\n张敏（二等奖）\n"
    assert [name for name, _ in pairs(reading(HEAD + lines))] == ["谌强", "王芳", "李伟", "张敏"]


def test_an_entry_below_the_heading_it_changed_places_with_is_doubted() -> None:
    lines = "一等奖\n1. 北京市第一医院《甲文》\n二等奖\n2. 上海市第二医院《乙文》\n" + TWO
    assert ("上海市第二医院", "乙文") not in unmarked(lines)


def test_prizes_below_their_entries_are_doubted() -> None:
    lines = "北京市第一医院《甲文》\n一等奖\n上海市第二医院《乙文》\n二等奖\n天津市第三医院《丙文》\n三等奖\n"
    assert unmarked(lines) == []


@pytest.mark.parametrize(
    "lines",
    [
        "1. 北京市第一医院　春天的故事（王芳）\n2. 上海市第二医院　爱与守护（苑金）\n3. 天津市第三医院　在路上的歌（李伟）\n",
        "1. 王芳　春天的故事　北京市第一医院\n2. 李伟　爱与守护　上海市第二医院\n3. 图雅木、张敏　在路上的歌　天津市第三医院\n",
    ],
    ids=["bracket", "space"],
)
def test_a_field_that_may_hold_one_that_is_absent_is_doubted(lines: str) -> None:
    right = {"春天的故事", "爱与守护", "在路上的歌"}
    assert {title for _, title in unmarked(f"一等奖\n{lines}")} <= right


def test_several_persons_are_one_field_though_one_name_is_strange() -> None:
    lines = "".join(
        f"{n}. 《{title}》（{names}）\n"
        for n, (title, names) in enumerate(
            [
                ("在路上", "王芳、木芳"),
                ("春天的故事", "李伟"),
                ("爱与守护", "冼晓、张敏"),
                ("老街", "赵敏、黄磊"),
            ],
            1,
        )
    )
    awards = [award for tier in reading(f"{HEAD}一等奖\n{lines}").tiers for award in tier.awards]
    assert [award.organisation for award in awards] == [
        "王芳、木芳",
        "李伟",
        "冼晓、张敏",
        "赵敏、黄磊",
    ]


@pytest.mark.parametrize("word", ["推荐参评", "复评"])
def test_a_word_in_the_place_of_a_title_of_a_short_list_is_doubted(word: str) -> None:
    assert unmarked(f"一等奖\n1. 北京市第一医院，{word}\n") == []


def test_columns_by_spaces_read_as_one_field_are_doubted() -> None:
    lines = "1   北京市第一医院   春天的故事         市直   王芳\n2   上海市第二医院   爱与守护   苏州市   李伟\n"
    assert "春天的故事         市直" not in {title for _, title in unmarked(f"一等奖\n{lines}")}


def test_a_title_in_square_brackets_before_its_unit_is_no_part_of_the_name() -> None:
    lines = (
        "1. 【蝶泉灯】北京大学　王芳\n2. 【一缸蓝】昆明学院　李伟\n3. 【扎染猫】云南大学　张敏\n"
    )
    assert all(not name.startswith("【") for name, _ in pairs(reading(f"{HEAD}一等奖\n{lines}")))


def test_a_unit_is_named_without_what_it_did() -> None:
    lines = "1. 《春天的故事》（北京市文化馆选送）\n2. 《爱与守护》（上海市文化馆选送）\n"
    notice = reading(f"{HEAD}一等奖\n{lines}")
    assert [name for name, _ in pairs(notice)] == ["北京市文化馆", "上海市文化馆"]
