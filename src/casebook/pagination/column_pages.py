"""Pages of text in columns, as an index has: the last of them is no mere remnant.

Columns are filled page by page and balanced on the last. Where few lines are left for that, the pages
before it each end some lines higher, as few as bring it enough; else all stay as they come. Groups of
entries and their headings are kept as their styles say, since the pages are only made less high.

Enters: the pages of a section as they came, and what makes them again. Leaves: as many pages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from statistics import median

from casebook.weasy.flow_pieces import line_spans
from casebook.weasy.planned_pages import PlannedPage
from casebook.weasy.weasyprint_types import Box

LEAST = 8
"""Lines that the last page has at least, in its longest column."""
MOST_LESS = 4
"""Lines by which the pages before it end higher at most."""

Remake = Callable[[int, Mapping[int, PlannedPage], Set[int]], list[Box]]


def compose(pages: list[Box], remake: Remake) -> list[Box]:
    """Return `pages`, laid out as they come, or made again with a last page of enough lines."""
    count, spans = len(pages), [list(line_spans(page)) for page in pages]
    heights = [bottom - top for lines in spans for top, bottom in lines]
    pitch = median(heights) if heights else 0.0
    if count < 2 or not pitch or _lines(spans[-1], pitch) >= LEAST:
        return pages
    for made in _shorter(count, pitch, remake):
        if _lines(list(line_spans(made[-1])), pitch) >= LEAST:
            return made
    return remake(0, {}, frozenset(range(count)))


def _shorter(count: int, pitch: float, remake: Remake) -> Iterator[list[Box]]:
    """Yield the pages with all but the last lower by a line, by two, and so on, as long as the text
    needs no page more."""
    for less in range(1, MOST_LESS + 1):
        plans = {number: PlannedPage(free=less * pitch) for number in range(count - 1)}
        made = remake(0, plans, frozenset())
        if len(made) != count:
            return
        yield made


def _lines(spans: Sequence[tuple[float, float]], pitch: float) -> int:
    """Return how many lines the longest column has about: at how many heights lines begin."""
    return len({round(top / pitch) for top, _ in spans})
