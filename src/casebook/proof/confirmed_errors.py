"""Errors that somebody confirmed by repairing them, as decisions: what the error rate counts.

A finding that was repaired is gone, so nothing is ever looked for by the fingerprint of such a
decision; it only has to be another than those of all others, of equal words too.
"""

from collections.abc import Iterable, Sequence

from casebook.proof.decisions import Decision, Verdict
from casebook.proof.findings import Finding, fingerprint

SIZED = frozenset(("missing", "superfluous"))
"""Classes of errors that count by how many characters are missing or too many."""


def rows(
    findings: Iterable[Finding], known: Sequence[Decision], by: str, day: str
) -> list[dict[str, str]]:
    """Return entries of the list of decisions that say `findings` are errors, confirmed and repaired.

    `known` are the decisions so far; `by` is who repaired them, on that `day`.
    """
    taken = {decision.fingerprint for decision in known}
    entries = []
    for finding in findings:
        name = _free(fingerprint(finding), taken)
        taken.add(name)
        size = abs(len(finding.put or "") - len(finding.text)) if finding.weight in SIZED else 0
        decision = Decision(
            fingerprint=name, rule=finding.rule, case=finding.case, path=finding.place.path,
            quote=finding.quote, text=finding.text, verdict=Verdict.ACCEPT, by=by, date=day,
            weight=finding.weight, size=size,
        )  # fmt: skip
        facts = {key: str(value) for key, value in decision.model_dump().items() if value}
        entries.append(facts)
    return entries


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
