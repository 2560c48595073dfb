"""Choose the lines of a paragraph and share out what is left over in each.

Breaks are chosen for the whole paragraph by dynamic programming (Knuth and Plass 1981) with a cost
that follows CLREQ: squeezing marks is cheap, opening the text up dear, a one-character last line
dearer still (R15, R38, R42). Each line is then adjusted in CLREQ's stages (R35, R36).
"""

from bisect import bisect_right, insort
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from . import gaps
from .adjust import WIDEST, Line, expand, squeeze
from .break_opportunities import BreakOpportunities
from .emergency import open_up
from .paragraph import Paragraph

_RUNT: Final = 2500.0
_SHORT: Final = 20.0  # as dear as a line opened by 0.03 em
_LAST_SQUEEZED: Final = 50.0  # beside what squeezing costs: rather than a line opened by 0.05 em
_RAGGED: Final = 1000.0  # a line with an address left short; dearer than opened by `WIDEST`
_MISSING: Final = 30.0  # for the square of the em that it is short
_BAD: Final = 1000.0
_LATE: Final = 1e7
_PRUNE: Final = 120.0
_OPEN: Final = 55.0  # of a line in a paragraph of other lines: 0.045 em between its characters
_TINY: Final = 1e-6
_NEVER: Final = 1e12


@dataclass(slots=True)
class Demand:
    """What the surroundings ask: the measure of each line, and how lines are aligned.

    From line `uniform` on all measures are equal.
    """

    measure: Callable[[int], float]
    uniform: int
    justify: bool
    balance: bool = False
    justify_last: bool = False


class Setter:
    """Sets the lines of one paragraph."""

    def __init__(self, paragraph: Paragraph, demand: Demand) -> None:
        self.p = paragraph
        self.demand = demand
        self.settings = paragraph.spans[0].settings
        self.em = max(span.em for span in paragraph.spans)
        self.prune = _PRUNE

    @cached_property
    def opportunities(self) -> BreakOpportunities:
        """The breaks; not asked for while everything fits on one line."""
        demand = self.demand
        open_up(self.p, min(map(demand.measure, range(demand.uniform + 1))))
        return BreakOpportunities(self.p, self.settings)

    def _fits(self, begin: int, stop: int, measure: float) -> Line | None:
        """Return the only line of a text that fits on it, where its edges are plain."""
        p, settings = self.p, self.settings
        plain = settings.start == settings.end == "trim" and not settings.hang
        if not plain or self.demand.justify_last:
            return None
        end = p.visible_end(begin, stop)
        width = p.places[end - 1] + p.widths[end - 1] - p.places[begin]
        if width > measure + _TINY:
            return None
        return Line(begin, end, stop, width, 0.0, [], False, True)

    def set(self, start: int, number: int = 0) -> list[Line]:
        """Return the lines from character `start` on, the first being line `number`."""
        lines: list[Line] = []
        count = len(self.p.text)
        while start < count:
            forced = self.p.breaks.find(gaps.FORCED, start + 1)
            stop = count if forced < 0 else forced
            lines.extend(self._part(start, stop, number + len(lines)))
            start = stop
        return lines

    def set_in(self, count: int) -> list[Line] | None:
        """Return the whole text in just so many lines; None where no editor would: one of them would
        stand too open, or the last hold too little."""
        stop, begin = len(self.p.text), self.p.first(0)
        if self.p.breaks.find(gaps.FORCED, 1) >= 0 or not self._room_for(count):
            return None
        here, goal = self.opportunities.start(begin), self.opportunities.index[stop]
        cost, path = self._search(here, goal, 0, count)
        return self._made(here, goal, path, 0) if cost < _NEVER else None

    def _room_for(self, count: int) -> bool:
        """Say whether a text could take so many lines, by its width as a whole."""
        p, em = self.p, self.em
        room = sum(map(self.demand.measure, range(count)))
        wide = p.places[-1]
        least = wide - p.slack[-1] - p.stops[-1] - 0.5 * em * count
        most = wide + p.give[-1] + 0.04 * em * p.evens[-1]
        return least <= room and most >= room - self.demand.measure(count - 1)

    def _part(self, start: int, stop: int, number: int) -> list[Line]:
        """Set the lines between two forced breaks."""
        begin = self.p.first(start)
        if begin >= stop or self.p.visible_end(begin, stop) <= begin:
            return [Line(start, start, stop, 0.0, 0.0, [], False, True)]
        only = self._fits(begin, stop, self.demand.measure(number))
        if only is not None:
            return [only]
        opportunities = self.opportunities
        here = opportunities.start(begin)
        goal = opportunities.index[stop]
        if opportunities.natural(here, goal) <= self.demand.measure(number) + _TINY:
            path = [goal]
        elif self.settings.wrap == "stable":
            path = self._greedy(here, goal, number)
        else:
            path = self._best(here, goal, number)
        return self._made(here, goal, path, number)

    def _made(self, here: int, goal: int, path: list[int], number: int) -> list[Line]:
        """Make the lines from break `here` on that end at the breaks of `path`."""
        lines = []
        for offset, end in enumerate(path):
            measure = self.demand.measure(number + offset)
            lines.append(self._line(here, end, goal, measure))
            here = end
        return lines

    # Breaks

    def _greedy(self, here: int, goal: int, number: int) -> list[int]:
        """Fill each line in turn: the cheapest break that fits."""
        path: list[int] = []
        while here != goal:
            measure = self.demand.measure(number + len(path))
            if self.opportunities.natural(here, goal) <= measure + _TINY:
                path.append(goal)
                break
            here = min(self._choices(here, goal, measure), key=lambda item: item[1])[0]
            path.append(here)
        return path

    def _best(self, here: int, goal: int, number: int) -> list[int]:
        """Return the breaks of least total cost; look wider if the near ones serve badly."""
        cost, path = self._search(here, goal, number)
        if cost >= _BAD:
            self.prune = _LATE
            wide_cost, wide = self._search(here, goal, number)
            self.prune = _PRUNE
            if wide_cost < cost:
                return wide
        return path

    def _search(
        self, begin: int, goal: int, number: int, count: int = 0
    ) -> tuple[float, list[int]]:
        """Go through the places where a line may start, in order, keeping the cheapest way to each.

        A state is a break and, while measures differ, the number of the line that starts there; with
        a `count` of lines to make, of which none may be dear, it always is.
        """
        uniform = max(self.demand.uniform, number, count)
        states = uniform + 1
        state = begin * states + min(number, uniform)
        ways: dict[int, tuple[float, int]] = {state: (0.0, -1)}
        waiting = [state]
        best, last = _NEVER, state
        rights, left = self.opportunities.rights, self.opportunities.left
        for at, state in enumerate(waiting, 1):  # which grows
            cost = ways[state][0]
            if cost >= best:
                continue
            here, line = divmod(state, states)
            measure = self.demand.measure(line)
            if rights[goal] - left[here] <= measure + _TINY and count in (0, line + 1):
                price = self._final(here, goal, measure, begin)
                final = _NEVER if count and price >= _SHORT else cost + price
                if final < best:
                    best, last = final, state
            if count == line + 1:
                continue
            following = min(line + 1, uniform)
            for end, price in self._choices(here, goal, measure):
                if count and (price > _OPEN or end >= goal):
                    continue
                total = cost + price
                if end >= goal:
                    if total < best:
                        best, last = total, state
                    continue
                known = end * states + following
                if known not in ways:
                    insort(waiting, known, at)
                elif total >= ways[known][0]:
                    continue
                ways[known] = total, state
        path = [goal]
        while ways[last][1] >= 0:
            path.append(last // states)
            last = ways[last][1]
        return best, path[::-1]

    def _choices(self, here: int, goal: int, measure: float) -> list[tuple[int, float]]:
        """Return the breaks where a line from `here` may end, with their cost, longest first."""
        if self.demand.justify:
            choices = self._full(here, goal, measure)
        else:
            choices = self._ragged(here, goal, measure)
        if choices and choices[0][0] == goal:
            # the last line is natural, see `_final`, or it is full, its marks squeezed (R42)
            if self.demand.justify and self.opportunities.natural(here, goal) > measure + _TINY:
                choices[0] = (goal, choices[0][1] + _LAST_SQUEEZED)
            else:
                del choices[0]
        return choices or [(min(here + 1, goal), _LATE)]

    def _full(self, here: int, goal: int, measure: float) -> list[tuple[int, float]]:
        """Return the breaks that make a full line: squeezed, exact or opened."""
        c, p, em, prune = self.opportunities, self.p, self.em, self.prune
        slack, stops, give, evens, rights = p.slack, p.stops, p.give, p.evens, c.rights
        shows, begins = c.shows, c.begins[here]
        limit = c.left[here] + measure
        slack_here, stops_here = slack[begins], stops[begins]
        choices: list[tuple[int, float]] = []
        best = _NEVER
        end = min(goal, bisect_right(rights, limit + 5 * em, here + 1) - 1)
        most = slack[shows[end]] - slack_here + stops[shows[end]] - stops_here + _TINY
        if most < 5 * em and not self.settings.hang:
            end = min(end, bisect_right(rights, limit + most, here + 1) - 1)
        while end > here:
            excess = limit - rights[end]
            if excess < -_TINY:
                need = -excess - c.spare[end]
                easy = slack[shows[end]] - slack_here
                if need > easy + _TINY:
                    hard = stops[shows[end]] - stops_here
                    if need > easy + hard + _TINY:
                        end -= 1
                        continue
                    cost = 14.0 + 8.0 * (need - easy) / hard
                else:
                    cost = 8.0 * (need / easy) ** 2 if need > _TINY else 1.0
            else:
                elastic = give[shows[end]] - give[begins]
                cost = 0.0
                if elastic > 0.0:
                    cost = 2.0 * min(1.0, excess / elastic)
                    excess -= elastic
                if excess > _TINY:
                    count = evens[shows[end]] - evens[begins]
                    opened = excess / count / em if count else 1.0 + excess / em
                    if opened > WIDEST and c.addressed[shows[end]] > c.addressed[begins]:
                        cost += _RAGGED + _MISSING * (excess / em) ** 2
                    elif opened <= 0.02:
                        cost += 10.0 * (opened / 0.02) ** 2
                    else:
                        cost += min(1e5, 10.0 + 60.0 * ((opened - 0.02) / 0.03) ** 1.5)
                if cost > best + prune:
                    break
            cost += c.penalties[end]
            choices.append((end, cost))
            if cost < best:
                best = cost
            end -= 1
        return choices

    def _ragged(self, here: int, goal: int, measure: float) -> list[tuple[int, float]]:
        """Return breaks for ragged text: nothing is squeezed or opened, lines are just even.

        Where a heading is balanced, it rather turns over where one pauses in reading it.
        """
        c = self.opportunities
        limit = c.left[here] + measure + _TINY
        end = min(goal, bisect_right(c.rights, limit, here + 1) - 1)
        choices: list[tuple[int, float]] = []
        weight = 1.0 if self.demand.balance else 4.0
        depth = 60 if self.demand.balance else 8
        while end > here and len(choices) < depth:
            ratio = (limit - c.rights[end]) / self.em
            cost = weight * ratio * ratio + c.penalties[end]
            if self.demand.balance:
                cost += c.pause_costs[end]
            choices.append((end, cost))
            end -= 1
        return choices

    def _final(self, here: int, goal: int, measure: float, begin: int) -> float:
        """Return the cost of ending the paragraph with the line from `here`."""
        natural = self.opportunities.natural(here, goal)
        if natural > measure + _TINY:
            return _NEVER
        cost = 0.0
        if self.demand.justify_last:
            ends = dict(self._full(here, goal, measure))
            cost = ends.get(goal, _LATE)
        if here != begin and self._units(self.opportunities.first[here], goal) < self.settings.runt:
            cost += _RUNT
        elif here != begin and natural < 3 * self.em - _TINY:
            cost += _SHORT
        if self.demand.balance:
            cost += ((measure - natural) / self.em) ** 2
        return cost

    def _units(self, start: int, goal: int) -> int:
        """Count what a last line holds but marks, also those of notes; a word of four letters counts
        double (R42)."""
        count = run = 0
        bound = self.p.extras.bound
        for at in range(start, self.opportunities.ends[goal]):
            letter = self.p.letters[at]
            run = run + 1 if letter in gaps.WESTERN else 0
            if at not in bound and (letter in "HG@" or run in (1, 4)):
                count += 1
            if count >= self.settings.runt:
                break
        return count

    # Adjustment

    def _line(self, here: int, end: int, goal: int, measure: float) -> Line:
        """Make the line, adjusted if it is to be full."""
        c = self.opportunities
        last = end == goal
        line = Line(
            c.first[here],
            c.shown[end],
            c.ends[end],
            c.natural(here, end),
            0.0,
            [],
            c.hyphen[end],
            last,
            c.lead(here),
        )
        natural = last and not self.demand.justify_last and line.width <= measure + _TINY
        full = self.demand.justify and not natural
        if not full or self.settings.justify == "none" or line.end <= line.start:
            return line
        excess = measure - line.width
        if excess < -_TINY:
            given = min(-excess, c.spare[end])
            line.width -= given
            squeeze(self.p, line, -excess - given)
        elif excess > _TINY:
            expand(self.p, line, excess, self.settings.justify, self.em)
        return line
