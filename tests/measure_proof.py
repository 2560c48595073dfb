"""How well the proof finds what is wrong: a row a set, a block a rule.

Run `python tests/measure_proof.py [--train [--mean]|--rules] [FOLDER …]`, or `make meter-proof SETS=FOLDER`; `proof_sets`
says what a folder of sets holds. Reported is the half that was not used for tuning. `--train` finds
the trees of `data/evidence.tsv` anew on the other half and writes them; with `--mean` the mean of
those and of the trees that stand there, which other sets have taught.

`--others` measures other checkers too, those of them that are installed (`other_checkers`).

`place`: of the faults, at how many something is asked; `right`: where what is asked for is right too;
`false`: findings where nothing is wrong, for each 10,000 characters. A set of clean prose has true
errors of its own; they count as false. A second table has a row a kind of fault, of all sets with
faults of others, of the planted ones, and of clean prose. Behind it stand all rules of the book
(`measure_rules`); with `--rules` nothing else.
"""

# ruff: noqa: E402  run as a program
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import numpy as np
from rapidfuzz.distance import Editop, Levenshtein

import boosting
import measure_rules
import other_checkers
import proof_sets
from casebook import language_files
from casebook.proof.lists import DATA
from casebook.proof.spelling import evidence, han_runs, model_store, speller
from casebook.proof.spelling.language import Language
from proof_sets import TextSet

write = sys.stdout.write
OFTEN = 2
TUNED = "teach sighan15 law med odw mcsc lemon_mec lemon_new lemon_cot lemon_enc".split()
"""Sets of pairs of which one half is used for tuning; of clean prose all are."""
CLEAN_WEIGHT = 4.0
"""What a false finding in clean prose counts against one among faults, which are far too many."""


@dataclass(frozen=True)
class Asked:
    """A finding of a rule in a text: the characters it changes, and to what."""

    start: int
    end: int
    put: str
    slip: str = ""

    def applied(self, text: str) -> str:
        """Return the text as it should be by this finding."""
        return text[: self.start] + self.put + text[self.end :]


Reader = Callable[[Sequence[str]], list[list[Asked]]]
"""What a rule says of texts; what makes them stands in `RULES`."""


class Kinds:
    """Faults and findings by kind, of three groups of sets."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._faults: Counter[tuple[str, str]] = Counter()
        self._right: Counter[tuple[str, str]] = Counter()
        self._false: Counter[str] = Counter()
        self._clean = 0

    def count(
        self, texts: TextSet, pair: proof_sets.Pair, wrong: Sequence[Editop],
        good: Sequence[Asked], spurious: Sequence[Asked],
    ) -> None:  # fmt: skip
        """Count the faults of one text, those of them that were corrected, and what is false."""
        if texts.clean:
            self._clean += len(pair[0])
            self._false.update(SLIP_KINDS.get(finding.slip, finding.slip) for finding in spurious)
        group = "planted" if texts.name.startswith("planted") else "sets"
        beside = {op.src_pos for op in wrong}
        for op in wrong:
            kind = proof_sets.kind_of(self._language, *pair, op, beside)
            self._faults[group, kind] += 1
            self._right[group, kind] += any(_meets(finding, op.src_pos) for finding in good)

    def table(self) -> str:
        """Return the rows."""
        rows = [
            f"\n{'kind':18}{'sets':>8}{'right':>8}{'planted':>10}{'right':>8}{'false of 10,000 clean':>24}"
        ]
        for kind in (*proof_sets.KINDS, "all"):
            cells = [f"{kind:18}"[: 18 - sum(map(ord, kind)) // 20000]]
            for group, width in (("sets", 8), ("planted", 10)):
                faults, right = (
                    sum(n for (g, k), n in counts.items() if g == group and kind in (k, "all"))
                    for counts in (self._faults, self._right)
                )
                cells.append(f"{faults:>{width},}{right / faults if faults else 0:>8.2f}")
            false = sum(n for k, n in self._false.items() if kind in (k, "all"))
            cells.append(f"{false * 1e4 / max(self._clean, 1):>24.2f}")
            rows.append("".join(cells))
        return "\n".join(rows) + "\n"


def score(texts: TextSet, read: Reader, kinds: Kinds) -> str:
    """Return the row of one set, and count its faults by kind."""
    began = time.process_time()
    asked = read([text for text, _ in texts.pairs])
    seconds = time.process_time() - began
    if texts.clean:
        asked = _without_own_words(texts, asked)
    faults = places = right = false = 0
    for (text, target), findings in zip(texts.pairs, asked, strict=True):
        wrong = Levenshtein.editops(text, target)
        good = [f for f in findings if Levenshtein.distance(f.applied(text), target) < len(wrong)]
        spurious = [f for f in findings if not any(_meets(f, op.src_pos) for op in wrong)]
        faults += len(wrong)
        places += sum(any(_meets(f, op.src_pos) for f in findings) for op in wrong)
        right += sum(any(_meets(f, op.src_pos) for f in good) for op in wrong)
        false += len(spurious)
        kinds.count(texts, (text, target), wrong, good, spurious)
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
        return [[Asked(s.start, s.end, s.put, s.slip) for s in own] for own in suspects]

    return read


def other(mend: other_checkers.Mend) -> Callable[[Language], Reader]:
    """Return what makes the reader of another checker."""

    def read(texts: Sequence[str]) -> list[list[Asked]]:
        pairs = zip(texts, mend(texts), strict=True)
        return [[Asked(*change) for change in other_checkers.changes(*pair)] for pair in pairs]

    return lambda _: read


SLIP_KINDS = {
    "strokes": "五笔",
    "word of the same sound": "whole word",
    "word by keys": "whole word",
    "particle": "的地得",
}
"""The kind of fault that a slip named by the rule is, where it has another name."""

RULES: dict[str, Callable[[Language], Reader]] = {"W605 wrong characters": characters}
"""What is measured: by the name that is printed, what makes the reader of a rule."""


def train(language: Language, sets: Iterable[TextSet], *, mean: bool = False) -> None:
    """Find what the evidence weighs on half 0 of `sets`, and write it, or its `mean` with what stands."""
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
            labels = _labels(language, texts, part, runs, edits)
            known = labels >= 0
            rows.append(np.stack([facts[name] for name in names], 1)[known].astype(np.float32))
            right.append(labels[known])
            weight.append(np.full(int(known.sum()), CLEAN_WEIGHT if texts.clean else 1.0))
    trees = boosting.fit(names, np.concatenate(rows), np.concatenate(right), np.concatenate(weight))
    if mean:
        trees = boosting.mean(evidence.trees(), trees)
    note = (
        "# 改动的各项理由（英文，见 evidence.py）合起来的分量：决策树，见 boosted_trees.py，相加得改动为对的对数几率。\n"
        "# 由 python tests/measure_proof.py --train 求出。\n"
    )
    (DATA / "evidence.tsv").write_text(note + "\n".join(trees.lines()) + "\n", "utf-8")
    evidence.trees.cache_clear()
    write(f"{sum(map(len, rows)):,} corrections, {sum(map(sum, right)):,.0f} of them right\n")


def _labels(
    language: Language, texts: TextSet, pairs: Sequence[proof_sets.Pair], runs: han_runs.HanRuns,
    edits: evidence.Edits,
) -> np.ndarray:  # fmt: skip
    """Return 1 for each edit that is right, 0 where nothing is wrong, -1 for what says nothing."""
    whole = "\n".join(text for text, _ in texts.pairs) if texts.clean else ""
    labels = np.zeros(len(edits.at), int)
    for row, at in enumerate(edits.at.tolist()):
        number, rows = int(runs.text[runs.run[at]]), edits.corrections
        text, target = pairs[number]
        place = int(runs.offset[runs.run[at]] + runs.place[at])
        put = language.word(int(rows.word[row]))
        start, end = int(rows.start[row]) - at + place, int(rows.end[row]) - at + place
        if texts.clean:
            own = text[start:end] if end - start > 1 else text[max(0, place - 1) : place + 2]
            labels[row] = -1 if whole.count(own) > OFTEN else 0
        elif text != target:
            distance = Levenshtein.distance(text, target)
            if Levenshtein.distance(text[:start] + put + text[end:], target) < distance:
                labels[row] = 1
            elif any(start <= op.src_pos < end for op in Levenshtein.editops(text, target)):
                labels[row] = -1
    return labels


def main(words: list[str]) -> None:
    """Print the tables."""
    folders = [Path(word) for word in words if not word.startswith("-")]
    if "--rules" not in words:
        spelling(words, folders)
    prose = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_dir()]
    for row in measure_rules.rows(prose):
        write(row + "\n")


def spelling(words: list[str], folders: list[Path]) -> None:
    """Print how well wrong characters are found; with --train find the trees first."""
    sets = [texts for folder in folders or [None] for texts in proof_sets.read(folder)]
    sets = list({texts.name: texts for texts in sets}.values())
    files = language_files.find()
    if files is None:
        sys.exit("no language models: casebook doctor says how to install them")
    language = model_store.open_language(files)
    sets += [proof_sets.planted(language, texts, 2400) for texts in sets if texts.clean]
    if "--train" in words:
        train(language, (texts.half(0) for texts in sets), mean="--mean" in words)
    others = {name: other(mend) for name, mend in other_checkers.checkers().items()}
    for rule, reader in (RULES | (others if "--others" in words else {})).items():
        read = reader(language)
        write(
            f"\n{rule}\n{'set':18}{'chars':>10}{'faults':>8}{'place':>8}{'right':>8}"
            f"{'precision':>9}{'false':>8}{'s/100,000':>10}\n"
        )
        kinds = Kinds(language)
        for texts in sets:
            own = texts if texts.name == "slips" else texts.half(1)
            write(score(own, read, kinds) + "\n")
        write(kinds.table())


if __name__ == "__main__":
    main(sys.argv[1:])
