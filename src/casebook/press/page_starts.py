"""What a laid-out page says of the text: the strings it assigns, and where in the text it begins."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from casebook.press.signature import ENDED, TextPosition
from casebook.weasy.hooks import REPEATED
from casebook.weasy.planned_pages import is_page_float
from casebook.weasy.weasyprint_types import Box, Element

WORDS = 16  # signs that tell a place again
PICTURE = "\ufffc"
"""Stands for a picture in the text: OBJECT REPLACEMENT CHARACTER."""
APART = frozenset({"note", "note-again", "locator"})
"""Classes of what a medium sets at another place, or in signs of its own."""
NEAR, SURE = 64, 4
"""How many signs may be left out by the layout, and how many alike say that it goes on there."""
_GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class _Folds(dict[int, int]):
    """One form of letters that `text-transform` changes, each still one sign."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_FOLDED = _Folds()


def strings(page: Box) -> tuple[dict[str, list[str]], frozenset[str]]:
    """Return the values string-set assigns on a page, and the names that open the page."""
    assigned: dict[str, list[str]] = defaultdict(list)
    for child in page.descendants():
        if child.string_set and child.string_set != "none":
            for name, value in child.string_set:
                assigned[name].append(value)
    openers, box = set(), page
    while box is not None:
        if box.style["string_set"] != "none":
            openers |= {name for name, _ in box.style["string_set"]}
        box = box.children[0] if getattr(box, "children", None) else None
    return dict(assigned), frozenset(openers)


class Lines(dict[Element, int]):
    """The line of the manuscript that each element of a parsed galley was made from.

    An element that does not say it has that of the element it is in; 0 is the layout's own.
    """

    def __init__(self, root: Element) -> None:
        super().__init__({None: 0})
        stack = [(root, 0)]
        while stack:
            element, line = stack.pop()
            self[element] = line = int(element.get("data-line") or line)
            stack += [(child, line) for child in element]

    def __missing__(self, element: Element) -> int:
        return 0


class Flow:
    """The text of a section in the order of its galley: every sign has its place in it.

    Signs are characters but blanks and what is never seen; a picture counts as one (`PICTURE`).
    Notes, later calls of notes and locators are apart: each medium sets them elsewhere or in signs
    of its own. It is read before anything is made to fit: a table that is divided afterwards keeps
    its cells, and what is copied has no place.
    """

    def __init__(self, root: Element) -> None:
        self.texts: dict[Element, Text] = {}
        self.written = self._size = 0
        body = root.find("body")
        if body is not None:
            self._read(body, 0)

    def _read(self, element: Element, line: int) -> None:
        line = int(element.get("data-line") or line)
        text = self.texts[element] = Text(line)
        if element.tag == "img":
            self._add(text, PICTURE)
        self._add(text, element.text)
        for child in element:
            if isinstance(child.tag, str) and not APART & set(child.get("class", "").split()):
                self._read(child, line)
            self._add(text, child.tail)

    def _add(self, text: "Text", words: str | None) -> None:
        new = signs(words or "")
        text.signs += new
        text.places.extend(range(self._size, self._size + len(new)))
        self._size += len(new)
        if text.line:
            text.before.extend(range(self.written, self.written + len(new)))
            self.written += len(new)
        else:
            text.before.extend([self.written] * len(new))


@dataclass(slots=True, eq=False)
class Text:
    """The signs that stand in an element itself, and for each its place in the flow.

    `before` counts, for each, the signs of the manuscript that stand before it; `line` is that of
    the manuscript, 0 for the layout's own. `done` is how many have been printed.
    """

    line: int
    signs: str = ""
    places: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    done: int = 0


class _Run(NamedTuple):
    """Signs printed one after the other that stand so in the flow, too."""

    place: int
    spot: TextPosition


class PageStarts:
    """Finds where in the text of a section its pages begin.

    Boxes are laid against the text of their elements, sign by sign, so that hyphens, numbers and
    other signs that the layout adds are not taken for the text's, and rows that come again (heads,
    feet, the first column of a divided table) do not count twice.
    """

    def __init__(self, root: Element, flow: Flow) -> None:
        self._flow = flow
        self.parents = {child: parent for parent in root.iter() for child in parent}

    def of_pages(self, pages: Sequence[Box]) -> list[TextPosition]:
        """Return where each of `pages` begins, which are all of the section, in their order.

        Places rise from page to page, as a list of pages must. Two kinds of pages need a rule:

        - The second part of a table divided by its columns begins, in the order of the text, before
          the page on which the first part ended. It begins for the reader of another medium, who
          has the table whole, with its first words that stand behind the beginning of the page
          before it.
        - A page without such words, and a page of notes that go on, begins where the next one does:
          there the text is taken up again. Behind the end of the text it has the line `ENDED`.
        """
        runs: list[_Run] = []
        firsts: list[int | None] = []
        last = -1
        for page in pages:
            start = len(runs)
            for box in self._leaves(page.children[0]):
                runs += self._printed(box)
            first = next((at for at in range(start, len(runs)) if runs[at].place > last), None)
            firsts.append(first)
            last = last if first is None else runs[first].place
        starts: list[TextPosition] = []
        spot = TextPosition(ENDED, self._flow.written, "")
        for first in reversed(firsts):
            if first is not None:
                spot = _text_position(runs, first)
            starts.append(spot)
        return starts[::-1]

    def _printed(self, box: Box) -> Iterator[_Run]:
        """Yield what of the flow is printed in `box`."""
        element = box.element
        while element is not None and element not in self._flow.texts:
            element = self.parents.get(element)  # lines that were wrapped stand in their block
        text = self._flow.texts.get(element)
        if text is None:
            return
        words = text.signs if hasattr(box, "replacement") else signs(box.text)
        for start, end in _matches(text, words):
            for begin, stop in _unbroken(text.places, start, end):
                spot = TextPosition(text.line, text.before[begin], text.signs[begin:stop])
                yield _Run(text.places[begin], spot)

    def _leaves(self, box: Box) -> list[Box]:
        """Return the texts and pictures in `box`, in order, without what is apart or comes again."""
        leaves: list[Box] = []
        stack = [box]
        while stack:
            box = stack.pop()
            box = getattr(box, "_box", box)
            element = box.element
            if element is not None:
                apart = APART & set(element.get("class", "").split())
                if apart or element.get(REPEATED) is not None or is_page_float(box):
                    continue
            if (box.element_tag or "").endswith(_GENERATED):
                continue
            if is_a(box, "TextBox") or hasattr(box, "replacement"):
                leaves.append(box)
            elif children := getattr(box, "children", ()):
                stack += reversed(children)
        return leaves


def signs(text: str) -> str:
    """Return the signs of `text` that count: all but blanks and characters without a glyph."""
    if text.isprintable():  # soon known, and nearly always so
        return text.replace(" ", "")
    return "".join(text.translate(_UNSEEN).split())


def _text_position(runs: Sequence[_Run], first: int) -> TextPosition:
    """Return the place of a run, with the words from there that stand so in the text."""
    place, spot = runs[first]
    words, goes_on = spot.words, place + len(spot.words)
    for run in runs[first + 1 :]:
        same = bool(run.spot.line) == bool(spot.line)
        if len(words) >= WORDS or run.place != goes_on or not same:
            break
        words += run.spot.words
        goes_on += len(run.spot.words)
    return spot._replace(words=words[:WORDS])


def _matches(text: Text, words: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `text` that are printed as `words`, and note that they are."""
    if text.signs.startswith(words, text.done):
        start, text.done = text.done, text.done + len(words)
        yield start, text.done
        return
    folded = text.signs.translate(_FOLDED)
    for at, sign in enumerate(words.translate(_FOLDED)):
        if folded[text.done : text.done + 1] != sign:
            near = folded[text.done : text.done + NEAR]
            ahead = near.find(words[at : at + SURE].translate(_FOLDED))
            if ahead < 0 or len(words) - at < SURE:
                continue  # the layout's own
            text.done += ahead
        yield text.done, text.done + 1
        text.done += 1


def _unbroken(places: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a stretch between which nothing else stands in the flow."""
    begin = start
    if start < end and places[end - 1] - places[start] == end - 1 - start:  # places only rise
        yield start, end
        return
    for at in range(start + 1, end):
        if places[at] != places[at - 1] + 1:
            yield begin, at
            begin = at
    if begin < end:
        yield begin, end


def is_a(box: Box, kind: str) -> bool:
    """Say whether `box` is of WeasyPrint's `kind`, which need not be loaded to ask."""
    return kind in _kinds(type(box))  # type: ignore[arg-type]


@cache
def _kinds(kind: type[Box]) -> frozenset[str]:
    return frozenset(base.__name__ for base in kind.__mro__)
