"""Set 300 tokens at 36 offsets and count those that are broken wrongly: python tests/measure_tokens.py [-v].

A row a kind of token (address, number …) and a column a measure: wrong of the lines that end in one.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from composition.tokens import OFFSETS, broken, tokens  # noqa: E402

MEASURES = (36, 28, 18)


def main(words: list[str]) -> None:
    """Print the table; with -v every fault."""
    every = tokens()
    write = sys.stdout.write
    write(
        f"{f'{len(every)} tokens × {OFFSETS}':20}" + "".join(f"{m:>9} em" for m in MEASURES) + "\n"
    )
    faults = []
    for kind in dict.fromkeys(token.kind for token in every):
        row = f"{kind:20}"
        for measure in MEASURES:
            ends, wrong = broken([token for token in every if token.kind == kind], measure)
            row += f"{f'{len(wrong)}/{ends}':>12}"
            faults += wrong
        write(row + "\n")
    if "-v" in words:
        for fault in faults:
            write(f"{fault.token.kind}: …{fault.before[-24:]} | {fault.behind}…\n")


if __name__ == "__main__":
    main(sys.argv[1:])
