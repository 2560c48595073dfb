"""Find where the characters of a block stand in the Markdown it was made from.

Blocks come out of the rendered fragment, so that rules read exactly what is printed; an editor
wants line and column of the source. Each block is looked for from its source line on: as it
stands, or else character by character through the marks that Markdown takes away.
"""

import re
from collections.abc import Callable

from casebook.proof.blocks import Block, Caption, Note, Piece

_MARKUP = re.compile(
    r"\]\([^)\s]*(?:\s+\"[^\"\n]*\")?\)|\[\^[^\]\s]+\]:?|</?[A-Za-z][^<>\n]*>"
    r"|^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-+*][ \t]+|\d+[.)][ \t]+|:[ \t]+)+|\\(?=[!-/:-@\[-`{-~])",
    re.MULTILINE,
)
_NOTE = re.compile(r"^\[\^[^\]\s]+\]:[ \t]*", re.MULTILINE)
_REACH = 400


def align(piece: Piece) -> list[list[int]]:
    """Return the source offset of every character of every block, and one behind the last.

    A block that cannot be found has an empty list: its place is its line.
    """
    source = piece.source.text
    masked = _MARKUP.sub(lambda match: "\0" * len(match[0]), source)
    notes = [match.end() for match in _NOTE.finditer(source)]
    places: list[list[int]] = []
    cursor = line = 0
    for block in piece.blocks:
        if block.line is None:
            places.append([])
        elif isinstance(block, Note) and not block.apart:
            places.append(_first(block, notes, masked))
        else:
            if block.line != line:
                line, cursor = block.line, piece.source.offset(block.line)
            text = source if isinstance(block, Caption) else masked
            block_places = _literal(block.text, source, cursor) or _through(
                block.text, text, cursor
            )
            places.append(block_places)
            cursor = block_places[-1] if block_places else cursor
    return places


def _first(block: Block, notes: list[int], masked: str) -> list[int]:
    """Return the offsets in the note definition that holds all of the block's text."""
    tried = (_through(block.text, masked, start) for start in notes)
    close = [offsets for offsets in tried if offsets and offsets[0] - min(notes) >= 0]
    near: Callable[[list[int]], int] = lambda offsets: offsets[-1] - offsets[0]  # noqa: E731
    return min(close, key=near, default=[])


def _literal(text: str, source: str, start: int) -> list[int]:
    at = source.find(text, start, start + len(text) + _REACH) if text else -1
    return list(range(at, at + len(text) + 1)) if at >= 0 else []


def _through(text: str, source: str, start: int) -> list[int]:
    """Return the offsets of `text` in `source` with markup and line ends skipped."""
    places: list[int] = []
    at, limit = start, start + 4 * len(text) + _REACH
    for char in text:
        wanted = {char, "\n"} if char == " " else {char}
        place = at
        while place < min(limit, len(source)) and source[place] not in wanted:
            place += 1
        if place >= min(limit, len(source)):
            return []
        places.append(place)
        at = place + 1
    return [*places, at] if places else []
