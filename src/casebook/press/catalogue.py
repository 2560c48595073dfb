"""The frame of the bound PDF: what it says of itself, its outline, labels, names, and roots.

Dates come from book.yaml, so that the same manuscript gives the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from casebook.book import Book
from casebook.press.imposing import BookPage, Folio, labels
from casebook.press.objects import PdfFile, reals, text
from casebook.press.signature import Bookmark
from casebook.store import version_of

_NAMES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
)


@dataclass(frozen=True)
class Metadata:
    """Title, author, subject and dates (ISO 8601) of a document, and its language."""

    title: str
    author: str
    subject: str
    language: str
    created: str
    modified: str


def metadata_of(book: Book) -> Metadata:
    """Return what the PDF of `book` says of itself."""
    return Metadata(
        f"{book.title} {book.subtitle}".strip(),
        book.issuer,
        book.description,
        book.language,
        book.date.isoformat(),
        book.modified.isoformat(),
    )


def info(metadata: Metadata) -> bytes:
    """Return the document information dictionary (ISO 32000-1, 14.3.3)."""
    entries = {
        "Producer": _producer(),
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Creator": "casebook",
        "CreationDate": f"D:{metadata.created.replace('-', '')}",
        "ModDate": f"D:{metadata.modified.replace('-', '')}",
    }
    parts = [b"/%b %b" % (key.encode(), text(value)) for key, value in entries.items() if value]
    return b"<<%b>>" % b" ".join(parts)


def described(metadata: Metadata) -> list[str]:
    """Return the XMP properties that say what a file is, of whom, and of when."""
    title, author, subject = map(escape, (metadata.title, metadata.author, metadata.subject))
    alt = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
    return [
        f"<dc:title>{alt.format(title)}</dc:title>",
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>" if author else "",
        f"<dc:description>{alt.format(subject)}</dc:description>" if subject else "",
        "<xmp:CreatorTool>casebook</xmp:CreatorTool>",
        f"<xmp:CreateDate>{metadata.created}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{metadata.modified}</xmp:ModifyDate>",
    ]


def xmp(metadata: Metadata) -> bytes:
    """Return the XMP packet, which names PDF/UA-1."""
    parts = [
        "<pdfuaid:part>1</pdfuaid:part>",
        f"<pdf:Producer>{escape(_producer(), quote=False)}</pdf:Producer>",
        *described(metadata),
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {_NAMES}>'
        f'<rdf:Description rdf:about="">{"".join(parts)}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _producer() -> str:
    return f"WeasyPrint {version_of('weasyprint')}"


@dataclass(slots=True)
class _Item:
    bookmark: Bookmark
    page: int
    children: "list[_Item]" = field(default_factory=list)
    number: int = 0


def outline(
    file: PdfFile, bookmarks: Sequence[tuple[int, Bookmark]], pages: Sequence[int]
) -> int | None:
    """Put the outline into `file` and return its number; `bookmarks` are page indexes and bookmarks.

    Levels that are left out are closed up: an h3 below an h1 is of the second level.
    """
    root: list[_Item] = []
    stack: list[tuple[int, list[_Item]]] = [(0, root)]
    for page, bookmark in bookmarks:
        while stack[-1][0] >= bookmark.level:
            stack.pop()
        item = _Item(bookmark, page)
        stack[-1][1].append(item)
        stack.append((bookmark.level, item.children))
    if not root:
        return None
    top = file.reserve()
    count = _put_outline(file, root, top, pages)
    file.put(
        top,
        b"<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>"
        % (root[0].number, root[-1].number, count),
    )
    return top


def _put_outline(file: PdfFile, items: Sequence[_Item], parent: int, pages: Sequence[int]) -> int:
    """Put items and all below them; return how many are shown when the parent is open."""
    shown = len(items)
    first = file.reserve(len(items))
    for number, item in enumerate(items, first):
        item.number = number
    for index, item in enumerate(items):
        bookmark = item.bookmark
        parts = [
            b"<</Title %b /Parent %d 0 R" % (text(bookmark.label), parent),
            b"/Dest [%d 0 R /XYZ %b 0]" % (pages[item.page], reals(bookmark.x, bookmark.y)),
        ]
        if index:
            parts.append(b"/Prev %d 0 R" % (item.number - 1))
        if index + 1 < len(items):
            parts.append(b"/Next %d 0 R" % (item.number + 1))
        if item.children:
            below = _put_outline(file, item.children, item.number, pages)
            shown += below if bookmark.open else 0
            ends = item.children[0].number, item.children[-1].number
            parts.append(b"/First %d 0 R /Last %d 0 R" % ends)
            parts.append(b"/Count %d" % (below if bookmark.open else -below))
        file.put(item.number, b" ".join(parts) + b">>")
    return shown


def page_labels(folios: Sequence[Folio]) -> bytes:
    """Return the page labels (ISO 32000-1, 12.4.2)."""
    ranges = []
    for index, prefix, style, start in labels(folios):
        words = b"/P %b " % text(prefix) if prefix else b""
        ranges.append(b"%d <<%b/S /%b /St %d>>" % (index, words, style.encode(), start))
    return b"<</Nums [%b]>>" % b" ".join(ranges)


class Roots(NamedTuple):
    """Numbers of the objects that frame a file."""

    catalogue: int
    info: int
    pages: int
    tree: int
    document: int


def catalogue(
    file: PdfFile,
    metadata: Metadata,
    book_pages: Sequence[BookPage],
    folios: Sequence[Folio],
    roots: Roots,
    pages: Sequence[int],
    *,
    top_elements: bytes,
    parents: Sequence[bytes],
) -> None:
    """Put the frame of a book of `book_pages`, which are the objects `pages`.

    `top_elements` are references to the structure elements below the document, `parents` the entries of
    the parent tree in order (ISO 32000-1, 7.7.2, 14.7.4.4).
    """
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    file.put(roots.pages, b"<</Type /Pages /Count %d /Kids [%b]>>" % (len(book_pages), kids))
    document = b"<</Type /StructElem /S /Document /P %d 0 R /K [%b]>>"
    file.put(roots.document, document % (roots.tree, top_elements))
    nums = file.add(b"<</Nums [%b]>>" % b" ".join(parents))
    file.put(
        roots.tree,
        b"<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>"
        % (roots.document, nums, len(parents)),
    )
    file.put(roots.info, info(metadata))
    packet = xmp(metadata)
    packet_number = file.add(b"<</Type /Metadata /Subtype /XML /Length %d>>" % len(packet), packet)
    parts = [
        b"<</Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R" % (roots.pages, roots.tree),
        b"/MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>>",
        b"/PageLayout /TwoPageRight /Lang %b" % text(metadata.language),
        b"/Metadata %d 0 R /PageLabels %b" % (packet_number, page_labels(folios)),
        b"/Names <</Dests %d 0 R>>" % _destinations(file, book_pages, pages),
    ]
    top = outline(file, _bookmarks(book_pages), pages)
    if top is not None:
        parts.append(b"/Outlines %d 0 R" % top)
    file.put(roots.catalogue, b" ".join(parts) + b">>")


def _bookmarks(book_pages: Sequence[BookPage]) -> list[tuple[int, Bookmark]]:
    return [
        (index, bookmark._replace(x=bookmark.x + page.shift))
        for index, page in enumerate(book_pages)
        if page.content
        for bookmark in page.content.bookmarks
    ]


def _destinations(file: PdfFile, book_pages: Sequence[BookPage], pages: Sequence[int]) -> int:
    """Add the tree of names that links lead to (7.9.6); of equal ids the first counts."""
    places: dict[str, bytes] = {}
    for index, page in enumerate(book_pages):
        for name, x, y in page.content.anchors if page.content else ():
            place = b"[%d 0 R /XYZ %b 0]" % (pages[index], reals(x + page.shift, y))
            places.setdefault(name, place)
    ordered = sorted((text(name), place) for name, place in places.items())
    entries = b" ".join(b"%b %b" % pair for pair in ordered)
    return file.add(b"<</Names [%b]>>" % entries)
