"""What can be wrong with a book, and how it is told.

One type for every fault, `Erratum`; one exception, `StopPress`, which carries errata.
A stage collects all its faults and then stops, so an editor repairs them in one go.
Nothing here prints: wording comes in both languages and the command line chooses.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple


class Wording(NamedTuple):
    """One sentence for the editor in Chinese and in English."""

    zh: str
    en: str

    def read(self, lang: str) -> str:
        """Return the sentence in `lang` ("zh" or "en")."""
        return self.zh if lang == "zh" else self.en


Tell = Callable[[Wording, int | None], None]
"""Told what is being made, and a count (pages so far) where there is one."""


class Place(NamedTuple):
    """Where a fault stands: a file (as the editor would name it), a line and a column from 1."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)


class Word(StrEnum):
    """A word out of few, kept (pickled) by its value; each Python has its own way otherwise."""

    def __reduce_ex__(self, protocol: object) -> tuple[type, tuple[str]]:
        return type(self), (self.value,)


class Kind(Word):
    """An erratum is wrong in any book; a query is a question for a person; a note is told."""

    ERRATUM = "erratum"
    QUERY = "query"
    NOTE = "note"


@dataclass(frozen=True)
class Erratum:
    """One fault: the rule it breaks, where, the fact, the words at fault, and the way out.

    `rule` names the fault and reads well after “stet”: ``unknown-key``, ``missing-picture``.
    `message` states the fact without a full stop; `hint` says what to do, as a sentence.
    """

    rule: str
    place: Place
    message: Wording
    hint: Wording | None = None
    quote: str = ""
    kind: Kind = Kind.ERRATUM


class StopPress(Exception):  # noqa: N818  the trade's word
    """The run halts; the old output stays. Carries every erratum found so far."""

    def __init__(self, errata: Iterable[Erratum]) -> None:
        self.errata = tuple(errata)
        super().__init__("\n".join(f"{e.place}: {e.message.en}" for e in self.errata))

    def __reduce__(self) -> tuple[type["StopPress"], tuple[tuple[Erratum, ...]]]:
        """Let it pass from one process to another, with its errata."""
        return StopPress, (self.errata,)


def stop_on(errata: Iterable[Erratum]) -> None:
    """Raise `StopPress` with all `errata` when at least one of them is an erratum."""
    errata = tuple(errata)
    if any(e.kind is Kind.ERRATUM for e in errata):
        raise StopPress(errata)


def nearest(word: str, known: Iterable[str]) -> Wording | None:
    """Hint at the known name that `word` was probably meant to be, or None."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    if not close:
        return None
    return Wording(f"是不是想写“{close[0]}”？", f"Did you mean ‘{close[0]}’?")
