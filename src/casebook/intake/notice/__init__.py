"""Read a notice of awards into tiers and awards, without losing or mending a word of it.

Enters: the file as received (text, PDF with a text layer, .docx). Leaves: a `Notice`, from which
`write` makes `awards.yaml` and the appendix once; `differences` compares with them ever after.

    lines      file -> numbered lines           division   letter, annexes, tail
    sheet      the lines, each marked once      tiers      annex -> tiers, rows still uncut
    furniture  page numbers, running heads      entries    rows -> entries; joining: over line ends
    letter     issuer, number, title, body      shapes     entry -> organisation, title; tables
    checks     what does not add up             reports    how it is told

Every line that is not empty ends as an entry, a heading, a known field or among `unread`.
"""

from casebook.intake.notice.keeping import Difference, differences, keep, write
from casebook.intake.notice.model import Notice
from casebook.intake.notice.reading import read

__all__ = ["Difference", "Notice", "differences", "keep", "read", "write"]
