"""Measure what a reader lost of a Word file, knowing nothing of how the reader works.

The standard library only: every text node of the body and the notes is added up with
ElementTree, and each letter of it must be found again. Marks and spaces do not count, because
intake sets them right; full-width letters count as their narrow form.
"""

import io
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator

_STORIES = ("document", "footnotes", "endnotes")
_GONE = {"del", "moveFrom", "Fallback"}


def letters(text: str) -> Counter[str]:
    """Count the letters, digits and Chinese characters of `text`."""
    narrow = unicodedata.normalize("NFKC", text)
    return Counter(char for char in narrow if char.isalnum() and char.isprintable())


def text_of(data: bytes, deleted: bool = False) -> str:
    """Return all text of the stories of a Word file; `deleted` and doubled text too if asked."""
    result: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            stem, _, ending = name.rpartition("/")[2].partition(".")
            if ending == "xml" and stem in _STORIES:
                result += _texts(ET.fromstring(archive.read(name)), deleted)
    return "".join(result)


def _texts(node: ET.Element, deleted: bool) -> Iterator[str]:
    name = node.tag.rpartition("}")[2]
    if name in _GONE and not deleted:
        return
    if name == "t":
        yield node.text or ""
    for child in node:
        yield from _texts(child, deleted)


def lost(data: bytes, *kept: str, deleted: bool = False) -> str:
    """Return the letters of the Word file `data` that are in none of `kept`, in sorted order."""
    missing = letters(text_of(data, deleted)) - letters("".join(kept))
    return "".join(sorted(missing.elements()))
