"""The error rate counts confirmed errors only, by a standard that stands in a data file."""

from decimal import Decimal

from casebook import proof
from casebook.proof import rate
from casebook.proof.decisions import Decision, Verdict


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


def test_more_than_five_lost_characters_count_four() -> None:
    rows = [decision(1, "missing", text="五个字为止"), decision(2, "missing", text="六个字就多了")]
    assert rate.count(rows, rate.standard()) == (2, Decimal(6))


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
    named = {rule.weight for rule in proof.RULES.values() if rule.weight}
    assert named <= set(rate.standard().classes)
