"""Move footnotes from where they are called to the end of the document.

A galley has the note's text in the sentence, since print sets it at the foot of that page. A
reading system wants a text link and an `aside` at the end of the same document, typed both ways,
with a link back: engines that know it open a popup, the others jump.
"""

from lxml import etree

from casebook.editions.epub.markup import TYPE, classes, xhtml
from casebook.editions.epub.nesting import chapter

HEADING = "注释"


def move(root: etree._Element) -> None:
    """Move every note of the document `root`, in place; numbering begins at 1."""
    called = [node for node in root.iter(xhtml("span")) if "note" in classes(node)]
    if not called:
        return
    numbers = {str(node.get("id")): number for number, node in enumerate(called, 1)}
    for link in [node for node in root.iter(xhtml("a")) if "note-again" in classes(node)]:
        _again(link, numbers)
    section = etree.SubElement(chapter(root), xhtml("section"), {"class": "notes"})
    etree.SubElement(section, xhtml("h2")).text = HEADING
    for node in called:
        section.append(_aside(node, numbers[str(node.get("id"))]))
        _replace(node, _reference(node, numbers))
    for aside in section.iter(xhtml("aside")):
        aside.tail = "\n"
    section.tail = "\n"


def _reference(node: etree._Element, numbers: dict[str, int]) -> etree._Element:
    key = str(node.get("id"))
    link = etree.Element(
        xhtml("a"),
        {
            "class": "noteref",
            TYPE: "noteref",
            "role": "doc-noteref",
            "id": f"{key}-ref",
            "href": f"#{key}",
        },
    )
    link.text = f"[{numbers[key]}]"
    return link


def _aside(node: etree._Element, number: int) -> etree._Element:
    """Return the note as an aside; the link back stands before the text, not around it."""
    key = str(node.get("id"))
    aside = etree.Element(xhtml("aside"), {"id": key, TYPE: "footnote", "role": "doc-footnote"})
    paragraph = etree.SubElement(aside, xhtml("p"))
    back = etree.SubElement(
        paragraph,
        xhtml("a"),
        {TYPE: "backlink", "role": "doc-backlink", "href": f"#{key}-ref"},
    )
    back.text = f"[{number}]"
    back.tail = " " + (node.text or "")
    paragraph.extend(list(node))
    return aside


def _again(link: etree._Element, numbers: dict[str, int]) -> None:
    """A later call of the same note: the same number, without an id of its own."""
    key = str(link.get("href")).partition("#")[2]
    link.attrib.clear()
    for name, value in (("class", "noteref"), (TYPE, "noteref"), ("role", "doc-noteref")):
        link.set(name, value)
    link.set("href", f"#{key}")
    link.text = f"[{numbers[key]}]"
    raised = link.getparent()
    if raised is not None and raised.tag == xhtml("sup") and len(raised) == 1:
        _replace(raised, link)


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    assert parent is not None
    new.tail = old.tail
    parent.replace(old, new)
