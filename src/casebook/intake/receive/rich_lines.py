"""Handle rich lines as `tidy` handles plain ones: set right, strip, cut, break, with faces kept.

A picture, a note's call or a reading in the line counts as one character that tidying leaves
alone, so that what stands round it is judged as it is read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from casebook.intake.formats.rich import PLAIN, Face, Paragraph, Piece, Span
from casebook.intake.receive.plain_structure import number_kind
from casebook.intake.receive.tidy import Ledger, tidy
from casebook.typography import is_han, measure

_THING = "\ufdd0"
_ENDS = "。！？；：…”）》"
_AHEAD = 12
_FULL = 16.0
"""Characters; ems. A line shorter than this was broken because it ends, not because it was full."""


def flat(pieces: Sequence[Piece]) -> str:
    """Return the text of a line in which every piece that is no text is one character."""
    return "".join(piece.text if isinstance(piece, Span) else _THING for piece in pieces)


def bare(text: str) -> str:
    """Return flattened text without the signs that stand for pieces."""
    return text.replace(_THING, "")


def tidied(pieces: Sequence[Piece], number: int, ledger: Ledger) -> tuple[Piece, ...]:
    """Return the line with what is certain set right, as `tidy` does, and stripped."""
    old = flat(pieces)
    new = "\n".join(tidy(part, number, ledger).strip() for part in old.split("\n")).strip()
    return tuple(pieces) if new == old else recast(pieces, new)


def recast(pieces: Sequence[Piece], new: str) -> tuple[Piece, ...]:
    """Return `new`, an edited form of the line, with the faces and things of `pieces`."""
    spans = [piece for piece in pieces if isinstance(piece, Span)]
    if len(spans) == len(pieces) and len({span.face for span in spans}) == 1:
        return (Span(new, spans[0].face),) if new else ()
    faces = [
        face for piece in pieces
        for face in ([piece.face] * len(piece.text) if isinstance(piece, Span) else [PLAIN])
    ]  # fmt: skip
    things = iter([piece for piece in pieces if not isinstance(piece, Span)])
    kept: list[Piece] = []
    for char, face in zip(new, _carried(flat(pieces), new, faces), strict=True):
        last = kept[-1] if kept else None
        if char == _THING:
            kept.append(next(things))
        elif isinstance(last, Span) and last.face == face:
            kept[-1] = Span(last.text + char, face)
        else:
            kept.append(Span(char, face))
    return tuple(kept)


def _carried(old: str, new: str, faces: list[Face]) -> list[Face]:
    """Return the face of every character of `new`: that of the one it stands for.

    Tidying widens, narrows and deletes single characters, so looking a little ahead suffices.
    """
    found: list[Face] = []
    at = 0
    for char in new:
        near = range(at, min(at + _AHEAD, len(old)))
        here = next((place for place in near if _stands_for(char, old[place])), None)
        at = at if here is None else here
        found.append(faces[min(at, len(faces) - 1)])
        at += 1
    return found


def _stands_for(new: str, old: str) -> bool:
    if new == old or (new.isspace() and old.isspace()):
        return True
    if new == "…":
        return old in ".。…"
    return normalize("NFKC", new) == normalize("NFKC", old)


def cut(pieces: Sequence[Piece], at: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the line cut before its character `at`."""
    first: list[Piece] = []
    rest: list[Piece] = []
    for piece in pieces:
        size = len(piece.text) if isinstance(piece, Span) else 1
        if at >= size:
            first.append(piece)
        elif at <= 0 or not isinstance(piece, Span):
            rest.append(piece)
        else:
            first.append(Span(piece.text[:at], piece.face))
            rest.append(Span(piece.text[at:], piece.face))
        at -= size
    return tuple(first), tuple(rest)


def breaks_judged(paragraph: Paragraph, number: int, ledger: Ledger) -> list[Paragraph]:
    """Judge the line breaks inside a paragraph: a new paragraph, no break at all, or a break.

    A line that ends a sentence, or is followed by a number or an indent, ends a paragraph. One
    that breaks off within a sentence after a full measure was broken by hand and is joined.
    """
    text = flat(paragraph.pieces)
    if "\n" not in text:
        return [paragraph]
    lines = _lines(paragraph.pieces)
    texts = text.split("\n")
    found: list[Paragraph] = []
    current: list[Piece] = []
    for at, line in enumerate(lines):
        current += line
        if at == len(lines) - 1:
            break
        kind = _judge(texts[at], texts[at + 1])
        ledger.note("soft-break", "↵", {"¶": "¶", "": "", "\n": "↵"}[kind], number)
        if kind == "¶":
            found.append(_part(paragraph, current, not found))
            current = []
        elif kind:
            current.append(Span(kind))
    found.append(_part(paragraph, current, not found))
    return [one for one in found if one.pieces] or [replace(paragraph, pieces=())]


def _part(paragraph: Paragraph, pieces: list[Piece], first: bool) -> Paragraph:
    """Return a part of a paragraph; only the first keeps its number."""
    return replace(paragraph, pieces=tuple(pieces), mark=paragraph.mark if first else None)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of every line of a paragraph."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if not isinstance(piece, Span):
            lines[-1].append(piece)
            continue
        for at, text in enumerate(piece.text.split("\n")):
            if at:
                lines.append([])
            if text:
                lines[-1].append(Span(text, piece.face))
    return lines


def _judge(line: str, following: str) -> str:
    line, indented = line.rstrip(), following[:1] in ("\u3000", " ")
    following = following.strip()
    if not line.strip() or not following:
        return "¶"
    if line[-1] in _ENDS or indented or number_kind(following) is not None:
        return "¶"
    if re.match("[—-]{2}", following):
        return "\n"
    full = measure(line.strip()) >= _FULL and is_han(line[-1]) and is_han(following[0])
    return "" if full or line[-1] in "，、" else "\n"
