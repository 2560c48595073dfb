"""What one section gives to the book: its pages, and all that binding them takes.

A signature is laid out alone and knows neither its page numbers nor its side of the spread: heads
and folios are set at binding, and a page that moves to the other side is shifted, because the
margins mirror. It is a pure function of its galley, style sheets, fonts, pictures and engine, so
it can be made anywhere, kept, and used again. Nothing here needs the engine to be loaded.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from casebook.errata import Erratum, Place
from casebook.press.dependencies import Sources
from casebook.press.objects import ObjectTemplate

Numbers = Mapping[int, int]
PAGES, TREE, FONTS, COLORS = 1, 2, 3, 4
"""Local numbers that mean things of the whole book: page tree, structure tree, fonts, colours."""
FIRST = 5
SIDES = ("right", "left")
KEPT = {
    "casebook.errata": {"Erratum", "Place", "Wording", "Kind"},
    "casebook.press.objects": {"ObjectTemplate"},
    "casebook.press.signature": {
        "Bookmark",
        "FontUse",
        "Link",
        "Loss",
        "MarginBoxes",
        "MarginContent",
        "MarginPlan",
        "PageKind",
        "Signature",
        "SignaturePage",
        "TextPosition",
    },
    "casebook.press.typefaces": {"Program"},
    "casebook.press.quires": {"Quire"},
    "casebook.press.worker_tasks": {"Result"},
    "builtins": {"frozenset", "set"},
}
"""The types the store of signatures loads."""


class SectionHtml(NamedTuple):
    """What a section is laid out from: its id, title, place in the manuscript, and document."""

    id: str
    title: str
    place: Place
    html: str


class BookPosition(NamedTuple):
    """Where a section is laid out for.

    The side of its first page, the index of that page (0 opens the book, 1 stands for any other),
    the page number before it, and page numbers of ids in other sections; the last two only if it
    prints them.
    """

    side: str = "right"
    page_index: int = 1
    page_before: int = 0
    numbers: tuple[tuple[str, int], ...] = ()


class PageKind(NamedTuple):
    """What @page selectors match: side, :blank, name, whether it opens the book, page groups."""

    side: str
    blank: bool
    name: str
    first: bool
    groups: tuple[tuple[str, int], ...]


ENDED = -1
"""The line of a page on which nothing of the text stands any more: notes go on there."""


class TextPosition(NamedTuple):
    """A place in the text: its source line, the manuscript's signs before it, the words there.

    Line 0 stands for text that is not the manuscript's. Signs are counted in the order of the
    galley, over the whole section: see `page_starts.Flow`.
    """

    line: int
    signs: int
    words: str


class Loss(NamedTuple):
    """What of a section does not reach its reader: see `placement`.

    What is wrong with it, the leaf (-1 where it is on none), the line of the manuscript (0 for the
    layout's own), the first words, how many characters.
    """

    kind: str
    leaf: int
    line: int
    words: str
    signs: int


class Link(NamedTuple):
    """A link: its target (an id, or an address when `external`), its rectangle in points.

    `element` is the local number of its structure element. Links are numbered after the pages.
    """

    target: str
    external: bool
    rectangle: tuple[float, float, float, float]
    element: int


class Bookmark(NamedTuple):
    """An outline item: level, words, place in points, whether it is shown open."""

    level: int
    label: str
    x: float
    y: float
    open: bool


class SignaturePage(NamedTuple):
    """One page, in points from its lower left corner, as set on the side of its kind.

    `stream` is the local number of its stream. `text_origins` holds where the text area begins on
    each side, or None when a page of the other side is not this one shifted. `strings` are the
    values assigned on it by string-set, `opening_strings` the names whose assignment opens the
    page. `tags[i]` is the local number of the structure element of marked content i. `starts_at`
    is where in the text the page begins, `printed` which signs of the galley its marked contents
    print, packed: see `text_places`.
    """

    kind: PageKind
    size: tuple[float, float]
    stream: int
    text_origins: tuple[float, float] | None
    strings: tuple[tuple[str, tuple[str, ...]], ...]
    opening_strings: frozenset[str]
    tags: tuple[int, ...]
    links: tuple[Link, ...]
    anchors: tuple[tuple[str, float, float], ...]
    bookmarks: tuple[Bookmark, ...]
    starts_at: TextPosition | None
    printed: bytes = b""


class FontUse(NamedTuple):
    """A font and what is used of it: the name in streams, how to find it again, its glyphs.

    `description` is Pango's. Widths and texts of glyphs are packed: hundreds for each section.
    """

    name: str
    description: str
    family: str
    advances: bytes
    coded: bytes
    texts: str

    @classmethod
    def of(
        cls, name: str, description: str, family: str, widths: Numbers, texts: Mapping[int, str]
    ) -> "FontUse":
        """Return the use of a font: `widths` of glyphs in thousandths of an em, and their `texts`."""
        advances = array("i", (number for pair in sorted(widths.items()) for number in pair))
        coded = array("i", sorted(texts))
        joined = "\0".join(texts[glyph] for glyph in coded)
        return cls(name, description, family, advances.tobytes(), coded.tobytes(), joined)

    @property
    def widths(self) -> dict[int, int]:
        """The width of each glyph in thousandths of an em."""
        numbers = array("i", self.advances)
        return dict(zip(numbers[::2], numbers[1::2], strict=True))

    @property
    def glyph_texts(self) -> list[str]:
        """The texts of the glyphs that stand for text."""
        return self.texts.split("\0") if self.coded else []

    @property
    def text_of_glyph(self) -> dict[int, str]:
        """The text each glyph stands for."""
        return dict(zip(array("i", self.coded), self.glyph_texts, strict=True))


@dataclass(frozen=True, slots=True)
class Signature:
    """A section laid out. Its pages have the local numbers from `FIRST`, then links, then objects.

    The `object_count` objects are kept apart, under `objects_key` in the store, and read when they
    are bound: a book's are more than fit in memory.

    `break_before` and `break_after` are the sides that its first and last boxes ask for.
    `rectangles` (page, corners) are referred to by the numbers after all others, because they move
    with their page. `resources` and `xobjects` are what its streams name; `digests` are of objects
    that need be in the book only once. `top_elements` are the structure elements that stand
    directly in the document. `references` are ids of other sections whose page numbers it prints;
    `prints_own_numbers` says that it prints its own. `losses` are what of its text and pictures
    cannot be read on its pages. `weights` are the lists of families with the weight its text asks for. `galley_hash` is that of
    the signs of its galley, in which its pages count what they print. `sources` are the files that were opened to lay it out.
    """

    section: str
    pages: tuple[SignaturePage, ...]
    object_count: int
    objects_key: str
    resources: ObjectTemplate
    xobjects: tuple[tuple[str, int], ...]
    digests: tuple[tuple[int, bytes], ...]
    top_elements: tuple[int, ...]
    fonts: tuple[FontUse, ...]
    rectangles: tuple[tuple[int, float, float, float, float], ...]
    break_before: str
    break_after: str
    references: frozenset[str]
    prints_own_numbers: bool
    errata: tuple[Erratum, ...]
    losses: tuple[Loss, ...] = ()
    weights: tuple[tuple[tuple[str, ...], int], ...] = ()
    galley_hash: bytes = b""
    sources: Sources = ()


class LaidOut(NamedTuple):
    """A section laid out: the key it was asked for under, its signature, its objects.

    The last two are as `store.dumps` returns them.
    """

    key: str
    signature: bytes
    objects: bytes


def objects_key(objects: bytes) -> str:
    """Return the key that packed objects are kept under: equal objects have the same."""
    return f"objects-{sha256(objects).hexdigest()}"


class MarginPlan(NamedTuple):
    """What a kind of page prints in its margins, and how it counts; sizes are in points.

    `groups` are the groups of margin boxes in which anything is printed: name, the strings (name,
    keyword) and the counters in it, and a key that is equal where they are styled alike.
    `folio_group` is the group whose box counts pages, "" without one. `counter_changes` are those
    of the page rule (reset, set, increment).
    """

    size: tuple[float, float]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...], tuple[str, ...], bytes], ...]
    folio_group: str
    counter_changes: tuple[tuple[str, str, int], ...]


class MarginContent(NamedTuple):
    """What a group of margin boxes prints: values by string (name, keyword) and by counter."""

    strings: tuple[tuple[tuple[str, str], str], ...]
    counters: tuple[tuple[str, int], ...]


class MarginBoxes(NamedTuple):
    """Margin boxes of a page, set: a stream in the page's own coordinates, and its fonts.

    `folio` is the text of the boxes that count pages; `opacities` are those that the stream names.
    `form` holds the resources and XObjects of a stream that names more; it is then bound as a form
    of its own, with `objects`.
    """

    data: bytes
    folio: str
    fonts: tuple[FontUse, ...]
    opacities: tuple[str, ...]
    form: tuple[ObjectTemplate, tuple[tuple[str, int], ...]] | None = None
    objects: tuple[ObjectTemplate, ...] = ()
