"""Find what does not fit its place in pages that are laid out: tables, lines, pictures.

Nothing is changed here; what does not fit is named by its element, once. Lengths are in CSS pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebook.press.page_starts import is_a
from casebook.press.section_layout import is_turned
from casebook.press.wide_tables import Columns
from casebook.weasy.weasyprint_types import Box, Context, Element, Value

SLACK = 1.0  # rounding, not a difference anyone sees
TALLEST = 0.4
"""What share of a page the rows that come again on each may take."""
SEEN = "data-fitted"
"""The attribute of what has been made to fit, and is not looked at again."""
ROWS = "data-rows"
"""The attribute of a table whose rows may break; `plain` where its head is a row as others."""


@dataclass(frozen=True)
class WideTable:
    """A table wider than its place: `room`, and `turned` on a turned page if there can be one."""

    element: Element
    columns: Columns
    room: float
    turned: float | None


@dataclass(frozen=True)
class WideLines:
    """A block with a line wider than itself; `kept` says that its spaces and breaks count.

    `again` says that it is so although its words may break.
    """

    element: Element
    kept: bool
    again: bool = False


@dataclass(frozen=True)
class LargePicture:
    """A picture that leaves the type area or, where the layout places it itself, the sheet.

    `moves` says that it still does so in a size that has room.
    """

    element: Element
    width: float
    height: float
    moves: bool


@dataclass(frozen=True)
class DroppedRows:
    """A table whose rows may not all stay as they are.

    Its head or foot found no room on a page beside a row that may not break, or they take so much
    of each page that the rows would trickle: these come but once, as `plain` rows.
    """

    element: Element
    plain: bool = False


Overfull = WideTable | WideLines | LargePicture | DroppedRows


def overfull(pages: Sequence[Box], context: Context) -> list[Overfull]:
    """Return what does not fit on `pages` laid out in `context`, each element once."""
    tables = {id(box.element): widths for box, widths in context.tables.items()}
    seen: dict[int, Overfull] = {}
    for page in pages:
        reader = _PageReader(page, tables)
        for index, child in enumerate(page.children):
            for misfit in reader.within(child, index == 0, moved=False):
                seen.setdefault(id(misfit.element), misfit)
    return list(seen.values())


class _PageReader:
    """Reads the boxes of one page."""

    def __init__(self, page: Box, tables: Value) -> None:
        self._page, self._tables = page, tables

    def within(self, box: Box, flows: bool, moved: bool) -> Iterator[Overfull]:
        """Yield what is too wide in `box`.

        `flows` says that pages may break in it as in the text, `moved` that the layout moves it.
        """
        moved = moved or _moves(box)
        flows = flows and _flows(box)
        wide = box.width + SLACK
        for child in box.children:
            child = getattr(child, "_box", child)
            if is_a(child, "LineBox"):
                if child.width - _hanging(child) > wide and not _shifted(child):
                    yield from _lines(box)
                yield from self._line(child, box, moved)
            elif hasattr(child, "replacement"):
                yield from self._picture(child, box, moved)
            elif getattr(child, "is_table_wrapper", False):
                table = self._table(child, box, flows)
                if table is not None:
                    yield table
                else:
                    yield from self._dropped(child)
                    yield from self.within(child, False, moved)
            elif getattr(child, "children", None):
                if self._swollen(child, box):
                    yield WideLines(child.element, child.style["white_space"] == "pre")
                yield from self.within(child, flows, moved)

    def _line(self, line: Box, block: Box, moved: bool) -> Iterator[Overfull]:
        """Yield what is too wide among the boxes of a line that are not text."""
        for child in line.children:
            child = getattr(child, "_box", child)
            if is_a(child, "TextBox"):
                continue
            if hasattr(child, "replacement"):
                yield from self._picture(child, block, moved or _moves(child))
            elif is_a(child, "InlineBox"):
                yield from self._line(child, block, moved)
            elif getattr(child, "is_table_wrapper", False):
                table = self._table(child, block, False)
                if table is not None:
                    yield table
            elif getattr(child, "children", None):
                if self._swollen(child, block):
                    yield WideLines(child.element, child.style["white_space"] == "pre")
                yield from self.within(child, False, moved)

    def _swollen(self, box: Box, parent: Box) -> bool:
        """Say whether a box is as wide as a long word in it, and wider than its place."""
        placed = box.is_absolutely_positioned()
        if not (placed or box.is_floated() or is_a(box, "InlineBlockBox")):
            return False
        room = self._page.width if placed else parent.width
        return box.style["width"] == "auto" and _new(box) and bool(box.width > room + SLACK)

    def _table(self, wrapper: Box, parent: Box, flows: bool) -> WideTable | None:
        table = wrapper.get_wrapped_table()
        known = self._tables.get(id(wrapper.element))
        if table is None or known is None or not _new(wrapper):
            return None
        _, _, least, most, _, _, spacing, grid = known[False]
        if not least:
            return None
        room = parent.width - _number(wrapper.margin_left) - _number(wrapper.margin_right)
        columns = _columns(table, least, most, spacing, grid)
        if columns.natural(room) and wrapper.width <= room + SLACK:
            return None
        page = self._page
        upright = page.height > page.width and not is_turned(page)
        turned = page.height - (page.width - room) if flows and upright else None
        return WideTable(wrapper.element, columns, room, turned)

    def _dropped(self, wrapper: Box) -> Iterator[DroppedRows]:
        """Yield the table in `wrapper` if rows that come on each page are missing or too high."""
        element, table = wrapper.element, wrapper.get_wrapped_table()
        if element is None or table is None or element.get(ROWS) == "plain":
            return
        again = [child for child in table.children if child.is_header or child.is_footer]
        groups = (element.find(name) for name in ("thead", "tfoot"))
        asked = sum(group is not None and len(group) > 0 for group in groups)
        high = sum(group.height for group in again) > TALLEST * self._page.height
        if len(again) < asked or high:
            yield DroppedRows(element, high)

    def _picture(self, box: Box, parent: Box, moved: bool) -> Iterator[LargePicture]:
        page, element = self._page, box.element
        stage = "" if element is None else element.get(SEEN, "")
        moved = moved or _moves(box)
        if element is None or stage == "moved":
            return
        left, top, wide, high = _zone(page, moved)
        x, y = box.border_box_x(), box.border_box_y()
        out = (
            x < left - SLACK
            or y < top - SLACK
            or x + box.border_width() > left + wide + SLACK
            or y + box.border_height() > top + high + SLACK
        )
        if not out:
            return
        if stage:  # what the layout asks for cannot be
            _, _, wide, high = _zone(page, False)
        if (stage or not moved) and is_a(parent, "BlockContainerBox"):
            wide = min(wide, parent.width)
        around = _around(box, parent)
        yield LargePicture(
            element,
            wide - (box.border_width() - box.width),
            high - (box.border_height() - box.height) - around,
            bool(stage),
        )


def _lines(box: Box) -> Iterator[WideLines]:
    """Yield the block `box`, with a line wider than itself, unless all has been done for it."""
    stage = None if box.element is None else box.element.get(SEEN, "")
    if stage in ("", "lines"):
        kept = box.style["white_space"] in ("pre", "pre-wrap")
        yield WideLines(box.element, kept, stage == "lines")


def _hanging(line: Box) -> float:
    """Return how much of a line of code is spaces at its end, which hang (CSS Text 3, 4.1.3)."""
    last = line
    while getattr(last, "children", None):
        last = last.children[-1]
    text = getattr(last, "text", "")
    spaces = len(text) - len(text.rstrip(" "))
    if not spaces or last.style["white_space"] != "pre-wrap":
        return 0.0
    return float(last.width * spaces / len(text))


def _around(box: Box, parent: Box) -> float:
    """Return the height of what stands with a picture in its figure."""
    if parent.element_tag != "figure":
        return 0.0
    others = (child for child in parent.children if child is not box)
    edges = parent.border_height() - parent.height
    return float(edges + sum(other.margin_height() for other in others))


def _columns(table: Box, least: Value, most: Value, spacing: float, grid: Value) -> Columns:
    cells = [cell for column in grid for cell in column if cell is not None]
    body = next((cell for cell in cells if cell.element_tag == "td"), cells[0])
    sides = (f"{what}_{side}" for what in ("padding", "border") for side in ("left", "right"))
    edges = 0.0
    for name in sides:
        value = body.style[name if name.startswith("padding") else f"{name}_width"]
        edges += float(
            getattr(value, "value", value) if getattr(value, "unit", "px") == "px" else 0
        )
    leading = body.style["line_height"]
    size = float(body.style["font_size"])
    return Columns(
        tuple(map(float, least)),
        tuple(map(float, most)),
        size,
        _leading(leading, size),
        edges / 2,
        float(spacing + table.border_width() - table.width),
    )


def _leading(value: Value, size: float) -> float:
    if isinstance(value, float | int):
        return float(value) * size
    return float(value.value) if getattr(value, "unit", "") == "px" else 1.5 * size


def _zone(page: Box, moved: bool) -> tuple[float, float, float, float]:
    """Return the rectangle a picture may stand in: the type area, or the sheet with its bleed."""
    if not moved:
        return page.content_box_x(), page.content_box_y(), page.width, page.height
    bleed = {
        side: getattr(page.style[f"bleed_{side}"], "value", 0.0)
        for side in ("left", "right", "top", "bottom")
    }
    return (
        -bleed["left"],
        -bleed["top"],
        page.margin_width() + bleed["left"] + bleed["right"],
        page.margin_height() + bleed["top"] + bleed["bottom"],
    )


def _moves(box: Box) -> bool:
    """Say whether the layout places `box` itself, so that it may leave the type area."""
    return box.style["position"] in ("absolute", "fixed") or bool(box.style["transform"])


def _flows(box: Box) -> bool:
    """Say whether pages may break in `box`, and begin and end where its children ask for it."""
    return (
        is_a(box, "BlockBox")
        and not is_a(box, "FootnoteAreaBox")
        and box.is_in_normal_flow()
        and box.style["column_count"] == "auto"
        and box.style["column_width"] == "auto"
    )


def _shifted(line: Box) -> bool:
    """Say whether something in a line is laid out on purpose beyond it (a leader's filling)."""
    return any(getattr(child, "is_leader", False) for child in line.children)


def _new(box: Box) -> bool:
    return box.element is not None and not box.element.get(SEEN)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, float | int) else 0.0
