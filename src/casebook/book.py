"""What a book is, and the questions it can answer about itself.

Frozen values only: intake makes a `Book`, nothing changes it afterwards. No files, no HTML
building, no third-party imports.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebook.errata import Place, Word


class Matter(Word):
    """The divisions of a book: 前置部分, 正文, 后置部分."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class Status(Word):
    """A draft prints placeholders for missing manuscripts; a final book refuses them."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True)
class Award:
    """One entry of the notice. `organisation` and `title` are quoted, never changed.

    `id` is the tier's ordinal and the number, “1-07”: an organisation may hold several awards,
    so it is no key. `after` is what the notice prints behind the closing 》. `lines` are the
    first and last source line in the notice, from 1.

    `fields` are what else the notice says of the award, each under the name the notice prints or
    a reader would give it (作者, 指导教师, 体裁, 学校, 备注), as printed. `check` says why the
    reading is only proposed (empty when it is sure), `read` how it was read when not as text
    (“ocr 0.97”). `file` names the file of the notice its `lines` count in, empty for the letter. Where a notice awards persons and names no unit, `organisation` is their names.
    """

    id: str
    number: int
    organisation: str
    title: str | None
    region: str
    lines: tuple[int, int] | None = None
    after: str = ""
    aliases: tuple[str, ...] = ()
    place: Place = Place("awards.yaml")
    fields: tuple[tuple[str, str], ...] = ()
    check: str = ""
    read: str = ""
    file: str = ""


@dataclass(frozen=True)
class Tier:
    """A group of awards (典型案例 …). `bodies` marks tiers that honour organisations, not cases."""

    id: str
    name: str
    awards: tuple[Award, ...]
    declared: int | None = None
    bodies: bool = False
    place: Place = Place("awards.yaml")


@dataclass(frozen=True)
class Contributor:
    """Somebody named with a case, and what for (作者, 供稿, 编辑, 摄影 …)."""

    name: str
    role: str


@dataclass(frozen=True)
class Picture:
    """A picture of a manuscript: its path below the manuscript folder, and its size in pixels."""

    path: str
    width: int
    height: int
    media_type: str


@dataclass(frozen=True)
class Case:
    """A manuscript that belongs to an award, or to none.

    `body` is an HTML fragment (see `intake.markdown`); None means that nothing was received and
    a marked placeholder is printed. `id` is an ASCII name that never depends on the position.
    `category` and `summary` are what the author's application form said; a layout may set them.
    """

    id: str
    award: Award | None
    organisation: str
    title: str
    region: str
    short_title: str | None = None
    contributors: tuple[Contributor, ...] = ()
    body: str | None = None
    pictures: tuple[Picture, ...] = ()
    place: Place = Place("cases")
    specimen: bool = False
    category: str = ""
    summary: str = ""

    @property
    def main_title(self) -> str:
        """The title without its subtitle; split at —— for display only."""
        return self.title.split("——", 1)[0]

    @property
    def subtitle(self) -> str:
        """What follows the first —— of the title, or nothing."""
        return self.title.partition("——")[2]

    @property
    def head(self) -> str:
        """The running head: the editor's short title, or the title without its subtitle."""
        return self.short_title or self.main_title


@dataclass(frozen=True)
class Entry:
    """A line of a contents or an index: what it says and the section it leads to.

    `number` is the award's number within its tier. `level` 1 is a division, 2 a piece.
    """

    label: str
    target: str
    level: int = 2
    organisation: str = ""
    number: int | None = None
    matter: Matter = Matter.BODY


@dataclass(frozen=True)
class Group:
    """A heading in an index and the entries below it."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Section:
    """One piece of the book that starts on a page of its own: the unit of setting and of proof.

    `kind` names the template that sets it. `part` and `head` are its running heads, verso and
    recto. `recto` asks for an odd page, `restarts` begins a new run of folios. Only the
    section's own matter is here: contents and indexes carry entries, a case carries its case,
    a divider its tier.
    """

    id: str
    kind: str
    matter: Matter
    title: str
    part: str = ""
    head: str = ""
    recto: bool = False
    restarts: bool = False
    body: str | None = None
    case: Case | None = None
    tier: Tier | None = None
    entries: tuple[Entry, ...] = ()
    groups: tuple[Group, ...] = ()
    pictures: tuple[Picture, ...] = ()
    listed: bool = True
    place: Place = Place("book.yaml")


@dataclass(frozen=True)
class Fact:
    """One line of the imprint page; `value` None is printed as 待定 and listed by the ledger."""

    label: str
    value: str | None


@dataclass(frozen=True)
class Stet:
    """An erratum overruled by the editor, with the reason."""

    rule: str
    where: str
    because: str
    quote: str = ""
    place: Place = Place("book.yaml")


@dataclass(frozen=True)
class Book:
    """The whole anthology, in the order in which it is printed.

    `specimen` marks a book that is an example as a whole: it says so on every page.
    """

    title: str
    issuer: str
    status: Status
    language: str
    identifier: str
    date: datetime.date
    modified: datetime.date
    layout: str
    editions: tuple[str, ...]
    tiers: tuple[Tier, ...]
    cases: tuple[Case, ...]
    sections: tuple[Section, ...]
    subtitle: str = ""
    series: str = ""
    series_number: int | None = None
    editors: tuple[Contributor, ...] = ()
    imprint: tuple[Fact, ...] = ()
    description: str = ""
    composition: bool = True
    stets: tuple[Stet, ...] = ()
    specimen: bool = False
    places: dict[str, Place] = field(default_factory=dict, compare=False)

    def awards(self) -> Iterator[Award]:
        """Every award that calls for a case, in the order of the notice."""
        for tier in self.tiers:
            if not tier.bodies:
                yield from tier.awards

    def missing(self) -> tuple[Award, ...]:
        """Awards whose manuscript has not been received."""
        here = {case.award.id for case in self.cases if case.award and case.body is not None}
        return tuple(award for award in self.awards() if award.id not in here)

    def unmatched(self) -> tuple[Case, ...]:
        """Manuscripts that belong to no award."""
        return tuple(case for case in self.cases if case.award is None)


KEPT = {
    "casebook.book": {
        *("Book", "Tier", "Award", "Case", "Contributor", "Picture", "Section", "Entry", "Group"),
        *("Fact", "Stet", "Matter", "Status"),
    },
    "casebook.errata": {"Erratum", "Place", "Wording", "Kind"},
    "datetime": {"date"},
}
"""The types a book that was read is made of, for a store to load."""
