"""Read rich text (RTF) as a page: paragraphs, tables, pictures, or the page that is packed in it.

The mails of Outlook keep their text so where they keep nothing else. [MS-OXRTFEX] says how a page is
packed in rich text: its tags stand in groups `\\*\\htmltag`, its words outside them, and what is there
for readers of rich text alone between `\\htmlrtf` and `\\htmlrtf0`. Bytes are in the code page of the
font they are set in, `\\fcharset` of the font table, else in that of the document, `\\ansicpg`.
"""

import codecs
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from casebook.intake.formats.rich import Media

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?|'(?P<byte>[0-9a-fA-F]{2})"
    rb"|(?P<sign>[^a-zA-Z']))|(?P<group>[{}])|[\r\n]+|(?P<plain>[^\\{}\r\n]+)",
    re.DOTALL,
)
_AMPERSAND = re.compile(r"&(?!#?\w{1,12};)")
_DEEPEST = 500
"""Groups within groups."""
_PAGES = {936: "gb18030", 54936: "gb18030", 10000: "mac_roman", 65001: "utf-8"}
"""Code pages that Python calls otherwise, or that are part of a larger one."""
_CHARSETS = {134: 936, 136: 950, 128: 932, 129: 949, 204: 1251, 161: 1253, 162: 1254, 238: 1250}
"""Character sets of fonts, and the code page of each."""
_SYMBOLS, _SIGNS = 2, "symbol"
"""The character set of fonts of signs, and what stands for their code page."""
_MARKS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "tab": "\t",
}  # fmt: skip
_BREAKS = frozenset("par sect page nestcell nestrow".split())
_SKIPPED = frozenset(
    "colortbl stylesheet info header headerl headerr headerf footer footerl footerr footerf listtable"
    " nonshppict nonesttables shprslt sp tc xe pn fldinst objdata objclass mhtmltag".split()
)
"""Groups that hold no words of the text, or say again what another holds."""
_STARRED = frozenset("shppict shpinst shptxt shpgrp".split())
"""Groups marked as such that a reader may leave who does not know them, and that hold the text."""
_PICTURES = {"pngblip": ".png", "jpegblip": ".jpg"}
_BULLETS = {0xA7: "▪", 0xA8: "□", 0xB7: "•", 0xD8: "➢", 0xFC: "✓"}
"""Signs by which lists are marked, as their fonts have them."""


class _Place(Enum):
    TEXT = auto()
    TAG = auto()
    FONTS = auto()
    PICTURE = auto()
    SKIPPED = auto()


@dataclass(frozen=True)
class _State:
    """What holds in a group: where its words go, their code page, how many stand for a character
    that is given by its number, and whether a paragraph is in a table or not to be read."""

    place: _Place = _Place.TEXT
    codec: str = ""
    instead: int = 1
    in_table: bool = False
    unread: bool = False
    deleted: bool = False


@dataclass(frozen=True)
class RichText:
    """What rich text holds: a page or, where it was plain, text; the pictures the page calls for by
    `cid:` and their name; how many more are in a form that nothing here reads."""

    page: str
    text: str
    pictures: tuple[Media, ...]
    left: int


def read(data: bytes) -> RichText:
    """Return what the rich text in `data` holds.

    Raises `ValueError` when it is none, or groups stand in groups without end.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ValueError("no rich text")
    reader = _Reader(data)
    reader.read()
    pictures, left = tuple(reader.pictures), reader.left
    if reader.packed == "fromhtml":
        return RichText("".join(reader.words), "", pictures, left)
    if reader.packed == "fromtext":
        return RichText("", "".join(reader.words), pictures, left)
    return RichText("".join(reader.layout.blocks()), "", pictures, left)


@dataclass(frozen=True)
class _CellEdge:
    """Where a cell of a row ends, in twentieths of a point; whether it goes on from the cell above
    or the one before it."""

    right: int
    from_above: bool = False
    from_before: bool = False


class _Layout:
    """The paragraphs and tables of the text, as they are read."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._rows: list[list[tuple[str, _CellEdge]]] = []
        self.edges: list[_CellEdge] = []
        self.next_edge = _CellEdge(0)

    def add(self, markup: str) -> None:
        """Add words to the paragraph."""
        self._line.append(markup)

    def end_paragraph(self, in_table: bool) -> None:
        """End the paragraph, one of a cell or of the text."""
        words = "".join(self._line)
        self._line.clear()
        if in_table:
            self._cell.append(f"<p>{words}</p>")
        else:
            self._end_table()
            self._blocks.append(f"<p>{words}</p>")

    def end_cell(self) -> None:
        """End the paragraph and the cell it is in."""
        self.end_paragraph(in_table=True)
        self._cells.append("".join(self._cell))
        self._cell.clear()

    def end_row(self) -> None:
        """End the row of the cells that were ended."""
        last = self.edges[-1].right if self.edges else 0
        more = (_CellEdge(last + at) for at in range(1, len(self._cells) + 1))
        edges = [*self.edges, *more][: len(self._cells)]
        self._rows.append([*zip(self._cells, edges, strict=True)])
        self._cells.clear()

    def blocks(self) -> Iterator[str]:
        """Yield all paragraphs and tables; what nothing ended ends here."""
        if self._line or self._cell:
            self.end_cell() if self._cells or self._cell else self.end_paragraph(in_table=False)
        if self._cells:
            self.end_row()
        self._end_table()
        yield from self._blocks

    def _end_table(self) -> None:
        if self._rows:
            self._blocks.append(f"<table>{''.join(_markup_of_rows(self._rows))}</table>")
            self._rows.clear()


def _markup_of_rows(rows: list[list[tuple[str, _CellEdge]]]) -> Iterator[str]:
    """Yield the rows of a table; a cell spans as many columns as edges of other rows lie in it."""
    edges = sorted({edge.right for row in rows for _, edge in row})
    for number, row in enumerate(rows):
        cells: list[str] = []
        starts = [-1, *(edge.right for _, edge in row)]
        for at, ((words, edge), (left, right)) in enumerate(
            zip(row, pairwise(starts), strict=True)
        ):
            if edge.from_above or edge.from_before:
                continue
            behind = at + 1
            while behind < len(row) and row[behind][1].from_before:
                right, behind = row[behind][1].right, behind + 1
            across = max(sum(left < place <= right for place in edges), 1)
            down = 1
            while number + down < len(rows) and _goes_on(rows[number + down], right):
                down += 1
            cells.append(f'<td colspan="{across}" rowspan="{down}">{words}</td>')
        yield f"<tr>{''.join(cells)}</tr>"


def _goes_on(row: list[tuple[str, _CellEdge]], right: int) -> bool:
    return any(edge.from_above and edge.right == right for _, edge in row)


class _Reader:
    """Reads the words of rich text one after another; `words` are those of a packed page."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._state = _State()
        self._above: list[_State] = []
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = self._first_font = 0
        self._starred = False
        self._bytes = bytearray()
        self._skip, self._half = 0, 0xD800
        self._picture: list[bytes] = []
        self._ending = ""
        self.packed = ""
        self.words: list[str] = []
        self.layout = _Layout()
        self.pictures: list[Media] = []
        self.left = 0

    def read(self) -> None:
        """Read all of it."""
        at = 0
        while match := _TOKEN.search(self._data, at):
            at = match.end()
            if match["word"]:
                at += self._word(match["word"].decode("ascii"), match["value"], at)
            elif match["byte"]:
                self._take(bytes.fromhex(match["byte"].decode("ascii")))
            elif match["sign"]:
                self._sign(match["sign"])
            elif match["group"]:
                self._open() if match["group"] == b"{" else self._close()
            elif match["plain"]:
                self._plain(match["plain"])
        self._flush()

    def _open(self) -> None:
        self._flush()
        if len(self._above) >= _DEEPEST:
            raise ValueError("groups within groups without end")
        self._above.append(self._state)

    def _close(self) -> None:
        self._flush()
        self._skip = 0
        if self._state.place is _Place.PICTURE and self._picture_ends():
            self._end_picture()
        if self._above:
            self._state = self._above.pop()

    def _picture_ends(self) -> bool:
        return not (self._above and self._above[-1].place is _Place.PICTURE)

    def _word(self, word: str, given: bytes | None, at: int) -> int:
        """Do what a control word says; return how many bytes behind it belong to it."""
        value = int(given) if given else None
        starred, self._starred = self._starred, False
        if word == "bin":
            count = max(value or 0, 0)
            self._picture.append(self._data[at : at + count].hex().encode())
            return count
        if self._skip and word in _MARKS:  # it counts as a character that stands for another
            self._skip -= 1
            return 0
        self._skip = 0
        self._flush()
        if act := _ACTS.get(word):
            act(self, value)
        elif word in _SKIPPED or (starred and word not in _STARRED):
            self._state = replace(self._state, place=_Place.SKIPPED)
        elif word in _MARKS:
            self._emit(_MARKS[word])
        elif word in _BREAKS:
            self._break()
        elif word in ("fromhtml", "fromtext") and value != 0:
            self.packed = word
        elif self._state.place is _Place.PICTURE and word.endswith(("blip", "metafile", "bitmap")):
            self._ending = _PICTURES.get(word, "")
        return 0

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in (b"\r", b"\n"):
            self._flush()
            self._break()
        elif sign == b"~":
            self._emit("\u00a0")
        elif sign == b"_":
            self._emit("\u2011")
        elif sign in (b"\\", b"{", b"}"):
            self._take(sign)

    def _plain(self, data: bytes) -> None:
        if self._state.place is _Place.PICTURE:
            self._picture.append(data)
            return
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._bytes += data[skipped:]

    def _take(self, data: bytes) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes += data

    def _flush(self) -> None:
        """Turn the bytes that were read into words, in the code page that holds for them."""
        if not self._bytes:
            return
        data, codec = bytes(self._bytes), self._state.codec or self._default
        self._bytes.clear()
        if self._state.place is _Place.TAG:
            codec = self._default
        if codec == _SIGNS:
            self._emit("".join(_BULLETS.get(byte, chr(byte)) for byte in data))
            return
        try:
            self._emit(data.decode(codec))
        except UnicodeDecodeError:
            self._emit(data.decode("cp1252", "replace"))

    def _emit(self, text: str) -> None:
        if self._bytes:
            self._flush()
        place, unread = self._state.place, self._state.unread or self._state.deleted
        if unread or place not in (_Place.TEXT, _Place.TAG):
            return
        if place is _Place.TAG:
            self.words.append(text)
        elif self.packed == "fromhtml":
            self.words.append(_AMPERSAND.sub("&amp;", text).replace("<", "&lt;"))
        elif self.packed:
            self.words.append(text)
        else:
            self.layout.add(html.escape(text, quote=False))

    def _break(self) -> None:
        state = self._state
        if state.unread or state.place not in (_Place.TEXT, _Place.TAG):
            return
        if self.packed:
            self.words.append("\n")
        elif state.place is _Place.TEXT:
            self.layout.end_paragraph(state.in_table)

    def line(self, _: int | None) -> None:
        """Break the line within the paragraph."""
        if self.packed:
            self._break()
        elif self._state.place is _Place.TEXT:
            self.layout.add("<br>")

    def cell(self, _: int | None) -> None:
        """End a cell."""
        if self._state.place is _Place.TEXT and not self.packed:
            self.layout.end_cell()

    def row(self, _: int | None) -> None:
        """End a row."""
        if self._state.place is _Place.TEXT and not self.packed:
            self.layout.end_row()

    def new_row(self, _: int | None) -> None:
        """Begin to say where the cells of a row end."""
        self.layout.edges.clear()
        self.layout.next_edge = _CellEdge(0)

    def edge(self, value: int | None) -> None:
        """Say where a cell ends."""
        self.layout.edges.append(replace(self.layout.next_edge, right=value or 0))
        self.layout.next_edge = _CellEdge(0)

    def from_above(self, _: int | None) -> None:
        """Say that the next cell goes on from the one above it."""
        self.layout.next_edge = replace(self.layout.next_edge, from_above=True)

    def from_before(self, _: int | None) -> None:
        """Say that the next cell goes on from the one before it."""
        self.layout.next_edge = replace(self.layout.next_edge, from_before=True)

    def number(self, value: int | None) -> None:
        """Take a character by its number; so many characters stand for it behind it."""
        code = (value or 0) & 0xFFFF
        self._skip = self._state.instead
        if 0xD800 <= code < 0xDC00:
            self._half = code
        elif 0xDC00 <= code < 0xE000:
            self._emit(chr(0x10000 + ((self._half & 0x3FF) << 10) + (code & 0x3FF)))
        elif code:
            self._emit(chr(code))

    def instead(self, value: int | None) -> None:
        """Say how many characters stand for one that is given by its number."""
        self._state = replace(self._state, instead=max(value if value is not None else 1, 0))

    def code_page(self, value: int | None) -> None:
        """Say in which code page the document is."""
        self._default = _codec(value or 1252)

    def font_table(self, _: int | None) -> None:
        """Begin the table of fonts."""
        self._state = replace(self._state, place=_Place.FONTS)

    def font(self, value: int | None) -> None:
        """Set what follows in a font, or say in the table which one is meant."""
        if self._state.place is _Place.FONTS:
            self._font = value or 0
        else:
            self._state = replace(self._state, codec=self._fonts.get(value or 0, ""))

    def charset(self, value: int | None) -> None:
        """Say what the bytes of a font mean."""
        if self._state.place is _Place.FONTS:
            known = _CHARSETS.get(value or 0)
            self._fonts[self._font] = (
                _SIGNS if value == _SYMBOLS else _codec(known) if known else ""
            )

    def first_font(self, value: int | None) -> None:
        """Say which font holds where none is named."""
        self._first_font = value or 0

    def plain(self, _: int | None) -> None:
        """Take the default again."""
        codec = self._fonts.get(self._first_font, "")
        self._state = replace(self._state, codec=codec, deleted=False)

    def paragraph(self, _: int | None) -> None:
        """Begin a paragraph that is as any other."""
        self._state = replace(self._state, in_table=False)

    def in_table(self, _: int | None) -> None:
        """Say that the paragraph is in a table."""
        self._state = replace(self._state, in_table=True)

    def deleted(self, value: int | None) -> None:
        """Say that words were deleted in a revision."""
        self._state = replace(self._state, deleted=value != 0)

    def for_rich_text(self, value: int | None) -> None:
        """Say that words are there for readers of rich text alone."""
        self._state = replace(self._state, unread=value != 0 and self.packed == "fromhtml")

    def tag(self, _: int | None) -> None:
        """Begin a tag of a packed page."""
        place = _Place.TAG if self.packed == "fromhtml" else _Place.SKIPPED
        self._state = replace(self._state, place=place, unread=False)

    def picture(self, _: int | None) -> None:
        """Begin a picture."""
        if self._state.place is _Place.TEXT:
            self._state = replace(self._state, place=_Place.PICTURE)
            self._picture, self._ending = [], ""

    def _end_picture(self) -> None:
        digits = re.sub(rb"[^0-9a-fA-F]", b"", b"".join(self._picture))
        self._picture = []
        if self._state.unread or self.packed == "fromhtml":
            return  # the page calls for the picture by itself
        if not self._ending or not digits:
            self.left += 1
            return
        name = f"picture-{len(self.pictures) + 1}{self._ending}"
        data = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
        self.pictures.append(Media(name, data))
        self.layout.add(f'<img src="cid:{name}">')


def _codec(page: int) -> str:
    """Return what Python calls a code page; that of Western Windows when it has none."""
    name = _PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


_ACTS: dict[str, Callable[[_Reader, int | None], None]] = {
    "line": _Reader.line, "cell": _Reader.cell, "row": _Reader.row, "trowd": _Reader.new_row,
    "cellx": _Reader.edge, "clvmrg": _Reader.from_above, "clmrg": _Reader.from_before,
    "u": _Reader.number, "uc": _Reader.instead, "ansicpg": _Reader.code_page,
    "fonttbl": _Reader.font_table, "f": _Reader.font, "fcharset": _Reader.charset,
    "plain": _Reader.plain, "deff": _Reader.first_font, "pard": _Reader.paragraph, "intbl": _Reader.in_table,
    "deleted": _Reader.deleted, "htmlrtf": _Reader.for_rich_text, "htmltag": _Reader.tag,
    "pict": _Reader.picture,
}  # fmt: skip
"""What control words do, those that need no more than their value."""
