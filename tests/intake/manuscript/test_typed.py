"""A file that does not fit its model is explained key by key, in both languages."""

import datetime
from enum import StrEnum

import pytest

from casebook.errata import StopPress, Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.typed import (
    Count,
    Day,
    Field,
    InkLimit,
    Model,
    check,
    field_validator,
    load,
    refusal,
)


class Status(StrEnum):
    DRAFT = "draft"
    FINAL = "final"


class Matter(Model):
    matter: str


class Part(Model):
    part: str
    cases: tuple[str, ...] = ()


class Book(Model):
    title: str
    status: Status = Status.DRAFT
    date: Day | None = None
    number: Count = 0
    composition: bool = True
    kind: str = Field("cases", alias="of")
    imprint: dict[str, str] = Field(default_factory=dict)
    order: tuple[str | Matter | Part, ...] = ()

    @field_validator("title")
    @classmethod
    def _is_short(cls, value: str) -> str:
        if len(value) > 9:
            raise refusal(
                "long-title", Wording("书名太长", "too long"), Wording("缩短。", "Cut it.")
            )
        return value


def errata_of(text: str) -> list[tuple[str, int | None, str]]:
    value, errata = check(Book, yaml_file.parse(text, "book.yaml"))
    assert (value is None) == bool(errata)
    assert all(e.message.zh and e.message.en and e.message.zh != e.message.en for e in errata)
    return [(e.rule, e.place.line, e.quote) for e in errata]


def test_a_sound_file_becomes_its_model() -> None:
    book = load(Book, yaml_file.parse(
        "title: 书\nstatus: final\ndate: 2023-02-20\nnumber: 12\ncomposition: off\nof: x\n"
        "imprint: {印数: , 出版者: 甲}\norder: [a, {matter: b}, {part: c, cases: [d]}]\n",
        "book.yaml",
    ))  # fmt: skip
    assert book.date == datetime.date(2023, 2, 20)
    assert (book.status, book.number, book.composition, book.kind) == ("final", 12, False, "x")
    assert book.imprint == {"印数": "", "出版者": "甲"}
    assert book.order == ("a", Matter(matter="b"), Part(part="c", cases=("d",)))


def test_a_key_with_nothing_behind_it_counts_as_absent() -> None:
    book = load(Book, yaml_file.parse("title: 书\nstatus:\ndate:\n", "book.yaml"))
    assert (book.status, book.date) == ("draft", None)
    assert errata_of("title:\n") == [("missing-value", 1, "title")]


def test_an_unknown_key_is_refused_with_the_nearest_known_name() -> None:
    _, [erratum] = check(Book, yaml_file.parse("title: 书\nstatsu: draft\n", "book.yaml"))
    assert (erratum.rule, erratum.place.line, erratum.quote) == ("unknown-key", 2, "statsu")
    assert erratum.hint == Wording("是不是想写“status”？", "Did you mean ‘status’?")


def test_all_faults_come_in_one_run_in_the_order_of_lines() -> None:
    text = "status: drft\ndate: 2023-13-01\nnumber: 1_0\ncomposition: maybe\ntitel: x\ntitel: y\n"
    assert errata_of(text) == [
        ("missing-key", 1, ""), ("unknown-word", 1, "drft"), ("wrong-kind", 2, "2023-13-01"),
        ("wrong-kind", 3, "1_0"), ("wrong-kind", 4, "maybe"), ("unknown-key", 5, "titel"),
        ("doubled-key", 6, "titel"),
    ]  # fmt: skip


def test_a_bare_number_is_no_date() -> None:
    assert errata_of("title: 书\ndate: 1676851200\n") == [("wrong-kind", 2, "1676851200")]


def test_where_a_value_may_be_of_several_kinds_only_the_nearest_is_told() -> None:
    text = "title: 书\norder:\n  - {mater: y}\n  - {part: x, cases: y}\n  - [x]\n"
    assert errata_of(text) == [
        ("missing-key", 3, ""), ("unknown-key", 3, "mater"), ("wrong-kind", 4, "y"),
        ("wrong-kind", 5, ""),
    ]  # fmt: skip


def test_a_refusal_reaches_the_editor_in_its_own_words() -> None:
    _, [erratum] = check(Book, yaml_file.parse("title: 一二三四五六七八九十\n", "book.yaml"))
    assert (erratum.rule, erratum.message.zh) == ("long-title", "“title”：书名太长")
    assert erratum.hint == Wording("缩短。", "Cut it.")


def test_a_file_that_is_no_mapping_is_told() -> None:
    assert errata_of("just text\n") == [("wrong-kind", 1, "just text")]


def test_load_stops_the_press_with_every_fault() -> None:
    with pytest.raises(StopPress) as stop:
        load(Book, yaml_file.parse("a: 1\nb: 2\n", "book.yaml"))
    assert [e.rule for e in stop.value.errata] == ["missing-key", "unknown-key", "unknown-key"]


@pytest.mark.parametrize("limit", ["99", "4000", "三百", "-280"])
def test_no_paper_has_such_an_ink_limit(limit: str) -> None:
    class Paper(Model):
        ink: InkLimit

    _, errata = check(Paper, yaml_file.parse(f"ink: {limit}\n", "a.yaml"))
    assert [e.rule for e in errata] == ["wrong-ink-limit"]
