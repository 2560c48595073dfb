"""The award that is not written as its fellows are, and the heading that the entries' numbers count."""

import pytest

from casebook.intake.notice import Notice
from notice.test_variants import HEAD, reading

UNITS = ["清河市实验小学", "东风县第一中学", "长桥区图书馆", "北山镇中心学校", "南湖市文化馆"]
NAMES = ["王晓芳", "李建国", "陈思远", "赵文静", "周立新"]
TITLES = ["古树的年轮", "一堂语文课", "灯下的母亲", "渡口旧事", "小城春早"]


def checked(read: Notice) -> list[str]:
    """Return the units, or persons, of the awards that bear a check."""
    return [a.organisation for tier in read.tiers for a in tier.awards if a.check]


def test_a_list_of_one_form_bears_no_check() -> None:
    lines = [f"{n}、{u}　《{t}》\n" for n, (u, t) in enumerate(zip(UNITS, TITLES, strict=True), 1)]
    assert checked(reading(f"{HEAD}一等奖\n{''.join(lines)}")) == []


def test_a_note_behind_one_title_of_many_is_asked_about() -> None:
    rows = zip(UNITS, NAMES, TITLES, strict=True)
    lines = [f"{n}. {u} {a} {t}" for n, (u, a, t) in enumerate(rows, 1)]
    lines[2] += "（并列）"
    read = reading(f"{HEAD}一等奖\n" + "\n".join(lines) + "\n")
    assert UNITS[2] in checked(read)


def test_the_unit_of_the_line_above_is_only_proposed_for_the_one_row_without_any() -> None:
    rows = [f"{n}\t{a}\t{u}" for n, (a, u) in enumerate(zip(NAMES, UNITS, strict=True), 1)]
    rows[2] = f"3\t{NAMES[2]}\t"
    read = reading(f"{HEAD}优秀教师名单\n" + "\n".join(rows) + "\n")
    awards = {dict(a.fields).get("姓名", a.organisation): a for t in read.tiers for a in t.awards}
    assert awards[NAMES[2]].check
    assert not awards[NAMES[0]].check


def test_a_prize_that_one_line_alone_names_in_the_midst_of_others_is_asked_about() -> None:
    rows = [f"{t}/{a}/{u}" for t, a, u in zip(TITLES, NAMES, UNITS, strict=True)]
    rows[2] = f"第一名 {rows[2]}"
    read = reading(
        f"{HEAD}一、一等奖\n" + "\n".join(rows) + "\n二、二等奖\n甲乙丙/孙小梅/西河县文化馆\n"
    )
    awards = [(a, t) for t in read.tiers for a in t.awards if UNITS[2] in a.organisation]
    assert awards
    assert all(a.check or t.name.endswith("一等奖") for a, t in awards)


@pytest.mark.parametrize("mark", ["—", "／", "|"])
def test_an_entry_that_ends_in_its_prize_is_no_heading(mark: str) -> None:
    prizes = ["一等奖", "一等奖", "二等奖", "二等奖", "二等奖"]
    rows = zip(UNITS, TITLES, prizes, strict=True)
    lines = [f"{n}．{u}{mark}{t}{mark}{p}" for n, (u, t, p) in enumerate(rows, 1)]
    read = reading(HEAD + "\n".join(lines) + "\n")
    assert not any(u in tier.name for tier in read.tiers for u in UNITS)
    named = {a.organisation for t in read.tiers for a in t.awards}
    unread = "".join(line.text for line in read.unread)
    assert all(u in named or u in unread for u in UNITS)


def test_a_column_of_masked_identity_numbers_is_no_title() -> None:
    rows = [
        f"GX{n:04d}\t{a}\t4201**********{n:02d}1X\t{u}\t一等奖"
        for n, (a, u) in enumerate(zip(NAMES, UNITS, strict=True), 1)
    ]
    head = "证书编号\t姓名\t身份证号\t学校\t等级\n"
    read = reading(HEAD + head + "\n".join(rows) + "\n")
    assert {a.organisation for t in read.tiers for a in t.awards} == {*UNITS}
    assert all(a.check for t in read.tiers for a in t.awards if a.title)


AUTHORED = [
    ("(1) 金鑫，石磊．青少年赛艇训练的周期安排［武陵市水上运动中心］", "金鑫，石磊"),
    ("(2) 游泳．体教融合背景下的足球课余训练［武陵学院体育系］", "游泳"),
    ("(3) 姜维，段誉文．大众冰雪消费意愿调查［武陵市体育科学学会］", "姜维，段誉文"),
    ("(4) 单刚．SPARK课程在小学体育中的应用［武陵市东风路小学］", "单刚"),
]


def test_a_full_stop_parts_the_authors_from_the_title_as_in_bibliographies() -> None:
    read = reading(f"{HEAD}一等奖\n" + "\n".join(line for line, _ in AUTHORED) + "\n")
    awards = [award for tier in read.tiers for award in tier.awards]
    assert [dict(award.fields)["作者"] for award in awards] == [people for _, people in AUTHORED]
    assert [award.organisation[:4] for award in awards] == [
        "武陵市水",
        "武陵学院",
        "武陵市体",
        "武陵市东",
    ]
    assert checked(read) == []


def test_what_bibliographies_set_behind_a_title_is_none_of_it() -> None:
    rows = zip(NAMES, TITLES, strict=True)
    lines = [f"[{n}] {a}. {t}[J]. 教育研究, 2021({n}): 10-15." for n, (a, t) in enumerate(rows, 1)]
    read = reading(f"{HEAD}一等奖\n" + "\n".join(lines) + "\n")
    assert [a.title for tier in read.tiers for a in tier.awards] == TITLES


def test_a_title_that_still_holds_its_authors_is_doubted() -> None:
    read = reading(f"{HEAD}一等奖\n1. 清河市实验小学　《{TITLES[0]}》\n2. 王晓芳．{TITLES[1]}\n")
    titles = {a.title: a.check for tier in read.tiers for a in tier.awards}
    assert all(check for title, check in titles.items() if title and "．" in title)


def test_the_author_behind_a_unit_in_a_sentence_is_a_person() -> None:
    sentence = (
        "其中，陇州县人民法院任奕撰写的《债务风险的治理》获得一等奖；金台区人民法院刘沛与黄蕊撰写的"
        "《证据能力规则》、宝山市中级人民法院王节撰写的《荒地用途的规范》获得二等奖。\n"
    )
    read = reading(f"关于论文获奖的通报\n各单位：\n{sentence}某法院\n2024年3月5日\n")
    awards = {a.title: a for tier in read.tiers for a in tier.awards}
    assert awards["债务风险的治理"].organisation == "陇州县人民法院"
    assert dict(awards["证据能力规则"].fields)["作者"] == "刘沛与黄蕊"


def test_two_columns_in_one_field_are_asked_about() -> None:
    rows = [
        f"{t}　　{a}　　{b}　　{u}"
        for t, a, b, u in zip(TITLES, NAMES, NAMES[::-1], UNITS, strict=True)
    ]
    read = reading(f"{HEAD}一等奖\n" + "\n".join(rows) + "\n")
    texts = [
        (text, a.check) for t in read.tiers for a in t.awards
        for text in (a.organisation, a.title or "", *(value for _, value in a.fields))
    ]  # fmt: skip
    assert all(check for text, check in texts if "　　" in text)


def test_a_unit_before_a_dash_is_no_part_of_the_title() -> None:
    rows = [f"{n}、{u}——{t}" for n, (u, t) in enumerate(zip(UNITS, TITLES, strict=True), 1)]
    read = reading(f"{HEAD}优秀项目\n" + "\n".join(rows) + "\n")
    assert [a.organisation for tier in read.tiers for a in tier.awards] == UNITS


def test_a_work_in_brackets_behind_a_person_is_the_title() -> None:
    lines = [
        f"最佳{p}：{a}（《{t}》）" for p, a, t in zip(("编剧", "导演"), NAMES, TITLES, strict=False)
    ]
    read = reading(f"{HEAD}" + "\n".join(lines) + "\n")
    assert [a.title for tier in read.tiers for a in tier.awards] == TITLES[:2]


PEOPLE = [f"{a}（{u}）\n" for a, u in zip(NAMES, UNITS, strict=True)]


def test_a_line_within_a_list_taken_for_the_title_is_asked_about() -> None:
    lines = ["“书香”奖\n", *PEOPLE[:3], "“墨香”奖\n2023年度获奖作品名单\n", *PEOPLE[3:]]
    read = reading("".join(lines))
    wrong = [a for t in read.tiers if "墨香" not in t.name for a in t.awards]
    assert all(a.check for a in wrong if a.organisation in UNITS[3:])


def test_a_heading_below_a_prize_that_lacks_just_those_below_it_is_asked_about() -> None:
    units = [f"{n}.{unit}\n" for n, unit in enumerate(UNITS, 1)]
    lines = [
        "优秀组织奖（1个）\n",
        units[0],
        "优秀作品（4个）\n",
        units[1],
        "2023年度获奖作品名单\n",
    ]
    read = reading("".join([HEAD, *lines, *units[2:]]))
    for tier in read.tiers:
        wrong = "优秀作品" not in tier.name
        assert all(a.check for a in tier.awards if wrong and a.organisation in UNITS[2:])


def test_a_count_is_nobody_who_is_awarded() -> None:
    read = reading(f"某某市总工会关于表彰先进的决定\n第一批（5个）\n{''.join(PEOPLE)}")
    assert all(a.check for t in read.tiers for a in t.awards if "个" in a.organisation)


def test_those_who_sent_in_are_no_prize() -> None:
    lines = [f"①项目名称：【{t}】，推荐单位：{u}\n" for t, u in zip(TITLES, UNITS, strict=True)]
    read = reading("评选结果公示\n\n服务类\n" + "".join(lines))
    assert all(a.check for t in read.tiers if t.name == "推荐单位" for a in t.awards)


def test_titles_behind_a_title_without_any_mark_between_are_asked_about() -> None:
    lines = [f"{a}　《{t}》\n" for a, t in zip(NAMES, TITLES, strict=True)]
    lines[1] = f"{NAMES[1]}　《{TITLES[1]}》《远山》\n"
    read = reading(f"{HEAD}一等奖\n{''.join(lines)}")
    assert all(a.check for t in read.tiers for a in t.awards if a.title == TITLES[1])


def test_an_entry_taken_for_a_line_of_the_title_is_told() -> None:
    entries = [f"{u}{a}《{t}》\n" for u, a, t in zip(UNITS, NAMES, TITLES, strict=True)]
    lines = [
        "第一批\n",
        *entries[:2],
        "第二批\n",
        *entries[2:4],
        "2023年度获奖作品名单\n",
        entries[4],
    ]
    read = reading("".join(lines))
    titles = {award.title for tier in read.tiers for award in tier.awards}
    reported = "".join(erratum.quote for erratum in read.errata)
    assert all(title in titles or title in reported for title in TITLES)


def test_a_line_that_says_that_a_table_goes_on_is_of_the_page() -> None:
    lines = [f"{n}、{a}、{u}\n" for n, (a, u) in enumerate(zip(NAMES, UNITS, strict=True), 1)]
    read = reading("".join([HEAD, "一等奖\n", *lines[:3], "续表\n", *lines[3:]]))
    assert [a.organisation for t in read.tiers for a in t.awards] == UNITS


def test_a_column_of_codes_leaves_the_heads_of_the_table_their_columns() -> None:
    rows = [
        f"2017-J-1-{n:02d}\t{t}\t{a}\t{u}\t省教育厅\n"
        for n, (t, a, u) in enumerate(zip(TITLES, NAMES, UNITS, strict=True), 1)
    ]
    head = "编号\t项目名称\t主要完成人\t主要完成单位\t提名单位\n"
    read = reading("".join([HEAD, "一等奖\n", head, *rows]))
    awards = [award for tier in read.tiers for award in tier.awards]
    assert [award.organisation for award in awards] == UNITS
    assert dict(awards[0].fields)["主要完成人"] == NAMES[0]
    assert dict(awards[0].fields)["提名单位"] == "省教育厅"
    assert checked(read) == []


def test_heads_in_two_languages_are_heads() -> None:
    rows = [
        f"{n}\t{t}\t{u}\t{a}\n"
        for n, (t, u, a) in enumerate(zip(TITLES, UNITS, NAMES, strict=True), 1)
    ]
    head = "No.\t项目名称 Project\t高校 University\t团队成员 Team\n"
    read = reading("".join([HEAD, "金奖\n", head, *rows]))
    assert [a.title for t in read.tiers for a in t.awards] == TITLES
    assert checked(read) == []
