"""The cover: a picture set from the book's facts, and the page that shows it.

The front of the cover, as `cover/cover.html` draws it, becomes a JPEG; the page is linear and
first in the spine, so that it is shown once and by every reader.
"""

from collections.abc import Sequence

from lxml import etree

from casebook.book import Book
from casebook.editions.cover.cover_galley import SECTION
from casebook.editions.epub.markup import TYPE, blank, head, part, serialise, xhtml

WIDTH = 1600
NAME, PAGE = "images/cover.jpg", "cover.xhtml"


def page(book: Book, width: int, height: int, sheets: Sequence[str]) -> bytes:
    """Return the cover page; `width` and `height` are the picture's, in pixels."""
    root = blank()
    head(root, SECTION.title, sheets, book.language)
    body = part(root, "body")
    body.set(TYPE, "frontmatter")
    body.set("class", "cover")
    section = etree.SubElement(body, xhtml("section"), {TYPE: "cover", "aria-label": SECTION.title})
    etree.SubElement(
        section,
        xhtml("img"),
        {
            "role": "doc-cover",
            "src": NAME,
            "alt": words(book),
            "width": str(width),
            "height": str(height),
        },
    )
    return serialise(root)


def words(book: Book) -> str:
    """Return what the cover says, for those who do not see it."""
    facts = (book.title, book.subtitle, book.issuer, f"{book.date.year}年")
    return "封面：" + "，".join(fact for fact in facts if fact)
