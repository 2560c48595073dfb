"""Tests of the list of verbs and of words that tell how."""

from casebook.proof.parts_of_speech import modifiers, verbs


def test_what_is_done_and_how_are_told_apart() -> None:
    """A line of the list is one part of speech; its label is none of its words."""
    assert {"上升", "开展"} <= verbs()
    assert "一再" in modifiers()
    assert verbs().isdisjoint({"动词", "修饰语", "一再"})
    assert modifiers().isdisjoint({"修饰语", "上升"})
