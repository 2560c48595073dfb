"""What a laid-out page says of the text: the strings it assigns, and where in the text it begins."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from casebook.press.dividing import AGAIN
from casebook.press.signature import Spot

WORDS = 16  # signs that tell a place again


def strings(page: Any) -> tuple[dict[str, list[str]], frozenset[str]]:
    """Return the values string-set assigns on a page, and the names that open the page."""
    found: dict[str, list[str]] = defaultdict(list)
    for child in page.descendants():
        if child.string_set and child.string_set != "none":
            for name, value in child.string_set:
                found[name].append(value)
    openers, box = set(), page
    while box is not None:
        if box.style["string_set"] != "none":
            openers |= {name for name, _ in box.style["string_set"]}
        box = box.children[0] if getattr(box, "children", None) else None
    return dict(found), frozenset(openers)


class Lines(dict[Any, int]):
    """The line of the manuscript that each element of a parsed galley was made from.

    An element that does not say it has that of the element it is in; 0 is the layout's own.
    """

    def __init__(self, root: Any) -> None:
        super().__init__({None: 0})
        stack = [(root, 0)]
        while stack:
            element, line = stack.pop()
            self[element] = line = int(element.get("data-line") or line)
            stack += [(child, line) for child in element]

    def __missing__(self, element: Any) -> int:
        return 0


class Spots:
    """Finds where in the text each page begins, by counting signs of every block."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._signs: dict[int, int] = defaultdict(int)
        self._heads: set[int] = set()

    def begins(self, page: Any) -> Spot | None:
        """Return where `page` begins and count its text; pages are asked for in order."""
        found: Spot | None = None
        words = ""
        for box in self._leaves(page.children[0]):
            line = self._lines[box.element]
            plain = is_a(box, "TextBox") and "::" not in (box.element_tag or "")
            plain = plain and box.element.get("class") != "note-again"  # no words of the text
            signs = "".join(box.text.split()) if plain else ""
            if found is None and (signs or not plain):
                found = Spot(line, self._signs[line], "")
            if len(words) < WORDS:
                words += signs
            self._signs[line] += len(signs)
        return found._replace(words=words[:WORDS]) if found is not None else None

    def _leaves(self, box: Any) -> Iterator[Any]:
        box = getattr(box, "_box", box)
        if getattr(box, "is_header", False):  # head rows are repeated on each page
            if id(box.element) in self._heads:
                return
            self._heads.add(id(box.element))
        if box.element is not None and box.element.get(AGAIN) is not None:
            return
        if is_a(box, "TextBox") or hasattr(box, "replacement"):
            yield box
        for child in getattr(box, "children", ()):
            yield from self._leaves(child)


def is_a(box: Any, kind: str) -> bool:
    """Say whether `box` is of WeasyPrint's `kind`, which need not be loaded to ask."""
    return kind in _kinds(type(box))  # type: ignore[arg-type]


@cache
def _kinds(kind: type[Any]) -> frozenset[str]:
    return frozenset(base.__name__ for base in kind.__mro__)
