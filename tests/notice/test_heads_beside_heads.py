"""A heading that holds entries of its own stands beside the next one, not over it."""

from notice.test_variants import reading

OPENING = (
    "某县人民政府关于表彰优秀教师等的决定\n\n各有关单位：\n经研究，决定予以表彰。名单如下：\n\n"
)


def tiers(lines: str) -> list[tuple[str, int]]:
    return [(tier.name, len(tier.awards)) for tier in reading(OPENING + lines).tiers]


def checks(lines: str, name: str) -> list[str]:
    return [a.check for t in reading(OPENING + lines).tiers if t.name == name for a in t.awards]


TEACHERS = "王芳　　古城中学\n李小明　　第二小学\n张伟　　中心幼儿园\n"
CLASS_TEACHERS = "刘洋　　古城中学\n陈静　　外国语学校\n杨秀英　　第二小学\n"
GROUPS = (
    "男子甲组\n第一名　王芳　第一实验小学\n第二名　李小明　育才小学\n\n"
    "女子甲组\n第一名　刘洋　育才小学\n第二名　陈静　东风小学\n\n"
)


def test_an_honour_with_a_count_is_no_part_of_the_honour_before() -> None:
    lines = f"优秀教师（3人）\n{TEACHERS}\n优秀班主任（3人）\n{CLASS_TEACHERS}"
    assert tiers(lines) == [("优秀教师", 3), ("优秀班主任", 3)]


def test_an_honour_that_ends_in_the_same_word_stands_beside_the_one_before() -> None:
    works = "《红叶》　王芳（北京）\n《白鹭》　李小明（福建）\n"
    more = "《山城》　刘洋（重庆）\n《晨牧》　陈静（内蒙古）\n"
    assert tiers(f"一级收藏作品（2幅）\n{works}优秀作品（2幅）\n{more}") == [
        ("一级收藏作品", 2),
        ("优秀作品", 2),
    ]


def test_groups_keep_their_ranks() -> None:
    assert [name for name, _ in tiers(GROUPS)] == [
        f"{group} {rank}" for group in ("男子甲组", "女子甲组") for rank in ("第一名", "第二名")
    ]


def test_an_honour_for_organisers_below_the_last_group_is_of_all_groups() -> None:
    names = [name for name, _ in tiers(f"{GROUPS}优秀组织奖：育才小学、东风小学\n")]
    assert names[-1] == "优秀组织奖"


def test_another_prize_of_the_last_group_alone_is_in_doubt() -> None:
    lines = f"{GROUPS}最佳棋手奖：王芳　第一实验小学\n"
    assert any("只在最后一组里有" in check for check in checks(lines, "女子甲组 最佳棋手奖"))


def test_a_heading_that_names_those_below_it_is_in_no_tier() -> None:
    lines = (
        "先进集体和先进个人名单\n一、先进集体（2个）\n古城中学\n第二小学\n"
        "二、先进个人（2人）\n王芳\n李小明\n"
    )
    assert tiers(lines) == [("先进集体", 2), ("先进个人", 2)]


def test_a_number_that_goes_on_from_the_heading_of_the_annex_closes_the_prizes_before() -> None:
    works = "1. 北京市第一医院《甲文》\n2. 上海市第二医院《乙文》\n"
    lines = (
        f"一等奖\n{works}二等奖\n{works}二、优秀组织单位\n1. 北京市第一医院\n2. 上海市第二医院\n"
    )
    assert tiers(lines)[-1][0] == "优秀组织单位"


def test_lists_written_alike_are_read_alike() -> None:
    lines = (
        "一等奖：\n1.《古玉出深山》（作者：李耀坤）\n2.《玉魂》（作者：郭引兰）\n"
        "二等奖：\n1.《蓝水谣》（作者：孙孝民）\n2.《蓝田赋》（作者：姚敏之）\n3.《父亲的烟袋》（作者：杨建成）\n"
    )
    awards = [award for tier in reading(OPENING + lines).tiers for award in tier.awards]
    assert [award.title for award in awards] == [
        "古玉出深山",
        "玉魂",
        "蓝水谣",
        "蓝田赋",
        "父亲的烟袋",
    ]


def test_a_region_alone_before_its_score_is_who_was_awarded() -> None:
    lines = "团体总分\n第一名　东江市　　326分\n第二名　西岭市　　298分\n第三名　南浦市　　255分\n"
    awards = [award for tier in reading(OPENING + lines).tiers for award in tier.awards]
    assert [award.organisation for award in awards] == ["东江市", "西岭市", "南浦市"]


def test_the_number_of_persons_behind_a_school_is_no_part_of_its_name() -> None:
    lines = (
        "一、三好学生（5名）\n第一小学（3名）：王一诺、李子轩、张雨桐\n"
        "光明学校（2名）：徐嘉琪、孙博文\n"
    )
    awards = [award for tier in reading(OPENING + lines).tiers for award in tier.awards]
    assert {award.organisation for award in awards} == {"第一小学", "光明学校"}


def test_a_municipality_before_its_districts_is_their_region() -> None:
    lines = (
        "北京市：海山区、密水县\n天津市：东津区、西津区、武清区\n"
        "内蒙古自治区：阿左旗、科区\n广东省：梅江县、博罗县、中川市\n重庆市：大足县、垫江县\n"
    )
    awards = [award for tier in reading(OPENING + lines).tiers for award in tier.awards]
    assert "北京市" not in {award.organisation for award in awards}
    assert {dict(a.fields).get("地区") for a in awards if a.organisation == "海山区"} == {"北京市"}


def test_towns_above_their_villages_are_no_awards() -> None:
    lines = (
        "县级文明村名单\n（共5个）\n\n城关镇\n东关村\n西关村\n石桥村\n\n柳河镇\n大王庄村\n河湾村\n"
    )
    awards = [award for tier in reading(OPENING + lines).tiers for award in tier.awards]
    assert [(award.organisation, dict(award.fields).get("地区")) for award in awards] == [
        ("东关村", "城关镇"),
        ("西关村", "城关镇"),
        ("石桥村", "城关镇"),
        ("大王庄村", "柳河镇"),
        ("河湾村", "柳河镇"),
    ]


def test_the_title_of_an_annex_that_names_the_last_honour_is_in_no_other_tier() -> None:
    letter = "经研究，决定授予古城中学等2个单位“先进集体”称号，授予王芳等2名同志“先进个人”称号。\n\n附件\n"
    lines = (
        "先进集体、先进个人名单\n一、先进集体（2个）\n古城中学\n第二小学\n"
        "二、先进个人（2人）\n王芳\n李小明\n"
    )
    assert [tier.name for tier in reading(letter + lines).tiers if tier.awards] == [
        "先进集体",
        "先进个人",
    ]


def test_an_honour_for_persons_is_no_part_of_the_rank_before() -> None:
    works = "1、第一分公司《降低错台量》\n2、第二分公司《提高合格率》\n"
    names = [name for name, _ in tiers(f"二等奖：\n{works}三等奖：\n{works}优秀推进者：\n韩建军\n")]
    assert names == ["二等奖", "三等奖", "优秀推进者"]
