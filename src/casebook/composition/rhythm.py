"""Whole lines for what is not text: `block-step-size` of CSS Rhythmic Sizing Level 1.

A heading, table or picture whose style gives a step takes a whole number of steps; what is
missing is put half above and half below it, so the lines behind it stand on the grid again
(CLREQ, 占行; R5). `block-step-round` is up, `block-step-align` centre; both are the standard's
first values for this use.
"""

from typing import Final

from casebook.weasy.changes import ChangeSet, Record
from casebook.weasy.css_properties import Dimension, get_length, teach
from casebook.weasy.hooks import BLOCK
from casebook.weasy.weasyprint_types import Box, Context, Function, Tokens, Value

NAME: Final = "block-step-size"
KEY: Final = "block_step_size"
TOLERANCE: Final = 0.02  # CSS px: rounding of lengths, not a difference anyone sees


def _make(record: Record) -> None:
    record.wrap(BLOCK, _layout)
    teach(record, NAME, Dimension(0, "px"), _validate, length_of_block=True)


CHANGES: Final = ChangeSet("whole steps", _make)
"""Teaches WeasyPrint the property."""


def _validate(tokens: Tokens) -> Value:
    if len(tokens) == 1 and getattr(tokens[0], "lower_value", "") == "none":
        return Dimension(0, "px")
    return get_length(tokens[0], negative=False) if len(tokens) == 1 else None


def _layout(given: Function, context: Context, box: Box, *rest: object, **named: object) -> Value:
    """Lay a block out and round its height up to whole steps once it is complete."""
    result = given(context, box, *rest, **named)
    made, resume_at = result[0], result[1]
    step = box.style[KEY].value
    if made is None or resume_at is not None or not step:
        return result
    over = made.border_height() % step
    if TOLERANCE < over < step - TOLERANCE:
        missing = step - over
        for child in made.children:
            child.translate(0, missing / 2)
        made.height += missing
    return result
