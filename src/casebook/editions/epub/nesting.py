"""Give every heading a section of its own, nested by level, as EPUB's outline rules ask.

A manuscript's text is flat: headings between paragraphs. Readers that build an outline, and the
EDUPUB profile of epubcheck, count the sections around a heading and want its level to agree.
"""

import re

from lxml import etree

from casebook.editions.epub.markup import part, xhtml

_HEADING = re.compile(r"h([1-6])$")


def chapter(root: etree._Element) -> etree._Element:
    """Return what holds the title and the text of the document: a section, or else the body."""
    body = part(root, "body")
    titled = (s for s in body.findall(xhtml("section")) if s.find(f".//{xhtml('h1')}") is not None)
    return next(titled, body)


def opening(root: etree._Element) -> etree._Element:
    """Return the element that the document begins with and that may hold a page break."""
    body = part(root, "body")
    first = next(iter(body), None)
    return first if first is not None and first.tag in (xhtml("section"), xhtml("header")) else body


def nest(root: etree._Element) -> None:
    """Wrap what follows each heading in the text, and the heading, in a section; in place."""
    text = chapter(root)
    open_sections = [(1, text)]
    for node in list(text):
        level = _level(node)
        if level > 1:
            while open_sections[-1][0] >= level:
                open_sections.pop()
            section = etree.SubElement(open_sections[-1][1], xhtml("section"))
            section.tail = "\n"
            open_sections.append((level, section))
        open_sections[-1][1].append(node)


def _level(node: etree._Element) -> int:
    """Return the level of a heading, 0 of anything else."""
    match = _HEADING.match(etree.QName(node).localname) if isinstance(node.tag, str) else None
    return int(match[1]) if match else 0
