"""Whether a text, changed at some marks, reads as before everywhere else.

Both states are read as the press reads them, into the parsed tree. A repair that makes a line of
verse part of the next, turns words into a heading or takes a row from a table shows there, however
small it is in the source; so repairs are judged by the trees, never by the source.
"""

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from casebook.intake import markdown, texts

Change = tuple[str, str]
"""What stood there, and what stands there now."""
_UNSEEN = frozenset(("data-line",))
"""Attributes that say where in the source a block stands, not what it is."""
_WORDED = ("alt", "title")
"""Attributes that are words of the text."""
_LIMIT = 8
"""So many ways to read a difference are tried, on average, for each sign of the text."""


def same_but(before: str, after: str, path: str, changes: Iterable[Change]) -> bool:
    """Say whether the trees of two states of the file `path` differ only by `changes`.

    A change that shows nowhere is allowed: blanks that Markdown does not read.
    """
    old, new = _cut(before, path), _cut(after, path)
    if old[0] != new[0]:
        return False
    return _leads(list(_signs(old[1], path)), list(_signs(new[1], path)), changes)


def _cut(source: str, path: str) -> tuple[str, str]:
    """Return the front matter and the body of a file, as the reader has them."""
    clean = source.removeprefix("\ufeff").replace("\r\n", "\n")
    paper = texts.cut(path, clean)
    return ("", clean) if paper is None else (paper.front, paper.body)


def _signs(body: str, path: str) -> Iterator[str]:
    """Yield the tree as signs: each character of text, each beginning and end of an element."""
    text = markdown.read(body, path, "x", 1, lambda *_: None)
    yield from _of(etree.fromstring(f"<div>{text.body}</div>"))


def _of(node: etree._Element) -> Iterator[str]:
    facts = {key: value for key, value in sorted(node.attrib.items()) if key not in _UNSEEN}
    words = [str(facts.pop(key)) for key in _WORDED if key in facts]
    yield f"<{node.tag} {facts} {len(words)}>"
    for word in words:
        yield from word
        yield "</>"
    yield from node.text or ""
    for child in node:
        yield from _of(child)
        yield from child.tail or ""
    yield f"</{node.tag}>"


def _leads(old: Sequence[str], new: Sequence[str], changes: Iterable[Change]) -> bool:
    """Say whether `old` becomes `new` by putting, in some places, one side of a change for the
    other. Every way is tried, the plain one first."""
    wanted = tuple(dict.fromkeys((tuple(a), tuple(b)) for a, b in changes if a != b))
    ways, seen = [(0, 0)], set[tuple[int, int]]()
    limit = _LIMIT * (len(old) + len(new) + 1)
    while ways and len(seen) < limit:
        i, j = ways.pop()
        if (i, j) in seen:
            continue
        seen.add((i, j))
        if i == len(old) and j == len(new):
            return True
        for was, now in wanted:
            if tuple(old[i : i + len(was)]) == was and tuple(new[j : j + len(now)]) == now:
                ways.append((i + len(was), j + len(now)))
        if i < len(old) and j < len(new) and old[i] == new[j]:
            ways.append((i + 1, j + 1))
    return False
