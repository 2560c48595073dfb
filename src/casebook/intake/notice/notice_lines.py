"""Read the files of a notice into numbered lines: any form, one file or several.

What a file is, its first bytes say; the name is not asked. Several files are one notice: their
lines are numbered through, and each knows its file and its number there. An annex that does not
name itself is headed by the name of its file, a sheet of several by its own.

Each line bears a mark of what it was read as. Every stage of reading takes lines that have none yet
and marks what it understands; what is left at the end is unread and is shown: nothing of a notice
disappears unseen.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from casebook.errata import Erratum, Kind, Place, StopPress
from casebook.intake.notice import file_forms, members, spaced_columns
from casebook.intake.notice.flattening import Printed, Recognition
from casebook.intake.notice.members import Member
from casebook.intake.notice.notice_phrases import ANNEX, PRIZE
from casebook.intake.notice.tokens import WIDE
from casebook.typography import measure, to_half_width

OPENING = 8
"""Lines of an annex in which it may name itself."""


class Line(NamedTuple):
    """A line of the notice: its number in all of it from 1, its text, its page from 1.

    `file` is what it stands in (a sheet of several is named behind a slash) and `at` its number
    there; 0 where it is the name of a file or a sheet. `table` numbers the table whose row it is,
    0 for none; `turn` the files and sheets of the notice in their order, the letter 0.

    A line that was recognised in a picture has a `confidence` below 1, the characters that are in
    doubt, and a `box`: which of `Source.pictures`, from 1, and left, top, right, bottom in pixels.
    """

    number: int
    text: str
    page: int = 1
    file: str = ""
    at: int = 0
    table: int = 0
    turn: int = 0
    confidence: float = 1.0
    doubts: str = ""
    box: tuple[int, float, float, float, float] | None = None
    room: float | None = None
    wraps: tuple[tuple[str, str], ...] = ()


class File(NamedTuple):
    """A file of the notice: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Source:
    """A notice as lines. `name` and `sha256` are those of its first file, the letter.

    `encoding` is for people: UTF-8, GB18030, PDF, Word … `pictures` are the pages that were
    recognised, straightened, as JPEG.
    """

    name: str
    sha256: str
    encoding: str
    lines: tuple[Line, ...]
    errata: tuple[Erratum, ...] = ()
    files: tuple[File, ...] = ()
    pictures: tuple[bytes, ...] = ()

    @cached_property
    def _places(self) -> dict[int, Place]:
        return {
            line.number: Place(line.file or self.name, (line.at or None) if line.file else line.number)
            for line in self.lines
        }  # fmt: skip

    def place(self, number: int) -> Place:
        """Return where line `number` of the notice stands: its file and its number there."""
        return self._places.get(number) or Place(self.name, number)

    @cached_property
    def _numbers(self) -> dict[Place, int]:
        return {place: number for number, place in self._places.items()}

    def number_of(self, place: Place) -> int:
        """Return the number in the whole notice of the line at `place`, 0 where it names none."""
        return self._numbers.get(place, place.line or 0)

    def located(self, place: Place) -> Place:
        """Return `place` with a line of the whole notice as one of its file.

        A place that already names another file than the first is as it should be; in the first
        file the two numbers are the same.
        """
        if place.path != self.name or place.line is None:
            return place
        return self.place(place.line)


def read(*paths: Path) -> Source:
    """Read the files, folders and zips at `paths` as one notice.

    Raises `StopPress` if nothing can be read; one of several files that cannot be read is told.
    """
    gathered = members.gather(paths)
    errata = list(gathered.errata)
    forms: list[tuple[Member, file_forms.Form]] = []
    for member in gathered.members:
        try:
            forms.append((member, file_forms.read(member.data, member.name, member.ending)))
        except StopPress as stop:
            errata += stop.errata
    if not forms:
        raise StopPress(errata)
    first = forms[0][0]
    errata += (erratum for _, form in forms for erratum in form.errata)
    return Source(
        first.name, _digest(first), "、".join(dict.fromkeys(form.how for _, form in forms)),
        tuple(_numbered(forms)), tuple(errata),
        tuple(File(member.name, _digest(member)) for member, _ in forms),
        tuple(picture for _, form in forms for picture in form.pictures),
    )  # fmt: skip


def _digest(member: Member) -> str:
    return hashlib.sha256(member.data).hexdigest()


def _numbered(forms: Sequence[tuple[Member, file_forms.Form]]) -> Iterable[Line]:
    """Number all lines through; pages and tables of a later file follow those of the former."""
    number = page = table = pictures = 0
    last = ""
    turn = -1 if len(forms[0][1].parts) == 1 else 0
    for member, form in forms:
        pages, tables = page, table
        for heading, part in zip(_headings(member, form, turn < 0), form.parts, strict=True):
            turn += not (form.how == last == file_forms.PICTURE)  # one picture a page
            lines = (*heading, *part.lines)
            for place, printed in enumerate(lines, 1 - len(heading)):
                number += 1
                page = max(page, pages + printed.page)
                own = printed.table + tables if printed.table else 0
                table = max(table, own)
                at = place if printed.line is None else printed.line
                line = Line(number, printed.text, pages + printed.page, part.name, at, own, turn)
                yield _recognised(line, printed.ocr, pictures) if printed.ocr else line
        pictures += len(form.pictures)
        last = form.how


def _recognised(line: Line, ocr: Recognition, pictures: int) -> Line:
    box = (ocr.picture + pictures, *ocr.box)
    return line._replace(
        confidence=ocr.sure, doubts=ocr.doubts, box=box, room=ocr.room, wraps=ocr.wraps
    )


def _headings(member: Member, form: file_forms.Form, letter: bool) -> list[tuple[Printed, ...]]:
    """Return for each part what heads it: the name of an annex that says what its text does not."""
    none: list[tuple[Printed, ...]] = [()] * len(form.parts)
    stem = member.stem.strip()
    label = ANNEX.match(stem)
    if letter or not form.parts or not (label or re.search(PRIZE, stem)):
        return none
    opening = [line.text for line in form.parts[0].lines if line.text.strip()][:OPENING]
    if label and any(ANNEX.match(text.strip()) for text in opening):
        return none
    if not label and _bare(stem) in _bare("".join(opening)):
        return none
    return [(Printed(stem, line=0),), *none[1:]]


def _bare(text: str) -> str:
    return "".join(to_half_width(text).split())


LONGEST_QUOTE = 200


class Use(StrEnum):
    """What a line was read as."""

    ISSUER = "issuer"
    NUMBER = "number"
    TITLE = "title"
    SALUTATION = "salutation"
    BODY = "body"
    ANNEXES = "annexes"
    SIGNATURE = "signature"
    DATE = "date"
    HEADING = "heading"
    ENTRY = "entry"
    REMARK = "remark"
    COPIES = "copies"
    IMPRINT = "imprint"
    FURNITURE = "furniture"
    UNREAD = "unread"


@dataclass(frozen=True)
class Row:
    """A line that is not empty. `text` is without outer space and Markdown residue.

    `gap` tells whether an empty line or a page's end stands before it. In a row of a `table` (0 for
    none) tabs part the cells; those of empty cells at its ends stay. `spaced` tells that it was
    spaces that parted them. `file` numbers the files and sheets of the notice; 0 is the letter.
    `joined` are further lines that hold cells of the row. `apart` tells that a single space was left
    at the line end before it, or begins it.
    """

    number: int
    text: str
    page: int
    gap: bool
    table: int = 0
    file: int = 0
    room: float | None = None
    spaced: bool = False
    joined: "tuple[Row, ...]" = ()
    apart: bool = False

    @property
    def width(self) -> float:
        """The width of the line in ems as it was set; a space between halves of a title is 1."""
        return measure(re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "\u3000", self.text))

    @property
    def compact(self) -> str:
        """The text without any space."""
        return compact(self.text)


class Sheet:
    """The rows of a notice in order, and the use of each."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._source = source
        self.rows = tuple(_rows(source))
        self._uses: dict[int, Use] = {}
        self._refused: set[int] = set()

    def mark(self, rows: Iterable[Row], use: Use) -> None:
        """Mark `rows`; a row keeps its first mark."""
        for row in rows:
            for line in (row, *row.joined):
                self._uses.setdefault(line.number, use)

    def refuse(self, rows: Iterable[Row]) -> None:
        """Mark `rows` as unread for a reason that is told elsewhere."""
        rows = list(rows)
        self.mark(rows, Use.UNREAD)
        self._refused.update(row.number for row in rows)

    def unread(self, row: Row) -> None:
        """Mark `row` as unread after all; nothing else is told of it yet."""
        self._uses[row.number] = Use.UNREAD
        self._refused.discard(row.number)

    def release(self, rows: Iterable[Row]) -> None:
        """Take the marks off `rows`: they are read again."""
        for row in rows:
            self._uses.pop(row.number, None)
            self._refused.discard(row.number)

    def place(self, row: Row) -> Place:
        """Return where `row` stands: its file and its line."""
        return self._source.place(row.number)

    def box(self, row: Row) -> tuple[int, float, float, float, float] | None:
        """Return where `row` stands in a picture of the source, None if it was text."""
        return self._source.lines[row.number - 1].box

    def quote(self, rows: Iterable[Row]) -> str:
        """Return what the lines of `rows` print, for a message; a long text is cut."""
        numbers = {row.number for row in rows}
        text = " / ".join(row.text for row in self.rows if row.number in numbers)
        return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"

    def is_refused(self, row: Row) -> bool:
        """Whether `row` is unread for a reason that is told."""
        return row.number in self._refused

    def unexplained(self, errata: Iterable[Erratum]) -> list[Row]:
        """Return the unread rows of which nothing else is told, `errata` being what is told at all.

        What was told of a reading that was given up for another is told no more.
        """
        quotes = [erratum.quote for erratum in errata if erratum.kind is Kind.ERRATUM]
        cut = any(quote.endswith("…") for quote in quotes)
        return [
            row
            for row in self.marked(Use.UNREAD)
            if row.number not in self._refused
            or not (cut or any(row.text in quote for quote in quotes))
        ]

    def use(self, row: Row) -> Use | None:
        """Return what `row` was read as, None while it is free."""
        return self._uses.get(row.number)

    def free(self, rows: Iterable[Row] | None = None) -> list[Row]:
        """Return those of `rows` (or of all rows) that have no mark yet."""
        return [
            row for row in (self.rows if rows is None else rows) if row.number not in self._uses
        ]

    def marked(self, *uses: Use) -> list[Row]:
        """Return the rows read as one of `uses`."""
        return [row for row in self.rows if self.use(row) in uses]


def compact(text: str) -> str:
    """Return `text` without any space, for comparing."""
    return "".join(text.split())


def heading_text(rows: Iterable[Row]) -> str:
    """Return the text of a heading set over several lines.

    A space between two Chinese characters is the trace of a line end there, unlike in a title.
    """
    text = "".join(row.text for row in rows)
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text)


def _unmarked(text: str) -> str:
    """Return `text` without the residue of Markdown: #, **, >, links, escapes."""
    text = re.sub(r"^(?:#{1,6}\s+|>\s+)|^\*\*|\*\*$", "", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"\1", text.strip("\xa0 \u3000"))
    text = re.sub(r"\[([^\[\]]+)\]\(https?://[^()\s]*\)", r"\1", text)
    return re.sub(r"^\*\*|\*\*$", "", re.sub(r"\\([.*_()\[\]#>+-])", r"\1", text))


_LEADERS = re.compile(r"\s*(?:…{3,}|[.．]{5,}|[·•]{5,})\s*")
"""What leads from an entry of a table of contents to its page."""


_EMPTY_CELLS = re.compile(r"(?:\s*[|｜])+\s*$")
"""Empty cells behind the last one that is filled, of a table of which only the rules were copied."""
WIDEST = 60
"""Spaces that a gap of a line counts at most: patterns take a time that grows with its square."""
_GAP = re.compile(rf"[ \u3000\xa0]{{{WIDEST},}}")
_ENDS_SPACED = re.compile(r"(?<=\S)[ \u3000]$")


def _rows(source: Source) -> Iterator[Row]:
    gap, page, above = True, 1, ""
    ending = sum(bool(_ENDS_SPACED.search(line.text)) for line in source.lines)
    usual = ending * 4 > len(source.lines)  # then the spaces say nothing
    spaced = spaced_columns.tabbed([line.text for line in source.lines])
    for at, line in enumerate(source.lines):
        printed = _GAP.sub(" " * WIDEST, line.text)
        text = _unmarked(printed.strip(" \t\u3000\xa0\u200b\ufeff"))
        if not line.text.strip():
            gap = True
            continue
        first = printed[: len(printed) - len(printed.lstrip())]
        text = _LEADERS.sub(WIDE, text.strip(" \u3000\n")) or printed.strip()
        if not line.table and text[0] not in "|｜":
            text = _EMPTY_CELLS.sub("", text) or text
        if line.table and "\t" in text:  # two cells are filled: where the others are empty counts
            text = printed.strip(" \u3000\xa0\u200b\ufeff")
        elif "\t" in first and "\t" in text:
            text = f"\t{text}"
        yield Row(line.number, spaced.get(at, text), line.page, gap or line.page != page,
                  line.table, line.turn, line.room, at in spaced,
                  apart=not usual and bool(
                      _ENDS_SPACED.search(above) or re.match(r" (?=\S)", line.text)
                  ))  # fmt: skip
        gap, page, above = False, line.page, line.text
