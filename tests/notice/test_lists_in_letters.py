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
