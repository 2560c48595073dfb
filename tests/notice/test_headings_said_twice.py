"""The heading of a tier may be said twice, or with the money: its name is the prize alone."""

import pytest

from notice.test_variants import HEAD, reading


@pytest.mark.parametrize(
    "heading", ["最佳短片 Best Short", "最佳短片　Best Short Award", "【最佳短片】每部奖励2000元"]
)
def test_what_follows_the_name_of_a_prize_is_no_entry(heading: str) -> None:
    read = reading(f"{HEAD}获奖名单\n{heading}\n1. 北京电视台《修表匠》\n2. 上海电视台《大河》\n")
    assert [tier.name for tier in read.tiers] == ["最佳短片"]
    assert [a.title for tier in read.tiers for a in tier.awards] == ["修表匠", "大河"]


def test_a_pupil_behind_the_class_is_no_heading() -> None:
    read = reading(
        f"{HEAD}三好学生名单\n三好学生\n一（1）班：王芳\n一（2）班：李小明\n二（1）班：方向\n"
    )
    assert [len(tier.awards) for tier in read.tiers] == [3]
