"""Records with labels and a word without one; bibliographies; a prize said to be vacant beside another."""

from notice.test_variants import HEAD, reading

ROWS = (
    "编号A-102　成果名称：智能抄表　完成人：王建军　单位：清河供水公司\n"
    "编号A-115　成果名称：管网巡检　完成人：李晓明　单位：柳林燃气公司\n"
    "编号A-121　成果名称：余热回收　完成人：张文华　单位：东山热电厂\n"
)


def test_a_number_before_a_labelled_title_is_no_title() -> None:
    read = reading(f"{HEAD}一等奖\n{ROWS}")
    result = [award for tier in read.tiers for award in tier.awards]
    assert [award.title for award in result] == ["智能抄表", "管网巡检", "余热回收"]
    assert "编号A-102" in dict(result[0].fields).values()


def test_the_name_of_a_tier_ends_before_the_prize_that_is_vacant() -> None:
    read = reading(f"{HEAD}一、二等奖（一等奖空缺）\n{ROWS}")
    assert [(tier.name, tier.declared) for tier in read.tiers] == [("二等奖", None)]


def test_what_bibliographies_set_behind_a_title_and_a_rare_surname_make_no_doubt() -> None:
    lines = [
        f"{name}等 {title}[J]. 图书馆学刊,2014,36({n}):2{n}-3{n}. （{body}）"
        for n, (name, title, body) in enumerate(
            [
                ("王建军", "县级馆总分馆制的实践", "清河大学图书馆"),
                ("佴荣", "乡镇流通点的选址研究", "柳林学院图书馆"),
                ("张文华", "少儿阅读空间的分区设计", "东山师范学院"),
            ],
            1,
        )
    ]
    read = reading(f"{HEAD}二等奖\n" + "\n".join(lines) + "\n")
    result = [award for tier in read.tiers for award in tier.awards]
    assert [award.title for award in result][1] == "乡镇流通点的选址研究"
    assert not any(award.check for award in result)
