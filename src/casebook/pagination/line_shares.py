"""How a page takes or gives lines: shared out among the spaces above its blocks and its pictures.

Items are numbers in a flow; heights are CSS pixels.
"""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from . import page_costs
from .items import FlowOfItems, Item

_TINY = 0.001


class LineShare(NamedTuple):
    """A line that an item may take, what that costs, and whether the item grows by it: else it
    stands that much lower."""

    cost: float
    at: int
    grown: bool = False


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


def growth(items: Sequence[Item], at: int) -> LineShare:
    """Return a line by which a picture or a paragraph grows."""
    cost = page_costs.LOOSENED if items[at].text else page_costs.GROWN
    return LineShare(cost, at, grown=True)


def cost_of_giving(flow: FlowOfItems, given: Sequence[tuple[int, float]]) -> float:
    """Return what it costs that pictures and paragraphs become lower by so much."""
    pitch, items = flow.pitch, flow.items
    each = (page_costs.TIGHTENED if items[at].text else page_costs.SHRUNK for at, _ in given)
    return sum(cost * px / pitch for cost, (_, px) in zip(each, given, strict=True))


def by_cost(
    places: Sequence[int], costs: Sequence[float], grows: Sequence[LineShare] = ()
) -> list[LineShare]:
    """Return the lines that items may take, the cheapest first.

    `places` names an item as often as the space above it may take a line; `grows` are those by which
    pictures and paragraphs may grow: each item gives one before any gives two.
    """
    shares = [
        LineShare(costs[at] + _again(costs[at]) * places[:number].count(at), at)
        for number, at in enumerate(places)
    ]
    return sorted([*shares, *grows], key=lambda share: (share.cost, share.grown))


def _again(cost: float) -> float:
    """Return what a further line costs besides, where the first costs so much."""
    return max(page_costs.AGAIN, page_costs.FURTHER * cost)


def spaces(flow: FlowOfItems, shares: Sequence[LineShare]) -> tuple[tuple[int, float], ...]:
    """Return the items that stand lower by these lines, and by how much each does."""
    heights: dict[int, float] = {}
    for share in shares:
        if not share.grown:
            heights[share.at] = heights.get(share.at, 0.0) + flow.pitch
    return tuple(sorted(heights.items()))


def lowered(flow: FlowOfItems, shrinks: Sequence[int], lines: int) -> tuple[tuple[int, float], ...]:
    """Return by how much pictures and paragraphs become lower, to give `lines`: pictures rather than
    paragraphs, and each gives one before any gives two."""
    if not lines:
        return ()
    items = flow.items
    given = dict.fromkeys(shrinks, 0.0)
    pictures = [at for at in shrinks if not items[at].text]
    order = [*product(range(lines), pictures), *((0, at) for at in shrinks if items[at].text)]
    for _, at in order:
        if lines <= 0:
            break
        if given[at] + flow.pitch <= flow.items[at].shrink + _TINY:
            given[at] += flow.pitch
            lines -= 1
    return tuple((at, px) for at, px in given.items() if px)


def raised(flow: FlowOfItems, shares: Sequence[LineShare]) -> tuple[tuple[int, float], ...]:
    """Return by how much pictures that grow by these lines become lower: by less than nothing."""
    grown = [share.at for share in shares if share.grown]
    return tuple((at, -flow.pitch * grown.count(at)) for at in dict.fromkeys(grown))
