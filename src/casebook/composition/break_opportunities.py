"""The places of a paragraph where a line may end, as columns of numbers.

Choosing lines asks the same few sums of every pair of a start and an end. Here each is a look-up:
the right edge of a line that ends at a break, the left edge of one that starts there, and what
gives way up to it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from . import gaps, line_edges, phrases
from .paragraph import RIGHT_EDGE_DROPS, Paragraph
from .settings import Settings

# Inside a word of an address: dearer than a line opened by a quarter em, the most R38 bears. Behind
# the letters of a standard: as dear as a line opened by a tenth of an em; behind the dash before its
# year, by a fifth.
_PENALTIES: Final = (0.0, 0.0, 60.0, 15.0, 100.0, 0.0, 300.0, 20000.0, 300.0, 800.0)
_DIVIDED: Final = 5000.0  # a word in a title; dearer than a line that is half empty
_PAUSING: Final = "，。；：！？… \u3000"
_LEAVING: Final = "、”》）·"
_ENTERING: Final = "“《（"


class BreakOpportunities:
    """Breaks of a paragraph by number; number 0 is the start of the text.

    `ends[k]` is the character the next line starts at, before spaces are dropped; `first[k]` after;
    `shown[k]` where the line before stops showing. `shows` and `begins` are the last and the first
    character to show of a line that ends and one that starts there; `addressed` counts places inside
    addresses up to a character.
    """

    def __init__(self, paragraph: Paragraph, settings: Settings) -> None:
        p = self.p = paragraph
        self.settings = settings
        count = len(p.text)
        self.ends = [0, *p.ends]
        self.index = {end: number for number, end in enumerate(self.ends)}
        letters = p.letters
        spaced = any(letter in letters for letter in RIGHT_EDGE_DROPS)
        self.shown, self.first = list(self.ends), list(self.ends)
        if spaced:
            for number, end in enumerate(self.ends):
                if end and letters[end - 1] in RIGHT_EDGE_DROPS:
                    self.shown[number] = p.visible_end(max(0, end - 64), end)
                if letters[end : end + 1] == "S":
                    self.first[number] = p.first(end)
        self.penalties = [_PENALTIES[p.breaks[end]] for end in self.ends[:-1]]
        self.penalties.append(0.0)
        if any(span.settings.words == "auto-phrase" for span in p.spans):
            self._phrases()
        self.hyphen = [False] * len(self.ends)
        places, widths = p.places, p.widths
        self.shows = [shown - 1 if shown else 0 for shown in self.shown]
        self.rights = [places[at] + widths[at] for at in self.shows]
        self.rights[0] = 0.0
        self.begins = [at if at < count else count - 1 for at in self.first]
        self.left = [places[at] for at in self.begins]
        if p.extras.kerned:
            for number, shown in enumerate(self.shown):
                if shown - 1 in p.extras.kerned:
                    self.rights[number] -= p.kern_after(shown - 1)
        self.spare = [0.0] * len(self.ends)
        self.addressed: Sequence[int] = bytes(count)
        if p.addressed:
            self.addressed = list(accumulate(at in p.addressed for at in range(count)))
        self.leads: dict[int, float] = {}
        if p.extras.hyphens:
            self._hyphens()
        if not line_edges.trimmed(settings):
            self._edges()

    @cached_property
    def pause_costs(self) -> list[float]:
        """How dear a break is where one does not pause in reading, for headings.

        Nothing behind a mark or space; a little beside a bracket; most inside a phrase. —— leads
        what it opens where the level lets it start a line and that fits, and ends the line otherwise.
        """
        text, count = self.p.text, len(self.p.text)
        pausing = _PAUSING + ("—" if self.settings.level == "strict" else "")
        costs = []
        for end in self.ends:
            before, after = text[end - 1 : end], text[end : end + 1]
            if not 0 < end < count or before in pausing or after == "—":
                costs.append(0.0)
            elif before == "—":
                costs.append(170.0)
            else:
                costs.append(40.0 if before in _LEAVING or after in _ENTERING else 200.0)
        return costs

    def _phrases(self) -> None:
        """Keep words whole where a style sheet asks (CSS Text 4, `word-break: auto-phrase`)."""
        costs = phrases.costs(self.p.text)
        for number, end in enumerate(self.ends[:-1]):
            if end in costs and self.p.span_at(end).settings.words == "auto-phrase":
                self.penalties[number] += _DIVIDED * costs[end]

    def _hyphens(self) -> None:
        for number, end in enumerate(self.ends):
            if end < len(self.p.text) and self.p.breaks[end] == gaps.HYPHEN:
                self.rights[number] += self.p.extras.hyphens.get(end, 0.0)
                self.hyphen[number] = True

    def _edges(self) -> None:
        """Let lines end and start as a style sheet asks (`line_edges`)."""
        p, settings = self.p, self.settings
        for number, (first, shown) in enumerate(zip(self.first, self.shown, strict=True)):
            lead = line_edges.start(p, settings, first) if first < len(p.text) else 0.0
            if lead:
                self.leads[number] = lead
                self.left[number] -= lead
            if shown:
                wider, spare = line_edges.end(p, settings, shown - 1)
                self.rights[number] += wider
                self.spare[number] += spare

    def lead(self, number: int) -> float:
        """Return what stands before the first character of a line that starts at a break."""
        return self.leads.get(number, 0.0)

    def natural(self, start: int, end: int) -> float:
        """Return the width of the line between two breaks before adjustment."""
        return self.rights[end] - self.left[start]

    def start(self, begin: int) -> int:
        """Return the number of the break whose next line shows from character `begin`."""
        return bisect_left(self.first, begin)
