"""Write the blocks of a rich manuscript as the Markdown of a case.

Headings get their levels, captions go to their pictures and tables, notes to the end; pictures
get names in which `CASE` stands for the id the case will have.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.errata import Erratum, Kind, Place, Wording
from casebook.intake.formats.rich import (
    Block,
    Call,
    Media,
    Paragraph,
    Piece,
    Role,
    Ruby,
    Shot,
    Span,
    Table,
    paragraphs,
)
from casebook.intake.parcels.natures import picture_ending
from casebook.intake.receive.draft import CASE
from casebook.intake.receive.outline import Outline, is_caption, lists_in, run_in_at
from casebook.intake.receive.phrasing import Writing, markdown, picture
from casebook.intake.receive.rich_lines import bare, cut, flat
from casebook.intake.receive.tabling import simple, written

_APART = "<!-- -->"
_ENDING = re.compile(r"[a-z0-9]{1,5}")


@dataclass(frozen=True)
class Body:
    """The Markdown of a case, the pictures it calls for, and what the editor is told."""

    text: str
    pictures: tuple[Media, ...]
    errata: tuple[Erratum, ...]


@dataclass
class _Desk:
    """What writing needs to know of the whole: notes, pictures, names given so far."""

    notes: Mapping[str, tuple[Paragraph, ...]]
    pictures: Mapping[str, Media]
    stars: bool
    tags: bool
    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    in_html: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)

    def path(self, shot: Shot) -> str:
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

    def number(self, call: Call) -> str:
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
    desk = _Desk(notes, pictures, stars, tags)
    desk.in_html += orphans
    parts = [part for part in _parts(list(blocks), desk) if part]
    parts += [f"注：{text}" for key in desk.in_html if (text := _note(key, desk))]
    for key, number in list(desk.numbers.items()):
        parts.append(f"[^{number}]: {_note(key, desk, indent='    ')}")
    files = tuple(
        Media(file, desk.pictures[key].data) for key, file in desk.names.items()
        if key in desk.pictures
    )  # fmt: skip
    text = "\n\n".join(parts) + "\n" if parts else ""
    return Body(text, files, tuple(_told(desk, name)))


def _parts(blocks: list[Block], desk: _Desk) -> list[str]:
    """Return the Markdown of every block, captions taken to what they belong to."""
    outline, items = Outline(), lists_in(blocks)
    parts: list[str] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, Table):
            parts += _table(block, None, desk)
        elif isinstance(after, Table) and not after.caption and is_caption(block, "表"):
            parts += _table(after, block, desk)
            at += 1
        elif items[at]:
            end = at + 1
            while end < len(blocks) and items[end] and _same_list(blocks[end - 1], blocks[end]):
                end += 1
            if at and items[at - 1]:
                parts.append(_APART)
            parts.append(_list([b for b in blocks[at:end] if isinstance(b, Paragraph)], desk))
            at = end - 1
        elif _is_picture(block):
            shots = [piece for piece in block.pieces if isinstance(piece, Shot)]
            captioned = after if is_caption(after, "图") else None
            parts.append(_figure(shots, captioned, desk))
            at += captioned is not None
        else:
            parts += _paragraph(block, outline, desk)
        at += 1
    return parts


def _same_list(one: Block, other: Block) -> bool:
    """Whether two neighbouring items stand in one list: Markdown would count on regardless."""
    first, second = (getattr(block, "mark", None) for block in (one, other))
    if first is None or second is None:
        return False
    if first.counted is None or second.counted is None:
        return first.counted is second.counted or first.level != second.level
    return bool(first.series == second.series and second.counted == first.counted + 1)


def _is_picture(block: Block) -> bool:
    return isinstance(block, Paragraph) and not bare(flat(block.pieces)).strip() and any(
        isinstance(piece, Shot) for piece in block.pieces
    )  # fmt: skip


def _paragraph(paragraph: Paragraph, outline: Outline, desk: _Desk) -> list[str]:
    """Return a paragraph, then the pictures that stood in its lines."""
    shots = [piece for piece in paragraph.pieces if isinstance(piece, Shot)]
    pieces = tuple(piece for piece in paragraph.pieces if not isinstance(piece, Shot))
    if shots:
        paragraph = Paragraph(pieces, None, paragraph.outline, paragraph.role)
    return [_worded(paragraph, outline, desk), *(_figure([one], None, desk) for one in shots)]


def _worded(paragraph: Paragraph, outline: Outline, desk: _Desk) -> str:
    pieces, writing = paragraph.pieces, desk.writing
    if not bare(flat(pieces)).strip() and not any(isinstance(p, Call | Ruby) for p in pieces):
        return ""
    if paragraph.role is Role.QUOTE:
        return "> " + markdown(pieces, writing).replace("\n", "\n> ")
    level = outline.level(paragraph)
    if level is not None:
        return _heading(pieces, level, desk)
    if at := run_in_at(flat(pieces)):
        lead, rest = cut(pieces, at)
        head = markdown(_plain(lead), writing)
        return f"**{head.strip()}**{markdown(_unbold_first(rest), writing)}"
    return markdown(pieces, writing)


def _heading(pieces: Sequence[Piece], level: int, desk: _Desk) -> str:
    text = markdown(_plain(pieces), desk.writing, " ").replace("\n", " ")
    return f"{'#' * level} " + re.sub(r"#+$", lambda found: "\\" + found[0], text)


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


def _figure(shots: Sequence[Shot], caption: Block | None, desk: _Desk) -> str:
    """Return pictures that stand together as one figure."""
    said = ""
    if isinstance(caption, Paragraph):
        said = " ".join(caption.text.split())
        desk.in_html += [piece.key for piece in caption.pieces if isinstance(piece, Call)]
    last = len(shots) - 1
    return " ".join(
        picture(shot, desk.writing, said if at == last else "") for at, shot in enumerate(shots)
    )  # fmt: skip


def _table(table: Table, caption: Block | None, desk: _Desk) -> list[str]:
    """Return a table with its caption; what HTML cannot hold follows it."""
    if not table.rows:
        return []
    parts: list[str] = []
    if isinstance(caption, Paragraph):
        parts.append(": " + markdown(caption.pieces, desk.writing, " "))
    elif table.caption:
        parts.append(": " + markdown((Span(table.caption),), desk.writing, " "))
    if not simple(table):
        keys = [p.key for one in paragraphs((table,)) for p in one.pieces if isinstance(p, Call)]
        desk.in_html += keys
        desk.told += [("note-in-table", "")] if keys else []
    text, shots = written(table, desk.writing)
    desk.told += [("picture-in-table", "")] if shots else []
    return [*parts, text, *shots]


def _list(items: Sequence[Paragraph], desk: _Desk) -> str:
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
        text = markdown(item.pieces, desk.writing)
        lines.append(" " * indent + f"{sign} " + text.replace("\n", "\n" + " " * (indent + 3)))
    return "\n".join(lines)


def _note(key: str, desk: _Desk, indent: str = "") -> str:
    """Return the text of a note; its further paragraphs are indented, or joined with a space."""
    writing = Writing(lambda call: "", desk.path, desk.stars, desk.tags)
    texts = [markdown(one.pieces, writing) for one in desk.notes.get(key, ())]
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


def _told(desk: _Desk, name: str) -> list[Erratum]:
    found = [
        Erratum(rule, Place(name), *_SAID[rule](), quote, Kind.QUERY)
        for rule, quote in dict.fromkeys(desk.told)
    ]
    if not desk.stars:
        message = Wording(
            "加粗等标记会打乱文字，没有保留", "bold and the like would have garbled text"
        )
        found.append(Erratum("dropped-emphasis", Place(name), message, None, "", Kind.NOTE))
    return found
