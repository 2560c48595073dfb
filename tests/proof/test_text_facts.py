"""What rules gather from a text is gathered once, and again when the text is another."""

from dataclasses import replace
from pathlib import Path

from casebook.proof.blocks import Body, Piece, Source
from casebook.proof.kept_answers import KeptAnswers
from casebook.proof.text_facts import FILE, Fact, TextFacts


def text(words: str) -> Piece:
    piece = Piece("1-1", Source("cases/1-1.md", words), body=f"<p>{words}</p>")
    piece.blocks = (Body(words, 0, 1, piece=piece),)
    return piece


def gathering(asked: list[str]) -> "list[Fact]":
    return [(word, number) for number, word in enumerate(asked)]


def test_facts_are_gathered_once_for_a_text_a_name_and_a_version(tmp_path: Path) -> None:
    asked: list[str] = []

    def make(piece: Piece) -> list[Fact]:
        asked.append(piece.source.text)
        return gathering(asked)

    first, second = text("甲乙"), text("丙丁")
    for version in ("1", "1", "2"):
        facts = TextFacts(KeptAnswers(tmp_path / FILE), version)
        rows = [list(map(tuple, facts.of(piece, "words", make))) for piece in (first, second)]
        facts.of(first, "words", make)
        facts.save()
        assert rows[0][0] == ("甲乙", 0)
    assert asked == ["甲乙", "丙丁", "甲乙", "丙丁"], "once, and once in another version"
    facts = TextFacts(KeptAnswers(tmp_path / FILE), "2")
    facts.of(first, "other", make)
    facts.of(replace(first, body="<p>戊</p>"), "words", make)
    assert len(asked) == 6


def test_without_a_place_nothing_is_kept() -> None:
    asked: list[str] = []
    for _ in range(2):
        TextFacts().of(text("甲"), "words", lambda piece: asked.append(piece.id) or ())
    assert asked == ["1-1", "1-1"]
