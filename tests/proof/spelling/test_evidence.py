"""What is said of a correction beside the two models: what stands around it as it is."""

import numpy as np
import pytest

from casebook.proof.spelling import han_runs, speller
from proof.spelling.tiny_language import tiny


def fact(name: str, text: str, put: str) -> float:
    """Return a fact about the correction of `text` that puts a word."""
    edits, facts = speller.weighable(tiny(), han_runs.runs([text]))
    words = [tiny().word(int(number)) for number in edits.corrections.word]
    return float(facts[name][words.index(put)])


def test_a_character_in_no_word_is_told_from_one_in_a_word() -> None:
    assert fact("covered", "不断提高服物能力", "服务") == -20
    assert fact("covered", "按照油管规定开展健康教育", "有关") == pytest.approx(-7)


def test_a_run_of_unknown_characters_is_less_fluent() -> None:
    plain = fact("fluency", "不断提高服物能力", "服务")
    assert fact("fluency", "龘靐龘靐提高服物能力", "服务") < plain - 1


def test_all_corrections_of_one_place_are_rivals() -> None:
    edits, facts = speller.weighable(tiny(), han_runs.runs(["不断提高服物能力，全面贯策落实"]))
    for row, at in enumerate(edits.at):
        assert facts["rivals"][row] == np.log2((edits.at == at).sum())
