"""The EPUB as issued, opened for the reading frame: its contents, and its documents by name."""

import zipfile
from pathlib import Path, PurePosixPath

from lxml import etree

ROOM = "EPUB/"
TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}
LARGEST = 30_000_000
_XHTML = "{http://www.w3.org/1999/xhtml}"


def contents(epub: Path) -> list[tuple[str, str, int]]:
    """Return the navigation: words, document (with fragment), level from 1."""
    data = document(epub, "nav.xhtml")
    if data is None:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(data[0], parser)
    nav = next(root.iter(f"{_XHTML}nav"), None)
    entries = []
    for link in nav.iter(f"{_XHTML}a") if nav is not None else ():
        level = sum(1 for up in link.iterancestors(f"{_XHTML}ol"))
        entries.append(("".join(map(str, link.itertext())), link.get("href", ""), level))
    return entries


def document(epub: Path, name: str) -> tuple[bytes, str] | None:
    """Return a file of the EPUB and its media type, or None when there is none to be shown."""
    kind = TYPES.get(PurePosixPath(name).suffix.lower())
    if kind is None or not epub.is_file():
        return None
    try:
        with zipfile.ZipFile(epub) as package:
            entry = package.getinfo(ROOM + name)
            if entry.file_size > LARGEST:
                return None
            return package.read(entry), kind
    except (KeyError, zipfile.BadZipFile, OSError):
        return None
