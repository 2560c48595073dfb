"""What the bound PDF says of itself: document information, XMP, outline, page labels.

Dates come from book.yaml, so that the same manuscript gives the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from xml.sax.saxutils import escape

from casebook.book import Book
from casebook.press.folios import Folio, labels
from casebook.press.objects import File, reals, text
from casebook.press.signature import Mark

_NAMES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
)


@dataclass(frozen=True)
class Facts:
    """Title, author, subject and dates (ISO 8601) of a document, and its language."""

    title: str
    author: str
    subject: str
    language: str
    created: str
    modified: str


def facts(book: Book) -> Facts:
    """Return what the PDF of `book` says of itself."""
    return Facts(
        f"{book.title} {book.subtitle}".strip(),
        book.issuer,
        book.description,
        book.language,
        book.date.isoformat(),
        book.modified.isoformat(),
    )


def info(its: Facts) -> bytes:
    """Return the document information dictionary (ISO 32000-1, 14.3.3)."""
    entries = {
        "Producer": _producer(),
        "Title": its.title,
        "Author": its.author,
        "Subject": its.subject,
        "Creator": "casebook",
        "CreationDate": f"D:{its.created.replace('-', '')}",
        "ModDate": f"D:{its.modified.replace('-', '')}",
    }
    parts = [b"/%b %b" % (key.encode(), text(value)) for key, value in entries.items() if value]
    return b"<<%b>>" % b" ".join(parts)


def xmp(its: Facts) -> bytes:
    """Return the XMP packet, which names PDF/UA-1."""
    title, author, subject = map(escape, (its.title, its.author, its.subject))
    alt = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
    parts = [
        "<pdfuaid:part>1</pdfuaid:part>",
        f"<pdf:Producer>{escape(_producer())}</pdf:Producer>",
        f"<dc:title>{alt.format(title)}</dc:title>",
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>" if author else "",
        f"<dc:description>{alt.format(subject)}</dc:description>" if subject else "",
        "<xmp:CreatorTool>casebook</xmp:CreatorTool>",
        f"<xmp:CreateDate>{its.created}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{its.modified}</xmp:ModifyDate>",
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {_NAMES}>'
        f'<rdf:Description rdf:about="">{"".join(parts)}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _producer() -> str:
    return f"WeasyPrint {version('weasyprint')}"


@dataclass(slots=True)
class _Item:
    mark: Mark
    page: int
    children: "list[_Item]" = field(default_factory=list)
    number: int = 0


def outline(file: File, marks: Sequence[tuple[int, Mark]], pages: Sequence[int]) -> int | None:
    """Put the outline into `file` and return its number; `marks` are page indexes and marks.

    Levels that are left out are closed up: an h3 below an h1 is of the second level.
    """
    root: list[_Item] = []
    stack: list[tuple[int, list[_Item]]] = [(0, root)]
    for page, mark in marks:
        while stack[-1][0] >= mark.level:
            stack.pop()
        item = _Item(mark, page)
        stack[-1][1].append(item)
        stack.append((mark.level, item.children))
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


def _put_outline(file: File, items: Sequence[_Item], parent: int, pages: Sequence[int]) -> int:
    """Put items and all below them; return how many are shown when the parent is open."""
    shown = len(items)
    first = file.reserve(len(items))
    for number, item in enumerate(items, first):
        item.number = number
    for index, item in enumerate(items):
        mark = item.mark
        parts = [
            b"<</Title %b /Parent %d 0 R" % (text(mark.label), parent),
            b"/Dest [%d 0 R /XYZ %b 0]" % (pages[item.page], reals(mark.x, mark.y)),
        ]
        if index:
            parts.append(b"/Prev %d 0 R" % (item.number - 1))
        if index + 1 < len(items):
            parts.append(b"/Next %d 0 R" % (item.number + 1))
        if item.children:
            below = _put_outline(file, item.children, item.number, pages)
            shown += below if mark.open else 0
            ends = item.children[0].number, item.children[-1].number
            parts.append(b"/First %d 0 R /Last %d 0 R" % ends)
            parts.append(b"/Count %d" % (below if mark.open else -below))
        file.put(item.number, b" ".join(parts) + b">>")
    return shown


def page_labels(all_folios: Sequence[Folio]) -> bytes:
    """Return the page labels (ISO 32000-1, 12.4.2)."""
    ranges = []
    for index, prefix, style, start in labels(all_folios):
        words = b"/P %b " % text(prefix) if prefix else b""
        ranges.append(b"%d <<%b/S /%b /St %d>>" % (index, words, style.encode(), start))
    return b"<</Nums [%b]>>" % b" ".join(ranges)
