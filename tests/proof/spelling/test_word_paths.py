"""The best way to divide a run into words, and what a change would be worth."""

import numpy as np
import pytest

from casebook.proof.spelling import han_runs, word_paths
from casebook.proof.spelling.hashing import LONGEST
from casebook.proof.spelling.language import UNKNOWN
from proof.spelling.tiny_language import WORDS, tiny


def paths(*texts: str) -> word_paths.Paths:
    runs = han_runs.runs(texts)
    return word_paths.paths(word_paths.words(tiny(), runs), tiny().first)


def test_runs_end_at_marks_and_remember_their_place() -> None:
    runs = han_runs.runs(["医院，患者", "", "a人"])
    assert runs.text.tolist() == [0, 0, 2]
    assert runs.offset.tolist() == [0, 3, 1]
    assert "".join(map(chr, runs.code[:6].astype(int))) == "医院\0患者\0"
    assert runs.left[:3].tolist() == [2, 1, 0]
    assert runs.beginning(2).tolist() == [0, 3]


def test_the_best_way_goes_by_pairs() -> None:
    assert paths("全面贯彻落实").total == pytest.approx([-7 - 2 - 2])
    assert paths("健康教育").covering()[:4].tolist() == [2, 2, 2, 2]
    assert paths("").total.tolist() == []


def test_a_change_gains_what_reading_it_anew_would() -> None:
    texts = ["全面贯策落实党的", "他门", "提高服物能力"]
    number = {tiny().word(at): at for at in range(len(WORDS))}
    before = paths(*texts)
    start = np.array([2, 9, 14])
    word = np.array([number["贯彻"], number["他们"], number["服务"]])
    gains = before.gain(start, start + 2, word)
    after = paths("全面贯彻落实党的", "他们", "提高服务能力")
    assert gains == pytest.approx(after.total - before.total)
    assert all(gains > 5)


def test_what_no_model_knows_costs_much() -> None:
    assert paths("龘").total == pytest.approx([UNKNOWN])
    assert LONGEST >= 4
