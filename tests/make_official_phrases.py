"""Write `official.xz` of the proof: python tests/make_official_phrases.py FOLDER.

FOLDER holds Markdown files of laws and regulations; those that were used are all of
github.com/LawRefBook/Laws but its cases, without the paragraphs of the sets `laws` and `court` by
which the proof is measured (a second folder, whose paragraphs are left out).
"""

import sys
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA  # noqa: E402
from casebook.proof.spelling import han_runs, official_phrases  # noqa: E402

LENGTHS = (2, 3)
LEFT_OUT = ("scripts", "案例")


def paragraphs(folder: Path) -> set[str]:
    """Return the different paragraphs of all Markdown files below `folder`."""
    paths = [path for path in folder.rglob("*.md") if not set(path.parts) & set(LEFT_OUT)]
    return {line.strip() for path in paths for line in path.read_text("utf-8").splitlines()}


def main(folders: list[Path]) -> None:
    """Write which two and three characters stand together, and how often."""
    texts = paragraphs(folders[0]).difference(*map(paragraphs, folders[1:]))
    runs = han_runs.runs(sorted(texts))
    hashes: list[np.ndarray] = []
    counts: list[np.ndarray] = []
    for length in LENGTHS:
        start = runs.beginning(length)
        known, times = np.unique(runs.window[length][start], return_counts=True)
        often = times >= official_phrases.LEAST
        hashes.append(known[often])
        counts.append(times[often])
    data = official_phrases.packed(np.concatenate(hashes), np.concatenate(counts))
    (DATA / "official.xz").write_bytes(data)
    sys.stdout.write(f"{sum(map(len, hashes)):,} runs of {len(runs.run):,} characters\n")


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
