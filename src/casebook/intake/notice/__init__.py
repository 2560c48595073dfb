"""Read a notice of awards into tiers and awards, without losing or mending a word of it.

Enters: the files as received, in any form. Leaves: a `Notice`, from which
`write` makes `awards.yaml` and the appendix once; `differences` compares with them ever after.

    members    paths -> files, the letter first  forms      a file -> lines as printed
    flattening blocks and tables -> lines       refusals   what a file is that is not read
    lines      files -> numbered lines          locating   whose line it is
    division   letter, annexes, tail            sheet      the lines, each marked once
    furniture  page numbers, running heads      letter     issuer, number, title, body
    headings   annex -> lists and their chain   listing    a list -> entries; joining: over line ends
    induction  lines -> the template they fit   its parts: tokens, templates, entries, cuttings, columns
    own_list   the list within a letter         repetition lines laid out alike
    proposing  records no template explains     sentences  awards told in the letter
    lexicon    what kind of word stands there   evidence   why a reading is only proposed
    awarding   entries -> tiers and awards
    assurance  lines that may be headings unseen  heading_words  what kind of heading a line is
    checks     what does not add up             reports    how it is told

Every line that is not empty ends as an entry, a heading, a known field or among `unread`.
"""

from casebook.intake.notice.keeping import Difference, differences, keep, write
from casebook.intake.notice.members import kept
from casebook.intake.notice.model import Notice
from casebook.intake.notice.reading import read

__all__ = ["Difference", "Notice", "differences", "keep", "kept", "read", "write"]
