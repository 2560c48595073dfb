"""Findings in the order in which an editor takes them up, and in groups: by text, rule or weight.

The weight of a finding is what it would count in the error rate: first what is certain, then what
counts most by the standard in use. Groups with errata stand before groups with queries, and these
before groups with notes alone; what is equal keeps the order of the book.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from casebook.errata import Erratum, Kind, Wording
from casebook.proof import rate
from casebook.proof.findings import Finding
from casebook.proof.rule_runner import registry

View = Literal["case", "rule", "weight"]
VIEWS: tuple[View, ...] = ("case", "rule", "weight")
_CERTAINTY = (Kind.ERRATUM, Kind.QUERY, Kind.NOTE)
_UNCOUNTED = Wording("不计分", "not counted")


@dataclass(frozen=True)
class Group:
    """Findings that belong together: their heading (told once), and they, the heaviest first."""

    title: Wording
    errata: tuple[Erratum, ...]


def points(erratum: Erratum) -> Decimal:
    """Return what `erratum` would count in the error rate; 0 where no class is named."""
    weight = _classes().get(erratum.weight) if isinstance(erratum, Finding) else None
    return weight.points if weight else Decimal(0)


def ranked(errata: Sequence[Erratum]) -> tuple[Erratum, ...]:
    """Return `errata`, the heaviest first: certain before doubtful, then by points."""
    return tuple(sorted(errata, key=lambda e: (_CERTAINTY.index(e.kind), -points(e))))


def groups(
    errata: Sequence[Erratum], by: View = "case", titles: Mapping[str, str] | None = None
) -> tuple[Group, ...]:
    """Return `errata` in groups; `titles` are those of the texts by their paths."""
    key = {"case": _text, "rule": _rule, "weight": _weight}[by]
    together: dict[str, list[Erratum]] = {}
    for erratum in errata:
        together.setdefault(key(erratum), []).append(erratum)
    naming: dict[View, Callable[[Erratum], Wording]] = {
        "case": lambda e: _text_title(e, titles or {}),
        "rule": _rule_title,
        "weight": _weight_title,
    }
    made = [Group(naming[by](same[0]), ranked(same)) for same in together.values()]
    return tuple(sorted(made, key=lambda group: _heaviest(group, by)))


def _heaviest(group: Group, by: View) -> tuple[int, Decimal]:
    """Return the rank of a group: texts keep the order of the book within a certainty."""
    first = group.errata[0]
    return _CERTAINTY.index(first.kind), -points(first) if by != "case" else Decimal(0)


def _text(erratum: Erratum) -> str:
    return erratum.place.path


def _rule(erratum: Erratum) -> str:
    return erratum.rule


def _weight(erratum: Erratum) -> str:
    return erratum.weight if isinstance(erratum, Finding) else ""


def _text_title(erratum: Erratum, titles: Mapping[str, str]) -> Wording:
    path = erratum.place.path
    title = titles.get(path)
    case = erratum.case if isinstance(erratum, Finding) and path.endswith(".md") else ""
    name = "　".join(filter(None, (case or path, title)))
    return Wording(name, name)


def _rule_title(erratum: Erratum) -> Wording:
    rule = registry().get(erratum.rule)
    if rule is None:
        return Wording(erratum.rule, erratum.rule)
    return Wording(
        f"{rule.code} {rule.title.zh}（{rule.name}）", f"{rule.code} {rule.name}: {rule.title.en}"
    )


def _weight_title(erratum: Erratum) -> Wording:
    weight = _classes().get(_weight(erratum))
    if weight is None:
        return _UNCOUNTED
    return Wording(
        f"{weight.name}，每处 {weight.points} 分", f"{_weight(erratum)}: {weight.points} each"
    )


@cache
def _classes() -> dict[str, rate.Weight]:
    return rate.standard().classes
