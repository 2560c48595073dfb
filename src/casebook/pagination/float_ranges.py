"""Where pictures and tables may stand that float: within their part of the section.

A float stays behind its own place, past following blocks beside it, but not past a heading: the
text that calls it is then on its page or just before. A page break in the paragraph before
it may have it, too: that paragraph has begun; if the text calls it by its number, a page break
behind that line, as far back as the heading above. Where pages would be left empty otherwise, it waits
for the next page while smaller headings pass, but never past one that begins a part of the section.
"""

from collections.abc import Mapping, Sequence

from .items import FloatRange, FlowOfItems, Item, gap_between

_NEAR = 0.05
_TITLE = "h1"


def reach_of(flow: FlowOfItems, mentions: Mapping[int, int]) -> dict[int, FloatRange]:
    """Return where each float of a flow may stand; `mentions` are the lines that call floats first."""
    items = flow.items
    levels = [tag for item in items if item.heading and (tag := _tag(item)) != _TITLE]
    part = min(levels, default="")
    reaches: dict[int, FloatRange] = {}
    for at, item in enumerate(items):
        if item.floats:
            places, until = _places(items, at)
            places = tuple(n for n in places if _on_lines(item, items[n], flow.pitch))
            latest = _latest(items, until, part)
            mention = mentions.get(at, -1)
            since = _since(items, at) if mention < 0 else _behind(items, at, mention)
            reaches[at] = FloatRange(since, until, places, latest, mention)
    return reaches


def _on_lines(item: Item, following: Item, pitch: float) -> bool:
    """Say whether what follows stands on the lines of the page behind a float as behind text."""
    more = gap_between(item, following) - max(0.0, following.above) - following.inside
    return (more + _NEAR) % pitch < 2 * _NEAR


def _tag(item: Item) -> str:
    return str(item.path[-1].element_tag)


def _places(items: Sequence[Item], at: int) -> tuple[tuple[int, ...], int]:
    """Return the items behind the float `at` that it may stand before, and where that ends."""
    parent = items[at].path[-2]
    key = id(parent.element), parent.element_tag
    depth = len(items[at].path) - 2
    places: list[int] = []
    for until in range(at + 1, len(items)):
        following = items[until]
        inside = len(following.path) > depth + 1 or (
            len(following.path) == depth + 1 and not following.text
        )
        box = following.path[depth] if len(following.path) > depth else None
        if box is None or (id(box.element), box.element_tag) != key or not inside:
            return (*places, until), until
        if following.entered <= depth + 1 and (following.breaks or following.clears):
            places.append(until)  # not between a list and the line that leads to it
        if following.clears:
            return tuple(places), until
    return tuple(places), len(items)


def _latest(items: Sequence[Item], until: int, part: str) -> int:
    """Return the item down to which a float may wait: that begins the next part."""
    for at in range(until, len(items)):
        item = items[at]
        if item.clears and not (item.heading and _tag(item) > part):
            return at
    return len(items)


def _behind(items: Sequence[Item], at: int, mention: int) -> int:
    """Return the line `mention` that calls the float `at`, or where its part or its turn begins."""
    first = at
    while first > mention and not (items[first - 1].clears or items[first - 1].floats):
        first -= 1
    return first


def _since(items: Sequence[Item], at: int) -> int:
    """Return the first line of the paragraph before the float `at`, or `at`."""
    before = items[at - 1] if at else None
    if before is None or not before.text or before.heading:
        return at
    first = at - 1
    while first > 0 and items[first].text and not items[first].opens:
        first -= 1
    return first
