"""Make the pages of a section good: look at them, choose them anew, have them made, look again.

Pages are laid out as they come; most are good and stay. Else their items are read, the pages chosen
together (`page_breaks`), and made again from the first that changes. What was made is measured: if
it is no better than what came, that is made once more. Enters: the pages as they came, their box
tree, and what makes pages again. Leaves: the pages. The same pages come of the same text always.
"""

from collections.abc import Callable, Mapping, Sequence

from casebook.weasy.box_changes import BoxChanges
from casebook.weasy.planned_pages import PlannedPage
from casebook.weasy.weasyprint_types import Box

from . import page_costs
from .item_reader import Unread, fills, read
from .items import FlowOfItems
from .page_breaks import PageChoice, choose

Remake = Callable[[int, Mapping[int, PlannedPage]], list[Box]]
"""Makes the pages again from one on, as planned; takes its number and the plans by number."""
MOST_PAGES = 60
"""A section of more pages is left as it comes."""
_SLACK = 0.45
"""Of a line: how much lower text may end than was reckoned."""


def compose(pages: list[Box], root: Box, remake: Remake) -> list[Box]:
    """Return `pages`, which were laid out from the tree `root`, or better ones."""
    together = root.style["page_breaks"] == "together"
    if not together or not 1 < len(pages) <= MOST_PAGES:
        return pages
    try:
        flow = read(pages)
    except Unread:
        return pages
    sided = sum(bool(item.side) for item in flow.items)
    if page_costs.good(flow.fills) and not sided:
        return pages
    before = page_costs.of_fills(flow.fills) + page_costs.ASTRAY * sided
    choices = choose(flow, len(pages) + 1)
    if choices is None:
        return pages
    first = _first_change(flow, choices)
    if first is None:
        return pages
    changes = BoxChanges(root)
    plans = _planned(flow, choices, changes)
    made = remake(first, plans)
    try:
        after = page_costs.of_fills(fills(made, flow.pitch))
    except Unread:
        after = before
    if after < before:
        return made
    changes.undo()
    return remake(first, {})


def _first_change(flow: FlowOfItems, choices: Sequence[PageChoice]) -> int | None:
    """Return the number of the first page that is chosen other than it came."""
    stops = (*flow.starts[1:], len(flow.items))
    for number, choice in enumerate(choices):
        same = number < len(stops) and choice.end == stops[number]
        if not (same and choice.plain):
            return number
    return None


def _planned(
    flow: FlowOfItems, choices: Sequence[PageChoice], changes: BoxChanges
) -> dict[int, PlannedPage]:
    """Return the plans of the pages chosen, and change the tree as they ask for."""
    items, plans = flow.items, {}
    for choice in choices:
        for at, lines in choice.stretches:
            changes.space_above(items[at].path, items[at].margin + lines)
        for at, px in choice.shrinks:
            changes.lower_picture(items[at].path, px)
        for at, place in choice.inserts:
            before = items[place].path if place < len(items) else ()
            changes.move(items[at].path, before)
    for number, choice in enumerate(choices):
        plan = PlannedPage()
        moved = (*choice.heads, *choice.feet)
        boxes = [changes.take_out(items[at].path) for at in moved]
        if moved:
            plan.heads = tuple(boxes[: len(choice.heads)])
            plan.feet = tuple(boxes[len(choice.heads) :])
            plan.parent = items[moved[0]].path[-2]
        if choice.end < len(items):
            following = items[choice.end]
            room = min(flow.pitch, following.gap + following.height)
            feet = [items[at] for at in choice.feet]
            lower = sum(item.height + item.above + item.below for item in feet)
            lower -= sum(px for at, px in choice.shrinks if at in choice.feet)
            plan.below = choice.white * flow.pitch
            plan.free = max(0.0, choice.left + lower - _SLACK * room)
        plans[number] = plan
    return plans
