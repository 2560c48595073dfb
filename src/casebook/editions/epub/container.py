"""Put finished files into an EPUB container with ebooklib, and only that.

ebooklib holds metadata, manifest and spine and makes the archive in memory; every document comes
as finished bytes. Its own writers reformat chapters (white space between Chinese characters,
lost attributes), take every id for a page, and title the cover in English. The only module that
touches ebooklib.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO

from ebooklib import epub

from casebook.editions.epub.metadata import Line

_DC = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True)
class Item:
    """A file of the container: its manifest line and its bytes; `spine` when it is read in turn."""

    id: str
    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()
    spine: bool = False


@dataclass(frozen=True)
class Guide:
    """A line of the EPUB 2 guide."""

    kind: str
    title: str
    href: str


def pack(
    identifier: str,
    modified: date,
    metadata: Iterable[Line],
    items: Iterable[Item],
    guide: Iterable[Guide],
) -> bytes:
    """Return the container as ebooklib makes it; `repack` gives it its last form.

    The item with the id “ncx” is the NCX. Raises OSError when the archive cannot be made.
    """
    book = epub.EpubBook()
    book.metadata = {}  # the constructor puts its own generator and a random identifier in
    book.set_identifier(identifier)
    for line in metadata:
        if line.name == "meta":
            book.add_metadata("OPF", "meta", line.value, line.attributes)
        else:
            book.add_metadata(_DC, line.name.removeprefix("dc:"), line.value, line.attributes)
    for item in items:
        packed_item = epub.EpubItem(item.id, item.name, item.media_type, item.data)
        packed_item.properties = list(item.properties)
        book.add_item(packed_item)
        if item.spine:
            book.spine.append(packed_item)
    book.guide = [{"type": g.kind, "title": g.title, "href": g.href} for g in guide]
    out = BytesIO()
    options = {
        "mtime": datetime.combine(modified, time()),
        "raise_exceptions": True,
        "compresslevel": 0,
        "epub3_pages": False,
    }
    epub.write_epub(out, book, options)
    return out.getvalue()
