"""Divide a file that holds several application forms: one file for each form and its text.

A unit fills the form in once for each of its cases and sends them in one Word file. Where the
next title is asked for, the next form begins, with the short lines over it.
"""

from itertools import pairwise

from casebook.errata import StopPress
from casebook.intake.formats import office, word
from casebook.intake.formats.rich import Table, paragraphs
from casebook.intake.formats.word.office_package import Whole
from casebook.intake.matching.organisations import fold
from casebook.intake.parcels import natures
from casebook.intake.receive.form_lines import is_stamp
from casebook.intake.receive.form_taking import taken
from casebook.intake.receive.labels import Field, pairs_of

MOST_PIECES, MOST_FORMS = 3_000, 60
_SHORT = 60
"""Characters of a line that may stand over a form."""
_OLD = {"doc": "doc", "rtf": "rtf", "odt": "odt"}


def divided(data: bytes, name: str) -> tuple[bytes, ...]:
    """Return a Word file for each form in `data`; nothing when they cannot be told apart.

    Raises `StopPress` when the file cannot be read.
    """
    key = natures.of_bytes(data, "").key
    if key in _OLD:
        data = office.convert(data, _OLD[key], name)
    elif key != "docx":
        return ()
    whole = Whole(data, name)
    if whole.count > MOST_PIECES:
        return ()
    pieces = [_Piece(whole, at, name) for at in range(whole.count)]
    starts = _starts(pieces)
    if not 1 < len(starts) <= MOST_FORMS:
        return ()
    bounds = [0, *starts[1:], whole.count]
    return tuple(whole.part(range(first, last)) for first, last in pairwise(bounds))


class _Piece:
    """A paragraph or a table at the top of a document: its words, and the title it states."""

    def __init__(self, whole: Whole, at: int, name: str) -> None:
        try:
            blocks = word.read(whole.part([at]), name).blocks
        except StopPress:
            blocks = ()
        self.text = "\n".join(one.text.strip() for one in paragraphs(blocks)).strip()
        self.table = any(isinstance(one, Table) for one in blocks)
        pairs = () if self.table else pairs_of(self.text) or ()
        self.title = next((value for label, value in pairs if label.field is Field.TITLE), "")
        if self.table:
            _, form = taken(blocks)
            self.title = form.title

    @property
    def heads(self) -> bool:
        """Whether it may stand over a form: a short line, and no end of the form before."""
        ends = self.text.endswith(("。", "！", "？")) or (bool(self.text) and is_stamp(self.text))
        return not self.table and len(self.text) <= _SHORT and not ends


def _starts(pieces: list[_Piece]) -> list[int]:
    """Return the pieces at which a form begins: where another title is stated than before."""
    found: list[int] = []
    known, last = "", 0
    for at, piece in enumerate(pieces):
        title = fold(piece.title)
        if not title or title == known:
            continue
        start = at
        while start > last and pieces[start - 1].heads:
            start -= 1
        found.append(start)
        known, last = title, at + 1
    return found
