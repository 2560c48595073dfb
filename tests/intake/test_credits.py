"""Credits: cut only at the end, kept as contributors, and all shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.book import Contributor
from casebook.intake.credits import credits_of, split_ending


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("供稿/编辑:医院宣传部 编辑:万叶馨", [("医院宣传部", "供稿/编辑"), ("万叶馨", "编辑")]),
        ("图文|张三 编辑|李四 审核|王五", [("张三", "图文"), ("李四", "编辑"), ("王五", "审核")]),
        ("（来源：健康报；推送：张三）", [("健康报", "来源"), ("张三", "推送")]),
        ("(张三/李四 供稿)", [("张三/李四", "供稿")]),
        ("责编:王五", [("王五", "责编")]),
        ("供稿：院办。", [("院办", "供稿")]),
        ("文/张三 图/李四", [("张三", "文"), ("李四", "图")]),
        ("作者：张三、李四", [("张三、李四", "作者")]),
        ("供稿单位：某医院　摄影：赵六", [("某医院", "供稿单位"), ("赵六", "摄影")]),
    ],
)  # fmt: skip
def test_a_credit_line_names_people_and_what_they_did(
    line: str, expected: list[tuple[str, str]]
) -> None:
    assert credits_of(line) == tuple(Contributor(name, role) for name, role in expected)


@pytest.mark.parametrize(
    "line",
    [
        "来源于基层的经验：很好", "编辑部的工作：要抓好。落实。", "作者单位：某医院", "供稿", "",
        "（一）供稿", "本文供稿：某医院", "供稿：某医院" + "很" * 200,
        "医院党委开展活动。", "审核很重要",
    ],
)  # fmt: skip
def test_a_sentence_is_no_credit(line: str) -> None:
    assert credits_of(line) is None


def test_credits_and_residue_are_cut_from_the_end_only_and_shown() -> None:
    lines = [
        "供稿：开头",
        "正文。",
        "",
        "编辑：张三",
        "",
        "上一条：无",
        "下一条：没有",
        "浏览次数：33",
        "",
    ]
    ending = split_ending(lines)
    assert ending.kept == ("供稿：开头", "正文。")
    assert ending.contributors == (Contributor("张三", "编辑"),)
    assert ending.cut == ("编辑：张三", "上一条：无", "下一条：没有", "浏览次数：33")


def test_contributors_keep_their_order_over_several_lines() -> None:
    ending = split_ending(["正文。", "作者：甲", "编辑：乙"])
    assert [person.name for person in ending.contributors] == ["甲", "乙"]


def test_a_bracketed_source_is_taken_off_the_last_paragraph() -> None:
    ending = split_ending(["正文。", "镌刻新的荣光。（来源：健康报）"])
    assert ending.kept == ("正文。", "镌刻新的荣光。")
    assert ending.cut == ("（来源：健康报）",)


@pytest.mark.parametrize("line", ["阅读让我们更美好。", "免责", "长按不放的初心。", "分享到位。"])
def test_a_sentence_that_begins_like_residue_stays(line: str) -> None:
    assert split_ending(["正文。", line]).kept == ("正文。", line)


def test_other_brackets_at_the_end_stay() -> None:
    assert split_ending(["正文。", "荣光（见图）"]).kept == ("正文。", "荣光（见图）")


LINES = st.lists(
    st.sampled_from(
        ["", "正文。", "供稿：甲", "上一条：乙", "（一）丙。", "丁（来源：戊）", "图文|己 编辑|庚"]
    ),
    min_size=1,
)


@given(LINES)
def test_every_line_stays_or_is_shown_as_cut(lines: list[str]) -> None:
    ending = split_ending(lines)
    together = "".join((*ending.kept, *ending.cut))
    assert sorted(together) == sorted("".join(lines))
    assert list(ending.kept[:-1]) == lines[: max(len(ending.kept) - 1, 0)]
