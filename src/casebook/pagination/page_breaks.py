"""Choose the pages of a section together: dynamic programming over the places where they may end.

A way through the section is a row of pages; each has its cost (see `page_costs`), and unlike
neighbours cost, too, so that the two pages of a spread end alike whichever side the first lies on.
A state is the item that a page begins with, the pictures that wait for a place, and how the page
before ended. On a page, a picture stands where it was written, or goes past following
paragraphs, to the head of a later page or to the foot of this one; never past a heading or another
picture, and before its own place only as far as a page break in the paragraph before it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor, inf
from typing import NamedTuple

from . import line_shares, page_costs
from .items import (
    FlowOfItems,
    PageChoice,
    gap_below_head,
    gap_between,
    height_at_foot,
    height_at_head,
)

_TINY = 0.001
_OVER = 0.004
"""Of a line: what a picture gives up besides whole ones."""
MOST_HEADS, MOST_WAITING = 2, 3
"""Floats at the head of a page; floats put off at the same time."""
MOST_STEPS = 150_000
"""Steps of the search after which pages are left as they come: some seconds."""
FEW_WHITE, MOST_WHITE = 3, 9
"""Lines that a page may leave empty where there is another way, and where there is no good one."""


class _State(NamedTuple):
    """Where a page begins: its first item, floats that wait, one that stands already, how many
    lines the page before left empty (None: there is none, or a forced break is between)."""

    start: int
    waiting: tuple[int, ...] = ()
    placed: int = -1
    white: int | None = None


class _Way(NamedTuple):
    """A way through the section: its last page, and the way to that."""

    before: "_Way | None"
    page: PageChoice


def _pages_of(way: _Way | None) -> list[PageChoice]:
    """Return the pages of a way, in their order."""
    pages: list[PageChoice] = []
    while way is not None:
        pages.append(way.page)
        way = way.before
    return pages[::-1]


@dataclass(slots=True)
class _Branch:
    """A page in the making, filled down to item `at`, behind item `last`.

    `called` is the last line of those that call the floats on it by their numbers, `between` what
    stands below the floats at its head, `first` the item that it begins with.
    """

    at: int
    used: float
    notes: float
    waiting: tuple[int, ...]
    placed: int
    last: int = -1
    cost: float = 0.0
    inserts: tuple[tuple[int, int], ...] = ()
    shrinks: tuple[int, ...] = ()
    stretches: tuple[int, ...] = ()
    grows: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    called: int = -1
    between: float = 0.0
    first: int = 0


def choose(flow: FlowOfItems, most: int) -> list[PageChoice] | None:
    """Return the pages of least cost, at most `most` of them; None when there is no way.

    Pages that an editor would mark are looked at only where there is no way without one.
    """
    cost, pages = _Chooser(flow, FEW_WHITE).best(most)
    if cost >= page_costs.MARKED:
        _, pages = _Chooser(flow, MOST_WHITE).best(most)
    return pages


class _Chooser:
    """Chooses among pages that leave at most `white` lines empty, or as few as can be."""

    def __init__(self, flow: FlowOfItems, white: float) -> None:
        self.flow, self.items, self.count = flow, flow.items, len(flow.items)
        self.ranges = flow.floats
        self.white = self.limit = white
        self.long = flow.long * flow.pitch
        self.pages: dict[tuple[int, tuple[int, ...], int], list[PageChoice]] = {}
        self.steps = 0
        items, pitch = self.items, flow.pitch
        self.above = [round(item.stretch / pitch) if item.stretch else 0 for item in items]
        self.costs = line_shares.costs_above(items)
        self.early = [self._parted(at) for at in range(self.count + 1)]
        self.quiet = [self._is_quiet(at) for at in range(self.count)] + [False]

    def _parted(self, at: int) -> int | None:
        """Return the float after the paragraph that a page break before item `at` parts."""
        for place, reach in self.ranges.items():
            if reach.since < at < place:
                return place
        return None

    def _is_quiet(self, at: int) -> bool:
        """Say whether a page that is far from full just goes on with item `at`."""
        item = self.items[at]
        free = not item.text and (item.shrink or item.grow or at in self.ranges)
        return not (free or item.forced or self.early[at] is not None)

    def best(self, most: int) -> tuple[float, list[PageChoice] | None]:
        """Return the pages of least cost, at most `most`, and what they cost."""
        layer: dict[_State, tuple[float, _Way | None]] = {_State(0): (0.0, None)}
        end: tuple[float, _Way | None] | None = None
        for number in range(most):
            following: dict[_State, tuple[float, _Way | None]] = {}
            for state, (cost, way) in layer.items():
                if end is not None and cost >= end[0]:
                    continue
                if self.steps > MOST_STEPS:
                    return inf, None
                for page in self._pages(state):
                    last = page.end == self.count
                    total = cost + page.cost + page_costs.PAGE
                    if last:
                        total += page_costs.of_last_page(self._lines(page)) if number else 0.0
                        total += page_costs.of_neighbours(state.white, None)
                        if end is None or total < end[0]:
                            end = total, _Way(way, page)
                        continue
                    white: int | None = min(page.white, 9)
                    if self.items[page.end].forced:  # what is empty here stays so
                        alone = state.white is None
                        total += 0.0 if alone else page_costs.of_last_page(self._lines(page))
                        total += page_costs.of_neighbours(state.white, None)
                        white = None
                    else:
                        total += page_costs.of_white(page.white)
                        total += page_costs.of_neighbours(state.white, page.white)
                    key = _State(page.end, page.waiting, page.placed, white)
                    if key not in following or total < following[key][0]:
                        following[key] = total, _Way(way, page)
            layer = following
        return (inf, None) if end is None else (end[0], _pages_of(end[1]))

    def _lines(self, page: PageChoice) -> int:
        """Return down to which line a page is filled."""
        return round(page.used / self.flow.pitch)

    def _pages(self, state: _State) -> list[PageChoice]:
        """Return the pages that may begin as `state` says, without the dear ones."""
        key = state.start, state.waiting, state.placed
        if key not in self.pages:
            choices = self._choices(state)
            if not choices:
                self.limit = inf
                choices = self._choices(state)
                self.limit = self.white
                choices = [page for page in choices if page.white == min(p.white for p in choices)]
            least = min(
                (page.cost + page_costs.of_white(page.white) for page in choices), default=0.0
            )
            self.pages[key] = self._cheapest(
                page
                for page in choices
                if page.end == self.count
                or self.items[page.end].forced
                or page.cost + page_costs.of_white(page.white) <= least + page_costs.PRUNE
            )
        return self.pages[key]

    def _cheapest(self, pages: Iterable[PageChoice]) -> list[PageChoice]:
        """Return the cheapest of those pages behind which everything is alike."""
        best: dict[tuple[object, ...], PageChoice] = {}
        for page in pages:
            key = page.end, page.waiting, page.placed, page.white, self._lines(page)
            if key not in best or page.cost < best[key].cost:
                best[key] = page
        return list(best.values())

    def _choices(self, state: _State) -> list[PageChoice]:
        return [page for branch in self._starts(state) for page in self._filled(branch)]

    def _starts(self, state: _State) -> Iterator[_Branch]:
        """Yield the page with each number of floats at its head."""
        waiting = state.waiting
        for number in range(min(MOST_HEADS, len(waiting)) + 1):
            heads, rest = waiting[:number], waiting[number:]
            if rest and self.ranges[rest[0]].until < state.start:
                continue
            cost = sum(page_costs.HEAD + self._astray(f, "top") for f in heads)
            cost += page_costs.LATER * len(rest)
            yield self._begun(state, heads, rest, state.placed, cost)
        early = self.early[state.start]
        if early is not None and not waiting and state.placed != early:
            cost = page_costs.EARLY + self._astray(early, "top")
            yield self._begun(state, (early,), (), early, cost)

    def _begun(
        self, state: _State, heads: tuple[int, ...], rest: tuple[int, ...], placed: int, cost: float
    ) -> _Branch:
        high = height_at_head([self.items[at] for at in heads])
        if heads and self.items[state.start].heading:
            cost += page_costs.HEAD_ON_HEADING
        shrinks = tuple(f for f in heads if self.items[f].shrink)
        grows = tuple(f for f in heads for _ in range(self._steps(f)))
        return _Branch(
            state.start, high, 0.0, rest, placed, cost=cost, heads=heads, shrinks=shrinks,
            grows=grows, called=self._called(-1, *heads), first=state.start,
        )  # fmt: skip

    def _called(self, before: int, *places: int) -> int:
        """Return the last of the lines that call these items, and `before`."""
        for at in places:
            if at in self.ranges:
                before = max(before, self.ranges[at].mention)
        return before

    def _steps(self, at: int) -> int:
        """Return by how many lines a picture may grow."""
        return round(self.items[at].grow / self.flow.pitch) if self.items[at].grow else 0

    def _filled(self, branch: _Branch) -> list[PageChoice]:
        """Return the pages that a page in the making may become."""
        pages: list[PageChoice] = []
        stack = [branch]
        start, full = branch.at, self.flow.height + self.long
        while stack and self.steps <= MOST_STEPS:
            page = stack.pop()
            self.steps += 1
            if page.last >= 0 and page.last == page.at - 1 and not page.waiting:
                self._go_on(page)
            at = page.at
            if at == self.count:
                if not page.waiting:
                    pages += self._ended(page, start, ())
                continue
            if page.last >= 0 and self._may_end(page):
                pages += self._ends(page, start)
                if self.items[at].forced:
                    continue
            if page.waiting:
                reach = self.ranges[page.waiting[0]]
                if at in reach.places and (page.last >= 0 or at == reach.until):
                    inserted = self._inserted(page)
                    if self._least(inserted) <= full + _TINY:
                        stack.append(inserted)
                if at >= max(reach.until, reach.latest):
                    continue
                if at == reach.until:
                    page.cost += page_costs.BEYOND
            if at in self.ranges and at != page.placed:
                if len(page.waiting) < MOST_WAITING:
                    stack.append(self._deferred(page))
                if page.waiting:
                    continue
                page.cost += self._astray(at, "top" if page.last < 0 else "")
            if at == page.placed:
                page.at, page.placed = at + 1, -1
                stack.append(page)
                continue
            self._take(page)
            if self._least(page) <= full + _TINY:
                stack.append(page)
        return pages

    def _go_on(self, page: _Branch) -> None:
        """Put items on the page while it is too empty to end and there is nothing to choose."""
        items, flow, above, at = self.items, self.flow, self.above, page.at
        used, notes, lines = page.used, page.notes, len(page.stretches) + len(page.grows)
        while self.quiet[at]:
            noted = notes + flow.around if notes else 0.0
            spare = flow.height - (used + items[at - 1].trail) - noted - lines * flow.pitch
            item = items[at]
            more = item.gap + item.height + item.notes + flow.around
            if spare < (self.limit + 1) * flow.pitch or used + noted + more > flow.height:
                break
            used += item.height + item.gap
            notes += item.notes
            lines += above[at]
            page.stretches += (at,) * above[at]
            lines += self._freed(page, at) if item.shrink or item.grow else 0
            at += 1
        self.steps += at - page.at
        page.at, page.last, page.used, page.notes = at, at - 1, used, notes

    def _least(self, page: _Branch) -> float:
        """Return how high a page is at least: with its pictures as small as they may be; with notes,
        by as much higher as it might be longer without."""
        high = page.used + page.notes + (self.flow.around + self.long if page.notes else 0.0)
        high -= self.items[page.last].slack if page.last >= 0 else 0.0
        return high - sum([self.items[at].shrink for at in page.shrinks] if page.shrinks else ())

    def _may_end(self, page: _Branch) -> bool:
        item = self.items[page.at]
        if item.forced:
            return not page.waiting
        return item.breaks and not self.items[page.last].heading

    def _take(self, page: _Branch) -> None:
        """Put the next item on the page."""
        item = self.items[page.at]
        first = page.last < 0
        if first:
            page.between = self._below_heads(page, page.at)
        page.used += item.height
        page.used += item.lead + page.between if first else self._gap(page.last, page.at)
        page.notes += item.notes
        if not first and (item.rank or page.last == page.at - 1):
            page.stretches += (page.at,) * self.above[page.at]
        if item.shrink or item.grow:
            self._freed(page, page.at)
        if page.at in self.ranges:
            page.called = self._called(page.called, page.at)
        page.last, page.at = page.at, page.at + 1

    def _freed(self, page: _Branch, at: int) -> int:
        """Let an item give and take lines, a text if all of it is on the page; return how many more."""
        item = self.items[at]
        if item.text and at - item.lines + 1 < page.first:
            return 0
        page.shrinks += (at,) if item.shrink else ()
        steps = self._steps(at)
        page.grows += (at,) * steps
        return steps

    def _below_heads(self, page: _Branch, at: int) -> float:
        """Return what stands between the heads of a page and its first item, besides margins."""
        return gap_below_head(self.items[page.heads[-1]], self.items[at]) if page.heads else 0.0

    def _gap(self, upper: int, lower: int) -> float:
        """Return what stands between two items on a page."""
        if upper == lower - 1:
            return self.items[lower].gap
        return gap_between(self.items[upper], self.items[lower])

    def _deferred(self, page: _Branch) -> _Branch:
        """Return the page with the float that comes next put off."""
        return _Branch(
            page.at + 1, page.used, page.notes, (*page.waiting, page.at), page.placed, page.last,
            page.cost + page_costs.DEFERRED, page.inserts, page.shrinks, page.stretches,
            page.grows, page.heads, page.called, page.between, page.first,
        )  # fmt: skip

    def _inserted(self, page: _Branch) -> _Branch:
        """Return the page with the float that waits put before the next item."""
        first, *rest = page.waiting
        item = self.items[first]
        between, gap = page.between, item.lead
        if page.last < 0:
            between = self._below_heads(page, first)
            gap += between
        else:
            gap = gap_between(self.items[page.last], item)
        passed = self.ranges[first].places.index(page.at)
        return _Branch(
            page.at, page.used + item.height + gap, page.notes, tuple(rest), page.placed,
            first, page.cost + page_costs.PASSED * passed + self._astray(first, ""),
            (*page.inserts, (first, page.at)),
            (*page.shrinks, first) if item.shrink else page.shrinks, page.stretches,
            (*page.grows, *(first,) * self._steps(first)), page.heads,
            self._called(page.called, first), between, page.first,
        )  # fmt: skip

    def _ends(self, page: _Branch, start: int) -> list[PageChoice]:
        """Return the page ended before its next item, with and without a float at its foot."""
        pages = self._ended(page, start, ())
        early = self.early[page.at]
        if page.waiting:
            pages += self._ended(page, start, page.waiting[:1])
        elif early is not None and early != page.placed:
            pages += self._ended(page, start, (early,))
        return pages

    def _ended(self, page: _Branch, start: int, feet: tuple[int, ...]) -> list[PageChoice]:
        """Return the page ended here with `feet`, by how many lines its headings take."""
        flow, pitch, last = self.flow, self.flow.pitch, page.at == self.count
        item = self.items[page.last] if page.last >= 0 else None
        if item is not None and item.around:  # half of what it takes would stand at the foot
            kept = tuple(at for at in page.stretches if at != page.last)
            page = replace(page, stretches=kept)
        used = page.used + (item.trail if item else 0.0)
        room = flow.height - used
        if page.notes:
            room -= page.notes + flow.around
        shrinks, grows = page.shrinks, page.grows
        for f in feet:
            high = height_at_foot(self.items[f])
            used, room = used + high, room - high
            shrinks = (*shrinks, f) if self.items[f].shrink else shrinks
            grows += (f,) * self._steps(f)
        if item is not None and -item.slack - _TINY <= room < 0:
            used, room = used + room, 0.0
        ends = last or self.items[page.at].forced
        spare = room - (len(page.stretches) + len(grows)) * pitch
        if spare >= (self.limit + 1) * pitch and not ends:
            return []
        long = 0 if ends or feet or page.notes else flow.long
        lines = 0
        if room < -_TINY:
            lines = max(1, ceil(-room / pitch - _OVER))
        pages: list[PageChoice] = []
        if lines * pitch <= sum(self.items[at].shrink for at in shrinks) + _TINY:
            given = line_shares.lowered(flow, shrinks, lines)
            rest = () if given else grows
            pages += self._stretched(page, start, feet, given, rest, used, room, long)
        if 0 < lines <= long:
            pages += self._stretched(page, start, feet, (), (), used, room, long)
        return pages

    def _stretched(
        self, page: _Branch, start: int, feet: tuple[int, ...],
        given: tuple[tuple[int, float], ...], grows: tuple[int, ...], used: float, room: float,
        long: int,
    ) -> list[PageChoice]:  # fmt: skip
        """Return the page with each number of lines that fill it, down to `long` lines more than
        others have."""
        pitch, last = self.flow.pitch, page.at == self.count
        lower = sum(px for _, px in given) if given else 0.0
        used, room = used - lower, room + lower
        below = 0.0 if feet or page.last < 0 else self.items[page.last].trail
        white = max(0 if room > -_TINY else -long, floor((room + below) / pitch + 0.05))
        cost = page.cost + line_shares.cost_of_giving(self.flow, given)
        placed, waiting = page.placed, page.waiting
        if feet and waiting:
            waiting, cost = waiting[1:], cost + page_costs.FOOT
        elif feet:
            placed, cost = feet[0], cost + page_costs.EARLY
        for f in feet:
            cost += self._astray(f, "bottom")
        cost += page_costs.BETWEEN if feet and self._parts_first_line(page) else 0.0
        uncalled = self._called(page.called, *feet) >= page.at
        cost += page_costs.UNCALLED if uncalled else 0.0
        if not last:
            cost += self.items[page.at].cost
        free = max(0, floor(room / pitch + 0.05) + long)
        ends = last or self.items[page.at].forced
        most = 0 if ends else min(len(page.stretches) + len(grows), free)
        growing = [line_shares.growth(self.items, at) for at in grows] if most else []
        lines = line_shares.by_cost(page.stretches, self.costs, growing) if most else []
        pages: list[PageChoice] = []
        least = 0 if ends or self.limit == inf else max(0, white - int(self.limit))
        for count in range(least, most + 1):
            shares = lines[:count]
            taken = line_shares.raised(self.flow, shares) or given
            more = sum(share.cost for share in shares)
            pages.append(PageChoice(
                start, page.at, page.heads, feet, page.inserts, taken,
                line_shares.spaces(self.flow, shares), used + count * pitch,
                room - count * pitch, white - count, cost + more, waiting, placed,
                uncalled, page.between,
            ))  # fmt: skip
        return pages

    def _parts_first_line(self, page: _Branch) -> bool:
        """Say whether the text of a page ends with the first line of a paragraph that goes on."""
        if page.at == self.count or page.last != page.at - 1:
            return False
        last, following = self.items[page.last], self.items[page.at]
        return last.text and last.opens and following.text and not following.opens

    def _astray(self, place: int, side: str) -> float:
        """Return what it costs that a float stands at this side of the page ("" for neither)."""
        wanted = self.items[place].side
        return page_costs.ASTRAY if wanted and wanted != side else 0.0
