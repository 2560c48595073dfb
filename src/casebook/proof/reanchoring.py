"""Know a finding again after the words beside it were edited.

What was decided of a finding names it by its fingerprint, which is made of the words around. Where
no finding has that fingerprint any more, the one of the same rule in the same text is meant that
says the same words in surroundings that are mostly the same; of several the most alike. Words that
were written anew elsewhere have other surroundings, and are never taken for it, but where a rule asks
about a name wherever it stands: its first place may be another since.
"""

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from casebook.errata import Erratum
from casebook.proof.findings import Finding, fingerprint, normal

ALIKE = 0.5
"""The share of equal signs in two quotations beyond which they are of one place."""

OF_A_NAME = frozenset(
    ("name-varies", "department-varies", "abbreviation-varies", "abbreviation-unexplained")
)
"""Rules that tell a name once for all its places."""


class Anchor(NamedTuple):
    """What names a finding: its rule, its file, its fingerprint, its words, and what they stand in.

    Stets of before the words were noted have no `text`.
    """

    rule: str
    path: str
    fingerprint: str
    text: str
    quote: str


def found_again(anchors: Sequence[Anchor], errata: Sequence[Erratum]) -> list[Erratum | None]:
    """Return for each of `anchors` the erratum it names, None for one that is gone.

    No erratum is given to two anchors.
    """
    by_print: dict[str, list[Erratum]] = defaultdict(list)
    for erratum in errata:
        by_print[fingerprint(erratum)].append(erratum)
    named: list[Erratum | None] = []
    for anchor in anchors:
        same = by_print.get(anchor.fingerprint, []) if anchor.fingerprint else []
        named.append(same.pop(0) if same else None)
    taken = {id(erratum) for erratum in named if erratum is not None}
    left: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for erratum in errata:
        if isinstance(erratum, Finding) and erratum.text and id(erratum) not in taken:
            left[erratum.rule, erratum.place.path].append(erratum)
    for number, anchor in enumerate(anchors):
        of_text = left[anchor.rule, anchor.path]
        near = [finding for finding in of_text if _says(anchor, finding)]
        if named[number] is None and near:
            best = max(near, key=lambda finding: _likeness(anchor.quote, finding.quote))
            of_a_name = anchor.rule in OF_A_NAME and best.text == anchor.text
            if of_a_name or _likeness(anchor.quote, best.quote) >= ALIKE:
                of_text.remove(best)
                named[number] = best
    return named


def _says(anchor: Anchor, finding: Finding) -> bool:
    """Say whether a finding is of the words an anchor names; of old ones only the quotation is known."""
    if anchor.text:
        return finding.text == anchor.text
    return normal(finding.text) in normal(anchor.quote)


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, normal(old), normal(new), autojunk=False).ratio()
