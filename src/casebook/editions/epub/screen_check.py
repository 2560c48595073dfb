"""What of an issued EPUB cannot be read on a telephone's screen: its style sheets tried out.

A reading system cannot be asked, so each document is laid out by the press's own engine as one
tall page as wide as a small telephone, in the sheets the file carries, and looked at like a
printed page: text that is not displayed, has the colour of its ground, is too small or runs off
the screen is named. Pictures are not loaded: their words stand for them.
"""

import posixpath
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from lxml import etree

from casebook.editions.epub.markup import epub_type, serialise, xhtml
from casebook.errata import Erratum, Place
from casebook.limits import paused_collector
from casebook.press import workers
from casebook.press.dependencies import engine_version, fonts_here
from casebook.press.signature import BookPosition, Loss
from casebook.store import Store, dumps, made_by

if TYPE_CHECKING:
    from casebook.press.engine import StyleContext

SCREEN = b"@page { size: 360px 30000px; margin: 12px } html { font-size: 16px }"
"""A small telephone in portrait; tall, so that the text need not be broken into pages."""
FEW = 4  # documents that are laid out before processes would be up
CHUNK = 8  # documents
_TYPES = {"casebook.press.signature": {"Loss"}}


class _Page(NamedTuple):
    """A document of the file, and its style sheets in their order."""

    html: bytes
    sheets: tuple[bytes, ...]

    @property
    def key(self) -> str:
        return sha256(repr((*self, fonts_here())).encode()).hexdigest()


def losses(file: Path, cache: Path) -> dict[str, tuple[Loss, ...]]:
    """Return by section id what cannot be read of the EPUB `file`.

    What was found of a document is kept in the folder `cache`, under the hash of the document, its
    style sheets and the fonts here. Raises OSError or BadZipFile for a file that is no EPUB.
    """
    pages = dict(_pages(file))
    store = Store(cache, f"{engine_version()[:16]}-{made_by([Path(__file__)], ())[:8]}", _TYPES)
    store.open()
    stored = {name: store.get(page.key) for name, page in pages.items()}
    wanted = [name for name, answer in stored.items() if answer is None]
    looked = workers.chunked(look_at, [pages[name] for name in wanted], FEW, CHUNK)
    for name, lost in zip(wanted, looked, strict=True):
        stored[name] = lost
        store.put(pages[name].key, dumps(lost))
    store.trim()
    return {name: lost for name, lost in stored.items() if lost}


def _pages(file: Path) -> Iterator[tuple[str, _Page]]:
    with ZipFile(file) as archive:
        names = set(archive.namelist())
        for name in sorted(names):
            if name.endswith(".xhtml"):
                root = etree.fromstring(archive.read(name))
                sheets = [archive.read(sheet) for sheet in _sheets(name, root) if sheet in names]
                stem = posixpath.splitext(posixpath.basename(name))[0]
                yield stem, _Page(_unmarked(root), tuple(sheets))


def _unmarked(root: etree._Element) -> bytes:
    """Return a document without page breaks, which show nothing: in a long word this engine, not
    a reading system, would take one for the end of what may be broken."""
    for node in root.iter(xhtml("span")):
        if "pagebreak" in epub_type(node):
            node.tag = "pagebreak"
    etree.strip_elements(root, "pagebreak", with_tail=False)
    return serialise(root)


def _sheets(name: str, root: etree._Element) -> Iterator[str]:
    for link in root.iter(xhtml("link")):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), str(link.get("href"))))


def look_at(pages: Sequence[_Page]) -> list[tuple[Loss, ...]]:
    """Return what cannot be read of each of `pages`."""
    styles_of: dict[tuple[bytes, ...], StyleContext] = {}
    lost = []
    for page in pages:
        if page.sheets not in styles_of:
            styles_of[page.sheets] = _style_context(page.sheets)
        lost.append(_lost(page.html.decode(), styles_of[page.sheets]))
    return lost


def _style_context(sheets: Sequence[bytes]) -> "StyleContext":
    from casebook.press import engine  # lazy: loads the layout engine

    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, sheet in enumerate((SCREEN, *sheets)):
            paths.append(Path(folder) / f"{number}.css")
            paths[-1].write_bytes(sheet)
        return engine.style_context(paths, Path(folder), compose=False)


def _lost(html: str, styles: "StyleContext") -> tuple[Loss, ...]:
    from casebook.press import engine, placement  # lazy: loads the layout engine
    from casebook.press.layout_errata import logged_errata  # lazy: loads the layout engine
    from casebook.press.section_layout import SectionPages  # lazy: loads the layout engine

    unheard: list[Erratum] = []  # what this engine does not know, a reading system may
    with logged_errata(Place("book.epub"), unheard), paused_collector():
        pages = SectionPages(html, engine.BASE, styles)
        pages.make(BookPosition())
        return placement.losses(html, pages.html.etree_element, pages.transformed())
