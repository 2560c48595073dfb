"""A list that was not understood as a whole is proposed as a whole, with one question."""

import pytest

from notice.test_variants import HEAD, reading

UNITS = "北京市第一医院 上海市第二医院 天津市第三医院 重庆市第四医院 南京市第五医院 杭州市第六医院".split()
LINES = [
    f"{n}. {unit}《{title}文》\n"
    for n, (unit, title) in enumerate(zip(UNITS, "甲乙丙丁戊己", strict=True), 1)
]


def checks(lines: str) -> list[str]:
    return [award.check for tier in reading(HEAD + lines).tiers for award in tier.awards]


def test_a_list_that_is_understood_bears_no_check() -> None:
    assert not any(checks("一等奖\n" + "".join(LINES[:3]) + "二等奖\n" + "".join(LINES[3:])))


@pytest.mark.parametrize(
    ("where", "line"),
    [(3, "下列为补报\n"), (6, "以上获一等奖\n"), (0, "“守望”\n"), (3, "“守望”\n")],
)
def test_a_line_that_nobody_understood_puts_the_whole_list_in_doubt(where: int, line: str) -> None:
    lines = "".join([*LINES[:where], line, *LINES[where:]])
    result = checks(lines if where == 6 else f"典型案例\n{lines}")
    assert len(result) >= len(UNITS)
    assert all(result)


def test_lists_below_and_above_their_headings_are_not_mixed_up_unmarked() -> None:
    plain = "".join(f"{unit}\n" for unit in UNITS)
    assert all(checks(f"{plain}以上获先进单位\n苏州市第七医院\n成都市第八医院\n以上获先进集体\n"))


def test_a_heading_that_is_cut_in_the_name_of_its_tier_is_doubted() -> None:
    units = "玉屏镇妇联\n茂兰镇妇联\n甲良镇妇联\n"
    read = reading(f"{HEAD}先进个人\n王芳\n李明\n“双学双比”活动先进集体（3项）\n{units}")
    tier = read.tiers[-1]
    assert "双学双比" in tier.name or all(award.check for award in tier.awards)


@pytest.mark.parametrize("mark", ["＋", "∥", ">>"])
def test_a_mark_that_no_name_holds_puts_the_list_in_doubt(mark: str) -> None:
    lines = "".join(
        f"{name}{mark}{unit}\n" for name, unit in zip("王芳 李明 张伟".split(), UNITS, strict=False)
    )
    assert all(checks(f"优秀医师\n{lines}"))


def test_one_award_in_doubt_leaves_the_others_of_a_regular_list_alone() -> None:
    odd = "".join([*LINES[:2], "3. 合计《丙文》\n", *LINES[3:]])
    assert [bool(check) for check in checks(f"典型案例\n{odd}")] == [
        False,
        False,
        True,
        *[False] * 3,
    ]
