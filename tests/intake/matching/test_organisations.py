"""Regions: every organisation of the notice, and the names that mislead."""

from collections import Counter
from pathlib import Path

import pytest

from casebook.intake.matching.organisations import ORDER, names, provinces_of, region_of, sort_key

EXPECTED = Path(__file__).parents[2] / "data" / "regions_of_the_notice.tsv"
PREFECTURES = {  # GB/T 2260: 333 prefecture-level units
    "河北省": 11, "山西省": 11, "内蒙古自治区": 12, "辽宁省": 14, "吉林省": 9, "黑龙江省": 13,
    "江苏省": 13, "浙江省": 11, "安徽省": 16, "福建省": 9, "江西省": 11, "山东省": 16, "河南省": 17,
    "湖北省": 13, "湖南省": 14, "广东省": 21, "广西壮族自治区": 14, "海南省": 4, "四川省": 21,
    "贵州省": 9, "云南省": 16, "西藏自治区": 7, "陕西省": 10, "甘肃省": 14, "青海省": 8,
    "宁夏回族自治区": 5, "新疆维吾尔自治区": 14,
}  # fmt: skip
TRAPS = """
海南藏族自治州人民医院 青海省|海南州疾控中心 青海省|海南省人民医院 海南省|海南医科大学 海南省
吉林市中心医院 吉林省|吉林大学中日联谊医院 吉林省|朝阳市中心医院 辽宁省|朝阳区妇幼保健院 -
北京市朝阳区妇幼保健院 北京市|首都医科大学附属北京朝阳医院 北京市|天津市河北区中医院 天津市
河北区中医院 天津市|大连市中心医院 辽宁省|青岛市市立医院 山东省|宁波市第一医院 浙江省
北京大学深圳医院 广东省|北京大学第一医院宁夏妇女儿童医院 宁夏回族自治区|北京大学人民医院 北京市
复旦大学附属中山医院 上海市|复旦大学附属中山医院厦门医院 福建省|中山大学附属第一医院 广东省
中山市人民医院 广东省|中山医院 -|南京路街道社区卫生服务中心 -|北京西路街道社区卫生服务中心 -
新疆生产建设兵团医院 新疆生产建设兵团|兵团第一师医院 新疆生产建设兵团|石河子大学 新疆维吾尔自治区
巴州人民医院 新疆维吾尔自治区|中部战区总医院 湖北省|解放军第九六〇医院 -|国药东风总医院 湖北省
华北油田总医院 河北省|鞍钢总医院 辽宁省|中国医科大学附属第一医院 辽宁省|中国疾控中心 全国
中国医学科学院血液病医院 天津市|中国医学科学院肿瘤医院 北京市|国家卫生健康委人才中心 全国
中国科学院大学附属肿瘤医院（浙江省肿瘤医院） 浙江省|某医院（杭州市某院） 浙江省|西安区医院 -
阿里健康研究院 -|东方医院 -|张家港市卫生健康委 江苏省|某医院 -
"""


@pytest.mark.parametrize(
    ("organisation", "region"),
    [line.split("\t") for line in EXPECTED.read_text("utf-8").splitlines()],
)
def test_every_organisation_of_the_notice_has_its_region(organisation: str, region: str) -> None:
    assert region_of(organisation) == region


def test_the_notice_names_a_hundred_and_forty_organisations() -> None:
    assert len(EXPECTED.read_text("utf-8").splitlines()) == 140


@pytest.mark.parametrize(
    ("organisation", "region"),
    [entry.split() for entry in TRAPS.replace("\n", "|").split("|") if entry],
)
def test_a_misleading_name_finds_its_region_or_none(organisation: str, region: str) -> None:
    assert region_of(organisation) == (None if region == "-" else region)


@pytest.mark.parametrize("organisation", ["", " ", "《", "（", "（）", "党委"])
def test_a_name_that_says_nothing_has_no_region(organisation: str) -> None:
    assert region_of(organisation) is None


def test_regions_stand_in_the_order_of_the_national_standard() -> None:
    assert ORDER[0] == "全国"
    assert ORDER[1:4] == ("北京市", "天津市", "河北省")
    assert ORDER[-5:-3] == ("新疆维吾尔自治区", "新疆生产建设兵团")
    assert ORDER[-3:] == ("台湾省", "香港特别行政区", "澳门特别行政区")
    assert len(ORDER) == 1 + 31 + 1 + 3
    assert sorted(["澳门特别行政区", "某地", "北京市", "全国"], key=sort_key) == [
        "全国", "北京市", "澳门特别行政区", "某地",
    ]  # fmt: skip


def test_the_table_holds_every_prefecture_of_the_mainland_once() -> None:
    rows = names()
    assert Counter(n.region for n in rows if n.kind == "prefecture") == PREFECTURES
    assert sum(PREFECTURES.values()) == 333
    assert max(Counter(n.text for n in rows).values()) == 1


def test_every_row_of_the_table_says_why_it_is_there() -> None:
    assert {n.kind for n in names()} == {"province", "prefecture", "county", "alias"}
    assert all(n.reason and n.region in ORDER for n in names())


def test_a_province_at_the_start_is_known_in_both_forms() -> None:
    assert provinces_of("江苏省苏州市立医院") == ("江苏省", "江苏")
    assert provinces_of("苏州大学附属儿童医院") == ()
