"""What stands beside 的, 地, 得, where one of them may stand for another."""

import numpy as np
import pytest

from casebook.proof.spelling import han_runs, speller
from casebook.proof.spelling.corrections import PARTICLE
from proof.spelling.tiny_language import tiny


@pytest.mark.parametrize(
    ("text", "before", "behind"),
    [("认真的贯彻落实", "manner", "verb"), ("教育得医院", "verb", ""), ("医院的发展", "", "verb")],
)
def test_parts_of_speech_beside_a_particle_are_told(text: str, before: str, behind: str) -> None:
    edits, facts = speller.weighable(tiny(), han_runs.runs([text]))
    own = np.flatnonzero(edits.corrections.slip == PARTICLE)
    assert {chr(letter) for letter in edits.letter[own]} == set("的地得") - set(text)
    for part in ("manner", "verb"):
        assert set(facts[f"{part} before"][own]) == {part == before}
        assert set(facts[f"{part} behind"][own]) == {part == behind}
    assert not facts["verb behind"][edits.corrections.slip != PARTICLE].any()


def test_no_particle_is_looked_at_within_a_word_or_where_a_run_begins() -> None:
    edits, _ = speller.weighable(tiny(), han_runs.runs(["的工作", "医院"]))
    assert not (edits.corrections.slip == PARTICLE).any()
