"""The reports of a reading, and where they go: plain data, Excel, pages, SARIF, names.

Enters: a `Proof`. Leaves: a file, or groups for a terminal. What makes a report is loaded for it.
"""

import json
from pathlib import Path
from typing import Literal

from casebook import atomic
from casebook.book import Book
from casebook.editions import FILES
from casebook.errata import Kind, StopPress
from casebook.proof import ranking
from casebook.proof.examination import Proof
from casebook.proof.findings import Finding
from casebook.proof.ranking import View
from casebook.proof.reports import findings_json

Form = Literal["json", "html", "xlsx", "sarif"]
FORMS: tuple[Form, ...] = ("json", "html", "xlsx", "sarif")


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
        from casebook.proof import house_style  # lazy: only this report
        from casebook.proof.reports import findings_sheet  # lazy: loads openpyxl

        findings_sheet.write(
            place, proof.errata, house_style.compare(proof.volume) if proof.volume else None
        )
        return place
    if form == "sarif":
        from casebook.proof.reports import sarif  # lazy: only this report

        return _dump(place, sarif.sarif(proof.errata, lang, proof.known))
    return _dump(place, report(proof))


def grouped(proof: Proof, by: View) -> tuple[ranking.Group, ...]:
    """Return the new errata of `proof` in groups: by text, rule or weight, the heaviest first."""
    sections = proof.book.sections if proof.book else ()
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
    from casebook.proof import name_index  # lazy: loads its patterns
    from casebook.proof.reports import names_sheet  # lazy: loads openpyxl

    place = target or folder / "build" / "names.xlsx"
    names = name_index.index(proof.volume).values()
    names_sheet.write(place, names, name_index.without_province(names))
    return place


def report(proof: Proof) -> dict[str, object]:
    """Return `proof` as plain data; `data/report.schema.json` is its schema."""
    title = proof.book.title if proof.book else ""
    return findings_json.report(proof.errata, title, proof.gone)


def _dump(place: Path, data: object) -> Path:
    atomic.put(place, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    return place


def _pages(proof: Proof, folder: Path, place: Path) -> Path:
    if proof.volume is None:
        raise StopPress(proof.errata)
    from casebook.proof import decisions, house_style, rate  # lazy: only this report
    from casebook.proof.repairlog import logged  # lazy: the same
    from casebook.proof.reports import pages as html  # lazy: the same

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
    from casebook.proof import line_pictures  # lazy: loads the reader of PDF files

    findings = [e for e in proof.errata if isinstance(e, Finding) and e.kind is not Kind.NOTE]
    return line_pictures.kept_pictures(book, folder / "build" / FILES["print"], findings, folder)
