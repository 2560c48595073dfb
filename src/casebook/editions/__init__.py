"""The forms of the book: each issues one file from galleys."""

FILES = {"print": "print.pdf", "epub": "book.epub", "offprints": "offprints.zip"}
"""The file of each edition below `build/`; what `casebook build` and `editions:` can name."""
