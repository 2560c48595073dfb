"""The text of a section as a row of items between which its pages may break: plain data.

An item is what no page break divides: a line, a row of a table, a block kept whole. Lengths are CSS
pixels; `Item.gap` is what stands between an item and the one before it on the same page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from casebook.weasy.weasyprint_types import Box


@dataclass(slots=True)
class Item:
    """An item of the flow.

    `margin` is the part of `gap` that margins make; `above` and `below` are the margins of what begins
    and ends with the item, `inside` the borders and padding above it: they make the space to another
    neighbour than its own. `lead` is what stands above it where it opens a page, instead of `gap`: borders, rows that come
    again; `trail` is what stands below it where it ends one. `breaks` says that a page may begin with it, `forced` that one must; `cost` is what it
    costs then; `slack` by how much it may stand over the foot there. `notes` is the height of the notes that it calls. `stretch` is by how much the space
    above it may grow, `last_resort` that this is to be avoided, `around` that half of it stands below, `shrink` by how much it may become lower, `grow` by how much higher; `floats` that it may stand elsewhere, `side` at which side of a page it
    has to; `clears` that no float goes past it.
    `discards` says that its margins are gone where it stands at the edge of a page, afloat.
    `rank` is the level of a heading, 1 the highest (0: it is none). `opens` says that it begins a
    block, `text` that it is a line, `lines` how many lines the block has that it ends: all of them
    stand on its page where that `shrink`s or `grow`s. `path` are the boxes it stands in,
    from the root in; those from number `entered` on begin with it.
    """

    height: float
    gap: float = 0.0
    margin: float = 0.0
    above: float = 0.0
    below: float = 0.0
    inside: float = 0.0
    lead: float = 0.0
    trail: float = 0.0
    breaks: bool = True
    forced: bool = False
    cost: float = 0.0
    slack: float = 0.0
    notes: float = 0.0
    stretch: float = 0.0
    last_resort: bool = False
    around: bool = False
    discards: bool = False
    shrink: float = 0.0
    grow: float = 0.0
    floats: bool = False
    side: str = ""
    clears: bool = False
    heading: bool = False
    rank: int = 0
    opens: bool = False
    text: bool = False
    lines: int = 0
    path: tuple[Box, ...] = ()
    entered: int = 0


def gap_between(upper: Item, lower: Item) -> float:
    """Return what stands between two items that are not neighbours in the text."""
    margins = upper.below, lower.above
    return upper.trail + max(0.0, *margins) + min(0.0, *margins) + lower.inside


def gap_below_head(upper: Item, lower: Item) -> float:
    """Return what stands below a float at the head of a page, besides its margin and what the text
    that follows keeps of its own there: the margin that this has lost."""
    return max(0.0, max(upper.below, lower.above) + lower.inside - upper.below - lower.lead)


def height_at_head(floats: Sequence[Item]) -> float:
    """Return how high floats stand at the head of a page, with their margins."""
    high = sum(item.height + item.above + item.below for item in floats)
    return high - (floats[0].above if floats and floats[0].discards else 0.0)


def height_at_foot(item: Item) -> float:
    """Return how high a float stands at the foot of a page, with its margins."""
    return item.height + item.above + (0.0 if item.discards else item.below)


class PageFills(NamedTuple):
    """How full pages are: the empty lines of each but the last, less than 0 where it is longer than
    others, and down to which line that goes."""

    whites: tuple[int, ...] = ()
    last: int = 0


class FloatRange(NamedTuple):
    """Where a float may stand: before the items `places`, none of them behind `until`.

    A page break behind item `since`, the first line of the paragraph before it, may have it. So may,
    where there is no better way, one behind `until` down to item `latest`: the float has then let
    headings pass that are below the one of its part. `mention` is the line of the text that calls
    it first, by its number: the float had better not stand on a page before that (-1: none).
    """

    since: int
    until: int
    places: tuple[int, ...]
    latest: int = 0
    mention: int = -1


@dataclass
class FlowOfItems:
    """The items of a section, and the room that its pages give them.

    `around` is what the notes of a page take besides their own height; `pitch` is how far apart
    lines stand; `long` is how many lines a page without notes may have more than others. `starts`
    are the items that the pages begin with as they come (-1: within one, as `parted` of them do),
    which leave `fills`.
    """

    items: Sequence[Item]
    height: float
    around: float
    pitch: float
    floats: dict[int, FloatRange] = field(default_factory=dict)
    long: int = 0
    starts: tuple[int, ...] = ()
    parted: int = 0
    fills: PageFills = field(default_factory=PageFills)


@dataclass(slots=True)
class PageChoice:
    """A page: the items from `start` to before `end`, and what else was chosen for it.

    `heads` and `feet` are floats at its head and foot; `inserts` floats that stand before another
    item than theirs; `shrinks` and `stretches` pictures and headings with the lengths they give or
    take. `between` is what stands below the heads besides margins. `used` is how high all but notes stands, `left` what is left, `white` the same in lines.
    `waiting` are floats that the next page begins with, `placed` one that stands already; `uncalled`
    says that a float on the page is called by its number behind it.
    """

    start: int
    end: int
    heads: tuple[int, ...] = ()
    feet: tuple[int, ...] = ()
    inserts: tuple[tuple[int, int], ...] = ()
    shrinks: tuple[tuple[int, float], ...] = ()
    stretches: tuple[tuple[int, float], ...] = ()
    used: float = 0.0
    left: float = 0.0
    white: int = 0
    cost: float = 0.0
    waiting: tuple[int, ...] = ()
    placed: int = -1
    uncalled: bool = False
    between: float = 0.0

    @property
    def plain(self) -> bool:
        """Whether the page holds its items as they were written, and all of them."""
        moved = self.heads or self.feet or self.inserts or self.waiting
        return not (moved or self.shrinks or self.stretches)
