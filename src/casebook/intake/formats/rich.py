"""A received document as its reader sees it: blocks of rich text, notes and pictures.

Neutral between Word, HTML and whatever comes later; nothing here knows a file format. What was
not put into the blocks is listed beside them with the reason, so that both together are all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from casebook.errata import Erratum, Wording


class Face(NamedTuple):
    """How a stretch of text looks, as far as it carries meaning. `script` is sup, sub or empty."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    script: str = ""


PLAIN = Face()


class Span(NamedTuple):
    """Text of one face. A line feed in it is a line break its author made."""

    text: str
    face: Face = PLAIN


class Ruby(NamedTuple):
    """Text with its reading above it (注音)."""

    base: str
    reading: str


class InlinePicture(NamedTuple):
    """A picture where it stands: its key in `Document.pictures`, and its alternative text."""

    key: str
    alt: str = ""


class NoteCall(NamedTuple):
    """A call for the note `key` of `Document.notes`."""

    key: str


Piece = Span | Ruby | InlinePicture | NoteCall


class Role(StrEnum):
    """What a paragraph is by its style."""

    BODY = "body"
    TITLE = "title"
    CAPTION = "caption"
    QUOTE = "quote"


class Mark(NamedTuple):
    """What numbers or marks a paragraph of a list, and in which list it stands.

    `text` is the number as the reader sees it (一、, (3), IV.), empty for a bullet. `counted` is
    the plain number when `text` is nothing but that number and a full stop.
    """

    text: str
    series: str
    level: int = 0
    counted: int | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `outline` is its level in the outline from 1, or None; `boxed` means that it
    stood in a text box and was put where the box is anchored. `centred` is the size in points of one
    that stands in the middle of the page, 0 for any other."""

    pieces: tuple[Piece, ...]
    mark: Mark | None = None
    outline: int | None = None
    role: Role = Role.BODY
    boxed: bool = False
    centred: float = 0.0

    @property
    def text(self) -> str:
        """The words of the paragraph, its number not among them."""
        return "".join(words(piece) for piece in self.pieces)


@dataclass(frozen=True)
class Cell:
    """A cell of a table, and how many columns and rows it spans."""

    blocks: tuple["Block", ...]
    across: int = 1
    down: int = 1
    head: bool = False


@dataclass(frozen=True)
class Table:
    """A table; every row holds the cells that begin in it. `caption` where the format has one."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


Block = Paragraph | Table


@dataclass(frozen=True)
class Media:
    """A picture or another embedded file: its name, its bytes as received."""

    name: str
    data: bytes


class TextLeftOut(NamedTuple):
    """Text that is not in the blocks: why, where it stood, and the words themselves."""

    reason: Wording
    where: str
    text: str


@dataclass(frozen=True)
class Document:
    """A document: its blocks, notes and pictures; what was set aside; what the editor is told."""

    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    pictures: dict[str, Media] = field(default_factory=dict)
    asides: tuple[TextLeftOut, ...] = ()
    errata: tuple[Erratum, ...] = ()


def words(piece: Piece) -> str:
    """Return the words of a piece; pictures and calls have none."""
    match piece:
        case Span(text=text):
            return text
        case Ruby(base=base, reading=reading):
            return base + reading
        case _:
            return ""


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yield every paragraph of `blocks`, those in tables where the table stands."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)
