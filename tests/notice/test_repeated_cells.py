"""Words of a column that stand once more before the unit beside it, and what is part of a name."""

from casebook.book import Award
from notice.test_variants import HEAD, reading


def awards(head: str, *rows: str) -> list[Award]:
    read = reading(f"{HEAD}先进名单\n{head}\n" + "\n".join(rows) + "\n")
    return [award for tier in read.tiers for award in tier.awards]


def test_the_system_before_each_unit_stays_and_is_asked_about() -> None:
    result = awards(
        "所属系统\t集体名称\t负责人",
        "水利系统\t水利系统清河水库管理处\t王建军",
        "水利系统\t水利系统柳林灌区管理站\t李晓明",
        "电力系统\t电力系统东山供电所\t张文华",
    )
    assert result[0].organisation == "水利系统清河水库管理处"
    assert all("另有一栏" in award.check for award in result)
    systems = [dict(award.fields)["所属系统"] for award in result]
    assert systems == ["水利系统", "水利系统", "电力系统"]


def test_the_kind_before_each_title_stays_and_is_asked_about() -> None:
    result = awards(
        "矿种\t项目名称\t承担单位",
        "金\t金山西北深部普查\t鲁东地质勘查院",
        "锂\t锂辉石矿新脉\t川西地质调查院",
        "磷\t磷矿整装勘查\t冶金地质局中南局",
    )
    assert [award.title for award in result] == ["金山西北深部普查", "锂辉石矿新脉", "磷矿整装勘查"]
    assert all("另有一栏" in award.check for award in result)


def test_a_region_before_a_unit_is_part_of_its_name() -> None:
    rows = ("石家庄市\t石家庄市图书馆", "保定市\t保定市博物馆", "唐山市\t唐山市文化馆")
    result = awards("地区\t单位名称", *rows)
    assert [award.organisation for award in result] == [row.split("\t")[1] for row in rows]


def test_words_before_one_unit_alone_are_part_of_its_name() -> None:
    result = awards(
        "类别\t单位名称\t案例名称",
        "社区治理\t社区治理促进中心\t邻里议事",
        "乡村旅游\t青山村合作社\t梯田里的民宿",
        "电商物流\t柳林镇供销社\t客货邮进村",
    )
    assert result[0].organisation == "社区治理促进中心"
    assert not any("另有一栏" in award.check for award in result)


def test_a_count_above_a_table_leaves_its_head_the_head() -> None:
    read = reading(
        "关于命名全市学雷锋岗的决定\n（共3个）\n所属战线\t集体名称\t负责人\n"
        "城东\t水库管理处\t王建军\n城西\t灌区管理站\t李晓明\n城南\t东山供电所\t张文华\n"
    )
    units = [award.organisation for tier in read.tiers for award in tier.awards]
    assert units == ["水库管理处", "灌区管理站", "东山供电所"]
    assert [tier.declared for tier in read.tiers] == [3]
