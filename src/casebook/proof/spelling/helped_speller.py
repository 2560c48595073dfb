"""Texts read for wrong characters by this process and those that help it."""

from collections.abc import Sequence
from functools import lru_cache

from casebook.language_files import LanguageFiles
from casebook.proof.shared_reading import Helpers
from casebook.proof.spelling import model_store, speller
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.speller import Batch
from casebook.proof.spelling.suspects import Suspect

_Answer = list[tuple[Suspect, ...]]


def suspects(files: LanguageFiles, texts: Sequence[str], helpers: Helpers | None = None) -> _Answer:
    """Return the suspects of each of `texts`; raises as `model_store.open_language` does."""
    language = model_store.open_language(files)

    def read(batches: Sequence[Batch]) -> Sequence[_Answer]:
        if helpers is None or len(batches) == 1:
            return [speller.of_batch(language, batch) for batch in batches]
        return helpers.share(
            batches,
            lambda batch: speller.of_batch(language, batch),
            _read_there,
            lambda batch: (files, batch),
        ).answers()

    return speller.suspects(language, texts, read)


@lru_cache(maxsize=1)
def _language(files: LanguageFiles) -> Language:
    return model_store.open_language(files)


def _read_there(sent: tuple[LanguageFiles, Batch]) -> _Answer:
    files, batch = sent
    return speller.of_batch(_language(files), batch)
