"""Set the notes of a galley where the engine wants them: in the sentence, whatever they hold.

An HTML parser closes the paragraph before a list or a table, so a galley keeps notes of blocks at
its end, called by an empty link (`intake.annotations`). In the parsed tree they may stand in it.
"""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

Sign = Callable[[Any, int], str | None]
"""Returns the sign of a note, by its element and number; None leaves what is written."""


def place(root: Element) -> None:
    """Put the blocks of every note into a `<div class="note">` where the note is called.

    The first paragraph opens the note itself, so that its number stands before the words.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    notes = {node.get("id"): node for node in root.iter("aside") if node.get("class") == "note"}
    for call in [a for a in root.iter("a") if a.get("class") == "note-call"]:
        goal = (call.get("href") or "").removeprefix("#")
        note = notes.pop(goal, None)
        if note is None:
            continue
        _remove(parents[note], note)
        del call.attrib["href"]
        call.tag = "div"
        call.attrib.update(note.attrib)
        call.text = None
        _fill(call, list(note))


def _fill(call: Element, blocks: list[Element]) -> None:
    first = blocks[0] if blocks else None
    if first is not None and first.tag == "p":
        call.text = first.text
        call.extend(list(first))
        if line := first.get("data-line"):
            call.set("data-line", line)
        blocks = blocks[1:]
    call.extend(blocks)


def _remove(parent: Element, node: Element) -> None:
    """Remove a node; what is written behind it stays."""
    place = list(parent).index(node)
    if node.tail and place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def sign(root: Element, signs: Sign) -> None:
    """Write the sign of a note where it is called again: the one that its first call prints."""
    notes = [n for n in root.iter() if n.tag in ("span", "div") and n.get("class") == "note"]
    numbers = {node.get("id"): (node, number) for number, node in enumerate(notes, 1)}
    for again in [a for a in root.iter("a") if a.get("class") == "note-again"]:
        known = numbers.get((again.get("href") or "").removeprefix("#"))
        if known is not None:
            again.text = signs(*known) or again.text
