"""The forms of the book: each issues one file from galleys."""

FILES = {
    "print": "print.pdf",
    "press": "press-interior.pdf",
    "archive": "archive.pdf",
    "epub": "book.epub",
    "offprints": "offprints.zip",
}
"""The file of each edition below `build/`; what `casebook build` and `editions:` can name."""
OF_PRINT = frozenset({"press", "archive"})
"""Editions made of print.pdf, which is issued with them: they show the same pages."""
