"""The texts of a book as rounds freeze and compare them: paragraphs, case by case.

A paragraph is a block of the printed text on one line, so hard wraps in the manuscript are no
difference. The titles of the notice's awards are texts like any other: nobody may change them
unasked.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from casebook.book import Book
from casebook.intake.manuscript import book_reader
from casebook.proof.blocks import Piece, Volume
from casebook.proof.segmentation import volume


class Paragraph(NamedTuple):
    """A block of a text: what it is, its words, and its source line (None when unknown)."""

    kind: str
    text: str
    line: int | None = None


Texts = Mapping[str, tuple[Paragraph, ...]]
"""Paragraphs by the id of the piece they stand in (a case's id, a matter's name, “awards”)."""


def read(folder: Path, book: Book | None = None) -> Texts:
    """Return the texts of the book in `folder` as they stand; `book` saves reading it again.

    Raises `StopPress`.
    """
    return of(volume(book or book_reader.read(folder).book, folder / "manuscript"))


def of(texts: Volume) -> Texts:
    """Return the texts of a volume, the list of awards first, then in printed order."""
    return {piece.id: paragraphs(piece) for piece in (texts.awards, *texts.pieces)}


def paragraphs(piece: Piece) -> tuple[Paragraph, ...]:
    """Return the paragraphs of one piece."""
    return tuple(Paragraph(type(b).__name__, b.text, b.line) for b in piece.blocks)


def dumped(texts: Texts) -> bytes:
    """Return `texts` as JSON, a paragraph a line, the same for the same texts."""
    rows = (
        f"{json.dumps(key, ensure_ascii=False)}: [\n" + ",\n".join(_rows(paragraphs)) + "\n]"
        for key, paragraphs in texts.items()
    )
    return ("{\n" + ",\n".join(rows) + "\n}\n").encode()


def loaded(data: bytes) -> Texts:
    """Return what `dumped` wrote."""
    return {
        key: tuple(Paragraph(kind, text, line) for kind, text, line in rows)
        for key, rows in json.loads(data).items()
    }


def digest(data: bytes) -> str:
    """Return the hash by which a round knows what it sent."""
    return sha256(data).hexdigest()


def _rows(paragraphs: Iterable[Paragraph]) -> Iterable[str]:
    return (json.dumps(list(paragraph), ensure_ascii=False) for paragraph in paragraphs)
