"""`python -m casebook`."""

from casebook.cli import entry

entry()
