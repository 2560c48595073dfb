"""What stands as a list ends as awards, with a `check` where no template explains it; no line of a
list becomes a heading or the text of the letter without a word."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.book import Award
from casebook.intake import notice
from casebook.intake.notice import Notice, guesses, line_layout
from casebook.intake.notice.colon_lists import colon_list
from casebook.intake.notice.notice_lines import Use


def reading(text: str) -> Notice:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.txt"
        path.write_text(text, "utf-8", newline="\n")
        return notice.read(path)


def awards(read: Notice) -> list[tuple[str, str, str]]:
    return [(tier.name, a.organisation, a.title or "") for tier in read.tiers for a in tier.awards]


def test_a_list_below_a_bare_title_begins_with_its_first_line() -> None:
    lines = "上海检疫局　奶粉的“身份证”\n深圳检疫局　行李箱里的 物种\n广东检疫局　火车带来的红火蚁"
    read = reading(f"2016年科普微课入选名单\n{lines}\n")
    assert [title for _, _, title in awards(read)] == [
        "奶粉的“身份证”", "行李箱里的 物种", "火车带来的红火蚁",
    ]  # fmt: skip


def test_short_lines_unlike_the_others_are_the_headings_of_the_lists() -> None:
    text = "数字文创推介名单\n春节\n●【北京】国家图书馆 《年画》\n●【陕西】西安博物院 《灯会》\n"
    read = reading(text + "端午\n●【湖南】岳阳市龙舟协会 《一桨》\n")
    assert [tier for tier, _, _ in awards(read)] == ["春节", "春节", "端午"]


def test_traditional_characters_are_read_and_kept() -> None:
    read = reading(
        "全港閱讀報告比賽得獎名單\n冠軍：陳芷晴（拔萃女書院）\n亞軍：從缺\n優異獎：\n何俊熹（林護紀念中學）\n"
    )
    assert awards(read) == [("冠軍", "拔萃女書院", ""), ("優異獎", "林護紀念中學", "")]
    assert [tier.declared for tier in read.tiers if tier.name == "亞軍"] == [0]


def test_ranks_before_persons_are_tiers() -> None:
    read = reading(
        "技能大赛成绩通报\n焊工\n第一名　裴　震　中国核工业建设公司\n第二名　曹志平　中国五冶集团有限公司\n第三名　龚　林　中国石油公司\n"
    )
    assert [tier for tier, _, _ in awards(read)] == ["焊工 第一名", "焊工 第二名", "焊工 第三名"]


def test_a_prize_and_its_names_on_one_line_are_a_tier() -> None:
    read = reading("表彰名单\n1. 十佳员工：柏杨、盛夏\n2. 先进班组：盾构二班、机电一队\n")
    assert awards(read) == [
        ("十佳员工", "柏杨", ""), ("十佳员工", "盛夏", ""),
        ("先进班组", "盾构二班", ""), ("先进班组", "机电一队", ""),
    ]  # fmt: skip


def test_a_table_set_side_by_side_is_read_column_under_column() -> None:
    rows = "序号\t村（社区）\t序号\t村（社区）\n1\t妙西镇妙山村\t3\t菱湖镇射中村\n2\t环渚街道大钱村\t\t\n"
    read = reading(f"附件\n2018年民主法治村（社区）名单\n{rows}")
    result = [(a.number, a.organisation) for tier in read.tiers for a in tier.awards]
    assert result == [(1, "妙西镇妙山村"), (2, "环渚街道大钱村"), (3, "菱湖镇射中村")]


def test_a_record_unlike_the_others_is_proposed_and_told() -> None:
    text = (
        "入选案例\n1. 北京医院《甲文》\n2. 上海医院《乙文）\n3. 天津医院《丙文》\n4. 广州医院〈丁文〉\n"
        "5. 南京医院《戊文》\n6. 苏州医院《己文》\n7. 成都医院《庚文》\n"
    )
    read = reading(f"项目公示名单\n{text}")
    checked = [(a.organisation, a.title) for t in read.tiers for a in t.awards if a.check]
    assert checked == [("上海医院", "乙文"), ("广州医院", "丁文")]
    assert {"title-unclosed", "title-missing"} <= {erratum.rule for erratum in read.errata}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("河海大学〈甲文〉", {"organisation": "河海大学", "title": "甲文"}),
        ("德惠市教师进修学校：晏如", {"organisation": "德惠市教师进修学校", "people": "晏如"}),
        ("上一篇：关于寒假值班的通知", {}),
        ("经研究，决定予以表彰。", {}),
    ],
)
def test_pieces_are_taken_for_what_they_look_like(text: str, values: dict[str, str]) -> None:
    assert dict(guesses.guess(text)) == values


def test_requirements_and_lists_of_annexes_are_no_list_of_awards() -> None:
    text = "一、申报条件\n1.作品须为近年创作。\n2.单位须为群众文化机构。\n二、奖项设置\n设一等奖3个。\n"
    assert awards(reading(f"关于开展评选工作的通知\n各单位：\n现提出如下要求：\n{text}")) == []


UNITS = ["北京市第一医院", "南京大学", "青山县红旗镇中心小学", "省水利厅", "大地机械有限公司"]
TITLES = ["谈课堂提问的有效性", "一盏灯的守候", "山里的果园", "“暖心”服务链", "城市呼吸带"]
PEOPLE = ["王芳", "李 伟", "欧阳震华", "赵敏、钱强", "买买提·艾力"]


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A notice that is a title, perhaps a prize, and lines of two or three fields."""
    pools = draw(st.permutations([UNITS, TITLES, PEOPLE]))[: draw(st.integers(2, 3))]
    gap = draw(st.sampled_from(["　", "  ", "\t", " / ", "——", "，", "|", "："]))
    bullet = draw(st.sampled_from(["", "", "{n}. ", "（{n}）", "● ", "案例{n}　"]))
    heads = draw(st.sampled_from(["", "一等奖\n", "金奖（5个）\n", "高中组\n"]))
    rows = [
        bullet.format(n=n) + gap.join(draw(st.sampled_from(pool)) for pool in pools)
        for n in range(1, draw(st.integers(2, 6)))
    ]
    return f"2021年征集活动获奖名单\n{heads}" + "\n".join(rows) + "\n"


def words(award: Award, tier: str) -> str:
    fields = "".join(name + value for name, value in award.fields)
    text = f"{tier}{award.organisation}{award.title or ''}{award.after}{award.region}{fields}"
    return "".join(char for char in text if char.isalnum())


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(lists())
def test_every_word_of_a_list_is_in_an_award_or_told(text: str) -> None:
    read = reading(text)
    for line in read.lines[1:]:
        if line.use in (Use.UNREAD, Use.FURNITURE):  # both are told
            continue
        held = "".join(
            words(award, tier.name)
            for tier in read.tiers
            for award in tier.awards
            if award.lines and award.lines[0] <= line.number <= award.lines[1]
        )
        if line.use is Use.HEADING:
            held += "".join(tier.name for tier in read.tiers)
        for word in (
            word for pool in (UNITS, TITLES, PEOPLE) for word in pool if word in line.text
        ):
            bare = "".join(char for char in word if char.isalnum())
            assert bare in held or all(char in held for char in bare), (line, held)


def test_a_list_shows_by_its_layout() -> None:
    assert line_layout.enumerated("1.甲局《子》；2.乙局《丑》。")
    assert colon_list("作者：王芳、李伟") is None
    assert line_layout.layout("甲局　乙文 丙文") == {"  "}
