"""No award of a list in a shape nobody has seen is wrong and unmarked, and no line is lost."""

from pathlib import Path

import pytest

from measure_shapes import measured


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
def test_a_list_in_any_shape_is_read_or_proposed(half: int, tmp_path: Path) -> None:
    scores = [score for _, _, score in measured(tmp_path, range(110), half)]
    faults = [fault for score in scores for fault in score.faults if fault.startswith("FALSE")]
    assert faults == []
    assert sum(score.lines for score in scores) == 0
    entries = sum(score.entries for score in scores)
    assert sum(score.exact + score.check for score in scores) >= 0.95 * entries
