"""Chinese lines as print asks for them, in WeasyPrint.

`install()` once, then every document that WeasyPrint lays out is composed by CLREQ and the GB
standards: full lines, trimmed and squeezed marks, space between Han and Latin, no forbidden line
starts and ends, no orphan characters. Style sheets say the rest, with the properties of CSS Text 4
(`line-break`, `text-autospace`, `text-spacing-trim`, `text-justify`, `hanging-punctuation`) and
`--clreq-…` (see `settings`). This package imports nothing of casebook.
"""

from .engine import EngineMismatch, install, installed, uninstall

__all__ = ["EngineMismatch", "install", "installed", "uninstall"]
