"""Write blocks as Markdown in which every character comes out as its author typed it.

CommonMark gives meaning to marks a manuscript is full of: `*`, `_`, `<`, `1.` at the start of a
line. Each is escaped where it could be read as more than itself, and nowhere else, so that the
file stays pleasant to edit.
"""

import re
from collections.abc import Iterable

from casebook.intake.receive.plain_structure import Block, Kind

_SPECIAL = re.compile(r"[\\`*_\[<]|&(?=#|[A-Za-z])")
_AT_START = re.compile(r"([#+\->]|:(?= )|~~)|([0-9]{1,9})([.)])")


def escape(text: str) -> str:
    """Return one line of text as Markdown that renders to the same characters.

    Leading and trailing blanks are no part of a paragraph and are dropped, as Markdown does.
    """
    return escape_start(escape_inline(text.strip(" \t\n")))


def escape_start(text: str) -> str:
    """Return a line of escaped Markdown so that its first characters begin no list or heading."""
    start = _AT_START.match(text)
    if start is None:
        return text
    if start[1]:
        return "\\" + text
    return f"{start[2]}\\{text[start.end(2) :]}"


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return `blocks` as the Markdown text of a case, a blank line between blocks."""
    return "".join(f"{_block(block)}\n\n" for block in blocks).rstrip("\n") + "\n"


def _block(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"{'#' * block.level} {_heading(block.text)}"
    if block.kind is Kind.RUN_IN:
        return f"**{escape_inline(block.lead)}**{escape_inline(block.text)}"
    return escape(block.text)


def _heading(text: str) -> str:
    """Escape a heading; closing # would be taken off."""
    return re.sub(r"#+$", lambda found: "\\" + found[0], escape_inline(text.strip(" \t\n")))


def escape_inline(text: str) -> str:
    """Return text from within a line as Markdown that renders to the same characters."""
    return _SPECIAL.sub(r"\\\g<0>", text)
