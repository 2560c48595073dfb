"""Which lines were broken anew and which pages moved: what must be read again after a change.

Two PDFs are compared line by line as they were set. A line that stands in no line of the old
proof was reset; a page whose first lines stood elsewhere has moved. The page's own furniture,
heads and folios, says nothing of its text and is left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from casebook import pagetext, pdf

APART = 0.6
"""The share of a line's height by which the middle of the next one is lower."""
FURNITURE = 0.09
"""The share of a page's height, at head and foot, in which heads and folios stand."""


@dataclass(frozen=True)
class ChangedPage:
    """A page of the new proof to be read again.

    `lines` are the indexes of lines (of the page's text, from 0) set otherwise than before; `was`
    is the label of the page on which its text began before, "" when it stays.
    """

    page: int
    label: str
    lines: tuple[int, ...]
    was: str


class Pages:
    """The pages of a PDF: labels, what each draws, and the lines of those that are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.labels = tuple(pdf.labels(path))
        self.drawn = pdf.drawn(path)
        self._read: dict[int, pagetext.Page] = {}

    def __len__(self) -> int:
        return len(self.labels)

    def read(self, wanted: Iterable[int]) -> list[pagetext.Page]:
        """Return the pages of those indexes; each is read once."""
        indexes = list(wanted)
        missing = [index for index in indexes if index not in self._read]
        if missing:
            self._read |= zip(missing, pagetext.pages(self.path, missing), strict=True)
        return [self._read[index] for index in indexes]

    @property
    def known(self) -> list[int]:
        """The indexes of the pages that were read."""
        return sorted(self._read)

    def lines(self, wanted: Iterable[int]) -> list[tuple[str, int]]:
        """Return the lines of text on those pages, each with its page."""
        indexes = list(wanted)
        return [
            (line.text, index)
            for index, page in zip(indexes, self.read(indexes), strict=True)
            for line in text_lines(page)
        ]


def text_lines(page: pagetext.Page) -> list[pagetext.Line]:
    """Return the lines of a page that are text: not those in its head and foot."""
    top, bottom = text_area(page)
    return [line for line in page.lines if line.box.y1 > top and line.box.y0 < bottom]


def text_area(page: pagetext.Page) -> tuple[float, float]:
    """Return between which heights of a page its text stands, in points from above."""
    return page.height * FURNITURE, page.height * (1 - FURNITURE)


def stretches(old: Pages, new: Pages) -> tuple[dict[int, int], list[tuple[range, range]]]:
    """Return the pages of `new` that draw what a page of `old` draws, and the stretches between.

    Only the stretches need reading: pages that are drawn alike say the same.
    """
    same: dict[int, int] = {}
    between: list[tuple[range, range]] = []
    if not old.drawn.comparable(new.drawn):
        return same, [(range(len(old)), range(len(new)))]
    i = j = 0
    ends = (len(old), len(new), 0)
    for at, to, size in (*_matches(old.drawn.pages, new.drawn.pages), ends):
        if i < at or j < to:
            between.append((range(i, at), range(j, to)))
        same |= {to + n: at + n for n in range(size)}
        i, j = at + size, to + size
    return same, between


def pages_to_read(old: Pages, new: Pages) -> tuple[ChangedPage, ...]:
    """Return the pages of `new` that must be read again."""
    same, between = stretches(old, new)
    changed_pages = [
        ChangedPage(page, new.labels[page], (), old.labels[was])
        for page, was in same.items()
        if old.labels[was] != new.labels[page]
    ]
    for before, after in between:
        changed_pages += _stretch(old, new, before, after)
    return tuple(sorted(changed_pages, key=lambda reset: reset.page))


def _stretch(old: Pages, new: Pages, before: range, after: range) -> Iterator[ChangedPage]:
    """Yield the pages of a stretch on which a line was set anew or that moved."""
    old_lines, new_lines = old.lines(before), new.lines(after)
    origin: dict[int, int] = {}
    for i, j, size in _matches([text for text, _ in old_lines], [text for text, _ in new_lines]):
        origin |= {j + n: i + n for n in range(size)}
    for page in after:
        on_page = [n for n, (_, at) in enumerate(new_lines) if at == page]
        reset = tuple(n - on_page[0] for n in on_page if n not in origin)
        known = Counter(old_lines[origin[n]][1] for n in on_page if n in origin)
        before_ = old.labels[known.most_common(1)[0][0]] if known else ""
        was = before_ if before_ != new.labels[page] else ""
        if reset or was:
            yield ChangedPage(page, new.labels[page], reset, was)


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return equal stretches (old, new, length); equal ends are found without the matcher."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    )
    return [
        (0, 0, head),
        *((m.a + head, m.b + head, m.size) for m in middle.get_matching_blocks()),
        (len(old) - tail, len(new) - tail, tail),
    ]


def line_middles(page: pagetext.Page) -> tuple[float, ...]:
    """Return the middle of each line of a page, in points from above; parts of a line are one."""
    middles: list[float] = []
    for box in sorted((line.box for line in text_lines(page)), key=lambda box: box.y0):
        middle = (box.y0 + box.y1) / 2
        if not middles or middle - middles[-1] > (box.y1 - box.y0) * APART:
            middles.append(middle)
    return tuple(middles)


def line_number(lines: Sequence[float], box: pagetext.Box) -> int:
    """Return the number, from 1, that a proof prints beside the line in which `box` stands; 1 on a page without lines."""
    middle = (box.y0 + box.y1) / 2
    return min(range(len(lines)), key=lambda at: abs(lines[at] - middle), default=0) + 1
