"""Records of several lines with labels: optional ones, unknown ones, counted parts."""

from casebook.book import Award
from notice.test_variants import HEAD, reading


def awards(rows: str) -> list[Award]:
    return [award for tier in reading(f"{HEAD}{rows}").tiers for award in tier.awards]


def test_units_go_on_below_a_label_and_the_labelled_unit_is_awarded() -> None:
    rows = (
        "优质工程名单\n1. 大剧院改造工程\n承建单位：甲市建工有限公司\n参建单位：乙市装饰有限公司\n"
        "          丙市水安建设有限公司\n2. 滨湖社区幼儿园\n承建单位：丁市建工有限公司\n"
        "3. 污水处理厂二期\n承建单位：戊市冶金有限公司\n参建单位：己市市政有限公司\n"
        "4. 区人民法院审判法庭\n承建单位：庚市建设有限公司\n"
    )
    result = awards(rows)
    assert [(award.organisation, award.title) for award in result] == [
        ("甲市建工有限公司", "大剧院改造工程"),
        ("丁市建工有限公司", "滨湖社区幼儿园"),
        ("戊市冶金有限公司", "污水处理厂二期"),
        ("庚市建设有限公司", "区人民法院审判法庭"),
    ]
    assert dict(result[0].fields)["参建单位"] == "乙市装饰有限公司、丙市水安建设有限公司"


def test_a_number_before_a_label_makes_no_second_field_of_it() -> None:
    rows = (
        "典型案例名单\n1、案例名称：健康小屋进万家\n报送单位：甲市人民医院\n"
        "2、案例名称：夜门诊\n报送单位：乙市中医院\n3、案例名称：药事服务\n报送单位：丙县人民医院\n"
    )
    result = awards(rows)
    assert [(award.organisation, award.title) for award in result] == [
        ("甲市人民医院", "健康小屋进万家"),
        ("乙市中医院", "夜门诊"),
        ("丙县人民医院", "药事服务"),
    ]
    assert not any(award.fields or award.check for award in result)


def test_the_numbers_of_the_parts_of_a_field_number_no_entries() -> None:
    rows = (
        "一等奖\n项目编号：J-1-01\n项目名称：清杂提质技术\n主要完成人：1.岑海棠  2.毛春蕾\n"
        "主要完成单位：1.甲大学\n2.乙科学院\n提名单位：甲大学\n\n"
        "项目编号：J-1-02\n项目名称：高产栽培\n主要完成人：1.银勇岸\n主要完成单位：1.丙有限公司\n"
        "提名单位：丁科技局\n\n"
        "项目编号：J-1-03\n项目名称：防褐变工艺\n主要完成人：1.鲁舟明 2.皮里东\n"
        "主要完成单位：1.戊大学 2.己研究所\n提名单位：戊大学\n"
    )
    result = awards(rows)
    assert [award.organisation for award in result] == [
        "甲大学、乙科学院",
        "丙有限公司",
        "戊大学、己研究所",
    ]
    assert dict(result[0].fields)["主要完成人"] == "岑海棠、毛春蕾"


def test_an_unknown_label_at_the_beginning_of_a_line_names_a_field() -> None:
    rows = (
        "金奖\n作品：茶山号子\n选送单位：甲市文化馆\n领唱：王小芳\n\n"
        "作品：渔歌\n选送单位：乙县文化馆\n领唱：李大伟\n\n作品：放牛歌\n选送单位：丙区文化馆\n领唱：赵小红\n"
    )
    assert [dict(award.fields)["领唱"] for award in awards(rows)] == ["王小芳", "李大伟", "赵小红"]


def test_the_year_of_a_document_is_no_number_of_an_entry() -> None:
    rows = (
        "一等奖\n（2020）苏0583民初12345号民事判决书\n昆山市人民法院　承办法官：王小菁\n"
        "（2021）苏0582行初31号行政判决书\n张家港市人民法院　承办法官：李云飞\n"
        "（2020）苏05民终9102号民事判决书\n苏州市中级人民法院　承办法官：赵国平\n"
    )
    assert [award.title for award in awards(rows)] == [
        "（2020）苏0583民初12345号民事判决书", "（2021）苏0582行初31号行政判决书",
        "（2020）苏05民终9102号民事判决书",
    ]  # fmt: skip
