"""A word taken for another is known by the words beside it."""

import pytest

from casebook.errata import Place
from casebook.proof.lists import ListLine
from casebook.proof.rules.near_words import NearWords


def taken(text: str, *lines: tuple[str, str, str]) -> list[tuple[int, str]]:
    """Return where a word of `lines` (taken, meant, contexts) is taken for another, and for which."""
    place = Place("near_words.tsv", 1)
    entries = [ListLine(wrong, right, "", place, (beside,)) for wrong, right, beside in lines]
    return [(word.start, word.line.right) for word in NearWords(entries).find(text)]


POWER = ("权利", "权力", "～机关 国家～ 的～清")


@pytest.mark.parametrize(
    ("text", "start"), [("由权利机关行使", 1), ("国家权利", 2), ("公布的权利清单", 3)]
)
def test_a_word_beside_what_another_is_found_beside_is_taken_for_it(text: str, start: int) -> None:
    assert taken(text, POWER) == [(start, "权力")]


@pytest.mark.parametrize("text", ["公民的权利", "权利，机关", "权力机关", "权利"])
def test_a_word_beside_anything_else_stands(text: str) -> None:
    assert taken(text, POWER) == []


def test_a_word_may_be_taken_for_either_of_two_others() -> None:
    lines = (("抱负", "报复", "打击～"), ("抱负", "报负", "～率"))
    assert taken("打击抱负，抱负率", *lines) == [(2, "报复"), (5, "报负")]
