"""Read the files of a notice into numbered lines: any form, one file or several.

What a file is, its first bytes say; the name is not asked. Several files are one notice: their
lines are numbered through, and each knows its file and its number there. An annex that does not
name itself is headed by the name of its file, a sheet of several by its own.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from casebook.errata import Erratum, Place, StopPress
from casebook.intake.notice import file_forms, members
from casebook.intake.notice.flattening import Printed, Recognition
from casebook.intake.notice.members import Member
from casebook.intake.notice.notice_phrases import ANNEX, PRIZE
from casebook.typography import to_half_width

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
    told = list(gathered.errata)
    read_: list[tuple[Member, file_forms.Form]] = []
    for member in gathered.members:
        try:
            read_.append((member, file_forms.read(member.data, member.name, member.ending)))
        except StopPress as stop:
            told += stop.errata
    if not read_:
        raise StopPress(told)
    first = read_[0][0]
    told += (one for _, form in read_ for one in form.errata)
    return Source(
        first.name, _digest(first), "、".join(dict.fromkeys(form.how for _, form in read_)),
        tuple(_numbered(read_)), tuple(told),
        tuple(File(member.name, _digest(member)) for member, _ in read_),
        tuple(picture for _, form in read_ for picture in form.pictures),
    )  # fmt: skip


def _digest(member: Member) -> str:
    return hashlib.sha256(member.data).hexdigest()


def _numbered(read_: Sequence[tuple[Member, file_forms.Form]]) -> Iterable[Line]:
    """Number all lines through; pages and tables of a later file follow those of the former."""
    number = page = table = pictures = 0
    last = ""
    turn = -1 if len(read_[0][1].parts) == 1 else 0
    for member, form in read_:
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
