"""Which signs of its galley every page of a section prints, kept by the numbers of marked content.

A text box is drawn as one marked content of its page (ISO 32000-1, 14.7.4.2), and a reader of the
PDF is told that number with each character. So a character leads to its box, and from there, by
what is kept here, to the signs of the galley: no text is looked for on any page.

Signs are the characters of the galley's body but blanks and what is never seen, counted in the
order of the document, as it was before notes were placed and anything was made to fit. Who parses
the galley again (`galley_slots`) counts the same.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from hashlib import blake2b
from typing import NamedTuple

from casebook.press.page_starts import is_a, signs
from casebook.weasy.hooks import REPEATED
from casebook.weasy.weasyprint_types import Box, Element

NUMBERED = "data-signs"
"""What tells a copy of an element in a table from which element it was copied."""
_NEAR = 64
"""How many signs the layout may leave out."""


class Added(IntEnum):
    """Text that is on the page and not in the galley."""

    MARKER = 1
    """The number or bullet of an entry of a list."""
    CALL = 2
    """The sign by which a note is called, and that before the note."""
    CONTENT = 3
    """What the style sheet puts before or behind an element: leaders, page numbers."""
    AGAIN = 4
    """What stands again where a table goes on: its caption with 续表."""
    OTHER = 5
    """Signs within a text that are not the galley's: a hyphen at the end of a line."""


_PSEUDO = {
    "marker": Added.MARKER,
    "footnote-call": Added.CALL,
    "footnote-marker": Added.CALL,
    "before": Added.CONTENT,
    "after": Added.CONTENT,
}


class PrintedSigns(NamedTuple):
    """Signs one after the other: in which marked content, from which of its signs on, how many.

    `start` is the number of the first in the galley, or the negative value of an `Added`.
    """

    content: int
    at: int
    start: int
    length: int


def galley_slots(body: Element) -> Iterator[tuple[Element, str]]:
    """Yield the texts of a parsed body in the order of the document, each with its element."""
    stack: list[tuple[Element, str | None]] = [(body, None)]
    while stack:
        element, words = stack.pop()
        if words is not None:
            yield element, words
        elif isinstance(element.tag, str):
            if element.text:
                yield element, element.text
            for child in reversed(element):
                if child.tail:
                    stack.append((element, child.tail))
                stack.append((child, None))


class PrintedPages(NamedTuple):
    """What the pages of a section print, and a hash of all signs of the galley that is counted in."""

    galley: bytes
    pages: tuple[bytes, ...]


def galley_hash(text: str) -> bytes:
    """Return the hash of the signs of a galley."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


class GalleySigns:
    """The signs that stand in each element itself, numbered; made before the tree is changed.

    `hash` is that of all of them.
    """

    def __init__(self, root: Element) -> None:
        self._texts: dict[Element, _Text] = {}
        self._numbered: list[_Text] = []
        body = root.find("body")
        size, whole = 0, list[str]()
        for element, words in galley_slots(body) if body is not None else ():
            if not words.isspace() and (new := signs(words)):
                text = self._texts.get(element)
                if text is None:
                    text = self._texts[element] = _Text()
                text.add(new, size)
                size += len(new)
                whole.append(new)
        self.hash = galley_hash("".join(whole))
        for table in root.iter("table"):
            for element in table.iter():
                if element in self._texts and NUMBERED not in element.attrib:
                    element.set(NUMBERED, str(len(self._numbered)))
                    self._numbered.append(self._texts[element])

    def move(self, moved: Iterable[tuple[Element, Element | None]]) -> None:
        """Note that the first of each pair of elements has the words that the second had."""
        for element, source in moved:
            if source in self._texts:
                self._texts[element] = self._texts.pop(source)
            else:
                self._texts.pop(element, None)

    def printed(self, tags: Mapping[Box, int], parents: Mapping[Element, Element]) -> bytes:
        """Return, packed, what the boxes of a page print, each with its marked content.

        Pages are given in their order; `parents` are those of the tree as it was laid out.
        """
        rows, texts = array("i"), self._texts
        for box, number in tags.items():
            if not is_a(box, "TextBox"):
                continue
            words = signs(box.text)
            text = texts.get(box.element) if "::" not in (box.element_tag or "") else None
            if text is not None and (start := text.next(words)) >= 0:  # as nearly all are
                rows.extend((number, 0, start, len(words)))
            elif words:
                for row in self._rows(box, number, words, parents):
                    rows.extend(row)
        return rows.tobytes()

    def _rows(
        self, box: Box, number: int, words: str, parents: Mapping[Element, Element]
    ) -> Iterator[PrintedSigns]:
        pseudo = (box.element_tag or "").partition("::")[2]
        if pseudo in _PSEUDO:
            yield PrintedSigns(number, 0, -_PSEUDO[pseudo], len(words))
            return
        element = box.element
        again = element is None or element.get(REPEATED) is not None
        own = Added.AGAIN if again else Added.OTHER
        text = self._text(element, {} if again else parents)
        if text is None:
            yield PrintedSigns(number, 0, -own, len(words))
            return
        done = 0
        for at, first, length in text.printed(words):
            if at > done:
                yield PrintedSigns(number, done, -own, at - done)
            for start, count in text.numbers(first, length):
                yield PrintedSigns(number, at, start, count)
                at += count
            done = at
        if done < len(words):
            yield PrintedSigns(number, done, -own, len(words) - done)

    def _text(self, element: Element, parents: Mapping[Element, Element]) -> "_Text | None":
        """Return the text of an element, of what it is a copy of, or of the block it stands in."""
        while element is not None:
            text = self._texts.get(element)
            if text is not None:
                return text
            if key := element.get(NUMBERED):
                return self._numbered[int(key)]
            element = parents.get(element)
        return None


class _Text:
    """The signs of an element, and where in the galley each part of them begins."""

    __slots__ = ("_done", "_firsts", "_signs", "_starts")

    def __init__(self) -> None:
        self._signs, self._done = "", 0
        self._firsts: list[int] = []
        self._starts: list[int] = []

    def add(self, words: str, start: int) -> None:
        """Add signs that stand in the galley from `start` on."""
        self._firsts.append(len(self._signs))
        self._starts.append(start)
        self._signs += words

    def next(self, words: str) -> int:
        """Return the number in the galley of `words`, if they are what comes next, and in one part.

        Else return -1, and nothing counts as printed.
        """
        done = self._done if self._done < len(self._signs) else 0
        if len(self._starts) > 1 or not words or not self._signs.startswith(words, done):
            return -1
        self._done = done + len(words)
        return self._starts[0] + done

    def printed(self, words: str) -> list[tuple[int, int, int]]:
        """Return place in `words`, place in the element and length of what `words` print of it.

        A text that is printed to its end begins anew: it is a head that comes again.
        """
        if self._done >= len(self._signs):
            self._done = 0
        if self._signs.startswith(words, self._done):
            start, self._done = self._done, self._done + len(words)
            return [(0, start, len(words))]
        printed_parts: list[tuple[int, int, int]] = []
        for at, sign in enumerate(words):
            place = self._find(sign, words[at : at + 4])
            if place < 0:
                continue
            if (
                printed_parts
                and sum(printed_parts[-1][::2]) == at
                and sum(printed_parts[-1][1:]) == place
            ):
                printed_parts[-1] = (*printed_parts[-1][:2], printed_parts[-1][2] + 1)
            else:
                printed_parts.append((at, place, 1))
            self._done = place + 1
        return printed_parts

    def _find(self, sign: str, ahead: str) -> int:
        """Return where the next `sign` stands, as it is or in another case, or -1."""
        own = self._signs
        if own[self._done : self._done + 1].casefold() == sign.casefold():
            return self._done
        if len(ahead) < 4:
            return -1
        return own.casefold().find(ahead.casefold(), self._done, self._done + _NEAR)

    def numbers(self, first: int, length: int) -> Iterator[tuple[int, int]]:
        """Yield the numbers in the galley of a stretch of the element: start and count."""
        while length:
            part = bisect_right(self._firsts, first) - 1
            follows = self._firsts[part + 1 :][:1]
            count = min(length, follows[0] - first) if follows else length
            yield self._starts[part] + first - self._firsts[part], count
            first, length = first + count, length - count


def unpacked(data: bytes) -> list[PrintedSigns]:
    """Return what `GalleySigns.printed` packed."""
    numbers = array("i")
    numbers.frombytes(data)
    return [PrintedSigns(*numbers[at : at + 4]) for at in range(0, len(numbers), 4)]
