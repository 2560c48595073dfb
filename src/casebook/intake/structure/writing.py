"""Write the blocks of a manuscript as the Markdown of a case, character for character.

CommonMark gives meaning to marks a manuscript is full of: `*`, `_`, `<`, `1.` at the start of a
line. Each is escaped where it could be read as more than itself, and nowhere else, so that the
file stays pleasant to edit.

Headings get their levels, captions go to their pictures and tables, notes to the end; pictures
get names in which `CASE` stands for the id the case will have. A table is a Markdown table where
that can say it, else the HTML that may stand: merged cells, several paragraphs in a cell and tables
in tables need it. A picture cannot stand there: it follows the table, and the editor is told.
"""

import hashlib
import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.formats.file_kinds import picture_ending
from casebook.intake.formats.rich import (
    PLAIN,
    Block,
    Cell,
    Face,
    InlinePicture,
    Media,
    NoteCall,
    Paragraph,
    Piece,
    Role,
    Ruby,
    Span,
    Table,
    paragraphs,
)  # fmt: skip
from casebook.intake.structure.draft import CASE
from casebook.intake.structure.titles_and_headings import (
    Outline,
    is_caption,
    lists_in,
    run_in_at,
)  # fmt: skip
from casebook.intake.tidy import cut, flat, without_signs

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


def escape_inline(text: str) -> str:
    """Return text from within a line as Markdown that renders to the same characters."""
    return _SPECIAL.sub(r"\\\g<0>", text)


Link = Callable[[InlinePicture], str]


@dataclass(frozen=True)
class Writing:
    """How pieces are written: the number of each note, where pictures lie, which faces are kept.

    `stars` are bold and italic, `tags` what has a tag of its own: raised, lowered, underlined.
    """

    number: Callable[[NoteCall], str]
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


def picture(shot: InlinePicture, writing: Writing, caption: str = "") -> str:
    """Return a picture as Markdown."""
    escaped = caption.replace("\\", "\\\\").replace('"', '\\"').replace("&", "\\&")
    title = f' "{escaped}"' if escaped else ""
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
            case InlinePicture():
                parts.append(picture(piece, writing))
            case NoteCall():
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


def simple(table: Table) -> bool:
    """Whether Markdown can say the table: no spans, one paragraph a cell, rows of one length."""
    cells = [cell for row in table.rows for cell in row]
    alike = len({len(row) for row in table.rows}) == 1
    return alike and len(table.rows[0]) > 1 and all(_is_plain(cell) for cell in cells)


def _is_plain(cell: Cell) -> bool:
    return (cell.across, cell.down) == (1, 1) and len(cell.blocks) < 2 and all(
        isinstance(block, Paragraph) for block in cell.blocks
    )  # fmt: skip


def table_written(table: Table, writing: Writing) -> tuple[str, tuple[str, ...]]:
    """Return the table, and the pictures that must follow it, as Markdown."""
    if simple(table):
        return _pipe_table(table, writing), ()
    shots = [
        piece for paragraph in paragraphs((table,)) for piece in paragraph.pieces
        if isinstance(piece, InlinePicture)
    ]  # fmt: skip
    return _html_table(table, writing), tuple(picture(shot, writing) for shot in shots)


def _pipe_table(table: Table, writing: Writing) -> str:
    rows = [[_cell(cell, writing) for cell in row] for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _cell(cell: Cell, writing: Writing) -> str:
    blocks = [block for block in cell.blocks if isinstance(block, Paragraph)]
    text = markdown(blocks[0].pieces, writing, "<br>") if blocks else ""
    return text.replace("|", "\\|")


def _html_table(table: Table, writing: Writing) -> str:
    rows = [row for row in table.rows]
    heads = sum(1 for row in rows if all(cell.head for cell in row)) or (
        1 if len(rows) > 1 and _is_head(rows[0]) else 0
    )
    body = "\n".join(_row(row, writing, at < heads) for at, row in enumerate(rows))
    return f"<table>\n{body}\n</table>"


def _is_head(row: Sequence[Cell]) -> bool:
    """Whether a first row reads as one: every cell filled, none reaching below."""
    return len(row) > 1 and all(
        cell.down == 1 and any(flat(p.pieces).strip() for p in paragraphs(cell.blocks))
        for cell in row
    )


def _row(row: Sequence[Cell], writing: Writing, head: bool) -> str:
    cells: list[str] = []
    for cell in row:
        tag = "th" if head or cell.head else "td"
        spans = f' colspan="{cell.across}"' if cell.across > 1 else ""
        spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
        cells.append(f"<{tag}{spans}>{_inside(cell.blocks, writing)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _inside(blocks: Sequence[Block], writing: Writing) -> str:
    parts: list[tuple[bool, str]] = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append((False, _html_table(block, writing).replace("\n", "")))
        elif inner := in_html(_without_shots(block.pieces), writing):
            parts.append((True, inner))
    if len(parts) == 1:
        return parts[0][1]
    return "".join(f"<p>{text}</p>" if wrap else text for wrap, text in parts)


def _without_shots(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not isinstance(piece, InlinePicture)]


_APART = "<!-- -->"
_ENDING = re.compile(r"[a-z0-9]{1,5}")


@dataclass(frozen=True)
class Body:
    """The Markdown of a case, the pictures it calls for, and what the editor is told."""

    text: str
    pictures: tuple[Media, ...]
    errata: tuple[Erratum, ...]


@dataclass
class _Output:
    """What writing needs to know of the whole: notes, pictures, names given so far."""

    notes: Mapping[str, tuple[Paragraph, ...]]
    pictures: Mapping[str, Media]
    stars: bool
    tags: bool
    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    in_html: list[str] = field(default_factory=list)
    reported: list[tuple[str, str]] = field(default_factory=list)

    def path(self, shot: InlinePicture) -> str:
        """Return the path of a picture, naming it when it is first met."""
        if shot.key not in self.names:
            ending = shot.key.rpartition(".")[2].lower()
            ending = "jpg" if ending == "jpeg" else ending
            media = self.pictures.get(shot.key)
            if not _ENDING.fullmatch(ending):  # the address of a page, not a name
                ending = picture_ending(media.data if media else b"").removeprefix(".") or "bin"
            mark = hashlib.sha256(media.data).hexdigest()[:8] if media else str(len(self.names) + 1)
            self.names[shot.key] = f"{CASE}-{mark}.{ending}"
        return f"../media/{self.names[shot.key]}"

    def number(self, call: NoteCall) -> str:
        """Return a call as Markdown."""
        number = self.numbers.setdefault(call.key, len(self.numbers) + 1)
        return f"[^{number}]"

    @property
    def writing(self) -> Writing:
        """How pieces are written."""
        return Writing(self.number, self.path, self.stars, self.tags)


def write(
    blocks: Sequence[Block], notes: Mapping[str, tuple[Paragraph, ...]],
    pictures: Mapping[str, Media], orphans: Sequence[str], name: str, stars: bool, tags: bool,
) -> Body:  # fmt: skip
    """Return `blocks` as Markdown. `orphans` are notes that are called in the title."""
    output = _Output(notes, pictures, stars, tags)
    output.in_html += orphans
    parts = [part for part in _parts(list(blocks), output) if part]
    parts += [f"注：{text}" for key in output.in_html if (text := _note(key, output))]
    for key, number in list(output.numbers.items()):
        parts.append(f"[^{number}]: {_note(key, output, indent='    ')}")
    files = tuple(
        Media(file, output.pictures[key].data) for key, file in output.names.items()
        if key in output.pictures
    )  # fmt: skip
    text = "\n\n".join(parts) + "\n" if parts else ""
    return Body(text, files, tuple(_errata(output, name)))


def _parts(blocks: list[Block], output: _Output) -> list[str]:
    """Return the Markdown of every block, captions taken to what they belong to."""
    outline, items = Outline(), lists_in(blocks)
    parts: list[str] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, Table):
            parts += _table(block, None, output)
        elif isinstance(after, Table) and not after.caption and is_caption(block, "表"):
            parts += _table(after, block, output)
            at += 1
        elif items[at]:
            end = at + 1
            while end < len(blocks) and items[end] and _same_list(blocks[end - 1], blocks[end]):
                end += 1
            if at and items[at - 1]:
                parts.append(_APART)
            parts.append(_list([b for b in blocks[at:end] if isinstance(b, Paragraph)], output))
            at = end - 1
        elif _is_picture(block):
            shots = [piece for piece in block.pieces if isinstance(piece, InlinePicture)]
            captioned = after if is_caption(after, "图") else None
            parts.append(_figure(shots, captioned, output))
            at += captioned is not None
        else:
            parts += _paragraph(block, outline, output)
        at += 1
    return parts


def _same_list(earlier: Block, other: Block) -> bool:
    """Whether two neighbouring items stand in one list: Markdown would count on regardless."""
    first, second = (getattr(block, "mark", None) for block in (earlier, other))
    if first is None or second is None:
        return False
    if first.counted is None or second.counted is None:
        return first.counted is second.counted or first.level != second.level
    return bool(first.series == second.series and second.counted == first.counted + 1)


def _is_picture(block: Block) -> bool:
    return isinstance(block, Paragraph) and not without_signs(flat(block.pieces)).strip() and any(
        isinstance(piece, InlinePicture) for piece in block.pieces
    )  # fmt: skip


def _paragraph(paragraph: Paragraph, outline: Outline, output: _Output) -> list[str]:
    """Return a paragraph, then the pictures that stood in its lines."""
    shots = [piece for piece in paragraph.pieces if isinstance(piece, InlinePicture)]
    pieces = tuple(piece for piece in paragraph.pieces if not isinstance(piece, InlinePicture))
    if shots:
        paragraph = Paragraph(pieces, None, paragraph.outline, paragraph.role)
    return [_worded(paragraph, outline, output), *(_figure([shot], None, output) for shot in shots)]


def _worded(paragraph: Paragraph, outline: Outline, output: _Output) -> str:
    pieces, writing = paragraph.pieces, output.writing
    if not without_signs(flat(pieces)).strip() and not any(
        isinstance(p, NoteCall | Ruby) for p in pieces
    ):
        return ""
    if paragraph.role is Role.QUOTE:
        return "> " + markdown(pieces, writing).replace("\n", "\n> ")
    level = outline.level(paragraph)
    if level is not None:
        return _heading(pieces, level, output)
    if at := run_in_at(flat(pieces)):
        lead, rest = cut(pieces, at)
        head = markdown(_plain(lead), writing)
        return f"**{head.strip()}**{markdown(_unbold_first(rest), writing)}"
    return markdown(pieces, writing)


def _heading(pieces: Sequence[Piece], level: int, output: _Output) -> str:
    text = markdown(_plain(pieces), output.writing, " ").replace("\n", " ")
    return f"{'#' * level} " + re.sub(r"#+$", lambda match: "\\" + match[0], text)


def _plain(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without bold and italic, which a heading has by itself."""
    return [
        Span(piece.text, piece.face._replace(bold=False, italic=False))
        if isinstance(piece, Span) else piece for piece in pieces
    ]  # fmt: skip


def _unbold_first(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return what follows a run-in heading, not bold where it would run into the heading."""
    first = pieces[0] if pieces else None
    if isinstance(first, Span) and (first.face.bold or first.face.italic):
        return (*_plain([first]), *pieces[1:])
    return tuple(pieces)


def _figure(shots: Sequence[InlinePicture], caption: Block | None, output: _Output) -> str:
    """Return pictures that stand together as one figure."""
    legend = ""
    if isinstance(caption, Paragraph):
        legend = " ".join(caption.text.split())
        output.in_html += [piece.key for piece in caption.pieces if isinstance(piece, NoteCall)]
    last = len(shots) - 1
    return " ".join(
        picture(shot, output.writing, legend if at == last else "") for at, shot in enumerate(shots)
    )  # fmt: skip


def _table(table: Table, caption: Block | None, output: _Output) -> list[str]:
    """Return a table with its caption; what HTML cannot hold follows it."""
    if not table.rows:
        return []
    parts: list[str] = []
    if isinstance(caption, Paragraph):
        parts.append(": " + markdown(caption.pieces, output.writing, " "))
    elif table.caption:
        parts.append(": " + markdown((Span(table.caption),), output.writing, " "))
    if not simple(table):
        keys = [
            p.key
            for paragraph in paragraphs((table,))
            for p in paragraph.pieces
            if isinstance(p, NoteCall)
        ]
        output.in_html += keys
        output.reported += [("note-in-table", "")] if keys else []
    text, shots = table_written(table, output.writing)
    output.reported += [("picture-in-table", "")] if shots else []
    return [*parts, text, *shots]


def _list(items: Sequence[Paragraph], output: _Output) -> str:
    """Return neighbouring items as a Markdown list, deeper ones indented under their like."""
    lines: list[str] = []
    widths: list[tuple[int, int]] = []
    for item in items:
        mark = item.mark
        level = mark.level if mark else 0
        while widths and widths[-1][0] >= level:
            widths.pop()
        sign = f"{mark.counted}." if mark and mark.text and mark.counted is not None else "-"
        indent = sum(width for _, width in widths)
        widths.append((level, len(sign) + 1))
        text = markdown(item.pieces, output.writing)
        lines.append(" " * indent + f"{sign} " + text.replace("\n", "\n" + " " * (indent + 3)))
    return "\n".join(lines)


def _note(key: str, output: _Output, indent: str = "") -> str:
    """Return the text of a note; its further paragraphs are indented, or joined with a space."""
    writing = Writing(lambda call: "", output.path, output.stars, output.tags)
    texts = [markdown(paragraph.pieces, writing) for paragraph in output.notes.get(key, ())]
    if indent:
        return ("\n\n" + indent).join(text.replace("\n", "\n" + indent) for text in texts) or "—"
    return " ".join(text.replace("\\\n", " ") for text in texts)


_SAID: dict[str, Callable[[], tuple[Wording, Wording]]] = {
    "note-in-table": lambda: (
        Wording("表格里的注排不了注号，注文放在文末“注：”", "notes of a table were put at the end"),
        Wording("请看一遍位置。", "See where they stand."),
    ),
    "picture-in-table": lambda: (
        Wording("复杂表格里的图片放到了表后", "pictures inside a table were put behind it"),
        Wording("请看一遍位置。", "See where they stand."),
    ),
}


def _errata(output: _Output, name: str) -> list[Erratum]:
    errata = [
        Erratum(rule, Place(name), *_SAID[rule](), quote, Kind.QUERY)
        for rule, quote in dict.fromkeys(output.reported)
    ]
    if not output.stars:
        message = Wording(
            "加粗等标记会打乱文字，没有保留", "bold and the like would have garbled text"
        )
        errata.append(Erratum("dropped-emphasis", Place(name), message, None, "", Kind.NOTE))
    return errata
