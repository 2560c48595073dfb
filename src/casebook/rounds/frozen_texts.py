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
from casebook.rounds import book_fields
from casebook.rounds.book_fields import AWARDS, FIELDS, Field


class Paragraph(NamedTuple):
    """A block of a text: what it is, its words, its source line (None when unknown), and the key
    of the field that it is ("" for text of a manuscript's body)."""

    kind: str
    text: str
    line: int | None = None
    field: str = ""


Texts = Mapping[str, tuple[Paragraph, ...]]
"""Paragraphs by the sheet they stand in: a case's id, a matter's name, “awards”, `FIELDS`."""


def read(folder: Path, book: Book | None = None) -> Texts:
    """Return the texts of the book in `folder` as they stand; `book` saves reading it again.

    Raises `StopPress`.
    """
    return of(volume(book or book_reader.read(folder).book, folder / "manuscript"))


def of(texts: Volume) -> Texts:
    """Return the texts of a volume, the list of awards first, then in printed order."""
    pieces = {piece.id: paragraphs(piece) for piece in texts.pieces}
    return {**fields_of(texts.book), **pieces}


def fields_of(book: Book) -> Texts:
    """Return the texts of a book that stand in no manuscript's body: awards and other fields."""
    return {
        AWARDS: tuple(_of_field(field) for field in book_fields.award_fields(book)),
        FIELDS: tuple(_of_field(field) for field in book_fields.fields(book)),
    }


def _of_field(field: Field) -> Paragraph:
    kind = {"title": "Title", "organisation": "Organisation"}.get(field.key.rpartition(".")[2])
    return Paragraph(kind or "Field", field.text, field.place.line, field.key)


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
    return {key: tuple(Paragraph(*row) for row in rows) for key, rows in json.loads(data).items()}


def digest(data: bytes) -> str:
    """Return the hash by which a round knows what it sent."""
    return sha256(data).hexdigest()


def _rows(paragraphs: Iterable[Paragraph]) -> Iterable[str]:
    rows = (list(paragraph) if paragraph.field else list(paragraph)[:3] for paragraph in paragraphs)
    return (json.dumps(row, ensure_ascii=False) for row in rows)
