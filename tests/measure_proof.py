"""How well the proof finds what is wrong: a row a set, a block a rule.

Run `python tests/measure_proof.py [--train] [FOLDER]`, or `make meter-proof SETS=FOLDER`; `proof_sets`
says what a folder of sets holds. Reported is the half that was not used for tuning. `--train` finds
the weights of `data/evidence.tsv` anew on the other half and writes them.

`place`: of the faults, at how many something is asked; `right`: where what is asked for is right too;
`false`: findings where nothing is wrong, for each 10,000 characters. A set of clean prose has true
errors of its own; they count as false.
"""

# ruff: noqa: E402  run as a program
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import numpy as np
from rapidfuzz.distance import Levenshtein

import proof_sets
from casebook import language_files
from casebook.proof.lists import DATA
from casebook.proof.spelling import evidence, han_runs, model_store, speller
from casebook.proof.spelling.corrections import MISSING, SUPERFLUOUS, TRANSPOSED
from casebook.proof.spelling.language import Language
from proof_sets import TextSet

write = sys.stdout.write
OFTEN = 2
TUNED = "sighan15 law med odw lemon_mec lemon_new lemon_cot lemon_enc".split()
"""Sets of pairs of which one half is used for tuning; of clean prose all are."""
CLEAN_WEIGHT = 4.0
"""What a false finding in clean prose counts against one among faults, which are far too many."""


@dataclass(frozen=True)
class Asked:
    """A finding of a rule in a text: the characters it changes, and to what."""

    start: int
    end: int
    put: str

    def applied(self, text: str) -> str:
        """Return the text as it should be by this finding."""
        return text[: self.start] + self.put + text[self.end :]


Reader = Callable[[Sequence[str]], list[list[Asked]]]
"""What a rule says of texts; what makes them stands in `RULES`."""


def score(texts: TextSet, read: Reader) -> str:
    """Return the row of one set."""
    began = time.process_time()
    asked = read([text for text, _ in texts.pairs])
    seconds = time.process_time() - began
    if texts.clean:
        asked = _without_own_words(texts, asked)
    faults = places = right = false = 0
    for (text, target), findings in zip(texts.pairs, asked, strict=True):
        wrong = Levenshtein.editops(text, target)
        faults += len(wrong)
        places += sum(any(_meets(f, op.src_pos) for f in findings) for op in wrong)
        good = [f for f in findings if Levenshtein.distance(f.applied(text), target) < len(wrong)]
        right += sum(any(_meets(f, op.src_pos) for f in good) for op in wrong)
        false += sum(not any(_meets(f, op.src_pos) for op in wrong) for f in findings)
    total = sum(map(len, asked))
    precision = f"{(total - false) / total:>9.2f}" if total and faults else f"{'—':>9}"
    recall = f"{places / faults:>8.2f}{right / faults:>8.2f}" if faults else f"{'—':>8}{'—':>8}"
    rate = false * 1e4 / max(texts.characters, 1)
    return (
        f"{texts.name:18}{texts.characters:>10,}{faults:>8,}{recall}{precision}{rate:>8.2f}"
        f"{seconds * 1e5 / max(texts.characters, 1):>10.1f}"
    )


def _meets(finding: Asked, place: int) -> bool:
    return (
        finding.start
        <= place
        < max(finding.end, finding.start + 1) + (len(finding.put) > finding.end - finding.start)
    )


def _without_own_words(texts: TextSet, asked: list[list[Asked]]) -> list[list[Asked]]:
    """Leave out what the prose writes more often than twice, as the rule does in a book."""
    whole = "\n".join(text for text, _ in texts.pairs)
    kept = []
    for (text, _), findings in zip(texts.pairs, asked, strict=True):
        kept.append([f for f in findings if whole.count(_around(text, f)) <= OFTEN])
    return kept


def _around(text: str, finding: Asked) -> str:
    wide = finding.end - finding.start > 1
    return text[finding.start : finding.end] if wide else text[finding.start - 1 : finding.end + 1]


def characters(language: Language) -> Reader:
    """Return the reader of W605, wrong characters."""

    def read(texts: Sequence[str]) -> list[list[Asked]]:
        suspects = speller.suspects(language, texts)
        return [[Asked(s.start, s.end, s.put) for s in own] for own in suspects]

    return read


RULES: dict[str, Callable[[Language], Reader]] = {"W605 wrong characters": characters}
"""What is measured: by the name that is printed, what makes the reader of a rule."""


def train(language: Language, sets: Iterable[TextSet]) -> None:
    """Find the weights of the evidence by logistic regression on half 0 of `sets`, and write them."""
    rows: list[np.ndarray] = []
    right: list[np.ndarray] = []
    weight: list[np.ndarray] = []
    names: list[str] = []
    for texts in sets:
        if not texts.clean and texts.name not in TUNED and not texts.name.startswith("planted"):
            continue
        for first in range(0, len(texts.pairs), 600):
            part = texts.pairs[first : first + 600]
            runs = han_runs.runs([text for text, _ in part])
            edits, facts = speller.weighable(language, runs)
            names = list(facts)
            labels = _labels(texts, part, runs, edits)
            known = labels >= 0
            rows.append(np.stack([facts[name] for name in names], 1)[known])
            right.append(labels[known])
            weight.append(np.full(int(known.sum()), CLEAN_WEIGHT if texts.clean else 1.0))
    weights = regression(np.concatenate(rows), np.concatenate(right), np.concatenate(weight))
    lines = [f"{name}\t{value:.4f}" for name, value in zip(["", *names], weights, strict=True)]
    note = (
        "# 改动的各项理由（英文，见 evidence.py）和权重，相加得改动为对的对数几率；第一行是常数。\n"
        "# 由 python tests/measure_proof.py --train 求出。\n"
    )
    (DATA / "evidence.tsv").write_text(note + "\n".join(lines) + "\n", "utf-8")
    write(f"{sum(map(len, rows)):,} corrections, {sum(map(sum, right)):,.0f} of them right\n")


def _labels(
    texts: TextSet, pairs: Sequence[proof_sets.Pair], runs: han_runs.HanRuns, edits: evidence.Edits
) -> np.ndarray:
    """Return 1 for each edit that is right, 0 where nothing is wrong, -1 for what says nothing."""
    whole = "\n".join(text for text, _ in texts.pairs) if texts.clean else ""
    labels = np.zeros(len(edits.at), int)
    for row, at in enumerate(edits.at.tolist()):
        number, rows = int(runs.text[runs.run[at]]), edits.corrections
        text, target = pairs[number]
        place = int(runs.offset[runs.run[at]] + runs.place[at])
        slip, letter = int(rows.slip[row]), chr(int(edits.letter[row]))
        start, end = int(rows.start[row]) - at + place, int(rows.end[row]) - at + place
        if texts.clean:
            own = text[start:end] if end - start > 1 else text[max(0, place - 1) : place + 2]
            labels[row] = -1 if whole.count(own) > OFTEN else 0
        elif text != target:
            distance = Levenshtein.distance(text, target)
            if Levenshtein.distance(_edited(text, place, slip, letter), target) < distance:
                labels[row] = 1
            elif any(start <= op.src_pos < end for op in Levenshtein.editops(text, target)):
                labels[row] = -1
    return labels


def _edited(text: str, at: int, slip: int, letter: str) -> str:
    if slip == TRANSPOSED:
        return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
    if slip == MISSING:
        return text[:at] + letter + text[at:]
    return text[:at] + ("" if slip == SUPERFLUOUS else letter) + text[at + 1 :]


def regression(rows: np.ndarray, right: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return constant and weights of the columns (logistic regression, Newton, ridge of 10)."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    columns = np.hstack([np.ones((len(rows), 1)), (rows - mean) / spread])
    ridge = np.eye(columns.shape[1]) * 10
    ridge[0, 0] = 0
    beta = np.zeros(columns.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(columns @ beta, -30, 30)))
        slope = columns.T @ (weight * (right - chance)) - ridge @ beta
        curve = (columns * (weight * chance * (1 - chance) + 1e-9)[:, None]).T @ columns + ridge
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-4:
            break
    plain = beta[1:] / spread
    return np.concatenate([[beta[0] - (plain * mean).sum()], plain])


def main(words: list[str]) -> None:
    """Print the table; with --train find the weights first."""
    folders = [word for word in words if not word.startswith("-")]
    sets = proof_sets.read(Path(folders[0]) if folders else None)
    files = language_files.find()
    if files is None:
        sys.exit("no language models: casebook doctor says how to install them")
    language = model_store.open_language(files)
    sets += [proof_sets.planted(language, texts, 2000) for texts in sets if texts.clean]
    if "--train" in words:
        train(language, (texts.half(0) for texts in sets))
    for rule, reader in RULES.items():
        read = reader(language)
        write(
            f"\n{rule}\n{'set':18}{'chars':>10}{'faults':>8}{'place':>8}{'right':>8}"
            f"{'precision':>9}{'false':>8}{'s/100,000':>10}\n"
        )
        for texts in sets:
            own = texts if texts.name == "slips" else texts.half(1)
            write(score(own, read) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
