"""Make the pages of a section good: look at them, choose them anew, have them made, look again.

Pages are laid out as they come; most are good and stay. Else their items are read, the pages chosen
together (`page_breaks`), and made again from the first that changes. What was made is measured:
where a page came out other than it was reckoned, none ends there, and all are chosen once more; if
nothing is better than what came, that is made again. Enters: the pages as they came, their box
tree, and what makes pages again. Leaves: the pages. The same pages come of the same text always.
"""

from collections.abc import Callable, Mapping, Sequence, Set

from casebook.weasy.box_changes import BoxChanges
from casebook.weasy.flow_pieces import in_columns
from casebook.weasy.footnotes import stands_apart
from casebook.weasy.planned_pages import PlannedPage
from casebook.weasy.weasyprint_types import Box

from . import column_pages, page_costs
from .item_reader import Unread, fills, read
from .items import FlowOfItems, PageChoice, PageFills, height_at_foot
from .page_breaks import choose
from .page_edges import set_flush

Remake = Callable[[int, Mapping[int, PlannedPage], Set[int]], list[Box]]
"""Makes the pages again from one on, as planned; takes its number, the plans by number, and the
numbers of those that will be as they came if they begin in the same place."""
MOST_PAGES = 60
"""A section of more pages is left as it comes."""
TRIALS = 3
"""How often pages are chosen, where they do not come out as reckoned."""
_SLACK = 0.45
"""Of a line: how much lower text may end than was reckoned."""


def compose(pages: list[Box], root: Box, remake: Remake) -> list[Box]:
    """Return `pages`, which were laid out from the tree `root`, or better ones, their pictures at
    the edges flush with them; as they came where the root has `page-breaks: first-fit`."""
    together = root.style["page_breaks"] == "together"
    return set_flush(_chosen(pages, root, remake)) if together else pages


def _chosen(pages: list[Box], root: Box, remake: Remake) -> list[Box]:
    if not 1 < len(pages) <= MOST_PAGES:
        return pages
    try:
        flow = read(pages)
    except Unread:
        return column_pages.compose(pages, remake) if all(map(in_columns, pages)) else pages
    besides = _besides(flow)
    if page_costs.good(flow.fills) and not besides:
        return pages
    return _Trials(flow, root, remake).best(pages, page_costs.of_fills(flow.fills) + besides)


def _besides(flow: FlowOfItems) -> float:
    """Return what else pages cost as they came: floats that stand at the wrong side of a page, or
    before the page that calls them, short tables that are parted."""
    ends = (*flow.starts[1:], len(flow.items))
    sided = sum(bool(item.side) for item in flow.items)
    uncalled = sum(
        any(start <= at < end <= reach.mention for at, reach in flow.floats.items())
        for start, end in zip(flow.starts, ends, strict=True)
    )
    other = page_costs.ASTRAY * sided + page_costs.UNCALLED * uncalled
    return other + page_costs.PARTED * flow.parted


class _Trials:
    """Pages made as they were chosen, until they come out as they were reckoned."""

    def __init__(self, flow: FlowOfItems, root: Box, remake: Remake) -> None:
        self.flow, self.remake = flow, remake
        self.changes = BoxChanges(root)
        self.first = len(flow.starts)
        self.plans: dict[int, PlannedPage] = {}

    def best(self, pages: list[Box], cost: float) -> list[Box]:
        """Return the best pages of a few trials, or `pages` as they came, at `cost`."""
        flow, most = self.flow, len(pages) + 1
        best: list[PageChoice] = []
        made, last = pages, best
        for _ in range(TRIALS):
            choices = choose(flow, most)
            if choices is None or _first_change(flow, choices) is None:
                break
            made, last = self._made(choices), choices
            try:
                measured = fills(made, flow.pitch)
            except Unread:
                break
            new = page_costs.of_fills(measured)
            new += page_costs.UNCALLED * sum(choice.uncalled for choice in choices)
            if new < cost and self._sound(made):
                cost, best = new, choices
            if not self._forbid(choices, measured):
                break
        return made if last is best else self._made(best)

    def _made(self, choices: Sequence[PageChoice]) -> list[Box]:
        """Return the pages made as chosen; with no choices, as they came."""
        self.changes.undo()
        change = _first_change(self.flow, choices) if choices else None
        self.first = self.first if change is None else min(self.first, change)
        self.plans = _planned(self.flow, choices, self.changes)
        return self.remake(self.first, self.plans, _unchanged(self.flow, choices))

    def _sound(self, made: Sequence[Box]) -> bool:
        """Say whether all floats stand on the pages made, and none of them, nor any text, on notes:
        these may go on over a page that was reckoned without them."""
        placed = all(plan.placed for plan in self.plans.values())
        return placed and all(map(stands_apart, made[self.first :]))

    def _forbid(self, choices: Sequence[PageChoice], measured: PageFills) -> bool:
        """Have no page end where the first ends that came out other than it was reckoned; say
        whether there is one."""
        for choice, white in zip(choices[:-1], measured.whites, strict=False):
            item = self.flow.items[choice.end]
            if white != choice.white and item.breaks and not item.forced:
                item.breaks = False
                return True
        return False


def _first_change(flow: FlowOfItems, choices: Sequence[PageChoice]) -> int | None:
    """Return the number of the first page that is chosen other than it came."""
    numbers = range(len(choices))
    return next((number for number in numbers if not _as_came(flow, choices, number)), None)


def _as_came(flow: FlowOfItems, choices: Sequence[PageChoice], number: int) -> bool:
    """Say whether a page holds what it held as it came, and nothing else."""
    choice, before = choices[number], choices[max(0, number - 1)]
    stops = (*flow.starts[1:], len(flow.items))
    if number >= len(stops) or (choice.start, choice.end) != (flow.starts[number], stops[number]):
        return False
    elsewhere = any(page.waiting or page.placed >= 0 for page in (before, choice))
    return choice.plain and not elsewhere


def _unchanged(flow: FlowOfItems, choices: Sequence[PageChoice]) -> Set[int]:
    """Return the numbers of the pages that hold what they held as they came; all without choices.

    None begins behind a float that moves: the boxes behind it have other numbers then.
    """
    if not choices:
        return frozenset(range(len(flow.starts)))
    moved = [at for choice in choices for at in (*choice.heads, *choice.feet)]
    moved += [at for choice in choices for insert in choice.inserts for at in insert]
    first = min(moved, default=len(flow.items))
    return frozenset(
        number
        for number, choice in enumerate(choices)
        if choice.start <= first and _as_came(flow, choices, number)
    )


def _planned(
    flow: FlowOfItems, choices: Sequence[PageChoice], changes: BoxChanges
) -> dict[int, PlannedPage]:
    """Return the plans of the pages chosen, and change the tree as they ask for."""
    items, plans = flow.items, {}
    for choice in choices:
        for at, lines in choice.stretches:
            if items[at].around:
                changes.space_around(items[at].path, lines)
            else:
                changes.space_above(items[at].path, items[at].margin + lines)
        for at, px in choice.shrinks:
            if items[at].text:
                changes.change_lines(items[at].path, round(-px / flow.pitch))
            else:
                changes.lower_picture(items[at].path, px)
        for at, place in choice.inserts:
            before = items[place].path if place < len(items) else ()
            changes.move(items[at].path, before)
        for at in (*choice.heads, *choice.feet, *(at for at, _ in choice.inserts)):
            if items[at].discards:
                changes.space_below(items[at].path, items[at].below)
    for number, choice in enumerate(choices):
        plan = PlannedPage()
        moved = (*choice.heads, *choice.feet)
        boxes = [changes.take_out(items[at].path) for at in moved]
        if moved:
            plan.heads = tuple(boxes[: len(choice.heads)])
            plan.feet = tuple(boxes[len(choice.heads) :])
            plan.parent = items[moved[0]].path[-2]
            plan.between = choice.between
        if choice.end < len(items):
            following = items[choice.end]
            room = min(flow.pitch, following.gap + following.height)
            lower = sum(height_at_foot(items[at]) for at in choice.feet)
            lower -= sum(px for at, px in choice.shrinks if at in choice.feet)
            plan.below = choice.white * flow.pitch
            free = choice.left + lower - _SLACK * room
            plan.free = free if choice.white < 0 else max(0.0, free)
        plans[number] = plan
    return plans
