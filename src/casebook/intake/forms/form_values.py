"""The values of a form, and the labels and values that stand together in one cell or line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casebook.intake.formats.rich import (
    Block,
    InlinePicture,
    Paragraph,
    Piece,
    Span,
    Table,
    paragraphs,
)
from casebook.intake.forms.labels import TEXTS, WITHHELD, Field, Label, label_of, pairs_of
from casebook.intake.tidy import cut, flat


@dataclass(frozen=True)
class FormValue:
    """A value of a form, the label that asks for it, and the label of the rows they stand in."""

    label: Label | None
    blocks: tuple[Block, ...]
    group: Label | None = None

    @property
    def text(self) -> str:
        """The words of the value, a line a paragraph."""
        texts = (paragraph.text.strip() for paragraph in paragraphs(self.blocks))
        return "\n".join(filter(None, texts))

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        pieces = (piece for paragraph in paragraphs(self.blocks) for piece in paragraph.pieces)
        shots = any(isinstance(piece, InlinePicture) for piece in pieces)
        return not shots and not self.text.strip("_＿ \u3000/／—-无")


def values_in(blocks: Sequence[Block]) -> list[FormValue] | None:
    """Return the labels and values that stand together in one cell, or None."""
    lines = [block for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
    if not lines or isinstance(blocks[0], Table):
        return None
    first = lines[0]
    apart = first.text.rstrip().endswith(("：", ":")) or len(blocks) > 1
    lead = label_of(first.text) if apart else None
    if lead is not None and lead.field in TEXTS | {Field.OFFICE}:
        at = blocks.index(first)
        return [FormValue(lead, tuple(blocks[at + 1 :]))]
    return paired(blocks)


def paired(blocks: Sequence[Block]) -> list[FormValue] | None:
    """Return the pairs that the paragraphs of a cell are made of, or None when it begins with none.

    What follows a label that asks for text belongs to it, until a line that begins with another.
    """
    entries: list[FormValue] = []
    for block in blocks:
        opened = entries[-1].label if entries else None
        loose = opened is not None and opened.field not in TEXTS | {Field.OFFICE}
        line = flat(block.pieces).strip() if isinstance(block, Paragraph) else ""
        pairs = pairs_of(line, loose) if line else None
        if pairs and opened and opened.field in TEXTS and pairs[0][0].field not in TEXTS:
            pairs = pairs if pairs[0][0].weight > 1 or pairs[0][0].field in WITHHELD else None
        if pairs:
            entries += entries_in(block, pairs) if isinstance(block, Paragraph) else []
        elif not entries:
            if isinstance(block, Paragraph) and not block.text.strip():
                continue
            return None
        else:
            entries[-1] = replace(entries[-1], blocks=(*entries[-1].blocks, block))
    return entries or None


def entries_in(paragraph: Paragraph, pairs: Sequence[tuple[Label, str]]) -> list[FormValue]:
    """Return the entries of a paragraph that is pairs; the value of a single one keeps its faces."""
    if len(pairs) == 1:
        label, value = pairs[0]
        colon = re.search(r"[:：]|[】］](?![:：])|(?<=[^\[])\](?!\s*[:：])", flat(paragraph.pieces))
        rest = cut(paragraph.pieces, colon.end())[1] if colon and value else ()
        answer = replace(paragraph, pieces=_stripped(rest), mark=None)
        return [FormValue(label, (answer,) if rest else ())]
    return [
        FormValue(label, (Paragraph((Span(value),)),) if value else ()) for label, value in pairs
    ]


def _stripped(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    lead = len(flat(pieces)) - len(flat(pieces).lstrip(" \u3000_＿"))
    rest = cut(pieces, lead)[1]
    return cut(rest, len(flat(rest).rstrip(" \u3000_＿")))[0]
