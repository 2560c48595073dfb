"""Pages of text in columns, as an index has: the last of them is no mere remnant, and the columns of
a page end alike.

Columns are filled page by page and balanced on the last. Where few lines are left for that, the pages
before it each end some lines higher, as few as bring it enough; else all stay as they come. Where a
group of entries cannot be divided, its column ends higher than the others: then the page ends there,
as far as a few lines suffice and no page is added. Groups of entries and their headings are kept as
their styles say, since the pages are only made less high.

Enters: the pages of a section as they came, and what makes them again. Leaves: as many pages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from statistics import median

from casebook.weasy.flow_pieces import column_ends, foot_of, line_spans
from casebook.weasy.planned_pages import PlannedPage
from casebook.weasy.weasyprint_types import Box

LEAST = 8
"""Lines that the last page has at least, in its longest column."""
MOST_LESS = 4
"""Lines by which the pages before it end higher at most."""
TRIALS = 3
"""How often a page is made less high, so that its columns end alike."""
_LESS = 0.25
"""What a page that ends a line higher costs, where columns that end a line apart cost 1."""
_CONTINUED = 2
"""Lines of headings of groups that go on, on each page behind one that ends higher."""
_SLACK = 0.45
"""Of a line: how much lower a column may end than was reckoned."""

Remake = Callable[[int, Mapping[int, PlannedPage], Set[int]], list[Box]]


def compose(pages: list[Box], remake: Remake) -> list[Box]:
    """Return `pages`, laid out as they come, or made again with a last page of enough lines and
    columns that end alike."""
    count, spans = len(pages), [list(line_spans(page)) for page in pages]
    heights = [bottom - top for lines in spans for top, bottom in lines]
    pitch = median(heights) if heights else 0.0
    if count < 2 or not pitch:
        return pages
    if _lines(spans[-1], pitch) >= LEAST:
        return _alike(pages, {}, pitch, remake)
    for made, plans in _shorter(count, pitch, remake):
        if _lines(list(line_spans(made[-1])), pitch) >= LEAST:
            return _alike(made, plans, pitch, remake)
    return remake(0, {}, frozenset(range(count)))


def _shorter(
    count: int, pitch: float, remake: Remake
) -> Iterator[tuple[list[Box], dict[int, PlannedPage]]]:
    """Yield the pages with all but the last lower by a line, by two, and so on, as long as the text
    needs no page more, and their plans."""
    for less in range(1, MOST_LESS + 1):
        plans = {number: PlannedPage(free=less * pitch) for number in range(count - 1)}
        made = remake(0, plans, frozenset())
        if len(made) != count:
            return
        yield made, plans


def _alike(
    pages: list[Box], plans: dict[int, PlannedPage], pitch: float, remake: Remake
) -> list[Box]:
    """Return the pages, made as planned, each but the last ending where its columns end most alike;
    as they are if that is no gain in all."""
    made, came, count = pages, plans, len(pages)
    stale = count  # from here on others were made last
    for number in range(count - 1):
        highest = max(column_ends(made[number]), default=0.0)
        best, cost, trial = plans, _cost(made, number, highest, pitch), made
        for _ in range(TRIALS):
            level = min(column_ends(trial[number]), default=0.0)
            if _apart(trial[number], pitch) == 0 or highest - level > (MOST_LESS + 0.5) * pitch:
                break
            if _moved(trial, number, level, pitch) > _room(trial[-1]):
                break
            free = max(0.0, foot_of(trial[number]) - level - _SLACK * pitch)
            plan = {**plans, number: PlannedPage(free=free)}
            trial = remake(min(stale, number), plan, frozenset(range(number + 1, count)))
            stale = min(stale, number)
            enough = len(trial) == count and _lines(list(line_spans(trial[-1])), pitch) >= LEAST
            if not enough:
                break
            new = _cost(trial, number, highest, pitch)
            if new < cost:
                made, best, cost, stale = trial, plan, new, count
        plans = best
    if sum(_apart(page, pitch) for page in made) >= sum(_apart(page, pitch) for page in pages):
        made, plans, stale = pages, came, 0 if made is not pages else stale
    return made if stale == count else remake(stale, plans, frozenset(range(count)))


def _cost(pages: Sequence[Box], number: int, highest: float, pitch: float) -> float:
    """Return what a page costs by its columns, which ended at `highest` as they came; with the page
    before the last, also what the last does."""
    last = [pages[-1]] if number == len(pages) - 2 else []
    apart = sum(_apart(page, pitch) for page in (pages[number], *last))
    return apart + _LESS * (highest - max(column_ends(pages[number]), default=highest)) / pitch


def _moved(pages: Sequence[Box], number: int, level: float, pitch: float) -> float:
    """Return about how high the lines are that a page which ends at `level` has later pages take up:
    on each of them groups go on under their headings, too."""
    lines = sum(end - level for end in column_ends(pages[number]))
    return lines + _CONTINUED * pitch * (len(pages) - 1 - number)


def _room(page: Box) -> float:
    """Return how high the empty parts of the columns of the last page are."""
    return sum(foot_of(page) - end for end in column_ends(page))


def _apart(page: Box, pitch: float) -> float:
    """Return by how many lines the columns of a page end apart."""
    ends = column_ends(page)
    return float(round((max(ends) - min(ends)) / pitch)) if ends else 0.0


def _lines(spans: Sequence[tuple[float, float]], pitch: float) -> int:
    """Return how many lines the longest column has about: at how many heights lines begin."""
    return len({round(top / pitch) for top, _ in spans})
