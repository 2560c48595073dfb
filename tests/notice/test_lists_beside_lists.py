"""Lists of several kinds below each other: each is read by the template that explains it."""

import pytest

from notice.test_variants import HEAD, reading

Awards = list[tuple[str, str | None]]


def awards(text: str) -> dict[str, Awards]:
    """Return unit and title of each award by the name of its tier."""
    read = reading(HEAD + text)
    return {
        tier.name: [(award.organisation, award.title) for award in tier.awards]
        for tier in read.tiers
    }


def test_a_short_list_is_read_as_the_one_below_it() -> None:
    read = awards(
        "一、剧目大奖\n《大河铁桥》　豫东剧院\n《老牛湾》　桑干市晋剧院\n"
        "二、优秀剧目奖\n《枣花嫂子》　枣河县柳琴剧团\n《粮仓记》　省话剧院\n《小镇邮差》　鹿原市歌舞剧院\n"
        "三、优秀组织奖\n桑干市文化和旅游局\n枣河县委宣传部\n"
    )
    assert read["剧目大奖"] == [("豫东剧院", "大河铁桥"), ("桑干市晋剧院", "老牛湾")]
    assert read["优秀组织奖"] == [("桑干市文化和旅游局", None), ("枣河县委宣传部", None)]


def test_a_work_in_brackets_behind_its_maker_is_the_title() -> None:
    read = awards("优秀编剧奖\n萧昊（《大河铁桥》）\n熊梦萍、汪立成（《老牛湾》）\n")
    assert read == {"优秀编剧奖": [("萧昊", "大河铁桥"), ("熊梦萍、汪立成", "老牛湾")]}


@pytest.mark.parametrize("link", ["", "的"])
def test_a_quotation_behind_a_unit_is_the_title(link: str) -> None:
    rows = [
        ("省博物院", "丝路花雨——文物特展"),
        ("天水关市博物馆", "秦人西垂"),
        ("彩陶之乡纪念馆", "彩陶"),
    ]
    lines = "\n".join(f"{n}.{unit}{link}“{title}”" for n, (unit, title) in enumerate(rows, 1))
    assert awards(f"精品奖\n{lines}\n") == {"精品奖": rows}


def test_a_quotation_within_a_title_is_part_of_it() -> None:
    rows = "1. “双减”之后的校园\t北京小学\n2. 走进“书香”社区\t上海小学\n3. 我与“小书虫”\t天津小学\n"
    assert awards(f"一等奖\n{rows}")["一等奖"][1] == ("上海小学", "走进“书香”社区")


def test_records_far_apart_on_a_line_are_two() -> None:
    lines = (
        "水的旅行（黄桥幼儿园）          纸盒机器人（蓝缨幼儿园）\n"
        "数字钓鱼（北桥幼儿园）          小小快递站（童心幼儿园）\n"
        "彩虹隧道（渭塘幼儿园）          轮胎秋千（太平幼儿园）\n"
    )
    read = awards(f"一等奖\n{lines}二等奖\n{lines.replace('的', '上')}")
    assert [len(tier) for tier in read.values()] == [6, 6]
    assert read["一等奖"][1] == ("蓝缨幼儿园", "纸盒机器人")


def test_two_units_with_a_comma_between_are_two_awards() -> None:
    read = awards("优秀组织奖\n县司法局普法股、下溪镇人民政府\n")
    assert read == {"优秀组织奖": [("县司法局普法股", None), ("下溪镇人民政府", None)]}


def test_a_cell_that_begins_with_a_title_is_one_title() -> None:
    rows = "序号\t题目\t单位\n1\t《六书故》引文考\t文学院\n2\t边塞诗里的月亮\t历史学院\n"
    assert awards(f"一等奖\n{rows}")["一等奖"][0] == ("文学院", "《六书故》引文考")


def test_a_count_behind_the_last_name_of_a_sentence_is_no_part_of_it() -> None:
    text = "授予甲乡老刘家庭农场、乙乡章山家庭农场等2个家庭农场“十佳家庭农场”称号。\n"
    read = reading(HEAD.replace("经评选，现将结果予以公布。\n", text))
    units = [award.organisation for tier in read.tiers for award in tier.awards]
    assert units == ["甲乡老刘家庭农场", "乙乡章山家庭农场"]


def test_lines_headed_by_a_region_are_not_joined() -> None:
    rows = "海门市：中华村农家书屋、颐生村农家书屋\n启水市：渔港社区农家书屋、黄海村农家书屋\n"
    read = reading(f"{HEAD}示范农家书屋（4家）\n{rows}")
    spans = [award.lines for tier in read.tiers for award in tier.awards]
    assert len(spans) == 4
    assert all(lines and lines[0] == lines[1] for lines in spans)


def test_names_behind_a_comma_are_proposed_in_either_script() -> None:
    text = "獲得“勞動模範”榮譽稱號的有,甲鐵礦公路管理員郭銘毅、乙鋼廠作業長卓筠。\n"
    read = reading(HEAD.replace("经评选，现将结果予以公布。\n", text))
    awards = [award for tier in read.tiers for award in tier.awards]
    assert any("郭銘毅" in award.organisation for award in awards)
    assert all(award.check for award in awards)


def test_a_list_borne_out_by_several_signs_is_not_doubted() -> None:
    rows = "1. 外卖小哥的劳动合同｜县人社局\n2. 邻居家的空调外机｜县人民法院\n3. 流浪狗引发的官司｜城东街道司法所\n"
    read = reading(f"{HEAD}一等奖（3个）\n{rows}")
    assert [award.check for tier in read.tiers for award in tier.awards] == ["", "", ""]
    fewer = reading(f"{HEAD}一等奖（4个）\n{rows}")
    assert all(award.check for tier in fewer.tiers for award in tier.awards)


def test_the_label_of_an_annex_is_no_part_of_a_prize() -> None:
    rows = "一等奖\n1\t东城小学\t《甲的故事》\n2\t西城小学\t《乙的故事》\n"
    read = reading(
        f"关于公布优秀论文的通知\n附件：优秀论文名单\n2023年6月9日\n优秀论文名单\n{rows}"
    )
    assert not any("附" in tier.name for tier in read.tiers)


def test_two_bodies_before_the_colon_of_a_title_made_it_together() -> None:
    read = reading(
        "2024年全省改善就医感受典型案例名单\n医防融合类\n"
        "云岭县疾病预防控制中心、云岭县第一人民医院：构建三师共管慢病管理新模式\n"
        "官渡湖社区卫生服务中心：社区糖尿病前期人群精准干预\n"
        "便民服务类\n省第二人民医院：一站式入院服务中心建设实践\n云岭市中医医院：血液净化夜间门诊\n"
    )
    first = read.tiers[0].awards[0]
    assert first.organisation == "云岭县疾病预防控制中心、云岭县第一人民医院"
    assert not any(award.check for tier in read.tiers for award in tier.awards)


def test_a_rare_name_is_a_person_where_the_other_lists_show_persons() -> None:
    known = "玉树县医院\t王建国\n治多县小学\t李秀英\n囊谦县中学\t张文华\n称多县林场\t刘志强\n曲麻莱县工会\t陈海燕\n"
    read = reading(f"{HEAD}一等奖\n杂多县总工会\t楚云\n杂多县医院\t王秀兰\n二等奖\n{known}")
    assert [dict(award.fields)["姓名"] for award in read.tiers[0].awards] == ["楚云", "王秀兰"]
    assert not any(award.check for tier in read.tiers for award in tier.awards)


@pytest.mark.parametrize(("heading", "doubted"), [("先进个人（6名）", False), ("先进个人", True)])
def test_persons_and_their_units_stand_twice_on_a_line(heading: str, doubted: bool) -> None:
    pairs = [("王芳", "市气象台"), ("李小明", "县气象局"), ("张伟", "市水利局")]
    others = [("刘洋", "省水文站"), ("陈静", "市应急管理局"), ("赵敏", "县水务局")]
    lines = "\n".join(f"{a}\t{b}\t{c}\t{d}" for (a, b), (c, d) in zip(pairs, others, strict=True))
    given = [
        award for tier in reading(f"{HEAD}{heading}\n{lines}\n").tiers for award in tier.awards
    ]
    assert [(dict(a.fields)["姓名"], a.organisation) for a in given] == [*pairs, *others]
    assert all(bool(award.check) == doubted for award in given)


def test_a_partner_is_not_the_unit_that_is_awarded() -> None:
    lines = "\n".join(
        f"{n}. {title}（推荐单位：{unit}，合作单位：上海大学）"
        for n, (title, unit) in enumerate(
            (("甲案例的探索", "北京市教育局"), ("乙案例的实践", "天津市教育局")), 1
        )
    )
    assert "上海大学" not in {unit for unit, _ in awards(f"典型案例\n{lines}\n")["典型案例"]}


def test_a_title_stands_above_its_unit_and_persons_parted_by_a_tab() -> None:
    lines = "(1)接触网融冰控制\n雁石车辆段\t袁世思 周柏\n(2)道岔防潮盒\n临岳工务段\t薛珍\n"
    read = awards(f"一等奖\n{lines}")
    assert read == {"一等奖": [("雁石车辆段", "接触网融冰控制"), ("临岳工务段", "道岔防潮盒")]}


def test_a_team_with_a_name_of_its_own_is_a_body() -> None:
    lines = (
        "朝阳小学“铁蚂蚁”队（参赛选手：王芳、李小明；指导教师：张伟）\n"
        "城关小学“小青蛙”队（参赛选手：刘洋、陈静；指导教师：赵敏）\n"
    )
    assert awards(f"冠军\n{lines}")["冠军"] == [
        ("朝阳小学“铁蚂蚁”队", None), ("城关小学“小青蛙”队", None)
    ]  # fmt: skip


def test_a_grade_says_in_brackets_whom_it_is_for() -> None:
    lines = (
        "一级荣誉证书（从事工作三十年以上）\n王芳\t李小明\n二级荣誉证书（从事工作十年以上）\n"
        "张伟\t刘洋\n陈静\t赵敏\n"
    )
    assert {name: len(tier) for name, tier in awards(lines).items()} == {
        "一级荣誉证书（从事工作三十年以上）": 2, "二级荣誉证书（从事工作十年以上）": 4
    }  # fmt: skip
