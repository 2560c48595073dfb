"""The rules, by subject. Importing this package registers them all."""

from casebook.proof.rules import (
    dates,
    documents,
    issued,
    marks,
    names,
    numbers,
    pairs,
    places,
    privacy,
    quoting,
    residue,
    spaces,
    stops,
    structure,
    terms,
    words,
)

__all__ = [
    "dates",
    "documents",
    "issued",
    "marks",
    "names",
    "numbers",
    "pairs",
    "places",
    "privacy",
    "quoting",
    "residue",
    "spaces",
    "stops",
    "structure",
    "terms",
    "words",
]
