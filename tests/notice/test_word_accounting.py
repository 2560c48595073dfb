"""Every word of a line read as an entry stands in an award of that line, or the line is unread."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casebook.intake.notice import Notice
from casebook.intake.notice.notice_lines import Use
from measure_notices import Score, half_read
from notice.strange_lists import strange
from notice.test_nothing_lost import mutated
from notice.test_variants import HEAD, reading


def words_lost(read: Notice) -> list[str]:
    score = Score("")
    list(half_read(score, read))
    return score.faults


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_no_word_of_an_odd_list_is_lost(seed: int, data: st.DataObject) -> None:
    lines = strange(seed).text.split("\n")
    at = data.draw(st.integers(12, len(lines)))
    put = data.draw(
        st.sampled_from(["序号\t名称\t备考", "某某\t\t另记", "此处有误", "又：补录一家", ""])
    )
    assert not words_lost(reading("\n".join([*lines[:at], put, *lines[at:]])))


@settings(max_examples=40, deadline=None)
@example("这是一篇散文。\n0\t0\n写得很好，没有名单。\n")
@given(mutated())
def test_no_word_of_a_mutilated_notice_is_lost(text: str) -> None:
    assert not words_lost(reading(text))


def test_a_word_of_no_field_is_kept_in_the_remarks_and_the_award_is_proposed() -> None:
    rows = "1\t北京市第一医院\t甲文\n2\t上海市第二医院\t乙文\n待\t天津市第三医院\t丙文\n"
    read = reading(f"{HEAD}一等奖\n序号\t单位\t题目\n{rows}")
    awards = {award.organisation: award for tier in read.tiers for award in tier.awards}
    held = "".join(value for _, value in awards["天津市第三医院"].fields)
    assert "待" in held
    assert awards["天津市第三医院"].check


def test_a_line_read_as_an_entry_without_an_award_is_unread() -> None:
    read = reading(
        f"{HEAD}一等奖\n1. 北京市第一医院《甲文》\n2. 上海市第二医院《乙文》\n见背面附页\n"
    )
    spanned = {
        at for tier in read.tiers for award in tier.awards if award.lines
        for at in range(award.lines[0], award.lines[1] + 1)
    }  # fmt: skip
    entered = {line.number for line in read.lines if line.use is Use.ENTRY}
    assert entered <= spanned
    assert re.search("见背面附页", " ".join(e.quote for e in read.errata))


def test_the_prize_of_two_records_in_one_line_is_kept_whole() -> None:
    rows = "| 1 | 一等奖 | 甲的探索 | 北京医院 | 王芳 || 2 | 二等奖 | 乙 | 上海市儿童医院 | 李明 |\n| 3 | | 丙 | 广东省中医院 | 张三 |\n"
    read = reading(
        f"{HEAD}\n| 序号 | 等次 | 题目 | 报送单位 | 作者 |\n|---|---|---|---|---|\n{rows}"
    )
    awards = [award for tier in read.tiers for award in tier.awards]
    held = "".join(value for award in awards for _, value in award.fields)
    assert "一等奖" in held
    assert "二等奖" in held
    assert not words_lost(read)
