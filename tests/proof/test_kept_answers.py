"""Answers are kept from one run to the next; what was not asked for is forgotten."""

from pathlib import Path

import pytest

from casebook.proof.kept_answers import KeptAnswers


def test_what_was_put_is_there_in_the_next_run(tmp_path: Path) -> None:
    answers = KeptAnswers(tmp_path / "a.json")
    answers.put("k", [1, "二"])
    answers.save()
    assert KeptAnswers(tmp_path / "a.json").get("k") == [1, "二"]


def test_what_was_not_asked_for_is_forgotten(tmp_path: Path) -> None:
    for key in "ab":
        answers = KeptAnswers(tmp_path / "a.json")
        answers.put(key, [])
        answers.save()
    last = KeptAnswers(tmp_path / "a.json")
    assert last.get("a") is None
    assert last.get("b") == []


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    answers = KeptAnswers(tmp_path / "a.json")
    answers.put("k", 1)
    answers.save()
    again = KeptAnswers(tmp_path / "a.json")
    again.get("k")
    (tmp_path / "a.json").unlink()
    again.save()
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize("damage", ["", "[1]", "{", "\0"])
def test_a_damaged_file_holds_nothing(tmp_path: Path, damage: str) -> None:
    (tmp_path / "a.json").write_text(damage, "utf-8")
    assert KeptAnswers(tmp_path / "a.json").get("k") is None
