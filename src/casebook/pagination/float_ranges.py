"""Where pictures and tables may stand that float: within their part of the section.

A float stays behind its own place, past following blocks beside it, but not past a heading: the
text that calls it is then on its page or just before. A page break in the paragraph before
it may have it, too: that paragraph has begun.
"""

from .items import FloatRange, FlowOfItems


def reach_of(flow: FlowOfItems) -> dict[int, FloatRange]:
    """Return where each float of a flow may stand."""
    reaches: dict[int, FloatRange] = {}
    items = flow.items
    for at, item in enumerate(items):
        if not item.floats:
            continue
        parent = item.path[-2]
        key = id(parent.element), parent.element_tag
        depth = len(item.path) - 2
        until = at + 1
        places: list[int] = []
        while until < len(items):
            following = items[until]
            inside = len(following.path) > depth + 1 or (
                len(following.path) == depth + 1 and not following.text
            )
            box = following.path[depth] if len(following.path) > depth else None
            if box is None or (id(box.element), box.element_tag) != key or not inside:
                places.append(until)
                break
            if following.entered <= depth + 1:
                places.append(until)
            if following.clears:
                break
            until += 1
        else:
            pass  # it ends the section
        since = at
        before = items[at - 1] if at else None
        if before is not None and before.text and not before.heading:
            first = at - 1
            while first > 0 and items[first].text and not items[first].opens:
                first -= 1
            since = first
        reaches[at] = FloatRange(since, until, tuple(places))
    return reaches
