"""Which column of a table holds whom an award goes to, and when the heads do not decide it."""

from pathlib import Path

import pytest

from casebook.book import Award
from casebook.intake import notice
from notice.test_variants import HEAD, reading

OWN = ("蓝天救援队", "天涯义工社", "青年志愿者协会", "博鳌镇志愿服务队")
OTHER = ("海口市文明办", "三亚市委文明办", "共青团海南大学委员会", "琼海市文明办")


def awards(first: str, second: str, swapped: bool = False) -> list[Award]:
    pairs = list(zip(OWN, OTHER, strict=True))
    rows = [(first, second), *pairs]
    lines = "\n".join("\t".join(row[::-1] if swapped else row) for row in rows)
    read = reading(f"{HEAD}先进组织名单\n{lines}\n")
    return [award for tier in read.tiers for award in tier.awards]


@pytest.mark.slow
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    "own", ["组织名称", "集体名称", "获奖单位", "单位名称", "先进集体", "企业名称", "参赛单位"]
)
@pytest.mark.parametrize("other", ["推荐单位", "选送单位", "指导单位", "主管单位", "报送单位"])
def test_whoever_vouches_is_not_the_awarded(own: str, other: str, swapped: bool) -> None:
    result = awards(own, other, swapped)
    assert all(award.organisation in OWN or award.check for award in result)
    assert sum(award.organisation in OWN for award in result) == len(OWN)


@pytest.mark.parametrize("own", ["村名", "队名", "先进典型"])
def test_a_column_of_an_unknown_name_beside_one_that_vouches_is_doubted(own: str) -> None:
    assert all(a.organisation in OWN or a.check for a in awards(own, "推荐单位"))


def test_a_school_is_awarded_not_whoever_recommends_it() -> None:
    rows = "学校名称\t推荐单位\n红星小学\t甲县教育局\n育才中学\t乙县教育局\n实验小学\t丙县教育局\n"
    read = reading(f"{HEAD}示范学校名单\n{rows}")
    result = [award for tier in read.tiers for award in tier.awards]
    assert [award.organisation for award in result] == ["红星小学", "育才中学", "实验小学"]


def test_the_heads_of_patents_are_known() -> None:
    rows = "1\tZL201010230718.5\t一种检测方法\t珠海某电器股份有限公司\t廖建\n2\tZL200910193425.X\t水性木器漆\t嘉宝化工集团股份有限公司\t代勇\n"
    read = reading(f"{HEAD}金奖\n序号\t专利号\t专利名称\t专利权人\t发明人\n{rows}")
    result = [award for tier in read.tiers for award in tier.awards]
    assert [(award.organisation, award.title) for award in result] == [
        ("珠海某电器股份有限公司", "一种检测方法"), ("嘉宝化工集团股份有限公司", "水性木器漆"),
    ]  # fmt: skip


def test_schools_side_by_side_under_their_heads_are_an_award_each() -> None:
    rows = "1\t红星小学\t4\t东风中学\n2\t育才中学\t5\t城关幼儿园\n3\t实验小学\t6\t桃花小学\n"
    read = reading(f"{HEAD}示范学校名单\n序号\t学校名称\t序号\t学校名称\n{rows}")
    result = [award.organisation for tier in read.tiers for award in tier.awards]
    assert result == ["红星小学", "育才中学", "实验小学", "东风中学", "城关幼儿园", "桃花小学"]


def test_the_unit_made_the_piece_not_the_team_of_it() -> None:
    rows = "砥柱小组\t缩短更换时间\t甲县供电公司\n滴水小组\t降低退单率\t乙县供电公司\n"
    read = reading(f"{HEAD}一等奖\n小组名称\t课题名称\t单位\n{rows}")
    result = [award.organisation for tier in read.tiers for award in tier.awards]
    assert result == ["甲县供电公司", "乙县供电公司"]


def test_a_column_without_any_text_leaves_a_table_a_table(tmp_path: Path) -> None:
    rows = "| 甲城市 |  | 粮食生产先进市 |\n| 乙阳市 |  | 粮食生产先进市 |\n| 衡岳县 |  | 粮食生产标兵县 |\n"
    head = "关于表彰先进的通报\n\n| 获奖单位 | 作品名称 | 奖项 |\n| --- | --- | --- |\n"
    (tmp_path / "a.md").write_text(head + rows, "utf-8")
    tiers = notice.read(tmp_path / "a.md").tiers
    assert [a.organisation for tier in tiers for a in tier.awards] == ["甲城市", "乙阳市", "衡岳县"]


WORKS = "序号\t学院\t作品名称\t等级\n1\t农学院\t大豆产业调研\t一等奖\n2\t水利学院\t守护母亲河\t二等奖\n3\t艺术学院\t画笔进村\t二等奖\n"
PEOPLE = "序号\t姓名\t学院\n1\t李文静\t农学院\n2\t王浩然\t水利学院\n3\t张悦\t艺术学院\n"


def written(path: Path, tables: list[tuple[str, str]]) -> Path:
    if path.suffix == ".html":
        rows = [
            f"<p>{title}</p><table>"
            + "".join(f"<tr><td>{row.replace(chr(9), '</td><td>')}</td></tr>" for row in text.split("\n") if row)
            + "</table>"
            for title, text in tables
        ]  # fmt: skip
        path.write_text(f"<html><body>{''.join(rows)}</body></html>", "utf-8")
    elif path.suffix == ".csv":
        lines = "".join(f"{title}\n{text}" for title, text in tables)
        path.write_text(lines.replace("\t", ","), "utf-8")
    else:
        path.write_text("".join(f"{title}\n{text}" for title, text in tables), "utf-8")
    return path


@pytest.mark.parametrize("ending", ["txt", "csv", "html"])
def test_the_honour_in_the_title_of_a_table_stands_beside_its_grades(
    tmp_path: Path, ending: str
) -> None:
    tables = [("2022年社会实践优秀成果名单", WORKS), ("2022年社会实践先进个人名单", PEOPLE)]
    tiers = notice.read(written(tmp_path / f"a.{ending}", tables)).tiers
    names = [tier.name for tier in tiers]
    assert [name.split()[-1] for name in names[:2]] == ["一等奖", "二等奖"]
    assert all("优秀成果" in name for name in names[:2])
    assert names[2].endswith("先进个人")


def test_grades_of_two_honours_are_told_apart(tmp_path: Path) -> None:
    graded = PEOPLE.replace("学院\n", "学院\t一等奖\n").replace(
        "姓名\t学院\t一等奖", "姓名\t学院\t等级"
    )
    tables = [("优秀成果", WORKS), ("先进个人", graded)]
    tiers = notice.read(written(tmp_path / "a.txt", tables)).tiers
    assert {tier.name for tier in tiers} == {
        "优秀成果 一等奖", "优秀成果 二等奖", "先进个人 一等奖"
    }  # fmt: skip


def test_a_title_that_may_name_an_honour_is_asked_about(tmp_path: Path) -> None:
    tables = [("2022年社会实践成果名单", WORKS), ("先进个人名单", PEOPLE)]
    tiers = notice.read(written(tmp_path / "a.txt", tables)).tiers
    assert [tier.name for tier in tiers] == ["一等奖", "二等奖", "先进个人"]
    assert all(award.check for tier in tiers[:2] for award in tier.awards)


def test_the_only_table_has_its_grades_alone(tmp_path: Path) -> None:
    tiers = notice.read(written(tmp_path / "a.txt", [("优秀成果获奖名单", WORKS)])).tiers
    assert [tier.name for tier in tiers] == ["一等奖", "二等奖"]


def test_a_team_beside_its_unit_is_asked_about() -> None:
    rows = "学院\t团队名称\n农学院\t大豆产业调研团\n水利学院\t水质监测队\n艺术学院\t墙绘志愿队\n"
    read = reading(f"{HEAD}优秀团队名单\n{rows}")
    assert all(award.check for tier in read.tiers for award in tier.awards)


def test_schools_side_by_side_are_no_head_of_a_table() -> None:
    lists = "中学组一等奖\n铎山中心学校    岩口中心学校\n禾青中心学校\n小学组一等奖\n沙塘湾中心学校    博雅学校\n"
    read = reading(f"{HEAD}获奖名单\n{lists}")
    named = [award.organisation for tier in read.tiers for award in tier.awards]
    assert named == ["铎山中心学校", "岩口中心学校", "禾青中心学校", "沙塘湾中心学校", "博雅学校"]
    assert not [award.check for tier in read.tiers for award in tier.awards if award.check]


def test_schools_that_apply_are_the_head_of_a_column() -> None:
    read = reading(f"{HEAD}获奖名单\n申报学校\t指导教师\n博雅学校\t王小明\n育英学校\t李建国\n")
    assert [award.organisation for award in read.tiers[0].awards] == ["博雅学校", "育英学校"]


def test_who_recommends_a_piece_goes_before_who_worked_with_them() -> None:
    rows = "案例名称\t团队成员\t推荐单位\t合作单位\n社区花园营造\t张弛\t建筑大学\t园林街道办事处\n校园书屋\t李沐\t师范大学\t新华书店\n"
    read = reading(f"{HEAD}入选名单\n{rows}")
    assert [award.organisation for award in read.tiers[0].awards] == ["建筑大学", "师范大学"]


@pytest.mark.parametrize("number", ["（{}）", "【{}】", "[{}]", "(1)".replace("1", "{}"), "①"])
def test_a_number_in_any_style_may_be_a_cell_of_its_own(number: str) -> None:
    rows = [("东城小学", "大树的秘密"), ("育才中学", "海边的一天"), ("南山中学", "窗外")]
    numbers = "①②③" if number == "①" else [number.format(n) for n in (1, 2, 3)]
    lines = [f"{n}\t{body}\t《{title}》\n" for n, (body, title) in zip(numbers, rows, strict=True)]
    read = reading(f"{HEAD}获奖名单\n{''.join(lines)}")
    awards = [award for tier in read.tiers for award in tier.awards]
    assert [(award.organisation, award.title) for award in awards] == rows
    assert not any(award.fields or award.check for award in awards)


def test_a_head_in_two_rows_names_the_columns_by_its_lower_one() -> None:
    lower = "赛项\t学校\t选手一\t选手二\t第一指导\t奖级"
    rows = "车削\t红星小学\t王芳\t李明\t张伟\t一等奖\n护理\t育才中学\t刘洋\t陈静\t赵敏\t二等奖\n"
    read = reading(f"{HEAD}获奖名单\n赛项\t学校\t参赛队\t\t指导教师\t奖级\n{lower}\n{rows}")
    result = [(tier.name, award) for tier in read.tiers for award in tier.awards]
    assert [(name, award.organisation) for name, award in result] == [
        ("一等奖", "红星小学"),
        ("二等奖", "育才中学"),
    ]
    fields = dict(result[0][1].fields)
    assert (fields["选手一"], fields["选手二"], fields["第一指导"]) == ("王芳", "李明", "张伟")


def test_a_team_beside_its_school_and_a_title_is_no_unit() -> None:
    rows = "地质学院\t寻矿小分队\t老矿坑调查\t石坚\n外语系\t译路人\t双语路牌\t文清\n护理部\t晨星\t救护进村\t安宁\n"
    read = reading(f"{HEAD}一等奖\n院系（单位）\t团队名称\t成果题目\t指导教师\n{rows}")
    result = [award for tier in read.tiers for award in tier.awards]
    assert [award.organisation for award in result] == ["地质学院", "外语系", "护理部"]
    assert [dict(award.fields)["团队名称"] for award in result] == ["寻矿小分队", "译路人", "晨星"]


def test_a_journal_in_a_column_of_its_own_is_no_title() -> None:
    head = "序号\t成果名称\t成果形式\t作者\t出版/发表单位\t工作单位\n"
    first = "1\t盐商家谱考\t专著\t温文海\t古籍书局2016.4\t江州大学\n2\t论河长责任\t论文\t冉克\t《水法研究》2017年第2期\t江州政法学院\n"
    second = "1\t零工经济调查\t论文\t佟亮\t《江州学刊》2016年第10期\t江州经济学院\n"
    text = f"{HEAD}一等奖（著作1项 论文1项）\n{head}{first}二等奖（论文1项）\n{head}{second}"
    tiers = reading(text).tiers
    assert [(t.name, t.declared, [(a.organisation, a.title) for a in t.awards]) for t in tiers] == [
        ("一等奖", 2, [("江州大学", "盐商家谱考"), ("江州政法学院", "论河长责任")]),
        ("二等奖", 1, [("江州经济学院", "零工经济调查")]),
    ]
    assert ("出版/发表单位", "《水法研究》2017年第2期") in tiers[0].awards[1].fields
