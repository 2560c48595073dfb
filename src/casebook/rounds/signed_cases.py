"""What a signature is worth: whether it still stands for what was signed, and what forbids it."""

from collections.abc import Sequence
from dataclasses import replace

from casebook.errata import StopPress
from casebook.rounds import mark_refusals
from casebook.rounds.book_fields import AWARDS, FIELDS, case_of
from casebook.rounds.compare import compare
from casebook.rounds.frozen_texts import Paragraph, Texts
from casebook.rounds.judging import MarkFate
from casebook.rounds.round_files import Round
from casebook.rounds.round_marks import SIGNED, Mark, Sheet

MARKS, TEXT, PAGES = "marks", "text", "pages"
"""What changed after a signature."""


def changed_since(sheet: Sheet, text: str, pages: str, about: Sequence[Mark] = ()) -> str:
    """Return what changed since a case was signed: marks, text, pages; "" when it was nothing.

    `text` and `pages` are the hashes of the case as it is; an unknown one ("") is not compared.
    `about` are marks of other sheets on the case's award and head. A case that nobody signed has
    not changed.
    """
    signed = sheet.signed
    if signed is None:
        return ""
    when = max((entry.at for entry in sheet.trace if entry.did == SIGNED), default="")
    if sheet.revision > signed.revision > 0 or any(m.open and m.at > when for m in about if when):
        return MARKS
    if signed.text and text and signed.text != text:
        return TEXT
    if signed.pages and pages and signed.pages != pages:
        return PAGES
    return ""


def open_marks(sheet: Sheet, sent: Texts, now: tuple[Paragraph, ...]) -> tuple[Mark, ...]:
    """Return the marks of a case that still ask for something.

    `sent` are the texts the marks were made on, `now` the paragraphs as they are. A mark is
    closed when it was withdrawn or when the text shows that it was carried out; one that only a
    person can judge when somebody settled it.
    """
    case = sheet.case
    before = {case: sent[case]} if case in sent else {}
    judged = compare(before, {case: now}, {case: sheet.marks})
    fates = {change.mark.id: change.fate for change in judged.changes if change.mark}
    return tuple(
        mark
        for mark in sheet.marks
        if mark.open and fates.get(mark.id, MarkFate.BY_EYE) is not MarkFate.DONE
    )


def stop_on_open(round_: Round, case: str, now: Texts) -> None:
    """Raise `StopPress` when marks of the case still ask for something.

    Those on its award and on the head of its file count too; `now` are these texts as they are.
    """
    sent = round_.texts()
    still_open = list(open_marks(round_.marks.sheet(case), sent, now.get(case, ())))
    for name in (AWARDS, FIELDS):
        sheet = round_.marks.sheet(name)
        own = tuple(mark for mark in sheet.marks if case_of(name, mark.field) == case)
        still_open += open_marks(replace(sheet, marks=own), sent, now.get(name, ()))
    if still_open:
        quotes = tuple(mark.quote for mark in still_open)
        raise StopPress([mark_refusals.marks_open(case, quotes)])


def by_case(sheets: Sequence[Sheet]) -> dict[str, Sheet]:
    """Return the sheets by their names, those of cases with the marks on their awards and heads."""
    known = {sheet.case: sheet for sheet in sheets}
    for case, marks in about_cases(sheets).items():
        own = known.get(case) or Sheet(case, sheets[0].round)
        known[case] = replace(own, marks=(*own.marks, *marks))
    return known


def about_cases(sheets: Sequence[Sheet]) -> dict[str, tuple[Mark, ...]]:
    """Return the marks on fields of each case: on its award, and on the head of its file."""
    marks: dict[str, tuple[Mark, ...]] = {}
    for sheet in sheets:
        for mark in sheet.marks if sheet.case in (AWARDS, FIELDS) else ():
            if case := case_of(sheet.case, mark.field):
                marks[case] = (*marks.get(case, ()), mark)
    return marks
