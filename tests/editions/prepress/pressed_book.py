"""A small book gone to press and to the archive: its files."""

from dataclasses import dataclass
from pathlib import Path

from casebook.errata import Erratum


@dataclass(frozen=True)
class Pressed:
    """A book's folder, and the files made of it."""

    folder: Path
    printed: Path
    press: Path
    archive: Path
    queries: tuple[Erratum, ...]
