"""Where a page may not end: lines and blocks that have to stand on the page with what is near them.

CSS Fragmentation 3: 3.1 (break-after), 3.3 (orphans, widows).
"""

from collections.abc import Callable, Iterable
from itertools import islice

from casebook.weasy.weasyprint_types import Box, Resume

AVOID = ("avoid", "avoid-page")
_HEADINGS = {f"h{level}" for level in range(1, 7)}


def kept_below(
    box: Box, count: int, bottom: float, following: Iterable[tuple[Box, Resume]],
    forget: Callable[[list[Box]], None],
) -> float:  # fmt: skip
    """Return where text ends that cannot be parted from the last of the first `count` lines of `box`.

    This line ends at `bottom`; the lines `following` are laid out as far as needed, and then given
    to `forget`. All are in CSS pixels from the top of the page.
    """
    needed = max(0, box.style["orphans"] - count)
    enough = needed + box.style["widows"]
    lines = list(islice(following, enough))
    forget([line for line, _ in lines])
    if len(lines) < enough:  # what were left over is too little for the next page
        needed = len(lines)
    if needed:
        line, resume = lines[needed - 1]
        around = box.border_bottom_width + box.padding_bottom if resume is None else 0
        bottom = max(bottom, line.position_y + line.height + around)
    return bottom


def ends_with_heading(root: Box, resume: Resume) -> bool:
    """Say whether a page ends with a heading to keep with the text after it.

    The next page goes on in `root` at `resume`.
    """
    from weasyprint.layout.block import block_level_page_break  # lazy: loads WeasyPrint

    box = root
    while resume:
        index, resume = next(iter(resume.items()))
        children = getattr(box, "children", ())
        if index >= len(children):
            return False
        if resume is None:
            before = [child for child in children[:index] if child.is_in_normal_flow()]
            return (
                bool(before)
                and _is_heading(before[-1])
                and block_level_page_break(before[-1], children[index]) in AVOID
            )
        box = children[index]
    return False


def _is_heading(box: Box) -> bool:
    """Say whether a block is a heading, or ends with one."""
    while box.element_tag not in _HEADINGS:
        children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        if not children:
            return False
        box = children[-1]
    return True
