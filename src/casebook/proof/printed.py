"""What the issued PDF shows, beside what the galleys say: the facts that rules about pages read.

The text of the pages is read back from the file, never remembered from making it. Running heads
and folios are taken off the page's lines by what they must be, so that the rest is the text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from casebook import layout, pagetext, pdf
from casebook.book import Book, Section
from casebook.errata import Place
from casebook.legibility import Fault, Reading
from casebook.proof.page_texts import readings
from casebook.typography import measure

_FURNITURE = 3
_FULL = 20
_SAMPLE = 12


@dataclass(frozen=True)
class PrintedPage:
    """A page: its index from 0, its label, its lines without furniture, all its text.

    `read` is what a reader can read of the text, heads and folios apart; `unread` what cannot be
    read, and why (see `legibility`).
    """

    index: int
    label: str
    lines: tuple[str, ...]
    text: str
    read: str
    unread: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class PrintedSection:
    """A section as it was set: what the galley says, and the pages that show it."""

    id: str
    place: Place
    title: str
    organisation: str
    head: str
    part: str
    galley: str
    headings: tuple[str, ...]
    pages: tuple[PrintedPage, ...]


@dataclass(frozen=True)
class Printed:
    """The issued PDF: its sections, the contents' text, pictures (page label, ppi), lost glyphs,
    and the type area: characters a line, lines a page (0 where it shows no text)."""

    sections: tuple[PrintedSection, ...]
    contents: str | None
    pictures: tuple[tuple[str, float], ...]
    lost_glyphs: tuple[tuple[str, int], ...]
    area: tuple[int, int] = (0, 0)


def printed(book: Book, folder: Path, file: Path) -> Printed:
    """Read the PDF `file` of the book in `folder`. Raises `StopPress` for a faulty layout."""
    dress = layout.roots(book.layout, folder)
    galleys = layout.compose(book, dress, "print", folder / "manuscript")
    seen, labels, legible = pdf.page_contents(file), pdf.labels(file), readings(file, folder)
    starts = {name: page for name, page in pdf.destinations(file).items() if page >= 0}
    begun = [*sorted({starts[s.id] for s in book.sections if s.id in starts}), len(seen)]
    sections: list[PrintedSection] = []
    contents = None
    for galley in galleys:
        section = galley.section
        if section.id not in starts:
            continue
        first = starts[section.id]
        last = next(page for page in begun if page > first)
        sheets = tuple(
            _sheet(n, labels[n], seen[n].text, section, legible[n]) for n in range(first, last)
        )
        if section.kind == "contents":
            contents = plain("".join(sheet.text for sheet in sheets))
        sections.append(_set(section, galley.html, sheets))
    pictures = tuple(
        (labels[picture.page], picture.ppi) for page in seen for picture in page.pictures
    )
    lost = tuple((labels[n], many) for n, many in enumerate(pdf.missing_glyphs(file)) if many)
    return Printed(tuple(sections), contents, pictures, lost, _area(file, sections))


def _area(file: Path, sections: Sequence[PrintedSection]) -> tuple[int, int]:
    """Return characters a line and lines a page of the type area, measured on the fullest pages.

    Lines are counted from the first to the last place a line of text takes on any of them, so
    headings, tables and pictures, which no two pages have alike, do not count.
    """
    sheets = [sheet for section in sections if section.organisation for sheet in section.pages]
    fullest = sorted(sheets, key=lambda sheet: (-len(sheet.text), sheet.index))[:_SAMPLE]
    widths: Counter[int] = Counter()
    steps: Counter[float] = Counter()
    feet: list[float] = []
    for sheet, page in zip(
        fullest, pagetext.pages(file, [sheet.index for sheet in fullest]), strict=True
    ):
        words = set(map(plain, sheet.lines))
        lines = [
            set_line
            for set_line in page.lines
            if len(set_line.text) >= _FULL and plain(set_line.text) in words
        ]
        line_feet = [round(line.box.y1, 1) for line in lines]
        widths.update(round(measure(line.text)) for line in lines)
        steps.update(round(b - a, 1) for a, b in pairwise(line_feet) if b > a)
        feet += line_feet
    if not steps:
        return 0, 0
    step = max(steps, key=lambda gap: (steps[gap], gap))
    across = max(widths, key=lambda number: (widths[number], number))
    return across, round((max(feet) - min(feet)) / step) + 1


def _set(section: Section, galley: str, sheets: tuple[PrintedPage, ...]) -> PrintedSection:
    body = lxml_html.document_fromstring(galley).find("body")
    assert body is not None
    headings = tuple(
        plain("".join(map(str, node.itertext())))
        for node in body.iter("h2", "h3", "h4", "h5", "h6")
    )
    case = section.case
    return PrintedSection(
        section.id, section.place, section.title, case.organisation if case else "",
        section.head, section.part, _text(body), headings, sheets,
    )  # fmt: skip


def _text(body: etree._Element) -> str:
    """Return the text of a galley; each run begins a line, so that what is lost is told apart."""
    return "\n".join(map(str, body.itertext()))


def _sheet(index: int, label: str, text: str, section: Section, reading: Reading) -> PrintedPage:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    furniture = {plain(label), plain(section.head), plain(section.part)} - {""}
    joined = {plain(f"{label}{word}") for word in furniture} | {
        plain(f"{word}{label}") for word in furniture
    }
    edge = set(range(_FURNITURE)) | set(range(len(lines) - _FURNITURE, len(lines)))
    characters = [
        line
        for n, line in enumerate(lines)
        if n not in edge or plain(line) not in furniture | joined
    ]
    return PrintedPage(index, label, tuple(characters), text, *reading)


def plain(text: str) -> str:
    """Return `text` as two media compare it: no spaces, no hyphens, one form of each letter."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub("[\\s\x00-\x1f\u00ad\u200b\u2060\ufffe\uffff\\-\u2010-\u2013\u2212]+", "", folded)
