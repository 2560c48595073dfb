"""A list that was not understood as a whole is proposed as a whole, with one question."""

from pathlib import Path

import pytest

from casebook.intake import notice
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
    [(3, "下列为补报\n"), (6, "以上获一等奖\n"), (0, "“守望”\n")],
)
def test_a_line_that_nobody_understood_puts_the_whole_list_in_doubt(where: int, line: str) -> None:
    lines = "".join([*LINES[:where], line, *LINES[where:]])
    result = checks(lines if where == 6 else f"典型案例\n{lines}")
    assert len(result) >= len(UNITS)
    assert all(result)


def test_a_line_within_that_may_be_a_heading_leaves_the_sound_group_above_alone() -> None:
    lines = "".join([*LINES[:3], "“守望”\n", *LINES[3:]])
    above, below = (result := checks(f"典型案例\n{lines}"))[:3], result[3:]
    assert not any(above)
    assert len(below) >= len(UNITS) - 3
    assert all(below)


def test_a_word_that_may_be_a_heading_reaches_all_prizes_below_up_to_the_next_heading() -> None:
    groups = "小学语文\n一等奖\t王芳\t河东区第一小学\t《桂林山水》\n二等奖\t李明\t九曲镇中心小学\t《落花生》\n"
    read = checks(groups + "\t张伟\t相公镇中心小学\t《乌鸦喝水》\n")
    assert all(read) or not any(read)


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


def _table(rows: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "名单.csv"
    path.write_text(rows, "utf-8")
    return [award.check for tier in notice.read(path).tiers for award in tier.awards]


def test_rows_of_one_cell_below_a_head_of_two_columns_are_doubted(tmp_path: Path) -> None:
    assert all(
        _table("作品名称,获奖单位\n小学,\n滨北小学,\n杏滨小学,\n中学,\n莲花中学,\n", tmp_path)
    )


def test_rows_of_a_table_some_of_which_lack_the_title_are_doubted(tmp_path: Path) -> None:
    first = "装备制造赛道一,机器人系统集成应用技术组,汽车工程学院,金奖\n,生产单元数字化改造组,汽车工程学院,银奖\n"
    next_ = "土木建筑赛道一,建筑装饰数字化施工组,建筑工程学院,银奖\n财经商贸赛道四,电子商务组,商学院,银奖\n"
    last = "医药卫生赛道三,检验检疫技术组,医学院,银奖\n,护理技能组,医学院,铜奖\n"
    assert all(_table(first + next_ + last, tmp_path))


def test_a_bracket_around_the_fields_of_two_kinds_puts_the_list_in_doubt() -> None:
    first = "经三路小学\t【快乐的啰嗦】\n纬五路小学\t【春江花月】\n"
    assert all(
        checks(
            f"小学组 一等奖\n{first}中学组 一等奖\n第三中学\t【雷雨（片段）】\n外国语中学\t【万马奔腾】\n"
        )
    )


def test_two_awards_of_a_line_that_nothing_parts_put_the_list_in_doubt(tmp_path: Path) -> None:
    titled = (
        "作品名称,单位\n征文获奖作品 一等奖,\n灯下的母亲,武汉地铁运营有限公司\n我与图书室的十年,湖北宜化集团有限责任公司\n"
        "征文获奖作品 二等奖,\n土家绣娘的一本书,来凤县总工会\n"
    )
    units = (
        ",武汉铁路局集团公司工会\n,十堰市总工会女职工委员会\n,湖北省烟草专卖局（公司）机关工会\n"
    )
    assert all(_table(f"{titled}优秀组织单位,\n{units}", tmp_path))


def test_units_read_as_titles_beside_places_are_doubted(tmp_path: Path) -> None:
    rows = "冰城轴承制造有限公司工会,冰城市\n北原重型机器厂工会,冰城市\n鹤城铁路车辆厂工会,鹤城市\n"
    assert all(_table(f"作品名称,区县\n{rows}", tmp_path))


def test_teachers_that_no_label_names_are_doubted(tmp_path: Path) -> None:
    rows = "一等奖,,\n血氧饱和度变化模式研究,王海滨、张咏,刘海洋、张珺\n二等奖,,\n偶像崇拜的调查,刘德春、袁成,朱婉婷、汪舒\n文旅产业的影响,叶庆,王思源、杨晖\n"
    assert all(_table(rows, tmp_path))


def test_a_tier_cut_in_the_heading_above_the_first_award_is_doubted() -> None:
    first = "十佳阅读推广创新创意活动案例（1项）\n黄冈市图书馆\n"
    read = reading(f"{HEAD}{first}十佳绿色阅读空间（1项）\n黄州区图书馆\n")
    tier = read.tiers[0]
    assert tier.name.startswith("十佳") or all(award.check for award in tier.awards)


def test_a_line_below_the_list_that_names_its_tier_is_told() -> None:
    units = "".join(f"{n}. {unit}\n" for n, unit in enumerate(UNITS, 1))
    assert all(checks(f"{units}以上获先进单位\n"))


def test_titles_in_brackets_with_a_name_behind_are_doubted() -> None:
    names = zip(UNITS, "王芳 李明 张伟 刘海 冯雪 冯达".split(), strict=True)
    lines = "".join(f"〈第{at}个老师〉-{name}-{unit}\n" for at, (unit, name) in enumerate(names))
    read = reading(f"{HEAD}一等奖（6项）\n{lines}")
    assert all("〉" not in (a.title or "") or a.check for t in read.tiers for a in t.awards)


def test_honours_in_brackets_taken_for_units_put_the_others_in_doubt() -> None:
    pairs = "".join(f"{unit}\n（全国巾帼建功先进集体）\n" for unit in UNITS)
    assert all(checks(pairs))


@pytest.mark.parametrize(
    "aside", ["（排名不分先后）", "  3项  每项奖励3000元", "（每人2000元，共3人）"]
)
def test_what_a_heading_says_beside_its_name_is_no_part_of_it(aside: str) -> None:
    lines = f"一等奖{aside}\n{''.join(LINES[:3])}二等奖{aside}\n{''.join(LINES[3:])}"
    assert not any("没有全在奖项的名称里" in check for check in checks(lines))


def test_what_a_heading_says_of_its_entries_is_no_part_of_its_name(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(
        "关于公布微电影大赛评选结果的通报\n\n各单位：\n评选结果如下：\n\n"
        "一等奖（2部，并列）：\n《山路》　选送单位：清桐县纪委监委\n《最后一课》　选送单位：南泉县教育局\n"
        "二等奖（3部）：\n《回家》　选送单位：石鼓区融媒体中心\n《一张发票》　选送单位：岚州市财政局\n"
        "《生日》　选送单位：岚州市第一中学\n",
        "utf-8",
    )
    awards = [award for tier in notice.read(path).tiers for award in tier.awards]
    assert [award.check for award in awards] == [""] * 5
