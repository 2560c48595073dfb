"""Award notices as they are published, in adapted form: each as well read as it once was.

`collected/NAME.truth.json` is the reading by hand; `measure_notices` says how the two compare.
A notice that is in no row of `SHORT` must be read whole: each entry exact or proposed with
`check`, no award false and unmarked, no line lost without a trace.
"""

from pathlib import Path

import pytest

from measure_notices import COLLECTED, score

SHORT: dict[str, tuple[int, int, int]] = {
    "union-certificates": (18, 0, 0),
}
"""What is not reached yet: entries at least exact or proposed, at most false, lines lost."""


@pytest.mark.parametrize("path", sorted(COLLECTED.glob("*.txt")), ids=lambda path: path.stem)
def test_each_notice_is_read_no_worse_than_before(path: Path) -> None:
    read = score(path)
    entries, false, lines = SHORT.get(path.stem, (read.entries, 0, 0))
    assert read.exact + read.check >= entries, "\n".join(read.faults)
    assert read.false <= false, "\n".join(read.faults)
    assert read.lines <= lines, "\n".join(read.faults)


def test_a_row_of_what_is_not_reached_names_a_notice() -> None:
    assert not SHORT.keys() - {path.stem for path in COLLECTED.glob("*.txt")}
