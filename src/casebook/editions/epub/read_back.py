"""Read an issued EPUB back and count its cases, for the ledger.

Shares no code with what wrote the file: a count that came from the writer's own lists would agree
with itself whatever the file holds.
"""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

_NS = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "h": "http://www.w3.org/1999/xhtml",
}
_CASE = "case-"


@dataclass(frozen=True)
class EpubCount:
    """The section ids of the cases found in each place of the file, in order, repeats kept."""

    nav: tuple[str, ...]
    spine: tuple[str, ...]
    contents: tuple[str, ...]
    index_organisation: tuple[str, ...]
    index_region: tuple[str, ...]


def read_back(target: Path) -> EpubCount:
    """Count the cases in the issued file `target`.

    Raises OSError, BadZipFile or KeyError for a file that is no EPUB.
    """
    with ZipFile(target) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        opf = str(container.xpath("string(//c:rootfile/@full-path)", namespaces=_NS))
        package = etree.fromstring(archive.read(opf))
        hrefs = {
            str(item.get("id")): posixpath.join(posixpath.dirname(opf), str(item.get("href")))
            for item in package.iterfind("o:manifest/o:item", _NS)
        }
        nav = str(
            package.xpath(
                "string(//o:item[contains(concat(' ', @properties, ' '), ' nav ')]/@id)",
                namespaces=_NS,
            )
        )
        spine = [hrefs[str(ref.get("idref"))] for ref in package.iterfind("o:spine/o:itemref", _NS)]
        by_stem = {_stem(path): path for path in spine}

        def led_to(path: str | None, below: str = "") -> tuple[str, ...]:
            if path is None:
                return ()
            root = etree.fromstring(archive.read(path))
            links = root.iterfind(f"h:body{below}//h:a[@href]", _NS)
            return _case_ids(_stem(str(a.get("href")).partition("#")[0]) for a in links)

        return EpubCount(
            nav=led_to(hrefs[nav], "//h:nav[@{http://www.idpf.org/2007/ops}type='toc']"),
            spine=_case_ids(_stem(path) for path in spine),
            contents=led_to(by_stem.get("contents")),
            index_organisation=led_to(by_stem.get("index-organisation")),
            index_region=led_to(by_stem.get("index-region")),
        )


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _case_ids(stems: Iterable[str]) -> tuple[str, ...]:
    return tuple(stem for stem in stems if stem.startswith(_CASE))
