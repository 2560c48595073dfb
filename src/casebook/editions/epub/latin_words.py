"""Latin words in the EPUB as in print: those of emphasised text slanted, apostrophes narrow.

A reading system slants a whole element or nothing, and sets an apostrophe as the Chinese closing
quotation mark that it also is, a full character wide. So the Latin of emphasised text, whose Chinese
stays upright, and words with an apostrophe stand in elements of their own for the style sheet.
"""

import re

from lxml import etree

from casebook.editions.epub.markup import xhtml

LATIN, APOSTROPHE = "latin", "apostrophe"
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
_SIGN = f"[!-~\u00a1-\u00bf{_LETTER}\u2010-\u2013]"
_RUN = re.compile(f"{_SIGN}*[{_LETTER}]{_SIGN}*(?: +{_SIGN}+)*")
_WORD = re.compile(f"[{_LETTER}]+\u2019[{_LETTER}]+")
_EMPHASIS = frozenset({xhtml("em"), xhtml("i")})
_KEPT = frozenset({xhtml(name) for name in ("code", "pre", "kbd", "samp", "svg", "math", "head")})


def mark(root: etree._Element) -> None:
    """Put words with an apostrophe and the Latin of emphasised text in elements, in place.

    Emphasis within emphasis is upright again: the style sheet sees to it.
    """
    _mark(root, _WORD, APOSTROPHE, frozenset())
    for node in [node for node in root.iter() if node.tag in _EMPHASIS]:
        if not any(above.tag in _EMPHASIS for above in node.iterancestors()):
            _mark(node, _RUN, LATIN, _EMPHASIS)


def _mark(
    node: etree._Element, pattern: re.Pattern[str], name: str, passed: frozenset[str]
) -> None:
    """Mark what `pattern` finds in a node and in all below it but the elements `passed`."""
    for child in list(node):
        if isinstance(child.tag, str) and child.tag not in passed | _KEPT:
            _mark(child, pattern, name, passed)
        _insert(node, child, pattern, name)
    _insert(node, None, pattern, name)


def _insert(
    node: etree._Element, after: etree._Element | None, pattern: re.Pattern[str], name: str
) -> None:
    """Mark what is found in the text of `node` behind its child `after`, or before all children."""
    text = node.text if after is None else after.tail
    matches = list(pattern.finditer(text or ""))
    if not text or not matches:
        return
    before = text[: matches[0].start()]
    if after is None:
        node.text, at = before, 0
    else:
        after.tail, at = before, node.index(after) + 1
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for offset, (match, end) in enumerate(zip(matches, ends, strict=True)):
        span = etree.Element(xhtml("span"), {"class": name})
        span.text, span.tail = match[0], text[match.end() : end]
        node.insert(at + offset, span)
