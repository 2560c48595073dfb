"""The forms of the book: each issues one file from galleys."""
