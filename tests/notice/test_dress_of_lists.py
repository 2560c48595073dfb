"""Headings in brackets or stars, names with figures in brackets, codes, regions, lists cut short."""

import pytest

from notice.test_variants import HEAD, doubts, pairs, reading

BODIES = ("北京市第一医院", "上海市第二医院", "天津市第三医院", "重庆市第四医院")


def read_tiers(lines: str) -> list[tuple[str, int]]:
    return [(tier.name, len(tier.awards)) for tier in reading(HEAD + lines).tiers]


@pytest.mark.parametrize("marks", ["【】", "［］", "〖〗", "〔〕", "[]"])
def test_a_line_in_brackets_heads_a_list(marks: str) -> None:
    first, last = marks[0], marks[1]
    lines = [f"{first}文明服务岗{last}", *BODIES[:2], f"{first}安全示范岗{last}", *BODIES[2:]]
    assert read_tiers("\n".join(lines)) == [("文明服务岗", 2), ("安全示范岗", 2)]


def test_a_region_in_brackets_above_prizes_goes_with_each_award() -> None:
    lines = "［南宁市］\n一等奖：1.上林县气象局《旱地》\n二等奖：1.马山县气象局《听天气》\n"
    lines += "［百色市］\n一等奖：1.靖西县气象局《天坑》\n二等奖：空缺\n"
    read = reading(HEAD + lines)
    regions = [dict(award.fields)["地区"] for tier in read.tiers for award in tier.awards]
    assert sorted(regions) == ["南宁市", "南宁市", "百色市"]


def test_stars_of_a_heading_are_no_bullets() -> None:
    lines = "★★★★★（2家）\n" + "\n".join(BODIES[:2]) + "\n★★★★（2家）\n" + "\n".join(BODIES[2:])
    assert read_tiers(lines) == [("★★★★★", 2), ("★★★★", 2)]


def test_a_star_before_an_entry_is_a_bullet() -> None:
    lines = "一等奖\n" + "\n".join(f"★{body}《{n}月》" for n, body in enumerate(BODIES, 1))
    assert [unit for unit, _ in pairs(reading(HEAD + lines))] == list(BODIES)


@pytest.mark.parametrize("shape", ["《{title}》 {unit} {who}", "{unit} {who}《{title}》"])
def test_the_number_of_a_class_is_part_of_its_name(shape: str) -> None:
    rows = [("初三(4)班", "林子越", "账本"), ("初二（3）班", "周慧敏", "丝瓜汤"),
            ("初一(7)班", "何佳怡", "外婆"), ("初三（5）班", "沈逸舟", "青春")]  # fmt: skip
    lines = "\n".join(shape.format(unit=u, who=w, title=t) for u, w, t in rows)
    read = reading(f"{HEAD}一等奖\n{lines}\n")
    assert pairs(read) == [(unit, title) for unit, _, title in rows]
    assert doubts(read) == []


def test_the_better_of_two_heads_that_may_name_titles_names_them() -> None:
    rows = (
        "1\t消息\t第一张火车票\t石中华\t花垣县融媒体中心\n2\t评论\t枷锁\t何超\t醴陵市融媒体中心\n"
    )
    read = reading(f"{HEAD}一等奖\n序号\t项目\t题　　目\t主创人员\t刊播单位\n{rows}")
    assert [title for _, title in pairs(read)] == ["第一张火车票", "枷锁"]


def test_who_lives_in_a_region_is_the_author_and_the_region_a_field() -> None:
    lines = "1、《窗》\n作者：侯关涛，北京市房山区\n2、《灯》\n作者：田玮，河北省南宫市\n"
    read = reading(f"{HEAD}二等奖\n{lines}")
    assert pairs(read) == [("侯关涛", "窗"), ("田玮", "灯")]
    assert [dict(award.fields)["地区"] for award in read.tiers[0].awards] == [
        "北京市房山区", "河北省南宫市",
    ]  # fmt: skip


def test_an_author_on_a_line_below_is_no_heading() -> None:
    lines = "1、《窗》\n作者：侯关涛，北京市房山区\n2、《灯》\n作者：田玮　河北省南宫市\n"
    assert [name for name, _ in read_tiers(f"二等奖\n{lines}")] == ["二等奖"]


def test_a_code_in_the_place_of_a_title_is_doubted() -> None:
    lines = "1、作品编号232　北京市第一医院\n2、作品编号192　上海市第二医院\n3、作品编号85　天津市第三医院\n"
    read = reading(f"{HEAD}二等奖\n{lines}")
    assert len(doubts(read)) == len(pairs(read))


def test_a_name_in_a_narrow_line_goes_on_below() -> None:
    lines = "1、四川省疾病预防控制中\n心《野蘑菇》\n2、浙江大学附属儿\n童医院《退烧》\n3、北京医院《药》\n"
    read = reading(f"{HEAD}二等奖\n{lines}")
    assert pairs(read) == [
        ("四川省疾病预防控制中心", "野蘑菇"), ("浙江大学附属儿童医院", "退烧"), ("北京医院", "药"),
    ]  # fmt: skip


def test_the_words_that_cut_a_list_short_are_told_and_in_no_name() -> None:
    read = reading(f"{HEAD}优秀奖（20名）\n王安然、白小云、蔡永明、曹寇华（以下略）\n")
    assert pairs(read)[-1] == ("曹寇华", None)
    assert "list-elided" in {fault.rule for fault in read.errata}


def test_mark_within_a_field_does_not_cut_its_record() -> None:
    lines = "榫卯灯 / 池田、康宁 / 广州美术学院\n共享雨棚 / 尤里 / 深圳市城市规划研究院有限公司\n"
    assert pairs(reading(f"{HEAD}银奖\n{lines}")) == [
        ("广州美术学院", "榫卯灯"), ("深圳市城市规划研究院有限公司", "共享雨棚"),
    ]  # fmt: skip


def test_a_prize_in_brackets_stands_before_its_awards() -> None:
    lines = "【金奖】\n甲县一小《一》\n乙县二小《二》\n【组织奖】甲县教育局、乙县教育局、丙县教育局"
    assert read_tiers(lines) == [("金奖", 2), ("组织奖", 3)]


def test_a_bullet_begins_a_record_though_not_all_have_as_many_lines() -> None:
    lines = (
        "金奖\n◆《草船借箭》\n表演单位：甲区一小\n指导教师：王云\n◆《茶馆》\n表演单位：乙市一中\n"
    )
    lines += "指导教师：舒庆\n◆《雷雨》\n表演单位：丙县幼儿园\n"
    result = pairs(reading(HEAD + lines))
    assert result[:2] == [("甲区一小", "草船借箭"), ("乙市一中", "茶馆")]
    assert len(result) == 3


@pytest.mark.parametrize("month", ["2022年1月", "二〇一〇年十二月"])
def test_a_month_in_the_last_line_is_the_date_and_no_award(month: str) -> None:
    lines = "一等奖\n甲县一小《一》\n乙县二小《二》\n\n甲县教研室\n" + month
    assert read_tiers(lines) == [("一等奖", 2)]


def test_sentences_counted_below_a_note_are_no_awards() -> None:
    lines = "一等奖\n王毅勇\n周胜继\n说明：\n1、请获奖作者联系编辑，领取奖金。\n2、本次作品编入年度作品合集。\n"
    assert read_tiers(lines + "《南风文艺》编辑部\n2024年7月23日") == [("一等奖", 2)]


def test_the_sum_below_a_list_above_the_date_is_no_part_of_an_award() -> None:
    lines = "关于公布名单的通知\n各市：\n现将名单公布如下。\n北京市（2所）\n北京市第一中学\n北京市第二中学\n"
    lines += (
        "河北省（2所）\n涉县第一中学\n涉县第二中学\n（以上共计4所）\n某省教育厅\n2017年12月29日\n"
    )
    assert [unit for unit, _ in pairs(reading(lines))] == [
        "北京市第一中学", "北京市第二中学", "涉县第一中学", "涉县第二中学",
    ]  # fmt: skip
