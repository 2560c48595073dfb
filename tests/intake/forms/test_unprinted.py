"""No paragraph of a text goes with the lines of its form, and prose that goes into no text is told."""

import random

import pytest
from receiving import AWARDS, Send

from casebook.intake.formats import webpage
from casebook.intake.structure.composing import compose
from casebook.intake.structure.text_manuscript import read_plain

UNIT, TITLE = AWARDS[1].organisation, AWARDS[1].title
TEXT = "近年来，医院党委坚持以党建引领发展，打造心灵园地，探索党员教育的新方法，取得了较好效果。"
HEAD = (f"申报单位：{UNIT}", f"案例名称：{TITLE}", "案例类别：党建", "主创人员：张三、李四")
BODY = (
    "一、缘起",
    TEXT,
    "二、怎么做",
    "先听，再问，后改。",
    TEXT[::-1],
    "起因",
    "三个月后，大家都来了。",
)
OTHERS = (
    "填报时间：2024年9月6日", "申报日期：", "申报日期：\n2024年9月6日", "填表日期：    年  月  日",
    "联系人：王五", "联系电话：13812345678", "关键词：党建、心灵", "单位意见：同意申报。",
    "单位意见：\n情况属实，同意推荐。\n（盖章）\n2024年9月6日", "推荐意见：", "填表说明：本表一式两份。",
    "备注：无", "备注：", "联系人：", "成员：赵六、\n钱七", "字数：3000", "报送时间：2024.9.6", "承诺：本单位承诺材料真实。",
)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "填报时间：2024年9月6日",
        "申报日期： 2024 年 9 月 7 日",
        "申报日期：\n2024年9月7日",
        "填表日期：",
    ],
)
def test_a_date_takes_no_paragraph_behind_its_line(send: Send, line: str) -> None:
    received = send("x.txt", "\n".join((*HEAD, line, *BODY)))
    text = received.path.read_text("utf-8")
    assert [part for part in BODY if part not in text] == []
    assert "2024" not in text


def test_the_lines_that_are_filled_are_no_part_of_a_value(send: Send) -> None:
    lines = (f"申报单位：＿＿{UNIT}＿＿", f"案例名称：__{TITLE}__", "主 创 人：____张三____", *BODY)
    received = send("x.txt", "\n".join(("优秀案例申报材料", *lines)))
    assert "＿" not in received.log.read_text("utf-8")
    assert "__" not in received.log.read_text("utf-8")


def test_an_opinion_takes_its_own_lines_and_nothing_else(send: Send) -> None:
    opinion = ("单位意见：", "情况属实，同意推荐。", "（盖章）", "2024年9月6日")
    received = send("x.txt", "\n".join((*HEAD, *opinion, *BODY)))
    text = received.path.read_text("utf-8")
    assert [part for part in BODY if part not in text] == []
    assert "同意推荐" not in text


@pytest.mark.parametrize("seed", range(60))
def test_every_paragraph_of_a_text_stands_in_the_case_or_is_told(seed: int) -> None:
    chance = random.Random(seed)
    others = chance.sample(OTHERS, 6)
    at = chance.randrange(7)
    head = [*HEAD, *others[:at]]
    chance.shuffle(head)
    tail = [*others[at:]]
    body = [*BODY]
    if chance.random() < 0.5:
        body = [part for part in body if not part.startswith(("一", "二"))]
    lines = [*head, *[""] * chance.randrange(2), *body, *tail]
    draft = read_plain("\n".join(lines), "x.txt", "x")
    shown = "".join(erratum.quote for erratum in draft.errata) + draft.check
    missing = [part for part in body if part not in draft.body and part[:20] not in shown]
    assert missing == [], "\n".join(lines)


def test_prose_that_goes_into_no_text_is_told_and_stops_a_final_book(send: Send) -> None:
    story = "这件事要从二〇二〇年的冬天说起。" * 6
    received = send("x.txt", "\n".join((*HEAD, f"备注：{story}", "案例正文：", *BODY)))
    queries = [e for e in received.errata if e.rule == "form-prose-left-out"]
    assert [story[:20] in erratum.quote for erratum in queries] == [True]
    assert "check: " in received.path.read_text("utf-8").split("---\n")[1]
    pledge = (
        "本单位承诺所报材料真实，不涉密、不侵权，愿意承担相应的法律责任，并授权主办方使用。" * 2
    )
    quiet = send("y.txt", "\n".join((*HEAD, f"单位承诺：{pledge}", "案例正文：", *BODY)), "2-066")
    assert [e for e in quiet.errata if e.rule == "form-prose-left-out"] == []


LABELS = (
    "缘起",
    "破题之举",
    "案例正文",
    "主要做法",
    "看得见的变化",
    "具体内容",
    "一句话总结",
    "案例故事",
)
SECTIONS = ("先听，再问，后改，三步走完。", "县里的人说：这事能成，于是就成了。", "每户一本账，一月一公布，谁都能看。",
            "镇上的老人排着队来，队伍拐了两个弯。")  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_every_sentence_in_a_cell_of_a_form_stands_in_the_case_or_is_told(seed: int) -> None:
    chance = random.Random(seed)
    sections = chance.sample(SECTIONS, chance.randrange(2, 5))
    pairs = list(zip(chance.sample(LABELS, len(sections)), sections, strict=True))
    others = [
        ("联系人", "王五"),
        ("填报时间", "2024年9月6日"),
        ("备注", "无"),
        ("单位意见", "情况属实，同意。"),
    ]
    rows = [("申报单位", UNIT), ("案例名称", TITLE), *chance.sample(others, 2), *pairs]
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    page = f"<html><body><p>案例申报表</p><table>{cells}</table></body></html>"
    draft = compose(webpage.read(page.encode(), "x.html"), "x.html", "x")
    if "form-prose-left-out" not in {erratum.rule for erratum in draft.errata}:
        assert [value for _, value in pairs if value not in draft.body] == []
