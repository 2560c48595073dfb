"""Mark where the pages of the print edition begin, to the character (EPUB 3.3, 8.2.7).

A page that begins in the middle of a paragraph is marked there: readers with the printed book and
readers with the file find the same words under the same number.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from casebook.editions.epub import nesting
from casebook.editions.epub.links import page_id
from casebook.editions.epub.markup import TYPE, classes, part, xhtml

_APART = frozenset({"note", "note-again", "locator"})
"""Text that the print edition does not have at its place, or has in other signs."""


class Turn(NamedTuple):
    """A page that begins within a section: its label and the place of its first words.

    The place is the source line of a block (0 when the text is not the manuscript's) and how
    many signs of that block, spaces apart, stand before it.
    """

    label: str
    line: int
    signs: int
    words: str


class _Sign(NamedTuple):
    node: etree._Element
    tail: bool
    at: int
    line: int
    sign: str


def mark_start(root: etree._Element, section: str, label: str) -> None:
    """Put a break before the text: here the printed page `label` begins."""
    first = nesting.opening(root)
    mark = _mark(page_id(section), label)
    mark.tail, first.text = first.text, None
    first.insert(0, mark)


def mark_turns(root: etree._Element, section: str, turns: Sequence[Turn]) -> tuple[str, ...]:
    """Put a break where each page within the section begins; return the labels marked.

    A place that is not found is looked for by its words; a page whose words are not in the
    document (a running table head, say) is marked where the page before it is.
    """
    signs = list(_signs(part(root, "body"), 0))
    places: list[tuple[_Sign, str, bool]] = []
    after = 0
    for turn in turns:
        index = _find(signs, turn, after)
        if index is None:
            index = min(after, len(signs) - 1)
        if index < 0:
            continue
        after = index
        places.append((signs[index], turn.label, turn.signs == 0))
    for sign, label, opens in reversed(places):
        _insert(sign, _mark(page_id(section, label), label), opens)
    return tuple(label for _, label, _ in places)


def _signs(node: etree._Element, line: int) -> Iterator[_Sign]:
    line = int(node.get("data-line") or line)
    yield from (
        _Sign(node, False, at, line, sign)
        for at, sign in enumerate(node.text or "")
        if not sign.isspace()
    )
    for child in node:
        if isinstance(child.tag, str) and not _APART & set(classes(child)):
            yield from _signs(child, line)
        yield from (
            _Sign(child, True, at, line, sign)
            for at, sign in enumerate(child.tail or "")
            if not sign.isspace()
        )


def _find(signs: Sequence[_Sign], turn: Turn, after: int) -> int | None:
    if turn.line:
        block = [index for index, sign in enumerate(signs) if sign.line == turn.line]
        if turn.signs < len(block):
            return block[turn.signs]
    if not turn.words:
        return None
    found = "".join(sign.sign for sign in signs).find(turn.words, after)
    return found if found >= 0 else None


def _insert(sign: _Sign, mark: etree._Element, opens: bool) -> None:
    """Put `mark` before a sign; before the picture whose caption opens with it."""
    figure = next(sign.node.iterancestors(xhtml("figure")), None) if opens else None
    if figure is not None and (above := figure.getparent()) is not None:
        above.insert(above.index(figure), mark)
        return
    if not sign.tail:
        text = sign.node.text or ""
        sign.node.text, mark.tail = text[: sign.at] or None, text[sign.at :]
        sign.node.insert(0, mark)
        return
    above = sign.node.getparent()
    assert above is not None
    text = sign.node.tail or ""
    sign.node.tail, mark.tail = text[: sign.at] or None, text[sign.at :]
    above.insert(above.index(sign.node) + 1, mark)


def _mark(key: str, label: str) -> etree._Element:
    return etree.Element(
        xhtml("span"),
        {TYPE: "pagebreak", "role": "doc-pagebreak", "id": key, "aria-label": label},
    )
