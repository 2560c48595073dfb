"""Makes a chosen line as wide as its measure, in the stages of CLREQ (R35, R36).

What is too long is taken from the gaps, what is too short is given to them; within a stage all
places change alike. A line remembers the changes, and drawing applies them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .paragraph import Paragraph

WIDEST: Final = 0.2
"""How far the gaps of a line with an address may be opened, in em; R38 bears a little more."""
_TINY: Final = 1e-6


@dataclass(slots=True)
class Line:
    """A line: characters `start` to `end` show, the next line starts at `next`.

    `width` is what it takes; `open` what each even gap gets; `moves` the change of each elastic
    gap, as (index, change); `lead` what is kept before the first character.
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


def squeeze(paragraph: Paragraph, line: Line, need: float) -> None:
    """Take `need` from the gaps, stage by stage, equally within a stage (R35)."""
    shrinks = paragraph.shrinks
    stages: dict[int, list[int]] = {}
    for at in paragraph.elastic_between(line.start, line.end):
        if at in shrinks:
            stages.setdefault(shrinks[at][0], []).append(at)
    for stage in sorted(stages):
        if need <= _TINY:
            break
        total = sum(shrinks[at][1] for at in stages[stage])
        taken = min(need, total)
        line.moves.extend((at, -shrinks[at][1] * taken / total) for at in stages[stage])
        need -= taken
        line.width -= taken
    line.moves.sort()


def expand(paragraph: Paragraph, line: Line, excess: float, justify: str, em: float) -> None:
    """Give `excess` to the gaps: word spaces, Han–Latin gaps, then all equally (R36).

    The letters of an address are never set apart. Where the rest of its line would stand open by
    more than `WIDEST` em, the line stays short instead.
    """
    p = paragraph
    moves: dict[int, float] = {}
    count = p.evens[line.end - 1] - p.evens[line.start]
    inside = [at for at in p.elastic_between(line.start, line.end) if at in p.stretches]
    spaces = [at for at in inside if at in p.autospaces]
    words = [at for at in inside if at not in p.autospaces]
    left = excess
    if justify != "inter-character":
        for places in (words, spaces):
            left = _share(p.stretches, places, left, moves)
    if justify == "inter-word":
        count = 0
    span = range(line.start + 1, line.end)
    if left > WIDEST * em * (count or len(words)) and not p.addressed.isdisjoint(span):
        return
    if left > _TINY and count:
        line.open, left = left / count, 0.0
    elif left > _TINY and words:
        for at in words:
            moves[at] = moves.get(at, 0.0) + left / len(words)
        left = 0.0
    line.moves = sorted(moves.items())
    line.width += excess - left


def _share(
    stretches: dict[int, float], places: Sequence[int], left: float, moves: dict[int, float]
) -> float:
    total = sum(stretches[at] for at in places)
    if left <= _TINY or not total:
        return left
    taken = min(left, total)
    for at in places:
        moves[at] = stretches[at] * taken / total
    return left - taken
