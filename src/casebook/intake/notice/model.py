"""What a notice is once it is read."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from casebook.book import Tier
from casebook.errata import Erratum, Place
from casebook.intake.notice.letter import Letter
from casebook.intake.notice.notice_lines import Use


class MarkedLine(NamedTuple):
    """A line of the notice that is not empty, and what it was read as.

    `number` counts through all files of the notice; `place` is its file and its line there. `box`
    is where it stands in one of `Notice.pictures`, if it was recognised in a picture.
    """

    number: int
    text: str
    use: Use
    place: Place | None = None
    box: tuple[int, float, float, float, float] | None = None


@dataclass(frozen=True)
class Annexed:
    """An annex as the notice prints it: 附件 1, its heading, and its tiers' lines.

    `lists` pairs the heading of a tier inside the annex (empty for the only one) with its lines.
    """

    label: str
    heading: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]


class Shape(NamedTuple):
    """How a list of the notice was read: a template, and what it made of the lines.

    `template` is what `casebook notice --shape` takes: `{no}. {organisation}《{title}》`. `tiers`
    are the names of the tiers read by it; of `lines` it explained `explained`. `examples` has for
    each field up to three texts that it became.
    """

    template: str
    tiers: tuple[str, ...]
    lines: int
    explained: int
    examples: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Notice:
    """A notice as read: its fields, its tiers, and what every line of it became.

    Texts are as printed and empty where the notice has none. `date` is the signature's, `printed`
    the imprint's. `errata` holds what could not be read and the queries about what could. `file`
    is the letter; `further` are the names of the other files, annexes mostly. `pictures` are the
    pages that were recognised as JPEG.
    """

    file: str
    sha256: str
    encoding: str
    letter: Letter
    date: datetime.date | None
    printed: datetime.date | None
    signature: tuple[str, ...]
    copies: str
    imprint: tuple[str, ...]
    remarks: tuple[str, ...]
    annexes: tuple[Annexed, ...]
    tiers: tuple[Tier, ...]
    lines: tuple[MarkedLine, ...]
    errata: tuple[Erratum, ...]
    shapes: tuple[Shape, ...] = ()
    further: tuple[str, ...] = ()
    pictures: tuple[bytes, ...] = ()

    @property
    def crops(self) -> dict[int, bytes]:
        """The pictures of all lines that were recognised, as PNG, by the number of the line."""
        cut = {line.number: self.crop(line) for line in self.lines if line.box}
        return {number: png for number, png in cut.items() if png}

    def crop(self, line: MarkedLine) -> bytes | None:
        """Return the part of a picture in which `line` was recognised, as PNG; None for text."""
        from casebook.intake.formats import ocr  # lazy: only for a scan

        if line.box is None or not ocr.available():
            return None
        return ocr.crop(self.pictures[line.box[0] - 1], line.box[1:])

    @property
    def issuer(self) -> str:
        """Who awards: the head of the paper, else the signature."""
        return self.letter.issuer

    @property
    def number(self) -> str:
        """The document number in full: 卫健政促发〔2023〕4号."""
        return self.letter.number

    @property
    def title(self) -> str:
        """The title of the notice, line ends taken out."""
        return self.letter.title

    @property
    def campaign(self) -> str:
        """The event the awards belong to."""
        return self.letter.campaign

    @property
    def received(self) -> int | None:
        """How many pieces were sent in."""
        return self.letter.received

    @property
    def unread(self) -> tuple[MarkedLine, ...]:
        """The lines nobody understood."""
        return tuple(line for line in self.lines if line.use is Use.UNREAD)

    @property
    def facts(self) -> dict[str, str]:
        """The facts as `awards.yaml` keeps them, without those the notice does not state."""
        facts = {
            "file": self.file, "sha256": self.sha256, "issuer": self.issuer,
            "number": self.number, "title": self.title,
            "date": self.date.isoformat() if self.date else "", "campaign": self.campaign,
            "received": "" if self.received is None else str(self.received),
            "further": "、".join(self.further),
        }  # fmt: skip
        return {key: value for key, value in facts.items() if value}
