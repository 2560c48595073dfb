"""The names of XHTML and EPUB markup, and the few things asked of and done with elements."""

from collections.abc import Sequence

from lxml import etree

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
TYPE = f"{{{OPS}}}type"
SHOWN = ("data-head", "data-above", "data-lead", "data-trail")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def xhtml(name: str) -> str:
    """Return the qualified name of an XHTML element."""
    return f"{{{XHTML}}}{name}"


def classes(node: etree._Element) -> list[str]:
    """Return the classes of an element."""
    return str(node.get("class", "")).split()


def epub_type(node: etree._Element) -> list[str]:
    """Return the words of an element's epub:type."""
    return str(node.get(TYPE, "")).split()


def drop(node: etree._Element, name: str) -> None:
    """Remove the attribute `name`, if there is one."""
    if name in node.attrib:
        del node.attrib[name]


def words(node: etree._Element) -> str:
    """Return the text of an element and of all below it."""
    return "".join(str(text) for text in node.itertext())


def blank() -> etree._Element:
    """Return an empty XHTML document: html, head, body."""
    root = etree.fromstring(f'<html xmlns="{XHTML}" xmlns:epub="{OPS}"><head/><body/></html>')
    return root


def head(root: etree._Element, title: str, sheets: Sequence[str], language: str) -> None:
    """Give a document its language, title and style sheets, in place."""
    root.set("lang", language)
    root.set(f"{{{XML}}}lang", language)
    top = part(root, "head")
    named = top.find(xhtml("title"))
    if named is None:
        named = etree.SubElement(top, xhtml("title"))
    named.text = title
    for href in sheets:
        etree.SubElement(top, xhtml("link"), rel="stylesheet", type="text/css", href=href)


def part(root: etree._Element, name: str) -> etree._Element:
    """Return the document's head or body, which `drafts` saw to."""
    element = root.find(xhtml(name))
    assert element is not None
    return element


def serialise(root: etree._Element) -> bytes:
    """Return the document as UTF-8, without pretty-printing and with explicit end tags.

    White space put between elements would show between Chinese characters; an empty element
    closed in itself is misread by readers that parse HTML. `data-` attributes are the press's, but
    for those that the style sheets of tables show.
    """
    for node in root.iter(etree.Element):
        for name in [str(n) for n in node.attrib if str(n).startswith("data-")]:
            if name in SHOWN:
                continue
            del node.attrib[name]
        if node.text is None and not len(node) and etree.QName(node).localname not in _VOID:
            node.text = ""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["epub"])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
