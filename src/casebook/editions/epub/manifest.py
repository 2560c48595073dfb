"""List every file of the container, in the order of the manifest and the spine."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from casebook.book import Book
from casebook.editions.cover import cover_galley
from casebook.editions.epub import epub_cover, metadata, navigation
from casebook.editions.epub.container import Guide, Item
from casebook.editions.epub.epub_pictures import EpubPicture
from casebook.editions.epub.epub_styles import Sheet
from casebook.editions.epub.xhtml_documents import Document

_XHTML = "application/xhtml+xml"
#: Names of the EPUB 2 guide for the landmarks that older readers look for.
_GUIDE = {"cover": "cover", "toc": "toc", "bodymatter": "text"}


def items(
    book: Book,
    chart: navigation.Map,
    documents: Sequence[Document],
    pictures: Mapping[str, EpubPicture],
    sheets: Sequence[Sheet],
    front: EpubPicture,
) -> Iterator[Item]:
    """Yield the files: navigation, sheets, pictures, then the cover page and the documents.

    `pictures` are the plates by any key; equal ones are carried once. `front` is the cover.
    """
    dressed = tuple(sheet.name for sheet in sheets)
    yield Item("nav", navigation.NAV, _XHTML, navigation.navigation(book, chart, dressed), ("nav",))
    yield Item(
        "ncx",
        navigation.NCX,
        "application/x-dtbncx+xml",
        navigation.ncx(book, metadata.identifier(book), chart),
    )
    for sheet in sheets:
        yield Item(sheet.id, sheet.name, "text/css", sheet.data)
    yield Item("cover-image", epub_cover.NAME, front.media_type, front.data, ("cover-image",))
    for name, plate in sorted({plate.name: plate for plate in pictures.values()}.items()):
        yield Item(f"image-{PurePosixPath(name).stem}", name, plate.media_type, plate.data)
    page = epub_cover.page(book, front.width, front.height, dressed)
    yield Item(cover_galley.SECTION.id, epub_cover.PAGE, _XHTML, page, spine=True)
    for document in documents:
        yield Item(
            document.id, document.name, _XHTML, document.data, document.properties, spine=True
        )


def guide(chart: navigation.Map) -> tuple[Guide, ...]:
    """Return the EPUB 2 guide: the landmarks that it has a name for."""
    return tuple(
        Guide(_GUIDE[mark.kind], mark.label, mark.href)
        for mark in chart.landmarks
        if mark.kind in _GUIDE
    )
