"""Every construct nested in every other: each sentence is on a page and in the EPUB, or reported.

`make fuzz` goes on with other seeds and sizes.
"""

from pathlib import Path

import pytest

import fuzz_losses


@pytest.mark.parametrize("seed", [1, 2, 3, 6, 7, 8])
def test_no_sentence_is_gone(seed: int, tmp_path: Path) -> None:
    assert not fuzz_losses.look(tmp_path, seed, 40)
