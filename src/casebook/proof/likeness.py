"""Whether a text, changed at some marks, reads as before everywhere else.

Both states are read as the press reads them, into the parsed tree. A repair that makes a line of
verse part of the next, turns words into a heading or takes a row from a table shows there, however
small it is in the source; so repairs are judged by the trees, never by the source.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from casebook.intake.manuscript import text_files
from casebook.intake.markup import markdown

Change = tuple[str, str]
"""What stood there, and what stands there now."""
_At = tuple[int, int]
_UNSEEN = frozenset(("data-line",))
"""Attributes that say where in the source a block stands, not what it is."""
_WORDED = ("alt", "title")
"""Attributes that are words of the text."""
_LIMIT = 8
"""So many ways to read a difference are tried, on average, for each sign of the text."""


def same_but(before: str, after: str, path: str, changes: Iterable[Change]) -> bool:
    """Say whether the trees of two states of the file `path` differ by `changes` and nothing else.

    Each change must show as often as it is given, or the trees must be the same.
    """
    old, new = _cut(before, path), _cut(after, path)
    if old[0] != new[0]:
        return False
    wanted = Counter(change for change in changes if change[0] != change[1])
    used = _used(list(_signs(old[1], path)), list(_signs(new[1], path)), wanted)
    return used is not None and (not used or used == wanted)


def same_structure(before: str, after: str, path: str) -> bool:
    """Say whether two states of the file `path` have the same blocks, marks and faults, whatever
    their words are."""
    old, new = _cut(before, path), _cut(after, path)
    shapes = [[sign for sign in _signs(body, path) if len(sign) > 1] for body in (old[1], new[1])]
    return old[0] == new[0] and shapes[0] == shapes[1]


def _cut(source: str, path: str) -> tuple[str, str]:
    """Return the front matter and the body of a file, as the reader has them."""
    clean = source.removeprefix("\ufeff").replace("\r\n", "\n")
    text_file = text_files.cut(path, clean)
    return ("", clean) if text_file is None else (text_file.front, text_file.body)


def _signs(body: str, path: str) -> Iterator[str]:
    """Yield the tree as signs: each character of text, each beginning and end of an element.

    The faults of the text follow: a repair makes no new ones.
    """
    text = markdown.read(body, path, "x", 1, lambda *_: None)
    yield from _of(etree.fromstring(f"<div>{text.body}</div>"))
    yield from sorted(f"<!{erratum.rule}>" for erratum in text.errata)


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


def _used(
    old: Sequence[str], new: Sequence[str], wanted: Iterable[Change]
) -> Counter[Change] | None:
    """Return the changes that make `new` of `old`, with how often each was made; None when no way
    leads there. Every way is tried, that of fewest changes first."""
    choice = [(pair, tuple(pair[0]), tuple(pair[1])) for pair in dict.fromkeys(wanted)]
    came: dict[_At, tuple[_At, Change | None]] = {}
    ways: list[tuple[_At, _At, Change | None]] = [((0, 0), (0, 0), None)]
    limit = _LIMIT * (len(old) + len(new) + 1)
    while ways and len(came) < limit:
        state, before, made = ways.pop()
        if state in came:
            continue
        came[state] = before, made
        i, j = state
        if state == (len(old), len(new)):
            return _traced(came, state)
        for pair, was, now in choice:
            if tuple(old[i : i + len(was)]) == was and tuple(new[j : j + len(now)]) == now:
                ways.append(((i + len(was), j + len(now)), state, pair))
        if i < len(old) and j < len(new) and old[i] == new[j]:
            ways.append(((i + 1, j + 1), state, None))
    return None


def _traced(came: dict[_At, tuple[_At, Change | None]], at: _At) -> Counter[Change]:
    """Return the changes made on the way to `at`."""
    used: Counter[Change] = Counter()
    while at != (0, 0):
        at, pair = came[at]
        used.update([pair] if pair else [])
    return used
