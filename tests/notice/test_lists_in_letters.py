"""A list that stands in the letter itself: each entry an award, under its event, not the signature."""

import pytest

from notice.test_variants import reading

LETTER = "关于公布评选结果的通报\n\n各有关单位：\n现将结果公布如下。\n\n"
SIGNED = "\n卫生健康学会\n2024年3月5日\n"


def awards(lines: str) -> list[tuple[str, str, str | None]]:
    result = reading(LETTER + lines + SIGNED).tiers
    return [
        (tier.name, award.organisation, award.title) for tier in result for award in tier.awards
    ]


def test_rows_in_columns_above_a_date_are_no_signature() -> None:
    lines = "一等奖\n糖友怎么吃    陆思源    北京市第一医院\n二等奖\n留观的道理    李小明    上海市第二医院\n"
    notice = reading(LETTER + lines + SIGNED)
    assert not {"糖友怎么吃    陆思源    北京市第一医院", "二等奖"} & set(notice.signature)
    assert [tier.name for tier in notice.tiers] == ["一等奖", "二等奖"]


def test_events_above_ranks_name_the_tiers() -> None:
    ranks = "第一名：{}市公安局\n第二名：{}市教育局、{}市税务局（并列）\n"
    lines = f"一、篮球比赛\n{ranks}二、拔河比赛\n{ranks}".replace("{}", "北京")
    assert awards(lines) == [
        (f"{event} {rank}", f"北京市{body}", None)
        for event in ("篮球比赛", "拔河比赛")
        for rank, body in (("第一名", "公安局"), ("第二名", "教育局"), ("第二名", "税务局"))
    ]


@pytest.mark.parametrize(
    ("count", "people"), [(3, ["王芳", "李小明", "张伟"]), (2, ["王芳、李小明", "张伟"])]
)
def test_people_are_awards_of_their_own_where_the_heading_counts_them(
    count: int, people: list[str]
) -> None:
    lines = f"先进个人（{count}名）\n北京市第一医院：王芳、李小明\n上海市第二医院：张伟\n"
    result = [
        dict(a.fields)["姓名"]
        for tier in reading(LETTER + lines + SIGNED).tiers
        for a in tier.awards
    ]
    assert result == people


def test_a_bullet_begins_an_entry_and_is_no_part_of_a_title() -> None:
    lines = "优秀奖\n◆ 盐运千年——运城博物馆\n◆ 铸铜与铁器——侯马博物馆、晋城博物馆\n◆ 剪纸艺术展——吕梁博物馆\n"
    result = awards(lines)
    assert len(result) == 3
    assert "◆" not in "".join(f"{unit}{title}" for _, unit, title in result)


def test_a_table_of_figures_holds_no_award() -> None:
    notice = reading(f"{LETTER}雁塔区\t12\t25\t40\n碑林区\t10\t22\t31\n{SIGNED}")
    assert not any(tier.awards for tier in notice.tiers)


def test_many_units_above_the_blank_line_over_the_signer_do_not_sign() -> None:
    units = [f"{city}第一医院" for city in ("北京市", "上海市", "天津市", "重庆市", "南京市")]
    notice = reading(LETTER + "\n".join(units) + "\n" + SIGNED)
    assert not set(units) & set(notice.signature)


def test_places_with_a_colon_above_their_people_are_no_letter() -> None:
    groups = {
        "州直": "扎西顿（藏医药浴）",
        "江达县": "次旺（铜像锻造）",
        "芒康县": "多吉（弦子舞）",
    }
    lines = "".join(f"{place}：\n{person}\n" for place, person in groups.items())
    notice = reading(f"第五批传承人名单\n（共3名）\n\n{lines}")
    assert not notice.letter.salutation
    messages = "".join(a.organisation for tier in notice.tiers for a in tier.awards)
    messages += "".join(a.title or "" for tier in notice.tiers for a in tier.awards)
    assert all(person[:2] in messages for person in groups.values())


PIECES = {
    "name（unit）": (
        "陈叶（海南大学） 林海（广西大学） 谢江（华南农业大学） 吉佳（海南师范大学） 罗杰（福建农林大学） 高玲（琼台师范学院）",
        ("广西大学", None, "林海"),
    ),
    "unit（name）": (
        "海南大学（陈叶） 广西大学（林海） 华南农业大学（谢江） 海南师范大学（吉佳） 福建农林大学（罗杰） 琼台师范学院（高玲）",
        ("广西大学", None, "林海"),
    ),
    "《title》（author）": (
        "《胶林春早》（陈叶） 《割胶记》（林海） 《雨林来信》（谢江） 《热带日记》（吉佳） 《椰风》（罗杰） 《海边》（高玲）",
        ("林海", "割胶记", ""),
    ),
    "unit《title》": (
        "海南大学《胶林春早》 广西大学《割胶记》 华南农业大学《雨林来信》 海南师范大学《热带日记》 福建农林大学《椰风》 琼台师范学院《海边》",
        ("广西大学", "割胶记", ""),
    ),
}


@pytest.mark.parametrize("shape", PIECES)
@pytest.mark.parametrize("mark", ["，", "；", "、"])
@pytest.mark.parametrize("way", ["on its line", "over two lines", "below"])
def test_a_run_behind_an_honour_and_a_colon_is_an_award_each(
    shape: str, mark: str, way: str
) -> None:
    pieces, second = PIECES[shape]
    heads = ("优秀审稿专家", "优秀青年作者")
    lines = ""
    for head, run in zip(heads, (pieces.split()[:3], pieces.split()[3:]), strict=True):
        text = f"{head}：{mark.join(run)}。"
        cut = {"on its line": len(text), "over two lines": len(text) * 2 // 3}.get(way, 7)
        lines += f"{text[:cut]}\n{text[cut:]}\n"
    tiers = reading(LETTER + lines + SIGNED).tiers
    assert [(tier.name, len(tier.awards)) for tier in tiers] == [(head, 3) for head in heads]
    award = tiers[0].awards[1]
    assert (award.organisation, award.title, dict(award.fields).get("姓名", "")) == second


def test_a_sentence_behind_a_list_and_one_with_a_colon_are_no_award() -> None:
    lines = "一等奖：北京市第一医院、上海市第二医院\n希望受表彰的单位再接再厉，再创佳绩。\n"
    assert [unit for _, unit, _ in awards(lines)] == ["北京市第一医院", "上海市第二医院"]


def test_labels_of_fields_behind_praise_are_no_tiers() -> None:
    lines = (
        "优秀作品\n1.《割胶记》\n作者：林海（广西大学）\n2.《椰风》\n作者：罗杰（福建农林大学）\n"
    )
    assert {tier for tier, _, _ in awards(lines)} == {"优秀作品"}


def test_ranks_of_a_group_on_one_line_are_tiers_of_that_group() -> None:
    lines = "甲组：第一名北京市公安局；第二名北京市教育局。\n乙组：第一名北京市税务局；第二名北京市公安局。\n"
    assert awards(lines) == [
        ("甲组 第一名", "北京市公安局", None),
        ("甲组 第二名", "北京市教育局", None),
        ("乙组 第一名", "北京市税务局", None),
        ("乙组 第二名", "北京市公安局", None),
    ]


@pytest.mark.parametrize("date", ["2024年3月", "2024年3月5日"])
def test_a_signer_and_the_date_on_one_line_are_the_signature(date: str) -> None:
    lines = "一等奖\n北京市第一医院：糖友怎么吃\n上海市第二医院：留观的道理\n"
    notice = reading(f"关于公布评选结果的通报\n\n{lines}卫生健康学会　{date}\n")
    assert notice.signature == (f"卫生健康学会　{date}",)
    assert len(notice.tiers[0].awards) == 2


@pytest.mark.parametrize(
    "total", ["（以上共2个单位）", "以上共2家。", "（以上共2个，其中医院2个）"]
)
def test_a_total_below_a_list_is_a_remark(total: str) -> None:
    lines = f"先进集体（2个）\n北京市第一医院\n上海市第二医院\n{total}\n先进个人（1名）\n王芳（北京市第一医院）\n"
    notice = reading(LETTER + lines + SIGNED)
    assert notice.remarks == (total,)
    assert [len(tier.awards) for tier in notice.tiers] == [2, 1]
