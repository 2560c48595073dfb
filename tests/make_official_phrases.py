"""Write `official.xz` of the proof: python tests/make_official_phrases.py SETS FOLDER…

Each FOLDER holds Markdown files of laws, regulations, other documents of the state and news of the day,
which are not protected (著作权法第五条). SETS is the folder of sets by which the proof is measured (`proof_sets`):
what stands in its clean prose is left out. Those that were used:

    laws      github.com/LawRefBook/Laws (19 April 2025), but for its cases (案例)
    reports   reports of provincial governments of 2026, github.com/johncodes404/
              china-provincial-gov-reports-2026; of a district, 2012 to 2019, github.com/derek-s/
              Python-GovWorkReportAnalyze; documents of the State Council, github.com/ZhouYNF/platform-1
              (their text without mark-up, a paragraph a line)
    news      github.com/DuckBurnIncense/xin-wen-lian-bo: 详细新闻 without mark-up, but for the days
              that the sets hold (`proof_sets`)

About two minutes of computing for 28 million characters.
"""

import sys
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA  # noqa: E402
from casebook.proof.spelling import han_runs, official_phrases  # noqa: E402

LENGTHS = (2, 3, 4)
LEFT_OUT = ("scripts", "案例")


def paragraphs(folder: Path) -> set[str]:
    """Return the different paragraphs of all Markdown files below `folder`."""
    paths = [path for path in folder.rglob("*.md") if not set(path.parts) & set(LEFT_OUT)]
    return {line.strip() for path in paths for line in path.read_text("utf-8").splitlines()}


def main(sets: Path, folders: list[Path]) -> None:
    """Write which two and three characters stand together, and how often."""
    texts = set[str]().union(*map(paragraphs, folders)) - paragraphs(sets)
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
    main(Path(sys.argv[1]), [Path(word) for word in sys.argv[2:]])
