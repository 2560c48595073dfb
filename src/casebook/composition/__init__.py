"""Chinese lines as print asks for them, in WeasyPrint.

`install()` once, then every document that WeasyPrint lays out is composed by CLREQ and the GB
standards: full lines, trimmed and squeezed marks, space between Han and Latin, no forbidden line
starts and ends, no orphan characters. Style sheets say the rest, with the properties of CSS Text 4
(`line-break`, `text-autospace`, `text-spacing-trim`, `text-justify`, `hanging-punctuation`) and
`--clreq-…` (see `settings`); `block-step-size` (CSS Rhythmic Sizing) keeps lines on the grid behind
what is not text (see `rhythm`). This package imports nothing of casebook.
"""

from . import engine, rhythm
from .engine import EngineMismatch, installed

__all__ = ["EngineMismatch", "install", "installed", "uninstall"]


def install() -> None:
    """Make WeasyPrint compose Chinese lines; a second call does nothing.

    Raises `EngineMismatch` when WeasyPrint is not what this package was made for.
    """
    if not rhythm.fits():
        raise EngineMismatch("WeasyPrint's block_level_layout_switch takes other parameters")
    engine.install()
    rhythm.install()


def uninstall() -> None:
    """Give WeasyPrint back as it was; does nothing when not installed."""
    rhythm.uninstall()
    engine.uninstall()
