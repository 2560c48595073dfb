"""Whole lines for what is not text: CSS Rhythmic Sizing Level 1.

A heading, table or picture whose style gives a `block-step-size` takes a whole number of steps; what
is missing is put half above and half below it, so the lines behind it stand on the grid again
(CLREQ, 占行; R5). With `block-step-round: nearest` it gives up what is over, where that is less than
half a step: the rules of a table, whose rows then stand on the grid too, on every page it goes on;
so does each of its rows for the rules within it.
With `down` a picture in it gives up what is over, so that the space around it is as the style sheet
has it; one that would become smaller by more than a little does not.
`block-step-align` is centre, the standard's first value.
"""

from collections.abc import Iterator
from typing import Final

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.css_properties import teach
from casebook.weasy.css_values import Dimension, get_length
from casebook.weasy.hooks import BLOCK
from casebook.weasy.weasyprint_types import Box, Context, Function, Tokens, Value

NAME: Final = "block-step-size"
KEY: Final = "block_step_size"
_RULES: Final = 0.2  # steps: the most that rules of a table take
ROUND: Final = "block-step-round"
ROUNDS: Final = ("up", "down", "nearest")
_LOWER: Final = 0.15  # of a picture's height: the most that it gives up
_NEARLY: Final = 0.25  # CSS px: what lacks so little of a whole step has it already
TOLERANCE: Final = 0.02  # CSS px: rounding of lengths, not a difference anyone sees


def _make(record: Record) -> None:
    record.wrap(BLOCK, _layout)
    teach(record, NAME, Dimension(0, "px"), _validate, length_of_block=True)
    teach(record, ROUND, "up", _validate_round, of_block=True)


CHANGES: Final = ChangeSet("whole steps", _make)
"""Teaches WeasyPrint the properties."""


def _validate(tokens: Tokens) -> Value:
    if len(tokens) == 1 and getattr(tokens[0], "lower_value", "") == "none":
        return Dimension(0, "px")
    return get_length(tokens[0], negative=False) if len(tokens) == 1 else None


def _validate_round(tokens: Tokens) -> Value:
    value = getattr(tokens[0], "lower_value", "") if len(tokens) == 1 else ""
    return value if value in ROUNDS else None


def _layout(
    given: Function,
    context: Context,
    box: Box,
    bottom_space: float,
    *rest: object,
    **named: object,
) -> Value:
    """Lay a block out and make it as high as whole steps once it is complete."""
    step, way = box.style[KEY].value, box.style["block_step_round"]
    more_space = step * {"nearest": _RULES, "down": 1.0}.get(way, 0.0)
    # what it gives up in the end does not end its page
    result = given(context, box, bottom_space - more_space, *rest, **named)
    if way == "down" and step:
        _lower_picture(result, step)
        if _reaches_below(result[0], context.page_bottom - bottom_space):
            result = given(context, box, bottom_space, *rest, **named)
            _lower_picture(result, step)
    made, resume_at = result[0], result[1]
    if made is None or not step:
        return result
    if made.is_table_wrapper:
        if way == "nearest":
            _rules_within_rows(made, step)
        _on_lines(made)
    if resume_at is not None:
        return _parted(result, context.page_bottom - bottom_space, step, way)
    over = made.border_height() % step
    if not TOLERANCE < over < step - TOLERANCE:
        return result
    less = {"up": False, "down": not _pictures(made), "nearest": over < step / 2}[way]
    more = -over if less else step - over
    _move(made, more / 2)
    made.height += more
    return result


def _reaches_below(made: Box, bottom: float) -> bool:
    ends = [] if made is None else [c.border_box_y() + c.border_height() for c in made.children]
    return max(ends, default=bottom) > bottom + TOLERANCE


def _lower_picture(result: Value, step: float) -> None:
    """Make the picture in a block lower, so that the block takes whole steps, if there is just one
    and it gives up no more than it may."""
    made, resume_at = result[0], result[1]
    if made is None or resume_at is not None:
        return
    pictures, over = _pictures(made), made.border_height() % step
    if len(pictures) != 1 or over > _LOWER * pictures[0].height or over > step - _NEARLY:
        return
    picture = pictures[0]
    narrower = picture.width * over / picture.height
    sides = [side for side in ("left", "right") if picture.style[f"margin_{side}"] == "auto"]
    for side in sides:
        name = f"margin_{side}"
        setattr(picture, name, getattr(picture, name) + narrower / len(sides))
    picture.width -= narrower
    picture.height -= over
    for child in made.children[made.children.index(picture) + 1 :]:
        child.translate(0, -over)
    made.height -= over


def _pictures(made: Box) -> list[Box]:
    return [child for child in getattr(made, "children", ()) if hasattr(child, "replacement")]


def _parted(result: Value, bottom: float, step: float, way: str) -> Value:
    """Return the part of a block that goes on: it fills its page down to `bottom`, and no further.

    What is in it gives up what is over whole steps, where the block does.
    """
    made = result[0]
    ends = [child.border_box_y() + child.border_height() for child in made.children]
    over = (max(ends, default=0.0) - made.border_box_y()) % step
    gives = way == "down" or (way == "nearest" and over < step / 2)
    if gives and TOLERANCE < over < step - TOLERANCE:
        _move(made, -over / 2)
    if way == "nearest":
        low = made.border_box_y() + made.border_height()
        made.height -= min(step * _RULES, max(0.0, low - bottom))
    return result


def _rules_within_rows(wrapper: Box, step: float) -> None:
    """Have rows of a table give up the height of the rules in them, so that rows take whole steps
    whatever rules stand between them."""
    table = wrapper.get_wrapped_table()  # none where a page holds the caption alone
    total = 0.0
    for group in () if table is None else table.children:
        group.position_y -= total
        begun, given = total, []
        for row in group.children:
            row.translate(0, -total)
            given.append(_less_for_rules(row, step))
            total += given[-1]
        for number, row in enumerate(group.children):
            for cell in row.children:
                of_rows = given[number : number + cell.rowspan]
                cell.height -= sum(of_rows)
                if cell.vertical_align == "bottom":  # stays on the line of its last row
                    _move(cell, -sum(of_rows[:-1]))
        group.height -= total - begun
    if total:
        table.height -= total
        wrapper.height -= total
        for child in wrapper.children[wrapper.children.index(table) + 1 :]:
            child.translate(0, -total)


def _less_for_rules(row: Box, step: float) -> float:
    """Make a row lower by the rules in it, where without them it would take whole steps; return by
    how much."""
    over = row.height % step
    cells = [cell for cell in row.children if cell.rowspan == 1]
    above = max((cell.border_top_width for cell in cells), default=0.0)
    below = max((cell.border_bottom_width for cell in cells), default=0.0)
    if not TOLERANCE < over <= above + below + TOLERANCE:
        return 0.0
    row.height -= over
    for cell in row.children:
        up = min(over, cell.border_top_width)
        for child in cell.children if up else ():
            child.translate(0, -up)
    return float(over)


def _on_lines(wrapper: Box) -> None:
    """Move what stands in the middle of cells over several rows up to lines of the rows."""
    for cell in _cells_over_rows(wrapper):
        lines = (box for box in cell.descendants() if type(box).__name__ == "LineBox")
        line = next(lines, None)
        if line is not None and line.height > 0:
            over = (line.position_y - cell.position_y) % line.height
            if TOLERANCE < over < line.height - TOLERANCE:
                _move(cell, -over)


def _cells_over_rows(wrapper: Box) -> Iterator[Box]:
    table = wrapper.get_wrapped_table()  # none where a page holds the caption alone
    groups = () if table is None else table.children
    for cell in (cell for group in groups for row in group.children for cell in row.children):
        if cell.rowspan > 1 and cell.vertical_align == "middle":
            yield cell


def _move(made: Box, down: float) -> None:
    for child in made.children:
        child.translate(0, down)
