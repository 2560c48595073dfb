"""The files an editor keeps, as typed models: `book.yaml` and the front matter of texts.

What may be written is exactly what stands here; a key that does not is refused with the nearest
known name. Order and kind of the sections come from `order`, nothing is put in silently.
"""

from typing import Literal

from casebook.book import Status
from casebook.intake.typed import Count, Day, Field, Language, Model

Plain = Literal["half-title", "title-page", "imprint", "contents"]


class Person(Model):
    """A name and what it is there for."""

    name: str
    role: str


class MatterItem(Model):
    """A Markdown text: `{matter: front/notes.md}`."""

    matter: str


class TierItem(Model):
    """A tier with its divider and its cases: `{tier: "1"}`."""

    tier: str


class PartItem(Model):
    """A part outside the tiers: its name, its cases, and a line for the divider."""

    part: str
    cases: tuple[str, ...]
    note: str = ""


class OrganisationsItem(Model):
    """The list of a tier that honours organisations: `{organisations: "3"}`."""

    organisations: str


class IndexItem(Model):
    """An index over all cases: `{index: organisation}` or `{index: region}`."""

    index: Literal["organisation", "region"]


Item = Plain | MatterItem | TierItem | PartItem | OrganisationsItem | IndexItem


class Order(Model):
    """The order of the matter."""

    front: tuple[Item, ...] = ()
    body: tuple[Item, ...]
    back: tuple[Item, ...] = ()


class Series(Model):
    """The series the book belongs to."""

    title: str
    number: Count | None = None


class StetItem(Model):
    """An erratum the editor overrules, with the reason."""

    rule: str
    where: str
    because: str
    quote: str = ""


class BookFile(Model):
    """`book.yaml`."""

    title: str
    subtitle: str = ""
    issuer: str
    status: Status
    language: Language = "zh-CN"
    identifier: str
    date: Day
    modified: Day
    layout: str = "standard"
    composition: bool = True
    editions: tuple[Literal["print", "epub"], ...] = ("print", "epub")
    series: Series | None = None
    description: str = ""
    editors: tuple[Person, ...] = ()
    imprint: dict[str, str] = Field(default_factory=dict)
    order: Order
    stets: tuple[StetItem, ...] = ()
    specimen: bool = False


class CaseFront(Model):
    """The front matter of a case."""

    award: str | None = None
    organisation: str | None = None
    title: str | None = None
    short_title: str | None = None
    region: str | None = None
    category: str | None = None
    summary: str | None = None
    contributors: tuple[Person, ...] = ()
    specimen: bool = False


class MatterFront(Model):
    """The front matter of a text before or behind the cases."""

    title: str
    short_title: str | None = None
