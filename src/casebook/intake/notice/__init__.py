"""Read a notice of awards into tiers and awards, without losing or mending a word of it.

Enters: the files as received, in any form. Leaves: a `Notice`, from which
`write` makes `awards.yaml` and the appendix once; `differences` compares with them ever after.

    Files and lines
    members         paths -> files, the letter first; what a file is that is not read
    file_forms      a file -> lines as printed; flattening: blocks and tables -> lines
    spaced_columns  columns that only spaces set -> tabs between their cells
    notice_lines    files -> numbered lines, each marked once with what it was read as

    The notice around its lists
    division        letter, annexes, tail; page numbers and running heads
    letter          issuer, number, title, body; the list within a letter
    headings        annex -> lists and their chain; heading_words: what kind a heading is;
                    tier_headings: their names, their counts, one that stands behind an entry;
                    heading_chain: those over a list, as lines open and close them

    A list -> entries
    cuttings        all ways to cut a list; entries: by numbers, by lines, and the line that goes
                    on on the next (hard-wrapped); line_ends: the two halves joined again
    line_layout     rows of tables and their heads, lines laid out alike
    pasted_tables   a cell a line, a prize a column, several units a cell -> rows
    saved_flat      rows that lack a cell which stands once beside several
    titles_in_columns  titles that hold 《》 -> rows of cells, where the columns show it
    repeated_cells  names before which the words of the column beside them stand once more
    units_over_prizes  units, and below each what it won -> rows
    verse_lists     couplets and their writers, some lines each -> rows
    colon_lists     who stands behind a colon; rows_of_names: rows of nothing but persons
    tokens          text taken apart at its marks; lexicon: what kind of word stands there;
                    notice_phrases: the words of notices
    templates       what stands in a record, in what order; induction: records -> their template
    guesses         a record that no template explains, piece by piece
    choosing        the way of cutting and the template under which a list is likeliest
    listing         a list -> entries by these
    awards_in_text  awards told in labels and sentences: grants, grant_parts, awardees,
                    single_names
    awarding        entries -> tiers and awards
    letter_pieces   lines of the letter that are no sentence
    leftovers       lines no stage took for a list: read once more and proposed, or told;
                    line_proposals: what is left then, line by line and piece by piece;
                    fused_lines: lines and pieces that were read as one award, each for itself;
                    clause_names: who wins in clauses that were not read

    What is only proposed, and what does not add up
    list_doubts     why the reading of a list is in doubt; entry_doubts: that of one entry;
                    tier_doubts: a tier that rests on a line that was not understood;
                    award_doubts: an award for which too little speaks; rival_columns: a block for
                    which nothing does; agreement: what its members say of a name no table knows;
                    odd_members: an award that is not written as its fellows are;
                    whole_lists: a list that was not understood as a whole; sentence_doubts: a sentence
    cross_checks    counts, doubles, broken neighbours; every word of a line stands in its award
    checks          dates, counts and names that contradict; notice_errata: how it is told
    line_accounting  each line that is no entry: a known field, or told
    locating        whose line it is; what a recognised line leaves in doubt

    other_readings  lines that may be one award or several, both ways; rereading: one of them chosen

    model           what a notice is once it is read
    notice_reader   all of this in order; notice_files: awards.yaml and appendix

Every line that is not empty ends as an entry, a heading, a known field or among `unread`.
"""

from casebook.intake.notice.members import kept
from casebook.intake.notice.model import Notice
from casebook.intake.notice.notice_files import Difference, differences, keep, write
from casebook.intake.notice.notice_reader import read

__all__ = ["Difference", "Notice", "differences", "keep", "kept", "read", "write"]
