"""The errata that are still to be settled, and which of them their authors were asked about.

What is settled leaves the list at once, although the press reads the book again only later: it is
held back until a proofreading that began after it, or until it is undone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from casebook.errata import Erratum
from casebook.proof import decisions
from casebook.proof.decisions import Decision
from casebook.proof.findings import Finding, fingerprint
from casebook.proof.rule_runner import registry
from casebook.proof.text_positions import TextPosition, position
from casebook.telling import as_data

EMPTY: Mapping[str, float] = MappingProxyType({})
Row = dict[str, object]
"""An erratum as a browser gets it."""


class _HeldBack(NamedTuple):
    """When an erratum was settled, and the entry of the journal that says so."""

    at: float
    number: int
    path: str


class OpenErrata:
    """What is known of the errata of the book in `folder` beside what the proof says."""

    def __init__(self, folder: Path) -> None:
        self._manuscript = folder / "manuscript"
        self._held: dict[TextPosition | str, _HeldBack] = {}
        self._known: tuple[tuple[int, int], tuple[Decision, ...]] = ((0, 0), ())

    def hold_back(self, errata: Iterable[Erratum], number: int, at: float) -> None:
        """Hold back errata that entry `number` of the journal settled.

        It was written at `at`, in seconds of `time.monotonic`.
        """
        for erratum in errata:
            self._held[_known_by(erratum)] = _HeldBack(at, number, erratum.place.path)

    def undone(self, numbers: Collection[int]) -> None:
        """Note that entries of the journal were undone: what they settled is open again."""
        self._held = {n: held for n, held in self._held.items() if held.number not in numbers}

    def left(
        self, errata: Iterable[Erratum], read_since: float, reread: Mapping[str, float] = EMPTY
    ) -> list[Erratum]:
        """Return those of `errata` that are open.

        They were found by a proofreading that began at `read_since`, those in the files of
        `reread` by one that began when it says.
        """
        self._held = {
            key: held
            for key, held in self._held.items()
            if held.at > max(read_since, reread.get(held.path, 0))
        }
        return [erratum for erratum in errata if _known_by(erratum) not in self._held]

    def decisions(self) -> tuple[Decision, ...]:
        """Return the decisions of the book; their file is read again when it has changed."""
        try:
            state = (self._manuscript / decisions.FILE).stat()
        except FileNotFoundError:
            return ()
        stamp = state.st_mtime_ns, state.st_size
        if self._known[0] != stamp:
            self._known = stamp, decisions.read(self._manuscript)[0]
        return self._known[1]

    def asked(self, errata: Sequence[Erratum]) -> list[tuple[Decision, Erratum | None]]:
        """Return the open questions, each with the erratum it is about; None where that is gone."""
        questions = [decision for decision in self.decisions() if decisions.is_open(decision)]
        return decisions.decided(questions, errata)

    def answered(self, errata: Sequence[Erratum]) -> dict[int, str]:
        """Return what authors answered about those of `errata` that are still there, by identity."""
        closed = [decision for decision in self.decisions() if decision.answered]
        known = decisions.decided(closed, errata)
        return {id(erratum): decision.answer for decision, erratum in known if erratum is not None}


def _known_by(erratum: Erratum) -> TextPosition | str:
    """Return what an erratum is held back by: where it stands, or its fingerprint."""
    return position(erratum) or fingerprint(erratum)


def row(erratum: Erratum) -> Row:
    """Return an erratum as plain data: `id` is its fingerprint, `alike` the same for equal ones.

    Of what a rule found: its words and those around, what may be put there (None when the rule
    cannot say), and the characters of the paragraph that it is about.
    """
    data = as_data([erratum])[0] | {"id": fingerprint(erratum), "alike": alike(erratum)}
    if not isinstance(erratum, Finding):
        return data
    data |= {
        "words": erratum.text, "before": erratum.before, "after": erratum.after,
        "put": erratum.put, "case": erratum.case,
    }  # fmt: skip
    if erratum.number >= 0:
        end = erratum.start + len(erratum.text)
        data |= {"block": erratum.number, "start": erratum.start, "end": end}
    return data


def alike(erratum: Erratum) -> str:
    """Return what equal errata share: the rule, the words at fault, what should stand there."""
    words = (
        (erratum.text, str(erratum.put)) if isinstance(erratum, Finding) else (erratum.quote, "")
    )
    return sha256("\x1f".join((erratum.rule, *words)).encode()).hexdigest()[:12]


def rule_row(name: str) -> Row:
    """Return a rule's code and its fault in both languages; a name without rule stands for itself."""
    rule = registry().get(name)
    if rule is None:
        return {"code": "", "zh": name, "en": name}
    return {"code": rule.code, **rule.title._asdict()}
