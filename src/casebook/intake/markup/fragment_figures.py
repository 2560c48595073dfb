"""Arrange a rendered fragment as a book needs it: figures, captions, run-in heads, notes.

Works on the tree that `intake.markdown` parsed, in place; reads no files and reports nothing,
since nothing here can be wrong: what has no special shape stays a paragraph.
"""

import re

from lxml import etree

from casebook.intake.markup.annotations import HEADINGS, place

_NUMBERED = re.compile(
    r"^\s*(（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+、|\d+[.．、]|第.{1,3}[章节条])"
)
_DATE = re.compile(
    r"[\d〇○一二三四五六七八九十]{2,4}\s*年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*日"
)


def arrange(root: etree._Element, prefix: str) -> tuple[int, ...]:
    """Shape the fragment below `root`; every id begins with `prefix`.

    Returns the numbers of the notes that the text never reaches (see `annotations.place`).
    """
    unreached = place(root, prefix)
    for paragraph in list(root.iter("p")):
        _figure(paragraph, prefix)
        _caption(paragraph)
        _run_in(paragraph)
    _letter(root)
    for number, heading in enumerate(root.iter(*HEADINGS), 1):
        heading.set("id", f"{prefix}-h{number}")
    for number, figure in enumerate(root.iter("figure"), 1):
        figure.set("id", f"{prefix}-f{number}")
    for cell in root.iter("th", "td"):
        _cell(cell)
    for numbered in list(root.iter("ol")):
        _numbered(numbered)
    for reading in list(root.iter("rt")):
        _reading(reading)
    return unreached


def _figure(paragraph: etree._Element, prefix: str) -> None:
    """A paragraph of pictures only is a figure; the title of the last one is its caption."""
    pictures = paragraph.findall("img")
    alone = pictures and len(pictures) == len(paragraph) and not (paragraph.text or "").strip()
    if not alone or any((picture.tail or "").strip() for picture in pictures):
        return
    paragraph.tag = "figure"
    paragraph.text = None
    paragraph.set("class", _shape(pictures[0]))
    caption = ""
    for picture in pictures:
        picture.tail = None
        caption = str(picture.attrib.pop("title", "")) or caption
    if caption:
        etree.SubElement(paragraph, "figcaption").text = caption


def _shape(picture: etree._Element) -> str:
    """Name the shape of a picture, so that a designer can give each its whole lines."""
    width, height = int(picture.get("width", "3")), int(picture.get("height", "2"))
    if width > 2 * height:
        return "panorama"
    return "landscape" if width >= height else "portrait"


def _caption(paragraph: etree._Element) -> None:
    """A paragraph “: …” above a table becomes the table's caption."""
    table = paragraph.getnext()
    if table is None or table.tag != "table" or not (paragraph.text or "").startswith(": "):
        return
    if table.find("caption") is not None:
        return
    parent, tail = paragraph.getparent(), paragraph.tail
    if parent is None:
        return
    paragraph.text = (paragraph.text or "")[2:]
    paragraph.tag, paragraph.tail = "caption", None
    parent.remove(paragraph)
    table.insert(0, paragraph)
    table.tail = table.tail or tail


def _run_in(paragraph: etree._Element) -> None:
    """Bold at the start of a paragraph, numbered and followed by text, is a run-in heading."""
    if len(paragraph) == 0 or (paragraph.text or "").strip():
        return
    first = paragraph[0]
    if first.tag == "strong" and _NUMBERED.match("".join(map(str, first.itertext()))):
        paragraph.set("class", "run-in")


def _letter(root: etree._Element) -> None:
    """Mark the parts of a letter: who is addressed, and the signature over its date."""
    paragraphs = [node for node in root if node.tag == "p"]
    for index, paragraph in enumerate(paragraphs):
        text = "".join(map(str, paragraph.itertext())).strip()
        if index < 3 and text.endswith("：") and "。" not in text and len(text) > 4:
            paragraph.set("class", "salutation")
        if _DATE.fullmatch(text):
            paragraph.set("class", "signature")
            above = paragraph.getprevious()
            name = "" if above is None else "".join(map(str, above.itertext())).strip()
            if (
                above is not None
                and above.tag == "p"
                and len(name) < 40
                and name[-1:] not in "。："
            ):
                above.set("class", "signature")


def _cell(cell: etree._Element) -> None:
    """Markdown's alignment becomes a class; a head cell says what it heads."""
    style = cell.attrib.pop("style", "")
    if "text-align:" in style:
        cell.set("class", str(style).split("text-align:")[1].strip(" ;"))
    if cell.tag == "th" and "scope" not in cell.attrib:
        cell.set("scope", "col")


def _numbered(items: etree._Element) -> None:
    """Number a list as its author did: where the numbers jump a list of its own begins.

    The items say their numbers as written (`value`). Equal numbers (1. 1. 1.) are Markdown's way
    to leave the count to the press. The style says to an engine that ignores `start` the same.
    """
    written = [int(str(item.attrib.pop("value", "0"))) for item in items]
    if items.get("start"):
        _start(items, written[0])
    for at, item in enumerate(list(items) if len(set(written)) > 1 else ()):
        if at and written[at] != written[at - 1] + 1:
            rest = etree.Element("ol")
            _start(rest, written[at])
            rest.extend([item, *item.itersiblings()])
            rest.tail, items.tail = items.tail, None
            items.addnext(rest)
            items = rest


def _start(items: etree._Element, number: int) -> None:
    items.set("start", str(number))
    items.set("style", f"counter-reset: list-item {number}; counter-increment: list-item -1")


def _reading(reading: etree._Element) -> None:
    """Put brackets about a reading (注音) for whoever cannot set it above its base."""
    ruby = reading.getparent()
    last = reading.getprevious()
    bracketed = last is not None and last.tag == "rp" and not (last.tail or "").strip()
    if ruby is None or ruby.tag != "ruby" or bracketed:
        return
    before, after = etree.Element("rp"), etree.Element("rp")
    before.text, after.text = "（", "）"
    after.tail, reading.tail = reading.tail, None
    reading.addprevious(before)
    reading.addnext(after)
