"""Look words up in texts in traditional characters: fold them to simplified ones, one for one.

A folded text has the length of the text, so that a place in the one is a place in the other. It is
for comparing only: what is printed stays as it was written.
"""

from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[int, int]:
    text = files("casebook.intake").joinpath("data/traditional.tsv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if not line.startswith("#"))
    left, right = line.split("\t")
    return str.maketrans(left, right)


def simplified(text: str) -> str:
    """Return `text` with traditional characters folded; as long as `text`."""
    return text.translate(_table())
