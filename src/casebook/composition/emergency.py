"""Breaks inside words that are wider than the measure: names first, then by CSS Text 3's
`overflow-wrap`.

A name is divided with a hyphen. Else no hyphen is added: what is broken here is an address, a number
or a code, and a hyphen would be read as part of it.
"""

from itertools import pairwise

from . import gaps
from .paragraph import Paragraph


def open_up(p: Paragraph, measure: float) -> None:
    """Allow breaks anywhere in what is wider than `measure`, where CSS allows that.

    A line still starts and ends with what may stand there, where that leaves pieces that fit.
    """
    if p.extras.names:
        _divide_names(p, measure)
    if not any(span.anywhere for span in p.spans):
        return
    start = 0
    for end in list(p.ends):
        if _wider(p, start, end, measure):
            for legal in (True, False):
                _open(p, start, end, legal)
                stops = [at for at in range(start + 1, end) if p.breaks[at]]
                if not any(_wider(p, *pair, measure) for pair in pairwise((start, *stops, end))):
                    break
        start = end
    count = len(p.text)
    p.ends = [*(at for at in range(1, count) if p.breaks[at]), count]


def _divide_names(p: Paragraph, measure: float) -> None:
    """Let a hyphen divide the names that are wider than `measure`."""
    start, wide = 0, []
    for end in p.ends:
        if _wider(p, start, end, measure):
            wide += [at for at in range(start + 1, end) if at in p.extras.names]
        start = end
    for at in wide:
        p.extras.hyphens[at] = p.extras.names[at]
        p.breaks[at] = gaps.HYPHEN
    p.ends = sorted({*p.ends, *wide})


def _wider(p: Paragraph, start: int, end: int, measure: float) -> bool:
    """Say whether what shows between two breaks is wider than `measure`."""
    first, last = p.first(start), p.visible_end(start, end)
    if last <= first:
        return False
    width = p.places[last - 1] + p.widths[last - 1] - p.places[first]
    if p.breaks[end] == gaps.HYPHEN:
        width += p.extras.hyphens.get(end, 0.0)
    return width > measure + 1e-6


def _open(p: Paragraph, start: int, end: int, legal: bool) -> None:
    for at in range(start + 1, end):
        span = p.span_at(at)
        if not (span.anywhere and span.wrap) or p.letters[at] in "KSR":
            continue
        forbidden = p.letters[at] in gaps.NEVER_FIRST or p.letters[at - 1] in gaps.NEVER_LAST
        if not (legal and forbidden):
            p.breaks[at] = gaps.EMERGENCY
