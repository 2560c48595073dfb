"""What pages cost, so that the better ones can be chosen: the judgement of an editor in figures.

A point is about what an editor would not notice; a line that is missing at the foot is noticed.
Whites and lengths are in lines. Widows, and rows of a table left alone, have no cost here:
`item_reader` lets no page end there.
"""

from functools import cache
from itertools import pairwise

from .items import PageFills

PAGE = 3.0
"""A page more."""
HEAD, FOOT, EARLY = 3.0, 3.0, 4.0
"""A float at the head or foot of a page; one before its own place."""
HEAD_ON_HEADING = 2.0
ASTRAY = 90.0
"""A float that does not stand at the side of the page where the layout wants it."""
DEFERRED, PASSED = 2.0, 2.0
"""A float that is put off; each further paragraph that it goes past."""
SHRUNK, GROWN = 2.5, 2.0
"""A line by which pictures are smaller or larger."""
TIGHTENED, LOOSENED = 6.0, 6.0
"""A line that a paragraph has fewer or more than is best for it."""
STRETCHED, BELOW, LAST_RESORT, AGAIN = 2.5, 12.0, 48.0, 12.0
"""A line by which the space above a block grows; above a heading that has one of its section above
it in rank; where the layout would have none (`last-resort`); what each further line in the same
place costs besides, at least."""
FURTHER = 0.6
"""Of what the first costs: what each further line in the same place costs besides, where that is
more. A line more is hardly seen, two are."""
ORPHAN, BETWEEN = 3.0, 12.0
"""The first line of a paragraph at the foot of a page; above a picture that stands there."""
UNCALLED, LATER = 15.0, 6.0
"""A float on a page before the one that calls it by its number; one that waits for another page."""
PARTED = 60.0
"""A short table that goes on over the next page."""
BEYOND = 24.0
"""A float that waits for the next page while headings pass."""
PRUNE = 400.0
LEAST_LINES, ENOUGH_LINES = 4, 6
"""Lines that a last page must have, and that it had better have."""
SPARSE = 6.0
"""A line that it lacks of those."""
WHITE, UNLIKE = 3, 2
"""Empty lines, and lines by which neighbours differ: with fewer, pages stay as they come."""
_LONG, _ALONE = 10.0, 110.0
_WHITES = (0.0, 5.0, 19.0, 44.0)
_UNLIKE = (0.0, 1.5, 70.0, 105.0, 135.0)
MARKED = 160.0
"""What an editor marks: four empty lines, or a last page of three."""


@cache
def of_white(lines: int) -> float:
    """Return the cost of empty lines at the foot of a page that the section goes on behind; a page
    that is longer than others has less than none."""
    if lines < 0:
        return -_LONG * lines
    if lines < len(_WHITES):
        return _WHITES[lines]
    return MARKED + 30.0 * (lines - len(_WHITES)) + (500.0 if lines > 8 else 0.0)


@cache
def of_neighbours(before: int | None, after: int | None) -> float:
    """Return the cost of pages that leave `before` and `after` empty lines; None is a last page, or
    one of another section.

    Which two pages face each other is not known yet: a page that is longer than one of its
    neighbours may lie beside it.
    """
    alone = _ALONE if ((before or 0) < 0) != ((after or 0) < 0) else 0.0
    if before is None or after is None:
        return alone
    return alone + _UNLIKE[min(abs(before - after), len(_UNLIKE) - 1)]


def of_last_page(lines: int) -> float:
    """Return the cost of a last page that is filled down to line `lines`."""
    if lines < LEAST_LINES:
        return 200.0 + 60.0 * (LEAST_LINES - lines)
    return SPARSE * max(0, ENOUGH_LINES - lines)


def of_fills(fills: PageFills) -> float:
    """Return the cost of pages."""
    pages = (None, *fills.whites, None)
    total = sum(map(of_white, fills.whites)) + PAGE * (len(fills.whites) + 1)
    total += sum(of_neighbours(before, after) for before, after in pairwise(pages))
    return total + (of_last_page(fills.last) if fills.whites else 0.0)


def good(fills: PageFills) -> bool:
    """Say whether pages need not be made better."""
    pairs = pairwise(fills.whites)
    return (
        max(fills.whites, default=0) < WHITE
        and all(abs(left - right) < UNLIKE for left, right in pairs)
        and fills.last >= LEAST_LINES
    )
