"""Read the book as a proofreader does: errata and queries, and nothing changed.

Enters: the book's folder. Leaves: errata, in the order of the book. The rules stand in `rules`
by subject; a rule is a function, its name the fault, its docstring the catalogue entry.
"""

from pathlib import Path

from casebook.errata import Erratum, StopPress, Wording
from casebook.intake import reading
from casebook.proof import rules
from casebook.proof.pieces import volume
from casebook.proof.reader import RULES, find

__all__ = ["RULES", "explain", "proofread", "rules"]


def proofread(folder: Path) -> tuple[Erratum, ...]:
    """Return every erratum and query of the book in `folder`, stets taken out."""
    try:
        found = reading.read(folder)
    except StopPress as stop:
        return stop.errata
    texts = volume(found.book, folder / "manuscript")
    return (*found.queries, *texts.lists.errata, *find(texts))


def explain(name: str) -> Wording:
    """Return the catalogue entry of a rule, or the list of rules."""
    if name in RULES:
        text = f"{name}\n\n{RULES[name].entry}"
        return Wording(text, text)
    return Wording(
        f"没有规则“{name}”；有：{'、'.join(RULES)}",
        f"no rule ‘{name}’; there are: {', '.join(RULES)}",
    )
