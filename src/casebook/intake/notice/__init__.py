"""Read a notice of awards into tiers and awards, without losing or mending a word of it.

Enters: the files as received, in any form. Leaves: a `Notice`, from which
`write` makes `awards.yaml` and the appendix once; `differences` compares with them ever after.

    members    paths -> files, the letter first  forms      a file -> lines as printed
    flattening blocks and tables -> lines       refusals   what a file is that is not read
    lines      files -> numbered lines          locating   whose line it is
    division   letter, annexes, tail
    sheet      the lines, each marked once      tiers      annex -> tiers, rows still uncut
    furniture  page numbers, running heads      entries    rows -> entries; joining: over line ends
    letter     issuer, number, title, body      shapes     entry -> organisation, title; tables
    checks     what does not add up             reports    how it is told

Every line that is not empty ends as an entry, a heading, a known field or among `unread`.
"""

from casebook.intake.notice.keeping import Difference, differences, keep, write
from casebook.intake.notice.members import kept
from casebook.intake.notice.model import Notice
from casebook.intake.notice.reading import read

__all__ = ["Difference", "Notice", "differences", "keep", "kept", "read", "write"]
