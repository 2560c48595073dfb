"""Arrange a rendered fragment as a book needs it: figures, captions, run-in heads, notes.

Works on the tree that `markdown` parsed, in place; reads no files and reports nothing, since
nothing here can be wrong: what has no special shape stays a paragraph.

A note that is one run of text stands in the sentence that calls it: `<span class="note" id="N">`.
One that holds blocks (lists, tables, code, pictures) cannot stand in a paragraph: HTML parsers
would close it. The sentence has `<a class="note-call" href="#N">`, empty, and the blocks stand in
`<aside class="note" id="N">` at the end of the fragment. A note called again, and one called
within a note, is linked there: `<sup><a class="note-again" href="#N">number</a></sup>`; a note
first called within another stands behind it, marked `data-within`, as its text has no call.
"""

import re
from collections import deque

from lxml import etree

from casebook.intake.markup import quotation_sources

HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def place_notes(root: etree._Element, prefix: str) -> tuple[int, ...]:
    """Put each note of the fragment `root` at its first call, in place; ids begin with `prefix`.

    Returns the numbers (from 1, as the Markdown parser counts) of notes the text never reaches.
    """
    block = root.find("section[@class='footnotes']")
    if block is None:
        return ()
    placing = _Placing(prefix, {str(item.get("id")): item for item in block[0]})
    for rule in root.findall("hr[@class='footnotes-sep']"):
        root.remove(rule)
    root.remove(block)
    for call in _calls(root):
        placing.text_call(call)
    root.extend(placing.asides)
    return placing.unplaced()


class _Placing:
    """The notes of a fragment by the id the parser gave them, and those placed so far."""

    def __init__(self, prefix: str, items: dict[str, etree._Element]) -> None:
        self._prefix, self._items = prefix, items
        self._placed: dict[str, int] = {}
        self.asides: list[etree._Element] = []

    def unplaced(self) -> tuple[int, ...]:
        """Return the numbers of the notes that were not called."""
        return tuple(int(key.removeprefix("fn")) for key in self._items.keys() - self._placed)

    def text_call(self, call: etree._Element) -> None:
        """Place the note that a call in the text leads to, and behind it those called within."""
        key = _goal(call)
        if key in self._placed:
            self._again(call, key)
            return
        waiting = deque(self._note(call, key))
        last = call
        while waiting:
            inner = waiting.popleft()
            key = _goal(inner)
            if key not in self._placed:
                place = etree.Element("sup")
                place.tail, last.tail = last.tail, None
                last.addnext(place)
                waiting.extend(self._note(place, key))
                place.set("data-within", "")
                last = place
            self._again(inner, key)

    def _note(self, call: etree._Element, key: str) -> list[etree._Element]:
        """Make `call` the place of a note; return the calls within it."""
        number = self._placed[key] = len(self._placed) + 1
        name, item = f"{self._prefix}-n{number}", self._items[key]
        _drop_ways_back(item)
        call.attrib.clear()
        for child in list(call):
            call.remove(child)
        calls = _calls(item)
        if all(child.tag == "p" and not _pictures(child) for child in item):
            call.tag = "span"
            call.attrib.update({"class": "note", "id": name})
            _pour(item, call)
            return calls
        call.tag = "a"
        call.attrib.update({"class": "note-call", "href": f"#{name}"})
        item.tag, item.tail = "aside", "\n"
        item.attrib.clear()
        item.attrib.update({"class": "note", "id": name})
        item.text = None
        for heading in item.iter(*HEADINGS):
            _lower(heading)
        self.asides.append(item)
        return calls

    def _again(self, call: etree._Element, key: str) -> None:
        """Make a call a link to the note, which is placed."""
        number = self._placed[key]
        call.attrib.clear()
        for child in list(call):
            call.remove(child)
        goal = f"#{self._prefix}-n{number}"
        etree.SubElement(call, "a", {"class": "note-again", "href": goal}).text = str(number)


def _calls(node: etree._Element) -> list[etree._Element]:
    return [call for call in node.iter("sup") if call.get("class") == "footnote-ref"]


def _goal(call: etree._Element) -> str:
    return str(call[0].get("href")).removeprefix("#")


def _drop_ways_back(item: etree._Element) -> None:
    """Remove the parser's links back: editions make their own."""
    for back in [a for a in item.iter("a") if a.get("class") == "footnote-backref"]:
        before, above = back.getprevious(), back.getparent()
        assert above is not None
        if before is not None:
            before.tail = ((before.tail or "").rstrip() + (back.tail or "").strip()) or None
        else:
            above.text = ((above.text or "").rstrip() + (back.tail or "").strip()) or None
        above.remove(back)


def _pictures(paragraph: etree._Element) -> bool:
    """Say whether a paragraph is made of pictures alone, so that it is a figure."""
    texts = (paragraph.text, *(child.tail for child in paragraph))
    return (
        len(paragraph) > 0
        and not any((text or "").strip() for text in texts)
        and all(child.tag == "img" for child in paragraph)
    )


def _lower(heading: etree._Element) -> None:
    """Make a heading in a note a paragraph: it heads no section of the text."""
    heading.tag = "p"
    heading.set("class", "heading")
    strong = etree.Element("strong")
    strong.text, heading.text = heading.text, None
    strong.extend(list(heading))
    heading.append(strong)


def _pour(item: etree._Element, note: etree._Element) -> None:
    """Move the inline content of a note's paragraphs into `note`, a line break between them."""
    for paragraph in item:
        if len(note) or note.text:
            etree.SubElement(note, "br").tail = paragraph.text
        else:
            note.text = paragraph.text
        note.extend(list(paragraph))
    final = note[-1].tail if len(note) else note.text
    trimmed = (final or "").rstrip()
    if len(note):
        note[-1].tail = trimmed
    else:
        note.text = trimmed


_NUMBERED = re.compile(
    r"^\s*(（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+、|\d+[.．、]|第.{1,3}[章节条])"
)
_ENDS = tuple("。：；！？，、")
_BODY = re.compile(
    r"[\w（）“”·]{3,38}(?:会|局|院|部|厅|委|中心|室|组|社|处|所|司|府|校|学|团|办|站|馆|网|公司|集团|联盟)"
)
_MOST_JOINT = 5
_DATE = re.compile(
    r"[\d〇○一二三四五六七八九十]{2,4}\s*年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*日"
)


_LETTERHEAD = re.compile(r"\S.*文件")
_DOCUMENT_NUMBER = re.compile(r"[^，。；：]{1,16}[〔［\[(（]\d{4}[〕］\])）]\s*第?\d+\s*号")
_ANNEX = re.compile(r"\d+\s*[.．、]")
_ANNEX_HEADING = re.compile(r"(附件\s*[\d一二三四五六七八九十]*)([\s:：]*)(.*)", re.DOTALL)
_BESIDE = 16  # characters
_PRINTED = re.compile(rf"(?:.{{2,30}}\s)?(?:{_DATE.pattern})\s*印发")


def arrange(root: etree._Element, prefix: str) -> tuple[int, ...]:
    """Shape the fragment below `root`; every id begins with `prefix`.

    Returns the numbers of the notes that the text never reaches (see `annotations.place`).
    """
    unreached = place_notes(root, prefix)
    for paragraph in list(root.iter("p")):
        _figure(paragraph, prefix)
        _caption(paragraph)
        _run_in(paragraph)
    _letter(root)
    quotation_sources.arrange(root)
    for number, heading in enumerate(root.iter(*HEADINGS), 1):
        heading.set("id", f"{prefix}-h{number}")
    for number, figure in enumerate(root.iter("figure"), 1):
        figure.set("id", f"{prefix}-f{number}")
    for caption in root.iter("caption"):
        _label(caption)
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
        node = etree.SubElement(paragraph, "figcaption")
        node.text = caption
        _label(node)


def _shape(picture: etree._Element) -> str:
    """Name the shape of a picture, so that a designer can give each its whole lines."""
    width, height = int(picture.get("width", "3")), int(picture.get("height", "2"))
    if width > 2 * height:
        return "panorama"
    return "landscape" if width >= height else "portrait"


_LABEL = re.compile(r"\s*[附续]?[图表]\s?[\dA-Z]+(?:[-–—.．][\dA-Z]+)*(?= )")


def _label(caption: etree._Element) -> None:
    """Mark the number that a caption begins with and a space sets apart, as 图1, 表2-1: a layout
    sets it off as a book does."""
    text = caption.text or ""
    match = _LABEL.match(text)
    if match is None or not (text[match.end() :].strip() or len(caption)):
        return
    caption.text = ""
    label = etree.Element("span", {"class": "label"})
    label.text, label.tail = match[0], text[match.end() :]
    caption.insert(0, label)


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
    """Bold at the start of a paragraph, numbered and followed by text, is a run-in heading.

    It is of class `unmarked` where no mark ends it, `spaced` where its author typed the space behind
    it, so that one character of space follows every one.
    """
    if len(paragraph) == 0 or (paragraph.text or "").strip():
        return
    first = paragraph[0]
    if first.tag == "strong" and _NUMBERED.match("".join(map(str, first.itertext()))):
        paragraph.set("class", "run-in")
        words = "".join(map(str, first.itertext()))
        kinds = [] if words.strip().endswith(_ENDS) else ["unmarked"]
        if words.endswith("\u3000") or (first.tail or "").startswith("\u3000"):
            kinds.append("spaced")
        if kinds:
            first.set("class", " ".join(kinds))


def _letter(root: etree._Element) -> None:
    """Mark the parts of a letter, as official papers have them (GB/T 9704): its head, its number,
    who is addressed, the list of annexes, the signature over its date, copies and imprint."""
    paragraphs = [node for node in root if node.tag == "p"]
    for heading in root.iterchildren("h2"):
        _annex_heading(heading)
    listing = False
    for index, paragraph in enumerate(paragraphs):
        text = "".join(map(str, paragraph.itertext())).strip()
        if index < 3 and _DOCUMENT_NUMBER.fullmatch(text):
            paragraph.set("class", "document-number")
            above = paragraphs[index - 1] if index else None
            if above is not None and _LETTERHEAD.fullmatch("".join(map(str, above.itertext()))):
                above.set("class", "letterhead")
        listing = text == "附件：" or (listing and _ANNEX.match(text) is not None)
        if listing:
            paragraph.set("class", "annexes" if text == "附件：" else "annex")
        if text.startswith("抄送：") or _PRINTED.fullmatch(text):
            paragraph.set("class", "record")
            _record(paragraph)
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
                _sign([*_joint(above), above], paragraph)


def _joint(name: etree._Element) -> list[etree._Element]:
    """Return the bodies that sign a letter jointly with the one of `name`, above it.

    They stand alone in their lines, behind a sentence or the list of annexes: names behind anything
    else are a list, of which the last may sign.
    """
    names: list[etree._Element] = []
    above = name.getprevious()
    while above is not None and above.tag == "p" and "class" not in above.attrib:
        text = "".join(map(str, above.itertext())).strip()
        if not (_BODY.fullmatch(text) and len(names) < _MOST_JOINT):
            return names if text.endswith(("。", "！")) else []
        names.insert(0, above)
        above = above.getprevious()
    annexed = above is not None and above.get("class") in ("annexes", "annex")
    return names if annexed else []


def _sign(names: list[etree._Element], date: etree._Element) -> None:
    """Put the signatures and the date below them in one block: they stand centred above it (GB/T
    9704, 7.3.5)."""
    block = etree.Element("div", {"class": "signed"})
    names[0].addprevious(block)
    block.tail, date.tail = date.tail, None
    for name in names:
        name.set("class", "signature")
    block.extend([*names, date])


def _annex_heading(heading: etree._Element) -> None:
    """Mark the heading of an annex, and in it the word and number before its title."""
    match = _ANNEX_HEADING.fullmatch(heading.text or "")
    if match is None:
        return
    heading.set("class", "annex-heading")
    label = etree.Element("span", {"class": "label"})
    label.text, label.tail = match[1] + match[2], match[3]
    heading.text = None
    heading.insert(0, label)


def _record(paragraph: etree._Element) -> None:
    """Mark the body that prints a letter, between the copies and the date of printing; one of a
    short name shares the line of the date (GB/T 9704, 7.4.2)."""
    above = paragraph.getprevious()
    before = None if above is None else above.getprevious()
    if above is not None and before is not None and before.get("class") == "record":
        name = "".join(map(str, above.itertext())).strip()
        above.set("class", "record" if len(name) > _BESIDE else "record printer")


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
    to leave the count to the press. The style says to an engine that ignores `start` the same. The
    class of a list says how many figures its longest number has, where that is more than one.
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
            _figures(items)
            items = rest
    _figures(items)


def _figures(items: etree._Element) -> None:
    figures = len(str(int(items.get("start", "1")) + len(items) - 1))
    if figures > 1:
        items.set("class", f"figures-{min(figures, 5)}")


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
