"""How well the rules find what is planted, and what they say of prose that is right.

`measure_proof` prints the table: of each rule the faults planted in a dummy book and those found on
their line, the cases of its own folder in `tests/errata`, and its findings in folders of clean prose,
in all and for each 10,000 characters. A clean folder has true faults too; they count as false.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import tiny
from casebook import proof
from casebook.intake import specimen
from casebook.proof import lists, rule_runner
from casebook.proof.findings import fingerprint
from proof_planting import KINDS, plant

ERRATA = Path(__file__).parent / "errata"
ABOUT_THE_BOOK = frozenset({"case-nowhere", "case-without-award"})
"""What is said of every text that is put into a book of no notice."""


def planted(each: int = 4, cases: int = 60) -> dict[str, tuple[int, int]]:
    """Return for each rule how many faults were planted for it and how many it found there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        specimen.write(folder, cases)
        clean = {fingerprint(erratum) for erratum in proof.examine(folder, paged=False).errata}
        faults = plant(folder, each * len(KINDS))
        result = proof.examine(folder, paged=False).errata
    there = {(e.place.path, e.place.line, e.rule) for e in result if fingerprint(e) not in clean}
    many: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for fault in faults:
        if fault.rule:
            many[fault.rule] += 1
            seen[fault.rule] += (fault.path, fault.line, fault.rule) in there
    return {rule: (many[rule], seen[rule]) for rule in many}


def clean(folders: list[Path]) -> tuple[Counter[str], int]:
    """Return how often each rule says something of clean prose, and how many characters there are."""
    with tempfile.TemporaryDirectory() as name:
        folder = tiny.write(Path(name), case='---\naward: "1-1"\n---\n\n正文。\n')
        texts = [path for prose in folders for path in sorted(prose.rglob("*.[mt][dx]*"))]
        for number, path in enumerate(texts, 1):
            text = re.sub(r"([*_#<>\[\]`|~^\\$])", r"\\\1", path.read_text("utf-8"))
            front = (
                f"organisation: 样例医院{number:03}\ntitle: 样例题目{number:03}\nregion: 北京市\n"
            )
            (folder / "manuscript" / "cases" / f"x-{number:03}.md").write_text(
                f"---\n{front}---\n\n{text}", "utf-8"
            )
        result = proof.examine(folder, paged=False)
    counts = Counter(e.rule for e in result.errata if e.rule not in ABOUT_THE_BOOK)
    pieces = result.volume.pieces if result.volume else ()
    return counts, sum(len(piece.text) for piece in pieces)


def own_cases(rule: str) -> int:
    """Return how many cases, right and wrong, the folder of a rule holds."""
    texts = (p.read_bytes().decode("utf-8") for p in sorted((ERRATA / rule).glob("*")))
    return sum(len([part for part in text.split("====\n") if part.strip()]) for text in texts)


def rows(folders: list[Path]) -> Iterator[str]:
    """Yield the table of the rules, and what is known of the sources of the lists."""
    faults = planted()
    counts, characters = clean(folders) if folders else (Counter[str](), 0)
    yield f"\n{'rule':32}{'planted':>8}{'found':>7}{'recall':>8}{'own cases':>10}{'clean':>7}{'/10,000':>9}"
    for rule in sorted(rule_runner.registry().values(), key=lambda rule: rule.code):
        many, seen = faults.get(rule.name, (0, 0))
        recall = f"{seen / many:>8.2f}" if many else f"{'—':>8}"
        said = counts[rule.name]
        rate = f"{said * 1e4 / characters:>9.2f}" if characters else f"{'—':>9}"
        label = f"{rule.code} {rule.name}"
        yield f"{label:32}{many:>8}{seen:>7}{recall}{own_cases(rule.name):>10}{said:>7}{rate}"
    many, seen = (sum(column) for column in zip(*faults.values(), strict=True))
    label = f"all, {characters:,} characters"
    said = sum(counts[name] for name in rule_runner.registry())
    rate = f"{said * 1e4 / characters:>9.2f}" if characters else f"{'—':>9}"
    yield f"{label:32}{many:>8}{seen:>7}{seen / many:>8.2f}{'':>10}{said:>7}{rate}"
    yield f"\n{'list':20}{'entries':>8}{'not seen':>10}"
    for name in lists.NAMES:
        entries, unseen = lists.unseen(name)
        yield f"{name:20}{entries:>8}{unseen:>10}"
