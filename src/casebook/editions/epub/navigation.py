"""Write the navigation document and the NCX: the table of contents, landmarks and page list.

Both are finished files, made from one tree so that they cannot differ. The navigation
document stays out of the spine: a reader's contents page is a document of its own, and what
ignores `hidden` would otherwise print hundreds of page numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from lxml import etree

from casebook.book import Book, Section
from casebook.editions.epub.links import page_id
from casebook.editions.epub.markup import TYPE, XML, blank, head, part, serialise, xhtml
from casebook.editions.epub.pagebreaks import PageBreak

NAV, NCX = "nav.xhtml", "toc.ncx"
_DAISY = "http://www.daisy.org/z3986/2005/ncx/"
_PARTS = ("divider", "part")
LANDMARKS = {
    "cover": ("cover", "封面"),
    "title-page": ("titlepage", "书名页"),
    "contents": ("toc", "目录"),
    "divider": ("bodymatter", "正文"),
}


@dataclass(frozen=True)
class Node:
    """An entry of the table of contents, its address and what stands below it."""

    label: str
    href: str
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Mark:
    """A landmark or a page: its words, its address, its kind (epub:type) where it has one."""

    label: str
    href: str
    kind: str = ""


@dataclass(frozen=True)
class Map:
    """Everything a reader may jump by."""

    tree: tuple[Node, ...]
    landmarks: tuple[Mark, ...]
    pages: tuple[Mark, ...]


def chart(
    sections: Iterable[Section],
    folios: Mapping[str, str],
    turns: Mapping[str, Sequence[PageBreak]],
) -> Map:
    """Return the map of a book whose documents are `sections`, each in a file of its id.

    Cases stand below the divider before them; a landmark is the first section of its kind, and
    the text begins at the first divider, or at the first case where a book has none.
    """
    sections = tuple(sections)
    groups: list[tuple[Section, list[Section]]] = []
    for section in sections:
        if section.kind == "case" and groups and groups[-1][0].kind in _PARTS:
            groups[-1][1].append(section)
        else:
            groups.append((section, []))
    tree = tuple(
        Node(
            top.title,
            f"{top.id}.xhtml",
            tuple(
                Node(below_section.title, f"{below_section.id}.xhtml") for below_section in below
            ),
        )
        for top, below in groups
    )
    return Map(tree, tuple(_landmarks(sections)), tuple(_pages(sections, folios, turns)))


def _pages(
    sections: Iterable[Section], folios: Mapping[str, str], turns: Mapping[str, Sequence[PageBreak]]
) -> Iterator[Mark]:
    for section in sections:
        name = f"{section.id}.xhtml"
        if section.id in folios:
            yield Mark(folios[section.id], f"{name}#{page_id(section.id)}")
        for turn in turns.get(section.id, ()):
            yield Mark(turn.label, f"{name}#{page_id(section.id, turn.label)}")


def _landmarks(sections: Sequence[Section]) -> Iterator[Mark]:
    seen: set[str] = set()
    for section in sections:
        kind = "divider" if section.kind in ("part", "case") else section.kind
        if kind in LANDMARKS and kind not in seen:
            seen.add(kind)
            words, label = LANDMARKS[kind]
            yield Mark(label, f"{section.id}.xhtml", words)


def navigation(book: Book, chart: Map, sheets: Sequence[str]) -> bytes:
    """Return the navigation document (EPUB 3.3, 7)."""
    root = blank()
    head(root, f"{book.title}：目录", sheets, book.language)
    body = part(root, "body")
    toc = _nav(body, "toc", "目录", "h1", role="doc-toc")
    _list(toc, chart.tree)
    landmarks = _nav(body, "landmarks", "导览", "h2", hidden="hidden")
    _list(landmarks, chart.landmarks)
    if chart.pages:
        pages = _nav(body, "page-list", "页码", "h2", role="doc-pagelist", hidden="hidden")
        _list(pages, chart.pages)
    return serialise(root)


def _nav(
    body: etree._Element, kind: str, heading: str, level: str, **attributes: str
) -> etree._Element:
    nav = etree.SubElement(body, xhtml("nav"), {TYPE: kind, "id": kind} | attributes)
    nav.set("aria-labelledby", f"{kind}-heading")
    etree.SubElement(nav, xhtml(level), id=f"{kind}-heading").text = heading
    return nav


def _list(parent: etree._Element, entries: Sequence[Node | Mark]) -> None:
    ordered = etree.SubElement(parent, xhtml("ol"))
    for entry in entries:
        item = etree.SubElement(ordered, xhtml("li"))
        link = etree.SubElement(item, xhtml("a"), href=entry.href)
        link.text = entry.label
        item.tail = "\n"
        if isinstance(entry, Mark) and entry.kind:
            link.set(TYPE, entry.kind)
        if isinstance(entry, Node) and entry.children:
            _list(item, entry.children)


def ncx(book: Book, identifier: str, chart: Map) -> bytes:
    """Return the NCX that readers of EPUB 2 use: the same tree and pages (OPF 2.0.1, 2.4.1)."""
    root = etree.fromstring(f'<ncx xmlns="{_DAISY}" version="2005-1"/>')
    root.set(f"{{{XML}}}lang", book.language)
    top = etree.SubElement(root, _n("head"))
    depth = 2 if any(node.children for node in chart.tree) else 1
    numbers = [int(p.label) for p in chart.pages if p.label.isdecimal()]
    facts = {
        "uid": identifier,
        "depth": depth,
        "totalPageCount": len(chart.pages),
        "maxPageNumber": max(numbers, default=0),
    }
    for name, value in facts.items():
        etree.SubElement(top, _n("meta"), name=f"dtb:{name}", content=str(value))
    _label(etree.SubElement(root, _n("docTitle")), book.title)
    order = _play_order(chart)
    points = count(1)
    _points(etree.SubElement(root, _n("navMap")), chart.tree, order, points)
    if chart.pages:
        pages = etree.SubElement(root, _n("pageList"))
        _label(etree.SubElement(pages, _n("navLabel")), "页码")
        for page in chart.pages:
            _page(pages, page, order)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _play_order(chart: Map) -> dict[str, str]:
    """Number every target in reading order: one rising run over both lists."""
    pages_of: dict[str, list[str]] = {}
    for page in chart.pages:
        pages_of.setdefault(page.href.partition("#")[0], []).append(page.href)
    order: list[str] = []
    for node in chart.tree:
        for child in (node, *node.children):
            order.append(child.href)
            order.extend(pages_of.get(child.href, ()))
    return {href: str(number) for number, href in enumerate(order, 1)}


def _points(
    parent: etree._Element, nodes: Sequence[Node], order: Mapping[str, str], points: Iterator[int]
) -> None:
    for node in nodes:
        point = etree.SubElement(
            parent, _n("navPoint"), id=f"point-{next(points)}", playOrder=order[node.href]
        )
        _label(etree.SubElement(point, _n("navLabel")), node.label)
        etree.SubElement(point, _n("content"), src=node.href)
        _points(point, node.children, order, points)


def _page(pages: etree._Element, page: Mark, order: Mapping[str, str]) -> None:
    target = etree.SubElement(
        pages,
        _n("pageTarget"),
        {
            "id": page.href.partition("#")[2],
            "playOrder": order[page.href],
            "type": "normal" if page.label.isdecimal() else "front",
        },
    )
    if page.label.isdecimal():
        target.set("value", page.label)
    _label(etree.SubElement(target, _n("navLabel")), page.label)
    etree.SubElement(target, _n("content"), src=page.href)


def _label(parent: etree._Element, text: str) -> None:
    etree.SubElement(parent, _n("text")).text = text


def _n(name: str) -> str:
    return f"{{{_DAISY}}}{name}"
