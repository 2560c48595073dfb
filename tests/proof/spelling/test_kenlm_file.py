"""A model in the format of KenLM is read as it was written; anything else is refused."""

from pathlib import Path

import numpy as np
import pytest

from casebook import language_files
from casebook.proof.spelling import kenlm_file
from proof.spelling import tiny_language


def test_words_and_pairs_come_back(tmp_path: Path) -> None:
    tiny_language.write(tmp_path)
    model, wanted = kenlm_file.read(tmp_path / "zh_CN.lm"), tiny_language.pairs()
    assert list(model.words) == ["<unk>", *wanted.words]
    assert np.allclose(model.value[1:], wanted.value, atol=1e-4)
    assert np.allclose(model.backoff[1:], wanted.backoff, atol=1e-4)
    names = {
        (model.words[a], model.words[b]) for a, b in zip(model.before, model.behind, strict=True)
    }
    assert names == {tuple(pair.split()) for pair in tiny_language.PAIRS}
    assert np.allclose(model.pair_value, -2.0, atol=1e-4)


def test_triples_come_back(tmp_path: Path) -> None:
    tiny_language.write(tmp_path)
    model = kenlm_file.read(tmp_path / "zh_CN.lm")
    names = {
        " ".join(model.words[word] for word in (model.before[pair], model.behind[pair], last))
        for pair, last in zip(model.triple_pair, model.triple_word, strict=True)
    }
    assert names == set(tiny_language.TRIPLES)
    assert np.allclose(model.triple_value, -0.5, atol=1e-4)
    assert set(model.pair_backoff[model.triple_pair].round(4)) == {-0.25}


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 4096, tiny_language.kenlm(tiny_language.pairs())[:4300]]
)
def test_a_file_of_another_kind_or_cut_short_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "zh_CN.lm"
    path.write_bytes(data)
    with pytest.raises(ValueError):  # noqa: PT011  what numpy and struct say differs
        kenlm_file.read(path)


@pytest.mark.slow
def test_the_model_of_the_package_reads_as_kenlm_reads_it() -> None:
    """The values were printed by KenLM (PyPI kenlm 0.3.0, full_scores) from libime-data 1.0.16."""
    path = Path("/usr/lib/x86_64-linux-gnu/libime") / language_files.NAMES[0]
    if not path.is_file():
        pytest.skip("libime-data-language-model is not installed")
    model = kenlm_file.read(path)
    number = {word: at for at, word in enumerate(model.words)}
    ten = np.log(10)
    assert model.value[number["党建"]] / ten == pytest.approx(-5.664575, abs=1e-5)
    at = np.flatnonzero((model.before == number["提高"]) & (model.behind == number["服务"]))
    assert model.pair_value[at] / ten == pytest.approx(-2.886129, abs=1e-5)
