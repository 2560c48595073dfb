"""A paragraph as numbers: where each character stands, what may give way, where lines may end.

The text is walked once. What remains for choosing lines are prefix sums, so that the natural
width, the slack and the number of gaps of any line are differences of two entries. Lengths are in
the unit of the widths given.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress
from typing import Final

from . import gaps, punctuation_widths, units
from .addresses import open_addresses
from .classes import classify
from .settings import Settings


@dataclass(slots=True)
class Span:
    """A range of characters set in one way: size, designer's spacing, wrapping, settings."""

    start: int
    end: int
    em: float
    settings: Settings
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    wrap: bool = True
    collapse: bool = True
    anywhere: bool = False
    western: bool = False


@dataclass(slots=True)
class Extras:
    """What the text alone does not say.

    `bound` are places where no line may end (before a note mark, R21); `hyphens` places inside a
    word where a hyphen of the given width may be added, `names` such places in words that are
    divided only where they are wider than the measure; `kerned` the kerns behind characters.
    """

    bound: Sequence[int] = ()
    hyphens: dict[int, float] = field(default_factory=dict)
    names: dict[int, float] = field(default_factory=dict)
    kerned: dict[int, float] = field(default_factory=dict)


_SPECIAL: Final = re.compile("[^H]")
RIGHT_EDGE_DROPS: Final = "SIZRh"


class Paragraph:
    """Characters with their places, gaps and breaks; see the module."""

    def __init__(
        self,
        text: str,
        widths: Sequence[float],
        spans: Sequence[Span],
        extras: Extras | None = None,
    ) -> None:
        """Take `text`, the advance the font gives each character, and the spans that cover it."""
        self.text = text
        self.spans = spans
        self.extras = extras or Extras()
        count = len(text)
        self.widths = array("d", widths)
        self.natural = array("d", bytes(8 * (count + 1)))
        self.even = bytearray(b"\1") * (count + 1)
        self.breaks = bytearray(b"\1") * (count + 1)
        self.shrinks: dict[int, tuple[int, float]] = {}
        self.stretches: dict[int, float] = {}
        self.autospaces: set[int] = set()
        self.addressed: set[int] = set()
        self.offsets: dict[int, float] = {}
        self.letters = self._letters()
        self._walk()
        self._span_rules()
        self._units()
        self._finish()

    def _letters(self) -> str:
        letters = classify(self.text)
        for span in self.spans:
            if span.western:
                part = letters[span.start : span.end].translate(_WESTERN)
                letters = letters[: span.start] + part + letters[span.end :]
        return letters

    def span_at(self, index: int) -> Span:
        """Return the span of the character at `index`."""
        if len(self.spans) == 1:
            return self.spans[0]
        return self.spans[max(0, bisect_right(self._starts, index) - 1)]

    def _wraps(self, index: int) -> bool:
        return self.span_at(index).wrap

    def _walk(self) -> None:
        """Set body, gap and break of every character that is not an ideograph among its kind."""
        letters, count = self.letters, len(self.text)
        self._starts = [span.start for span in self.spans]
        single = self.spans[0] if len(self.spans) == 1 else None
        uniform = all(span.settings == self.spans[0].settings for span in self.spans)
        shared = gaps.table(self.spans[0].settings)
        done = 0
        for match in _SPECIAL.finditer(letters):
            index = match.start()
            letter = letters[index]
            span = single or self.span_at(index)
            if letter in "OCPTMENL":
                punctuation_widths.set_body(self, index, letter, span.em)
            for at in (index, index + 1):
                if at <= done or at >= count:
                    continue
                done = at
                rules = shared if uniform else gaps.table(self.span_at(at).settings)
                pair = letters[at - 1 : at + 1]
                if pair[0] in "SKZJ<>" or pair[1] in "SKZJ<>":
                    self._set_complex(at, rules)
                else:
                    self._set_gap(at, rules[pair], single or self.span_at(at))
        if "E" in letters:
            punctuation_widths.even_dashes(self)

    def _set_gap(self, at: int, gap: gaps.Gap, span: Span) -> None:
        natural, shrink, stage, stretch, even, breaks = gap
        if natural:
            em = span.em
            if len(self.spans) > 1 and self.letters[at] not in "OMH":
                em = self.span_at(at - 1).em
            self.natural[at] = natural * em
            if shrink:
                self.shrinks[at] = (stage, shrink * em)
            if stretch:
                self.stretches[at] = stretch * em
                self.autospaces.add(at)
        self.even[at] = even
        self.breaks[at] = breaks

    def _neighbour(self, at: int, step: int) -> str:
        """Return the class of the nearest character that shows by itself."""
        letters = self.letters
        while 0 <= at < len(letters) and letters[at] in "<>KZJ":
            at += step
        return letters[at] if 0 <= at < len(letters) else "R"

    def _set_complex(self, at: int, rules: gaps.Table) -> None:
        """Set the gap before `at` where spaces, attached marks or box edges stand about."""
        letters = self.letters
        before, after = letters[at - 1], letters[at]
        span = self.span_at(at)
        if before == "<" or after in ">KZJ":
            self.even[at] = self.breaks[at] = 0
            return
        if after == "S":
            self.even[at] = self.breaks[at] = 0
            return
        if before == "S":
            self._set_space(at - 1, rules)
            return
        if before in ">KZJ" or after == "<":
            outer, inner = self._neighbour(at - 1, -1), self._neighbour(at, 1)
            if "S" in (outer, inner):
                self.even[at] = self.breaks[at] = 0
                if outer == "S":
                    self.breaks[at] = gaps.FORBIDDEN
                return
            self._set_gap(at, rules[outer + inner], span)
            if before == "Z":
                legal = outer not in gaps.NEVER_LAST and inner not in gaps.NEVER_FIRST
                self.breaks[at] = gaps.ALLOWED if legal else gaps.FORBIDDEN
            elif before == "J":
                self.breaks[at] = gaps.FORBIDDEN
            elif before == ">":  # what a style sheet puts behind a box is as wide in every line
                self.shrinks.pop(at, None)
                self.stretches.pop(at, None)
                self.even[at] = 0
                if inner == "O" and outer not in gaps.MARKS:  # its blank is part of that space
                    self.natural[at] = max(0.0, self.natural[at] - self.widths[at - 1])
            return
        self._set_gap(at, rules[before + after], span)

    def _set_space(self, at: int, rules: gaps.Table) -> None:
        """Set a typed space: replaced beside Han and Latin (R32), gone beside marks (R31)."""
        span = self.span_at(at)
        before, after = self._neighbour(at - 1, -1), self._neighbour(at + 1, 1)
        if before == "S":
            before = self._neighbour(at - 2, -1)
        em, settings = span.em, rules.settings
        gap = rules[before + after]
        follows = at + 1
        legal = after not in gaps.NEVER_FIRST and before not in gaps.NEVER_LAST
        self.breaks[follows] = gaps.ALLOWED if legal and span.wrap else gaps.FORBIDDEN
        self.even[follows] = 0
        if not span.collapse:
            return
        if gap.shrink_stage == gaps.AUTOSPACE and settings.typed == "replace":
            self.widths[at] = gap.natural * em
            if gap.shrink:
                self.shrinks[follows] = (gaps.AUTOSPACE, gap.shrink * em)
            self.stretches[follows] = gap.stretch * em
            self.autospaces.add(follows)
        elif before in gaps.MARKS or after in gaps.MARKS:
            self.widths[at] = 0.0
            if gap.natural:
                self.natural[follows] = gap.natural * em
                if gap.shrink:
                    self.shrinks[follows] = (gap.shrink_stage, gap.shrink * em)
            self.even[follows] = gap.even
        else:
            self.widths[at] += span.word_spacing
            width = self.widths[at]
            if width > 0.25 * em and settings.squeezed:
                self.shrinks[follows] = (gaps.WORD_SPACE, width - 0.25 * em)
            if width < 0.5 * em:
                self.stretches[follows] = 0.5 * em - width

    def _span_rules(self) -> None:
        """Apply what a designer set on a span: letter-spacing, nowrap, break anywhere."""
        for span in self.spans:
            if span.letter_spacing:
                for at in range(span.start + 1, min(span.end + 1, len(self.text))):
                    if self.letters[at] != "K":
                        self.natural[at] += span.letter_spacing
            if not span.wrap:
                for at in range(span.start + 1, span.end):
                    if self.letters[at - 1] != "R":
                        self.breaks[at] = gaps.FORBIDDEN
            if not span.collapse:
                for match in re.finditer("S(?=[^S])", self.letters[span.start : span.end]):
                    self.breaks[span.start + match.end()] = int(span.wrap)

    def _units(self) -> None:
        """Keep together what belongs together, whatever the classes say (R17–R21)."""
        for at in units.keep(self.text, self.letters, self.breaks, self._wraps):
            self.shrinks.pop(at, None)
            self.stretches.pop(at, None)
        self.addressed = open_addresses(self.text, self.letters, self.breaks, self._wraps)
        if "！" in self.text or "？" in self.text:
            punctuation_widths.pair_stops(self)
        for at in self.extras.hyphens:
            around = self.letters[max(0, at - 2) : at + 1].replace("h", "")
            if set(around) <= gaps.WESTERN and at not in self.addressed:
                self.breaks[at] = gaps.HYPHEN
        for at in self.extras.bound:
            self.breaks[at] = gaps.FORBIDDEN
            if self.letters[at - 1] == "C":  # ”①: what is raised hugs the bracket it belongs to
                self.natural[at] = 0.0
                self.shrinks.pop(at, None)
        for match in re.finditer("R", self.letters):
            self.breaks[match.start()] = gaps.FORBIDDEN
            self.breaks[match.end()] = gaps.FORCED
            self.widths[match.start()] = 0.0

    def _finish(self) -> None:
        """Sum up: places, slack, elasticity, even gaps; list the breaks."""
        count, natural = len(self.text), self.natural
        self.places = array(
            "d", accumulate(map(float.__add__, self.widths, natural[1:]), initial=0.0)
        )
        slack, stops, give = [0.0] * count, [0.0] * count, [0.0] * count
        for at, (stage, amount) in self.shrinks.items():
            (stops if stage == gaps.STOP else slack)[at] = amount
        for at, amount in self.stretches.items():
            give[at] = amount
        self.slack = array("d", accumulate(slack))
        self.stops = array("d", accumulate(stops))
        self.give = array("d", accumulate(give))
        self.evens = array("i", accumulate(self.even))
        self.elastic = sorted({*self.shrinks, *self.stretches})
        breaks = self.breaks
        breaks[0] = 0
        letters = self.letters
        if letters[:1] == "S" or "RS" in letters or any(letter in letters for letter in "ZhI"):
            self._drop_empty()
        self.ends = list(compress(range(count), breaks))
        self.ends.append(count)

    def _drop_empty(self) -> None:
        """Forbid breaks that would leave a line with nothing to show."""
        last = 0
        for at in range(1, len(self.text)):
            optional = self.breaks[at] not in (gaps.FORBIDDEN, gaps.FORCED)
            if optional and self.visible_end(last, at) <= self.first(last):
                self.breaks[at] = gaps.FORBIDDEN
            elif self.breaks[at]:
                last = at

    def kern_after(self, index: int) -> float:
        """Return the kern behind a character, gone at line ends; a standard width has none."""
        return 0.0 if index in self.offsets else self.extras.kerned.get(index, 0.0)

    def elastic_between(self, start: int, end: int) -> list[int]:
        """Return the elastic gaps inside the line of characters `start` to `end`."""
        low = bisect_left(self.elastic, start + 1)
        return self.elastic[low : bisect_left(self.elastic, end, low)]

    def visible_end(self, start: int, end: int) -> int:
        """Return where a line that breaks at `end` stops showing: spaces there take no room.

        Ideographic spaces hang where a line turns over (CSS Text 3, 4.1.3); before a forced break
        and at the end of the text they are blanks that somebody wants, to be filled in by hand.
        """
        turns_over = end < len(self.text) and self.breaks[end] != gaps.FORCED
        while end > start and self.letters[end - 1] in RIGHT_EDGE_DROPS:
            if self.letters[end - 1] == "I" and not turns_over:
                break
            end -= 1
        return end

    def first(self, start: int) -> int:
        """Return the first character to show of a line that starts at `start`."""
        while start < len(self.text) and self.letters[start] == "S":
            if not self.span_at(start).collapse:
                break
            start += 1
        return start


_WESTERN: Final = {ord("O"): "o", ord("C"): "x", ord("E"): "a", ord("N"): "a", ord("M"): "a"}
