"""Titles of the EPUB turn over between words, as in print, where a reading system can be told.

CSS has `word-break: auto-phrase`, which engines know for Japanese alone. So what is read at a glance
bears the places itself: `wbr` between its words, and a class for which the style sheet says
`word-break: keep-all`. `wbr` is no character: what is searched, copied and read aloud stays as the
author wrote it, which joiners and spaces of no width (U+2060, U+200B) would change. A reading system
that knows neither breaks such lines as it always did. Clauses that one line holds stay whole, and the
half-titles of a title begin a line each; boxes, as in print, would hide from a search what begins in
one and ends in the next.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from casebook import layout
from casebook.editions.epub.markup import classes, part, words, xhtml

BY_WORD, HALF, WHOLE = "by-word", "half", "whole"
LONGEST, IN_LINES, IN_CELLS = 8, 10, 4
"""Em without a break: what one line of a title holds on a telephone in large type, what one of
smaller lines holds, and what a column holds."""
SURE = 6
"""Em that every line holds, and that may be kept together whatever the screen."""
_LISTED = frozenset(
    "title-page half-title imprint divider part contents organisations colophon "
    "index-organisation index-region".split()
)
"""The designed documents, read at a glance as a whole."""
_TITLES = frozenset(
    xhtml(name) for name in ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption")
)
_CELLS = frozenset({xhtml("td"), xhtml("th")})
_LINES = frozenset(xhtml(name) for name in ("p", "li", "dt", "dd"))
_RUNNING = frozenset({"statement", "cip"})
_NAMED = frozenset({"organisation", "letterhead", "annex", "signature", "source", "credit"})
_BLOCKS = _TITLES | _CELLS | _LINES | {xhtml(name) for name in ("div", "section", "aside", "body")}
_KEPT = frozenset(xhtml(name) for name in ("code", "pre", "svg", "math"))
_LONG = "long"
_SUBTITLE = "subtitle"
_ALIKE, _SHORT = 3, 3
"""How many times as long as another a half-title may be, and how many em long at least."""
_QUOTED = re.compile("[“《][^“”《》]{1,7}[”》]")
_CLAUSE = re.compile(r"\S+?(?:[，；：？！、][”’》）]*|(?=——)|(?=\s)|$)")
"""What is read in one breath: up to a mark, a dash or a space."""
_WORDS = re.compile(r"\S(?:.*\S)?", re.DOTALL)
_ENGINE = re.compile(r"\S\s\S|—[^—]")
"""Where engines break that keep Chinese words whole."""
_LONE = re.compile("[\u4e00-\u9fff](?=[”’》〉）〕」』。，、；：！？]|\\s|$)")
"""A character that would stand alone at the end of what is read in one breath."""


class _Text(NamedTuple):
    """Text of a block: the element it belongs to, whether it stands behind that, whether it stays
    as it is."""

    node: etree._Element
    tail: bool = False
    kept: bool = False

    @property
    def text(self) -> str:
        if self.kept:
            return words(self.node)
        return (self.node.tail if self.tail else self.node.text) or ""


def mark(root: etree._Element) -> None:
    """Put the line ends of every title, name, caption and cell of a document in place."""
    body = part(root, "body")
    whole = bool(_LISTED & {*classes(body)})
    for block in [node for node in body.iter(etree.Element) if _is_block(node)]:
        longest = _longest(block, whole)
        if not longest:
            continue
        if block.tag == xhtml("h1"):
            _part_halves(block)
        texts = list(_texts(block))
        text = "".join(piece.text for piece in texts)
        if any(_may_end(text.replace(" ", ""))):
            block.set("class", " ".join([*classes(block), BY_WORD]))
            _put(texts, line_ends(text, longest), _whole(text, longest))


def _put(texts: Sequence[_Text], ends: Sequence[int], spans: Sequence[range]) -> None:
    """Put a `wbr` at each of `ends` in or behind one of `texts`, and `spans` in elements."""
    stop = sum(len(piece.text) for piece in texts)
    for piece in reversed(texts):
        start = stop - len(piece.text)
        places = [at - start for at in ends if (stop - 1 if piece.kept else start) < at <= stop]
        whole = [
            range(span.start - start, span.stop - start)
            for span in spans
            if start <= span.start and span.stop <= stop and not piece.kept
        ]
        if places or whole:
            _insert(piece, places, whole)
        stop = start


def _is_block(node: etree._Element) -> bool:
    return node.tag in _BLOCKS or _SUBTITLE in classes(node)


def _longest(block: etree._Element, whole: bool) -> int:
    """Return how many characters stay together in a block, 0 where lines break as in text."""
    if block.tag in _CELLS:
        return IN_CELLS
    if block.tag == xhtml("h1"):
        return LONGEST
    if block.tag in _TITLES or _SUBTITLE in classes(block):
        return IN_LINES
    if block.tag not in _LINES or _RUNNING & {*classes(block)}:
        return 0
    if any(node.tag in _CELLS for node in block.iterancestors()):
        return IN_CELLS
    headed = whole or bool(_NAMED & {*classes(block)})
    return IN_LINES if headed or next(block.iterancestors(xhtml("header")), None) is not None else 0


def _texts(block: etree._Element) -> Iterator[_Text]:
    """Yield the text of a block in its order, without that of blocks within."""
    yield _Text(block)
    for child in block:
        if not isinstance(child.tag, str):
            pass
        elif child.tag in _KEPT or _LONG in classes(child):
            yield _Text(child, kept=True)
        elif not _is_block(child):
            yield from _texts(child)
        yield _Text(child, tail=True)


@lru_cache(maxsize=4096)
def line_ends(text: str, longest: int = LONGEST) -> tuple[int, ...]:
    """Return the places in `text` before which a line may begin, apart from its spaces.

    They stand between words, so that no more than `longest` characters stay together if there is
    any place to part them, the best there is.
    """
    from casebook.composition import phrases  # lazy: loads the layout engine

    whole = dict.fromkeys(phrases.inside_short_words(text), phrases.INSIDE)
    lone = {match.start(): phrases.INSIDE / 2 for match in _LONE.finditer(text)}
    quoted = {
        at: phrases.INSIDE / 4
        for match in _QUOTED.finditer(text)
        for at in range(match.start() + 1, match.end())
    }
    costs = quoted | lone | whole | phrases.costs(text)
    may = _may_end(text)
    ends: list[int] = []
    for first, last in _clauses(text, may):
        if may[first] and not text[first - 1].isspace():
            ends.append(first)
        if longest != IN_CELLS and ems(text[first:last]) <= longest:
            continue
        inner = [at for at in range(first + 1, last) if may[at]]
        free = [at for at in inner if not costs.get(at)]
        for start, end in pairwise([first, *free, last]):
            dear = [at for at in inner if start < at < end]
            if longest == IN_CELLS:
                dear = [at for at in dear if at not in whole]
            ends += _divided(text[start:end], start, dear, costs, longest)
        ends += free
    return tuple(sorted(ends))


def _clauses(text: str, may: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each clause begins and ends; what a line may not part is one."""
    spans = [clause.span() for clause in _CLAUSE.finditer(text)]
    starts = [at for at, _ in spans if at == 0 or may[at] or text[at - 1].isspace()]
    for first, following in pairwise([*starts, len(text)]):
        yield first, max(end for start, end in spans if first <= start < following)


def _whole(text: str, longest: int) -> list[range]:
    """Return what stays together though engines break in it, whatever a style sheet says: a number
    and its unit across a space, a dash and what it leads."""
    may, ends = _may_end(text), {*line_ends(text, longest)}
    edges = [0, *(at for at in range(1, len(text)) if at in ends or _is_free(text, may, at))]
    parts = (_WORDS.search(text, *part) for part in pairwise([*edges, len(text)]))
    return [
        range(*part.span())
        for part in parts
        if part and _ENGINE.search(part[0]) and ems(part[0]) <= SURE
    ]


def _is_free(text: str, may: bytes, at: int) -> bool:
    """Say whether a line may begin behind the space before a place, or that space is one of many."""
    return text[at - 1].isspace() and (bool(may[at]) or text[at].isspace())


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """Return what of `text` stays together on a line."""
    ends = line_ends(text, longest)
    parts = (text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True))
    return [piece for part in parts for piece in part.split()]


def ems(text: str) -> float:
    """Return about how many em wide `text` is."""
    return sum(0.56 if char < "\u2000" else 1.0 for char in text)


def _divided(
    text: str, start: int, dear: list[int], costs: Mapping[int, float], longest: int
) -> list[int]:
    """Return where to part `text`, which begins at `start`, at places of `dear` that cost least."""
    if ems(text) <= longest or not dear:
        return []
    middle = start + len(text) / 2
    at = min(dear, key=lambda place: (costs[place], abs(place - middle)))
    before = [place for place in dear if place < at]
    after = [place for place in dear if place > at]
    return [
        *_divided(text[: at - start], start, before, costs, longest),
        at,
        *_divided(text[at - start :], at, after, costs, longest),
    ]


@lru_cache(maxsize=1024)
def _may_end(text: str) -> bytes:
    """Return for each place of `text` whether a line may begin there, whatever words it holds."""
    from casebook.composition import classes as kinds  # lazy: loads the layout engine
    from casebook.composition import gaps, units  # lazy: loads the layout engine
    from casebook.composition.settings import Settings  # lazy: loads the layout engine

    letters = kinds.classify(text)
    table = gaps.table(Settings())
    breaks = bytearray(len(text) + 1)
    for at in range(1, len(text)):
        pair = letters[at - 1 : at + 1]
        if pair[0] == "S":
            breaks[at] = gaps.ALLOWED
        elif pair[0] not in "KZJ" and pair[1] not in "SKZJ" and text[at - 1] != "—":
            breaks[at] = table[pair].breaks
    units.keep(text, letters, breaks, lambda _: True)
    return bytes(kind == gaps.ALLOWED for kind in breaks)


def _part_halves(title: etree._Element) -> None:
    """Put each half-title of a title but the first in an element, for the style sheet to begin a line
    with it; a title whose halves are unlike goes on in its line."""
    halves = layout.halves(title.text or "")
    lengths = sorted(map(ems, halves))
    if len(halves) == 1 or lengths[0] < _SHORT or lengths[-1] > _ALIKE * lengths[0]:
        return
    title.text = f"{halves[0]} "
    for at, half in enumerate(halves[1:], 1):
        begun = etree.Element(xhtml("span"), {"class": HALF})
        begun.text, begun.tail = half, " " if at < len(halves) - 1 else None
        title.insert(at - 1, begun)


def _insert(piece: _Text, places: Sequence[int], whole: Sequence[range]) -> None:
    """Put a `wbr` at each of `places` in a text, and what is `whole` in elements; behind the element
    of a text that stays as it is."""
    text, node = piece.text, piece.node
    if piece.kept:
        text = node.tail or ""
        places = [0]
    marks = sorted([(at, 0) for at in places] + [(span.start, len(span)) for span in whole])
    above, at = node, 0
    if piece.kept or piece.tail:
        parent = node.getparent()
        assert parent is not None
        above, at = parent, parent.index(node) + 1
        node.tail = text[: marks[0][0]]
    else:
        node.text = text[: marks[0][0]]
    ends = [*(start for start, _ in marks[1:]), len(text)]
    for offset, ((start, size), end) in enumerate(zip(marks, ends, strict=True)):
        made = (
            etree.Element(xhtml("span"), {"class": WHOLE}) if size else etree.Element(xhtml("wbr"))
        )
        made.text = text[start : start + size] or None
        made.tail = text[start + size : end]
        above.insert(at + offset, made)
