"""Set 300 tokens of each kind at 36 offsets and count those that are broken wrongly:

python tests/measure_tokens.py [-v] [KIND…]   (-v: every fault)

A row a kind of token (address, number …) and a column a measure: wrong of the lines that end in one.
Titles are set in 36 measures of their own instead.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from composition.tokens import OFFSETS, SWEPT, TITLE, Fault, broken, sweep  # noqa: E402

MEASURES = (36, 28, 18)
COUNT = 300


def main(words: list[str]) -> None:
    """Print the table; with -v every fault."""
    kinds = [word for word in words if not word.startswith("-")] or list(SWEPT)
    write = sys.stdout.write
    write(f"{f'{COUNT} tokens × {OFFSETS}':20}" + "".join(f"{m:>9} em" for m in MEASURES) + "\n")
    faults: list[Fault] = []
    for kind in kinds:
        row, several = f"{kind:20}", sweep(kind, COUNT)
        for measure in MEASURES[:1] if kind == TITLE else MEASURES:
            ends, wrong = broken(several, measure)
            row += f"{f'{len(wrong)}/{ends}':>12}"
            faults += wrong
        write(row + "\n")
        sys.stdout.flush()
    if "-v" in words:
        for fault in faults:
            write(f"{fault.token.kind}: …{fault.before[-24:]} | {fault.behind}…\n")


if __name__ == "__main__":
    main(sys.argv[1:])
