"""The error rate counts confirmed errors only, by a standard that stands in a data file."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from casebook.errata import Place
from casebook.proof import rate, rule_runner
from casebook.proof.decisions import Decision, Verdict
from casebook.proof.printed import Printed, PrintedPage, PrintedSection


def decision(number: int, weight: str, **more: str) -> Decision:
    facts = {
        "fingerprint": str(number), "rule": "wrong-phrase", "path": "cases/1-1.md",
        "verdict": "采纳", "weight": weight, "case": "1-1",
    }  # fmt: skip
    return Decision.model_validate(facts | more)


def test_the_standard_says_where_it_comes_from() -> None:
    by = rate.standard()
    assert by.name
    assert by.date
    assert by.passed == Decimal("0.0001")


def test_only_what_a_person_confirmed_is_counted() -> None:
    by = rate.standard()
    rows = [
        decision(1, "logic"),
        decision(2, "punctuation"),
        decision(3, "logic", verdict="问作者"),
        decision(4, "logic", verdict="不改", because="引文"),
    ]
    assert rate.count(rows, by) == (2, Decimal("2.1"))


def test_the_same_wrong_character_counts_once_a_page_and_four_times_a_book() -> None:
    by = rate.standard()
    once = [decision(n, "wrong-character", text="再励", page="3") for n in range(5)]
    assert rate.count(once, by) == (1, Decimal(1))
    spread = [decision(n, "wrong-character", text="再励", page=str(n)) for n in range(9)]
    assert rate.count(spread, by) == (4, Decimal(4))
    others = [decision(n, "wrong-character", text=f"字{n}") for n in range(9)]
    assert rate.count(others, by)[0] == 9


@pytest.mark.parametrize(
    ("size", "points"), [(0, 1), (1, 1), (2, 2), (3, 2), (5, 2), (6, 4), (60, 4)]
)
@pytest.mark.parametrize("weight", ["missing", "superfluous"])
def test_characters_too_many_or_missing_count_by_their_number(
    weight: str, size: int, points: int
) -> None:
    assert rate.count([decision(1, weight, size=str(size))], rate.standard()) == (
        1,
        Decimal(points),
    )


def test_words_on_cover_and_title_page_count_two_and_nothing_else_does() -> None:
    by = rate.standard()
    for part in ("封面", "封一", "扉页"):
        assert rate.count([decision(1, "wrong-character", part=part)], by)[1] == 2
        assert rate.count([decision(1, "missing", part=part, size="8")], by)[1] == 4
        assert rate.count([decision(1, "punctuation", part=part)], by)[1] == Decimal("0.1")
    assert rate.count([decision(1, "wrong-character", part="封底")], by)[1] == 1


def test_the_case_of_letters_counts_half_and_the_same_error_three_times() -> None:
    rows = [decision(n, "letter-case", text="kg→KG") for n in range(9)]
    assert rate.count(rows, rate.standard()) == (3, Decimal("1.5"))


@pytest.mark.parametrize(
    ("weight", "errors", "points"),
    [
        # 附件“三”文字差错(1)(3)(4)(5)(7)(8)：数字、目录不一致、知识、逻辑、外文单词、简繁、计量单位。
        ("number", 2, "2"), ("contents", 2, "2"), ("knowledge", 2, "4"), ("logic", 2, "4"),
        ("political", 1, "3"), ("foreign-word", 3, "3"), ("unit", 2, "2"),
        ("mixed-script", 2, "1.0"),
        # 标点、格式各项每处0.1。
        ("punctuation", 5, "0.5"), ("dash", 3, "0.3"), ("line-edge", 2, "0.2"),
        ("paragraph", 1, "0.1"), ("space", 4, "0.4"), ("structure", 2, "0.2"), ("heading", 1, "0.1"),
    ],
)  # fmt: skip
def test_each_class_of_the_annex_has_its_points(weight: str, errors: int, points: str) -> None:
    assert rate.count(many(weight, errors), rate.standard()) == (errors, Decimal(points))


@pytest.mark.parametrize(("weight", "points"), [("mixed-script", "1.5"), ("unit", "3")])
def test_the_same_error_counts_three_times_at_most(weight: str, points: str) -> None:
    rows = [decision(n, weight, text="同一处") for n in range(9)]
    assert rate.count(rows, rate.standard()) == (3, Decimal(points))


def test_every_class_of_the_standard_has_an_example_here() -> None:
    named = set(re.findall(r'"([a-z-]+)"', Path(__file__).read_text("utf-8")))
    assert set(rate.standard().classes) <= named


def test_a_running_head_counts_twice_however_often_it_is_printed() -> None:
    rows = [decision(n, "running-head", text="样例", page=str(n)) for n in range(40)]
    assert rate.count(rows, rate.standard()) == (2, Decimal(2))


def many(weight: str, number: int) -> list[Decision]:
    return [decision(n, weight, text=f"{weight}{n}") for n in range(number)]


@pytest.mark.parametrize(
    ("rows", "characters", "per_ten_thousand"),
    [
        # 2003年出版专业资格考试实务真题：10万字，6处错字漏字，2处知识性，1处语法性，1.2/10000。
        (many("wrong-character", 6) + many("knowledge", 2) + many("logic", 1), 100_000, "1.20"),
        # 另一题：20万字，不同的错别字20处，大小写14处（不同面），政治性1处，1.5/10000。
        (many("wrong-character", 20) + many("letter-case", 14) + many("political", 1),
         200_000, "1.50"),
        # 附件第一条：检查10万字，2个差错，0.2/10000。
        (many("superfluous", 2), 100_000, "0.20"),
    ],
)  # fmt: skip
def test_worked_examples_of_examinations_and_of_the_annex(
    rows: list[Decision], characters: int, per_ten_thousand: str
) -> None:
    (book, *_) = rate.rates(rows, {"case-1-1": characters}, {}, rate.standard())
    assert book.per_ten_thousand == Decimal(per_ten_thousand)


def sheet(index: int, text: str, lines: int = 20) -> PrintedPage:
    return PrintedPage(index, str(index), ("行",) * lines if text else (), text, text)


def section(name: str, *sheets: PrintedPage) -> PrintedSection:
    return PrintedSection(name, Place("x"), "", "", "", "", "", (), sheets)


def test_numbered_pages_count_in_full_the_title_page_by_half_a_plate_by_a_fifth() -> None:
    printed = Printed(
        (
            section("title-page", sheet(1, "书名"), sheet(2, "")),
            section("imprint", sheet(3, "版权")),
            section("case-1-1", sheet(4, "正文"), sheet(5, "图1", lines=1), sheet(6, "")),
        ),
        None, (("4", 300.0), ("5", 300.0)), (), (30, 20),
    )  # fmt: skip
    assert rate.characters(printed) == {"title-page": 300, "imprint": 600, "case-1-1": 1320}


def test_the_second_standard_has_the_same_classes_and_says_that_none_was_seen() -> None:
    first, second = rate.standards()
    assert first.name != second.name
    assert second.classes.keys() == first.classes.keys()
    assert {weight.seen for weight in second.classes.values()} == {"no"}
    assert {weight.seen for weight in first.classes.values()} == {"yes", "no"}
    assert "未见原文" in second.note


def test_the_style_of_numerals_counts_one_point_a_book_at_most() -> None:
    rows = [decision(n, "numeral-style", text=f"{n}几个") for n in range(30)]
    assert rate.count(rows, rate.standard()) == (30, Decimal(1))


def test_the_rate_is_told_for_book_round_tier_and_case() -> None:
    by = rate.standard()
    rows = [decision(1, "logic", round="一校"), decision(2, "punctuation", case="1-2")]
    sizes = {"case-1-1": 2000, "case-1-2": 1000, "contents": 500}
    result = rate.rates(rows, sizes, {"1-1": "典型案例", "1-2": "典型案例"}, by)
    messages = {item.label: (item.points, item.characters) for item in result}
    assert messages == {
        "全书": (Decimal("2.1"), 3500),
        "一校": (Decimal(2), 3500),
        "典型案例": (Decimal("2.1"), 3000),
        "1-1": (Decimal(2), 2000),
        "1-2": (Decimal("0.1"), 1000),
    }
    assert result[0].per_ten_thousand == Decimal("6.00")
    assert Verdict.ACCEPT == "采纳"


def test_every_weight_a_rule_names_is_in_the_standard() -> None:
    named = {rule.weight for rule in rule_runner.registry().values() if rule.weight}
    assert named <= set(rate.standard().classes)
