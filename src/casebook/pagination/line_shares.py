"""How a page takes or gives lines: shared out among the spaces above its blocks and its pictures.

Items are numbers in a flow; heights are CSS pixels.
"""

from collections.abc import Sequence
from itertools import product

from . import page_costs
from .items import FlowOfItems, Item

_TINY = 0.001


def costs_above(items: Sequence[Item]) -> list[float]:
    """Return what a line more above each item costs: headings below the highest level of those that
    may take one cost more than it, or a lower one would seem to begin more than a higher; what is a
    last resort costs most."""
    highest = min((item.rank for item in items if item.rank and item.stretch), default=0)
    costs = {0: page_costs.STRETCHED, highest: page_costs.STRETCHED}
    return [
        page_costs.LAST_RESORT if item.last_resort else costs.get(item.rank, page_costs.BELOW)
        for item in items
    ]


def by_cost(places: Sequence[int], costs: Sequence[float]) -> list[tuple[float, int]]:
    """Return what each line more costs and the item it stands above, the cheapest first.

    `places` names an item as often as it may take a line: each gives one before any gives two.
    """
    lines: list[tuple[float, int]] = []
    for number, at in enumerate(places):
        again = places[:number].count(at)
        lines.append((costs[at] + page_costs.AGAIN * again, at))
    return sorted(lines)


def spaces(flow: FlowOfItems, lines: Sequence[tuple[float, int]]) -> tuple[tuple[int, float], ...]:
    """Return the items that these lines stand above, and the height of those of each."""
    heights: dict[int, float] = {}
    for _, at in lines:
        heights[at] = heights.get(at, 0.0) + flow.pitch
    return tuple(sorted(heights.items()))


def lowered(flow: FlowOfItems, shrinks: Sequence[int], lines: int) -> tuple[tuple[int, float], ...]:
    """Return by how much pictures become lower, to give `lines`: each gives one before any gives
    two."""
    if not lines:
        return ()
    given = dict.fromkeys(shrinks, 0.0)
    for _, at in product(range(lines), shrinks):
        if lines <= 0:
            break
        if given[at] + flow.pitch <= flow.items[at].shrink + _TINY:
            given[at] += flow.pitch
            lines -= 1
    return tuple((at, px) for at, px in given.items() if px)


def raised(flow: FlowOfItems, grows: Sequence[int]) -> tuple[tuple[int, float], ...]:
    """Return by how much pictures that grow by a line each become lower: by less than nothing."""
    lines = {at: grows.count(at) for at in grows}
    return tuple((at, -flow.pitch * count) for at, count in lines.items())
