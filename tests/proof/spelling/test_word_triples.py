"""What a change is worth by three words: as if the run were read anew."""

import numpy as np
import pytest

from casebook.proof.spelling import han_runs, word_paths
from casebook.proof.spelling.word_triples import Triples
from proof.spelling.tiny_language import tiny


def read(*texts: str) -> tuple[word_paths.Paths, Triples]:
    runs = han_runs.runs(texts)
    paths = word_paths.paths(word_paths.words(tiny(), runs), tiny().first)
    return paths, Triples(paths)


def number(word: str) -> int:
    return next(at for at in range(len(tiny().word_hash)) if tiny().word(at) == word)


@pytest.mark.parametrize(
    ("wrong", "start", "right", "worth"),
    [
        ("贯策落实党", 0, "贯彻", -7 - 2 - 0.5),
        ("全面贯彻裸石", 4, "落实", -7 - 2 - 0.5),
        ("全面关车落实党的", 2, "贯彻", -7 - 2 - 0.5 - 0.5 - 2 - 0.25),
    ],
)
def test_a_change_is_worth_what_the_run_is_by_threes(
    wrong: str, start: int, right: str, worth: float
) -> None:
    """A pair is -2, a triple -0.5; a pair behind a word that forms a pair with it costs -0.25 more."""
    _, triples = read(wrong)
    _, mended = read(wrong[:start] + right + wrong[start + 2 :])
    place, word = np.array([start]), np.array([number(right)])
    assert mended.gain(place, place + 2, word) == pytest.approx([0], abs=1e-6)
    assert triples.gain(place, place + 2, word) == pytest.approx([worth - triples.total[0]])
