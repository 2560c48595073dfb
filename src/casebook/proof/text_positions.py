"""Where in its text an erratum stands: what tells equal words apart when one of them is repaired.

A fingerprint counts words that are equal, with equal words around: when the first is repaired, the
second has its fingerprint. So whoever settles an erratum that he saw says where he saw it, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from casebook.errata import Erratum
from casebook.proof.findings import AROUND, Finding, fingerprint
from casebook.proof.reanchoring import Anchor, found_again


class TextPosition(NamedTuple):
    """The file, paragraph and first character in it where an erratum stands, its rule and words."""

    path: str
    rule: str
    number: int
    start: int
    text: str

    @classmethod
    def of(cls, row: Sequence[object]) -> "TextPosition":
        """Return what a list says, after a way through JSON. Raises `ValueError`, `TypeError`."""
        path, rule, number, start, text = row
        if not isinstance(number, int) or not isinstance(start, int):
            raise TypeError
        return cls(str(path), str(rule), number, start, str(text))

    def is_near(self, other: "TextPosition") -> bool:
        """Whether `other` is the same fault in the same paragraph, a few characters on at most."""
        here, there = ((each.path, each.rule, each.number, each.text) for each in (self, other))
        return here == there and abs(self.start - other.start) <= AROUND


def position(erratum: Erratum) -> TextPosition | None:
    """Return where an erratum stands; None for one that stands in no text."""
    if not isinstance(erratum, Finding) or erratum.number < 0:
        return None
    return TextPosition(
        erratum.place.path, erratum.rule, erratum.number, erratum.start, erratum.text
    )


def by_position(findings: Iterable[Erratum]) -> dict[TextPosition, Erratum]:
    """Return those of `findings` that stand in a text, by where."""
    placed = ((position(finding), finding) for finding in findings)
    return {place: finding for place, finding in placed if place is not None}


def standing(errata: Sequence[Erratum], fresh: Sequence[Erratum]) -> list[Erratum | None]:
    """Return what each of `errata` is in the `fresh` findings of its text, None for one that is gone.

    What stands where it stood is the same; the others are known by their surroundings.
    """
    now = by_position(fresh)
    places = map(position, errata)
    again = [now.get(place) if place else None for place in places]
    known = {id(finding) for finding in again if finding is not None}
    moved = [number for number, finding in enumerate(again) if finding is None]
    left = [finding for finding in fresh if id(finding) not in known]
    anchors = [_anchor(errata[number]) for number in moved]
    for number, finding in zip(moved, found_again(anchors, left), strict=True):
        again[number] = finding
    return again


def meant(
    names: Iterable[str], seen: Mapping[str, TextPosition], errata: Sequence[Erratum]
) -> dict[str, Erratum]:
    """Return of `errata` those that somebody calls by fingerprint, each under the name he gave it.

    `seen` says where he saw them. What stands there is meant before what has the name by now;
    where neither is, the same fault next to it, whose surroundings were repaired. What is gone is
    left out.
    """
    by_name = {fingerprint(erratum): erratum for erratum in errata}
    by_place = by_position(errata)
    named: dict[str, Erratum] = {}
    for name in names:
        place = seen.get(name)
        erratum = (by_place.get(place) if place else None) or by_name.get(name)
        if erratum is None and place is not None:
            near = [other for other in by_place if place.is_near(other)]
            distances = [abs(other.start - place.start) for other in near]
            erratum = by_place[near[distances.index(min(distances))]] if near else None
        if erratum is not None:
            named[name] = erratum
    return named


def _anchor(erratum: Erratum) -> Anchor:
    text = erratum.text if isinstance(erratum, Finding) else ""
    return Anchor(erratum.rule, erratum.place.path, fingerprint(erratum), text, erratum.quote)
