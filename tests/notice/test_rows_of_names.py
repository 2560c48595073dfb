"""Rows of nothing but names: one space stands within a short name, two part names."""

import pytest

from casebook.book import Award
from casebook.intake.notice.rows_of_names import are_names, joined, names_of
from notice.test_variants import HEAD, reading


def awards(rows: str) -> list[Award]:
    return [award for tier in reading(f"{HEAD}{rows}").tiers for award in tier.awards]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("黄纪广　　盘志刚　　章 平　　尤 佳", ["黄纪广", "盘志刚", "章 平", "尤 佳"]),
        ("石可心 左小棠 曲 悦 宁致远", ["石可心", "左小棠", "曲 悦", "宁致远"]),
        ("张一苇  陆 离＊  纳兰德", ["张一苇", "陆 离＊", "纳兰德"]),
        ("景 天 雪莲·木沙", ["景 天", "雪莲·木沙"]),
        ("护理部  第二车间", []),
    ],
)
def test_names_are_taken_apart_at_the_wider_gap(row: str, names: list[str]) -> None:
    assert names_of(row) == names


def test_rows_of_names_vouch_for_each_other() -> None:
    assert are_names(["撒 拉  纳 忠", "张一苇  陆小凤", "李 广  卞 庄"])
    assert not are_names(["撒 拉  纳 忠", "跑 步  拔 河"])


def test_a_name_parted_by_a_line_end_is_whole_again() -> None:
    assert joined("宁致远 米佳", "一 蓝 翔") == ["宁致远", "米佳一", "蓝 翔"]


def test_every_name_behind_a_place_is_an_award_and_its_sign_a_remark() -> None:
    rows = "展入作者名单\n北京：张一苇  陆 离＊  纳兰德\n河北：李 广  赵海洋\n      高 粱  邢天石\n"
    result = awards(rows)
    assert [award.organisation for award in result] == [
        "张一苇", "陆 离", "纳兰德", "李 广", "赵海洋", "高 粱", "邢天石",
    ]  # fmt: skip
    assert dict(result[1].fields)["备注"] == "＊"


def test_names_of_classes_go_on_over_line_ends() -> None:
    rows = (
        "评优名单\n一（1）班\n三好学生：石可心 左小棠 赵佳\n一 蓝 翔\n"
        "五（3）班\n三好学生：穆萨·阿卜力孜 李小米 康\n健 华 章\n优秀班干部：王 天 李木沙\n"
    )
    assert [(award.organisation, dict(award.fields)["姓名"]) for award in awards(rows)] == [
        ("一（1）班", "石可心"), ("一（1）班", "左小棠"), ("一（1）班", "赵佳一"), ("一（1）班", "蓝 翔"),
        ("五（3）班", "穆萨·阿卜力孜"), ("五（3）班", "李小米"), ("五（3）班", "康 健"),
        ("五（3）班", "华 章"), ("五（3）班", "王 天"), ("五（3）班", "李木沙"),
    ]  # fmt: skip


def test_persons_with_units_in_brackets_stand_several_in_a_line() -> None:
    rows = "优秀教师\n朱 红（甲县高中）   胡海燕（乙县中学）   郑 爽（丙县二中）\n李大伟（丁县中学）   王 芳（戊县小学）\n"
    assert len(awards(rows)) == 5


def test_dots_lead_from_an_entry_to_its_page() -> None:
    rows = "一等奖\n外公的渔网………………………向可欣（某县中山路小学）  13\n河边的老屋…………………李小楼（某区实验小学）  17\n修桥记…………………赵大伟（某市第一中学）  22\n"
    assert [award.title for award in awards(rows)] == ["外公的渔网", "河边的老屋", "修桥记"]


def test_a_class_before_a_colon_is_the_unit_of_the_names_behind_it() -> None:
    rows = "优秀团员奖\n高一（1）班：张 明 李小红 欧阳雪\n高一（2）班：王 磊 赵佳佳\n"
    assert [(award.organisation, dict(award.fields)["姓名"]) for award in awards(rows)] == [
        ("高一（1）班", "张 明"), ("高一（1）班", "李小红"), ("高一（1）班", "欧阳雪"),
        ("高一（2）班", "王 磊"), ("高一（2）班", "赵佳佳"),
    ]  # fmt: skip


def test_an_honour_over_classes_is_a_heading_and_a_broken_name_leaves_no_line() -> None:
    rows = (
        "优秀团员\n高一（1）班：张 明 李小红 欧阳雪 郑\n浩然\n高一（2）班：王 磊 赵佳佳\n"
        "优秀团干\n高一（1）班：冯 程\n高一（2）班：陈一诺 褚 天\n"
    )
    read = reading(f"{HEAD}{rows}")
    assert [(tier.name, len(tier.awards)) for tier in read.tiers] == [
        ("优秀团员", 6),
        ("优秀团干", 3),
    ]
    assert not read.unread


UNITS = "采矿场：雷开山  季 明\n机修厂：王大江\n动力厂：马 明  张 羽(女)\n"


def test_a_heading_that_counts_the_persons_parts_those_behind_each_unit() -> None:
    result = awards(f"优秀共产党员(5名)\n{UNITS}")
    assert [(award.organisation, dict(award.fields)["姓名"]) for award in result] == [
        ("采矿场", "雷开山"), ("采矿场", "季 明"), ("机修厂", "王大江"),
        ("动力厂", "马 明"), ("动力厂", "张 羽(女)"),
    ]  # fmt: skip


def test_a_heading_that_counts_the_lines_leaves_the_persons_of_a_unit_together() -> None:
    assert len(awards(f"优秀班组(3名)\n{UNITS}")) == 3


def test_money_for_each_is_no_count() -> None:
    tiers = reading(f"{HEAD}一等奖（每人3000元，共5人）\n{UNITS}").tiers
    assert [(tier.name, tier.declared, len(tier.awards)) for tier in tiers] == [("一等奖", 5, 5)]


def test_spaces_within_a_name_before_its_unit_part_no_columns() -> None:
    rows = "十佳医师\n丁  一（骨科）      王  佩（心内科）    公孙丽（眼科）\n"
    rows += "卢加勒（普外一科）  司徒敏（急诊科）    朱  鹏（神经外科）\n"
    rows += "孙丹阳（产科）      沈  括（麻醉科）    周  全（儿科）\n"
    assert len(awards(rows)) == 9
