"""Read a notice of awards into tiers and awards, without losing or mending a word of it.

Enters: the files as received, in any form. Leaves: a `Notice`, from which
`write` makes `awards.yaml` and the appendix once; `differences` compares with them ever after.

    members         paths -> files, the letter first; what a file is that is not read
    file_forms      a file -> lines as printed; flattening: blocks and tables -> lines
    spaced_columns  columns that only spaces set -> tabs between their cells
    notice_lines    files -> numbered lines, each marked once with what it was read as
    locating        whose line it is; what a recognised line leaves in doubt
    division        letter, annexes, tail; page numbers and running heads
    letter          issuer, number, title, body; the list within a letter
    headings        annex -> lists and their chain; heading_words: what kind a heading is;
                    fused_headings: one that stands behind an entry
    tier_sections   a list under the chain of its headings
    colon_lists     who stands behind a colon; rows_of_names: rows of nothing but persons
    line_layout     rows of tables, lines laid out alike
    listing         a list -> entries; entries: its rows cut by numbers, joined over line ends
    choosing        the way of cutting and the template under which a list is likeliest
    cuttings        all ways to cut a list; induction: records -> the template they fit
    templates       what stands in a record, in what order; tokens: text taken apart at its marks
    lexicon         what kind of word stands there; notice_phrases: the words of notices
    awards_in_text  awards told in labels and sentences: grants, grant_parts, awardees
    second_reading  lines no stage took for a list, read once more and proposed
    accounting      lines that became no entry and look like one: told
    awarding        entries -> tiers and awards
    evidence        why the reading of a list is only proposed; entry_evidence: that of one entry
    assurance       a tier that rests on a line that was not understood
    cross_checks    counts, doubles, broken neighbours; every word of a line stands in its award
    vouching        an award for which too little speaks is only proposed
    checks          what does not add up; notice_errata: how it is told
    model           what a notice is once it is read
    notice_reader   all of this in order; notice_files: awards.yaml and appendix

Every line that is not empty ends as an entry, a heading, a known field or among `unread`.
"""

from casebook.intake.notice.members import kept
from casebook.intake.notice.model import Notice
from casebook.intake.notice.notice_files import Difference, differences, keep, write
from casebook.intake.notice.notice_reader import read

__all__ = ["Difference", "Notice", "differences", "keep", "kept", "read", "write"]
