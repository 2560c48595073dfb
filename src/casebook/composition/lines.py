"""Choose the lines of a paragraph and share out what is left over in each.

Breaks are chosen for the whole paragraph by dynamic programming (Knuth and Plass 1981) with a cost
that follows CLREQ: squeezing marks is cheap, opening the text up dear, a one-character last line
dearer still (R15, R38, R42). Each line is then adjusted in CLREQ's stages (R35, R36).
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from . import gaps
from .paragraph import Paragraph, Span

_PENALTIES: Final = (0.0, 0.0, 35.0, 15.0, 60.0, 0.0)
_RUNT: Final = 900.0
_OPEN_LIMIT: Final = 0.30
_GOOD: Final = 14.0
_PRUNE: Final = 250.0
_TINY: Final = 1e-6


@dataclass(slots=True)
class Line:
    """A line: characters `start` to `end` show, the next line starts at `next`.

    `width` is what it takes; `open` what each even gap gets; `moves` the change of each elastic
    gap, as (index, change); `indent` what is trimmed or kept before the first character.
    """

    start: int
    end: int
    next: int
    width: float
    open: float
    moves: list[tuple[int, float]]
    hyphen: bool
    last: bool
    lead: float = 0.0


@dataclass(slots=True)
class Demand:
    """What the surroundings ask: the measure of each line, and how lines are aligned."""

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
        first = paragraph.spans[0]
        self.settings = first.settings
        self.em = max(span.em for span in paragraph.spans) if paragraph.spans else first.em

    def set(self, start: int, first_line: int = 0) -> list[Line]:
        """Return the lines from character `start` on, the first being line `first_line`."""
        lines: list[Line] = []
        count = len(self.p.text)
        while start < count:
            stop = self._forced(start)
            part = self._part(start, stop, first_line + len(lines))
            lines.extend(part)
            start = part[-1].next
        return lines

    def _forced(self, start: int) -> int:
        breaks = self.p.breaks
        at = breaks.find(gaps.FORCED, start + 1)
        return len(self.p.text) if at < 0 else at

    def _part(self, start: int, stop: int, number: int) -> list[Line]:
        """Set the lines between two forced breaks."""
        begin = self.p.first(start)
        if begin >= stop:
            return [Line(begin, begin, max(stop, begin), 0.0, 0.0, [], False, True)]
        edge = self._edge(begin, stop)
        if edge.natural <= self.demand.measure(number) + _TINY:
            ends = [stop]
        elif self.settings.wrap == "greedy":
            ends = self._greedy(begin, stop, number)
        else:
            ends = self._best(begin, stop, number)
        lines = []
        for offset, end in enumerate(ends):
            lines.append(self._line(begin, end, stop, self.demand.measure(number + offset)))
            begin = self.p.first(end)
        lines[-1].next = stop
        return lines

    # What a line would be like

    def _edge(self, start: int, end: int) -> "_Edge":
        """Measure the line of characters `start` to the break at `end`."""
        p = self.p
        visible = p.visible_end(start, end)
        if visible <= start:
            return _Edge(visible, 0.0, 0.0)
        natural = p.places[visible - 1] + p.widths[visible - 1] - p.places[start]
        hyphen = p.breaks[end] == gaps.HYPHEN if end < len(p.text) else False
        if hyphen:
            natural += p.extras.hyphens.get(end, 0.0)
        lead, tail = self._blanks(start, visible)
        return _Edge(visible, natural + lead + tail, lead, tail, hyphen)

    def _blanks(self, start: int, visible: int) -> tuple[float, float]:
        """Return the blanks kept at the edges; none unless a style sheet asks (R12–R14)."""
        settings, p = self.settings, self.p
        lead = tail = 0.0
        if settings.start != "trim" or "first" in settings.hang:
            blank = gaps.blank_before(p.letters[start], settings) * p.span_at(start).em
            keep = settings.start == "space" or (settings.start == "first" and start == 0)
            if "first" in settings.hang and start == 0 and p.letters[start] == "O":
                lead = -p.widths[start]
            elif keep:
                lead = blank
        if settings.end == "space":
            tail = gaps.blank_after(p.letters[visible - 1], settings) * p.span_at(visible - 1).em
        if "force-end" in settings.hang and p.text[visible - 1] in "，。、．":
            tail = -p.widths[visible - 1]
        return lead, tail

    def _cost(self, start: int, end: int, measure: float) -> float | None:
        """Return how bad a full line is, or None when it does not fit."""
        p = self.p
        edge = self._edge(start, end)
        excess = measure - edge.natural
        last = edge.visible - 1
        if last < start:
            return 0.0
        if excess < -_TINY:
            excess += self._hang(edge.visible)
            slack = p.slack[last] - p.slack[start]
            stops = p.stops[last] - p.stops[start]
            need = -excess
            if need > slack + stops + _TINY:
                return None
            if need <= 0:
                return 1.0
            part = min(1.0, need / slack) if slack else 0.0
            cost = 8.0 * part * part
            if need > slack:
                cost += 6.0 + 8.0 * (need - slack) / stops
        else:
            cost = self._open_cost(start, last, excess)
        return cost + _PENALTIES[p.breaks[end] if end < len(p.text) else 1]

    def _hang(self, visible: int) -> float:
        if "allow-end" in self.settings.hang and self.p.text[visible - 1] in "，。、．":
            return self.p.widths[visible - 1]
        return 0.0

    def _open_cost(self, start: int, last: int, excess: float) -> float:
        p = self.p
        give = p.give[last] - p.give[start]
        cost = 0.0
        if give:
            cost = 2.0 * min(1.0, excess / give)
            excess = max(0.0, excess - give)
        if excess <= _TINY:
            return cost
        count = p.evens[last] - p.evens[start]
        opened = excess / count / self.em if count else 1.0 + excess / self.em
        if opened <= 0.02:
            return cost + 10.0 * (opened / 0.02) ** 2
        return cost + 10.0 + 60.0 * ((opened - 0.02) / 0.03) ** 1.5

    # Breaks

    def _candidates(
        self, start: int, low: int, stop: int, measure: float
    ) -> list[tuple[int, float]]:
        """Return the breaks where a line from `start` may end, with their cost, longest first."""
        p = self.p
        ends, places = p.ends, p.places
        limit = places[start] + measure + 4.0 * self.em
        high = bisect_right(ends, bisect_right(places, limit, start), low)
        found: list[tuple[int, float]] = []
        best = 1e12
        at = high - 1 if high > low else low
        while at >= low:
            end = ends[at]
            at -= 1
            if end > stop or end <= start:
                continue
            cost = self._cost(start, end, measure)
            if cost is None:
                continue
            found.append((end, cost))
            best = min(best, cost)
            if cost > best + _PRUNE or (found and cost > 1500.0):
                break
        if not found:
            return [self._emergency(start, ends[min(low, len(ends) - 1)], stop, measure)]
        return found

    def _emergency(self, start: int, end: int, stop: int, measure: float) -> tuple[int, float]:
        """Break where no legal break fits: between any two characters if CSS allows, else late."""
        p = self.p
        span: Span = p.span_at(start)
        end = min(end, stop)
        if not span.anywhere:
            return end, 5000.0
        limit = p.places[start] + measure + _TINY
        at = start + 1
        while at < end and p.places[at] + p.widths[at] <= limit:
            at += 1
        return max(at, start + 1), 3000.0

    def _greedy(self, start: int, stop: int, number: int) -> list[int]:
        """Fill each line in turn: the cheapest break that fits."""
        ends: list[int] = []
        while start < stop:
            measure = self.demand.measure(number + len(ends))
            edge = self._edge(start, stop)
            if edge.natural <= measure + _TINY:
                ends.append(stop)
                break
            found = self._choices(start, stop, measure)
            end = min(found, key=lambda item: item[1])[0]
            ends.append(end)
            start = self.p.first(end)
        return ends

    def _choices(self, start: int, stop: int, measure: float) -> list[tuple[int, float]]:
        low = bisect_right(self.p.ends, start)
        if self.demand.justify:
            return self._candidates(start, low, stop, measure)
        return self._ragged(start, low, stop, measure)

    def _ragged(self, start: int, low: int, stop: int, measure: float) -> list[tuple[int, float]]:
        """Return breaks for ragged text: nothing is squeezed or opened, lines are just even."""
        p = self.p
        limit = p.places[start] + measure + self.em
        at = bisect_right(p.ends, bisect_right(p.places, limit, start), low) - 1
        found: list[tuple[int, float]] = []
        depth = 40 if self.demand.balance else 8
        while at >= low and len(found) < depth:
            end = p.ends[at]
            at -= 1
            if end > stop or end <= start:
                continue
            edge = self._edge(start, end)
            short = measure - edge.natural
            if short < -_TINY:
                continue
            ratio = short / self.em
            cost = ratio * ratio * (1.0 if self.demand.balance else 4.0)
            found.append((end, cost + _PENALTIES[p.breaks[end] if end < len(p.text) else 1]))
        return found or [self._emergency(start, p.ends[min(low, len(p.ends) - 1)], stop, measure)]

    def _best(self, start: int, stop: int, number: int) -> list[int]:
        """Return the breaks of least total cost."""
        uniform = self.demand.uniform
        nodes: dict[int, dict[int, tuple[float, int, int, int]]] = {
            start: {min(number, uniform): (0.0, -1, 0, 0)}
        }
        waiting = [start]
        seen = {start}
        goal: tuple[float, int, int] | None = None
        known: dict[tuple[int, float], list[tuple[int, float]]] = {}
        while waiting:
            waiting.sort(reverse=True)
            here = waiting.pop()
            for key, (cost, _, _, depth) in nodes[here].items():
                measure = self.demand.measure(key)
                total = cost + self._last_cost(here, stop, measure, start)
                if total < 1e11 and (goal is None or total < goal[0]):
                    goal = (total, here, key)
                choices = known.get((here, measure))
                if choices is None:
                    choices = known[here, measure] = self._choices(here, stop, measure)
                for end, price in choices:
                    if end >= stop:
                        if price >= 3000.0 and goal is None:
                            goal = (cost + price, here, key)
                        continue
                    after = self.p.first(end)
                    line = min(key + 1, uniform)
                    entry = nodes.setdefault(after, {})
                    old = entry.get(line)
                    if old is None or cost + price < old[0]:
                        entry[line] = (cost + price, here, key, end)
                    if after not in seen:
                        seen.add(after)
                        waiting.append(after)
        return self._trace(nodes, goal, start, stop)

    def _trace(
        self,
        nodes: dict[int, dict[int, tuple[float, int, int, int]]],
        goal: tuple[float, int, int] | None,
        start: int,
        stop: int,
    ) -> list[int]:
        ends = [stop]
        if goal is None:
            return ends
        _, here, key = goal
        while here != start:
            _, before, before_key, end = nodes[here][key]
            ends.append(end)
            here, key = before, before_key
        return ends[::-1]

    def _last_cost(self, start: int, stop: int, measure: float, begin: int) -> float:
        """Return the cost of ending the paragraph with the line from `start`."""
        edge = self._edge(start, stop)
        if edge.natural > measure + _TINY:
            return 1e12
        if self.demand.justify_last:
            return self._cost(start, stop, measure) or 0.0
        cost = 0.0
        if start != begin and self._units(start, stop) < self.settings.runt:
            cost = _RUNT
        if self.demand.balance:
            cost += ((measure - edge.natural) / self.em) ** 2
        return cost

    def _units(self, start: int, stop: int) -> int:
        """Count what a last line holds: characters and words, not marks (R42)."""
        count, inside = 0, False
        for letter in self.p.letters[start:stop]:
            western = letter in gaps.WESTERN
            if letter in "HG@" or (western and not inside and letter in "AD"):
                count += 1
            if count >= 4:
                break
            inside = western
        return count

    # Adjustment

    def _line(self, start: int, end: int, stop: int, measure: float) -> Line:
        """Make the line, adjusted if it is to be full."""
        edge = self._edge(start, end)
        last = end >= stop
        line = Line(start, edge.visible, end, edge.natural, 0.0, [], edge.hyphen, last, edge.lead)
        full = self.demand.justify and (not last or self.demand.justify_last)
        if edge.tail > 0 and edge.natural > measure:
            line.width -= edge.tail
        excess = measure - line.width
        if edge.visible - start < 1 or self.settings.justify == "none" or not full:
            return line
        if excess < -_TINY:
            excess = min(0.0, excess + self._hang(edge.visible))
            self._squeeze(line, -excess)
            line.width = min(line.width, measure) if line.width <= measure + 0.01 else line.width
        elif excess > _TINY:
            self._expand(line, excess)
        return line

    def _squeeze(self, line: Line, need: float) -> None:
        """Take `need` from the gaps, stage by stage, equally within a stage (R35)."""
        inside = [(at, *self.p.shrinks[at]) for at in self._elastic(line) if at in self.p.shrinks]
        moves: dict[int, float] = {}
        for stage in range(gaps.WORD_SPACE, gaps.STOP + 1):
            places = [(at, amount) for at, own, amount in inside if own == stage]
            total = sum(amount for _, amount in places)
            if not total:
                continue
            taken = min(need, total)
            for at, amount in places:
                moves[at] = -amount * taken / total
            need -= taken
            line.width -= taken
            if need <= _TINY:
                break
        line.moves = sorted(moves.items())

    def _elastic(self, line: Line) -> list[int]:
        return self.p.elastic_between(line.start, line.end)

    def _expand(self, line: Line, excess: float) -> None:
        """Give `excess` to the gaps: word spaces, Han–Latin gaps, then all equally (R36)."""
        p = self.p
        moves: dict[int, float] = {}
        count = p.evens[line.end - 1] - p.evens[line.start]
        inside = [at for at in self._elastic(line) if at in p.stretches]
        words = [at for at in inside if p.shrinks.get(at, (0, 0.0))[0] != gaps.AUTOSPACE]
        spaces = [at for at in inside if at not in set(words)]
        left = excess
        if self.settings.justify != "inter-character":
            for places in (words, spaces):
                left = self._share(places, left, moves)
        if self.settings.justify == "inter-word":
            count = 0
        if left > _TINY and count:
            line.open, left = left / count, 0.0
        elif left > _TINY and words:
            for at in words:
                moves[at] = moves.get(at, 0.0) + left / len(words)
            left = 0.0
        line.moves = sorted(moves.items())
        line.width += excess - left

    def _share(self, places: Sequence[int], left: float, moves: dict[int, float]) -> float:
        total = sum(self.p.stretches[at] for at in places)
        if left <= _TINY or not total:
            return left
        taken = min(left, total)
        for at in places:
            moves[at] = self.p.stretches[at] * taken / total
        return left - taken


@dataclass(slots=True)
class _Edge:
    """The visible end of a line, its natural width, the blanks at its edges."""

    visible: int
    natural: float
    lead: float
    tail: float = 0.0
    hyphen: bool = False
