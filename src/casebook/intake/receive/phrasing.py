"""Write rich text as Markdown, and as the HTML that tables may hold, character for character."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from casebook.intake.formats.rich import PLAIN, Call, Face, Piece, Ruby, Shot, Span
from casebook.intake.receive.markdown_blocks import escape_inline, escape_start

Link = Callable[[Shot], str]


@dataclass(frozen=True)
class Writing:
    """How pieces are written: the number of each note, where pictures lie, which faces are kept.

    `stars` are bold and italic, `tags` what has a tag of its own: raised, lowered, underlined.
    """

    number: Callable[[Call], str]
    path: Link
    stars: bool = True
    tags: bool = True


def markdown(pieces: Sequence[Piece], writing: Writing, line_break: str = "\\\n") -> str:
    """Return a line as Markdown that renders to the same characters."""
    text = "".join(
        _styled(face, _escaped(group, writing), writing)
        for face, group in groupby(pieces, key=_face)
    )
    lines = [escape_start(line) for line in text.strip(" \t\n").split("\n")]
    return line_break.join(lines)


def in_html(pieces: Sequence[Piece], writing: Writing) -> str:
    """Return a line as the HTML of a table cell; calls of notes are not among the pieces."""
    parts: list[str] = []
    for piece in pieces:
        match piece:
            case Span(text=text, face=face):
                inner = html.escape(text.strip("\n"), quote=False).replace("\n", "<br/>")
                parts.append(_tagged(face, inner) if writing.tags else inner)
            case Ruby(base=base, reading=reading):
                parts.append(_ruby(html.escape(base), html.escape(reading)))
            case _:
                continue
    return "".join(parts).strip()


def picture(shot: Shot, writing: Writing, caption: str = "") -> str:
    """Return a picture as Markdown."""
    said = caption.replace("\\", "\\\\").replace('"', '\\"').replace("&", "\\&")
    title = f' "{said}"' if said else ""
    return f"![{escape_inline(' '.join(shot.alt.split()))}]({writing.path(shot)}{title})"


def _face(piece: Piece) -> Face:
    return piece.face if isinstance(piece, Span) else PLAIN


def _escaped(pieces: object, writing: Writing) -> str:
    parts: list[str] = []
    for piece in pieces if hasattr(pieces, "__iter__") else ():
        match piece:
            case Span(text=text):
                parts.append(escape_inline(text))
            case Ruby(base=base, reading=reading):
                parts.append(_ruby(escape_inline(base), escape_inline(reading)))
            case Shot():
                parts.append(picture(piece, writing))
            case Call():
                parts.append(writing.number(piece))
    return "".join(parts)


def _ruby(base: str, reading: str) -> str:
    return f"<ruby>{base}<rt>{reading}</rt></ruby>"


def _styled(face: Face, text: str, writing: Writing) -> str:
    """Put the marks of a face round text, blanks and breaks at its ends outside them."""
    core = text.strip(" \t\n\u3000")
    if not core or face == PLAIN:
        return text
    before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
    for tag in (face.script, "u" if face.underline else ""):
        core = f"<{tag}>{core}</{tag}>" if tag and writing.tags else core
    star = "**" if face.bold else "*" if face.italic else ""
    star = star if writing.stars else ""
    lines = core.split("\n") if star else [core]
    return before + "\n".join(f"{star}{line}{star}" if line else "" for line in lines) + after


def _tagged(face: Face, text: str) -> str:
    tags = (face.script, "u" if face.underline else "", "b" if face.bold else "",
            "i" if face.italic else "")  # fmt: skip
    for tag in tags if text.strip() else ():
        text = f"<{tag}>{text}</{tag}>" if tag else text
    return text
