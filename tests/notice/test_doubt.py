"""A reading that is only a guess says so: no wrong award of a strange list is without a check."""

from pathlib import Path

import pytest

from casebook.book import Award
from casebook.intake import notice
from notice.strange_lists import strange
from notice.test_variants import HEAD, doubts, pairs, reading

BATCH = 30


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 180, BATCH))
def test_no_wrong_award_of_a_strange_list_is_without_a_check(start: int, tmp_path: Path) -> None:
    wrong: list[tuple[int, str, Award]] = []
    for seed in range(start, start + BATCH):
        drawn = strange(seed)
        path = tmp_path / "notice.txt"
        path.write_text(drawn.text, "utf-8", newline="\n")
        awards = [award for tier in notice.read(path).tiers for award in tier.awards]
        wrong += [
            (seed, drawn.shape, award)
            for award in awards
            if not award.check and (award.organisation, award.title) not in drawn.right
        ]
    assert wrong == []


@pytest.mark.parametrize(
    "lines",
    [
        "北京市第一医院\t男\t12\n上海市第二医院\t女\t13\n天津市第三医院\t男\t14",
        "1. 青石镇·桃花屯\n2. 红岩镇·三合寨\n3. 白沙镇·下坝村",
        "单位\t名额\n城关镇\t3\n安化街道\t2\n石门乡\t1",
        "1. 2023年7月——南宁市养犬条例：成都市司法局\n2. 2019年1月——昆明市节水条例：南宁市司法局",
    ],
)
def test_a_list_without_evidence_is_proposed_as_a_whole(lines: str) -> None:
    read = reading(f"{HEAD}一等奖\n{lines}\n")
    assert len(doubts(read)) == len(pairs(read))


@pytest.mark.parametrize(
    "line",
    ["2. 上海市第二医院一等奖《乙文》", "2. No.7上海市第二医院《乙文》", "2. 合计《乙文》",
     "2. ｜上海市第二医院《乙文》"],
)  # fmt: skip
def test_only_the_strange_entry_of_a_regular_list_is_doubted(line: str) -> None:
    text = f"{HEAD}典型案例\n1. 北京市第一医院《甲文》\n{line}\n3. 天津市第三医院《丙文》\n"
    awards = [award for tier in reading(text).tiers for award in tier.awards]
    assert [award.number for award in awards if award.check] == [2]


def test_a_table_with_a_clear_head_is_not_doubted() -> None:
    text = "序号\t作品名称\t作者\t选送单位\n1\t归途\t王芳\t五条人工坊\n2\t对岸\t李伟\t北京医院\n"
    assert doubts(reading(f"{HEAD}一等奖\n{text}")) == []


def test_several_bodies_that_sign_below_a_list_are_no_awards() -> None:
    bodies = "青石市文明办\n红岩市志愿者协会\n安化社区\n"
    read = reading(f"关于公布结果的通报\n各单位：\n名单如下：\n\n一、最美组织（3个）\n{bodies}\n"
                   "中共青石市委宣传部\n青石市总工会\n2021年3月4日\n")  # fmt: skip
    assert [name for name, _ in pairs(read)] == bodies.split()


def test_a_body_that_begins_with_a_title_in_its_marks_is_doubted() -> None:
    lines = "特等\n1. 「冻土地区路面技术」-某市第一公路设计院有限公司\n一等\n1. 「钢箱梁监测」-某省交通规划设计院、长安大学\n2. 「隧道智慧照明」-某市交通科研设计院有限公司\n"
    awards = [award for tier in reading(f"{HEAD}{lines}").tiers for award in tier.awards]
    assert awards
    assert [award for award in awards if not award.check and "「" in award.organisation] == []
