"""Read a notice of awards into tiers and awards, without losing or mending a word of it.

Enters: the files as received, in any form. Leaves: a `Notice`, from which
`write` makes `awards.yaml` and the appendix once; `differences` compares with them ever after.

    members           paths -> files, the letter first
    file_forms        a file -> lines as printed; flattening: blocks and tables -> lines
    unreadable_files  what a file is that is not read
    notice_lines      files -> numbered lines; locating: whose line it is
    annotated_lines   the lines, each marked once
    division          letter, annexes, tail; own_list: the list within a letter
    furniture         page numbers, running heads
    letter            issuer, number, title, body
    headings          annex -> lists and their chain; heading_words: what kind a heading is;
                      heading_series: headings told by their like
    listing           a list -> entries; joining: over line ends; repetition: lines laid out alike
    induction         lines -> the template they fit: tokens, templates, entries, cuttings, columns
    proposing         records that no template explains
    lexicon           what kind of word stands there; notice_phrases: the words of notices
    evidence          why a reading is only proposed; assurance: after the lists are read
    sentences         awards told in sentences: sentence_marks, grant_words, grant_parts, grants
    labelled_lines    prizes and names in lines of labels
    awarding          entries -> tiers and awards
    cross_checks      counts, doubles and broken neighbours make awards doubtful
    word_accounting   every word of an entry's line stands in its award
    checks            what does not add up; notice_errata: how it is told
    notice_reader     all of this in order; notice_files: awards.yaml and appendix

Every line that is not empty ends as an entry, a heading, a known field or among `unread`.
"""

from casebook.intake.notice.members import kept
from casebook.intake.notice.model import Notice
from casebook.intake.notice.notice_files import Difference, differences, keep, write
from casebook.intake.notice.notice_reader import read

__all__ = ["Difference", "Notice", "differences", "keep", "kept", "read", "write"]
