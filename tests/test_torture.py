"""Every construct nested in every other: each sentence is on a page and in the EPUB, or reported."""

from pathlib import Path

import pytest

import fuzz_losses


@pytest.mark.parametrize("seed", range(1, 7))
def test_no_sentence_is_gone(seed: int, tmp_path: Path) -> None:
    assert not fuzz_losses.look(tmp_path, seed, 60)
