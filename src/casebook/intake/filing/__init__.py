"""File a manuscript under its award: the case, its pictures, the bytes as they came, the log.

award_choice  to which award a manuscript belongs, and why
versions      which of two versions is the later one, and why
case_text     the case as written, its log, its pictures' names
case_files    the cases of a book and all that lies beside them: the one way to write them
revising      a later version merged with what the editor did
inbox         what belongs to no award yet; a case moved to another
arrivals      the list of every file that came, and what became of it
filing_errata what the editor is told
"""
