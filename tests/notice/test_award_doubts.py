"""An award bears no check only where its tier and its fields speak for it."""

import pytest

from notice.test_variants import HEAD, reading


def unmarked(lines: str) -> list[str]:
    awards = [award for tier in reading(HEAD + lines).tiers for award in tier.awards]
    return [award.organisation for award in awards if not award.check]


ENTRIES = "1. 北京市第一医院《甲文》\n2. 上海市第二医院《乙文》\n"


@pytest.mark.parametrize("heading", ["一等奖", "论文类", "【春节】"])
def test_a_tier_named_by_words_or_dress_is_sure(heading: str) -> None:
    assert len(unmarked(f"{heading}\n{ENTRIES}")) == 2


@pytest.mark.parametrize("among", ["南昌市（4处）", "先进乡镇", "南昌市"])
def test_what_stands_among_entries_like_a_heading_doubts_them_all(among: str) -> None:
    lines = f"先进单位\n湾里区义坪村\n进贤县爱国村\n{among}\n南昌县三洞村\n安义县社坑村\n"
    assert among not in unmarked(lines)


@pytest.mark.parametrize(
    "title", ["春天的故事-王芳", "春天的故事5", "春天的故事……", "春天的故事*", "『春天的故事』～"]
)
def test_a_title_without_marks_that_holds_more_is_doubted(title: str) -> None:
    lines = f"1. 北京市第一医院：{title}\n2. 上海市第二医院：爱与守护的力量\n3. 天津市第三医院：在路上的歌\n"
    assert "北京市第一医院" not in unmarked(f"一等奖\n{lines}")


def test_a_title_that_holds_who_sent_it_in_is_doubted() -> None:
    lines = "1. 吕河市检察院：刘某侵占立案监督案（省检察院研究室供稿）\n2. 上海市检察院：王某盗窃立案监督案\n"
    assert "吕河市检察院" not in unmarked(f"精品案例\n{lines}")


def test_a_group_without_a_name_beside_named_ones_is_doubted() -> None:
    lines = "第九幼儿园　莲龙幼儿园\n小学\n滨北小学　杏滨小学\n中学\n莲花中学　禾山中学\n"
    text = f"2010年厦门市绿色学校名单\n{lines}"
    awards = [a for tier in reading(text).tiers for a in tier.awards if "幼儿园" in a.organisation]
    assert all(award.check for award in awards)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一等奖：1-甲市医院、2-乙市医院、3-丙市医院。\n", "1-甲市医院"),
        ("一等奖\n泥哇呜合奏 / 掌政小学 - 《泥哇呜合奏》\n合唱 / 银川中学 - 《天路之歌》\n", "/"),
    ],
)
def test_a_number_or_a_mark_left_in_a_name_is_doubted(text: str, words: str) -> None:
    awards = [award for tier in reading(HEAD + text).tiers for award in tier.awards]
    assert awards
    assert all(award.check for award in awards if words in award.organisation)


def test_a_title_in_other_brackets_left_in_a_unit_is_doubted() -> None:
    rows = "1. 日照钢铁公司『煤气回收利用』\n2. 莒县啤酒公司『沼气热电联产』\n3. 新世纪购物中心『空调变频改造』\n"
    awards = [a for tier in reading(f"{HEAD}节能奖\n{rows}").tiers for a in tier.awards]
    assert all(award.check for award in awards if "『" in award.organisation)


def test_bodies_that_share_the_last_line_as_no_others_do_may_sign_the_notice() -> None:
    rows = "新华路小学\n蓝天幼儿园\n区青少年活动中心\n区消防救援大队　区教育局\n"
    awards = [a for tier in reading(f"{HEAD}优秀组织单位\n{rows}").tiers for a in tier.awards]
    assert all(
        award.check for award in awards if award.organisation in ("区消防救援大队", "区教育局")
    )


def test_classes_written_in_short_are_who_was_awarded() -> None:
    rows = "一等奖：一（7）、一（2）、一（6）\n二等奖：一（11）、二（15）、初三（4）\n三等奖：高一（3）、三（7）\n"
    awards = [a for tier in reading(HEAD + rows).tiers for a in tier.awards]
    classes = "一（7） 一（2） 一（6） 一（11） 二（15） 初三（4） 高一（3） 三（7）".split()
    assert [a.organisation for a in awards] == classes


def test_tiers_of_one_name_are_doubted() -> None:
    lists = "个人奖\n名次\t姓名\t单位\n一等奖\t王芳\t甲市医院\n二等奖\t李明\t乙市医院\n"
    teams = "团体奖\n奖项\t获奖单位\n一等奖\t丙市医院\n二等奖\t丁市医院\n"
    tiers = reading(HEAD + lists + teams).tiers
    names = [tier.name for tier in tiers]
    doubted = [a for tier in tiers if names.count(tier.name) > 1 for a in tier.awards]
    assert all(award.check for award in doubted)


def test_who_sent_the_text_in_was_not_awarded() -> None:
    rows = "优秀组织奖：\n师范附属小学、临河县教育局、金色摇篮幼儿园\n水利局办公室供稿\n"
    awards = [a for tier in reading(HEAD + rows).tiers for a in tier.awards]
    assert all(award.check for award in awards if "水利局" in award.organisation)


def test_persons_parted_by_two_marks_are_doubted() -> None:
    lines = "刘德春、袁成，朱婉婷、汪舒，《网络文化》\n叶庆，王思源、杨晖，《人物与旅游》\n"
    assert not unmarked(f"二等奖\n{lines}")
