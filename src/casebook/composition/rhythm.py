"""Whole lines for what is not text: `block-step-size` of CSS Rhythmic Sizing Level 1.

A heading, table or picture whose style gives a step takes a whole number of steps; what is
missing is put half above and half below it, so the lines behind it stand on the grid again
(CLREQ, 占行; R5). `block-step-round` is up, `block-step-align` centre; both are the standard's
first values for this use. The second place of this package that touches WeasyPrint's inside.
"""

import inspect
from collections.abc import Callable
from typing import Any, Final

from weasyprint.css import properties as css_properties
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS
from weasyprint.css.properties import INITIAL_VALUES, KNOWN_PROPERTIES, TABLE_WRAPPER_BOX_PROPERTIES
from weasyprint.css.tokens import get_length
from weasyprint.css.validation import properties as css_validators
from weasyprint.layout import block

NAME: Final = "block-step-size"
KEY: Final = "block_step_size"
TOLERANCE: Final = 0.02  # CSS px: rounding of lengths, not a difference anyone sees
_EXPECTED: Final = (
    "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes "
    "fixed_boxes adjoining_margins first_letter_style first_line_style discard max_lines"
)
_original: list[Callable[..., Any]] = []


def fits() -> bool:
    """Whether WeasyPrint still has the function this module replaces, with its parameters."""
    known = list(inspect.signature(block.block_level_layout_switch).parameters)
    return bool(_original) or known == _EXPECTED.split()


def install() -> None:
    """Teach WeasyPrint the property; a second call does nothing."""
    if _original:
        return
    _original.append(block.block_level_layout_switch)
    block.block_level_layout_switch = _layout
    INITIAL_VALUES[KEY] = css_properties.Dimension(0, "px")
    KNOWN_PROPERTIES.add(NAME)
    TABLE_WRAPPER_BOX_PROPERTIES.add(KEY)
    css_validators.PROPERTIES[NAME] = _validate
    COMPUTER_FUNCTIONS[KEY] = COMPUTER_FUNCTIONS["text_indent"]


def uninstall() -> None:
    """Give WeasyPrint back as it was."""
    if not _original:
        return
    block.block_level_layout_switch = _original.pop()
    del INITIAL_VALUES[KEY], css_validators.PROPERTIES[NAME], COMPUTER_FUNCTIONS[KEY]
    KNOWN_PROPERTIES.discard(NAME)
    TABLE_WRAPPER_BOX_PROPERTIES.discard(KEY)


def _validate(tokens: Any) -> Any:
    if len(tokens) == 1 and getattr(tokens[0], "lower_value", "") == "none":
        return css_properties.Dimension(0, "px")
    return get_length(tokens[0], negative=False) if len(tokens) == 1 else None


_validate.wants_base_url = False  # type: ignore[attr-defined]


def _layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
    """Lay a block out and round its height up to whole steps once it is complete."""
    result = _original[0](context, box, *rest, **named)
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
