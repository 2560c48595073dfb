"""Proof rounds: what was sent, what was marked on it, and whether the marks were carried out.

Enters: the book's texts, PDFs, and the marks people make. Leaves: rounds frozen by hash, marks in
a file per case and round, and a comparison in four lists (已改 漏改 错改 擅改). A mark stands on a text:
a manuscript, the awards, or any other field that is printed. Everything is kept
in the book's folder `proofs/`, beside the manuscript, so that a mark never starts the press.

    state_comparison   compare two states of the book, write the report; marks handed out
    round_files        rounds opened, closed and frozen, by hash (frozen_texts: their texts)
    round_marks        marks, the files that keep them, and where a mark stands in a text that
                       has changed (mark_refusals, marks_sheet: in Excel)
    marks_undone       marks and signatures taken back from the history
    signed_cases       who signed a case: whether a signature still stands for what was signed, and what forbids it
    compare            what became of every mark between two texts (judging: of each, in words)
    comparison_report  the comparison as a page
    book_fields        texts that stand in no manuscript's body: titles, facts, heads of files
    page_comparison    pages of two PDFs side by side: which differ, and where
    page_to_text       which character of a page is which of which paragraph
    traced_galley      which sign of a galley is which of which paragraph: the templates say, by
                       texts that know where they are from (traced_text)
    reflow             pages that must be read again after a change
    proof_pages        the proof of the issued book, with remarks and marks on its pages
"""
