"""Values filled in on a file that has changed since: what is kept, what meets, where entries went."""

from typing import Any

import pytest

from casebook.intake.manuscript.field_merge import is_same, merge, value_at


def entry(key: str, **values: str) -> Any:
    return {"id": key, **values} if key else values


def awards(*entries: Any) -> Any:
    return {"awards": list(entries)}


A, B, C = (entry(name, region=f"{name}省") for name in "abc")
STEPS = ("awards", 1, "region")


@pytest.mark.parametrize(
    ("now", "place"),
    [
        (awards(A, B, C), 1),
        (awards(B, C), 0),
        (awards(C, A, B), 2),
        (awards(A, C), None),
        (awards(A, entry("z", region="b省"), C), 1),
        (awards(A, B, B), 1),
        (awards(B, B), 1),
        (awards(B, C, B), None),
        ({"awards": "无"}, None),
        ({}, None),
    ],
)
def test_an_entry_is_found_again_by_its_id(now: Any, place: int | None) -> None:
    done = merge(awards(A, B, C), now, [(STEPS, "新省")])
    assert [change.now[1] for change in done.changes] == [place] * (place is not None)
    assert [field.now for field in done.meeting] == [None] * (place is None)


@pytest.mark.parametrize(
    ("now", "place"),
    [
        ([{"n": "1"}, {"n": "2"}], 1),
        ([{"n": "2"}], 0),
        ([{"n": "0"}, {"n": "1"}, {"n": "2"}], 2),
        ([{"n": "1"}, {"n": "9"}], 1),
        ([{"n": "9"}], None),
    ],
)
def test_an_entry_without_id_is_found_again_by_what_it_holds(now: Any, place: int | None) -> None:
    done = merge([{"n": "1"}, {"n": "2"}], now, [((1, "m"), "新")])
    assert [change.now for change in done.changes] == [(place, "m")] * (place is not None)
    assert len(done.meeting) == (place is None)


def test_only_what_both_changed_otherwise_meets() -> None:
    before: Any = {"a": "1", "b": "1", "c": "1", "d": {"e": "1"}}
    now: Any = {"a": "2", "b": "2", "c": "1", "d": {"e": "1", "f": "2"}}
    changes: Any = [(("a",), "3"), (("b",), "2"), (("c",), "3"), (("d", "f"), "3"), (("g",), "3")]
    done = merge(before, now, changes)
    assert [change.steps for change in done.changes] == [("b",), ("c",), ("g",)]
    met = [(field.steps, field.mine, field.theirs, field.before) for field in done.meeting]
    assert met == [(("a",), "3", "2", "1"), (("d", "f"), "3", "2", "")]


def test_a_value_that_was_emptied_meets_one_that_was_changed() -> None:
    done = merge({"a": "1"}, {}, [(("a",), "2")])
    assert [(field.now, field.theirs) for field in done.meeting] == [(("a",), "")]


def test_what_is_not_written_is_as_good_as_empty() -> None:
    assert is_same("", [])
    assert is_same({}, "")
    assert not is_same("", ["甲"])
    assert value_at({"a": [{"b": "1"}]}, ("a", 0, "b")) == "1"
    assert value_at({"a": [{"b": "1"}]}, ("a", 7, "b")) == ""
    assert value_at({"a": "1"}, ("a", "b")) == ""
