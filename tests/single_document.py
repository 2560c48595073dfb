"""Lay the whole book out as one document: the straight way, and the measure of any faster one.

Galleys are whole HTML documents; their bodies are put one behind the other under one head. Ids
are prefixed by section, so they stay unique, and every link finds its goal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import html as lxml_html

from casebook.book import Book
from casebook.errata import Erratum
from casebook.layout import Galley
from casebook.press import engine
from casebook.press.imposing import Folio, labelled
from casebook.press.layout_errata import located, lost
from casebook.weasy import page_box_of


@dataclass(frozen=True)
class WholeBook:
    """A laid-out book: WeasyPrint's document, a folio per page, the first page of each section.

    `starts` maps section id to page index, from 0.
    """

    document: Any
    folios: tuple[Folio, ...]
    starts: dict[str, int]
    errata: tuple[Erratum, ...]


def lay_out(book: Book, galleys: Sequence[Galley]) -> WholeBook:
    """Return the pages of the book that `galleys` make. Raises `StopPress`."""
    html = join(book, galleys)
    sheets, base = galleys[0].sheets, galleys[0].base
    document, errata = engine.lay_out(html, sheets, base, compose=book.composition)
    anchors = {
        name: index
        for index, page in reversed(list(enumerate(document.pages)))
        for name in page.anchors
    }
    starts = {g.section.id: anchors[g.section.id] for g in galleys if g.section.id in anchors}
    result = (*errata, *lost(galleys, starts))
    return WholeBook(document, folios(document.pages), starts, located(result, galleys))


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


def folios(pages: Sequence[Any]) -> tuple[Folio, ...]:
    """Return the folio of every page that WeasyPrint laid out, in order."""
    return labelled([_printed(page) for page in pages], [bool(_restarts(page)) for page in pages])


def _printed(page: Any) -> str:
    """Return the text of the margin box that counts pages, or nothing."""
    for box in page_box_of(page).children:
        if getattr(box, "at_keyword", None) and _counts(box.style["content"]):
            return "".join(child.text for child in box.descendants() if hasattr(child, "text"))
    return ""


def _counts(content: Any) -> bool:
    return isinstance(content, tuple) and any(
        kind == "counter()" and value[0] == "page" for kind, value in content
    )


def _restarts(page: Any) -> bool:
    return any(name == "page" for name, _ in page_box_of(page).style["counter_reset"] or ())
