"""The typed text that rules read: sources, blocks, pieces and the volume of them.

Half of all false reports come from not knowing what a text is: a title has spaces where a
paragraph has none, a heading has no full stop. So a block's class says what it is, and a rule
reads what the type of its parameter names. Every place in a block leads back to file, line and
column of the Markdown the editor keeps.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from casebook.book import Book, Case
from casebook.errata import Place
from casebook.proof.lists import ListLine, Lists
from casebook.proof.spelling.suspects import Suspect
from casebook.proof.text_facts import TextFacts

HIDDEN = "\ufffc"
"""What rules see in the place of each character of code."""


@dataclass(frozen=True)
class Source:
    """A file of the manuscript as it stands. `path` is below the manuscript folder."""

    path: str
    text: str

    @cached_property
    def starts(self) -> list[int]:
        """Return the offset at which each line begins."""
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    def place(self, offset: int) -> Place:
        """Return the line and column (code points, both from 1) of an offset."""
        line = bisect_right(self.starts, offset)
        return Place(self.path, line, offset - self.starts[line - 1] + 1)

    def offset(self, line: int) -> int:
        """Return where `line` (from 1) begins; the end of the file when there is none."""
        return self.starts[line - 1] if 0 < line <= len(self.starts) else len(self.text)


@dataclass(frozen=True, eq=False)
class Block:
    """One block of a text: its words on one line, its number in the piece, its source line.

    `quoted` is text of the notice, which only its issuer may mend. `code` are the spans set as
    code: figures of a program, an address, a formula, which no rule of language reads.
    """

    text: str
    number: int
    line: int | None
    quoted: bool = False
    code: tuple[tuple[int, int], ...] = field(default=(), kw_only=True)
    piece: "Piece" = field(repr=False, default=None)  # type: ignore[assignment]

    def literal(self, start: int, end: int) -> bool:
        """Whether `start`:`end` touches a code span."""
        return any(start < behind and end > first for first, behind in self.code)

    @property
    def following(self) -> "Block | None":
        """The next block of the piece, or None."""
        blocks = self.piece.blocks
        return blocks[self.number + 1] if self.number + 1 < len(blocks) else None

    @property
    def previous(self) -> "Block | None":
        """The block before, or None."""
        return self.piece.blocks[self.number - 1] if self.number else None


def masked(block: Block) -> Block:
    """Return `block` with its code hidden, as rules read it; the very block when it has none."""
    text = block.text
    for start, end in block.code:
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    return replace(block, text=text) if block.code else block


class Title(Block):
    """The title of a case or of an award."""


class Organisation(Block):
    """The organisation of a case or of an award."""


@dataclass(frozen=True, eq=False)
class Heading(Block):
    """A heading; `level` 2 is the highest below the title."""

    level: int = 2


class RunIn(Block):
    """A heading run in at the start of a paragraph, printed bold."""


class Prose(Block):
    """Running text: what ends in a full stop."""


class Lead(Prose):
    """The paragraphs before the first heading."""


class Body(Prose):
    """An ordinary paragraph."""


class Salutation(Block):
    """Who a letter addresses."""


class Quotation(Block):
    """A paragraph of a block quotation."""


class ListEntry(Block):
    """An entry of a list."""


@dataclass(frozen=True, eq=False)
class Cell(Block):
    """A cell of a table: which table, row and cell of the row, each from 0."""

    table: int = 0
    row: int = 0
    column: int = 0


class Caption(Block):
    """The caption of a picture or a table."""


@dataclass(frozen=True, eq=False)
class Note(Block):
    """A footnote; a paragraph of one that is `apart` has a source line of its own."""

    apart: bool = False


class Signature(Block):
    """The signature or the date below a letter."""


class Credit(Block):
    """A line of credits at the end of a text."""


class AwardEntry(Block):
    """An entry of the notice, printed in the back matter; read as award, not as text."""


Running = Prose | RunIn | Quotation | ListEntry | Note | Caption | Salutation
"""Whatever is written as sentences or parts of them."""


_SAID: dict[str, tuple[str, ...]] = {}
"""By the name of a kind of block: the fields that are its own, all but its piece."""


def _said(block: Block) -> tuple[object, ...]:
    """Return what a block says: its kind, and the values of its own fields."""
    kind = type(block).__name__
    if kind not in _SAID:
        _SAID[kind] = tuple(field.name for field in fields(block) if field.repr)
    return kind, *(getattr(block, name) for name in _SAID[kind])


@dataclass(eq=False)
class Piece:
    """A text of the book: a case, a text before or behind the cases, or the list of awards.

    `id` is the case's id or the file's name without ending; `align` finds each block's source
    offsets, one for every character and one behind the last. `body` is the rendered fragment.
    """

    id: str
    source: Source
    case: Case | None = None
    blocks: tuple[Block, ...] = ()
    lists: "Lists | None" = None
    align: Callable[["Piece"], list[list[int]]] = lambda _piece: []
    body: str = ""

    @property
    def path(self) -> str:
        """The file, as the editor names it."""
        return self.source.path

    @cached_property
    def offsets(self) -> list[list[int]]:
        """Where each character of each block stands in the source; empty when it is unknown."""
        return self.align(self)

    def list(self, name: str) -> tuple[ListLine, ...]:
        """Return the entries of a word list."""
        return self.lists.entries[name] if self.lists else ()

    @cached_property
    def text(self) -> str:
        """All blocks, a line each."""
        return "\n".join(block.text for block in self.blocks)

    @cached_property
    def digest(self) -> str:
        """A hash of all that rules read of the text."""
        facts = replace(self.case, body=None, pictures=()) if self.case else None
        pictures = [picture.path for picture in self.case.pictures] if self.case else ()
        lists = self.lists and self.lists.digest
        identity = (self.id, self.path, self.source.text, facts, pictures, self.body, lists)
        blocks = [_said(block) for block in self.blocks]
        return sha256(repr((identity, blocks)).encode("utf-8", "surrogatepass")).hexdigest()

    def place(self, block: Block, at: int) -> Place:
        """Return where character `at` of `block` stands."""
        offsets = self.offsets[block.number] if self.offsets else []
        if offsets:
            return self.source.place(offsets[min(at, len(offsets) - 1)])
        return Place(self.path, block.line)

    def span(self, block: Block, start: int, end: int) -> tuple[int, int] | None:
        """Return the source offsets of `start`:`end` of `block`, or None when unknown."""
        offsets = self.offsets[block.number] if self.offsets else []
        if not offsets or not 0 <= start <= end < len(offsets):
            return None
        return offsets[start], offsets[end - 1] + 1 if end > start else offsets[start]


@dataclass(frozen=True, eq=False)
class Volume:
    """The whole book as rules read it: the model, its texts in printed order, the award list, and
    the manuscript folder (None where there is none).

    `suspects` are the wrong characters that were looked for, by the words of a block; `facts`
    gather what is compared of each text.
    """

    book: Book
    pieces: tuple[Piece, ...]
    awards: Piece
    lists: Lists
    folder: Path | None = None
    suspects: Mapping[str, tuple[Suspect, ...]] = field(default_factory=dict)
    facts: TextFacts = field(default_factory=TextFacts)

    @cached_property
    def cases(self) -> tuple[Piece, ...]:
        """The pieces that are cases."""
        return tuple(piece for piece in self.pieces if piece.case)
