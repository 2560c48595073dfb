"""Score the reading of lists in drawn shapes (`notice/drawn_shapes.py`). For development.

python tests/measure_shapes.py [-v | -s] [--half 0|1 | --dressed] [FIRST [LAST]]

The seeds run from FIRST (0) to LAST (200, not included). -v tells each fault with the ways in
which its list is written; -s the sums for each way. `right` counts the exact awards that bear a
`check` all the same.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent / "src")]

from measure_notices import Score, score  # noqa: E402
from notice.drawn_shapes import Drawn, drawn  # noqa: E402
from notice.dressed_lists import dressed  # noqa: E402

WAYS = (
    "file", "layout", "place", "number", "title", "letter", "tail", "noise", "tiers", "head",
    "content", "mark", "headed",
)  # fmt: skip


def measured(
    folder: Path, seeds: range, half: int | None, new: bool = False
) -> Iterator[tuple[int, Drawn, Score]]:
    """Yield for each seed the notice and what became of its awards; `new`: of `dressed_lists`."""
    for seed in seeds:
        made = dressed(seed) if new else drawn(seed, half)
        path = folder / f"{seed}.{made.suffix}"
        path.write_bytes(made.content)
        path.with_suffix(".truth.json").write_text(json.dumps(made.truth), "utf-8")
        yield seed, made, score(path)


def line(name: str, scores: list[Score]) -> str:
    """Return one line of figures."""
    entries = max(sum(each.entries for each in scores), 1)
    good = sum(each.exact + each.check for each in scores)
    false, lost = sum(each.false for each in scores), sum(each.lines for each in scores)
    checked = sum(each.marked for each in scores) / max(sum(each.exact for each in scores), 1)
    whole = sum(each.is_whole for each in scores)
    return (
        f"{name:28} {len(scores):5} lists {entries:6} entries, exact or proposed {good / entries:6.1%}, "
        f"false {false:4}, lost {lost:4}, check on exact {checked:5.1%}, whole {whole}"
    )


def tell(*lines: str) -> None:
    """Write `lines`."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("last", type=int, nargs="?", default=200)
    parser.add_argument("--half", type=int)
    parser.add_argument("--dressed", action="store_true")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("-s", action="store_true")
    given = parser.parse_args()
    scores = []
    by_way: dict[str, list[Score]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        seeds = range(given.first, given.last)
        for seed, made, each in measured(Path(name), seeds, given.half, given.dressed):
            scores.append(each)
            for way in WAYS:
                if way in made.ways:
                    by_way[f"{way} {made.ways[way]!r}"[:28]].append(each)
            if given.v and each.faults:
                tell(f"{seed} {made.ways}")
                tell(*(f"    {fault}" for fault in each.faults))
    if given.s:
        tell(*(line(name, by_way[name]) for name in sorted(by_way)))
    tell(line("all", scores))


if __name__ == "__main__":
    main()
