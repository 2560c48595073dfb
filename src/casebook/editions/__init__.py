"""The forms of the book: each issues one file from galleys."""

FILES = {
    "print": "print.pdf",
    "press": "press-interior.pdf",
    "archive": "archive.pdf",
    "epub": "book.epub",
    "booklet": "booklet.pdf",
    "offprints": "offprints.zip",
}
"""The file of each edition below `build/`; what `casebook build` and `editions:` can name."""
BESIDE_PRESS = {
    "press-cover": "press-cover.pdf",
    "press-sheet": "press-sheet.pdf",
    "press-data": "press-sheet.json",
}
"""What is issued with `press`: all that goes to the printer is of one run."""
OF_PRINT = frozenset({"press", "archive", "booklet"})
"""Editions made of print.pdf, which is issued with them: they show the same pages."""
