"""Move footnotes from where they are called to the end of the document.

A galley has the note's text in the sentence, or its blocks at the end (`markup.fragment`),
since print sets it at the foot of that page. A reading system wants a text link and an `aside` at
the end of the same document, typed both ways, with a link back: engines that know it open a
popup, the others jump.
"""

from collections.abc import Mapping

from lxml import etree

from casebook.editions.epub.markup import TYPE, classes, xhtml
from casebook.editions.epub.nesting import chapter

HEADING = "注释"
_MARK = "data-within"


def move(root: etree._Element) -> None:
    """Move every note of the document `root`, in place; numbering begins at 1.

    A note that is called within another has its link there and none in the text.
    """
    texts = {str(n.get("id")): n for n in root.iter(xhtml("aside")) if "note" in classes(n)}
    called = [node for node in root.iter(xhtml("span"), xhtml("a")) if _is_place(node, texts)]
    if not called:
        return
    numbers = {_key(node): number for number, node in enumerate(called, 1)}
    within = {_key(node) for node in called if _MARK in node.attrib}
    for link in [node for node in root.iter(xhtml("a")) if "note-again" in classes(node)]:
        _again(link, numbers, within)
    section = etree.Element(xhtml("section"), {"class": "notes"})
    etree.SubElement(section, xhtml("h2")).text = HEADING
    for node in called:
        key = _key(node)
        if node.tag == xhtml("span"):
            section.append(_run(node, key, numbers[key]))
        else:
            section.append(_blocks(texts[key], key, numbers[key]))
        _replace(node, None if _MARK in node.attrib else _reference(key, numbers[key]))
    chapter(root).append(section)
    for aside in section.iterfind(xhtml("aside")):
        aside.tail = "\n"
    section.tail = "\n"


def bind(root: etree._Element) -> None:
    """Keep every call of a note on the line of the character before it: `[` may begin a line."""
    for call in [node for node in root.iter(xhtml("a")) if "noteref" in classes(node)]:
        above, before = call.getparent(), call.getprevious()
        assert above is not None
        text = (above.text if before is None else before.tail) or ""
        if not text[-1:].strip():
            continue
        if before is None:
            above.text = text[:-1]
        else:
            before.tail = text[:-1]
        bound = etree.Element(xhtml("span"), {"class": "whole"})
        bound.text, bound.tail, call.tail = text[-1], call.tail, None
        above.replace(call, bound)
        bound.append(call)


def _is_place(node: etree._Element, texts: Mapping[str, etree._Element]) -> bool:
    """Say whether a note is called first here; a call that leads to no note is a plain link."""
    if node.tag == xhtml("span"):
        return "note" in classes(node)
    return "note-call" in classes(node) and _key(node) in texts


def _key(node: etree._Element) -> str:
    return str(node.get("id") or str(node.get("href")).partition("#")[2])


def _reference(key: str, number: int) -> etree._Element:
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
    link.text = f"[{number}]"
    return link


def _aside(key: str) -> etree._Element:
    return etree.Element(xhtml("aside"), {"id": key, TYPE: "footnote", "role": "doc-footnote"})


def _back(key: str, number: int) -> etree._Element:
    """Return the link back, which stands before the text of the note, not around it."""
    link = etree.Element(
        xhtml("a"), {TYPE: "backlink", "role": "doc-backlink", "href": f"#{key}-ref"}
    )
    link.text = f"[{number}]"
    return link


def _run(node: etree._Element, key: str, number: int) -> etree._Element:
    """Return a note of one run of text as an aside."""
    aside, back = _aside(key), _back(key, number)
    paragraph = etree.SubElement(aside, xhtml("p"))
    paragraph.append(back)
    back.tail = " " + (node.text or "")
    paragraph.extend(list(node))
    return aside


def _blocks(node: etree._Element, key: str, number: int) -> etree._Element:
    """Return a note of blocks as an aside; the link back opens its first paragraph."""
    aside, back = _aside(key), _back(key, number)
    aside.extend(list(node))
    first = aside[0] if len(aside) else None
    if first is None or first.tag != xhtml("p"):
        first = etree.Element(xhtml("p"))
        aside.insert(0, first)
    back.tail = " " + (first.text or "") if first.text or len(first) else None
    first.text = None
    first.insert(0, back)
    _replace(node, None)
    return aside


def _again(link: etree._Element, numbers: Mapping[str, int], within: set[str]) -> None:
    """A later call of the same note: the same number, without an id of its own.

    The first call of a note `within` another is such a link too, and the goal of the way back.
    """
    key = str(link.get("href")).partition("#")[2]
    if key not in numbers:
        return
    link.attrib.clear()
    for name, value in (("class", "noteref"), (TYPE, "noteref"), ("role", "doc-noteref")):
        link.set(name, value)
    if key in within:
        within.remove(key)
        link.set("id", f"{key}-ref")
    link.set("href", f"#{key}")
    link.text = f"[{numbers[key]}]"
    raised = link.getparent()
    if raised is not None and raised.tag == xhtml("sup") and len(raised) == 1:
        _replace(raised, link)


def _replace(old: etree._Element, new: etree._Element | None) -> None:
    """Put `new` (or nothing) where `old` stands; what is written behind it stays."""
    above = old.getparent()
    assert above is not None
    if new is not None:
        new.tail = old.tail
        above.replace(old, new)
        return
    before = old.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (old.tail or "")
    else:
        above.text = (above.text or "") + (old.tail or "")
    above.remove(old)
