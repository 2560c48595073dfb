"""Read the book as a proofreader does: errata and queries, and nothing changed.

Enters: the book's folder. Leaves: errata, in the order of the book. The rules stand in modules
by subject; a rule is a function, its name the fault, its docstring the catalogue entry.
"""

from pathlib import Path

from casebook.errata import Erratum, StopPress, Wording
from casebook.intake import reading
from casebook.proof import marks, names
from casebook.proof.reader import RULES, find, overrule

__all__ = ["RULES", "explain", "marks", "names", "proofread"]


def proofread(folder: Path) -> tuple[Erratum, ...]:
    """Return every erratum and query of the book in `folder`, stets taken out.

    A stet that matches nothing is an erratum. Structural faults of the manuscript are returned
    like any other; the rules then have no book to read.
    """
    try:
        found = reading.read(folder)
    except StopPress as stop:
        return stop.errata
    return overrule(found.book, (*found.queries, *find(found.book)))


def explain(name: str) -> Wording:
    """Return the catalogue entry of a rule, or the list of rules."""
    if name in RULES:
        text = f"{name}\n\n{RULES[name].__doc__}"
        return Wording(text, text)
    return Wording(
        f"没有规则“{name}”；有：{'、'.join(RULES)}",
        f"no rule ‘{name}’; there are: {', '.join(RULES)}",
    )
