"""Put the notes of a rendered fragment where they are called.

A note that is one run of text stands in the sentence that calls it: `<span class="note" id="N">`.
One that holds blocks (lists, tables, code, pictures) cannot stand in a paragraph: HTML parsers
would close it. The sentence has `<a class="note-call" href="#N">`, empty, and the blocks stand in
`<aside class="note" id="N">` at the end of the fragment. A note called again, and one called
within a note, is linked there: `<sup><a class="note-again" href="#N">number</a></sup>`; a note
first called within another stands behind it, marked `data-within`, as its text has no call.
"""

from collections import deque

from lxml import etree

HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def place(root: etree._Element, prefix: str) -> tuple[int, ...]:
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
