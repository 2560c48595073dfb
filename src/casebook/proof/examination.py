"""The book read as a proofreader reads it: what remains when the stets are taken out.

Enters: the book's folder, or a `Book` that was read. Leaves: a `Proof`. What was found is kept, so
that of a book in which nothing changed no text is taken apart and no rule is loaded.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from casebook.book import Book
from casebook.errata import Erratum, Kind, StopPress
from casebook.files import walk
from casebook.intake.manuscript import book_reader
from casebook.proof import (
    decisions,
    findings_cache,
    kept_answers,
    kept_reading,
    page_rules,
    stets,
    text_facts,
)
from casebook.proof.blocks import Volume
from casebook.proof.findings import PRIVATE, fingerprint
from casebook.proof.kept_answers import KeptAnswers
from casebook.proof.kept_reading import TextsRead
from casebook.proof.reports import findings_json
from casebook.proof.shared_reading import Helpers
from casebook.proof.spelling import book_spelling, language_version
from casebook.proof.text_facts import TextFacts

BASELINE = "baseline.json"
"""The baseline an editor keeps: a JSON report in the manuscript folder."""
PERSONAL = frozenset({PRIVATE, "patient-identified", "minor-named"})
"""The rules that no baseline silences: only a stet with its reason lets a person's facts stand."""


@dataclass(frozen=True)
class Proof:
    """One reading of the book: the errata that remain, and the book (None when it is broken).

    With a baseline, `new` are the errata it does not hold and `gone` what it held and is no more.
    """

    errata: tuple[Erratum, ...]
    book: Book | None = None
    pages: page_rules.Pages = page_rules.Pages()  # noqa: RUF009  frozen
    known: frozenset[str] | None = None
    texts: Callable[[], Volume] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def volume(self) -> Volume | None:
        """The texts taken apart; None when the book is broken."""
        return self.texts() if self.texts else None

    @property
    def new(self) -> tuple[Erratum, ...]:
        """The errata the baseline does not hold; all of them without one.

        What makes a person known is never taken as known: a baseline gives no reason to print it.
        """
        if self.known is None:
            return self.errata
        return tuple(
            e for e in self.errata
            if e.rule in PERSONAL or fingerprint(e) not in self.known
        )  # fmt: skip

    @property
    def gone(self) -> tuple[str, ...]:
        """Fingerprints of the baseline that are met no more."""
        now = {fingerprint(erratum) for erratum in self.errata}
        return tuple(sorted((self.known or frozenset()) - now))

    @property
    def failed(self) -> bool:
        """Whether a build should fail: only new errata do it, queries never."""
        return any(erratum.kind is Kind.ERRATUM for erratum in self.new)


def proofread(folder: Path) -> tuple[Erratum, ...]:
    """Return every erratum, query and note of the book in `folder`, stets taken out."""
    return examine(folder).errata


def examine(folder: Path, baseline: Path | None = None, paged: bool = True) -> Proof:
    """Read the book in `folder`; `paged` reads the issued PDF too.

    Structural faults of the manuscript are returned like any other; the rules then have no book
    to read. Without a `baseline` the one that the editor keeps in the manuscript folder counts.
    Raises `StopPress` when the baseline is no report of an earlier run.
    """
    if (folder / "manuscript").is_dir():
        with suppress(OSError):  # the manuscript is kept as read where there is a build folder
            (folder / "build").mkdir(exist_ok=True)
    with Helpers() as helpers:
        if not findings_cache.is_kept(folder):
            _begin(helpers, folder)
        try:
            reading = book_reader.read(folder)
        except StopPress as stop:
            return Proof(stop.errata, known=_known(folder, baseline))
        seen = page_rules.look(reading.book, folder) if paged else page_rules.Pages()
        queries = (*reading.queries, *(_last_queries(folder) if seen.read else ()))
        return read(reading.book, tuple(dict.fromkeys(queries)), folder, seen, baseline, helpers)


def _begin(helpers: Helpers, folder: Path) -> None:
    """Have helpers load the rules while the manuscript of many texts is read, if it has as many."""
    from casebook.proof import rule_runner, texts_alone  # lazy: an unchanged book needs no rule

    texts = (walk(folder / "manuscript" / name).files for name in book_reader.TEXTS)
    if sum(map(len, texts)) > texts_alone.FEW:
        helpers.start(rule_runner.load)


def _last_queries(folder: Path) -> tuple[Erratum, ...]:
    from casebook import issuing  # lazy: only where pages were issued

    return issuing.last_queries(folder)


def read(
    book: Book, queries: Sequence[Erratum], folder: Path, seen: page_rules.Pages,
    baseline: Path | None = None, helpers: Helpers | None = None,
) -> Proof:  # fmt: skip
    """Read the texts of `book`, of which the pages are `seen` and the `queries` known already.

    `helpers` are those that were started; without any, what is new may start its own.
    """
    manuscript = folder / "manuscript"
    texts = _texts_of(book, manuscript)
    let, faults = stets.read(book, manuscript)
    _, more = decisions.read(manuscript)
    key = kept_reading.key(book, manuscript, language_version.asked_with(folder))
    known = kept_reading.get(folder, key) or _read_anew(texts, folder, key, helpers)
    everything = (*queries, *faults, *more, *known.errata, *known.findings, *seen.findings)
    remaining = stets.overrule(
        let, everything, lambda rule: not seen.read and rule in page_rules.rules()
    )
    return Proof(remaining, book, seen, _known(folder, baseline), texts)


def _texts_of(book: Book, manuscript: Path) -> Callable[[], Volume]:
    """Return what takes the texts apart when it is called, once."""

    @cache
    def texts() -> Volume:
        from casebook.proof import segmentation  # lazy: a book that did not change needs no texts

        return segmentation.volume(book, manuscript)

    return texts


def _read_anew(
    texts: Callable[[], Volume], folder: Path, key: str, started: Helpers | None
) -> TextsRead:
    """Return what the rules find in the texts; it is kept where everybody could be asked."""
    from casebook.proof import rule_runner, texts_alone  # lazy: an unchanged book needs no rule

    volume = texts()
    kept = KeptAnswers(kept_answers.folder(folder) / text_facts.FILE)
    facts = TextFacts(kept, findings_cache.version())
    with nullcontext(started) if started else Helpers() as helpers:
        alone = texts_alone.TextsAlone(volume, findings_cache.FindingsCache(folder), helpers)
        suspects, unasked = book_spelling.look(volume, folder, helpers)
        findings = rule_runner.find(
            replace(volume, suspects=suspects, facts=facts), alone.findings()
        )
    facts.save()
    reading = TextsRead((*volume.lists.errata, *unasked), findings)
    if not unasked or language_version.absent(folder):
        kept_reading.put(folder, key, reading)
    return reading


def _known(folder: Path, baseline: Path | None) -> frozenset[str] | None:
    default = folder / "manuscript" / BASELINE
    path = baseline or (default if default.is_file() else None)
    return findings_json.baseline(path) if path else None
