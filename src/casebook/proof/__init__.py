"""Read the book as a proofreader does: errata and queries, and nothing changed but on request.

Enters: the book's folder, and the issued PDF where there is one. Leaves: errata, in the order of
the book. The rules stand in `rules` by subject; a rule is a function, its name the fault, its
docstring the catalogue entry. Stets are taken out here; reports, repairs, decisions and the error
rate are made from what remains.

    segmentation       the texts taken apart into typed blocks (blocks, source_map)
    rules              the rules, by subject (rule_runner: what each is given; lists: what some read)
    spelling           wrong characters, by language models and a checker of the user's
                       (list_forms: what the lists are for, and their columns)
    findings           what a rule says (findings_cache: kept by text; quantities: figures as numbers;
                       particle_slips: 的, 地, 得 by the words beside them; parts_of_speech)
    kept_answers       what was found, suspected or read, kept from one run to the next
    page_rules         the rules about pages, on what issued files show (printed, page_texts)
    stets              what the editor let stand; decisions: what was decided, in a sheet (decision_lists:
                       both as lists in files; reanchoring: findings known again after an edit;
                       text_positions: by where they stood)
    settling           an erratum repaired, let stand or asked about, one by one (settling_refusals: why
                       not; award_titles: words that are never changed)
    fixing             safe repairs (repairlog: each logged; likeness: nothing else is changed;
                       confirmed_errors: those made by hand count in the error rate)
    name_index         people, organisations, places, projects and brands, with all their places
                       (person_names: the form of a name; name_slips: which may be a slip of which;
                       local_names: houses and places that no gazetteer knows; own_name: that of
                       the house whose text it is; house_variants: those a word off in one text)
    repetition         passages that stand in the book twice
    house_style        how texts differ in custom; rate: the error rate; standard_characters
    ranking            the heaviest first; groups by text, rule, weight (line_pictures: as printed)
    reports            JSON, SARIF, Excel, pages, questions to organisations
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import indent
from typing import Literal

from casebook import atomic, issuing, locking
from casebook.book import Book
from casebook.editions import FILES
from casebook.errata import Erratum, Kind, StopPress, Wording
from casebook.intake.contact_details import may_hold_contacts, printed_text
from casebook.intake.manuscript import book_reader
from casebook.journal import recording
from casebook.journal.journal_entries import Deed
from casebook.proof import (
    decisions,
    findings_cache,
    fixing,
    house_style,
    line_pictures,
    lists,
    name_index,
    page_rules,
    ranking,
    rate,
    rules,
    stets,
)
from casebook.proof.blocks import Volume
from casebook.proof.findings import Finding, fingerprint, fingerprinted
from casebook.proof.ranking import VIEWS, View
from casebook.proof.repairlog import Repair, logged
from casebook.proof.reports import findings_json, sarif
from casebook.proof.reports import pages as html
from casebook.proof.rule_runner import RULES, Rule, find, in_piece
from casebook.proof.segmentation import volume
from casebook.proof.spelling import book_spelling

__all__ = [
    "BASELINE",
    "FORMS",
    "RULES",
    "VIEWS",
    "Proof",
    "decide",
    "examine",
    "explain",
    "fix",
    "form_of",
    "grouped",
    "private",
    "proofread",
    "read",
    "report",
    "rules",
    "write",
    "write_names",
]  # fmt: skip

BASELINE = "baseline.json"
"""The baseline an editor keeps: a JSON report in the manuscript folder."""
PRIVATE = "contact-detail"
"""The rule that drafts are read for."""
PERSONAL = frozenset({PRIVATE, "patient-identified", "minor-named"})
"""The rules that no baseline silences: only a stet with its reason lets a person's facts stand."""
Form = Literal["json", "html", "xlsx", "sarif"]
FORMS: tuple[Form, ...] = ("json", "html", "xlsx", "sarif")


@dataclass(frozen=True)
class Proof:
    """One reading of the book: the errata that remain, the texts (None when the book is broken).

    With a baseline, `new` are the errata it does not hold and `gone` what it held and is no more.
    """

    errata: tuple[Erratum, ...]
    volume: Volume | None = None
    pages: page_rules.Pages = page_rules.Pages()  # noqa: RUF009  frozen
    known: frozenset[str] | None = None

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
    try:
        reading = book_reader.read(folder)
    except StopPress as stop:
        return Proof(stop.errata, known=_known(folder, baseline))
    seen = page_rules.look(reading.book, folder) if paged else page_rules.Pages()
    queries = (*reading.queries, *(issuing.last_queries(folder) if seen.read else ()))
    return read(reading.book, tuple(dict.fromkeys(queries)), folder, seen, baseline)


def read(
    book: Book, queries: Sequence[Erratum], folder: Path, seen: page_rules.Pages,
    baseline: Path | None = None,
) -> Proof:  # fmt: skip
    """Read the texts of `book`, of which the pages are `seen` and the `queries` known already."""
    manuscript = folder / "manuscript"
    texts = volume(book, manuscript)
    suspects, unasked = book_spelling.look(texts, folder)
    texts = replace(texts, suspects=suspects)
    let, faults = stets.read(book, manuscript)
    _, more = decisions.read(manuscript)
    findings = find(texts, findings_cache.FindingsCache(folder))
    everything = (
        *queries,
        *faults,
        *more,
        *texts.lists.errata,
        *unasked,
        *findings,
        *seen.findings,
    )
    waiting = frozenset() if seen.read else page_rules.rules()
    remaining = stets.overrule(let, everything, waiting)
    return Proof(remaining, texts, seen, _known(folder, baseline))


def private(book: Book, folder: Path) -> tuple[Erratum, ...]:
    """Return the contact details that the texts of `book` print and no stet keeps.

    Costs little where there are none; the rest of the rules is not run, and stets that meet
    nothing are not told.
    """
    suspects = [section for section in book.sections if may_hold_contacts(printed_text(section))]
    if not suspects:
        return ()
    manuscript = folder / "manuscript"
    texts = volume(replace(book, sections=tuple(suspects)), manuscript)
    let, _ = stets.read(book, manuscript)
    private_stets = [stet for stet in let if stet.rule == PRIVATE]
    findings = [
        finding for piece in texts.pieces for finding in in_piece(piece, frozenset({PRIVATE}))
    ]
    remaining = stets.overrule(private_stets, tuple(fingerprinted(findings)), frozenset({PRIVATE}))
    return tuple(erratum for erratum in remaining if erratum.rule == PRIVATE)


def _known(folder: Path, baseline: Path | None) -> frozenset[str] | None:
    default = folder / "manuscript" / BASELINE
    path = baseline or (default if default.is_file() else None)
    return findings_json.baseline(path) if path else None


def fix(folder: Path, tell: fixing.Tell = lambda _: None) -> tuple[Repair, ...]:
    """Log the safe repairs, apply them to the manuscript in `folder`, and return them.

    `tell` hears of those that were left, and of what an earlier run left when it was broken off.
    """
    with recording.of(folder).action(recording.doing_here(Deed.REPAIR)):
        return fixing.fix(folder / "manuscript", lambda: examine(folder, paged=False).errata, tell)


def decide(folder: Path, filled: Path) -> decisions.ImportedDecisions:
    """Read decisions back from the sheet `filled`. Raises `StopPress` with every fault of it."""
    manuscript = folder / "manuscript"
    deed = recording.doing_here(Deed.DECIDE)
    with recording.of(folder).action(deed), locking.editing(manuscript):
        from casebook.proof.reports import findings_sheet  # lazy: loads openpyxl

        return decisions.take(manuscript, filled.name, findings_sheet.read(filled))


def form_of(target: Path | None) -> Form | None:
    """Return the form that the ending of `target` names, or None."""
    ending = target.suffix.lower().removeprefix(".") if target else ""
    return next((form for form in FORMS if form == ending), None)


def write(proof: Proof, folder: Path, form: Form, target: Path | None, lang: str) -> Path:
    """Write a report of `proof` and return it.

    `target` is a file; for html a folder of pages, or one file where it ends in `.html`. Without
    one the report goes to `build/proof` of the book in `folder`.
    """
    place = target or folder / "build" / ("proof" if form == "html" else f"proof.{form}")
    if form == "html":
        return _pages(proof, folder, place)
    if form == "xlsx":
        from casebook.proof.reports import findings_sheet  # lazy: loads openpyxl

        findings_sheet.write(
            place, proof.errata, house_style.compare(proof.volume) if proof.volume else None
        )
        return place
    if form == "sarif":
        return _dump(place, sarif.sarif(proof.errata, lang, proof.known))
    return _dump(place, report(proof))


def grouped(proof: Proof, by: View) -> tuple[ranking.Group, ...]:
    """Return the new errata of `proof` in groups: by text, rule or weight, the heaviest first."""
    sections = proof.volume.book.sections if proof.volume else ()
    titles = {
        section.place.path: f"{section.case.organisation}《{section.title}》" if section.case else section.title
        for section in sections
    }  # fmt: skip
    return ranking.groups(proof.new, by, titles)


def write_names(proof: Proof, folder: Path, target: Path | None) -> Path:
    """Write the names of the book with all their places to `target` (.xlsx) and return it.

    Without a target they go to `build/names.xlsx`. Raises `StopPress` where the book is broken.
    """
    if proof.volume is None:
        raise StopPress(proof.errata)
    from casebook.proof.reports import names_sheet  # lazy: loads openpyxl

    place = target or folder / "build" / "names.xlsx"
    names = name_index.index(proof.volume).values()
    names_sheet.write(place, names, name_index.without_province(names))
    return place


def report(proof: Proof) -> dict[str, object]:
    """Return `proof` as plain data; `data/report.schema.json` is its schema."""
    title = proof.volume.book.title if proof.volume else ""
    return findings_json.report(proof.errata, title, proof.gone)


def _dump(place: Path, data: object) -> Path:
    atomic.put(place, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    return place


def _pages(proof: Proof, folder: Path, place: Path) -> Path:
    if proof.volume is None:
        raise StopPress(proof.errata)
    manuscript = folder / "manuscript"
    book = proof.volume.book
    taken, _ = decisions.read(manuscript)
    tiers = {award.id: tier.name for tier in book.tiers if not tier.bodies for award in tier.awards}
    sizes = proof.pages.sizes or {}
    rates = [(by, rate.rates(taken, sizes, tiers, by)) for by in rate.standards()]
    facts = html.Facts(
        proof.volume, proof.errata, logged(manuscript), house_style.compare(proof.volume), taken,
        rates, proof.pages.capacity,
        _pictures(proof, book, folder),
    )  # fmt: skip
    whole = place.suffix.lower() == ".html" and not place.is_dir()
    return html.write_file(place, facts) if whole else html.write(place, facts)


def _pictures(proof: Proof, book: Book, folder: Path) -> dict[str, bytes]:
    """Return the lines of the issued PDF that errata and queries stand in, by fingerprint."""
    if not proof.pages.read:
        return {}
    findings = [e for e in proof.errata if isinstance(e, Finding) and e.kind is not Kind.NOTE]
    return line_pictures.kept_pictures(book, folder / "build" / FILES["print"], findings, folder)


def explain(name: str) -> Wording:
    """Return the catalogue entry of a rule, called by its name or its code (W601, w601), or for
    “all” the catalogue of all of them."""
    by_code = {rule.code: rule for rule in RULES.values()}
    if rule := RULES.get(name) or by_code.get(name.upper()):
        return _entry(rule)
    if name == "all":
        entries = [_entry(rule) for rule in _catalogue()]
        return Wording(
            "\n\n".join(entry.zh for entry in entries), "\n\n".join(entry.en for entry in entries)
        )
    listed = "\n".join(f"  {rule.code} {rule.name}　{rule.title.zh}" for rule in _catalogue())
    lines_en = "\n".join(f"  {rule.code} {rule.name}: {rule.title.en}" for rule in _catalogue())
    return Wording(f"没有规则“{name}”。有：\n{listed}", f"No rule ‘{name}’. There are:\n{lines_en}")


def _catalogue() -> Sequence[Rule]:
    return sorted(RULES.values(), key=lambda rule: rule.code)


def _entry(rule: Rule) -> Wording:
    """Return a rule's entry in each language: head line, text, wrong → right, clause."""
    example = Wording(indent(rule.example.zh, "    "), indent(rule.example.en, "    "))
    kinds = {
        Kind.ERRATUM: Wording("差错", "erratum"),
        Kind.QUERY: Wording("疑似", "query"),
        Kind.NOTE: Wording("说明", "note"),
    }
    kind = kinds[rule.kind]
    head = f"{rule.code} {rule.name}"
    clause = f"\n依据：{rule.clause}" if rule.clause else ""
    english = f"Clause: {rule.clause}." if rule.clause else ""
    listed = _listed(rule)
    return Wording(
        f"{head}（{kind.zh}）\n{rule.text.zh}\n{example.zh}{clause}{listed.zh}",
        "\n\n".join(
            filter(None, (f"{head} ({kind.en})", rule.text.en, example.en, english, listed.en))
        ),
    )


def _listed(rule: Rule) -> Wording:
    """Return how many entries the lists of a rule have, and of how many nobody saw the source."""
    said = re.findall(r"(?<!lists/)\b(\w+)\.tsv", rule.clause)
    counts = [(name, *lists.unseen(name)) for name in said if name in lists.NAMES]
    return Wording(
        "".join(
            f"\n用词表 {name}.tsv：{total}条，{total - unseen}条的出处见过"
            + (f"，{unseen}条未见原文，报出时写明“原文未见，请核”" if unseen else "")
            for name, total, unseen in counts
        ),
        "\n".join(
            f"{name}.tsv: {total} entries, the source of {total - unseen} seen"
            + (f"; {unseen} not seen, and their findings say so" if unseen else "")
            for name, total, unseen in counts
        ),
    )
