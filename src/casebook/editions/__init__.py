"""The forms of the book: each issues one file, from signatures or from galleys.

print_edition   print.pdf
prepress        press-interior.pdf for a print house, archive.pdf to be kept
epub            book.epub
cover           press-cover.pdf, from the templates of a layout
offprint        each case as a PDF, in one zip
proof_edition   proof.pdf: print pages on larger paper (overlay: what is laid over them)
confirmation    what goes to the authors, and the sheet they send back (lighter_fonts: of their own
                pages; lighter_pictures)
"""

FILES = {
    "print": "print.pdf",
    "press": "press-interior.pdf",
    "archive": "archive.pdf",
    "epub": "book.epub",
    "booklet": "booklet.pdf",
    "offprints": "offprints.zip",
}
"""The file of each edition below `build/`; what `casebook build` can name."""
BESIDE_PRESS = {
    "press-cover": "press-cover.pdf",
    "press-sheet": "press-sheet.pdf",
    "press-data": "press-sheet.json",
}
"""What is issued with `press`: all that goes to the printer is of one run."""
OF_PRINT = frozenset({"press", "archive", "booklet"})
"""Editions made of print.pdf, which is issued with them: they show the same pages."""
