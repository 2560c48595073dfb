"""Measure the proof: 1,000 faults planted in a dummy book, and how long 130 cases take.

Run `python tests/bench_proof.py [CASES] [FAULTS]`. Not a test: it prints a table. A finding
counts for a rule when it stands on a line where that rule's fault was planted, as an echo when
another fault was planted there, and as false when none was and the clean book had none.
"""

# ruff: noqa: E402  run as a program
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

from casebook import proof
from casebook.errata import Erratum
from casebook.intake import specimen
from casebook.proof.findings import fingerprint
from proof_planting import Planted, plant


def score(planted: list[Planted], clean: set[str], errata: tuple[Erratum, ...]) -> list[str]:
    """Return a row for each kind of fault, then one for each rule that spoke where none was."""
    new = [erratum for erratum in errata if fingerprint(erratum) not in clean]
    there = {(e.place.path, e.place.line, e.rule) for e in new}
    rows = []
    kinds = dict.fromkeys(fault.kind for fault in planted)
    for kind in kinds:
        mine = [fault for fault in planted if fault.kind == kind]
        met = sum((item.path, item.line, item.rule) in there for item in mine)
        any_ = sum(any((item.path, item.line) == t[:2] for t in there) for item in mine)
        rows.append(f"| {kind} | {mine[0].rule or '—'} | {len(mine)} | {met} | {any_} |")
    lines = {(fault.path, fault.line) for fault in planted}
    owed = {(fault.path, fault.line, fault.rule) for fault in planted}
    right, echo, false = Counter[str](), Counter[str](), Counter[str]()
    for e in new:
        where = (e.place.path, e.place.line)
        kind = right if (*where, e.rule) in owed else echo if where in lines else false
        kind[e.rule] += 1
    rows.append("\n| rule | right | echo | false | precision |\n|---|--:|--:|--:|--:|")
    for rule in sorted(set(right) | set(echo) | set(false)):
        good, bad = right[rule] + echo[rule], false[rule]
        rows.append(
            f"| {rule} | {right[rule]} | {echo[rule]} | {bad} | {good / (good + bad):.2f} |"
        )
    return rows


def main(cases: int, faults: int) -> None:
    """Write a dummy, read it clean and planted, and print what was found and the seconds."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "book"
        specimen.write(folder, cases)
        began = time.process_time()
        clean = proof.proofread(folder)
        cold = time.process_time() - began
        began = time.process_time()
        proof.proofread(folder)
        warm = time.process_time() - began
        planted = plant(folder, faults)
        proofed = proof.proofread(folder)
        print(f"{cases} cases: {cold:.2f} s of CPU cold, {warm:.2f} s again; ", end="")
        print(f"clean {Counter(e.kind.value for e in clean)}, planted {len(planted)}\n")
        print("| fault | rule | planted | found | any rule |\n|---|---|--:|--:|--:|")
        print("\n".join(score(planted, {fingerprint(e) for e in clean}, proofed)))


if __name__ == "__main__":
    main(*map(int, (sys.argv[1:] + ["130", "1000"][len(sys.argv) - 1 :])))
