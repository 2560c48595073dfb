"""What drafts are read for: contact details of persons, by that rule alone.

Enters: a `Book`. Leaves: the errata that no stet keeps. The other rules are not loaded.
"""

from dataclasses import replace
from pathlib import Path

from casebook.book import Book
from casebook.errata import Erratum
from casebook.intake.contact_details import may_hold_contacts, printed_text
from casebook.proof import stets
from casebook.proof.findings import PRIVATE, fingerprinted
from casebook.proof.rule_runner import in_piece, load
from casebook.proof.segmentation import volume


def private(book: Book, folder: Path) -> tuple[Erratum, ...]:
    """Return the contact details that the texts of `book` print and no stet keeps.

    Costs little where there are none; the rest of the rules is not run, and stets that meet
    nothing are not told.
    """
    suspects = [section for section in book.sections if may_hold_contacts(printed_text(section))]
    if not suspects:
        return ()
    load("privacy")
    manuscript = folder / "manuscript"
    texts = volume(replace(book, sections=tuple(suspects)), manuscript)
    let, _ = stets.read(book, manuscript)
    private_stets = [stet for stet in let if stet.rule == PRIVATE]
    findings = [
        finding for piece in texts.pieces for finding in in_piece(piece, frozenset({PRIVATE}))
    ]
    remaining = stets.overrule(private_stets, tuple(fingerprinted(findings)), lambda _: True)
    return tuple(erratum for erratum in remaining if erratum.rule == PRIVATE)
