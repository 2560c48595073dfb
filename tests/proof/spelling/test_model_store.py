"""The language is made of the models once, and mapped ever after."""

from pathlib import Path

import numpy as np
import pytest

from casebook import language_files
from casebook.language_files import LanguageFiles
from casebook.proof.spelling import language, language_version, mapped_arrays, model_store
from proof.spelling import tiny_language


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LanguageFiles:
    tiny_language.write(tmp_path / "models")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv(language_files.VARIABLE, str(tmp_path / "models"))
    files = language_files.find()
    assert files is not None
    return files


def test_the_second_opening_makes_nothing(
    models: LanguageFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = model_store.open_language(models)
    monkeypatch.setattr(language, "make", None)
    again = model_store.open_language(models)
    assert again.word(0) == first.word(0)
    assert np.array_equal(again.first.pair.numbers, first.first.pair.numbers)


def test_another_model_is_made_anew(models: LanguageFiles) -> None:
    model_store.open_language(models)
    models.kenlm.write_bytes(models.kenlm.read_bytes() + b"\0")
    before = language_version.version(models)
    model_store.open_language(models)
    kept = mapped_arrays.mapped(language_files.cache_folder() / "language.arrays")
    assert kept["version"].tobytes().decode() == before


@pytest.mark.parametrize("damage", [b"", b"\xff" * 100, None])
def test_a_damaged_cache_is_made_again(models: LanguageFiles, damage: bytes | None) -> None:
    model_store.open_language(models)
    path = language_files.cache_folder() / "language.arrays"
    path.write_bytes(path.read_bytes()[:-5000] if damage is None else damage)
    assert model_store.open_language(models).word(0)


def test_a_cache_that_takes_no_file_costs_only_time(
    models: LanguageFiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "full"))
    assert model_store.open_language(models).word(0)


def test_nothing_is_looked_for_where_a_file_is_missing_or_nobody_wants_it(
    models: LanguageFiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(language_files, "_ROOTS", ())
    models.dictionary.unlink()
    assert language_files.find() is None
    monkeypatch.setenv(language_files.VARIABLE, language_files.OFF)
    assert language_files.off()
