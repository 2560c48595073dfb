"""An award that its neighbours, or the count of its tier, make doubtful bears a check."""

from notice.test_variants import HEAD, reading

UNITS = "1. 北京市第一医院\n2. 上海市第二医院\n3. 天津市第三医院\n"


def checks(lines: str) -> list[tuple[str, bool]]:
    awards = [award for tier in reading(HEAD + lines).tiers for award in tier.awards]
    return [(award.organisation, bool(award.check)) for award in awards]


def test_a_list_as_long_as_declared_bears_no_mark() -> None:
    assert not any(check for _, check in checks(f"文明单位（3个）\n{UNITS}"))


def test_a_list_longer_than_declared_is_doubted() -> None:
    assert all(check for _, check in checks(f"文明单位（2个）\n{UNITS}"))


def test_a_list_cut_short_by_many_is_only_told() -> None:
    assert not any(check for _, check in checks(f"文明单位（30个）\n{UNITS}"))


def test_lists_that_do_not_add_up_to_the_total_of_their_annex_are_doubted() -> None:
    head = "春晖杯获奖作品名单（共3个）\n"
    lines = "一等奖\n1. 北京市第一医院《甲文》\n2. 上海市第二医院《乙文》\n"
    awards = [award for tier in reading(HEAD + head + lines).tiers for award in tier.awards]
    assert [bool(award.check) for award in awards] == [True, True]


def test_an_award_that_stands_twice_is_doubted_the_second_time() -> None:
    result = checks("文明单位\n北京市第一医院\n上海市第二医院\n上海市第二医院\n天津市第三医院\n")
    assert [check for _, check in result] == [False, False, True, False]


def test_a_number_used_twice_is_doubted_both_times() -> None:
    more = "4. 南京市第五医院\n5. 杭州市第六医院\n6. 苏州市第七医院\n"
    result = checks(f"文明单位\n{UNITS}3. 重庆市第四医院\n{more}")
    assert [check for _, check in result] == [False, False, True, True, False, False, False]


def test_an_award_above_the_rest_of_a_line_is_doubted_with_its_list() -> None:
    lines = (
        "•北京市第一医院：走进春天\n•上海市第二医院：海的\n声音在心里\n•天津市第三医院：山的故事\n"
    )
    assert all(check for _, check in checks(f"一等奖\n{lines}"))


def test_sums_by_genre_are_compared_with_what_is_read() -> None:
    lines = (
        "一、案例类（5篇）\n一等奖\n1. 天津市第三医院《丙文》\n2. 南京市第五医院《戊文》\n"
        "3. 杭州市第六医院《己文》\n4. 苏州市第七医院《庚文》\n5. 成都市第八医院《辛文》\n"
        "二、论文类（3篇）\n一等奖\n1. 北京市第一医院《甲文》\n2. 上海市第二医院《乙文》\n"
    )
    read = reading(HEAD + lines)
    awards = [bool(award.check) for tier in read.tiers for award in tier.awards]
    assert awards == [False] * 5 + [True, True]
    messages = [erratum.message.zh for erratum in read.errata if erratum.rule == "count-differs"]
    assert len(messages) == 1
    assert "论文类" in messages[0]


def test_records_of_several_lines_with_a_line_left_over_are_doubted() -> None:
    lines = "《春天的路》\n作者：王芳　单位：北京市第一中学\n《夏天的河》\n《冬天的雪》\n作者：李明　单位：上海市第二中学\n《秋天的山》\n作者：张伟　单位：天津市第三中学\n"
    assert all(check for _, check in checks(f"一等奖\n{lines}"))


def test_awards_of_a_table_pasted_cell_by_cell_are_doubted_where_a_cell_is_missing_or_too_many() -> (
    None
):
    lines = "姓名\n单位\n奖项\n王芳\n北京市第一医院\n一等奖\n李明\n上海市第二医院\n一等奖\n张伟\n天津市第三医院\n二等奖\n"
    assert not any(check for _, check in checks(lines))
    assert all(check for _, check in checks(lines.replace("上海市第二医院\n", "")))
    assert all(check for _, check in checks(lines.replace("李明\n", "李明\n男\n")))


RANKS = "一等奖（1个）\n1. 北京市第一医院《甲文在这里》\n二等奖（1个）\n1. 上海市第二医院《乙文在那里》\n"


def test_the_one_annex_whose_list_is_divided_into_ranks_is_no_empty_tier() -> None:
    letter = "关于公布评选结果的通报\n各单位：\n现予公布。\n附件：全省社区养老服务优秀案例名单\n协会\n2024年8月12日\n"
    notice = reading(f"{letter}附件\n全省社区养老服务优秀案例名单\n{RANKS}")
    assert [len(tier.awards) for tier in notice.tiers] == [1, 1]
    assert "empty-tier" not in {erratum.rule for erratum in notice.errata}
