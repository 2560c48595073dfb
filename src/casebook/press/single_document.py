"""Lay the whole book out as one document: the straight way, and the measure of any faster one.

Galleys are whole HTML documents; their bodies are put one behind the other under one head. Ids
are prefixed by section, so they stay unique, and every link finds its goal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from casebook import files
from casebook.book import Book
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.layout import Galley
from casebook.press import engine
from casebook.press.folios import Folio, folios
from casebook.press.weasyprint_log import GLYPH


@dataclass(frozen=True)
class Pages:
    """A laid-out book: WeasyPrint's document, a folio per page, the first page of each section.

    `starts` maps section id to page index, from 0.
    """

    document: Any
    folios: tuple[Folio, ...]
    starts: dict[str, int]
    errata: tuple[Erratum, ...]


def lay_out(book: Book, galleys: Sequence[Galley], tell: engine.Tell | None = None) -> Pages:
    """Return the pages of the book that `galleys` make. Raises `StopPress`."""
    html = join(book, galleys)
    sheets, base = galleys[0].sheets, galleys[0].base
    document, errata = engine.lay_out(html, sheets, base, compose=book.composition, tell=tell)
    anchors = {
        name: index
        for index, page in reversed(list(enumerate(document.pages)))
        for name in page.anchors
    }
    starts = {g.section.id: anchors[g.section.id] for g in galleys if g.section.id in anchors}
    found = (*errata, *lost(galleys, starts))
    return Pages(document, folios(document.pages), starts, located(found, galleys))


def join(book: Book, galleys: Sequence[Galley]) -> str:
    """Return one HTML document of all galleys, with the book's metadata in its head."""
    bodies = [
        lxml_html.tostring(child, encoding="unicode")
        for galley in galleys
        for child in lxml_html.document_fromstring(galley.html).iterfind("body/*")
    ]
    facts = {
        "author": book.issuer,
        "description": book.description,
        "generator": "casebook",
        "dcterms.created": book.date.isoformat(),
        "dcterms.modified": book.modified.isoformat(),
    }
    meta = "".join(
        f'<meta name="{name}" content="{escape(value)}">' for name, value in facts.items() if value
    )
    title = escape(f"{book.title} {book.subtitle}".strip())
    return (
        f'<!DOCTYPE html><html lang="{escape(book.language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title>{meta}</head><body>{''.join(bodies)}</body></html>"
    )


def located(errata: Sequence[Erratum], galleys: Sequence[Galley]) -> tuple[Erratum, ...]:
    """Give faults that name a character or an address the place in the manuscript it comes from."""
    return tuple(_locate(e, galleys) if e.quote and e.rule in LOCATED else e for e in errata)


LOCATED = frozenset({GLYPH, "missing-picture", "dead-link", "doubled-anchor"})


def _locate(erratum: Erratum, galleys: Sequence[Galley]) -> Erratum:
    wanted = Path(erratum.quote).name if erratum.rule == "missing-picture" else erratum.quote
    for galley in galleys:
        if wanted in galley.html:
            block = _block(galley.html, wanted) or galley.section.place.line
            at = Place(galley.section.place.path, block)
            return replace(erratum, place=_written(galley.base, at, wanted))
    return erratum


def _block(html: str, wanted: str) -> int | None:
    """Return the source line of the block in which the text or an attribute has `wanted`."""
    for node in lxml_html.document_fromstring(html).iter():
        if not isinstance(node.tag, str):
            continue
        if wanted in (node.text or "") + "".join(map(str, node.attrib.values())):
            return _line(node)
        if wanted in (node.tail or ""):
            return _line(node.getparent())
    return None


def _line(node: Any) -> int | None:
    lines = node.xpath("ancestor-or-self::*[@data-line][1]/@data-line")
    return int(lines[-1]) if lines else None


def _written(manuscript: Path, block: Place, wanted: str) -> Place:
    """Return where `wanted` is written: in its file from its block on, or where titles are kept."""
    for path, first in ((block.path, block.line or 1), ("awards.yaml", 1), ("book.yaml", 1)):
        try:
            lines = files.text(manuscript / path, manuscript, path).splitlines()
        except (OSError, StopPress):
            continue
        for number in range(first, len(lines) + 1):
            if (column := lines[number - 1].find(wanted)) >= 0:
                return Place(path, number, column + 1)
    return block


def lost(galleys: Sequence[Galley], starts: dict[str, int]) -> list[Erratum]:
    """Return an erratum for each section whose id is not among `starts`."""
    return [
        Erratum(
            "section-lost",
            galley.section.place,
            Wording(f"“{galley.section.title}”没有排出来", f"‘{galley.section.title}’ was not set"),
            Wording(
                '模板的最外层元素须带 id="{{ section.id }}"。',
                'The outermost element of the template needs id="{{ section.id }}".',
            ),
            kind=Kind.ERRATUM,
        )
        for galley in galleys
        if galley.section.id not in starts
    ]
