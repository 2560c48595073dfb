"""A place where another character was probably meant, and why."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Suspect:
    """The characters `start` to `end` of a text, of which `put` was probably meant.

    `slip` names the way one stands for the other (a key of `SLIPS`). `odds` is the logarithm of the
    odds that it is so; `gains` by how much each language model prefers it, as natural logarithms.
    A checker of the user's has a `checker` and no gains.
    """

    start: int
    end: int
    put: str
    slip: str
    odds: float
    gains: tuple[float, ...] = ()
    checker: str = ""


def likeliest(suspects: Iterable[Suspect]) -> tuple[Suspect, ...]:
    """Return those of `suspects` of one text that touch none of more weight, in order of place."""
    kept: list[Suspect] = []
    for suspect in sorted(suspects, key=lambda s: -s.odds):
        if not any(suspect.start < other.end and other.start < suspect.end for other in kept):
            kept.append(suspect)
    return tuple(sorted(kept, key=lambda s: s.start))
