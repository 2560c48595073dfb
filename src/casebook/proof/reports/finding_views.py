"""The findings of a report by rule and by weight, one line each, leading to their place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.errata import Erratum
from casebook.proof import ranking
from casebook.proof.findings import Finding, fingerprint
from casebook.proof.rule_runner import registry

LETTERS = {"erratum": "错", "query": "疑", "note": "注"}
Address = Callable[[Erratum], str]
"""The address of the place where the report shows a finding."""


@dataclass(frozen=True)
class Line:
    """A finding in a view: certainty, text, words around, what is said, where it is shown."""

    kind: str
    letter: str
    case: str
    quote: str
    message: str
    link: str


@dataclass(frozen=True)
class ViewGroup:
    """A rule, or a class of errors: its heading, its clause, how many findings, and they."""

    title: str
    clause: str
    many: int
    lines: tuple[Line, ...]


def view(errata: Sequence[Erratum], by: ranking.View, address: Address) -> tuple[ViewGroup, ...]:
    """Return `errata` grouped `by` rule or weight, the heaviest group first."""
    return tuple(_group(group, by, address) for group in ranking.groups(errata, by))


def _group(group: ranking.Group, by: ranking.View, address: Address) -> ViewGroup:
    rule = registry().get(group.errata[0].rule) if by == "rule" else None
    lines = tuple(_line(erratum, address) for erratum in group.errata)
    return ViewGroup(group.title.zh, rule.clause if rule else "", len(lines), lines)


def _line(erratum: Erratum, address: Address) -> Line:
    case = erratum.case if isinstance(erratum, Finding) else ""
    return Line(
        erratum.kind.value, LETTERS[erratum.kind.value], case or erratum.place.path,
        erratum.quote[:80], erratum.message.zh, address(erratum),
    )  # fmt: skip


def anchor(erratum: Erratum) -> str:
    """Return the name under which a finding is led to."""
    return f"f-{fingerprint(erratum)}"
