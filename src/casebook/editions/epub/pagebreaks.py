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
from casebook.press.page_starts import APART, PICTURE
from casebook.press.page_starts import signs as signs_of
from casebook.press.signature import ENDED


class PageBreak(NamedTuple):
    """A page that begins within a section: its label and the place of its first words.

    The place is how many signs of the manuscript stand before it in the section, in the order of
    the galley (`press.positions.Flow`); the `line` is that of the manuscript, 0 for text that is
    the layout's own and `ENDED` for a page on which only notes go on.
    """

    label: str
    line: int
    signs: int
    words: str


class _Sign(NamedTuple):
    """A sign: its element, whether it stands behind it, the index there, whether it is written.

    A picture is a sign, too; its index is -1. What is not `written` is the layout's own.
    """

    node: etree._Element
    tail: bool
    at: int
    written: bool
    sign: str


def mark_start(root: etree._Element, section: str, label: str) -> None:
    """Put a break before the text: here the printed page `label` begins."""
    first = nesting.opening(root)
    mark = _mark(page_id(section), label)
    mark.tail, first.text = first.text, None
    first.insert(0, mark)


def mark_turns(root: etree._Element, section: str, turns: Sequence[PageBreak]) -> tuple[str, ...]:
    """Put a break where each page within the section begins; return the labels marked.

    Text of the layout's own, which each medium may have otherwise, is looked for by its words
    between the words of the manuscript; a page whose words are not there (a running table head,
    say) is marked where the manuscript goes on.
    """
    signs = list(_signs(part(root, "body"), False))
    if not signs:
        return ()
    written = [index for index, sign in enumerate(signs) if sign.written]
    places: list[tuple[int, str]] = []
    after = 0
    for turn in turns:
        after = max(after, _find(signs, written, turn, after))
        places.append((after, turn.label))
    for index, label in reversed(places):
        _insert(signs, index, _mark(page_id(section, label), label))
    return tuple(label for _, label in places)


def _signs(node: etree._Element, written: bool) -> Iterator[_Sign]:
    written = written or int(node.get("data-line") or 0) > 0
    if node.tag == xhtml("img"):
        yield _Sign(node, False, -1, written, PICTURE)
    yield from _each(node, False, node.text, written)
    for child in node:
        if isinstance(child.tag, str) and not APART & set(classes(child)):
            yield from _signs(child, written)
        yield from _each(child, True, child.tail, written)


def _each(node: etree._Element, tail: bool, text: str | None, written: bool) -> Iterator[_Sign]:
    for at, sign in enumerate(text or ""):
        if signs_of(sign):
            yield _Sign(node, tail, at, written, sign)


def _find(signs: Sequence[_Sign], written: Sequence[int], turn: PageBreak, after: int) -> int:
    """Return the index of the sign that `turn` begins with; their number for the end."""
    if turn.line == ENDED:
        return len(signs)
    expected = written[turn.signs] if turn.signs < len(written) else len(signs)
    if turn.line:
        return expected
    start = max(after, written[turn.signs - 1] + 1 if 0 < turn.signs <= len(written) else 0)
    offset = "".join(sign.sign for sign in signs[start:expected]).find(turn.words)
    return start + offset if turn.words and offset >= 0 else min(expected, start)


def _insert(signs: Sequence[_Sign], index: int, mark: etree._Element) -> None:
    """Put `mark` before a sign, before the figure that it opens; after all for their number."""
    sign = signs[min(index, len(signs) - 1)]
    at = sign.at + (index >= len(signs))
    if (opened := _opened(signs, index)) is not None:
        _before(opened, mark)
    elif sign.at < 0 and index < len(signs):
        _before(sign.node, mark)
    elif sign.at < 0 or sign.tail:
        above = sign.node.getparent()
        assert above is not None
        text = sign.node.tail or ""
        sign.node.tail, mark.tail = text[:at] or None, text[at:]
        above.insert(above.index(sign.node) + 1, mark)
    else:
        text = sign.node.text or ""
        sign.node.text, mark.tail = text[:at] or None, text[at:]
        sign.node.insert(0, mark)


def _opened(signs: Sequence[_Sign], index: int) -> etree._Element | None:
    """Return the figure whose first sign is that of `index`."""
    if index >= len(signs):
        return None
    before = [] if index == 0 else [*signs[index - 1].node.iterancestors(xhtml("figure"))]
    figures = signs[index].node.iterancestors(xhtml("figure"))
    return next((figure for figure in figures if figure not in before), None)


def _before(node: etree._Element, mark: etree._Element) -> None:
    """Put `mark` before an element, and before the marks that stand there already."""
    while (mark_there := node.getprevious()) is not None and not (mark_there.tail or "").strip():
        if mark_there.get(TYPE) != "pagebreak":
            break
        node = mark_there
    above = node.getparent()
    assert above is not None
    above.insert(above.index(node), mark)


def _mark(key: str, label: str) -> etree._Element:
    return etree.Element(
        xhtml("span"),
        {TYPE: "pagebreak", "role": "doc-pagebreak", "id": key, "aria-label": label},
    )
