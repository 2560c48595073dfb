"""Tidy: only what is certain is set right, and everything is counted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.intake.tidy import TidyChanges, tidy

SEED = Path(__file__).parents[1] / "data" / "case_heilongjiang_tcm_no1.txt"


def tidied(line: str) -> str:
    return tidy(line, 1, TidyChanges())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("召开后,党委", "召开后，党委"),
        ("增强“四个意识”,坚定", "增强“四个意识”，坚定"),
        ("等称号;在考核中", "等称号；在考核中"),
        ("好吗?好!", "好吗？好！"),
        ("占30%,其余", "占30%，其余"),
        ("超过5人,先后", "超过5人，先后"),
        ("供稿:张三", "供稿：张三"),
        ("时间:8:30", "时间：8:30"),
        ("(一)学习培训。", "（一）学习培训。"),
        ("DDH(发育性髋脱位)", "DDH（发育性髋脱位）"),
        ('党委（简称“党委")好', '党委（简称“党委"）好'),
        ("(1)加强领导", "（1）加强领导"),
        ("（一）、学习", "（一）学习"),
        ("((一)二)", "（（一）二）"),
        ("2023 年 1 月 12 日", "2023年1月12日"),
        ("30 个 DDH 患儿", "30个DDH患儿"),
        ("你好 ，世界", "你好，世界"),
        ("党委（ 院 ）", "党委（院）"),
        ("等等...后来", "等等……后来"),
        ("等等。。。", "等等……"),
        ("３０个Ａ等级", "30个A等级"),
        ("党\u200b委\ufeff", "党委"),
        ("党\u00a030", "党30"),
    ],
)
def test_what_is_certain_is_set_right(line: str, expected: str) -> None:
    assert tidied(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Hello, world; (yes) it is: fine!", "1,234,567", "3.14", "8:30", "1:2", "a(b)c", "(DDH)",
        "http://a.b/c?d=e;f", "second, 3", "1)第一", "1. 第一", "1.加强领导", "C盘：/data",
        "他说：\"好\"", "践初心担使命 龙中医服务", "党委 团委", "好。", "——", "……", "5S-6S",
        "“1+N”", "12345热线",
    ],
)  # fmt: skip
def test_what_needs_a_person_is_left_alone(line: str) -> None:
    ledger = TidyChanges()
    assert tidy(line, 1, ledger) == line
    assert ledger.total == 0


def test_every_change_is_counted_with_its_first_line() -> None:
    ledger = TidyChanges()
    for number, line in enumerate(["好。", "甲,乙,丙", "(一)丁,戊"], 1):
        tidy(line, number, ledger)
    assert ledger.counts["half-width-mark", ",", "，"] == 3
    assert ledger.lines["half-width-mark", ",", "，"] == 2
    assert ledger.counts["half-width-bracket", "(", "（"] == 1
    assert ledger.total == 5


def test_the_seed_manuscript_has_the_changes_a_reader_counted() -> None:
    ledger = TidyChanges()
    text = "\n".join(tidy(line, 1, ledger) for line in SEED.read_text("utf-8").splitlines())
    assert ledger.counts["half-width-mark", ",", "，"] == 84
    assert ledger.counts["half-width-mark", ";", "；"] == 7
    assert ledger.counts["half-width-mark", ":", "："] == 2
    assert ledger.counts["half-width-bracket", "(", "（"] == 10
    assert ledger.counts["half-width-bracket", ")", "）"] == 10
    assert ledger.total == 113
    assert not set(",;:()") & set(text)
    assert len(text) == len(SEED.read_text("utf-8").rstrip("\n"))


LINES = st.text(alphabet="党委，。,.;:?!()（）“”…— 0１Aａ年月日\t\u200b/", max_size=24)


@given(LINES)
def test_tidying_twice_changes_nothing_more(line: str) -> None:
    once = tidied(line)
    ledger = TidyChanges()
    assert tidy(once, 1, ledger) == once
    assert ledger.total == 0


@given(LINES)
def test_no_chinese_character_and_no_number_is_ever_lost(line: str) -> None:
    def words(text: str) -> str:
        return "".join(char for char in text if char in "党委年月日0Aa")

    half = line.translate(str.maketrans("１ａ", "1a"))
    assert words(tidied(line)) == words(half)


@given(LINES)
def test_markdown_keeps_its_spaces(line: str) -> None:
    spaces = [char for char in line if char in " \t"]
    assert [char for char in tidy(line, 1, TidyChanges(), markdown=True) if char in " \t"] == spaces
