"""A model of SunPinyin is read as it was written; anything else is refused."""

from pathlib import Path

import numpy as np
import pytest

from casebook.proof.spelling import sunpinyin_file
from proof.spelling import tiny_language


def test_words_and_pairs_come_back(tmp_path: Path) -> None:
    tiny_language.write(tmp_path)
    model = sunpinyin_file.read(tmp_path / "lm_sc.t3g", tmp_path / "pydict_sc.bin")
    wanted = tiny_language.pairs()
    assert list(model.words) == ["", *wanted.words]
    assert np.allclose(model.value[1:], wanted.value, atol=1e-4)
    names = {
        (model.words[a], model.words[b]) for a, b in zip(model.before, model.behind, strict=True)
    }
    assert names == {tuple(pair.split()) for pair in tiny_language.PAIRS}
    with_pairs = {first for first, _ in names}
    weights = {word: model.backoff[at] for at, word in enumerate(model.words)}
    assert {word for word, weight in weights.items() if weight < -0.5} == with_pairs


def test_triples_come_back(tmp_path: Path) -> None:
    tiny_language.write(tmp_path)
    model = sunpinyin_file.read(tmp_path / "lm_sc.t3g", tmp_path / "pydict_sc.bin")
    names = {
        " ".join(model.words[word] for word in (model.before[pair], model.behind[pair], last))
        for pair, last in zip(model.triple_pair, model.triple_word, strict=True)
    }
    assert names == set(tiny_language.TRIPLES)
    assert np.allclose(model.triple_value, -0.5, atol=1e-4)
    assert set(model.pair_backoff[model.triple_pair].round(4)) == {-0.25}


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    tiny_language.write(tmp_path)
    model = tmp_path / "lm_sc.t3g"
    model.write_bytes(model.read_bytes()[:1000])
    with pytest.raises(ValueError):  # noqa: PT011  what numpy and struct say differs
        sunpinyin_file.read(model, tmp_path / "pydict_sc.bin")
