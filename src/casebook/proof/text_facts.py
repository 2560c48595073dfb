"""What the rules that compare texts read of each of them, kept from one run to the next.

A rule that reads the whole book (names, numbers written in two ways) mostly gathers something from
every text and then compares what it gathered. What it gathers depends on one text alone; so it is
kept in `build/.proof/` by the hash of that text, and an edit costs the facts of one.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from casebook.proof.kept_answers import KeptAnswers

if TYPE_CHECKING:
    from casebook.proof.blocks import Piece

FILE = "facts.json"
"""Where the facts are kept, beside the other answers."""
Fact = Sequence[str | int]
"""A fact: words, and numbers of blocks and characters."""
Make = Callable[["Piece"], Sequence[Fact]]
"""What gathers facts from one text. They depend on nothing else but lists shipped with the press."""


class TextFacts:
    """The facts of texts by name, kept in `answers` for one `version` of the rules; or not kept."""

    def __init__(self, answers: KeptAnswers | None = None, version: str = "") -> None:
        self._answers = answers
        self._version = version

    def of(self, piece: "Piece", name: str, make: Make) -> Sequence[Fact]:
        """Return the facts called `name` of a text, which `make` gathers where they are not kept."""
        if self._answers is None:
            return make(piece)
        key = f"{name} {self._version} {piece.digest}"
        known: Sequence[Fact] | None = self._answers.get(key)
        if known is None:
            known = make(piece)
            self._answers.put(key, known)
        return known

    def save(self) -> None:
        """Write what was asked for or gathered; texts that are gone are forgotten."""
        if self._answers is not None:
            self._answers.save()
